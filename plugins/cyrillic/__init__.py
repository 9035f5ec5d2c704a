"""Converts Serbian Latin to Cyrillic and back, and finds words that need an editor's decision.

The package needs no settings, no Pelican and no other package; README.md describes the rules. The reverse conversion is
exact: for a text in NFC that spells `đ` as `đ`, `to_latin(to_cyrillic(text)) == strip_marks(text)`; a spelling that
would not come back is a `Doubt`.

    to_cyrillic("Njegoš, XIV vek, www.iom.int")  ->  "Његош, XIV век, www.iom.int"
"""

from __future__ import annotations

from collections.abc import Mapping

from .doubts import Doubt, find_doubts
from .glossary import GlossaryError, compile_glossary, parse_glossary, to_latin_by_glossary
from .html import convert_html
from .letters import letters_to_latin, normalize
from .tokens import find_marks, find_replacements, replace

__all__ = [
    "SCRIPT",
    "Doubt",
    "GlossaryError",
    "html_to_cyrillic",
    "parse_glossary",
    "strip_marks",
    "to_cyrillic",
    "to_latin",
    "undecided",
]

SCRIPT = {
    "text": f"{__name__}:to_cyrillic",
    "html": f"{__name__}:html_to_cyrillic",
    "marks": f"{__name__}:strip_marks",
    "undecided": f"{__name__}:undecided",
    "glossary": f"{__name__}:parse_glossary",
}
"""What an edition of a site has for its `script`: the functions below, by what they are for."""


def to_cyrillic(text: str, glossary: Mapping[str, str] | None = None) -> str:
    """Plain Serbian text in Cyrillic. What is not Serbian stays Latin, and so does a span in `[[…]]`."""
    text = normalize(text)
    return replace(text, find_replacements(text, compile_glossary(glossary)))


def html_to_cyrillic(html: str, glossary: Mapping[str, str] | None = None) -> str:
    """A fragment of HTML in Cyrillic: texts and spoken attributes change; tags, code, other languages' parts do not."""
    entries = compile_glossary(glossary)
    return convert_html(html, lambda text: find_replacements(text, entries))


def strip_marks(html: str) -> str:
    """Text or HTML without the brackets of inline marks (`[[Facebook Live]]`), for editions in the source's script."""
    return convert_html(html, find_marks) if "[[" in html else html


def to_latin(text: str, glossary: Mapping[str, str] | None = None) -> str:
    """Serbian Cyrillic in Latin, plain text or HTML; with a glossary, `Фејсбук` goes back to its `Facebook`."""
    return letters_to_latin(to_latin_by_glossary(text, glossary) if glossary else text)


def undecided(text: str, glossary: Mapping[str, str] | None = None) -> list[Doubt]:
    """The doubts in a text, in order; offsets are into the text in NFC. A clean text gives an empty list."""
    return find_doubts(normalize(text), compile_glossary(glossary))
