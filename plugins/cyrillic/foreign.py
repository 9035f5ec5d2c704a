"""Which words are not Serbian and stay in Latin letters: by their letters, by groups of letters, or by name."""

from __future__ import annotations

import re

from .lists import any_of, sections

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
    # English vowels and endings
    "|eadl|ea(?:ck|th|gue)|stream|(?:f|g|k|st)ree[a-z]|[bg]loom|(?<!ti)[bch]ook|^look|[pkfhm]ee[nrs]|ees$|ogue|[^d]ouse$"
    "|(?<!g)ould|oun(?:t|d(?!u))|(?<!p)iend|ield|iefs?$|oach|oard|oast(?!r)|uild|eing|oei|^air|oes$|ones$|dge$|(?<!apa)[lnr]th"
    "|(?:g|ul|t|v)ement|ents$|(?<!edv)ards$|inable$|ssible$|ism$|cial$|ience$|ific$|ical$|(?:^|[aes])ign(?:s|ed)?$"
    "|^sh(?:a[klnp]|ip|o[eopruw]|ee|el|out)"
    # c as Latin has it, and as German and French write names
    "|^cl|^scr|^sc[aou]|^com[mp]|^con[dfgstv]|^cor[ep]|^crea|[aeinpru]ct(?!e[ckn])|oct(?:a[vg]|o[bp])|..cat(?:ion|or)$|(?<!pent)ium$"
    "|(?:[lr]b|[aei]n|str|rm|lg|aud|ict|lic|uc|rn|gar|omb|ul|[^l]or)ia$"
    "|ault|eurs?$|ville$|^jean|^joe|ohn|oeth|(?<!d)dt$|tz(?:$|er|k|g|l)|^[gz]h"
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
