"""The three editions of the sound site, and the words that its pages need in each."""

from __future__ import annotations

from plugins.publishing.audit import EditionFacts, SiteFacts

BASE = "https://glas.example"

EDITIONS = (
    EditionFacts("en", "en", "", "English"),
    EditionFacts("sr", "sr-Latn", "sr", "Srpski"),
    EditionFacts("sr-cyrl", "sr-Cyrl", "sr-cyrl", "Српски"),
)

FACTS = SiteFacts(BASE, EDITIONS)

DATES = {"en": "3 September 2026", "sr": "3. septembar 2026.", "sr-cyrl": "3. септембар 2026."}
NEWS = {"en": "News", "sr": "Vesti", "sr-cyrl": "Вести"}
SENTENCES = {
    "en": "The new bridge over the river opened to walkers this morning. ",
    "sr": "Novi most preko reke jutros je otvoren za pešake. ",
    "sr-cyrl": "Нови мост преко реке јутрос је отворен за пешаке. ",
}
