"""A server over SSH as target: rsync with hard links to the release before, and one rename to switch.

The server's folder is laid out as that of a local folder (see ``folder``). It needs rsync, and flock from util-linux.
"""

import json
import secrets
import shlex
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .agent import Agent
from .diagnosis import FULL_DISK, explain
from .errors import PublishError
from .folder import holder
from .manifest import Manifest
from .progress import Reporter
from .releases import Release, is_name
from .settings import Table, read_facts
from .target import Facts

OPTIONS = ("BatchMode=yes", "ConnectTimeout=15", "ServerAliveInterval=10", "ServerAliveCountMax=3")
HOST = 'the name of a server, such as "www.example.org"'
PATH = 'an absolute path on the server without "..", such as "/srv/dvoglas"'
# Tells a file that was sent from a complaint, for both come on one channel.
SENT = "sent: "
LINKED_AT_ONCE = 100
HALVES_USED = 3


@dataclass(frozen=True)
class SshTarget:
    """A folder of a server; ``reload`` is a command to run there after each switch."""

    facts: Facts
    host: str
    path: str
    command: tuple[str, ...]
    reload: str
    precompressed: bool = True

    @contextmanager
    def open(self, reporter: Reporter, *, locked: bool) -> Iterator["SshPlace"]:
        """The server's folder, locked by a shell that lives as long as this connection."""
        wait = self.facts.wait_seconds if locked else -1
        with Agent([*self.command, self.host], [self.path, holder(), str(wait)]) as agent:
            yield SshPlace(self, agent, there=agent.greet(reporter))


@dataclass(frozen=True)
class SshPlace:
    """The server's folder while the connection lasts."""

    target: SshTarget
    agent: Agent
    there: bool = field(kw_only=True)

    def names(self) -> tuple[str, ...]:
        """All whole releases, oldest first."""
        return tuple(sorted(filter(is_name, self.agent.run("ls releases").split()))) if self.there else ()

    def standing(self) -> tuple[str, ...]:
        """The release that ``current`` points to."""
        if not self.there:
            return ()
        name = self.agent.run("readlink current || true").rpartition("/")[2]
        return (name,) if name else ()

    def manifest(self, name: str) -> Manifest:
        """The manifest beside the release's site."""
        # Where there is none, cat's complaint is no manifest, and is told as one that cannot be read.
        return Manifest.from_json(self.agent.run(f"cat releases/{name}/manifest.json || true"))

    def upload(self, release: Release, reporter: Reporter) -> None:
        """Send what is new; what an interrupted publish left is used, then cleared."""
        halves = sorted(self.agent.run("rm -f .current.*; ls -A releases | grep '[.]part$' || true").split())
        part = f".{release.name}.{secrets.token_hex(4)}.part"
        bases = [*self.standing(), *halves[-HALVES_USED:]]
        try:
            self.send(release, part, bases, reporter)
        except PublishError as error:
            if error.cause == FULL_DISK:
                self.discard([*halves, part])
            raise
        self.link_kept(release.manifest, part)
        self.agent.run(f"sync -f releases/{part} 2>/dev/null || sync; mv -T releases/{part} releases/{release.name}")
        self.discard(halves)

    def send(self, release: Release, part: str, bases: list[str], reporter: Reporter) -> None:
        """Run rsync; a file that any of ``bases`` has with the same content becomes a hard link to it."""
        command = [
            "rsync", "--recursive", "--links", "--perms", "--chmod=D755,F644", "--checksum", "--compress",
            "--timeout=60", f"--out-format={SENT}%n", f"--rsh={shlex.join(self.target.command)}",
            *(f"--link-dest=../{base}" for base in bases),
            f"{release.folder}/", f"{self.target.host}:{self.target.path}/releases/{part}/",
        ]  # fmt: skip
        said: list[str] = []
        with reporter.track("Files to the server", len(release.manifest.entries)) as done:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
            )
            for line in process.stdout or ():
                if line.startswith(SENT):
                    done(0 if line.endswith("/\n") else 1)
                else:
                    said.append(line)
        if process.wait():
            if not said:
                self.ask_disk(max(entry.size for entry in release.manifest.entries.values()))
            raise explain("".join(said), "the upload did not succeed")

    def ask_disk(self, size: int) -> None:
        """``PublishError`` if the server's disk does not take ``size`` bytes.

        A dying rsync over there can lose its last words on the way; what stopped it is then still the case.
        """
        self.agent.run(f"( head -c {size} /dev/zero >.room ); said=$?; rm -f .room; ( exit $said )")

    def link_kept(self, manifest: Manifest, part: str) -> None:
        """Bring parts that outlive their build along from the release before."""
        kept = [path for path, entry in manifest.entries.items() if entry.kept]
        for start in range(0, len(kept), LINKED_AT_ONCE):
            paths = shlex.join(kept[start : start + LINKED_AT_ONCE])
            self.agent.run(
                f'( for f in {paths}; do mkdir -p "releases/{part}/site/$(dirname "$f")" && '
                f'ln "current/site/$f" "releases/{part}/site/$f" || exit 1; done )'
            )

    def activate(self, name: str, reporter: Reporter) -> None:
        """Point ``current`` to the release and run the server's own command, if any; if that fails, point it back."""
        standing = self.standing()
        self.point_to(name)
        try:
            if self.target.reload:
                self.agent.run(f"( {self.target.reload} ) 9>&- </dev/null")
        except PublishError:
            if standing:
                self.point_to(standing[0])
            raise

    def point_to(self, name: str) -> None:
        """Switch by one rename."""
        link = f".current.{secrets.token_hex(4)}"
        self.agent.run(f"test -d releases/{name} && ln -s releases/{name} {link} && mv -T {link} current")

    def remove(self, names: Collection[str]) -> None:
        """Delete the releases; each loses its name first, so that none is ever half there under it."""
        for name in names:
            part = f".{name}.{secrets.token_hex(4)}.part"
            self.agent.run(f"mv -T releases/{name} releases/{part}")
            self.discard([part])

    def discard(self, parts: list[str]) -> None:
        """Delete half-made folders; one into which an orphaned rsync still writes is left to the next publish."""
        if parts:
            self.agent.run(f"( cd releases && rm -rf {shlex.join(parts)} 2>/dev/null ) || true")


def from_table(table: Table) -> SshTarget:
    """Read the settings of this kind."""
    facts = read_facts(table)
    host = table.text("host", expected=HOST)
    if host.startswith("-"):
        raise table.fault("host", HOST, host)
    path = table.text("path", expected=PATH)
    if not path.startswith("/") or ".." in path.split("/"):
        raise table.fault("path", PATH, path)
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
    return SshTarget(facts, host, path, tuple(command), reload)
