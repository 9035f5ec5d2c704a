"""Pushes to a Git host over HTTP that wants a token: with the checkout's credentials, or a token in the environment."""

import base64
import subprocess
from pathlib import Path

import pytest

from plugins.publishing.backends import read_target
from tests.needs import need
from tests.publishing import sites
from tests.publishing.attempts import publishes, rolls_back
from tests.publishing.git_server import TOKEN, git_server

HEADER = f"AUTHORIZATION: basic {base64.b64encode(f'x-access-token:{TOKEN}'.encode()).decode()}"


@pytest.fixture
def server(tmp_path):
    """The server, which wants a token."""
    need("git")
    with git_server(tmp_path / "host") as found:
        yield found


@pytest.fixture
def checkout(server, tmp_path, monkeypatch) -> Path:
    """A checkout of the site's repository that we are in; nothing is configured for this user or this machine."""
    folder = tmp_path / "checkout"
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    url = f"http://127.0.0.1:{server.server_port}/site.git"
    subprocess.run(["git", "-C", str(folder), "remote", "add", "origin", url], check=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    monkeypatch.delenv("GIT_ASKPASS", raising=False)
    return folder


def configure(checkout: Path, server, *, included: bool) -> None:
    """Do what `actions/checkout` does: the token in the checkout's own configuration, or in a file that it includes."""
    key = f"http.http://127.0.0.1:{server.server_port}/.extraheader"
    if not included:
        subprocess.run(["git", "-C", str(checkout), "config", "--local", key, HEADER], check=True)
        return
    file = checkout.parent / "credentials.config"
    subprocess.run(["git", "config", "--file", str(file), key, HEADER], check=True)
    condition = f"includeIf.gitdir:{checkout.resolve()}/.git.path"
    subprocess.run(["git", "-C", str(checkout), "config", "--local", condition, str(file)], check=True)


def published(server) -> bytes:
    """The front page on the branch."""
    repository = server.root / "site.git"
    return subprocess.run(
        ["git", "-C", str(repository), "show", "gh-pages:index.html"], check=True, capture_output=True
    ).stdout


@pytest.mark.parametrize("included", [False, True])
def test_push_with_the_credentials_of_the_checkout(included, server, checkout, tmp_path, log) -> None:
    """The token in the checkout's configuration is used, though pushes run in another repository."""
    configure(checkout, server, included=included)
    targets = {"pages": {"kind": "git"}}

    for version in (1, 2):
        assert publishes(sites.build(tmp_path / "output", version), targets, log), log.text
    assert published(server) == sites.page_of(2, "index.html")
    assert rolls_back(targets, log), log.text
    assert published(server) == sites.page_of(1, "index.html")
    assert server.refused == 0
    assert TOKEN not in log.text


def test_push_with_a_token_of_the_environment(server, checkout, tmp_path, log, monkeypatch) -> None:
    """The setting names the variable; a header of the checkout's does not come beside it."""
    key = f"http.http://127.0.0.1:{server.server_port}/.extraheader"
    subprocess.run(["git", "config", "--local", key, "AUTHORIZATION: basic b2xkOm9sZA=="], check=True)
    monkeypatch.setenv("PAGES_TOKEN", TOKEN)

    targets = {"pages": {"kind": "git", "token": "PAGES_TOKEN"}}
    assert publishes(sites.build(tmp_path / "output", 1), targets, log), log.text
    assert published(server) == sites.page_of(1, "index.html")


def test_push_without_a_token_is_refused(server, checkout, tmp_path, log) -> None:
    """The error says what to set up, and nobody is asked for a password."""
    assert not publishes(sites.build(tmp_path / "output", 1), {"pages": {"kind": "git"}}, log)
    assert "the Git remote refused you: set up a key or a token for it" in log.text


def test_wrong_token_is_refused_and_hidden(server, checkout, tmp_path, log, monkeypatch) -> None:
    """The error has neither the token nor what Git sends of it, nor those in the remote's address."""
    monkeypatch.setenv("PAGES_TOKEN", "ghs_wrong-token")
    remote = f"http://me:secret-password@127.0.0.1:{server.server_port}/site.git"
    output = sites.build(tmp_path / "output", 1)
    for settings in ({"token": "PAGES_TOKEN"}, {"remote": remote}):
        assert not publishes(output, {"pages": {"kind": "git", **settings}}, log)
    encoded = base64.b64encode(b"x-access-token:ghs_wrong-token").decode()
    for secret in ("ghs_wrong-token", encoded, "secret-password"):
        assert secret not in log.text
    assert "secret-password" not in read_target("pages", {"kind": "git", "remote": remote}).location


def test_token_that_is_not_set_is_named(checkout, tmp_path, log) -> None:
    """The variable is missing, or the remote is not one over HTTP."""
    output, settings = sites.build(tmp_path / "output", 1), {"kind": "git", "token": "NO_SUCH_TOKEN"}
    assert not publishes(output, {"pages": settings}, log)
    assert 'the environment variable NO_SUCH_TOKEN, named by "token", is not set' in log.text


def test_only_the_last_commits_are_fetched(server, checkout, tmp_path, log, monkeypatch) -> None:
    """Of a long history each release that is listed is whole: its manifest can be read, and it can be gone back to."""
    monkeypatch.setenv("PAGES_TOKEN", TOKEN)
    targets = {"pages": {"kind": "git", "token": "PAGES_TOKEN", "keep": 2}}
    for version in range(1, 8):
        assert publishes(sites.build(tmp_path / "output", version, stories=1), targets, log), log.text

    with read_target("pages", targets["pages"]).open(log, locked=False) as session:
        names = session.list_releases()
        assert [session.manifest(name).name for name in names] == list(names)
    assert 2 <= len(names) < 7
    assert rolls_back(targets, log, to=names[0]), log.text
    assert published(server) == sites.page_of(int(names[0][:6]), "index.html")
