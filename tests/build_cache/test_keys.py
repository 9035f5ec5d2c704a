"""A key stands for one thing: under random edits no page that has its key as before is another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.diagnostics import ContentErrors
from tests.build_cache.edited_site import restore
from tests.build_cache.full_site import change, full_site
from tests.build_cache.key_oracle import KeyOracle, watch_keys
from tests.loops import times

EDITS = times(6, 200)


@pytest.fixture
def oracle(monkeypatch: pytest.MonkeyPatch) -> KeyOracle:
    """What every key stood for in the builds of a test."""
    return watch_keys(monkeypatch)


def rounds() -> Iterator[int]:
    """The seeds of the edits."""
    return iter(range(EDITS))


def test_same_key_same_view(tmp_path: Path, oracle: KeyOracle) -> None:
    """For every page and text of a site with everything in it, under edits that nobody has thought of."""
    edited = full_site(tmp_path / "site")
    edited.build()
    built = 0
    for seed in rounds():
        done, setting = change(restore(edited), seed)
        try:
            edited.build(**setting)
        except ContentErrors:
            continue
        built += 1
        assert not oracle.faults, f"after {done} ({seed}):\n" + "\n".join(oracle.faults)
    assert built > EDITS // 2
    assert oracle.seen > 100 * built


def test_the_oracle_sees_what_a_key_lacks(tmp_path: Path, oracle: KeyOracle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the name of the author in the keys of stories, a page is said to be another one, with the field."""
    from plugins.editions.page_keys import EditionKeys

    usual = EditionKeys.story_key
    monkeypatch.setattr(EditionKeys, "story_key", lambda keys, story: usual(keys, story).replace(story.byline, ""))
    edited = full_site(tmp_path / "site")
    edited.build()
    edited.site.write("authors.toml", '["Ana Petrović"]\nen = "Ann Petrovic"\n')
    edited.build()
    assert any("news/alpha/" in fault and "author" in fault for fault in oracle.faults)
