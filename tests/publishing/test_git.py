"""A branch for Pages hosts, in a real repository."""

import subprocess
import time

import pytest

from plugins.publishing.backends import read_target
from plugins.publishing.manifest import Manifest
from tests.publishing import sites
from tests.publishing.attempts import Log, publishes, rolls_back


@pytest.fixture
def remote(target_of):
    """An empty bare repository."""
    return target_of("git")["remote"]


def git(remote, *arguments: str) -> bytes:
    """What Git says of the remote."""
    return subprocess.run(["git", "-C", remote, *arguments], check=True, capture_output=True).stdout


def test_branch_is_the_site(remote, tmp_path, log) -> None:
    """The branch holds the built files, ``.nojekyll``, the host's name and the redirects, nothing compressed."""
    targets = {"pages": {"kind": "git", "remote": remote, "cname": "www.example.org"}}
    output = sites.build(tmp_path / "output", 1)
    (output / "index.html.gz").write_bytes(b"pressed")

    assert publishes(output, targets, log, redirects={"/a/": "/news/story-1/"})

    assert git(remote, "show", "gh-pages:sr/index.html") == sites.page_of(1, "sr/index.html")
    assert git(remote, "show", "gh-pages:CNAME") == b"www.example.org"
    assert git(remote, "show", "gh-pages:.nojekyll") == b""
    assert git(remote, "show", "gh-pages:_redirects") == b"/a/ /news/story-1/ 301\n"
    assert b"index.html.gz" not in git(remote, "ls-tree", "-r", "--name-only", "gh-pages")


def test_parts_stay_and_rollback_is_a_commit(remote, tmp_path, log) -> None:
    """Old fingerprinted parts stay in the next commit; going back adds a commit and forces nothing."""
    targets = {"pages": {"kind": "git", "remote": remote}}
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log)
    assert git(remote, "show", f"gh-pages:{sites.style_name(1)}") == sites.style_of(1)

    assert rolls_back(targets, log), log.text

    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(1, "index.html")
    assert git(remote, "show", f"gh-pages:{sites.style_name(2)}") == sites.style_of(2), "for pages that are open"
    assert git(remote, "log", "--first-parent", "--format=%s", "gh-pages").count(b"Publish ") == 3
    assert publishes(sites.build(tmp_path / "output", 3), targets, log)
    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(3, "index.html")
    assert sites.style_name(2).encode() not in git(remote, "ls-tree", "-r", "--name-only", "gh-pages")


def test_second_publish_at_once_is_refused(remote, tmp_path, log, monkeypatch) -> None:
    """A push that does not follow the branch's last commit is refused, with a word on why."""
    targets = {"pages": {"kind": "git", "remote": remote}}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log)
    with read_target("pages", targets["pages"]).open(Log(), locked=True):
        monkeypatch.setattr("plugins.publishing.backends.git.GitSession.activate", late(targets, tmp_path, log))
        result = publishes(sites.build(tmp_path / "mine" / "output", 3), targets, log)

    assert not result
    assert "somebody else published to this branch meanwhile: publish again" in log.text
    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(2, "index.html")


def late(targets, tmp_path, log):
    """A switch before which somebody else publishes."""
    from plugins.publishing.backends.git import GitSession

    real = GitSession.activate

    def activate(self, name, listener) -> None:
        GitSession.activate = real
        assert publishes(sites.build(tmp_path / "theirs" / "o", 2), targets, log)
        real(self, name, listener)

    return activate


def test_missing_remote(tmp_path, log) -> None:
    """A remote that is not there is reported as such."""
    targets = {"pages": {"kind": "git", "remote": str(tmp_path / "nowhere.git")}}

    assert not publishes(sites.build(tmp_path / "output", 1), targets, log)
    assert "the Git remote does not exist or is not open to you" in log.text
    assert f"'{tmp_path / 'nowhere.git'}' does not appear to be a git repository" in log.text


