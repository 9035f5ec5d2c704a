"""``TARGETS`` is checked before anything is done, in words that name the setting."""

import pytest

from plugins.publishing.backends import choose_target, read_target
from plugins.publishing.settings import TargetSettingsError
from tests.publishing.attempts import publishes

SSH = {"kind": "ssh", "host": "www.example.org", "path": "/srv/site"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, 'TARGETS["live"]["kind"]: expected one of folder, ssh, s3, git, got \'\''),
        ({"kind": "ftp"}, 'TARGETS["live"]["kind"]: expected one of folder, ssh, s3, git, got \'ftp\''),
        ({"kind": "folder", "keep": "5"}, 'TARGETS["live"]["keep"]: expected a whole number, 2 or more, got \'5\''),
        ({"kind": "folder", "keep": 1}, "2 or more, got 1"),
        ({"kind": "folder", "keep": True}, "2 or more, got True"),
        ({"kind": "folder", "path": 3}, 'TARGETS["live"]["path"]: expected a text, got 3'),
        ({"kind": "folder", "url": "example.org"}, 'expected an address such as "https://example.org", got'),
        ({"kind": "folder", "url": "https://[::1"}, "expected an address such as"),
        ({"kind": "folder", "url": "https://example.org:port"}, "expected an address such as"),
        ({"kind": "folder", "url": "https://www..org"}, "expected an address such as"),
        ({"kind": "folder", "url": "https://example.org/?edition=en"}, "expected an address such as"),
        ({"kind": "folder", "url": "https://example.org/my site"}, "expected an address such as"),
        ({"kind": "s3", "bucket": "b", "endpoint": "http://a b"}, "expected an address such as"),
        ({"kind": "folder", "path": ""}, 'TARGETS["live"]["path"]: expected a folder, got \'\''),
        ({"kind": "folder", "path": "~no-such-user/site"}, "a home that this machine has, got '~no-such-user/site'"),
        ({"kind": "folder", "withdrawn": "/a/"}, "expected a list of texts"),
        ({"kind": "folder", "withdrawn": None}, "expected a list of texts, got None"),
        ({"kind": "folder", "withdrawn": 5}, "expected a list of texts, got 5"),
        ({"kind": "ssh", "path": "/x"}, 'TARGETS["live"]["host"]: expected the name of a server'),
        ({**SSH, "path": "site"}, "expected an absolute path on the server"),
        ({**SSH, "path": "/srv/../etc"}, "expected an absolute path on the server"),
        ({**SSH, "host": "-oProxyCommand=x"}, "expected the name of a server"),
        ({"kind": "s3"}, 'TARGETS["live"]["bucket"]: expected the name of a bucket, got None'),
        ({"kind": "git", "branch": "--force"}, "expected the name of a branch"),
        ({"kind": "git", "token": "ghp_0123-456"}, "expected the name of an environment variable that holds a token"),
        ({"kind": "folder", "timeout_seconds": 0}, "a whole number, 1 or more, got 0"),
        ("folder", 'TARGETS["live"]: expected a dictionary, got str'),
    ],
)
def test_faults(values, words) -> None:
    """Each error names the setting, what was expected and what came."""
    with pytest.raises(TargetSettingsError) as caught:
        read_target("live", values)

    assert words in str(caught.value)


def test_unknown_setting_lists_the_known_and_hides_its_value() -> None:
    """A misspelt name is found; its value is not shown, for it may be a secret."""
    with pytest.raises(TargetSettingsError) as caught:
        read_target("live", {"kind": "s3", "bucket": "b", "secret_key": "hunter22"})

    assert "got 'secret_key'" in str(caught.value)
    assert "endpoint" in str(caught.value)
    assert "hunter22" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://example.org/news/", "http://[::1]:8080", "https://вести.срб", "http://localhost:80"]
)
def test_addresses_that_will_do(url) -> None:
    """A path, a port, a number or a name in another script is no error; the last slash goes."""
    assert read_target("live", {"kind": "folder", "url": url}).settings.url == url.rstrip("/")


def test_folder_in_ones_home(monkeypatch, tmp_path) -> None:
    """A tilde is the home of whoever publishes, as in a shell, and no folder of that name."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert read_target("live", {"kind": "folder", "path": "~/site"}).path == tmp_path / "site"


def test_choice_of_a_target() -> None:
    """The first is the default; an unknown one lists the known."""
    targets = {"here": {"kind": "folder"}, "live": SSH}

    assert choose_target(targets, None).settings.name == "here"
    assert choose_target(targets, "live").settings.name == "live"
    with pytest.raises(TargetSettingsError, match="there is no target 'lvie': use here or live, or add it to TARGETS"):
        choose_target(targets, "lvie")
    with pytest.raises(TargetSettingsError, match="at least one target"):
        choose_target({}, None)
    with pytest.raises(TargetSettingsError, match="expected a dictionary of targets, got list"):
        choose_target(["here"], None)


def test_publish_says_it_and_does_nothing(tmp_path, log) -> None:
    """An error in the settings is one line and a status, not a traceback."""
    assert not publishes(tmp_path, {"x": {"kind": "folder", "pth": "y"}}, log)
    assert log.text.startswith('TARGETS["x"]: expected one of')
