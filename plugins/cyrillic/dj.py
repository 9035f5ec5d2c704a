"""Where `dj` is a misspelt `đ` (`medju`, `Djordje`) and where it is `d` + `j` (`odjednom`, ijekavian `djelo`)."""

from __future__ import annotations

import re

DJ = re.compile("[dD][jJ]")
AT_PREFIX = re.compile("^(?:ne|naj|ra|iz|po)?(?:od|pod|nad|pred|sred)j(?!i)")
OTHER_MEETING = re.compile(
    "^(?:ko|de|re)?adj(?:a[cs]|[eu])|^(?:bud|perd|rad(?!jen)|vind)j(?:a[ckr]|e|u)|^dju(?:k(?:[aeu]?$|om$|ov)|če)"
)
# What follows od-, pod-, nad-, pred- in known words: ja(hati, čati, viti …), any je-, ju(riti, gu, tro …).
KNOWN_AFTER_PREFIX = re.compile("^(?:ne|naj|ra|iz|po)?(?:od|pod|nad|pred|sred)j(?:a[dghkmrsvzčšž]|e|i|u[bdghklnrtvž])")
# Before e only the participle in -đen and a few names are sure: ijekavian has djelo, vidjeti, gdje, zadjenuti.
VERB_DJENUTI = re.compile("^(?:b|iz|na|nad|o|pre|preo|pri|pro|raz|razo|sa|u|z|za|zao|zapo)?djen")
SURE = re.compile(
    "dj(?!e)"
    "|(?<=[aeiour])dj(?=en(?:[aeio]|og|om|oj|ih|ima?|ost[a-z]*|ik[a-z]*|j[aeu][a-z]*)?$)"
    "|^dj(?=erdap|erić)|(?<=^tako)dj(?=er?$)|(?<=djor)dj(?=e)|(?<=^djur)dj(?=e)"
    # Stems in which Serbian has no -dje- in either of its ways of speaking.
    "|(?<=^gra)dj(?=evi)|(?<=^ro)dj(?=end)|(?<=^an)dj(?=e[lo])|(?<=^nasle)dj(?=e)|(?<=^ra)dj(?=en)"
    "|(?<=^la)dj(?=e$)|(?<=^kra)dj(?=e$)|(?<=^sva)dj(?=e$)|(?<=^tu)dj(?=e$)|(?<=^vo)dj(?=e$)|(?<=^že)dj(?=e$)"
)


def corrected(word: str) -> str:
    """The word with `đ` for each `dj` that can be nothing else; other words come back as they are."""
    if not DJ.search(word):
        return word
    lower = word.lower()
    if AT_PREFIX.match(lower) or OTHER_MEETING.match(lower) or VERB_DJENUTI.match(lower):
        return word
    for match in reversed(list(SURE.finditer(lower))):
        letter = "đ" if word[match.start()].islower() else "Đ"
        word = word[: match.start()] + letter + word[match.start() + 2 :]
    return word


def may_be_misspelt(word: str) -> bool:
    """True where `dj` follows what may be a prefix and no known stem comes after (`nadju`: nađu or nad|j…?)."""
    lower = word.lower()
    return bool(AT_PREFIX.match(lower)) and not KNOWN_AFTER_PREFIX.match(lower)
