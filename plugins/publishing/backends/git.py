"""A Git branch as target, for Pages hosts: each release is a commit, and the host switches to it as a whole.

A release's commit has two parents: the release before, and a commit that holds only the manifest. So one push carries
both, and the manifest is never among the files that the host serves.

The work is done in a scratch repository, so that the checkout gets no extra branch; the checkout's own configuration of
remotes and credentials is passed on to it. The remote refuses a push that does not follow its last commit, so no other
lock is needed.
"""

import base64
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from plugins.diagnostics import Message
from plugins.system.digests import digest_of
from plugins.system.kept_work import work_folder
from plugins.system.progress import OnProgress

from ..failures import Failure, PublishError, error_from_output
from ..manifest import Manifest
from ..redaction import redact
from ..releases import SITE, SOURCES, Release, is_name
from ..settings import SettingsTable, TargetSettings, read_target_settings

MANIFEST = "manifest.json"
# Where earlier versions kept the manifest: in the web root.
PUBLIC_MANIFEST = ".dvoglas-release.json"
SUBJECT = re.compile(r"Publish (\S+)")
OLD_SOURCES = Message(
    "version 1.2 put files of drafts into the history of this branch, where anybody may read them: delete the branch "
    "at the host, publish again, and take what was in it for public"
)
START, NOTHING = "Before the first release", "Publish nothing"
# The parts of a checkout's own configuration that decide whether and how a remote is reached.
PASSED_ON = re.compile(r"(?:http|https|credential|url|ssh|protocol|user)\.|core\.(?:sshcommand|askpass|gitproxy)$")
# Variables that would lead commands in the scratch repository to another one, as in a hook.
OTHER_REPOSITORY = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"))
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class GitTarget:
    """A branch of a remote; `remote` is an address or a remote's name in the repository around us.

    `token` is the name of an environment variable that holds a token for a remote over HTTPS.
    """

    settings: TargetSettings
    remote: str
    branch: str
    cname: str
    token: str
    server_folder: str = ""
    private: tuple[str, ...] = ()

    @property
    def location(self) -> str:
        """The branch and the remote."""
        return redact(f"branch {self.branch} of {self.remote}")

    @contextmanager
    def open(self, progress: OnProgress, *, locked: bool) -> Iterator["GitSession"]:
        """A scratch repository with the branch's last commits."""
        seconds = self.settings.timeout_seconds
        address = remote_address(self.remote, seconds)
        environment = git_environment(address, self.token, seconds)
        with tempfile.TemporaryDirectory(prefix="publish-") as folder:
            scratch = Repository(folder, environment, seconds)
            scratch.run("init", "--quiet", "--bare", "--initial-branch=scratch")
            scratch.run("remote", "add", "origin", address)
            session = GitSession(self, scratch, f"refs/heads/{self.branch}", f"refs/remotes/origin/{self.branch}")
            if scratch.run("ls-remote", "--heads", "origin", session.branch):
                depth = f"--depth={2 * self.settings.keep + 1}"
                scratch.run("fetch", "--quiet", depth, "origin", f"+{session.branch}:{session.tracking}")
            yield session


@dataclass(frozen=True)
class Repository:
    """Git commands in one repository, each with a time limit."""

    folder: str
    environment: Mapping[str, str]
    seconds: int

    def run_bytes(self, *arguments: str, data: bytes | None = None, **variables: str) -> bytes:
        """Run Git with `data` as input; returns its output, `PublishError` if it fails."""
        environment = {**self.environment, **variables}
        done = run_git(arguments, self.seconds, cwd=self.folder, environment=environment, data=data)
        if done.returncode:
            raise error_from_output(done.stderr.decode(errors="replace"), Failure.GIT_FAILED)
        return done.stdout

    def run(self, *arguments: str, data: bytes | None = None, **variables: str) -> str:
        """The same as text, without the last line end."""
        return self.run_bytes(*arguments, data=data, **variables).decode().strip()


