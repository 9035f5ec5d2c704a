"""Everything that a publish or a rollback can fail at, in one table: a code, what happened, and what to do.

The sentences are templates of `plugins.diagnostics.Message`: what stands in their places is given where the error is
raised, and the catalogues of the editor have a sentence for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from plugins.diagnostics import UserError, describe_failure
from plugins.diagnostics.message import Message, fill

from .redaction import redact, redact_message


class Failure(Enum):
    """What happened, and what to do about it, "" where that is not known; `code` names it in JSON.

    A pattern recognises it in the output of programs and systems. The first that fits counts: specific ones precede
    general ones.
    """

    # Programs and systems of any target.
    PROGRAM_TOO_SLOW = (
        "a program did not end in time",
        'check the network, or raise "timeout_seconds", then publish again',
        r"timed out after [\d.]+ seconds",
    )
    NO_SYMBOLIC_LINKS = (
        "Windows does not let this user make symbolic links, which the folder target needs",
        "switch on Developer Mode in the settings of Windows, then publish again",
        r"WinError 1314|A required privilege is not held",
    )
    NAMELESS_USER = (
        "ssh needs a user with a name, and this user id has none",
        "add a line for it to /etc/passwd, as images for containers do, then publish again",
        r"No user exists for uid",
    )
    PROGRAM_MISSING = (
        "this machine lacks a program that publishing needs",
        "install it",
        r"No such file or directory: '(?:git|ssh|rsync)'",
    )
    SSH_SETTING = (
        "ssh does not take a setting of the target",
        'check "host", "port", "user" and "config"',
        r"Bad (?:port|configuration option)|contains invalid characters|Can't open user config file",
    )
    FULL_DISK = (
        "the disk of the target is full",
        'free some space or lower "keep", then publish again',
        r"No space left on device|Disk quota exceeded",
    )
    FILE_TOO_LARGE = (
        "a file is larger than the target allows",
        "raise the limit of file sizes there, then publish again",
        r"File too large",
    )
    READ_ONLY = ("the target is read-only", "have it mounted for writing, then publish again", r"Read-only file system")
    WRONG_HOST_KEY = (
        "the server's host key is not the one that is known",
        "compare its fingerprint with the server's keeper and add it to known_hosts",
        r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED",
    )
    KEY_REFUSED = (
        "the server refused the key",
        'check "user" and "key", and that the public key is in the server\'s authorized_keys',
        r"Permission denied \([\w,-]+\)|Too many authentication failures",
    )
    SERVER_UNKNOWN = (
        "the server's name is not known",
        'check "host" and the network',
        r"Could not resolve hostname|Name or service not known",
    )
    SERVER_UNREACHABLE = (
        "the server does not answer",
        'check "host", "port" and the network, then publish again',
        r"Connection refused|No route to host|Network is unreachable",
    )
    NOT_WRITABLE = (
        "the target does not let us write",
        'give the publishing user the right to write to "path"',
        r"Permission denied|Operation not permitted",
    )
    SERVER_PROGRAM_MISSING = (
        "the server lacks a program that publishing needs",
        "install rsync and util-linux (flock) there",
        r"flock: (?:not found|command not found)|rsync: (?:not found|command not found)",
    )
    CONNECTION_LOST = (
        "the connection was lost",
        "publish again; what arrived is used",
        r"Connection (?:closed|reset|timed out)|Broken pipe|unexpected end of file|connection unexpectedly closed|"
        r"Timeout, server|timed out|error in rsync protocol data stream",
    )
    SERVER_SILENT = (
        "the server did not answer for {seconds:.0f} seconds",
        'look for a command that hangs there, such as "reload", or raise "timeout_seconds", then publish again',
    )
    # What no pattern recognises: only the program's own words say more.
    MACHINE_FAILED = ("something failed on this machine", "")
    FOLDER_FAILED = ("the folder {path} cannot be written", "")
    SERVER_FAILED = ("a command failed on the server", "")
    SERVER_LOST = ("the connection to the server was lost", "")
    UPLOAD_FAILED = ("the upload did not succeed", "")
    GIT_FAILED = ("a Git command failed", "")
    # Git.
    BRANCH_PROTECTED = (
        "the Git remote does not accept pushes to this branch",
        'allow the publishing user to push to it, or name another "branch"',
        r"protected branch|pre-receive hook declined",
    )
    BASE_MOVED = ("somebody else published meanwhile", "publish again")
    BRANCH_MOVED = (
        "somebody else published to this branch meanwhile",
        "publish again",
        r"non-fast-forward|fetch first|failed to push some refs|cannot lock ref",
    )
    REMOTE_MISSING = (
        "the Git remote does not exist or is not open to you",
        'check "remote" and your access to it',
        r"does not appear to be a git repository|Repository not found|repository '.*' not found",
    )
    REMOTE_REFUSED = (
        "the Git remote refused you",
        'set up a key or a token for it; "token" names the environment variable of one',
        r"could not read Username|Authentication failed|returned error: 40[13]|Invalid username or token",
    )
    RELEASE_NOT_ON_BRANCH = ("release {release} is not on the branch", "choose one that is")
    TOKEN_NOT_SET = ('the environment variable {name}, named by "token", is not set', "set it to a token")
    TOKEN_WITHOUT_HTTPS = (
        '"token" needs a remote over HTTPS',
        "name the remote by its https address, or use an SSH key",
    )
    # Storage.
    NO_BUCKET = ("the bucket does not exist", 'check "bucket" and "region"')
    STORAGE_DENIED = (
        "the storage does not let us do that",
        "give the key the rights to list, read, write and delete in the bucket",
    )
    STORAGE_KEY_UNKNOWN = (
        "the storage does not know the key",
        "check the key in the environment or the profile",
    )
    STORAGE_SECRET_WRONG = (
        "the storage does not accept the key's secret",
        "check the secret in the environment or the profile",
    )
    CLOCK_WRONG = ("this machine's clock is wrong", "set the clock, then publish again")
    KEY_EXPIRED = ("the key has expired", "get a new one")
    NO_CONDITIONAL_WRITES = (
        "the storage lacks conditional writes, which publishing needs",
        "use one that supports If-Match and If-None-Match",
    )
    QUOTA_EXCEEDED = ("the storage is full", "free some space or raise the quota, then publish again")
    STORAGE_FULL = ("the storage is full", "free some space, then publish again")
    STORAGE_REFUSED = ("the storage refused", "see its message")
    STORAGE_UNREACHABLE = (
        "the storage cannot be reached or used",
        'check "endpoint", the network and the key',
    )
    ENDPOINT_WRONG = ("the storage cannot be reached or used", 'check "endpoint"')
    NOT_DELETED = ("the storage did not delete {key}", "check the key's rights")
    STATE_UNREADABLE = (
        "the state in the bucket cannot be read",
        "make sure that no other publish is under way, delete {key}, then publish again",
    )
    LEASE_LOST = ("the lease on the bucket was lost to another publish", "publish again")
    BUCKET_MANIFEST_UNREADABLE = (
        "the manifest of release {release} is not in the bucket or cannot be read",
        "delete {state} and {manifest}, then publish again",
    )
    CONTENT_MISSING = ("the bucket lacks the content of {path}", "publish again")
    # The release and what readers get.
    NOT_BUILT = ("there is no built site in {folder}", "build it first")
    LINKS_IN_SITE = (
        "the site has symbolic links, which no server need follow: {names}",
        "put the files themselves there",
    )
    BROKEN_NAMES = ("the site has names with broken letters: {names}", "rename the files in UTF-8")
    COLLIDING_NAMES = (
        "the site has names that differ only in case or in how accents are written: {names}",
        "rename all but one",
    )
    ADDRESSES_LOST = (
        "{n:,} address{es} would be lost: {addresses}",
        'name each in "Aliases" of the page that replaces it, or in "withdrawn" if it may disappear',
    )
    ADDRESSES_TAKEN = (
        "aliases name addresses that the site itself has: {addresses}",
        'take them out of "Aliases", or give the page that is there another address',
    )
    ADDRESS_NOT_PLAIN = (
        "the moved address {address!r} is no plain path",
        'write it from the root, such as "/news/old-slug/", without ? # * or ".."',
    )
    ADDRESSES_IN_A_LOOP = (
        "the moved addresses {addresses} lead to each other in a loop",
        "let one of them lead to a page",
    )
    FEED_BROKEN = ("the feed {name} is no XML", "build and audit the site again")
    MANIFEST_UNREADABLE = (
        "the manifest of the live release cannot be read",
        "roll back to another release with --to",
    )
    EMPTIED_AGAIN = (
        "what was published is not what was built, so {target} is empty again",
        "see the addresses, and check what is between the target and its readers",
    )
    REVERTED = (
        "what was published is not what was built, so {target} is back at release {release}",
        "see the addresses, and check what is between the target and its readers",
    )
    NOT_RECEIVED = (
        "{target} has this site already, but readers do not get it",
        "see the addresses, and check what is between the target and its readers",
    )
    NO_EARLIER_RELEASE = ("there is no earlier release at the target", "publish at least twice")
    NO_SUCH_RELEASE = ("there is no release {release!r} at the target", "choose one of: {names}")
    BUSY = ("another publish is under way ({owner})", "wait until it has ended, then publish again")

    def __init__(self, cause: str, correction: str, pattern: str = "") -> None:
        self.cause, self.correction, self.pattern = cause, correction, pattern

    @property
    def code(self) -> str:
        """The name in kebab case, such as `full-disk`."""
        return self.name.lower().replace("_", "-")


class PublishError(UserError):
    """A publish or rollback that cannot continue: `failure` says which kind, `cause` what happened, `correction` what
    to do, `details` further lines; `output` what a program or a server said of it, "" where that is nothing."""

    def __init__(self, failure: Failure, details: Sequence[str] = (), *, output: str = "", **values: object) -> None:
        """`values` stand in the places of the failure's sentences."""
        self.failure, self.output = failure, redact(output)
        self.cause = redact_message(fill(failure.cause, values))
        self.correction = redact_message(fill(failure.correction, values))
        self.details = tuple(
            redact_message(detail) if isinstance(detail, Message) else redact(detail) for detail in details
        )
        super().__init__(describe_failure(self.cause, self.correction, self.output))


def error_from_output(output: str, otherwise: Failure, **values: object) -> PublishError:
    """The error for the error output of a program or system; `otherwise` with its values if no pattern fits."""
    for failure in Failure:
        if failure.pattern and (match := re.search(failure.pattern, output, re.I)):
            # The line of the match; later lines are often less specific.
            line = output[output.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0].strip()
            return PublishError(failure, output=line)
    lines = [line.strip() for line in output.splitlines()]
    # Without rsync's own summary.
    informative = [line for line in lines if line and not line.startswith(("rsync error:", "rsync: [sender]"))]
    said = informative[-1] if informative else " ".join(output.split())[-200:]
    return PublishError(otherwise, (), output=said or "there was no further output; publish again", **values)
