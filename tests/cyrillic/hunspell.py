"""Debian's hunspell-sr: words that its makers wrote in both scripts, and all their inflected forms."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.needs import need

FOLDER = Path("/usr/share/hunspell")
LATIN, CYRILLIC = "sr_Latn_RS", "sr_RS"
PREFIXES = {"19": ("ne", "не"), "989": ("naj", "нај")}

Pair = tuple[str, str]
Change = tuple[str, str]
"""What a suffix removes, and what it adds instead."""


def need_dictionary() -> None:
    """Installs the package where it is absent, or skips the tests."""
    need("hunspell-sr")


def entries() -> list[tuple[str, str, tuple[str, ...]]]:
    """Each line of the two aligned dictionaries: the word in Latin, in Cyrillic, and its flags."""
    rows = []
    for latin, cyrillic in zip(_lines(f"{LATIN}.dic")[1:], _lines(f"{CYRILLIC}.dic")[1:], strict=True):
        word, _, flags = latin.strip().partition("/")
        rows.append((word, cyrillic.strip().partition("/")[0], tuple(flags.split(",")) if flags else ()))
    return rows


def forms() -> Iterator[Pair]:
    """Every form that the affix rules make of every entry, in both scripts."""
    latin_rules, cyrillic_rules = _suffixes(LATIN), _suffixes(CYRILLIC)
    for latin, cyrillic, flags in entries():
        outer = [("", "")] + [PREFIXES[flag] for flag in flags if flag in PREFIXES]
        for before_latin, before_cyrillic in outer:
            yield before_latin + latin, before_cyrillic + cyrillic
            for flag in flags:
                for change, twin in zip(latin_rules[flag], cyrillic_rules[flag], strict=True):
                    if latin.endswith(change[0]):
                        yield before_latin + _changed(latin, change), before_cyrillic + _changed(cyrillic, twin)


def _lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def _suffixes(name: str) -> dict[str, list[Change]]:
    rules = defaultdict(list)
    for line in _lines(f"{name}.aff"):
        fields = line.split()
        if len(fields) == 4 and fields[0] == "SFX" and fields[2] != "Y":
            removed, added = (field if field != "0" else "" for field in fields[2:])
            rules[fields[1]].append((removed, added))
    return rules


def _changed(word: str, change: Change) -> str:
    return word[: len(word) - len(change[0])] + change[1]