def test_manifest_is_in_no_published_tree(remote, tmp_path, log) -> None:
    """What the host serves holds no manifest, which names previews; later publishes and rollbacks find it."""
    targets = {"pages": {"kind": "git", "remote": remote}}
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log)
        names = git(remote, "ls-tree", "-r", "--name-only", "gh-pages").decode().split()
        assert not [name for name in names if "manifest" in name or "dvoglas" in name]
    assert log.result.changes.changed
    assert rolls_back(targets, log)
    assert b"manifest.json" in git(remote, "ls-tree", "-r", "--name-only", "gh-pages^2")


def test_public_manifest_of_an_earlier_version_is_taken_out(remote, tmp_path, log) -> None:
    """A branch that has the manifest in its web root is read; neither the next release nor a rollback has it there."""
    targets = {"pages": {"kind": "git", "remote": remote}}
    for version in (1, 2):
        publish_as_before(remote, tmp_path, version)

    assert rolls_back(targets, log), log.text
    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(1, "index.html")
    assert b"dvoglas" not in git(remote, "ls-tree", "-r", "--name-only", "gh-pages")
    assert publishes(sites.build(tmp_path / "output", 3), targets, log), log.text
    assert b"dvoglas" not in git(remote, "ls-tree", "-r", "--name-only", "gh-pages")
    assert log.result.previous == "000001-00000000"


def publish_as_before(remote, tmp_path, version: int) -> None:
    """Commit a release as version 1.0 did."""
    output = sites.build(tmp_path / f"old{version}", version)
    name, previous = f"{version:06d}-00000000", f"{version - 1:06d}-00000000"
    (output / ".dvoglas-release.json").write_text(Manifest(name, previous, sites.scan(output)).to_json(), "utf-8")
    work = ["git", f"--git-dir={remote}", f"--work-tree={output}", "-c", "user.name=x", "-c", "user.email=x@x"]
    subprocess.run([*work, "add", "-A"], check=True)
    subprocess.run([*work, "symbolic-ref", "HEAD", "refs/heads/gh-pages"], check=True)
    subprocess.run([*work, "commit", "-q", "-m", f"Publish {name}"], check=True)


def test_files_are_stored_as_they_are(remote, tmp_path, log) -> None:
    """Attributes and settings that change line ends, or ignore files, do not reach what is published."""
    output = sites.build(tmp_path / "output", 1)
    odd = {
        ".gitattributes": b"* text eol=crlf\n",
        ".gitignore": b"*.html\n",
        "crlf.txt": b"a\r\nb\n",
        "дан/x y.txt": b"1",
    }
    for name, data in odd.items():
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_bytes(data)

    assert publishes(output, {"pages": {"kind": "git", "remote": remote}}, log), log.text

    for name, data in odd.items():
        assert git(remote, "show", f"gh-pages:{name}") == data
    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(1, "index.html")


def test_publish_from_a_hook(remote, tmp_path, log, monkeypatch) -> None:
    """Variables that Git sets for its hooks do not lead the publish's commands to the hook's repository."""
    subprocess.run(["git", "init", "-q", str(tmp_path / "checkout")], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "checkout" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "checkout" / ".git" / "index"))

    assert publishes(sites.build(tmp_path / "output", 1), {"pages": {"kind": "git", "remote": remote}}, log)

    monkeypatch.undo()
    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(1, "index.html")
    assert not (tmp_path / "checkout" / ".git" / "index").exists()


def test_git_that_hangs_is_ended(tmp_path, log, monkeypatch) -> None:
    """A remote that accepts the connection and says nothing ends the publish after `timeout_seconds`."""
    monkeypatch.setenv("GIT_SSH_COMMAND", "sleep 60;")
    targets = {"pages": {"kind": "git", "remote": "ssh://git@host.invalid/site.git", "timeout_seconds": 1}}
    started = time.monotonic()

    assert not publishes(sites.build(tmp_path / "output", 1), targets, log)

    assert time.monotonic() - started < 30
    assert 'a program did not end in time: check the network, or raise "timeout_seconds"' in log.text
