"""A key stands for one thing: under random edits no page that has its key as before is another one."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup

from plugins.diagnostics import ContentErrors
from plugins.editions.page_keys import EditionKeys
from plugins.locales.strings import StandIn
from plugins.pages.builder import PageBuilder
from plugins.pages.kinds import lists
from tests.build_cache.edited_site import restore
from tests.build_cache.full_site import change, full_site
from tests.build_cache.key_oracle import KeyOracle, watch_keys
from tests.build_cache.trial_sites import TRIAL_SITES
from tests.loops import times

# The edits of each trial site; the shipped one is the largest.
EDITS = {name: times(6 if name == "everything" else 3, 20 if name == "shipped" else 200) for name in TRIAL_SITES}
SITES = [pytest.param(name, marks=[pytest.mark.only_long] * (name == "shipped")) for name in TRIAL_SITES]


@pytest.fixture
def oracle(monkeypatch: pytest.MonkeyPatch) -> KeyOracle:
    """What every key stood for in the builds of a test."""
    return watch_keys(monkeypatch)


@pytest.mark.parametrize("name", SITES)
def test_same_key_same_view(name: str, tmp_path: Path, oracle: KeyOracle) -> None:
    """For every page and text of each trial site, under edits that nobody has thought of."""
    edited = TRIAL_SITES[name](tmp_path / "site")
    edited.build()
    built = 0
    # Some edits are errors in the content.
    for seed in range(4 * EDITS[name]):
        done, setting = change(restore(edited), seed)
        with contextlib.suppress(ContentErrors):
            edited.build(**setting)
            built += 1
        assert not oracle.faults, f"after {done} ({seed}):\n" + "\n".join(oracle.faults)
        if built == EDITS[name]:
            break
    assert built == EDITS[name]
    assert oracle.seen > 30 * built


def read_stories(builder: PageBuilder, counts: object) -> object:
    """A view that finds the stories of the site by itself."""
    return builder.site.stories


def test_a_view_reads_only_its_arguments(tmp_path: Path, oracle: KeyOracle, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle stops where a view reads other content, which would be in no key."""
    monkeypatch.setattr(lists, "archive_page", read_stories)
    with pytest.raises(AssertionError, match="a view reads stories"):
        full_site(tmp_path / "site").build()


def test_no_key_is_made_of_what_is_no_argument() -> None:
    """What a closure, a method or an object of any kind has in it."""
    site: Any = SimpleNamespace(build=None)
    keys = EditionKeys(site)
    for view in (partial(lambda: site), partial(keys.fillings, 1), partial(read_stories, object(), 1)):
        with pytest.raises(TypeError, match="no key can be made"):
            keys.view_key(view)
    # Values that are written alike are told apart.
    alike = ("1", 1, ("1",), Markup("1"), StandIn("1"), None, True)
    assert len({keys.view_key(partial(read_stories, value)) for value in alike}) == len(alike)


def test_the_oracle_sees_what_a_key_lacks(tmp_path: Path, oracle: KeyOracle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the name of the author in the keys of stories, a page is said to be another one, with the field."""
    usual = EditionKeys.story_key
    monkeypatch.setattr(EditionKeys, "story_key", lambda keys, story: usual(keys, story).replace(story.byline, ""))
    edited = full_site(tmp_path / "site")
    edited.build()
    edited.site.write("authors.toml", '["Ana Petrović"]\nen = "Ann Petrovic"\n')
    edited.build()
    assert any("news/alpha/" in fault and "author" in fault for fault in oracle.faults)
