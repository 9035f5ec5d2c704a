"""A server over SSH as target: rsync with hard links to the release before, and one rename to switch.

The server's folder has the layout of a local folder (see `local`). The server needs rsync, and flock from util-linux.
All commands run in one remote shell that holds the lock, so no command runs after the lock is lost.
"""

import base64
import json
import secrets
import shlex
import subprocess
import tempfile
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType

from plugins.diagnostics import Message
from plugins.system.progress import OnProgress, StageCounter

from ..failures import Failure, PublishError, error_from_output
from ..folder_lock import lock_owner, waiting
from ..manifest import Manifest
from ..releases import SITE, SOURCES, Release, is_name
from ..settings import SettingsTable, TargetSettings, read_target_settings

OPTIONS = ("BatchMode=yes", "ConnectTimeout=15", "ServerAliveInterval=10", "ServerAliveCountMax=3")
HOST = 'the name of a server, such as "www.example.org"'
PATH = 'an absolute path on the server without "..", such as "/srv/dvoglas"'
# Marks the line of a sent file in rsync's output, which also has its error messages.
SENT = "sent: "
LINKED_AT_ONCE = 100
# What the shell says of a command of the server's that did not end.
HUNG = "dvoglas-hung"
# Half-uploaded releases of interrupted publishes that rsync may link files from.
MOST_PARTS = 3

# The remote shell ends, and with it the lock, when it receives nothing for so many seconds.
SILENCE_SECONDS = 90
# Seconds between two keep-alive messages.
KEEP_ALIVE_SECONDS = 20
SCRIPT = r"""
umask 022
mark=$1 base=$2 who=$3 wait=$4 silence=$5
if [ "$wait" -ge 0 ]; then
    mkdir -p "$base/releases" && cd "$base" && exec 9>>.lock || exit 73
    if ! flock -n 9; then
        echo "$mark busy $(cat .lock.owner 2>/dev/null)"
        flock -w "$wait" 9 || { echo "$mark refused $(cat .lock.owner 2>/dev/null)"; exit 75; }
    fi
    echo "$who" > .lock.owner
else
    cd "$base" 2>/dev/null || { echo "$mark absent"; exit 0; }
fi
echo "$mark held"
while line=$(timeout "$silence" head -n 1 9>&-) && [ -n "$line" ]; do
    { eval "$line"; } 2>&1 9>&-
    printf '\n%s %s\n' "$mark" "$?"
done
"""


@dataclass(frozen=True)
class SshTarget:
    """A folder of a server; `reload` is a command to run there after each switch."""

    settings: TargetSettings
    host: str
    path: str
    command: tuple[str, ...]
    reload: str
    private: tuple[str, ...] = ()

    @property
    def server_folder(self) -> str:
        """The folder on the server."""
        return self.path

    @property
    def location(self) -> str:
        """The folder of the live site on the server."""
        return f"{self.host}:{self.path}/current/site"

    @contextmanager
    def open(self, progress: OnProgress, *, locked: bool) -> Iterator["SshSession"]:
        """The server's folder, locked by a remote shell for as long as this connection lasts."""
        wait = self.settings.wait_seconds if locked else -1
        arguments = [self.path, lock_owner(), str(wait)]
        with RemoteShell([*self.command, self.host], arguments, self.settings.timeout_seconds) as shell:
            yield SshSession(self, shell, exists=shell.start(progress, max(wait, 0)))


class Watchdog:
    """Kills a process that is silent for so many seconds; `expired` is True if it did."""

    def __init__(self, process: "subprocess.Popen[str]", seconds: float) -> None:
        self._process, self._seconds = process, seconds
        self.expired = False
        self._timer = self._start()

    def __enter__(self) -> "Watchdog":
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def reset(self) -> None:
        """Restart the countdown."""
        self._timer.cancel()
        self._timer = self._start()

    def _start(self) -> threading.Timer:
        timer = threading.Timer(self._seconds, self._kill)
        timer.daemon = True
        timer.start()
        return timer

    def _kill(self) -> None:
        self.expired = True
        self._process.kill()


