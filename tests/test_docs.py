"""The README and `docs/` agree with the project: commands, links, version, dependencies; no file names a machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from plugins.project.settings import open_library
from plugins.starting.ownership import is_own
from tests.needs import missing
from tests.tools.screenshots import editor_shots, shots

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
GUIDES = [page for page in PAGES if page.name != "CHANGELOG.md"]
LINK = re.compile(r"!?\[[^\]\n]*\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"^ *```.*?^ *```|`[^`]+`", re.S | re.M)
# Spelled in parts, so that this file passes its own test.
REGISTRIES = ("pypi." + "org", "files.python" + "hosted", "registry.npm" + "js", "proxy.golang" + ".org")
FOLDERS = re.compile("(?<![A-Z]:)/(?:ho" + r"me|Us" + r"ers)/[a-z]\w*/|/ro" + "ot/|/wo" + "rk/", re.IGNORECASE)


def project() -> dict[str, Any]:
    """The table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as Git hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@cache
def tracked() -> list[str]:
    """The files that Git tracks."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        missing("the Git clone of this project", "git clone")
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_the_readme_is_short_and_names_the_two_commands() -> None:
    """The README has fewer than 150 lines and shows `./inv build` and `./inv test` in a block of their own."""
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) < 150
    assert "```\n./inv build\n./inv test\n```" in text


def test_the_readme_names_every_command_and_no_other() -> None:
    """The table of commands in the README has the tasks of tasks.py, each once."""
    from invoke.tasks import Task

    import tasks

    names = {task.name for task in vars(tasks).values() if isinstance(task, Task)}
    rows = re.findall(r"^\| `\./inv ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert sorted(rows) == sorted(name.rstrip("_") for name in names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_documentation_leads_somewhere(page: Path) -> None:
    """A link inside the project names a file that is there, and a heading that the file has."""
    text = CODE.sub("", page.read_text("utf-8"))
    for match in LINK.finditer(text):
        target, _, fragment = match["target"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{page.name} leads to {match['target']}, which is not there"
        assert not fragment or fragment in anchors(file), f"{page.name} leads to {match['target']}: no such heading"


@cache
def words_of_code() -> set[str]:
    """All words of the project's code, data and templates."""
    kinds = (".py", ".js", ".toml", ".css", ".html", ".yml")
    files = (name for name in tracked() if name.endswith(kinds) and "/vendor/" not in name)
    return {word for name in files for word in re.findall(r"\w+", (ROOT / name).read_text("utf-8"))}


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_what_a_page_names_is_in_the_project(page: Path) -> None:
    """Each path of the engine that a page names is there, and each name of code or of a setting is in the code."""
    files = tracked()
    spans = {span for span in re.findall(r"`([^`\n]+)`", page.read_text("utf-8")) if not re.search(r"[<*…{]", span)}
    ours = re.compile(
        rf"(?:{'|'.join({name.partition('/')[0] for name in files if '/' in name})})/[\w./-]*|[\w./-]+\.(?:py|js|css)"
    )
    paths = {span for span in spans if ours.fullmatch(span) and not is_own(span) and not span.startswith("deploy/")}
    listed = "".join(f"/{name}\n" for name in files)
    assert [path for path in paths if f"/{path}" not in listed] == []
    words = {
        span
        for span in spans
        if re.fullmatch(r"[A-Za-z]\w*(\.[a-z]\w*)*", span) and re.search(r"_|[a-z][A-Z]|^[A-Z]{4}", span)
    }
    assert [word for word in words if not set(word.split(".")) <= words_of_code()] == []


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    """Each `./inv COMMAND --option` of the documentation is a command of tasks.py, with that option."""
    from invoke.tasks import Task

    import tasks

    found = {task.name.rstrip("_"): task for task in vars(tasks).values() if isinstance(task, Task)}
    options = {name: {flag for one in task.get_arguments() for flag in one.names} for name, task in found.items()}
    for name, rest in re.findall(r"\./inv ([a-z]+)([^`\n]*)", page.read_text("utf-8")):
        assert name in found, f"{page.name}: ./inv {name}"
        for option in re.findall(r" --([a-z-]+)", rest.partition("  ")[0]):
            assert {option, option.removeprefix("no-")} & options[name], f"{page.name}: ./inv {name}{rest}"


def test_the_packages_stand_in_the_order_of_their_imports() -> None:
    """The rows of docs/architecture.md are the layers of the contract in pyproject.toml, with the same packages."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## Packages")[2].partition("\n## ")[0]
    rows = [re.findall(r"`(\w+)`", row) for row in re.findall(r"^\| (`[^|]+) \|", text, re.M)]
    layers = project()["tool"]["importlinter"]["contracts"][0]["layers"]
    assert [sorted(row) for row in rows] == [sorted(layer.replace("|", " ").split()) for layer in layers]


def test_every_page_of_the_documentation_is_reached_from_the_readme() -> None:
    """No page in docs/ is an orphan: the README names it."""
    text = (ROOT / "README.md").read_text("utf-8")
    assert [page.name for page in PAGES[2:] if f"(docs/{page.name})" not in text] == []


def test_the_pictures_are_those_that_are_taken_and_light(monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve --screenshots` takes each picture of the documentation anew, and none is over 250 KB."""
    monkeypatch.chdir(ROOT)
    library = open_library()
    pictures = {file.stem: file.stat().st_size for file in (ROOT / "docs" / "screenshots").glob("*.png")}
    assert set(pictures) == {shot.name for shot in (*shots(library), *editor_shots(library))}
    assert max(pictures.values()) < 250_000


def test_the_changelog_has_the_version_of_the_project() -> None:
    """The version in pyproject.toml has a dated heading in the changelog."""
    version = re.escape(project()["project"]["version"])
    assert re.search(rf"^## \[{version}\] - \d{{4}}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)


def test_the_changelog_is_short() -> None:
    """No version has more than fifteen lines: what people notice, by reader; all else is in Git's log."""
    versions = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1:]
    assert [version.split("\n")[0] for version in versions if version.count("\n- ") > 15] == []


def test_every_dependency_has_its_reason() -> None:
    """The tables of docs/contributing.md have the dependencies of pyproject.toml and the libraries in the editor's
    pages, with version, date and licence."""
    table = project()
    named = [*table["project"]["dependencies"], *table["dependency-groups"]["test"]]
    expected = {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in named}
    expected |= {file.name.removesuffix(".entry.js") for file in ROOT.glob("plugins/editor/static/vendor/*.entry.js")}
    text = (ROOT / "docs" / "contributing.md").read_text("utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| [^|]{5,} \| [\d.]+, \d{4}-\d\d-\d\d \| [^|]{3,} \|$", text, re.M)
    assert sorted(rows) == sorted(expected)


def test_nothing_that_is_kept_names_a_registry_or_a_folder_of_a_machine() -> None:
    """No tracked text has the address of a package registry or an absolute path below somebody's own folder."""
    found = []
    for name in tracked():
        try:
            text = (ROOT / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {word}" for word in REGISTRIES if word in text]
        found += [f"{name}: {match[0]}" for match in FOLDERS.finditer(text)]
    assert found == []
