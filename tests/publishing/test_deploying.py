"""The page on deploying says what the code does."""

import configparser
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.publishing.backends import KINDS
from plugins.publishing.settings import SettingsTable
from plugins.publishing.web_servers import TEMPLATES
from tests.needs import need
from tests.publishing.servers import DEPLOY

PAGE = (Path(__file__).parents[2] / "docs" / "deploying.md").read_text("utf-8")


class FullTable(SettingsTable):
    """A table that has a value for every setting."""

    def text(self, key, default=None, expected="") -> str:
        """A text that suits every setting."""
        value = super().text(key, default or "/x")
        return "TOKEN" if key == "token" else value


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_is_explained(kind) -> None:
    """Each setting of each kind is in the page, in a table."""
    from importlib import import_module

    table = FullTable("live", {"url": "https://example.org"})
    table.address = lambda key: table.known.append(key) or ""
    import_module(f"plugins.publishing.backends.{KINDS[kind]}").from_table(table)

    explained = set(re.findall(r"`(\w+)`", "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))))
    assert set(table.known) - {"kind"} <= explained
    assert f"### `{kind}`" in PAGE


def recipe_of(name: str) -> tuple[str, Any]:
    """A recipe of `deploy/`, as text and as YAML."""
    text = (DEPLOY / name).read_text("utf-8")
    return text, yaml.safe_load(text)


@pytest.mark.parametrize("name", ["github/publish.yml", "gitlab/.gitlab-ci.yml"])
def test_recipes_publish_one_at_a_time_and_hand_over_every_key(name: str) -> None:
    """Each ends with our own command for ``live``, is never run twice at once, names whatever the environment may hold
    for that, and holds no secret."""
    text, recipe = recipe_of(name)
    job = recipe["jobs"]["publish"] if "jobs" in recipe else recipe["publish"]
    assert (job["steps"][-1]["run"] if "steps" in job else job["script"][-1]) == "./inv publish live"
    assert recipe.get("concurrency", {}).get("cancel-in-progress") is False or job["resource_group"]
    for key in ("PUBLISH_KEY", "PUBLISH_KNOWN_HOSTS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PREVIEW_KEY"):
        assert key in text
    assert not re.search(r"BEGIN .*KEY|AKIA[0-9A-Z]{12}", text)


@pytest.mark.parametrize("name", ["github/publish.yml", "github/check.yml", "gitlab/.gitlab-ci.yml"])
def test_recipes_restore_nothing_that_runs(name: str) -> None:
    """Each keeps the pictures of earlier builds, after the checkout and before the first command, and nothing of the
    cache that could run code: no compiled module or template, no pickle, no environment."""
    _, recipe = recipe_of(name)
    if "jobs" in recipe:
        (job,) = recipe["jobs"].values()
        uses = [str(step.get("uses", "./inv")).partition("@")[0] for step in job["steps"]]
        place = uses.index("actions/cache")
        assert uses.index("actions/checkout") < place < uses.index("./inv")
        paths = job["steps"][place]["with"]["path"].split()
    else:
        paths = [path.strip("/") for path in recipe["publish"]["cache"]["paths"]]
    assert ".cache/pictures" in paths
    assert set(paths) <= {".cache/pictures", ".cache/pip"}


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


def test_every_file_named_is_there() -> None:
    """The page names no file of ``deploy/`` that neither exists nor is written by the command `deploy`."""
    written = {f"deploy/{name}" for name in TEMPLATES.values()}
    for name in re.findall(r"`(deploy/[\w./-]+)`", PAGE):
        assert name in written or (Path(__file__).parents[2] / name).is_file(), name


def test_actions_are_pinned_by_commit() -> None:
    """No recipe for GitHub runs an action by a name that its owner can move, or with more rights than reading."""
    for file in (DEPLOY / "github").glob("*.yml"):
        text = file.read_text("utf-8")
        used = re.findall(r"uses: (.+)", text)
        assert used
        assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v[\d.]+", action) for action in used), file
        assert yaml.safe_load(text)["permissions"] == {"contents": "read"}


def test_pull_requests_are_checked_with_annotations() -> None:
    """The recipe for pull requests checks the texts in GitHub's format, and has no secrets."""
    text, _ = recipe_of("github/check.yml")
    assert "./inv check --format github" in text
    assert "pull_request_target" not in text
    assert "secrets." not in text


def test_timer_publishes_each_hour() -> None:
    """The units for systemd are complete, and run our own command in the folder of the source."""
    service, timer = configparser.ConfigParser(), configparser.ConfigParser()
    for parser, name in ((service, "service"), (timer, "timer")):
        parser.read(DEPLOY / "systemd" / f"dvoglas-publish.{name}", "utf-8")
    folder = service["Service"]["WorkingDirectory"]
    assert service["Service"]["ExecStart"] == f"{folder}/inv publish live"
    assert timer["Timer"]["OnCalendar"].endswith("*:05:00")
    assert timer["Install"]["WantedBy"] == "timers.target"