class RemoteShell:
    """A shell on the server that holds the lock (flock) and runs one command at a time.

    The lock is free as soon as the shell ends: when our end of the connection closes, or after `SILENCE_SECONDS`
    seconds without a message. So locks never go stale, and no clock is compared."""

    def __init__(self, ssh: Sequence[str], arguments: Sequence[str], timeout: float) -> None:
        self.timeout = timeout
        self.mark = secrets.token_hex(8)
        self.in_use = threading.Lock()
        self.ended = threading.Event()
        self.heartbeat = threading.Thread(target=self.keep_alive, daemon=True)
        self.errors = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 - closed in __exit__
        command = shlex.join(["sh", "-c", SCRIPT, "publish", self.mark, *arguments, str(SILENCE_SECONDS)])
        self.process = subprocess.Popen(
            [*ssh, command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def __enter__(self) -> "RemoteShell":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        if kind:
            self.process.kill()
        if self.heartbeat.ident:
            self.heartbeat.join()
        with Watchdog(self.process, self.timeout):
            self.process.communicate()
        self.errors.close()

    def start(self, progress: OnProgress, wait: float) -> bool:
        """Wait for the lock; False if the folder does not exist and was opened only for reading."""
        while True:
            word, _, owner = self.read_answer(self.timeout + wait)[1].partition(" ")
            if word == "busy":
                progress(waiting(owner), 0, 0)
            elif word == "refused":
                raise PublishError(Failure.BUSY, owner=owner)
            elif word == "held":
                # Not before: while the lock is waited for, the answers are read here.
                self.heartbeat.start()
                return True
            else:
                return False

    def run(self, line: str) -> str:
        """Run a command and return its output; `PublishError` if it fails or the connection is lost."""
        assert self.process.stdin is not None
        with self.in_use:
            try:
                self.process.stdin.write(line + "\n")
                self.process.stdin.flush()
            except BrokenPipeError:
                raise self.connection_error() from None
            output, status = self.read_answer(self.timeout)
        if status != "0":
            raise error_from_output(output, Failure.SERVER_FAILED)
        return output

    def read_answer(self, seconds: float) -> tuple[str, str]:
        """All lines up to the mark, and what follows the mark; waits for at most so many seconds."""
        lines: list[str] = []
        with Watchdog(self.process, seconds) as watchdog:
            for line in self.process.stdout or ():
                if line.startswith(self.mark):
                    return "".join(lines).rstrip("\n"), line.removeprefix(self.mark).strip()
                lines.append(line)
        if watchdog.expired:
            raise PublishError(Failure.SERVER_SILENT, seconds=seconds)
        raise self.connection_error()

    def connection_error(self) -> PublishError:
        """The error that explains a closed connection."""
        with Watchdog(self.process, self.timeout):
            self.process.wait()
        self.errors.seek(0)
        return error_from_output(self.errors.read(), Failure.SERVER_LOST)

    def keep_alive(self) -> None:
        """Send keep-alive messages while no command is sent."""
        while not self.ended.wait(KEEP_ALIVE_SECONDS):
            try:
                self.run(":")
            except PublishError:
                return


@dataclass(frozen=True)
class SshSession:
    """The server's folder while the connection lasts."""

    target: SshTarget
    shell: RemoteShell
    exists: bool = field(kw_only=True)

    def list_releases(self) -> tuple[str, ...]:
        """The names of all whole releases, oldest first."""
        return tuple(sorted(filter(is_name, self.shell.run("ls releases").split()))) if self.exists else ()

    def current_release(self) -> tuple[str, ...]:
        """The release that `current` points to."""
        if not self.exists:
            return ()
        name = self.shell.run("readlink current || true").rpartition("/")[2]
        return (name,) if name else ()

    def manifest(self, name: str) -> Manifest:
        """The manifest beside the release's site."""
        # Where there is none, the output is cat's message, which is no manifest either.
        return Manifest.from_json(self.shell.run(f"cat releases/{name}/manifest.json || true"))

    def read(self, name: str, path: str, folder: str = SITE) -> bytes:
        """The content of a file in one of the release's folders."""
        return base64.b64decode(self.shell.run(f"base64 {shlex.quote(f'releases/{name}/{folder}/{path}')}"))

    def upload(self, release: Release, progress: OnProgress) -> None:
        """Send new files; the parts of interrupted publishes are used, then deleted."""
        parts = sorted(self.shell.run("rm -f .current.*; ls -A releases | grep '[.]part$' || true").split())
        part = f".{release.name}.{secrets.token_hex(4)}.part"
        bases = [*self.current_release(), *parts[-MOST_PARTS:]]
        try:
            self.send(release, part, bases, progress)
        except PublishError as error:
            if error.failure is Failure.FULL_DISK:
                self.discard([*parts, part])
            raise
        self.link_kept([path for path, entry in release.manifest.entries.items() if entry.kept], part)
        self.shell.run(f"sync -f releases/{part} 2>/dev/null || sync; mv -T releases/{part} releases/{release.name}")
        self.discard(parts)

    def send(self, release: Release, part: str, bases: list[str], progress: OnProgress) -> None:
        """Run rsync; a file that any of `bases` has with the same content becomes a hard link to it."""
        for name, folder in ((SITE, release.site), (SOURCES, release.sources)):
            if folder.is_dir():
                (release.folder / name).symlink_to(folder.resolve())
        command = [
            "rsync", "--recursive", "--copy-links", "--perms", "--chmod=D755,F644", "--checksum", "--compress",
            "--timeout=60", f"--out-format={SENT}%n", f"--rsh={shlex.join(self.target.command)}",
            *(f"--link-dest=../{base}" for base in bases),
            f"{release.folder}/", f"{self.target.host}:{self.target.path}/releases/{part}/",
        ]  # fmt: skip
        messages: list[str] = []
        counter = StageCounter(progress, Message("Files to the server"), len(release.manifest.entries))
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        try:
            with Watchdog(process, self.target.settings.timeout_seconds) as watchdog:
                for line in process.stdout or ():
                    watchdog.reset()
                    if not line.startswith(SENT):
                        messages.append(line)
                    elif not line.endswith("/\n"):
                        counter.add()
                status = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if watchdog.expired:
            raise PublishError(Failure.SERVER_SILENT, seconds=self.target.settings.timeout_seconds)
        if status:
            if not messages:
                self.check_disk(max(entry.size for entry in release.manifest.entries.values()))
            raise error_from_output("".join(messages), Failure.UPLOAD_FAILED)
        # Files that the server has already are not named.
        counter.add(len(release.manifest.entries))

    def check_disk(self, size: int) -> None:
        """`PublishError` if the server's disk does not take `size` bytes.

        The last message of a failing rsync on the server can get lost, but a full disk can be tested for.
        """
        self.shell.run(f"( head -c {size} /dev/zero >.room ); status=$?; rm -f .room; ( exit $status )")

    def link_kept(self, kept: Sequence[str], folder: str) -> None:
        """Link kept files of the live release into the folder of another."""
        for start in range(0, len(kept), LINKED_AT_ONCE):
            paths = shlex.join(kept[start : start + LINKED_AT_ONCE])
            self.shell.run(
                f'( for f in {paths}; do g="releases/{folder}/site/$f"; [ -e "$g" ] || '
                f'{{ mkdir -p "$(dirname "$g")" && ln "current/site/$f" "$g"; }} || exit 1; done )'
            )

    def activate(self, name: str, progress: OnProgress, kept: Collection[str] = ()) -> None:
        """Point `current` to the release and run the command `reload`, if any; if that fails, point it back."""
        before = self.current_release()
        # The release that is left may be damaged; a lost connection is met again below.
        with suppress(PublishError):
            self.link_kept(sorted(kept), name)
        self.point_to(name)
        # A command that hangs is ended there: with the connection the way back would be lost.
        seconds = max(self.target.settings.timeout_seconds - 1, 1)
        line = f"timeout {seconds} sh -c {shlex.quote(self.target.reload)}"
        try:
            if self.target.reload:
                self.shell.run(f"( {line} || {{ s=$?; [ $s != 124 ] || echo {HUNG}; exit $s; }} ) 9>&- </dev/null")
        except PublishError as error:
            if before:
                self.point_to(before[0])
            raise PublishError(Failure.SERVER_SILENT, seconds=seconds) if error.output == HUNG else error from None

    def point_to(self, name: str) -> None:
        """Switch by one rename."""
        link = f".current.{secrets.token_hex(4)}"
        self.shell.run(f"test -d releases/{name} && ln -s releases/{name} {link} && mv -T {link} current")

    def deactivate(self) -> None:
        """Delete `current`."""
        self.shell.run("rm -f current")

    def warnings(self) -> tuple[str, ...]:
        """None."""
        return ()

    def remove(self, names: Collection[str]) -> None:
        """Delete the releases; each is renamed first, so that no release name ever holds a partial release."""
        for name in names:
            part = f".{name}.{secrets.token_hex(4)}.part"
            self.shell.run(f"mv -T releases/{name} releases/{part}")
            self.discard([part])

    def discard(self, parts: list[str]) -> None:
        """Delete parts; if an orphaned rsync still writes to one, the next publish deletes it."""
        if parts:
            self.shell.run(f"( cd releases && rm -rf {shlex.join(parts)} 2>/dev/null ) || true")


def from_table(table: SettingsTable) -> SshTarget:
    """Read the settings of this kind."""
    settings = read_target_settings(table)
    host = table.text("host", expected=HOST)
    if host.startswith("-"):
        raise table.error("host", HOST, host)
    path = table.text("path", expected=PATH)
    if not path.startswith("/") or ".." in path.split("/"):
        raise table.error("path", PATH, path)
    user, reload = table.text("user", default=""), table.text("reload", default="")
    command = ["ssh", *(f"-o{option}" for option in OPTIONS)]
    port = table.number("port", default=0)
    command += [f"-p{port}"] if port else []
    for key, option in (("key", "-i"), ("config", "-F")):
        if value := table.text(key, default=""):
            command.append(f"{option}{value}")
    if known := table.text("known_hosts", default=""):
        command.append(f"-oUserKnownHostsFile={json.dumps(known)}")
    command += [f"-l{user}"] if user else []
    return SshTarget(settings, host, path, tuple(command), reload)
