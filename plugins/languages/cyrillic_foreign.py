"""Which words are not Serbian and stay in Latin letters: by their letters, by groups of letters, or by name."""

from __future__ import annotations

import re

from .cyrillic_lists import any_of, sections

SERBIAN_LETTERS = re.compile("[a-pr-vzćčđšž]+", re.IGNORECASE)
SERBIAN_MARKS = re.compile("[ćčđšž]", re.IGNORECASE)

# Groups that Serbian spelling does not have. Where a prefix makes one (post|traumatski, inter|regionalni, vele|ekran)
# the prefix is excused; a word with č, ć, đ, š or ž is never tried.
FOREIGN_GROUPS = re.compile(
    "ll|ff|gg|cc|kk|pp|(?<!na)jj|tch|sch|ght|ough|eigh|cs|cz|sz|cht"
    "|ch(?!ajm)|(?<![mo])ph(?!op)|oph(?!od|rv)|ck(?![aeiouvjrnčlm]|$)|(?<!nje)ck$|[aeiou]ck(?:s|er|ers|ed|et)$"
    "|(?<!tran)(?<!p)ss|mm(?!et)|(?<!su)bb|(?<!nu)(?<!be)zz|(?<!pos)(?<!dese)(?<!he)tt"
    "|(?<!hipe)(?<!inte)(?<!supe)(?<!kultu)rr(?!$)|(?<!pa)(?<!va)nn(?!j)|(?<!na)(?<!po)(?<!pre)dd(?!$)"
    "|(?!beem)(?:[bcfghjklmpsvz]|[cfgst]r|st)ee(?:[bcdfgklmpstz]|n$)|[bcdfghjlmnprstvz]oo[dlpt]s?$"
    "|(?<!pankr)(?:a|c|e|p|u)tions?$|ness$|less$|th$|^th(?!j)|(?<!a)ther|sh$|[bcdfghkmprt]ship$|[aei]ct(?!ec)s?$|aux$|eaux?$|^kh|gh$"
    "|ique$|[aeiou]ous$"
)
FORM_ENDING = re.compile(
    any_of("a e i u o om em i?ma ama ov[aeiou]? ov(?:og|oj|om|im|ih) in[aeu]? sk[aeiu] sk(?:im|ih|oj|om)")
)
NAMES = sections("foreign")[""]
OPENINGS = frozenset(name[:4].lower() for name in NAMES)


def is_named(word: str) -> bool:
    """True for a word of the list and for its forms with a Serbian ending (`Facebooka`, `Viberom`)."""
    lower = word.lower()
    if lower[:4] not in OPENINGS:
        return False
    if lower in NAMES or word in NAMES:
        return True
    cuts = range(max(5, len(lower) - 4), len(lower))
    return any((lower[:cut] in NAMES or word[:cut] in NAMES) and FORM_ENDING.fullmatch(lower, cut) for cut in cuts)


def has_foreign_group(word: str) -> bool:
    """True where the letters are Serbian ones and their order is not."""
    return not SERBIAN_MARKS.search(word) and bool(FOREIGN_GROUPS.search(word.lower()))
