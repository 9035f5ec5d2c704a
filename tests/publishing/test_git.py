"""A branch for Pages hosts: what it holds, the credentials for it, and branches of earlier versions."""

import base64
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.publishing.backends import read_target
from plugins.publishing.backends.git import GitSession
from plugins.publishing.manifest import Manifest
from tests.needs import need
from tests.publishing import sites
from tests.publishing.attempts import publishes, rolls_back
from tests.publishing.git_server import TOKEN, GitServer, git_server


def git(remote, *arguments: str) -> bytes:
    """What Git says of the remote."""
    return subprocess.run(["git", "-C", str(remote), *arguments], check=True, capture_output=True).stdout


def names(remote, commit: str = "gh-pages") -> list[str]:
    """The files of a commit."""
    return git(remote, "ls-tree", "-r", "--name-only", commit).decode().split()


@pytest.fixture
def remote(target_of) -> str:
    """An empty bare repository."""
    return target_of("git")["remote"]


def test_a_branch_is_for_its_host(remote, tmp_path, log, monkeypatch) -> None:
    """It has ``.nojekyll``, the host's name and the redirects, no manifest, which names previews, and no push is
    forced. Variables that Git sets for its hooks do not lead the publish to the hook's repository."""
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "init", "-q", str(checkout)], check=True)
    monkeypatch.setenv("GIT_DIR", str(checkout / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(checkout / ".git" / "index"))
    targets = {"pages": {"kind": "git", "remote": remote, "cname": "www.example.org"}}
    for version in (1, 2):
        output = sites.build(tmp_path / "output", version)
        assert publishes(output, targets, log, redirects={"/a/": "/news/story-1/"}), log.text
    assert rolls_back(targets, log)
    monkeypatch.undo()
    assert git(remote, "show", "gh-pages:CNAME") == b"www.example.org"
    assert git(remote, "show", "gh-pages:.nojekyll") == b""
    assert git(remote, "show", "gh-pages:_redirects") == b"/a/ /news/story-1/ 301\n"
    assert not [name for name in names(remote) if "manifest" in name or "dvoglas" in name]
    assert names(remote, "gh-pages^2") == ["manifest.json"]
    assert git(remote, "log", "--first-parent", "--format=%s", "gh-pages").count(b"Publish ") == 3
    assert not (checkout / ".git" / "index").exists()


def test_second_publish_at_once_is_refused(remote, tmp_path, log, monkeypatch) -> None:
    """A push that does not follow the branch's last commit is refused, with a word on why."""
    targets, real = {"pages": {"kind": "git", "remote": remote}}, GitSession.activate

    def late(self, name, listener) -> None:
        GitSession.activate = real
        assert publishes(sites.build(tmp_path / "theirs" / "o", 2), targets, log)
        real(self, name, listener)

    monkeypatch.setattr(GitSession, "activate", late)
    assert not publishes(sites.build(tmp_path / "mine" / "output", 3), targets, log)
    assert "somebody else published to this branch meanwhile: publish again" in log.text
    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(2, "index.html")


def test_public_manifest_of_an_earlier_version_is_taken_out(remote, tmp_path, log) -> None:
    """A branch that has the manifest in its web root is read; neither the next release nor a rollback has it there."""
    targets = {"pages": {"kind": "git", "remote": remote}}
    for version in (1, 2):
        output = sites.build(tmp_path / f"old{version}", version)
        name, previous = f"{version:06d}-00000000", f"{version - 1:06d}-00000000"
        (output / ".dvoglas-release.json").write_text(Manifest(name, previous, sites.scan(output)).to_json(), "utf-8")
        work = [f"--git-dir={remote}", f"--work-tree={output}", "-c", "user.name=x", "-c", "user.email=x@x"]
        git(remote, *work, "add", "-A")
        git(remote, *work, "symbolic-ref", "HEAD", "refs/heads/gh-pages")
        git(remote, *work, "commit", "-q", "-m", f"Publish {name}")

    assert rolls_back(targets, log), log.text
    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(1, "index.html")
    assert ".dvoglas-release.json" not in names(remote)
    assert publishes(sites.build(tmp_path / "output", 3), targets, log), log.text
    assert ".dvoglas-release.json" not in names(remote)
    assert log.result.previous == "000001-00000000"


def test_git_that_hangs_is_ended(tmp_path, log, monkeypatch) -> None:
    """A remote that accepts the connection and says nothing ends the publish after `timeout_seconds`."""
    monkeypatch.setenv("GIT_SSH_COMMAND", "sleep 60;")
    targets = {"pages": {"kind": "git", "remote": "ssh://git@host.invalid/site.git", "timeout_seconds": 1}}
    started = time.monotonic()
    assert not publishes(sites.build(tmp_path / "output", 1), targets, log)
    assert time.monotonic() - started < 30
    assert 'a program did not end in time: check the network, or raise "timeout_seconds"' in log.text


@pytest.fixture
def server(tmp_path) -> Iterator[GitServer]:
    """A host over HTTP that wants a token."""
    need("git")
    with git_server(tmp_path / "host") as found:
        yield found


@pytest.fixture
def checkout(server, tmp_path, monkeypatch) -> Path:
    """A checkout of the site's repository that we are in; nothing is configured for this user or this machine."""
    folder = tmp_path / "checkout"
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    git(folder, "remote", "add", "origin", f"http://127.0.0.1:{server.server_port}/site.git")
    monkeypatch.chdir(folder)
    for name in ("GLOBAL", "SYSTEM"):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", "/dev/null")
    monkeypatch.delenv("GIT_ASKPASS", raising=False)
    monkeypatch.setenv("PAGES_TOKEN", TOKEN)
    return folder


def header_of(word: str) -> str:
    """The header in which Git sends a token."""
    return f"AUTHORIZATION: basic {base64.b64encode(f'x-access-token:{word}'.encode()).decode()}"


@pytest.mark.parametrize("way", ["its own configuration", "a file that it includes", "the environment"])
def test_the_token_for_a_push(way, server, checkout, tmp_path, log) -> None:
    """As `actions/checkout` puts it into the checkout's configuration, though pushes run in another repository; or in
    the variable that the setting names, beside which no header of the checkout's comes."""
    key = f"http.http://127.0.0.1:{server.server_port}/.extraheader"
    settings = {"kind": "git"}
    if way == "a file that it includes":
        file = checkout.parent / "credentials.config"
        git(checkout, "config", "--file", str(file), key, header_of(TOKEN))
        git(checkout, "config", "--local", f"includeIf.gitdir:{checkout.resolve()}/.git.path", str(file))
    else:
        git(checkout, "config", "--local", key, header_of(TOKEN if way == "its own configuration" else "old"))
        settings |= {"token": "PAGES_TOKEN"} if way == "the environment" else {}
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), {"pages": settings}, log), log.text
    assert rolls_back({"pages": settings}, log), log.text
    assert git(server.root / "site.git", "show", "gh-pages:index.html") == sites.page_of(1, "index.html")
    assert server.refused == 0
    assert TOKEN not in log.text


