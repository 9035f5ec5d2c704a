"""`deploy` on a terminal: the file of a web server, or why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli.commands.deploy import deploy
from tests.small_site import ROOT


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the settings of the demonstration site and three targets."""
    for name in ("pelicanconf.py", "theme", "content"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "publishconf.py").write_text(
        "from pelicanconf import *\n"
        "SITEURL = 'https://news.example.net'\n"
        "TARGETS = {'here': {'kind': 'folder', 'path': 'my site'}, 'pages': {'kind': 'git'},\n"
        "           'live': {'kind': 'ssh', 'host': 'h', 'path': '/srv/x'}}\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_configuration_has_the_name_folder_and_editions_of_the_site(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The default target is the first; the front page redirects to the site's editions only where that is wanted."""
    assert deploy("nginx", "", False) == 0
    text = (site / "deploy" / "nginx.conf").read_text("utf-8")
    assert f'root "{site}/my site/current/site";' in text
    assert "server_name news.example.net;" in text
    assert "/sr-cyrl/" not in text
    assert capsys.readouterr().out.startswith("wrote deploy/nginx.conf: news.example.net from ")

    assert deploy("caddy", "live", True) == 0
    text = (site / "deploy" / "Caddyfile").read_text("utf-8")
    assert 'root * "/srv/x/current/site"' in text
    assert "redir @asks-sr-cyrl /sr-cyrl/ 302" in text


@pytest.mark.parametrize(
    ("server", "target", "reason"), [("apache", "", "nginx or caddy"), ("nginx", "pages", "its host")]
)
def test_what_has_no_server_of_its_own_is_refused(
    server: str, target: str, reason: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another server, and a target that a host serves, are named; nothing is written."""
    assert deploy(server, target, False) == 1
    assert reason in capsys.readouterr().err
    assert not (site / "deploy").exists()
