"""The words and signs that stand after an amount in a language: units, currencies, scales, as CLDR has them."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from plugins.checker.engine.language_data import LanguageData
from plugins.locales.language import load_language

# Hours have minutes, with a full stop before them in some languages ("14.30").
OF_TIME = "duration-"
SIGNS = frozenset("%‰€$£")
FIRST_WORD = re.compile(r"\{0\}[ \u00a0]?(?P<word>[^\W\d_]+)")
LAST_WORD = re.compile(r"(?P<word>[^\W\d_]+)$")


@lru_cache(maxsize=64)
def measures(language: LanguageData) -> frozenset[str]:
    """Every word, in small letters, and every sign that is a measure of the number before it, but for those that are
    frequent words of another meaning."""
    data = Locale.parse(language.cldr)._data
    patterns = (
        (FIRST_WORD, pattern)
        for unit, widths in data["unit_patterns"].items()
        if not unit.startswith(OF_TIME)
        for forms in widths.values()
        for pattern in forms.values()
    )
    names = ((LAST_WORD, name) for forms in data["currency_names_plural"].values() for name in forms.values())
    found = {match["word"].casefold() for pattern, text in (*patterns, *names) if (match := pattern.search(str(text)))}
    own = load_language(language.code)
    written = frozenset(own.section("numbers").get("measures", ()))
    found |= language.scales.keys() | language.short_scales.keys()
    return frozenset(found).difference(own.words) | written | SIGNS
