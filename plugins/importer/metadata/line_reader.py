"""What one short line of a page says, by the words that the languages and the categories of a site have for it.

`LineReader` reads one line as a label, a line of facts, a pointer to the other language, a credit and so on. It looks
at the line alone; `roles` looks at the lines around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from plugins.cyrillic import to_latin
from plugins.importer.document import CAPITALS, SMALL
from plugins.importer.language.data import LISTS, ImportLanguage, either, fold, fold_latin, words_in
from plugins.importer.metadata.dates import (
    CLOCK,
    DAYS_TO_DAYS,
    HOURS,
    FoundDate,
    calendar_of,
    word_key,
)
from plugins.sdg.phrases import items, spellings
from plugins.sdg.tagging import looks_like_goal_line

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A word, also one within "NewsLocal", a number or a sign.
NUMBER = re.compile(r"\d")
ATOM = re.compile(rf"[^\W\d_]+?(?<=[{SMALL}])(?=[{CAPITALS}])|[^\W\d_]+|\d+|[^\w\s]|_")
# What stands between the facts of one line, as in "Press release | 3 May 2024 | 2 min read".
BEFORE_PIECE = re.compile(r"(?:^|[|❘∣│•·»›;,/()\[\]\n\t]|\s[–—-]|\.\s|\s{3})\s*$")
AFTER_PIECE = re.compile(r"\s*(?:$|[|❘∣│•·»›;,/()\[\]\n\t]|[–—-]\s|\.(?:\s|$)|\s{3})")
YEAR = re.compile(r"\d{3}")
# Pictures that stand before labels, dates and goals; no arrows, and no flags.
ICONS = re.compile(r"[\u2300-\u23ff\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d]*")
# How many articles a label has, as in "News (128)".
ARTICLE_COUNT = re.compile(r"(?<=[^\W\d_])\s?[(\[]\d{1,5}[)\]]")
STOPPED = re.compile(r"[^.]\.[\"”“'’»«]*$")
NUMBERS = re.compile(r"\d|[.!?]$")
TITLE_LEAD = re.compile(
    r"\W{0,3}(?P<lead>[^\W\d_]+(?:(?: | ?\(|/|_)[^\W\d_]+){0,3}\)?)(?P<joint>\s*:|\s+[|–—-]|\s+//?)\s+(?=\S)"
)
LABEL_JOINTS = re.compile(r"\s*(?:\n|[/|❘∣│>»›·•~\t\\]|\s[–—-]\s|::|→|&gt;)\s*")
LIGHT_JOINTS = re.compile(r"\s*[:,;]\s*")
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
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,}")
# No date such as 03.05.2024.
PHONE = re.compile(r"(?<![\d./-])(?!\d{1,2}([./-])\s?\d{1,2}\1\s?\d{4})(?:\+\d|0\d)[\d\s/().-]{6,18}\d")
LONGEST_LINE, LONGEST_META, LONGEST_LABEL, LONGEST_POINTER = 200, 20, 12, 18
LONGEST_STRANGE, LONGEST_BYLINE = 4, 8
# What a date costs that has a place beside it.
WITH_PLACE = 4
SHORTEST_STEM = 4
SHORTEST_PLAIN_LABEL = 6
LONGEST_MENU_PIECE, FEWEST_TEASER_WORDS = 3, 3
LONGEST_SMALL_WORD, LONGEST_PARTICLE = 3, 2
LONGEST_CREDIT = 25
FEWEST_POINTER_WORDS = 3
FEWEST_TOLD = 4
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
class Piece:
    """A known piece of a line, up to the atom `end`: a fact, or goals, of which `facts` says nothing. Pieces with the
    lower `cost` are the likelier ones."""

    text: str
    end: int
    facts: FactLine | None = None
    cost: int = 1


@dataclass(frozen=True)
class LanguageLine:
    """A line that names a language: as a heading of what follows, or to point to the other language's text."""

    kind: Literal["heading", "pointer"]
    code: str
    sure: bool = True


