"""The page on deploying says what the code does."""

import configparser
import os
import re
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.publishing.backends import KINDS
from plugins.publishing.settings import SettingsTable
from plugins.publishing.web_servers import TEMPLATES
from tests.needs import need
from tests.small_site import ROOT

PAGE = (ROOT / "docs" / "deploying.md").read_text("utf-8")


class FullTable(SettingsTable):
    """A table that has a value for every setting."""

    def text(self, key, default=None, expected="") -> str:
        """A text that suits every setting."""
        value = super().text(key, default or "/x")
        return "TOKEN" if key == "token" else value

    def address(self, key) -> str:
        """None."""
        self.known.append(key)
        return ""


def test_every_setting_and_every_file_is_explained() -> None:
    """Each setting of each kind is in the page, in a table; it names no file of ``deploy/`` that neither exists nor is
    written by the command `deploy`."""
    explained = set(re.findall(r"`(\w+)`", "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))))
    for kind, module in KINDS.items():
        table = FullTable("live", {"url": "https://example.org"})
        import_module(f"plugins.publishing.backends.{module}").from_table(table)
        assert set(table.known) - {"kind"} <= explained
        assert f"### `{kind}`" in PAGE
    written = {f"deploy/{name}" for name in TEMPLATES.values()}
    for name in re.findall(r"`(deploy/[\w./-]+)`", PAGE):
        assert name in written or (ROOT / name).is_file(), name


def recipe_of(name: str) -> tuple[str, Any]:
    """A recipe of `deploy/`, as text and as YAML."""
    text = (ROOT / "deploy" / name).read_text("utf-8")
    return text, yaml.safe_load(text)


@pytest.mark.parametrize("name", ["github/publish.yml", "github/check.yml", "gitlab/.gitlab-ci.yml"])
def test_recipes(name: str) -> None:
    """Each keeps the pictures of earlier builds, after the checkout and before the first command, and nothing of the
    cache that could run code. Those that publish end with our own command for ``live``, are never run twice at once,
    and name whatever the environment may hold for that; what checks pull requests has no secrets. No action is run by
    a name that its owner can move, or with more rights than reading."""
    text, recipe = recipe_of(name)
    assert not re.search(r"BEGIN .*KEY|AKIA[0-9A-Z]{12}|pull_request_target", text)
    if "jobs" in recipe:
        ((job_name, job),) = recipe["jobs"].items()
        uses = [str(step.get("uses", "./inv")).partition("@")[0] for step in job["steps"]]
        place = uses.index("actions/cache")
        assert uses.index("actions/checkout") < place < uses.index("./inv")
        paths, last = job["steps"][place]["with"]["path"].split(), job["steps"][-1]["run"]
        used = re.findall(r"uses: (.+)", text)
        assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v[\d.]+", action) for action in used)
        assert recipe["permissions"] == {"contents": "read"}
        is_alone = recipe.get("concurrency", {}).get("cancel-in-progress") is False
    else:
        job_name, job = "publish", recipe["publish"]
        paths, last = [path.strip("/") for path in job["cache"]["paths"]], job["script"][-1]
        is_alone = bool(job["resource_group"])
    assert {".cache/pictures"} <= set(paths) <= {".cache/pictures", ".cache/pip"}
    keys = ("PUBLISH_KEY", "PUBLISH_KNOWN_HOSTS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PREVIEW_KEY")
    if job_name == "publish":
        assert (last, is_alone) == ("./inv publish live", True)
        assert [key for key in keys if key not in text] == []
    else:
        assert "./inv check --format github" in text
        assert "secrets." not in text


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_the_key_of_gitlab_is_one_that_ssh_reads(ending: str, tmp_path: Path) -> None:
    """The recipe's line makes a key of what was pasted into a form, whichever line ends it has."""
    made = tmp_path / "made"
    subprocess.run([need("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(made)], check=True)
    (tmp_path / "pasted").write_bytes(
        made.read_bytes().strip().replace(b"\n", ending.encode() or b"\n") + ending.encode()
    )
    _, recipe = recipe_of("gitlab/.gitlab-ci.yml")
    (line,) = (line for line in recipe["publish"]["before_script"] if "id_ed25519" in line)
    (tmp_path / ".ssh").mkdir()
    subprocess.run(
        ["sh", "-ec", line],
        env={**os.environ, "HOME": str(tmp_path), "PUBLISH_KEY": str(tmp_path / "pasted")},
        check=True,
    )
    read = subprocess.run(
        ["ssh-keygen", "-y", "-f", str(tmp_path / ".ssh" / "id_ed25519")], capture_output=True, check=True
    )
    assert read.stdout.split()[1] == (tmp_path / "made.pub").read_bytes().split()[1]


def test_timer_publishes_each_hour() -> None:
    """The units for systemd are complete, and run our own command in the folder of the source."""
    service, timer = configparser.ConfigParser(), configparser.ConfigParser()
    for parser, name in ((service, "service"), (timer, "timer")):
        parser.read(ROOT / "deploy" / "systemd" / f"dvoglas-publish.{name}", "utf-8")
    folder = service["Service"]["WorkingDirectory"]
    assert service["Service"]["ExecStart"] == f"{folder}/inv publish live"
    assert timer["Timer"]["OnCalendar"].endswith("*:05:00")
    assert timer["Install"]["WantedBy"] == "timers.target"