def test_tokens_that_do_not_fit(server, checkout, tmp_path, log, monkeypatch) -> None:
    """None, a wrong one, one in the address and a variable that is not set: the error says what to set up, nobody is
    asked for a password, and nothing of a token is shown."""
    monkeypatch.setenv("PAGES_TOKEN", "ghs_wrong-token")
    remote = f"http://me:secret-password@127.0.0.1:{server.server_port}/site.git"
    output = sites.build(tmp_path / "output", 1)
    refused = "the Git remote refused you: set up a key or a token for it"
    for settings, words in (
        ({}, refused),
        ({"token": "PAGES_TOKEN"}, refused),
        ({"remote": remote}, refused),
        ({"token": "NO_SUCH_TOKEN"}, 'the environment variable NO_SUCH_TOKEN, named by "token", is not set'),
    ):
        assert not publishes(output, {"pages": {"kind": "git", **settings}}, log)
        assert words in str(log.errors[-1])
    for secret in ("ghs_wrong-token", header_of("ghs_wrong-token").split()[-1], "secret-password"):
        assert secret not in log.text
    assert "secret-password" not in read_target("pages", {"kind": "git", "remote": remote}).location


def test_only_the_last_commits_are_fetched(server, checkout, tmp_path, log) -> None:
    """Of a long history each release that is listed is whole: its manifest can be read, and it can be gone back to."""
    targets = {"pages": {"kind": "git", "token": "PAGES_TOKEN", "keep": 2}}
    for version in range(1, 8):
        assert publishes(sites.build(tmp_path / "output", version, stories=1), targets, log), log.text
    with read_target("pages", targets["pages"]).open(log, locked=False) as session:
        listed = session.list_releases()
        assert [session.manifest(name).name for name in listed] == list(listed)
    assert 2 <= len(listed) < 7
    assert rolls_back(targets, log, to=listed[0]), log.text
    front = git(server.root / "site.git", "show", "gh-pages:index.html")
    assert front == sites.page_of(int(listed[0][:6]), "index.html")