class LineReader:
    """Reads lines by the words of the languages `own`, and the names of these and of `others`, which are only
    recognised; `categories` maps slugs to their names."""

    def __init__(
        self, own: Sequence[ImportLanguage], others: Sequence[ImportLanguage], categories: Mapping[str, Iterable[str]]
    ) -> None:
        self.languages, self.calendar = (*own, *others), calendar_of(own)
        self.names = [(stem, data.code) for data in self.languages for stem in sorted(data.names)]
        self.words = {name: words_in(own, name) for name in LISTS}
        names = {fold_latin(name): slug for slug, names in categories.items() for name in (slug, *names)}
        names = {
            fold_latin(label): names[meant] for data in own for label, meant in data.means if meant in names
        } | names
        # Pages of old keyboards have "Saopstenje"; a short word without its marks may be another one, as "Price" is.
        self.categories = {key: slug for name, slug in names.items() if _is_clear(key := word_key(name))} | names
        self.words["kinds"] |= {key for word in self.words["kinds"] if _is_clear(key := word_key(word))}
        self.known = self.words["kinds"] | self.words["category"] | frozenset(self.categories)
        self.words["release"] |= self.words["released"]
        self.words["and"] |= {"&"}
        self.beginnings = {name: tuple(words) for name, words in self.words.items()}
        phrases = self.words["by"]
        self.words["by"] = frozenset(to_latin(phrase) for phrase in phrases if " " not in phrase)
        self.joining = self.words["and"].union(*(to_latin(phrase).split() for phrase in phrases))
        # Words for an author and, as group `name`, what follows them.
        self.by = re.compile(rf"(?i:{either(map(to_latin, phrases))}){OTHER_GENDER}\s*:?\s+(?P<name>\S.*)")
        # A system prints the names of its accounts in its own language, whatever the site's are.
        accounts = words_in(self.languages, "accounts")
        self.accounts = frozenset(fold(word) for phrase in accounts for word in phrase.split())
        self.reading = re.compile(
            rf"(?i:(?:{either(self.words['reading_time'])})\s*:?\s*~?\d[\d.,]{{0,7}}(?:\s*[^\W\d_]+)?"
            rf"|(?:[^\W\d_]+[ :]+){{0,2}}~?\d[\d.,–-]{{0,7}}\s*(?:{either(self.words['reading'])}))"
        )
        numbered = either(self.words["numbered"])
        self.numbered = re.compile(
            rf"(?i:\s+\(?(?:(?:{numbered}|n[°º]|№|#)\.?\s*[\d/.-]+|\d{{1,4}}\s?/\s?\d{{2,4}})\)?$)"
        )
        # A category after a label, as group `name`.
        labels, kinds = either(self.words["category"] | self.words["tags"]), either(self.words["kinds"])
        named = rf"(?P<name>{either(self.categories)})"
        self.labelled = re.compile(rf"(?<!\w)(?:{labels})\s*:?\s+(?:(?:{kinds})\s*[,/|·]\s*)?{named}(?!\w)")

    # ---- facts

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019
    def fact_line(self, line: str) -> FactLine | None:
        """The facts of a line that holds nothing else; None for any other."""
        text = ICONS.sub("", line).strip()
        if len(text) > LONGEST_LINE or len(text.split()) > LONGEST_META or DAYS_TO_DAYS.search(text):
            return None
        row = [piece.facts for piece in self._read_row(text) if piece.facts is not None]
        facts = [fact for fact in row if fact.labels or fact.dates]
        if not facts:
            aside = any(fact.aside for fact in row)
            account = any(fact.account for fact in row)
            return FactLine(aside=True, account=account) if aside else self._read_strange_label(text)
        if HOURS.search(text) and not any(fact.labels for fact in facts):
            # A day with the hours from which to which something is on is that of an event.
            return None
        return FactLine(
            tuple(slug for fact in facts for slug in fact.categories),
            tuple(date for fact in facts for date in fact.dates),
            labels=any(fact.labels for fact in facts),
        )

    def find_goal_pieces(self, text: str) -> list[str]:
        """The pieces of a line of facts that name goals."""
        return [piece.text for piece in self._read_row(ICONS.sub("", text).strip()) if piece.facts is None]

    def _read_row(self, text: str) -> list[Piece]:
        """The known pieces that a line consists of, as few as possible, with signs and words such as "and" between
        them; none where a word is in no piece."""
        atoms = [match.span() for match in ATOM.finditer(text)]
        rows: list[tuple[int, list[Piece]] | None] = [(0, []), *[None] * len(atoms)]
        dates = self.calendar.dates(text)
        goals = NUMBER.search(text) is not None and any(
            item.role in ("goal", "target", "title") for item in items(text, spellings({}))
        )
        for at, span in enumerate(atoms):
            known = rows[at]
            if known is None:
                continue
            cost, row = known
            word = fold_latin(text[slice(*span)])
            pieces = self._pieces_at(text, atoms, at, dates, goals) if word else ()
            steps = [(piece.end, (cost + piece.cost, [*row, piece])) for piece in pieces]
            if not word or (word in self.words["and"] and 0 < at < len(atoms) - 1):
                steps.append((at + 1, known))
            for end, longer in steps:
                other = rows[end]
                if other is None or longer[0] <= other[0]:
                    rows[end] = longer
        last = rows[-1]
        return last[1] if last is not None else []

    def _pieces_at(
        self, text: str, atoms: Sequence[tuple[int, int]], at: int, dates: Sequence[FoundDate], goals: bool
    ) -> Iterator[Piece]:
        """Yield the known pieces that begin at an atom; `dates` are those in the line, `goals` says that it may name
        goals."""
        first = atoms[at][0]
        for end in range(at + 1, len(atoms) + 1):
            last = atoms[end - 1][1]
            piece = text[first:last]
            is_line = not dates and end - at == len(atoms)
            facts, cost = None, 0
            if is_line or any(first <= date.start and date.end <= last + 1 for date in dates):
                apart = BEFORE_PIECE.search(text[:first]) is not None and AFTER_PIECE.match(text, last) is not None
                facts, cost = self._read_date(piece, apart)
            if facts is None:
                facts, cost = self._read_words(piece)
            if facts is not None:
                yield Piece(piece, end, facts, cost)
            elif goals and names_goals(piece):
                yield Piece(piece, end)

    def _read_date(self, text: str, whole: bool) -> tuple[FactLine | None, int]:
        """The date of a piece, and its cost; with a place or an author only where it is `whole`, and rather without."""
        if alone := self.calendar.read_line(text, alone=True):
            # Words behind a day rather belong to the next one: "published 3 May 2024, updated 6 May 2024".
            return FactLine(dates=(alone,)), 2 if text[alone.end :].strip(" .,") else 1
        date = self.calendar.read_line(text) if whole else None
        return (FactLine(dates=(date,)), WITH_PLACE + len(text.split())) if date else (None, 0)

    def _read_words(self, text: str) -> tuple[FactLine | None, int]:
        """What a piece without a date says, and its cost: labels, an account, a time, or an author."""
        if labels := self._labels_of(text):
            return FactLine(
                tuple(self.categories[label] for label in labels if label in self.categories), labels=True
            ), 1
        if self.names_account(text):
            return FactLine(aside=True, account=True), 1
        if self._says_time(text):
            return FactLine(aside=True), 1
        is_author = self._says_author(text) and self._names_author(text)
        return (FactLine(aside=True), 2 * len(text.split())) if is_author else (None, 0)

    def _labels_of(self, text: str) -> list[str]:
        """The label that a text is, or the two that are written as one word in capitals; none of any other."""
        label = fold_latin(ARTICLE_COUNT.sub("", self.numbered.sub("", text)))
        if label in self.known or not text.isupper():
            return [label] if label in self.known else []
        cuts = ([label[:at], label[at:]] for at in range(1, len(label)))
        return next((parts for parts in cuts if self.known.issuperset(parts)), [])

    def _read_strange_label(self, text: str) -> FactLine | None:
        """Read labels beside words that nobody knows, behind the name of a field or a stroke, as in "News / Youth";
        None for any other line."""
        pieces = [piece.strip() for piece in LABEL_JOINTS.split(text) if fold(piece)]
        lead, *rest = [part.strip() for piece in pieces for part in LIGHT_JOINTS.split(piece) if fold(part)] or [""]
        if len(rest) == 1 and fold_latin(lead) in self.words["category"] and len(rest[0].split()) <= LONGEST_STRANGE:
            return FactLine(strange=(rest[0],), labels=True)
        if not 2 <= len(pieces) <= LONGEST_STRANGE or any(len(piece.split()) > LONGEST_MENU_PIECE for piece in pieces):
            return None
        rows = [self._read_row(piece) for piece in pieces]
        known = [bool(row) and all(piece.facts and piece.facts.labels for piece in row) for row in rows]
        if not known[0] and not (known[-1] and all(len(piece.split()) <= 2 for piece in pieces)):
            return None
        named = [row for row, is_known in zip(rows, known, strict=True) if is_known]
        slugs = [slug for row in named for piece in row if piece.facts for slug in piece.facts.categories]
        strange = tuple(piece for piece, is_known in zip(pieces, known, strict=True) if not is_known)
        return FactLine(tuple(slugs), strange=strange, labels=True)

    def _says_time(self, piece: str) -> bool:
        """Whether a piece says the time or how long reading takes."""
        if self.reading.fullmatch(to_latin(piece).strip("()[]")):
            return True
        return piece[:1].isdigit() and not CLOCK.sub("", piece).strip(" ,;–—-.h")

    def _says_author(self, text: str) -> bool:
        """Whether a text is words for an author and a name; "Od: Alep. Za: Šid." has a sentence more."""
        match = self.by.fullmatch(to_latin(text)) if len(text.split()) <= LONGEST_BYLINE else None
        return match is not None and not re.search(r"\d", match["name"]) and SENTENCE_WITHIN.search(text) is None

    def names_account(self, text: str) -> bool:
        """Whether a text only says which account of a system put the page in, as in "Posted by admin"."""
        match = self.by.fullmatch(to_latin(text.strip(" *_|"))) if len(text.split()) <= LONGEST_LABEL else None
        return match is not None and self._is_account(self.calendar.remove_times(match["name"]))

    def _is_account(self, name: str) -> bool:
        """Whether a name is one that nobody bears: made of words for accounts, or spelt as only a system does."""
        words = REMARK.sub("", to_latin(name)).strip(" .,;:|–—-").split()
        # A small word stands before a time, as in "admin u 12:00".
        parts = [part for part in words if fold(part) and not (part.islower() and len(part) <= LONGEST_PARTICLE)]
        known = 0 < len(parts) <= LONGEST_ACCOUNT and self.accounts.issuperset(map(fold, parts))
        return known or (len(parts) == 1 and HANDLE.fullmatch(parts[0]) is not None)

    def _names_author(self, piece: str) -> bool:
        """Whether a name follows the words for an author: one word, or words with capitals, unlike "By the river"."""
        names = [word for word in WORD.findall(piece) if fold_latin(word) not in self.joining]
        return len(names) <= 1 or all(name[0].isupper() or len(name) <= LONGEST_PARTICLE for name in names[:1] + names)

    def field_lead(self, line: str, path: Collection[str]) -> tuple[Literal["label", "title", ""], int]:
        """What stands before a title in its line, a label, a name in the `path` to the page, or a word such as "Title
        (English):", and where the title begins; ("", 0) for any other line."""
        match = TITLE_LEAD.match(line)
        if match is not None and (fold_latin(match["lead"]) in self.words["before_title"] or match["lead"] in path):
            return "label", match.end()
        named = match is not None and (match["joint"].strip() == ":" or match["lead"].isupper())
        return ("title", match.end()) if match and named and self.field_name(match["lead"]) == "title" else ("", 0)

    def field_name(self, text: str) -> Literal["title", "text", ""]:
        """What a text names as a form does, whatever language it says beside it: "title", "text" or nothing."""
        said = [word for word in WORD.findall(to_latin(text)) if not self._find_named_language(word)]
        name = fold_latin(" ".join(said))
        return "title" if name in self.words["titles"] else "text" if name in self.words["texts"] else ""

    # ---- the other language

    def find_language(self, text: str) -> str:
        """Find the first language that a text names; "" where it names none."""
        return next(filter(None, map(self._find_named_language, WORD.findall(to_latin(text)))), "")

    def language_line(self, line: str) -> LanguageLine | None:
        """A line that names a language and says nothing else; None for any other."""
        words = WORD.findall(to_latin(ADDRESS.sub("", line)))
        # A code may be in small letters where it stands alone.
        words = [words[0].upper()] if len(words) == 1 else words
        if len(words) > LONGEST_POINTER or len(line.split()) > LONGEST_POINTER + 2:
            return None
        flagged = [p.code for p in self.languages for flag in p.flags if flag in line]
        codes = list(dict.fromkeys(filter(None, map(self._find_named_language, words)))) or flagged[:1]
        others = {word.casefold() for word in words if not self._find_named_language(word)}
        unknown = others - self.words["pointer"]
        if not codes or len(unknown) > 1:
            return None
        arrow = ARROWS.search(line) is not None
        points = arrow or not others.isdisjoint(self.words["points"]) or ADDRESS.search(line) is not None
        if unknown:
            said = line.strip()[:1].islower() or len(others) - 1 < FEWEST_POINTER_WORDS
            return LanguageLine("pointer", codes[0], sure=False) if points and not said else None
        if points or len(codes) > 1:
            # "The text is available in English and Serbian." may be said in the article.
            directs = not others.isdisjoint(self.words["points"] - self.words["offers"])
            return LanguageLine("pointer", codes[0], sure=directs or arrow or not STOPPED.search(line))
        return LanguageLine("heading", codes[0]) if len(words) <= 5 else LanguageLine("pointer", codes[0], sure=False)

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
        pieces = map(fold, re.split(rf"[/|,;+]|\s[–—-]\s|&|\b(?:{either(self.words['and'])})\b", text))
        named = len(words) <= 8 and all(word[:1].isupper() for word in WORD.findall(written))
        agency = fold(text) in self.words["agencies"] or (named and not self.words["agencies"].isdisjoint(pieces))
        if agency or (COPYRIGHT.search(line) and len(words) <= 16) or OFFICE_AND_NAME.fullmatch(written):
            return 0.9
        return float(self._joins_sources(text))

    def _joins_sources(self, text: str) -> bool:
        """Whether only words for sources and authors stand before a colon or stroke, as in "Foto i tekst: …"."""
        head, *rest = re.split(r"[:/©|]", text, maxsplit=1)
        named = [fold(word) for word in head.split() if fold(word)]
        sources = self.words["credit"] | self.words["agencies"]
        only = all(word in sources or word in self.joining for word in named)
        if only and rest and set(named) <= self.words["kinds"] and _is_sentence_like(rest[0]):
            return False
        return bool(rest and rest[0].strip()) and only and any(word in sources for word in named)

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
        text = fold_latin(line)
        # Few lines do, and of all phrases at once that is soon known.
        return text.startswith(self.beginnings[name]) and any(
            text.startswith(phrase) and not text[len(phrase) : len(phrase) + 1].isalpha() for phrase in self.words[name]
        )

    def has(self, line: str, name: str) -> bool:
        """Whether one of the phrases that are listed under a name is in a line."""
        text = to_latin(line).casefold()
        return any(phrase in text for phrase in self.words[name])

    def is_one_of(self, line: str, name: str) -> bool:
        """Whether a line is one of the words that are listed under a name, whatever signs stand around it."""
        return fold_latin(line).strip(" ~=_") in self.words[name]

    def is_teaser(self, line: str) -> bool:
        """Whether a line is the title of another page behind words such as "Read also:"."""
        lead, colon, rest = line.partition(":")
        behind = len(rest.split()) >= FEWEST_TEASER_WORDS and not STOPPED.search(rest)
        return bool(colon) and behind and fold_latin(lead) in self.words["teasers"]

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


def _is_clear(word: str) -> bool:
    """Whether a label without the marks of its letters is surely that label."""
    return " " in word or len(word) >= SHORTEST_PLAIN_LABEL


def _is_sentence_like(text: str) -> bool:
    """Whether a text has more words than a name, most of the longer ones small."""
    words = WORD.findall(text)
    longer = [word for word in words if len(word) > LONGEST_SMALL_WORD]
    return len(words) >= FEWEST_TOLD and sum(word[0].islower() for word in longer) > len(longer) / 2
