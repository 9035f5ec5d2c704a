"""A site in English, Serbian and Arabic."""

from __future__ import annotations

from pathlib import Path

from pelicanconf import EDITIONS, LANGUAGES
from tests.editions import arabic_site
from tests.small_site import ROOT, SmallSite, small_site


def three_languages(folder: Path, policy: str) -> SmallSite:
    """English, Serbian and Arabic."""
    theme = arabic_site.theme(folder / "theme")
    (theme / "strings" / "sr.toml").write_bytes((ROOT / "theme" / "strings" / "sr.toml").read_bytes())
    return small_site(
        folder,
        LANGUAGES={**LANGUAGES, "ar": arabic_site.LANGUAGES["ar"]},
        EDITIONS={**EDITIONS, "ar": arabic_site.EDITIONS["ar"]},
        THEME=str(theme),
        UNTRANSLATED=policy,
        SEARCH=False,
        SOCIAL_CARDS=False,
    )