@dataclass(frozen=True)
class GitSession:
    """The scratch repository while it exists; `branch` is the new state, `tracking` what the remote has."""

    target: GitTarget
    git: Repository
    branch: str
    tracking: str

    def head(self) -> str:
        """The last commit of the remote's branch, empty if there is no branch."""
        return self.git.run("for-each-ref", "--format=%(objectname)", self.tracking)

    def commits(self) -> dict[str, str]:
        """The commit of each release on the remote's branch, newest first; the newest of each name counts."""
        newest: dict[str, str] = {}
        boundary = Path(self.git.folder, "shallow")
        # The oldest commit of a shallow history seems to have no parents, so its manifest cannot be found.
        incomplete = set(boundary.read_text("ascii").split()) if boundary.exists() else set()
        if self.head():
            log = self.git.run("log", "--first-parent", "--format=%H %s", self.tracking)
            for line in log.splitlines():
                commit, _, subject = line.partition(" ")
                match = SUBJECT.fullmatch(subject)
                if match and is_name(match[1]) and commit not in incomplete:
                    newest.setdefault(match[1], commit)
        return newest

    def list_releases(self) -> tuple[str, ...]:
        """The names of the releases that the branch holds, oldest first."""
        return tuple(sorted(self.commits()))

    def current_release(self) -> tuple[str, ...]:
        """The release of the last commit; none if the last commit removed the first release."""
        head = self.head()
        withdrawn = head and self.git.run("log", "-1", "--format=%s", head) == NOTHING
        return () if withdrawn else tuple(self.commits())[:1]

    def manifest(self, name: str) -> Manifest:
        """The manifest of the release."""
        commit = self.commits()[name]
        second = self.second_parent(commit)
        place = f"{second}:{MANIFEST}" if second else f"{commit}:{PUBLIC_MANIFEST}"
        manifest = Manifest.from_json(self.git.run_bytes("show", place))
        kept = self.kept / name / MANIFEST
        sources = Manifest.from_json(kept.read_bytes()).sources if kept.is_file() else {}
        return replace(manifest, sources=sources)

    @property
    def kept(self) -> Path:
        """The folder of this computer with the sources of the target's releases: anybody may read a public branch, and
        its history."""
        return work_folder(Path.cwd()) / "published" / f"{digest_of(self.target.location, 6)}-sources"

    def keep_sources(self, release: Release) -> None:
        """Keep the sources of a release on this computer, and those of the last ones before it."""
        if not release.manifest.sources:
            return
        folder = self.kept / release.name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(release.sources, folder / SOURCES)
        (folder / MANIFEST).write_text(release.manifest.to_json(), "utf-8")
        for old in sorted(self.kept.iterdir())[: -max(self.target.settings.keep, 1) - 1]:
            shutil.rmtree(old, ignore_errors=True)

    def warnings(self) -> tuple[str, ...]:
        """That a release of this branch, of those that were fetched, has sources, as version 1.2 put them there."""
        manifests = filter(None, map(self.second_parent, self.commits().values()))
        has_sources = any(self.git.run("ls-tree", "--name-only", commit, SOURCES) for commit in manifests)
        return (OLD_SOURCES,) if has_sources else ()

    def second_parent(self, commit: str) -> str:
        """The commit of the release's manifest; empty for a release of an earlier version."""
        return self.git.run("rev-list", "--parents", "--max-count=1", commit).partition(" ")[2].partition(" ")[2]

    def read(self, name: str, path: str, folder: str = SITE) -> bytes:
        """The content of one file of a release, or of a source, which is on this computer."""
        if folder == SOURCES:
            return (self.kept / name / SOURCES / path).read_bytes()
        return self.git.run_bytes("show", f"{self.commits()[name]}:{path}")

    def upload(self, release: Release, progress: OnProgress) -> None:
        """Commit the site in the scratch repository; nothing leaves this machine yet."""
        progress(Message("Committing {n} files", n=len(release.manifest.entries)), 0, 0)
        files = {path: release.file(path) for path, entry in release.manifest.entries.items() if not entry.kept}
        blobs = {**self.kept_blobs(release), **self.store_files(files)}
        blobs["_redirects"] = self.store((release.folder / "_redirects").read_bytes())
        blobs[".nojekyll"] = self.store(b"")
        if self.target.cname:
            blobs["CNAME"] = self.store(self.target.cname.encode())
        self.keep_sources(release)
        public = replace(release.manifest, sources={})
        tree = self.tree({MANIFEST: self.store(public.to_json().encode())})
        manifest = self.commit(tree, [], f"Manifest of {release.name}")
        before = self.head() or self.commit(self.tree({}), [], START)
        commit = self.commit(self.tree(blobs), [before, manifest], f"Publish {release.name}")
        self.git.run("update-ref", self.branch, commit)

    def kept_blobs(self, release: Release) -> dict[str, str]:
        """The blobs of the kept assets, from the release before."""
        live = self.current_release()
        kept = [path for path, entry in release.manifest.entries.items() if entry.kept]
        if not (live and kept):
            return {}
        blobs = self.blobs(self.commits()[live[0]])
        return {path: blobs[path] for path in kept if path in blobs}

    def blobs(self, commit: str) -> dict[str, str]:
        """The blobs of a commit by path."""
        listing = self.git.run_bytes("ls-tree", "-r", "-z", commit).decode()
        rows = (row.partition("\t") for row in listing.split("\0") if row)
        return {path: facts.split()[2] for facts, _, path in rows}

    def store_files(self, files: Mapping[str, Path]) -> dict[str, str]:
        """Store files as they are, whatever attributes and line ends are configured; returns their blobs by path."""
        names = "".join(f"{file.resolve()}\n" for file in files.values()).encode()
        blobs = self.git.run("hash-object", "-w", "--no-filters", "--stdin-paths", data=names).split() if files else []
        return dict(zip(files, blobs, strict=True))

    def store(self, data: bytes) -> str:
        """Store some bytes; returns their blob."""
        return self.git.run("hash-object", "-w", "--stdin", data=data)

    def tree(self, blobs: Mapping[str, str]) -> str:
        """A tree of these blobs."""
        index = str(Path(self.git.folder, "publish-index"))
        Path(index).unlink(missing_ok=True)
        rows = "".join(f"100644 {blob}\t{path}\0" for path, blob in blobs.items()).encode()
        self.git.run("update-index", "-z", "--add", "--index-info", data=rows, GIT_INDEX_FILE=index)
        return self.git.run("write-tree", GIT_INDEX_FILE=index)

    def commit(self, tree: str, parents: Sequence[str], message: str) -> str:
        """A commit of the tree."""
        above = [word for parent in parents for word in ("-p", parent)]
        return self.git.run("commit-tree", tree, *above, "-m", message)

    def activate(self, name: str, progress: OnProgress, kept: Collection[str] = ()) -> None:
        """Push; an earlier release gets a new commit of its old files, so that no push is forced."""
        prepared = self.git.run("for-each-ref", "--format=%(subject)", self.branch)
        if name != prepared.removeprefix("Publish "):
            commits = self.commits()
            if name not in commits:
                raise PublishError(Failure.RELEASE_NOT_ON_BRANCH, release=name)
            old = commits[name]
            manifest = self.second_parent(old)
            if not manifest:
                moved = self.store(self.git.run_bytes("show", f"{old}:{PUBLIC_MANIFEST}"))
                manifest = self.commit(self.tree({MANIFEST: moved}), [], f"Manifest of {name}")
            files = {path: blob for path, blob in self.blobs(self.head()).items() if path in kept} | self.blobs(old)
            # Where earlier versions put the manifest.
            files.pop(PUBLIC_MANIFEST, None)
            commit = self.commit(self.tree(files), [self.head(), manifest], f"Publish {name}")
            self.git.run("update-ref", self.branch, commit)
        self.push()

    def push(self) -> None:
        """Push the prepared commit; a push that does not follow the remote's last commit is refused there."""
        self.git.run("push", "--quiet", "origin", f"{self.branch}:{self.branch}")
        self.git.run("update-ref", self.tracking, self.branch)

    def deactivate(self) -> None:
        """Push a commit of the files that the branch had before the last commit; none, if it had none."""
        before = self.git.run("rev-parse", f"{self.head()}^1")
        commit = self.commit(f"{before}^{{tree}}", [self.head()], NOTHING)
        self.git.run("update-ref", self.branch, commit)
        self.push()

    def remove(self, names: Collection[str]) -> None:
        """Nothing: earlier releases stay in the branch's history."""


