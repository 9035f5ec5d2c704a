"""``TARGETS`` is checked before anything is done, in words that name the setting."""

import pytest

from plugins.publishing.backends import choose_target, read_target
from plugins.publishing.settings import TargetSettingsError
from tests.publishing.attempts import publishes

SSH = {"kind": "ssh", "host": "www.example.org", "path": "/srv/site"}
ADDRESS = 'expected an address such as "https://example.org", got'
PATTERNS = ("/a/", None, 5)
ADDRESSES = (
    *("example.org", "https://[::1", "https://example.org:port", "https://www..org"),
    *("https://example.org/?edition=en", "https://example.org/my site"),
)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, 'TARGETS["live"]["kind"]: expected one of folder, ssh, s3, git, got \'\''),
        ({"kind": "ftp"}, 'TARGETS["live"]["kind"]: expected one of folder, ssh, s3, git, got \'ftp\''),
        ({"kind": "folder", "keep": "5"}, 'TARGETS["live"]["keep"]: expected a whole number, 2 or more, got \'5\''),
        ({"kind": "folder", "keep": 1}, "2 or more, got 1"),
        ({"kind": "folder", "keep": True}, "2 or more, got True"),
        ({"kind": "folder", "timeout_seconds": 0}, "a whole number, 1 or more, got 0"),
        ({"kind": "folder", "path": 3}, 'TARGETS["live"]["path"]: expected a text, got 3'),
        ({"kind": "folder", "path": ""}, 'TARGETS["live"]["path"]: expected a folder, got \'\''),
        ({"kind": "folder", "path": "~no-such-user/site"}, "a home that this machine has, got '~no-such-user/site'"),
        *(({"kind": "folder", "url": url}, ADDRESS) for url in ADDRESSES),
        ({"kind": "s3", "bucket": "b", "endpoint": "http://a b"}, ADDRESS),
        *(({"kind": "folder", "withdrawn": value}, f"expected a list of texts, got {value!r}") for value in PATTERNS),
        ({"kind": "ssh", "path": "/x"}, 'TARGETS["live"]["host"]: expected the name of a server'),
        ({**SSH, "path": "site"}, "expected an absolute path on the server"),
        ({**SSH, "path": "/srv/../etc"}, "expected an absolute path on the server"),
        ({**SSH, "host": "-oProxyCommand=x"}, "expected the name of a server"),
        ({"kind": "s3"}, 'TARGETS["live"]["bucket"]: expected the name of a bucket, got None'),
        ({"kind": "git", "branch": "--force"}, "expected the name of a branch"),
        ({"kind": "git", "token": "ghp_0123-456"}, "expected the name of an environment variable that holds a token"),
        ("folder", 'TARGETS["live"]: expected a dictionary, got str'),
        # A misspelt name is found with the known ones.
        ({"kind": "s3", "bucket": "b", "secret_key": "hunter22"}, "endpoint, "),
        ({"kind": "s3", "bucket": "b", "secret_key": "hunter22"}, "got 'secret_key'"),
    ],
)
def test_a_wrong_setting_is_named(values, words, tmp_path, log) -> None:
    """With what was expected and what came, but for the value of an unknown one, which may be a secret; and a publish
    says it."""
    with pytest.raises(TargetSettingsError) as caught:
        choose_target({"live": values}, None)
    assert words in str(caught.value)
    assert "hunter22" not in str(caught.value)
    assert not publishes(tmp_path, {"live": values}, log)
    assert log.text == str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://example.org/news/", "http://[::1]:8080", "https://вести.срб", "http://localhost:80"]
)
def test_addresses_that_will_do(url, monkeypatch, tmp_path) -> None:
    """A path, a port, a number or a name in another script is no error; the last slash goes. A tilde is the home of
    whoever publishes, as in a shell."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    target = read_target("live", {"kind": "folder", "url": url, "path": "~/site"})
    assert (target.settings.url, target.path) == (url.rstrip("/"), tmp_path / "site")


def test_choice_of_a_target() -> None:
    """The first is the default; an unknown one lists the known."""
    targets = {"here": {"kind": "folder"}, "live": SSH}
    assert choose_target(targets, None).settings.name == "here"
    assert choose_target(targets, "live").settings.name == "live"
    for wrong, name, words in (
        (targets, "lvie", "there is no target 'lvie': use here or live, or add it to TARGETS"),
        ({}, None, "at least one target"),
        (["here"], None, "expected a dictionary of targets, got list"),
    ):
        with pytest.raises(TargetSettingsError, match=words):
            choose_target(wrong, name)
