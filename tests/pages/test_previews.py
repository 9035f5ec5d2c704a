"""Previews of drafts: only where asked for, at addresses that tell nothing, in no list, feed or sitemap."""

from pathlib import Path

import pytest

from tests.small_site import SmallSite, small_site

KEY = "a long secret word of this test"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A published pair, a draft of one, and a draft translation of another."""
    site = small_site(tmp_path, SEARCH=False, SOCIAL_CARDS=False)
    site.article("published")
    site.article("published", "sr")
    site.article("held", status="draft", preview="yes", category="local", sdgs="3")
    site.article("half", preview="yes")
    site.article("half", "sr", status="draft", title="Napola")
    site.article("silent", status="draft")
    return site


def test_previews_are_made_where_asked_for(site: SmallSite) -> None:
    """Each draft that asks has one page in each edition of its language, and a draft that does not ask has none."""
    site.build(PREVIEW_KEY=KEY)

    names = [name for name in site.files() if "/preview/" in f"/{name}"]
    assert sorted(name.split("preview/")[0] for name in names) == ["", "sr-cyrl/", "sr/"]
    assert all(len(name.split("preview/")[1].split("/")[0]) == 32 for name in names)
    assert not any(b"Story silent" in text for text in site.files().values())


def test_a_story_to_come_has_previews(site: SmallSite) -> None:
    """One that waits for its date is shown in each of its languages to those who know the address."""
    site.article("later", date="2031-05-05", preview="yes")
    site.article("later", "sr", date="")
    site.article("silent-later", date="2031-05-05")
    previews = [address for path, address in site.build(PREVIEW_KEY=KEY)["BUILD"].previews if "/later." in path]
    assert [address.split("preview/")[0] for address in sorted(previews)] == [
        f"https://news.example.org/{prefix}" for prefix in ("", "sr-cyrl/", "sr/")
    ]
    others = {name: text for name, text in site.files().items() if "preview/" not in name}
    assert not any(b"Story later" in text or b"Story silent" in text for text in others.values())


def test_previews_stand_nowhere(site: SmallSite) -> None:
    """No page, feed, sitemap or data file names a preview, and a preview asks not to be indexed."""
    site.build(PREVIEW_KEY=KEY)

    previews = {name: text for name, text in site.files().items() if "/preview/" in f"/{name}"}
    assert all(b'name="robots" content="noindex"' in text for text in previews.values())
    others = [text for name, text in site.files().items() if name not in previews]
    assert not any(b"preview/" in text or b"Story held" in text for text in others)


def test_addresses_depend_on_the_secret(site: SmallSite) -> None:
    """The same secret gives the same addresses, another gives others, and without one there is no preview."""
    first = set(site.build(PREVIEW_KEY=KEY)["BUILD"].previews)

    assert set(site.build(PREVIEW_KEY=KEY)["BUILD"].previews) == first
    assert not {address for _, address in site.build(PREVIEW_KEY=f"{KEY}!")["BUILD"].previews} & {
        address for _, address in first
    }
    assert {address for _, address in site.build()["BUILD"].previews} == {""}
    assert not any("preview/" in name for name in site.files())
