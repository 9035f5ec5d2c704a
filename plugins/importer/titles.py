"""The titles of the files: those of the text without what stands around them, of the page's head, or given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import permutations

from plugins.cyrillic import to_latin
from plugins.diagnostics import Message
from plugins.importer import weights as w
from plugins.importer.alignment import similarity, table_of
from plugins.importer.asked import Question, Topic
from plugins.importer.document import LeftOut, PageHead
from plugins.importer.language.data import ImportLanguage, fold_latin
from plugins.importer.language.line_languages import STROKE, LanguageAssigner
from plugins.importer.language.romanize import romanize_text
from plugins.importer.metadata.line_reader import LineReader
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import fold_loosely
from plugins.importer.units import Unit

# The numbers of two texts before their titles.
NUMBERED_TEXT = re.compile(r"(?P<number>\d|I{1,2}|[^\W\d_])(?P<sign>[.)]|\s[–—-])\s+(?=\S)")
NUMBERS_OF_TEXTS = (["1", "2"], ["I", "II"], ["A", "B"])
FLAG = re.compile("^[\U0001f1e6-\U0001f1ff]{2}|[\U0001f1e6-\U0001f1ff]{2}$")
# "== Ferry returns ==" and "** Ferry returns".
MARKED_HEADING = re.compile(r"^(?:[=*#~_]{2,}|[=*#~]\s)\s*|\s*[=*#~_]{2,}$")
IN_BRACKETS = re.compile(r"[(\[]\s*(?P<title>[^()\[\]]+?)\s*[)\]]")
LANGUAGE_BEHIND = re.compile(r"\s+[(\[](?P<name>[^\W\d_]{2,})[)\]]$")


class FileTitles:
    """Decides the titles of one page's files; `given` are those of the command line. `notes` and `questions` are about
    them, `left_out` what is no part of them."""

    def __init__(
        self,
        own: Sequence[ImportLanguage],
        line_reader: LineReader,
        assigner: LanguageAssigner,
        head: PageHead,
        given: Mapping[str, str],
    ) -> None:
        self.own, self.line_reader, self.assigner, self.head, self.given = own, line_reader, assigner, head, given
        self.names = {data.code: data.name for data in own}
        self.notes: list[str] = []
        self.questions: list[Question] = []
        self.left_out: list[LeftOut] = []

    def find_in_header(self, units: Sequence[Unit]) -> list[str]:
        """The languages whose titles the file's header says and no line of the text repeats."""
        lines = {fold_loosely(unit.text) for unit in units if unit.words}
        parts = STROKE.split(self.head.title) if self.head.title_from == "file header" else []
        return [self.assigner.lead(part)[0] for part in parts if fold_loosely(part) not in lines]

    def decide(self, chosen: Mapping[str, Unit | None]) -> dict[str, str]:
        """Each language's title: the editor's, that of the line which was `chosen`, or that of the page's head; one
        that is missing is "", and asked for."""
        titles = {code: _plain_title(unit.text) if unit is not None else "" for code, unit in chosen.items()}
        self._take_from_head(titles)
        self._remove_marks(titles)
        for code, title in self.given.items():
            if code not in titles:
                self.notes.append(
                    f"there is no text in {self.names[code]} on the page; the title given for it was not used"
                )
                continue
            if titles[code] not in ("", title):
                self.left_out.append(LeftOut(titles[code], Reason.REPLACED_TITLE))
                self.notes.append(f"the page's own title in {self.names[code]} was replaced: “{titles[code]}”")
            titles[code] = " ".join(title.split())
        for code in (code for code, title in titles.items() if not title):
            advice = f'give it with --title "{code}=…", or write it in the file, where a marked draft title stands'
            message = Message("the page has no title in {language}", language=self.names[code], code=code)
            self.questions.append(Question(Topic.NO_TITLE, message, advice=advice))
        return titles

    def _remove_marks(self, titles: dict[str, str]) -> None:
        """Remove from titles the names of their languages, as in "Ferry returns (EN)", and the numbers of the two
        texts, as in "I. Ferry returns" and "II. Skela se vraća"."""
        for code, title in titles.items() if len(titles) > 1 else ():
            mark = LANGUAGE_BEHIND.search(title)
            named = self.line_reader.language_line(mark["name"]) if mark else None
            if mark and named and named.code == code:
                titles[code] = title[: mark.start()]
                self.left_out.append(LeftOut(mark[0].strip(), Reason.LANGUAGE_OF_TEXT))
        numbered = {code: match for code, title in titles.items() if (match := NUMBERED_TEXT.match(title))}
        numbers = sorted(to_latin(match["number"]).upper() for match in numbered.values())
        if numbers in NUMBERS_OF_TEXTS and len({match["sign"] for match in numbered.values()}) == 1:
            for code, match in numbered.items():
                titles[code] = titles[code][match.end() :]
                self.left_out.append(LeftOut(match[0].strip(), Reason.NUMBER_OF_TEXT))

    def _take_from_head(self, titles: dict[str, str]) -> None:
        """Take the title in the page's head, or its halves, for a language whose text has none."""
        head = " ".join(self.head.title.split())
        if not head or all(titles.values()):
            return
        for part in sorted(map(str.strip, STROKE.split(head)), key=lambda part: -self.assigner.lead(part)[1]):
            lead, colon, rest = part.partition(": ") if ": " in part else part.partition(" - ")
            title = rest.strip() if colon and fold_latin(lead) in self.line_reader.words["kinds"] else part
            key, keys = fold_loosely(title), [fold_loosely(other) for other in titles.values() if other]
            code, lead_by = self.assigner.lead(title)
            if lead_by < w.PAIR_BY_WORDS and len(titles) > 1:
                code = _find_translated(title, titles)
            if any(key in other or other in key for other in keys) or titles.get(code) != "":
                continue
            data = next(data for data in self.own if data.code == code)
            titles[code] = romanize_text(title) if data.language.also else title
            if self.head.title_from == "subject":
                message = Message(
                    "the title in {language} was taken from the message's subject: “{title}”; is it the article's?",
                    language=data.name,
                    code=code,
                    title=titles[code],
                )
                self.questions.append(Question(Topic.TITLE, message))


def _find_translated(title: str, titles: Mapping[str, str]) -> str:
    """The language without a title that a title is in, since its words say the same as the other language's."""
    for code, other in permutations(titles, 2):
        alike = titles[other] and similarity(title, titles[other], table_of(code, other)) >= w.TITLES_ALIKE
        if alike and not titles[code]:
            return code
    return ""


def _plain_title(text: str) -> str:
    """A title on one line, without flags and signs of headings beside it, and the brackets around it."""
    title = MARKED_HEADING.sub("", FLAG.sub("", " ".join(text.split())).strip())
    bracketed = IN_BRACKETS.fullmatch(title)
    return bracketed["title"] if bracketed else title
