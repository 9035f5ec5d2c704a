"""From what a program or a system said to what it means: a cause and a cure in plain words."""

import re
from collections.abc import Iterable

from .errors import PublishError

FULL_DISK = "the disk of the target is full"
# The first that matches counts, so what is narrow stands before what is wide.
KNOWN: tuple[tuple[str, str, str], ...] = (
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
        r"non-fast-forward|fetch first|failed to push some refs|cannot lock ref",
        "somebody else published to this branch meanwhile",
        "publish again",
    ),
    (
        r"does not appear to be a git repository|Repository not found|repository '.*' not found",
        "the Git remote does not exist or is not open to you",
        'check "remote" and your access to it',
    ),
    (r"could not read Username|Authentication failed", "the Git remote refused you", "set up a key or a token for it"),
)


def explain(said: str, otherwise: str) -> PublishError:
    """The error for what a program said on its error channel; ``otherwise`` is the cause if nobody knows it."""
    for pattern, cause, cure in KNOWN:
        if found := re.search(pattern, said, re.I):
            return PublishError(cause, f"{cure} ({line_at(said, found.start())})")
    return PublishError(otherwise, last_line(said) or "nothing more was said; publish again")


def line_at(said: str, place: int) -> str:
    """The line that the cause was known by; what a program says after it is often less to the point."""
    return said[said.rfind("\n", 0, place) + 1 :].partition("\n")[0].strip()


def last_line(said: str) -> str:
    """The last line that says something and is not only a summing-up of rsync's."""
    lines: Iterable[str] = (line.strip() for line in said.splitlines())
    telling = [line for line in lines if line and not line.startswith(("rsync error:", "rsync: [sender]"))]
    return telling[-1] if telling else " ".join(said.split())[-200:]
