"""The three editions of the correct site, and the words that its pages need in each."""

from __future__ import annotations

from plugins.audit import EditionSpec, SiteSpec

BASE = "https://glas.example"

EDITIONS = (
    EditionSpec("en", "en", "", "English"),
    EditionSpec("sr", "sr-Latn", "sr", "Srpski"),
    EditionSpec("sr-cyrl", "sr-Cyrl", "sr-cyrl", "Српски"),
)

FACTS = SiteSpec(BASE, EDITIONS)

DATES = {"en": "3 September 2026", "sr": "3. septembar 2026.", "sr-cyrl": "3. септембар 2026."}
NEWS = {"en": "News", "sr": "Vesti", "sr-cyrl": "Вести"}
SENTENCES = {
    "en": "The new bridge over the river opened to walkers this morning. ",
    "sr": "Novi most preko reke jutros je otvoren za pešake. ",
    "sr-cyrl": "Нови мост преко реке јутрос је отворен за пешаке. ",
}
