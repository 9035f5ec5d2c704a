"""Where `n` + `j` and `d` + `ž` meet across a seam in the word and stay two letters.

A digraph fuses inside a stem and does not fuse where a prefix meets it: `nad|živeti`, `in|jekcija`. A prefix alone
proves little (`od|žaliti`, but `odžak`), so a rule names the prefix and the kind of stem that may follow.
"""

from __future__ import annotations

import re

from .letters import SEAM
from .lists import any_of

OUTER = "(?:ne|naj|polu|samo|mikro|makro|super|ultra|hiper|anti|bio|auto|pseudo|kvazi)*"
D_PREFIX = "(?:iz|is)?(?:nad|pod|od|pred|sred)"

Z_STEMS = any_of(
    """žab[ljn] žaga žagor žaket žal žamor žan[drj] žap[io] žar žbic žbun ždr žder žed[inj] žeg žeć že(?:$|h|o|v|še|s)
    žel žen žer žest žet žež žic žič žig žil žir žit živ žiž žlez žlij žlj?eb žmar žmir žn[ij] žohar žreb žrij žrtv žrv
    žub žud žul[ij] žuman žup žur žustr žut žva[klć] žvrlj"""
)
# Stems in dž- that begin like one of those after the d: po|džarati, but pod|žariti.
DZ_LOOKALIKES = any_of(
    """žac žak žalan žambas žandrlj žap žara[cćhjlmnoštv] žarn želat želin žem žentl žep žever žez žiger žigit žilet
    žilit žiro žuboks žud[io] žumb žung žural"""
)
# All common stems in dž-, likewise.
DZ_STEMS = any_of(
    """ža[bčdgjkmprsvz] žan[cdgk] že[bdfmpvz] želat žentl žerdan ži[bdghkpn] žilit žilet žiro žo[dgnš] žu[bdmsv] žung"""
)

# A dot marks the seam.
SEAM_RULES = (
    f"^{OUTER}{D_PREFIX}·(?!{DZ_LOOKALIKES}){Z_STEMS}",
    f"^{OUTER}{D_PREFIX}·ž[lmnrv]",
    "feld·žand",
    "^and·žej",
    # Latin in-, con-, dis- before a stem in j-: no Serbian stem holds njekt, njekc, njunk.
    "(?:in|kon|dis)·je(?:kt|kc)",
    "(?:in|kon|dis)·ju(?:n[kgt]|kt|kc)",
    "kon·jug[ailoue]",
    "^(?:re|auto|ne)?in·jici[rj]",
    "^in·juri",
    "^(?:ne)?(?:iz)?van·j(?:adr|aj[čno]|apans|avn|edar|edin|edno|esen|etkast|etr|ezič|ezgr|ezgar|evandž|evanđ|evrop|evrej|udej|ugo|upit)",
    "^pan·j(?:adr|apan|elin|ermen|evr|evan|ugo)",
    "^(?:[a-zčćđšž]*[iou]|super|hiper)?an·jon(?!uj|ic)",
    # Names spelt by sound (Chinese -yang, Hebrew -yahu) and offices named by syllables.
    "[aeiou]n·j(?:an|en)(?:g(?:[aeiou]|om|ov[a-z]*)?|[zžš][aeiok][a-zčćđšž]*)$",
    "^(?:ne|ma)tan·jah",
    "^tan·ju(?:g|zi|že)",
    "^min·just",
    "^man·jogan",
)
# An unknown stem after a prefix that makes new words; the editor is asked as well.
GUESS = f"^{OUTER}(?:nad|pod|pred|sred)·(?!{DZ_LOOKALIKES}|{DZ_STEMS})ž"
*SURE_SEAMS, GUESSED_SEAM = (re.compile(rule.replace("·", "()")) for rule in (*SEAM_RULES, GUESS))

D_BOUNDARY = re.compile(f"^{OUTER}{D_PREFIX}ž")
D_DECIDED = re.compile(
    f"^{OUTER}(?:(?:iz)?(?:na|po|o|pre|sre)d{DZ_STEMS}|odža[kčc]|odžalan|odži[ćn]|nadža[kfc]|nadžib)"
)
N_BOUNDARY = re.compile("^(?:in|kon|(?:iz)?van|pan|non)j[aeiou]")
N_DECIDED = re.compile(
    "^(?:inj(?:e|em|u|ima|east[a-z]*)$|inja[a-zč]*$|konj(?:[aeio]|u(?![dgknr]))|(?:iz)?vanj(?:[aeiou]$|[aeiou][hjmn]|eg)"
    "|vanj(?:[io]|uš)|panj[aeiou]|nonj)"
)


def with_seams(word: str) -> str:
    """The word with a `SEAM` wherever two of its letters look like a digraph and are not one."""
    lower = word.lower()
    if not _may_hide_seam(lower):
        return word
    places = {match.start(1) for seam in (*SURE_SEAMS, GUESSED_SEAM) for match in seam.finditer(lower)}
    for place in sorted(places, reverse=True):
        word = word[:place] + SEAM + word[place:]
    return word


def open_seam(word: str) -> bool:
    """True where a prefix may end inside a digraph and no rule knows the stem that follows."""
    lower = word.lower()
    if not _may_hide_seam(lower) or any(seam.search(lower) for seam in SURE_SEAMS):
        return False
    at_d = bool(D_BOUNDARY.match(lower)) and not D_DECIDED.match(lower)
    at_n = bool(N_BOUNDARY.match(lower)) and not N_DECIDED.match(lower)
    return at_d or at_n


def _may_hide_seam(lower: str) -> bool:
    return "nj" in lower or "dž" in lower
