"""A Git branch as target, for Pages hosts: each release is a commit, and the host switches to it as a whole.

The work is done in a scratch repository, so that the editor's own has no extra branch. The remote refuses a push that
does not follow its last commit, which is all the lock that is needed.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .diagnosis import explain
from .errors import PublishError
from .manifest import Manifest
from .progress import Reporter
from .releases import Release, is_name
from .settings import Table, read_facts
from .target import Facts

MANIFEST = ".dvoglas-release.json"
SUBJECT = re.compile(r"Publish (\S+)")


@dataclass(frozen=True)
class GitTarget:
    """A branch of a remote; ``remote`` is an address or a name that the repository we are in knows."""

    facts: Facts
    remote: str
    branch: str
    cname: str
    precompressed: bool = False

    @contextmanager
    def open(self, reporter: Reporter, *, locked: bool) -> Iterator["GitPlace"]:
        """A scratch copy of the branch's last commits."""
        with tempfile.TemporaryDirectory(prefix="publish-") as scratch:
            run(scratch, "init", "--quiet", "--bare", "--initial-branch=scratch")
            run(scratch, "remote", "add", "origin", address_of(self.remote))
            place = GitPlace(self, scratch)
            if run(scratch, "ls-remote", "--heads", "origin", self.branch):
                refs = f"+refs/heads/{self.branch}:refs/remotes/origin/{self.branch}"
                run(scratch, "fetch", "--quiet", f"--depth={2 * self.facts.keep}", "origin", refs)
                run(scratch, "update-ref", f"refs/heads/{self.branch}", f"refs/remotes/origin/{self.branch}")
            yield place


@dataclass(frozen=True)
class GitPlace:
    """The scratch repository while it is there."""

    target: GitTarget
    scratch: str

    def commits(self) -> dict[str, str]:
        """The commit of each release on the remote's branch, newest first; the newest of each name counts."""
        remote = f"refs/remotes/origin/{self.target.branch}"
        if not run(self.scratch, "for-each-ref", remote):
            return {}
        found: dict[str, str] = {}
        for line in run(self.scratch, "log", "--format=%H %s", remote).splitlines():
            commit, _, subject = line.partition(" ")
            if (match := SUBJECT.fullmatch(subject)) and is_name(match[1]):
                found.setdefault(match[1], commit)
        return found

    def names(self) -> tuple[str, ...]:
        """The releases that the branch remembers, oldest first."""
        return tuple(sorted(self.commits()))

    def standing(self) -> tuple[str, ...]:
        """The release of the last commit."""
        return tuple(self.commits())[:1]

    def manifest(self, name: str) -> Manifest:
        """The manifest in the release's commit."""
        return Manifest.from_json(run(self.scratch, "show", f"{self.commits()[name]}:{MANIFEST}"))

    def upload(self, release: Release, reporter: Reporter) -> None:
        """Commit the site in the scratch repository; nothing leaves this machine yet."""
        self.bring_kept(release)
        for name, goal in (("manifest.json", MANIFEST), ("_redirects", "_redirects")):
            (release.folder / name).rename(release.site / goal)
        reporter.say(f"Committing {len(release.manifest.entries)} files")
        command = [sys.executable, "-m", "ghp_import", "--no-jekyll", "--branch", self.target.branch]
        command += ["--message", f"Publish {release.name}"]
        command += ["--cname", self.target.cname] if self.target.cname else []
        done = subprocess.run(
            [*command, str(release.site.resolve())], cwd=self.scratch, env=author(), capture_output=True, text=True
        )
        if done.returncode:
            raise explain(done.stderr, "the commit could not be made")

    def bring_kept(self, release: Release) -> None:
        """Take parts that outlive their build from the commit before."""
        before = self.standing()
        for path, entry in release.manifest.entries.items():
            if entry.kept and before:
                goal = release.site / path
                goal.parent.mkdir(parents=True, exist_ok=True)
                goal.write_bytes(raw(self.scratch, "show", f"{self.commits()[before[0]]}:{path}"))

    def activate(self, name: str, reporter: Reporter) -> None:
        """Push; an earlier release gets a new commit of its old files, so that nothing is ever forced."""
        branch = f"refs/heads/{self.target.branch}"
        if name != run(self.scratch, "log", "-1", "--format=%s", branch).removeprefix("Publish "):
            if name not in self.commits():
                raise PublishError(f"release {name} is not on the branch", "choose one that is")
            tree, parent = f"{self.commits()[name]}^{{tree}}", f"refs/remotes/origin/{self.target.branch}"
            commit = run(self.scratch, "commit-tree", tree, "-p", parent, "-m", f"Publish {name}")
            run(self.scratch, "update-ref", branch, commit)
        run(self.scratch, "push", "--quiet", "origin", f"{branch}:{branch}")
        run(self.scratch, "update-ref", f"refs/remotes/origin/{self.target.branch}", branch)

    def remove(self, names: Collection[str]) -> None:
        """Nothing: a branch's past is Git's to keep."""


def from_table(table: Table) -> GitTarget:
    """Read the settings of this kind."""
    # A Pages host takes minutes to show a push.
    facts = read_facts(table, patience=300)
    branch = table.text("branch", default="gh-pages")
    if branch.startswith("-"):
        raise table.fault("branch", "the name of a branch", branch)
    return GitTarget(facts, table.text("remote", default="origin"), branch, table.text("cname", default=""))


def address_of(remote: str) -> str:
    """The address of a remote that the repository around us knows, or the text itself."""
    done = subprocess.run(["git", "remote", "get-url", "--", remote], capture_output=True, text=True)
    address = done.stdout.strip() if done.returncode == 0 else remote
    return str(Path(address).resolve()) if Path(address).is_dir() else address


def author() -> Mapping[str, str]:
    """Git's environment: a name for commits where none is set, and no question to a terminal."""
    names = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Dvoglas"), ("EMAIL", "publish@localhost"))
    }
    return {**names, **os.environ, "GIT_TERMINAL_PROMPT": "0"}


def raw(scratch: str, *arguments: str) -> bytes:
    """What Git printed; ``PublishError`` if it failed."""
    done = subprocess.run(["git", *arguments], cwd=scratch, env=author(), capture_output=True)
    if done.returncode:
        raise explain(done.stderr.decode(errors="replace"), "Git could not do its part")
    return done.stdout


def run(scratch: str, *arguments: str) -> str:
    """The same as text."""
    return raw(scratch, *arguments).decode().strip()
