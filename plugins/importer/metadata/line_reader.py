"""What one short line of a page says, by the words that the languages and the categories of a site have for it.

`LineReader` reads one line as a label, a line of facts, a pointer to the other language, a credit and so on. It looks
at the line alone; `roles` looks at the lines around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from plugins.cyrillic import to_latin
from plugins.importer.document import CAPITALS, ENDED, SMALL
from plugins.importer.language.data import LISTS, ImportLanguage, either, fold, fold_latin, words_in
from plugins.importer.metadata.dates import (
    CLOCK,
    DAYS_TO_DAYS,
    Calendar,
    FoundDate,
    calendar_of,
    word_key,
)
from plugins.sdg.tagging import looks_like_goal_line

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What stands between the facts of one line, as in "Press release | 3 May 2024 | 2 min read".
JOINTS = re.compile(r"\s*(?:[|❘∣│•·»›\n\t;]|\s/{1,2}\s|\s[–—-]\s)\s*")
MORE_JOINTS = re.compile(r"\s*(?:[|❘∣│•·»›\n\t;,/()\[\]]|\s[–—-]\s)\s*")
BETWEEN_FACTS = " .,;|❘∣│/·•»›–—-\n\t"
# A goal's number behind a joint, which continues the row of goals before it.
FURTHER_GOAL = re.compile(r"(?:[^\W\d_]{1,3}\s+|[&#]\s?)?\d{1,2}(?:\.[\da-z]{1,2})?\.?", re.IGNORECASE)
WORDS_AND_COLON = re.compile(r"(?:[^\W\d_]+\s){0,3}[^\W\d_]+\s?:")
YEAR = re.compile(r"\d{3}")
# Pictures that stand before labels, dates and goals; no arrows, and no flags.
ICONS = re.compile(r"[\u2300-\u23ff\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d]*")
# How many articles a label has, as in "News (128)".
ARTICLE_COUNT = re.compile(r"(?<=[^\W\d_])\s?[(\[]\d{1,5}[)\]]")
STOPPED = re.compile(r"[^.]\.[\"”“'’»«]*$")
MENU_JOINTS = re.compile(r"\s*(?:[|•·»›>]|\s/\s)\s*")
NUMBERS = re.compile(r"\d|[.!?]$")
TITLE_LEAD = re.compile(
    r"\W{0,3}(?P<lead>[^\W\d_]+(?:(?: | ?\(|/|_)[^\W\d_]+){0,3}\)?)(?P<joint>\s*:|\s+[|–—-]|\s+//?)\s+(?=\S)"
)
PLACE = re.compile(rf"[{CAPITALS}][^\W\d_]+(?: [{CAPITALS}][^\W\d_]+)?")
COUNTER = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?\s*:?\s*\d[\d.,]{0,6}|\d[\d.,]{0,6} [^\W\d_]+(?: [^\W\d_]+)?")
LABEL_JOINTS = re.compile(r"\s*(?:\n|[/|❘∣│>»›·•~\t\\]|\s[–—-]\s|::|→|&gt;)\s*")
LIGHT_JOINTS = re.compile(r"\s*[:,;]\s*")
SHORTEST_FIELD_NAME = 3
IN_ADDRESSES = re.compile(r"(?<=[^\W\d_])[-_](?=[^\W\d_])")
CAMEL = re.compile(rf"(?<=[{SMALL}])(?=[{CAPITALS}])")
ARROWS = re.compile(r"[↓⬇⇓▼▾🔽👇→➡»]|>>")
# The end of a sentence, unlike that of a name's first letter.
SENTENCE_WITHIN = re.compile(r"[^\W\d_]{3}[.!?]")
COPYRIGHT = re.compile(r"[©Ⓒⓒ]|\(c\)\s", re.IGNORECASE)
NAME = rf"[{CAPITALS}][^\W\d_]+"
PERSON = rf"(?:{NAME}|[{CAPITALS}]\.)(?: (?:{NAME}|[{CAPITALS}]\.))+"
OFFICE = rf"(?:[A-Z]{{3,}}|UN)(?: (?:{NAME}|\d{{4}}))?"
# "UNHCR/Ana Petrović" and "UNICEF/UN0123/Petrović" are the office and the photographer.
OFFICE_AND_NAME = re.compile(
    rf"(?:{OFFICE}(?:\s?/\s?(?=\w*\d)\w+)*\s?/\s?{PERSON}|{OFFICE}\s?/\s?(?=\w*\d)\w+\s?/\s?{NAME}"
    rf"|[A-Z]{{3,}} {NAME}\s?/\s?{NAME}|{PERSON}\s?/\s?{OFFICE})"
)
QUOTED = re.compile(r"[„“\"«»‘”].*[”“\"»«’]", re.S)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,}")
# No date such as 03.05.2024.
PHONE = re.compile(r"(?<![\d./-])(?!\d{1,2}([./-])\s?\d{1,2}\1\s?\d{4})(?:\+\d|0\d)[\d\s/().-]{6,18}\d")
LONGEST_META, LONGEST_LABEL, LONGEST_POINTER = 20, 12, 18
SHORTEST_STEM = 4
SHORTEST_DATE_WORD = 6
SHORT_CREDIT = 2
SHORTEST_PLAIN_LABEL = 6
LONGEST_MENU_PIECE, FEWEST_TEASER_WORDS = 3, 3
LONGEST_SMALL_WORD, LONGEST_AUTHOR, LONGEST_PARTICLE = 3, 3, 2
LONGEST_CREDIT = 25
LONGEST_SOURCE = 7
FEWEST_POINTER_WORDS = 3
FEWEST_TOLD = 4
LONGEST_RELEASE = 8
LONGEST_ACCOUNT = 4
# The other gender's ending, as systems print it: "Objavio/la", "Autor(ka)", "Napisao/napisala".
OTHER_GENDER = r"(?:\s?(?:/\s?-?[^\W\d_]{1,12}|\(-?[^\W\d_]{1,4}\)))?"
# A name that only a system gives: "editor_2", "@office", "unct.serbia", "ana-web"; a person has initials and capitals.
HANDLE = re.compile(r"@[\w.-]+|(?=[^\W\d]*[\d_])[^\W\d_][\w.-]*|[a-z][\w-]+(?:[.-][a-z0-9][\w-]+)+")
# What a system adds behind a name, as in "Anonymous (not verified)".
REMARK = re.compile(r"\s*\([^()]*\)\s*$")
# Lines and words are read many times; there are few readers, and each is kept anyway.
REMEMBERED = 50_000


@dataclass(frozen=True)
class FactLine:
    """What a line says: categories (slugs), dates, and `strange`, the words beside known labels that nobody knows.

    `labels` says that a known label is in it; `aside` that there is only a time, an author or how long reading takes,
    `account` that this author is a system's account.
    """

    categories: tuple[str, ...] = ()
    dates: tuple[FoundDate, ...] = ()
    strange: tuple[str, ...] = ()
    labels: bool = False
    aside: bool = False
    account: bool = False


@dataclass(frozen=True)
class LanguageLine:
    """A line that names a language: as a heading of what follows, or to point to the other language's text."""

    kind: Literal["heading", "pointer"]
    code: str
    sure: bool = True


