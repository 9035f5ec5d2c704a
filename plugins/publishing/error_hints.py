"""Turns the error output of programs and systems into a `PublishError` with a cause and a correction."""

import re
from collections.abc import Iterable

from .errors import PublishError

FULL_DISK = "the disk of the target is full"
# The first match counts: specific patterns precede general ones.
KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        r"timed out after [\d.]+ seconds",
        "a program did not end in time",
        'check the network, or raise "timeout_seconds", then publish again',
    ),
    (
        r"WinError 1314|A required privilege is not held",
        "Windows does not let this user make symbolic links, which the folder target needs",
        "switch on Developer Mode in the settings of Windows, then publish again",
    ),
    (
        r"No user exists for uid",
        "ssh needs a user with a name, and this user id has none",
        "add a line for it to /etc/passwd, as images for containers do, then publish again",
    ),
    (
        r"No such file or directory: '(?:git|ssh|rsync)'",
        "this machine lacks a program that publishing needs",
        "install it",
    ),
    (
        r"Bad (?:port|configuration option)|contains invalid characters|Can't open user config file",
        "ssh does not take a setting of the target",
        'check "host", "port", "user" and "config"',
    ),
    (
        r"No space left on device|Disk quota exceeded",
        FULL_DISK,
        'free some space or lower "keep", then publish again',
    ),
    (
        r"File too large",
        "a file is larger than the target allows",
        "raise the limit of file sizes there, then publish again",
    ),
    (r"Read-only file system", "the target is read-only", "have it mounted for writing, then publish again"),
    (
        r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED",
        "the server's host key is not the one that is known",
        "compare its fingerprint with the server's keeper and add it to known_hosts",
    ),
    (
        r"Permission denied \([\w,-]+\)|Too many authentication failures",
        "the server refused the key",
        'check "user" and "key", and that the public key is in the server\'s authorized_keys',
    ),
    (
        r"Could not resolve hostname|Name or service not known",
        "the server's name is not known",
        'check "host" and the network',
    ),
    (
        r"Connection refused|No route to host|Network is unreachable",
        "the server does not answer",
        'check "host", "port" and the network, then publish again',
    ),
    (
        r"Permission denied|Operation not permitted",
        "the target does not let us write",
        'give the publishing user the right to write to "path"',
    ),
    (
        r"flock: (?:not found|command not found)|rsync: (?:not found|command not found)",
        "the server lacks a program that publishing needs",
        "install rsync and util-linux (flock) there",
    ),
    (
        r"Connection (?:closed|reset|timed out)|Broken pipe|unexpected end of file|connection unexpectedly closed|"
        r"Timeout, server|timed out|error in rsync protocol data stream",
        "the connection was lost",
        "publish again; what arrived is used",
    ),
    (
        r"protected branch|pre-receive hook declined",
        "the Git remote does not accept pushes to this branch",
        'allow the publishing user to push to it, or name another "branch"',
    ),
    (
        r"non-fast-forward|fetch first|failed to push some refs|cannot lock ref",
        "somebody else published to this branch meanwhile",
        "publish again",
    ),
    (
        r"does not appear to be a git repository|Repository not found|repository '.*' not found",
        "the Git remote does not exist or is not open to you",
        'check "remote" and your access to it',
    ),
    (
        r"could not read Username|Authentication failed|returned error: 40[13]|Invalid username or token",
        "the Git remote refused you",
        'set up a key or a token for it; "token" names the environment variable of one',
    ),
)


def error_from_output(output: str, otherwise: str) -> PublishError:
    """The error for a program's error output; `otherwise` is the cause if no pattern matches."""
    for pattern, cause, correction in KNOWN:
        if found := re.search(pattern, output, re.I):
            return PublishError(cause, f"{correction} ({line_at(output, found.start())})")
    return PublishError(otherwise, last_line(output) or "there was no further output; publish again")


def line_at(output: str, place: int) -> str:
    """The line of the match; later lines are often less specific."""
    return output[output.rfind("\n", 0, place) + 1 :].partition("\n")[0].strip()


def last_line(output: str) -> str:
    """The last line that is not empty and not rsync's own summary."""
    lines: Iterable[str] = (line.strip() for line in output.splitlines())
    informative = [line for line in lines if line and not line.startswith(("rsync error:", "rsync: [sender]"))]
    return informative[-1] if informative else " ".join(output.split())[-200:]
