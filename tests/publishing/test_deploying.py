"""The page on deploying says what the code does."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from plugins.publishing.backends import KINDS
from plugins.publishing.settings import SettingsTable
from plugins.publishing.web_servers import TEMPLATES
from tests.needs import need

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


def test_recipes_are_whole_and_hand_over_every_key() -> None:
    """Each recipe is YAML that publishes to ``live``, and names whatever the environment may hold for that."""
    for name in ("github/publish.yml", "gitlab/.gitlab-ci.yml"):
        text = (Path(__file__).parents[2] / "deploy" / name).read_text("utf-8")
        recipe = yaml.safe_load(text)
        job = recipe["jobs"]["publish"]["steps"][-1]["run"] if "jobs" in recipe else recipe["publish"]["script"][-1]
        assert job == "./inv publish live"
        for key in ("PUBLISH_KEY", "PUBLISH_KNOWN_HOSTS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PREVIEW_KEY"):
            assert key in text, (name, key)


@pytest.mark.parametrize("name", ["github/publish.yml", "github/check.yml", "gitlab/.gitlab-ci.yml"])
def test_recipes_restore_nothing_that_runs(name: str) -> None:
    """Each keeps the pictures of earlier builds, after the checkout and before the first command, and nothing of the
    cache that could run code: no compiled module or template, no pickle, no environment."""
    recipe = yaml.safe_load((Path(__file__).parents[2] / "deploy" / name).read_text("utf-8"))
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
    recipe = yaml.safe_load((Path(__file__).parents[2] / "deploy" / "gitlab" / ".gitlab-ci.yml").read_text("utf-8"))
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