def from_table(table: SettingsTable) -> GitTarget:
    """Read the settings of this kind."""
    # A Pages host takes minutes to show a push.
    settings = read_target_settings(table, verify_seconds=300)
    branch = table.text("branch", default="gh-pages")
    if branch.startswith("-"):
        raise table.error("branch", "the name of a branch", branch)
    token = table.text("token", default="")
    if token and not VARIABLE.fullmatch(token):
        # The value may be the token itself, so it is not shown.
        raise table.error("token", "the name of an environment variable that holds a token", "something else")
    remote, cname = table.text("remote", default="origin"), table.text("cname", default="")
    return GitTarget(settings, remote, branch, cname, token)


def run_git(
    arguments: Sequence[str],
    seconds: int,
    *,
    cwd: str | None = None,
    environment: Mapping[str, str] | None = None,
    data: bytes | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run Git without prompts; `PublishError` after so many seconds."""
    variables = {**(os.environ if environment is None else environment), "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(
            ["git", *arguments], cwd=cwd, env=variables, input=data, capture_output=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        output = f"git {arguments[0]} timed out after {seconds} seconds"
        raise error_from_output(output, Failure.GIT_FAILED) from None


def remote_address(remote: str, seconds: int) -> str:
    """The address of a remote of the current repository, or the text itself."""
    done = run_git(["remote", "get-url", "--push", "--", remote], seconds)
    address = done.stdout.decode().strip() if done.returncode == 0 else remote
    return str(Path(address).resolve()) if Path(address).is_dir() else address


def git_environment(address: str, token: str, seconds: int) -> dict[str, str]:
    """Git's environment for the scratch repository: names for commits, the checkout's configuration, the token.

    Configuration is passed in variables, where other users cannot see it, and not in arguments, where they can.
    """
    names = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Dvoglas"), ("EMAIL", "publish@localhost"))
    }
    settings = checkout_configuration(seconds)
    if token:
        key, value = token_setting(address, token)
        # The empty value resets the list: a host refuses two authorizations.
        settings += [(key, ""), (key, value)]
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    start = int(given) if given.isdigit() else 0
    rows: dict[str, str] = {}
    for number, (key, value) in enumerate(settings, start):
        rows |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    outer = {key: value for key, value in os.environ.items() if key not in OTHER_REPOSITORY}
    return {**names, **outer, **rows, "GIT_CONFIG_COUNT": str(start + len(settings))}


def checkout_configuration(seconds: int) -> list[tuple[str, str]]:
    """The settings of remotes and credentials in the current repository's own configuration.

    Only its own part, with the files that it includes: Git reads the user's and the system's by itself.
    `actions/checkout` and similar steps put their token there.
    """
    done = run_git(["config", "--list", "--show-scope", "--null"], seconds)
    fields = done.stdout.decode(errors="replace").split("\0") if done.returncode == 0 else []
    settings = []
    for scope, setting in zip(fields[::2], fields[1::2], strict=False):
        key, _, value = setting.partition("\n")
        if scope in ("local", "worktree") and PASSED_ON.match(key):
            settings.append((key, value))
    return settings


def token_setting(address: str, token: str) -> tuple[str, str]:
    """The setting that sends the token in the environment variable `token` to the host of the remote."""
    value, parts = os.environ.get(token, ""), urlsplit(address)
    if not value:
        raise PublishError(Failure.TOKEN_NOT_SET, name=token)
    if parts.scheme not in ("http", "https"):
        raise PublishError(Failure.TOKEN_WITHOUT_HTTPS)
    credentials = base64.b64encode(f"x-access-token:{value}".encode()).decode()
    host = parts.netloc.rpartition("@")[2]
    return f"http.{parts.scheme}://{host}/.extraheader", f"AUTHORIZATION: basic {credentials}"