@dataclass(frozen=True)
class FieldLead:
    """A name before a title in its line, and where that begins: a label, or a word such as "Title:"."""

    kind: Literal["label", "title"]
    end: int


@dataclass(frozen=True)
class AccountNames:
    """Tells the names of accounts from those of people; `words` are those that the former are made of, such as
    "super" and "user"."""

    words: frozenset[str]

    def is_account(self, name: str) -> bool:
        """Whether a name is one that nobody bears: made of words for accounts, or spelt as only a system does."""
        parts = [part for part in REMARK.sub("", to_latin(name)).strip(" .,;:|–—-").split() if fold(part)]
        if not 0 < len(parts) <= LONGEST_ACCOUNT:
            return False
        if all(fold(part) in self.words for part in parts):
            return True
        return len(parts) == 1 and HANDLE.fullmatch(parts[0]) is not None


@dataclass(frozen=True, eq=False)
class LineReader:
    """Reads lines by the words of several languages; `categories` maps each folded name to its slug."""

    languages: tuple[ImportLanguage, ...]
    categories: Mapping[str, str]
    known: frozenset[str]
    calendar: Calendar
    names: tuple[tuple[str, str], ...]
    headings: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    field_names: frozenset[str]
    by: re.Pattern[str]
    accounts: AccountNames
    reading: re.Pattern[str]
    numbered: re.Pattern[str]
    two_days: re.Pattern[str]

    @classmethod
    def for_languages(
        cls, own: Sequence[ImportLanguage], others: Sequence[ImportLanguage], categories: Mapping[str, Iterable[str]]
    ) -> LineReader:
        """The reader for a site's languages and categories; `others` are languages that are only recognised."""
        names = {fold_latin(name): slug for slug, names in categories.items() for name in (slug, *names)}
        common = {fold_latin(label): names[meant] for p in own for label, meant in p.means if meant in names}
        names = common | names
        # Pages of old keyboards have "Saopstenje"; a short word without its marks may be another one, as "Price" is.
        names = {key: slug for name, slug in names.items() if _is_clear(key := word_key(name))} | names
        words = {name: words_in(own, name) for name in LISTS}
        words["kinds"] |= {key for word in words["kinds"] if _is_clear(key := word_key(word))}
        words["release"] |= words["released"]
        by = frozenset(map(_latin, words["by"]))
        words["by"] = frozenset(phrase for phrase in by if " " not in phrase)
        words["and"] |= {"&"}
        words["joining"] = words["and"].union(*(phrase.split() for phrase in by))
        words["changed"] = frozenset(map(_latin, words["changed"]))
        fields = by.union(*(map(_latin, words[name]) for name in ("date", "goals", "category")))
        return cls(
            (*own, *others),
            names,
            frozenset(names) | words["kinds"] | words["category"],
            calendar_of(own),
            tuple((stem, p.code) for p in (*own, *others) for stem in sorted(p.names)),
            {heading: p.code for p in (*others, *own) for heading in p.headings},
            words,
            frozenset(name for name in fields if len(name) >= SHORTEST_FIELD_NAME),
            byline_pattern(own),
            account_names((*own, *others)),
            re.compile(
                rf"(?i:(?:{either(words['reading_time'])})\s*:?\s*~?\d[\d.,]{{0,7}}(?:\s*[^\W\d_]+)?"
                rf"|(?:[^\W\d_]+[ :]+){{0,2}}~?\d[\d.,–-]{{0,7}}\s*(?:{either(words['reading'])}))"
            ),
            re.compile(
                rf"(?i:\s+\(?(?:(?:{either(words['numbered'])}|n[°º]|№|#)\.?\s*[\d/.-]+|\d{{1,4}}\s?/\s?\d{{2,4}})\)?$)"
            ),
            re.compile(
                rf"((?:\d|[AaPp]\.?[Mm])\.?),?\s+(?=(?i:{either(words_in(own, 'changed'))}"
                rf"|{either(word for word in words['date'] if len(word) >= SHORTEST_DATE_WORD)})(?!\w))"
            ),
        )

    # ---- facts

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019
    def fact_line(self, line: str) -> FactLine | None:
        """The facts of a line that holds nothing else; None for any other."""
        text = ICONS.sub("", line).strip()
        if (
            not text
            or len(text) > 200
            or len(text.split()) > LONGEST_META
            or QUOTED.fullmatch(text)
            or DAYS_TO_DAYS.search(text)
        ):
            return None
        whole = self._label(text)
        if whole is not None and not whole.strange:
            return whole
        # "Published on 3 May 2024. Updated on 5 May 2024" are two facts without a joint.
        parted = self.two_days.sub(r"\1 | ", text)
        several = map(self._read_pieces, self._split_facts(parted))
        if found := next((one for one in several if one is not None), None):
            return found
        among = self._date_among_labels(text)
        if among is not None:
            return among
        if date := self._date(text):
            return date
        if self.names_account(text):
            return FactLine(aside=True, account=True)
        return FactLine(aside=True) if self._is_aside(text) else whole

    def find_goal_pieces(self, text: str) -> list[str]:
        """The pieces of a line that name goals, as it is cut where all of its pieces are known if it can be."""
        ways = self._split_facts(text)
        known = [pieces for pieces in ways if self._read_pieces(pieces) is not None] or ways[1:]
        named = ([piece for piece in pieces if names_goals(piece)] for pieces in known)
        return next((pieces for pieces in named if pieces), [])

    def _split_facts(self, text: str) -> Sequence[list[str]]:
        """The ways to cut a line into facts, the likeliest first: before the names of fields, as in "Category: Local
        Date: 3 May 2024", at strokes, and at lighter signs."""
        named = self._split_at_names(text) if text.count(":") > 1 else []
        named = [] if any(map(self._joins_sources, named)) else [part for one in named for part in JOINTS.split(one)]
        return [join_goals(pieces) for pieces in (named, JOINTS.split(text), MORE_JOINTS.split(text), _cut_goals(text))]

    def _split_at_names(self, text: str) -> list[str]:
        """Cut a line before each name of a field that has a colon behind it."""
        starts = [0]
        for match in WORDS_AND_COLON.finditer(text):
            words = [*WORD.finditer(match[0])]
            named = (word.start() for word in words if fold(_latin(match[0][word.start() :])) in self.field_names)
            starts += [match.start() + start for start in named][:1]
        ends = (*starts[1:], len(text))
        return [text[start:end].strip(BETWEEN_FACTS) for start, end in zip(starts, ends, strict=True)]

    def _read_pieces(self, pieces: Sequence[str]) -> FactLine | None:
        """Several facts on one line: each piece is known, and at least one of them is more than an aside."""
        if len(pieces) < 2:
            return None
        read = [self._date_among_labels(piece) or self._date(piece) or self._label(piece) for piece in pieces]
        if any(one and one.strange for one in read):
            return None
        known = [one for one in read if one]
        account = any(map(self.names_account, pieces))
        if not known and all(
            self._is_aside(piece) or names_goals(piece) or (account and COUNTER.fullmatch(piece)) for piece in pieces
        ):
            return FactLine(aside=True, account=account) if any(map(self._is_aside, pieces)) else None
        labelled = any(one.labels for one in known) and len(pieces) > 2
        dated = any(date.sure for one in known for date in one.dates)
        counted = len(known) > 1 and any(one.dates for one in known)
        if not known or not all(
            one
            or self._is_aside(piece)
            or (counted and COUNTER.fullmatch(piece))
            or names_goals(piece)
            or (dated and self._joins_sources(piece))
            or (dated and labelled and PLACE.fullmatch(piece))
            for one, piece in zip(read, pieces, strict=True)
        ):
            return None
        return FactLine(
            tuple(slug for one in known for slug in one.categories),
            tuple(date for one in known for date in one.dates),
            labels=any(one.labels for one in known),
        )

    def _date(self, piece: str) -> FactLine | None:
        found = self.calendar.read_line(piece)
        return FactLine(dates=(found,)) if found else None

    def _date_among_labels(self, text: str) -> FactLine | None:
        """Labels and a date in one row of words, as in "Posted in Local on 3 May 2024 by Ana"; between them stand only
        words for dates, short ones and an author."""
        dates = self.calendar.dates(text)
        if len(dates) != 1:
            return None
        slugs: list[str] = []
        sides = map(self.calendar.remove_times, (text[: dates[0].start], text[dates[0].end :]))
        for side in sides:
            known = self._labels_among(WORD.findall(side)) if not re.search(r"[\d.!?]", side) else None
            if known is None:
                return None
            slugs += known
        return FactLine(tuple(slugs), tuple(dates), labels=True) if slugs else None

    def _labels_among(self, words: Sequence[str]) -> list[str] | None:
        """The categories among words that are otherwise labels, words for dates or short; None where others are."""
        found, at = [], 0
        while at < len(words):
            for size in range(min(4, len(words) - at), 0, -1):
                part = fold(_latin(" ".join(words[at : at + size])))
                if part in self.categories or part in self.known:
                    found += [self.categories[part]] if part in self.categories else []
                    at += size
                    break
            else:
                if fold(_latin(words[at])) in self.words["by"]:
                    at = self._skip_author(words, at + 1)
                    continue
                small = len(words[at]) <= LONGEST_SMALL_WORD + 1 and words[at].islower()
                if not small and not self.calendar.stands_by_dates(words[at]):
                    return None
                at += 1
        return found

    def _skip_author(self, words: Sequence[str], at: int) -> int:
        """Skip an author's name of up to three words; returns the place after it."""
        for place in range(at, min(at + LONGEST_AUTHOR, len(words))):
            word = fold(_latin(words[place]))
            if word in self.known or word in self.calendar.around:
                return place
        return min(at + LONGEST_AUTHOR, len(words))

    def _label(self, text: str) -> FactLine | None:
        """A label: words for kinds of text and categories; known ones may be followed by unknown ones after a
        stroke."""
        text = self.numbered.sub("", text)
        if len(text.split()) > LONGEST_LABEL:
            return None
        pieces = [piece for piece in LABEL_JOINTS.split(text) if fold(piece)]
        light = [part for piece in pieces for part in LIGHT_JOINTS.split(piece) if fold(part)]
        parts = [self._segments(part) for part in light]
        if light and all(parts):
            flat = [part for found in parts if found for part in found]
            return FactLine(tuple(self.categories[part] for part in flat if part in self.categories), labels=True)
        if len(light) == 2 and fold(_latin(light[0])) in self.words["category"] and len(light[1].split()) <= 4:
            return FactLine(strange=(light[1].strip(),), labels=True)
        if not 2 <= len(pieces) <= 4 or any(len(piece.split()) > 3 for piece in pieces):
            return None
        known = [self._segments(piece) for piece in pieces]
        if not known[0] and not (known[-1] and all(len(piece.split()) <= 2 for piece in pieces)):
            return None
        slugs = [self.categories[part] for found in known if found for part in found if part in self.categories]
        strange = [piece.strip() for piece, found in zip(pieces, known, strict=True) if not found]
        return FactLine(tuple(slugs), strange=tuple(strange), labels=True) if len(strange) < len(pieces) else None

    def _segments(self, piece: str) -> list[str]:
        """The piece as a row of known labels, such as "NewsRegional"; nothing where it is none."""
        words = [fold(_latin(word)) for word in CAMEL.sub(" ", ARTICLE_COUNT.sub("", piece)).split() if fold(word)]
        words = self._split_capitals(words[0]) if len(words) == 1 and piece.isupper() else words
        if not 0 < len(words) <= 6:
            return []
        best: list[list[str] | None] = [[]] + [None] * len(words)
        for end in range(1, len(words) + 1):
            for start in range(end):
                before, part = best[start], " ".join(words[start:end])
                joins = 0 < start < len(words) - 1 and part in self.words["and"]
                if (
                    before is not None
                    and (joins or part in self.known)
                    and (best[end] is None or len(before) < len(best[end] or []))
                ):
                    best[end] = [*before, part]
        found = [part for part in best[-1] or [] if part not in self.words["and"]]
        # "local-news" and "News_Local" are addresses' spellings.
        return found or (self._segments(IN_ADDRESSES.sub(" ", piece)) if IN_ADDRESSES.search(piece) else [])

    def _split_capitals(self, word: str) -> list[str]:
        """Split a word such as "NEWSLOCAL" in two where both parts are known labels; any other stays whole."""
        cuts = range(1, len(word)) if word not in self.known else ()
        return next(([word[:at], word[at:]] for at in cuts if {word[:at], word[at:]} <= self.known), [word])

    def _is_aside(self, piece: str) -> bool:
        """Whether a piece says the time, the author or how long reading takes."""
        bare = to_latin(piece.strip())
        clock = CLOCK.sub("", bare)
        return bool(
            (clock != bare and not clock.strip(" ,;–—-.h"))
            or self.reading.fullmatch(bare.strip("()[]"))
            or self.names_account(bare)
            or (len(bare.split()) <= 8 and self._says_author(bare) and self._names_author(bare))
        )

    def _says_author(self, text: str) -> bool:
        """Whether a text is words for an author and a name; "Od: Alep. Za: Šid." has a sentence more."""
        found = self.by.fullmatch(to_latin(text))
        return found is not None and not re.search(r"\d", found["name"]) and SENTENCE_WITHIN.search(text) is None

    def names_account(self, text: str) -> bool:
        """Whether a text only says which account of a system put the page in, perhaps when and below which label, as in
        "Posted by admin in News"."""
        found = self.by.fullmatch(to_latin(text.strip(" *_|"))) if len(text.split()) <= LONGEST_LABEL else None
        words = self.calendar.remove_times(found["name"]).split() if found else []
        ends = (end for end in range(1, len(words) + 1) if self.accounts.is_account(" ".join(words[:end])))
        return any(self._labels_among(WORD.findall(" ".join(words[end:]))) is not None for end in ends)

    def _names_author(self, piece: str) -> bool:
        """Whether a name follows the words for an author: one word, or words with capitals, unlike "By the river"."""
        names = [word for word in WORD.findall(piece) if fold(_latin(word)) not in self.words["joining"]]
        return len(names) <= 1 or all(name[0].isupper() or len(name) <= LONGEST_PARTICLE for name in names[:1] + names)

    def field_lead(self, line: str) -> FieldLead | None:
        """A word such as "Title (English):" or a label at the beginning of a line with more; None for any other
        line."""
        match = TITLE_LEAD.match(line)
        if match is None:
            return None
        if fold(_latin(match["lead"])) in self.words["before_title"]:
            return FieldLead("label", match.end())
        named = match["joint"].strip() == ":" or match["lead"].isupper()
        return FieldLead("title", match.end()) if named and self.field_name(match["lead"]) == "title" else None

    def field_name(self, text: str) -> Literal["title", "text", ""]:
        """What a text names as a form does, whatever language it says beside it: "title", "text" or nothing."""
        said = [word for word in WORD.findall(to_latin(text)) if not self._find_named_language(word)]
        name = fold(_latin(" ".join(word for word in said if word.casefold() not in self.words["language_words"])))
        return "title" if name in self.words["titles"] else "text" if name in self.words["texts"] else ""

    # ---- the other language

    def language_line(self, line: str) -> LanguageLine | None:
        """A line that names a language and says nothing else; None for any other."""
        if len(line) > 160 or not line.strip() or len(line.split()) > LONGEST_POINTER + 2:
            return None
        whole, line = line, ADDRESS.sub("", line).strip()
        addressed = line != whole.strip()
        flagged = next((p.code for p in self.languages for flag in p.flags if flag in line), "")
        text = fold(_latin(line))
        raw = WORD.findall(to_latin(line))
        if YEAR.search(line):
            return None
        if not raw:
            return LanguageLine("heading", flagged) if flagged and len(line.split()) == 1 else None
        if text in self.headings and not addressed:
            return LanguageLine("heading", self.headings[text])
        found, others = [], []
        for word in raw:
            code = self._find_named_language(word)
            (found.append(code) if code else others.append(word.casefold()))
        if (not found and not flagged) or len(raw) > LONGEST_POINTER:
            return None
        known = [word for word in others if word in self.words["pointer"]]
        points = any(word in self.words["points"] for word in others) or ARROWS.search(line) is not None or addressed
        codes = list(dict.fromkeys(found or [flagged]))
        if len(known) == len(others):
            if points or len(codes) > 1:
                # "The text is available in English and Serbian." may be said in the article.
                directs = any(word in self.words["points"] - self.words["offers"] for word in others)
                sure = directs or not STOPPED.search(line) or ARROWS.search(line) is not None
                return LanguageLine("pointer", codes[0], sure=sure)
            return LanguageLine("heading", codes[0]) if len(raw) <= 5 else LanguageLine("pointer", codes[0], sure=False)
        said = line.strip()[:1].islower() or len(known) < FEWEST_POINTER_WORDS
        enough = points and len(others) - len(known) == 1 and not said
        return LanguageLine("pointer", codes[0], sure=False) if enough else None

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019
    def _find_named_language(self, word: str) -> str:
        """Find the language that a word names, by a stem of its name or by its code in capitals."""
        low = word.casefold()
        for stem, code in self.names:
            if len(stem) >= SHORTEST_STEM and low.startswith(stem) and len(low) <= len(stem) + 5:
                return code
            if len(stem) < SHORTEST_STEM and low == stem and word.isupper():
                return code
        return ""

    # ---- other roles

    def is_credit(self, line: str) -> float:
        """How sure a line only says whose a picture or text is: 0 (not) to 1."""
        written = to_latin(line).strip(" ()[]*_/")
        text = written.casefold()
        words = text.split()
        if not words or len(words) > LONGEST_CREDIT:
            return 0.0
        folded = fold(text)
        apart = re.split(rf"[/|,;+]|\s[–—-]\s|&|\b(?:{either(self.words['and'])})\b", text)
        pieces = [piece for piece in map(fold, apart) if piece]
        agency = [piece in self.words["agencies"] for piece in pieces]
        if folded in self.words["agencies"]:
            return 1.0
        if (
            len(pieces) <= 3
            and any(agency)
            and len(words) <= 8
            and all(word[:1].isupper() for word in WORD.findall(written))
        ):
            return 0.9
        if (COPYRIGHT.search(line) and len(words) <= 16) or OFFICE_AND_NAME.fullmatch(written):
            return 0.9
        if self._joins_sources(text):
            return 1.0
        return self._opens_with_source(line, words)

    def _joins_sources(self, text: str) -> bool:
        """Whether only words for sources and authors stand before a colon or stroke, as in "Foto i tekst: …"."""
        head, *rest = re.split(r"[:/©|]", text, maxsplit=1)
        named = [fold(word) for word in head.split() if fold(word)]
        sources = self.words["credit"] | self.words["agencies"]
        only = all(word in sources or word in self.words["joining"] for word in named)
        if only and rest and set(named) <= self.words["kinds"] and _is_sentence_like(rest[0]):
            return False
        return bool(rest and rest[0].strip()) and only and any(word in sources for word in named)

    def _opens_with_source(self, line: str, words: Sequence[str]) -> float:
        """How sure a line is a credit by its first words, as in "Photo credit: …" or "Ilustracija Ana Ilić"."""
        if len(words) > 2 and words[1].endswith(":") and fold(words[1]) in self.words["credit"]:
            # "All photographs: Youth Centre".
            return 1.0
        for size in range(min(4, len(words)), 0, -1):
            opening = " ".join(words[:size])
            head = fold(re.split(r"[:/©|]", opening)[0])
            if head not in self.words["credit"]:
                continue
            rest = to_latin(line).strip(" ()[]*_")[len(re.split(r"[:/©|]", opening)[0]) :]
            several = len(re.split(r"[\s-]+", re.split(r"[:/©|]", opening)[0].strip())) > 1
            if several and 0 < len(rest.split()) <= LONGEST_SOURCE and not ENDED.search(rest):
                # "Photo courtesy of the town of Pirot", "Foto-dokumentacija Gradskog arhiva".
                return 0.9
            if head in self.words["kinds"] and _is_sentence_like(rest):
                # "Video: How we built the school" is a title.
                return 0.0
            names = WORD.findall(rest)
            if names and len(names) <= 6 and all(name[0].isupper() for name in names):
                return 0.7
            if len(words) <= SHORT_CREDIT and not ENDED.search(line):
                return 0.5
        return 0.0

    def is_byline(self, line: str) -> bool:
        """Whether a line only says who wrote the text."""
        text = line.strip(" ()[]*_")
        named = self.language_line(line)
        if self.names_account(text):
            return False
        if named is not None and named.sure:
            # "Text in English:" is no author.
            return False
        return len(text.split()) <= 7 and self._says_author(text) and all(
            word[0].isupper() for word in WORD.findall(text)[-2:]
        )  # fmt: skip

    def opens(self, line: str, name: str) -> bool:
        """Whether a line begins with one of the phrases that are listed under a name."""
        text = fold(_latin(line))
        return any(
            text.startswith(phrase) and not text[len(phrase) : len(phrase) + 1].isalpha() for phrase in self.words[name]
        )

    def stands_alone(self, line: str) -> bool:
        """Whether a line is something of its own beside a title: a source, an author, an address, words of a page."""
        reads = (self.language_line, self.is_credit, self.is_byline, self.is_contact, self.is_release, self.field_name)
        named = any(self.is_one_of(line, name) for name in ("kicker", "exact", "sections", "before_title"))
        return named or any(read(line) for read in reads) or ADDRESS.fullmatch(line) is not None

    def is_release(self, line: str) -> bool:
        """Whether a line says when or whether a press release may be published, perhaps after a dash."""
        pieces = re.split(r"\s[–—|/-]\s", line) if len(line.split()) <= LONGEST_RELEASE else []
        return any(self.opens(piece, "release") for piece in (line, *pieces))

    def has(self, line: str, name: str) -> bool:
        """Whether one of the phrases that are listed under a name is in a line."""
        text = to_latin(line).casefold()
        return any(phrase in text for phrase in self.words[name])

    def is_one_of(self, line: str, name: str) -> bool:
        """Whether a line is one of the words that are listed under a name, whatever signs stand around it."""
        return fold(_latin(line)).strip(" ~=_") in self.words[name]

    def is_teaser(self, line: str) -> bool:
        """Whether a line is the title of another page behind words such as "Read also:"."""
        lead, colon, rest = line.partition(":")
        behind = len(rest.split()) >= FEWEST_TEASER_WORDS and not STOPPED.search(rest)
        return bool(colon) and behind and fold(_latin(lead)) in self.words["teasers"]

    def is_bare_contact(self, line: str) -> bool:
        """Whether a line has a mail address or a number, and no name and no page's address, as in "Tel: +381 11 123
        4567": a page's address may be any link of the author's."""
        rest = MAIL.sub(" ", PHONE.sub(" ", line))
        words = WORD.findall(rest)
        named = any(first[0].isupper() and second[0].isupper() for first, second in pairwise(words))
        return rest != line and len(words) <= LONGEST_MENU_PIECE and not named and ADDRESS.search(rest) is None

    def is_contact(self, line: str) -> bool:
        """Whether a short line says how to reach somebody."""
        return bool(MAIL.search(line) or PHONE.search(line))


