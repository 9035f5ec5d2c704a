"""Turns the error output of programs and systems into a `PublishError`."""

import re
from collections.abc import Iterable

from .failures import Failure, PublishError

# The first match counts: specific patterns precede general ones.
KNOWN: tuple[tuple[str, Failure], ...] = (
    (r"timed out after [\d.]+ seconds", Failure.PROGRAM_TOO_SLOW),
    (r"WinError 1314|A required privilege is not held", Failure.NO_SYMBOLIC_LINKS),
    (r"No user exists for uid", Failure.NAMELESS_USER),
    (r"No such file or directory: '(?:git|ssh|rsync)'", Failure.PROGRAM_MISSING),
    (r"Bad (?:port|configuration option)|contains invalid characters|Can't open user config file", Failure.SSH_SETTING),
    (r"No space left on device|Disk quota exceeded", Failure.FULL_DISK),
    (r"File too large", Failure.FILE_TOO_LARGE),
    (r"Read-only file system", Failure.READ_ONLY),
    (r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED", Failure.WRONG_HOST_KEY),
    (r"Permission denied \([\w,-]+\)|Too many authentication failures", Failure.KEY_REFUSED),
    (r"Could not resolve hostname|Name or service not known", Failure.SERVER_UNKNOWN),
    (r"Connection refused|No route to host|Network is unreachable", Failure.SERVER_UNREACHABLE),
    (r"Permission denied|Operation not permitted", Failure.NOT_WRITABLE),
    (r"flock: (?:not found|command not found)|rsync: (?:not found|command not found)", Failure.SERVER_PROGRAM_MISSING),
    (
        r"Connection (?:closed|reset|timed out)|Broken pipe|unexpected end of file|connection unexpectedly closed|"
        r"Timeout, server|timed out|error in rsync protocol data stream",
        Failure.CONNECTION_LOST,
    ),
    (r"protected branch|pre-receive hook declined", Failure.BRANCH_PROTECTED),
    (r"non-fast-forward|fetch first|failed to push some refs|cannot lock ref", Failure.BRANCH_MOVED),
    (r"does not appear to be a git repository|Repository not found|repository '.*' not found", Failure.REMOTE_MISSING),
    (
        r"could not read Username|Authentication failed|returned error: 40[13]|Invalid username or token",
        Failure.REMOTE_REFUSED,
    ),
)


def error_from_output(output: str, otherwise: Failure, **values: object) -> PublishError:
    """The error for a program's error output; `otherwise` with its values if no pattern matches."""
    for pattern, failure in KNOWN:
        if match := re.search(pattern, output, re.I):
            return PublishError(failure, output=line_at(output, match.start()))
    said = last_line(output) or "there was no further output; publish again"
    return PublishError(otherwise, (), output=said, **values)


def line_at(output: str, place: int) -> str:
    """The line of the match; later lines are often less specific."""
    return output[output.rfind("\n", 0, place) + 1 :].partition("\n")[0].strip()


def last_line(output: str) -> str:
    """The last line that is not empty and not rsync's own summary."""
    lines: Iterable[str] = (line.strip() for line in output.splitlines())
    informative = [line for line in lines if line and not line.startswith(("rsync error:", "rsync: [sender]"))]
    return informative[-1] if informative else " ".join(output.split())[-200:]
