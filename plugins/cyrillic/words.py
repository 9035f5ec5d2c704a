"""One word at a time: what becomes of it in Cyrillic, and whether an editor should be asked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .capitals import ACRONYMS, SHORT_WORDS, Decision, is_marked_serbian, is_roman, reads_as_word
from .dj import corrected, may_be_misspelt
from .foreign import SERBIAN_LETTERS, SERBIAN_MARKS, has_foreign_group, is_named
from .letters import fused, letters_to_latin
from .seams import open_seam, with_seams

JOINT = re.compile("([-‐‑'’])")
CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
NUMBER_WITH_ENDING = re.compile(
    r"(\d+)((?:[tm]i|st|os|sm)?(?:a|e|i|u|o|ak|ih|im|ima|og|oga|oj|om|ome)|[bvčć]|tak|te|ti|to|tom|tih|tog|toj|tim|mi|mih)"
)
CASE_ENDING = re.compile(
    "(?:a|e|i|u|o|om|em|ima|ama|ov[aeiou]?|ov(?:og|oj|om|im|ih)|ev[aeiou]?|in[aeiou]?|sk[aeiou]|sk(?:og|oj|om|im|ih)|j[aeu]|jem|jom)"
)
# Programs that turn Cyrillic into Latin leave LjUBAV and DžEP.
HALF_CAPITALS = re.compile("(?:Lj|Nj|Dž|[A-ZČĆĐŠŽ])+(?<!.[jž])")
ACRONYM_WITH_ENDING = re.compile("([A-ZČĆĐŠŽ]{2,})([a-zčćđšž]{1,5})")
ASK_ACRONYM = "acronym"
ASK_NUMERAL = "a numeral or a word"
ASK_SEAM = "two letters or one"
ASK_SPELLING = "spelling"
ASK_SCRIPTS = "mixed scripts"
ASK_CAPITALS = "mixed capitals"


class Verdict(NamedTuple):
    """What a word becomes; `reason` is empty where the rules are sure, `foreign` says that the word is not Serbian."""

    text: str
    reason: str = ""
    foreign: bool = False


@lru_cache(maxsize=1 << 17)
def verdict(word: str, shouted: bool = False) -> Verdict:
    """The verdict on a word or a hyphenated chain of them; `shouted` says that its neighbours are in capitals."""
    if not JOINT.search(word):
        return _single(word, shouted)
    if is_named(word):
        return Verdict(word, foreign=True)
    parts = JOINT.split(word)
    if _is_designation(parts):
        return Verdict(word)
    verdicts = [_single(part, shouted) if part else Verdict("") for part in parts]
    if any(v.foreign for v in verdicts) and _is_foreign_chain(parts[::2], verdicts[::2]):
        return Verdict(word, foreign=True)
    reason = next((v.reason for v in verdicts if v.reason), "")
    return Verdict("".join(v.text for v in verdicts), reason, any(v.foreign for v in verdicts))


def _is_designation(parts: list[str]) -> bool:
    """True for a model (`F-16`, `COVID-19`) and for numerals (`I-III`); a decided acronym keeps its form (`ЕУ-27`)."""
    if all(part.isdigit() or (part.isupper() and is_roman(part)) for part in parts[::2]):
        return True
    head, tail = parts[0], parts[2]
    if not tail[:1].isdigit() or not (head.isupper() and head.isalpha()):
        return False
    return len(head) == 1 or ACRONYMS.get(head) is not Decision.CYRILLIC


def _is_foreign_chain(parts: list[str], verdicts: list[Verdict]) -> bool:
    """True where the other parts belong to the foreign one (`Wi-Fi`), and are not Serbian words or endings."""
    others = [part for part, judged in zip(parts, verdicts, strict=True) if not judged.foreign]
    return any(part[:1].isupper() or (len(part) < 4 and not CASE_ENDING.fullmatch(part)) for part in others)


def _single(word: str, shouted: bool) -> Verdict:
    if not SERBIAN_LETTERS.fullmatch(word):
        return _not_only_serbian_letters(word)
    if len(word) > 1 and word.isupper():
        return _capitals(word, shouted)
    if not (word.islower() or word[1:].islower()) and len(word) > 1:
        return _mixed_capitals(word)
    if is_roman(word) and len(word) > 1 and word.islower():
        return Verdict(word)
    if is_named(word):
        return Verdict(word, foreign=True)
    if has_foreign_group(word):
        return Verdict(word, foreign=True)
    return _serbian(word)


def _serbian(word: str) -> Verdict:
    spelt = corrected(word)
    text = fused(with_seams(spelt))
    if letters_to_latin(text) != word or may_be_misspelt(spelt):
        return Verdict(text, ASK_SPELLING)
    return Verdict(text, ASK_SEAM if open_seam(spelt) else "")


def _not_only_serbian_letters(word: str) -> Verdict:
    counted = NUMBER_WITH_ENDING.fullmatch(word)
    if counted:
        return Verdict(counted[1] + fused(counted[2]))
    if CYRILLIC_LETTER.search(word) and SERBIAN_LETTERS.search(word):
        return Verdict(word, ASK_SCRIPTS)
    return Verdict(word, foreign=word.isalpha() and not word.isupper() and not CYRILLIC_LETTER.search(word))


def _capitals(word: str, shouted: bool) -> Verdict:
    if word in ACRONYMS:
        return _decided(word)
    if is_roman(word) and not (shouted and word in ("LI", "LIV")):
        return Verdict(word, ASK_NUMERAL if shouted and word == "VI" else "")
    if len(word) > 3 and (is_named(word) or has_foreign_group(word)):
        return Verdict(word, foreign=True)
    readable = reads_as_word(word)
    if readable and (shouted or word in SHORT_WORDS or is_marked_serbian(word)):
        return _serbian(word)
    if SERBIAN_MARKS.search(word):
        return Verdict(fused(word))
    if shouted:
        return Verdict(word, ASK_ACRONYM)
    return Verdict(fused(with_seams(word)) if len(word) > 4 and readable else word, ASK_ACRONYM)


def _decided(acronym: str) -> Verdict:
    decision = ACRONYMS[acronym]
    if decision is Decision.CYRILLIC:
        return Verdict(fused(acronym))
    return Verdict(acronym, ASK_ACRONYM if decision is Decision.ASK else "")


def _mixed_capitals(word: str) -> Verdict:
    if word in ACRONYMS:
        return _decided(word)
    if HALF_CAPITALS.fullmatch(word) and reads_as_word(word.upper()):
        return _serbian(word.upper())._replace(reason=ASK_SPELLING)
    inflected = ACRONYM_WITH_ENDING.fullmatch(word)
    if inflected and inflected[1] in ("LJ", "NJ", "DŽ"):
        return Verdict(fused(with_seams(word)), ASK_SPELLING)
    if inflected and ACRONYMS.get(inflected[1]) is Decision.CYRILLIC and CASE_ENDING.fullmatch(inflected[2]):
        return Verdict(fused(word))
    if is_named(word) or has_foreign_group(word):
        return Verdict(word, foreign=True)
    return Verdict(word, ASK_CAPITALS)
