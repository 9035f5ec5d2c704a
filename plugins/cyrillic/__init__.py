"""Serbian Latin to Cyrillic and back: the derived edition's text, and the doubts to put to the editor.

Nothing here needs settings or Pelican. The way back is exact: for a text in NFC that spells `đ` as `đ`,
`to_latin(to_cyrillic(text)) == strip_marks(text)`; a spelling that would not come back is a `Doubt`.

    to_cyrillic("Njegoš, XIV vek, www.iom.int")  ->  "Његош, XIV век, www.iom.int"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from .doubts import Doubt, doubts
from .glossary import GlossaryError, compiled, parse_glossary
from .html import converted_html
from .letters import letters_to_latin, normal
from .phrases import pattern_of, spaced
from .tokens import Piece, marks, pieces
from .words import CYRILLIC_LETTER

__all__ = [
    "Doubt", "GlossaryError", "html_to_cyrillic", "normal", "parse_glossary", "strip_marks", "to_cyrillic", "to_latin",
    "undecided",
]  # fmt: skip


def to_cyrillic(text: str, glossary: Mapping[str, str] | None = None) -> str:
    """Plain Serbian text in Cyrillic. What is not Serbian stays Latin, and so does a span in `[[…]]`."""
    text = normal(text)
    return _spliced(text, pieces(text, compiled(glossary)))


def html_to_cyrillic(html: str, glossary: Mapping[str, str] | None = None) -> str:
    """A fragment of HTML in Cyrillic: texts and spoken attributes change; tags, code, other languages' parts do not."""
    entries = compiled(glossary)
    return converted_html(html, lambda text: pieces(text, entries))


def strip_marks(html: str) -> str:
    """Text or HTML without the brackets of inline marks (`[[Facebook Live]]`), for editions in the source's script."""
    return converted_html(html, marks) if "[[" in html else html


def to_latin(text: str, glossary: Mapping[str, str] | None = None) -> str:
    """Serbian Cyrillic in Latin, plain text or HTML; with a glossary, `Фејсбук` goes back to its `Facebook`."""
    for key, value in (glossary or {}).items():
        if letters_to_latin(value) != key and CYRILLIC_LETTER.search(value):
            written = re.compile(rf"(?<!\w){pattern_of(value)}(?=\w{{0,5}}\b)")
            text = written.sub(_spelt(key), text)
    return letters_to_latin(text)


def _spelt(latin: str) -> Callable[[re.Match[str]], str]:
    return lambda met: spaced(latin, met[0])


def _spliced(text: str, changes: Iterable[Piece]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, replacement, _, _ in changes:
        parts += (text[position:start], replacement)
        position = end
    return "".join(parts) + text[position:]


def undecided(text: str, glossary: Mapping[str, str] | None = None) -> list[Doubt]:
    """The doubts in a text, in order; offsets are into the text in NFC. A clean text gives an empty list."""
    return doubts(normal(text), compiled(glossary))
