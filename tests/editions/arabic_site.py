"""An English and Arabic site made from the same code: other tables of languages and editions, and other strings."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from babel import Locale

from plugins.locales.strings import read_strings
from tests.small_site import ROOT, SmallSite, small_site

LANGUAGES = {
    "en": {"name": "English", "cldr": "en_GB", "site_name": "Harbour News", "tagline": "News of the harbour"},
    "ar": {
        "name": "العربية",
        "cldr": "ar",
        "quotes": "«»",
        "site_name": "أخبار الميناء",
        "tagline": "أخبار من الميناء",
    },
}
EDITIONS = {
    "en": {"language": "en", "tag": "en", "prefix": "", "label": "English", "og_locale": "en_GB"},
    "ar": {"language": "ar", "tag": "ar", "prefix": "ar", "label": "العربية", "og_locale": "ar_AR"},
}
WORDS = ("ميناء", "مدينة", "أخبار", "طريق", "مدرسة", "بحر", "ماء", "كتاب", "سوق", "نهر", "شجرة")
PLACE = re.compile(r"{\w+}")
BODY = """الفقرة الأولى من القصة مع [رابط](https://www.un.org/ar).

## ما الجديد

الفقرة الثانية، 25 كيلومترا.

- واحد
- اثنان
"""


def arabic(key: str, english: str) -> str:
    """Arabic words in place of an English string, with the same places to fill in and different ones for each key."""
    seed = sum(map(ord, key))
    words = [WORDS[(seed + at) % len(WORDS)] for at in range(max(2, min(6, len(english.split()))))]
    return " ".join([*words, str(seed), *PLACE.findall(english)])


def translated(table: dict[str, Any], above: str = "") -> dict[str, Any]:
    """The table of English strings in Arabic; a plural has the six forms that Arabic distinguishes."""
    forms = sorted({*Locale.parse("ar").plural_form.tags, "other"})
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, str):
            found[key] = arabic(above + key, value)
        elif "other" in value:
            found[key] = {form: arabic(key + form, value["other"]) for form in forms}
        else:
            found[key] = translated(value, key)
    return found


def as_toml(table: dict[str, Any]) -> str:
    """A table of texts and of tables of texts as TOML."""
    lines = [f'"{key}" = "{value}"' for key, value in table.items() if isinstance(value, str)]
    for key, value in table.items():
        if not isinstance(value, str):
            lines += ["", f"[{key}]", *(f'"{name}" = "{text}"' for name, text in value.items())]
    return "\n".join(lines) + "\n"


def theme(folder: Path) -> Path:
    """The project's theme with string files of its own."""
    (folder / "strings").mkdir(parents=True)
    for name in ("templates", "static"):
        (folder / name).symlink_to(ROOT / "theme" / name)
    shutil.copy(ROOT / "theme" / "strings" / "en.toml", folder / "strings")
    english = read_strings(folder / "strings", "en").entries
    (folder / "strings" / "ar.toml").write_text(as_toml(translated(english)), "utf-8")
    return folder


def arabic_site(folder: Path) -> SmallSite:
    """Pairs in every category, a story in each language alone, and a fixed page."""
    settings = {"LANGUAGES": LANGUAGES, "EDITIONS": EDITIONS, "THEME": str(theme(folder / "theme"))}
    site = small_site(folder, TIMEZONE="UTC", **settings)
    for number, category in enumerate(("local", "regional", "global", "stories", "press-releases", "statements")):
        goals = ", ".join(str(goal) for goal in range(1 + number, 18, 6))
        site.article(f"story-{number}", category=category, sdgs=goals, title=f"Story {number}", author="Lina")
        site.article(f"story-{number}", "ar", body=BODY, date="", title=f"قصة الميناء {number}", summary="ملخص القصة.")
    for language, words in (("en", "Read [the report](تقرير سنوي.pdf)."), ("ar", "اقرأ [التقرير](تقرير سنوي.pdf).")):
        site.article("report", language, body=words, date="2026-03-01" if language == "en" else "")
    site.write("news/2026/تقرير سنوي.pdf", b"%PDF-1.4" + bytes(1_200_000))
    site.article("english-only", category="local", title="English only")
    site.article("arabic-only", "ar", body=BODY, date="2026-03-02", category="local", title="بالعربية فقط")
    site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    site.write("pages/about.ar.md", "Title: من نحن\n\nنحن هنا.\n")
    return site
