"""The check that no word of a page is lost."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from itertools import islice

from plugins.cyrillic import to_latin
from plugins.importer.document import clean
from plugins.importer.language.romanize import replace_look_alikes

WORD = re.compile(r"[^\W_]+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
MOST_SHOWN = 50
BREAK = re.compile(r"<br>|</?(?:sup|sub|em|strong)>")


def missing_words(source: str, written: tuple[str, str]) -> list[str]:
    """The words of `source` that are less often in what was written: (Markdown, plain text). Words are compared in
    small Latin letters. A word that style or a cut divides counts where its letters stand together."""
    marked, plain = written
    plain_text = html.unescape(re.sub(r"\\(.)", r"\1", marked.replace("\\\\", "\\\u2400"))) + "\n" + plain
    wanted = words_of(source)
    missing = wanted - words_of(plain_text)
    if not missing:
        return []
    bare = _fold(html.unescape(re.sub(r"\\(.)", r"\1", BREAK.sub("", marked))) + "\n" + plain)
    letters = re.sub(r"[\W_]+", "", bare)
    return list(islice((word for word in sorted(missing) if letters.count(word) < wanted[word]), MOST_SHOWN))


def words_of(text: str) -> Counter[str]:
    """The words of a text, folded, with how often each stands in it."""
    return Counter(WORD.findall(_fold(text)))


def _fold(text: str) -> str:
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", clean(text)))
    return replace_look_alikes(to_latin(plain).casefold())
