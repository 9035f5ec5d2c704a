"""A branch for Pages hosts, in a real repository."""

import subprocess

import pytest

from plugins.publishing.backends import read_target
from tests.needs import need
from tests.publishing import sites
from tests.publishing.attempts import Log, publishes, rolls_back


@pytest.fixture
def remote(tmp_path):
    """An empty bare repository."""
    need("git")
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "remote.git")], check=True)
    return tmp_path / "remote.git"


def git(remote, *arguments: str) -> bytes:
    """What Git says of the remote."""
    return subprocess.run(["git", "-C", str(remote), *arguments], check=True, capture_output=True).stdout


def test_branch_is_the_site(remote, tmp_path, log) -> None:
    """The branch holds the built files, ``.nojekyll``, the host's name and the redirects, nothing compressed."""
    targets = {"pages": {"kind": "git", "remote": str(remote), "cname": "www.example.org"}}
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
    targets = {"pages": {"kind": "git", "remote": str(remote)}}
    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log)
    assert git(remote, "show", f"gh-pages:{sites.style_name(1)}") == sites.style_of(1)

    assert rolls_back(targets, log), log.text

    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(1, "index.html")
    assert git(remote, "log", "--first-parent", "--format=%s", "gh-pages").count(b"Publish ") == 3
    assert publishes(sites.build(tmp_path / "output", 3), targets, log)
    assert git(remote, "show", "gh-pages:index.html") == sites.page_of(3, "index.html")


def test_second_publish_at_once_is_refused(remote, tmp_path, log, monkeypatch) -> None:
    """A push that does not follow the branch's last commit is refused, with a word on why."""
    targets = {"pages": {"kind": "git", "remote": str(remote)}}
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
    """A remote that is not there is told as such."""
    targets = {"pages": {"kind": "git", "remote": str(tmp_path / "nowhere.git")}}

    assert not publishes(sites.build(tmp_path / "output", 1), targets, log)
    assert "the Git remote does not exist or is not open to you" in log.text
    assert f"'{tmp_path / 'nowhere.git'}' does not appear to be a git repository" in log.text
