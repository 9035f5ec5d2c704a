"""Finding a story by what a person types, and the rows of a language in the settings."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.diagnostics import UserError
from plugins.editing.lookup import find_pair
from plugins.editing.new_language import locale_of, make_language
from tests.editing.content_folder import ROOT

SLUGS = st.lists(st.from_regex("[a-c]{1,4}(-[a-c]{1,3})?", fullmatch=True), unique=True)


@given(st.data(), SLUGS, st.sampled_from(["{}", " {}/ ", "content/news/2026/{}.en.md", "/news/{}/", "{}.sr"]))
def test_a_story_is_found_however_it_is_named(data: st.DataObject, slugs: list[str], form: str) -> None:
    """By its name, its address or one of its files; else the error names at most three stories, which do not depend on
    the order of the files, and those first that have the word in their names."""

    def of(names: list[str]) -> SimpleNamespace:
        return SimpleNamespace(pairs=[SimpleNamespace(slug=name) for name in names])

    for slug in slugs:
        assert find_pair(of(slugs), form.format(slug)).slug == slug
    typed = data.draw(st.from_regex("[a-d]{1,3}", fullmatch=True).filter(lambda word: word not in slugs))
    said = []
    for names in (slugs, slugs[::-1]):
        with pytest.raises(UserError) as error:
            find_pair(of(names), typed)
        said.append(str(error.value))
    holding = sorted(slug for slug in slugs if typed in slug)[:3]
    assert said[0].startswith(f"there is no story {typed!r}")
    if holding:
        assert said == [f"there is no story {typed!r}: the nearest are {', '.join(holding)}"] * 2


@pytest.mark.parametrize(
    ("code", "cldr", "tag"), [("sr", "sr_Latn_RS", "sr-Latn"), ("sq", "sq_AL", "sq"), ("uk", "uk_UA", "uk")]
)
def test_a_new_language_is_written_in_the_letters_of_its_texts(tmp_path: Path, code: str, cldr: str, tag: str) -> None:
    """Serbian, which CLDR takes for Cyrillic, is Latin; each is an edition below its own name and not at the root."""
    folder = tmp_path / "theme" / "strings"
    folder.mkdir(parents=True)
    (folder / "en.toml").write_bytes((ROOT / "theme" / "strings" / "en.toml").read_bytes())
    (tmp_path / "pelicanconf.py").write_text("LANGUAGES = {}\nEDITIONS = {}\n")
    make_language(tmp_path, code)
    settings = runpy.run_path(str(tmp_path / "pelicanconf.py"))
    assert str(locale_of(code)) == settings["LANGUAGES"][code]["cldr"] == cldr
    assert (settings["EDITIONS"][code]["tag"], settings["EDITIONS"][code]["prefix"]) == (tag, code)
