"""Compiled templates are believed only as they were written, and folders of settings long unused are removed."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from plugins.build_cache.compiled_templates import KEPT, CompiledTemplates

SOURCE = {"page.html": "{% for one in range(3) %}<i>{{ one }}</i>{% endfor %}"}
SEEDS = 30


def render(folder: Path | None, key: str = "") -> str:
    """The page, by an environment whose compiled templates are in that folder, and of a process by that key."""
    environment = Environment(loader=DictLoader(SOURCE), bytecode_cache=CompiledTemplates(folder, key))
    return environment.get_template("page.html").render()


def is_compiled(folder: Path | None, monkeypatch: pytest.MonkeyPatch, key: str = "") -> bool:
    """Whether a page is rendered without compiling its template."""
    compiled = []
    compile_template = Environment.compile
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", lambda *args: compiled.append(1) or compile_template(*args))
        render(folder, key)
    return not compiled


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And again where its source has changed."""
    assert not is_compiled(tmp_path, monkeypatch)
    assert is_compiled(tmp_path, monkeypatch)
    monkeypatch.setitem(SOURCE, "page.html", "other")
    assert render(tmp_path) == "other"


def test_a_process_compiles_a_template_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its builds have what an earlier one of the same code and settings compiled, unless the source has changed."""
    wanted = render(None, "these settings")
    assert is_compiled(None, monkeypatch, "these settings")
    assert not is_compiled(None, monkeypatch, "other settings")
    assert not is_compiled(None, monkeypatch)
    monkeypatch.setitem(SOURCE, "page.html", "other")
    assert render(None, "these settings") == "other" != wanted


HARM: dict[str, Callable[[Path, bytes], object]] = {
    "emptied": lambda file, data: file.write_bytes(b""),
    "cut short": lambda file, data: file.write_bytes(data[: len(data) // 2]),
    "grown": lambda file, data: file.write_bytes(data + b"\0"),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_template_is_compiled_anew(tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is neither run nor waited for, and the next build finds it whole."""
    wanted = render(tmp_path)
    (file,) = tmp_path.iterdir()
    HARM[harm](file, file.read_bytes())
    assert not is_compiled(tmp_path, monkeypatch)
    assert is_compiled(tmp_path, monkeypatch)
    assert render(tmp_path) == wanted


def test_random_bytes_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a byte was changed, the template is compiled again."""
    render(tmp_path)
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    for seed in range(SEEDS):
        chance, changed = random.Random(seed), bytearray(data)
        changed[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        file.write_bytes(changed)
        assert not is_compiled(tmp_path, monkeypatch)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The template is compiled in every build."""

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert render(tmp_path) == "<i>0</i><i>1</i><i>2</i>"
    assert not is_compiled(tmp_path, monkeypatch)


def test_the_newest_folders_stay(tmp_path: Path) -> None:
    """Those that were used last, this build's among them; what is no folder is left alone."""
    (tmp_path / "note").write_text("mine", "utf-8")
    for number in range(KEPT + 3):
        folder = tmp_path / f"settings-{number}"
        render(folder)
        os.utime(folder, (number, number))
    used = CompiledTemplates(tmp_path / "settings-0")
    used.remove_older()
    left = {folder.name for folder in tmp_path.iterdir()}
    assert left == {"note", "settings-0", *(f"settings-{KEPT + 2 - number}" for number in range(KEPT - 1))}