def names_goals(piece: str) -> bool:
    """Whether a piece of a line names goals by their numbers, as in "News | SDG 4"."""
    return NUMBERS.search(piece) is not None and looks_like_goal_line(piece)


def _cut_goals(text: str) -> list[str]:
    """Cut a line before the goals that it ends with, as in "Local News SDG 4, 5", or behind those that it begins
    with."""
    words = text.split()
    cuts = range(1, len(words) if NUMBERS.search(text) and not names_goals(text) else 0)
    for before, after in ((words[:at], words[at:]) for at in cuts):
        first, last = " ".join(before), " ".join(after)
        if not NUMBERS.match(last) and (names_goals(last) or names_goals(first)):
            return [first, last]
    return []


def join_goals(pieces: Sequence[str]) -> list[str]:
    """The pieces of a line that have letters or digits; numbers behind goals belong to these, as in "SDG 4, 5"."""
    found: list[str] = []
    for piece in pieces:
        if found and FURTHER_GOAL.fullmatch(piece) and names_goals(found[-1]):
            found[-1] += f", {piece}"
        elif fold(piece):
            found.append(piece)
    return found


def menu_pieces(line: str) -> list[str]:
    """The pieces of a line that is a row of a few words each, as menus are; nothing for any other line."""
    pieces = [piece for piece in MENU_JOINTS.split(line) if piece.strip()]
    short = all(len(piece.split()) <= LONGEST_MENU_PIECE and not NUMBERS.search(piece) for piece in pieces)
    return pieces if len(pieces) > 1 and short else []


def _is_clear(word: str) -> bool:
    """Whether a label without the marks of its letters is surely that label."""
    return " " in word or len(word) >= SHORTEST_PLAIN_LABEL


def _is_sentence_like(text: str) -> bool:
    """Whether a text has more words than a name, most of the longer ones small."""
    words = WORD.findall(text)
    longer = [word for word in words if len(word) > LONGEST_SMALL_WORD]
    return len(words) >= FEWEST_TOLD and sum(word[0].islower() for word in longer) > len(longer) / 2


def _latin(text: str) -> str:
    return to_latin(text).casefold()


def byline_pattern(own: Sequence[ImportLanguage]) -> re.Pattern[str]:
    """The pattern of a line with words for an author and, as group `name`, what follows them."""
    return re.compile(rf"(?i:{either(map(to_latin, words_in(own, 'by')))}){OTHER_GENDER}\s*:?\s+(?P<name>\S.*)")


def account_names(languages: Sequence[ImportLanguage]) -> AccountNames:
    """The words of accounts' names in some languages; a system prints them in its own, whatever the site's are."""
    return AccountNames(frozenset(fold(word) for phrase in words_in(languages, "accounts") for word in phrase.split()))
