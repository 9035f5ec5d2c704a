"""Blocks that belong to the page and not to the article: buttons, cookie notices, "Related news" and what follows
it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plugins.cyrillic import to_latin
from plugins.importer.document import ENDED, Block
from plugins.importer.language.data import ImportLanguage, fold, fold_latin, words_in
from plugins.importer.metadata.line_reader import ADDRESS, MAIL, PHONE
from plugins.importer.reasons import Reason

LONG_TEXT = 15
SENTENCE_WORDS = 8
TITLE_WORDS = (3, 20)
LONGEST_TITLE = 14
HASHTAG = re.compile(r"#\w+[,;]?")
# "Photo gallery (5)".
NUMBER_OF = re.compile(r"\s*\(\d{1,4}\)$|^\d{1,4}\s+(?=[^\W\d_]+$)")
# "Like 23", "Share: 4".
COUNT_BEHIND = re.compile(r"(?<=[^\W\d_])[\s:·]{1,3}\d{1,5}[KkMm]?\+?$")
LONGEST_BUTTON = 2
BUTTON_JOINTS = re.compile(r"[\n|]|\s[·•]\s")
TAG_WORDS = 30
# A notice is short, or has its phrase among its first letters.
LONGEST_NOTICE, LONGEST_OPEN_NOTICE, OPENING = 30, 150, 40
# "A- A A+", which changes the size of letters.
LETTER_SIZES = re.compile(r"\s*[Aa]\s*[+-]?(?:[\s|/]+[Aa]\s*[+-]?){1,3}\s*")
# The arrows of "« Previous | Next »" are no quotation marks.
QUOTED = re.compile(r"[„“\"«»‘”](?!\s).*[”“\"»«’]", re.S)


class BoilerplateFilter:
    """Finds boilerplate: texts with words that pages have around articles, in the languages of the site."""

    def __init__(
        self, own: Sequence[ImportLanguage], is_fact: Callable[[str], bool], names_goals: Callable[[str], bool]
    ) -> None:
        self.is_fact, self.names_goals = is_fact, names_goals
        self.exact, self.sections, self.thanked, self.sentences, self.tags = (
            words_in(own, name) for name in ("exact", "sections", "thanked", "sentences", "tags")
        )

    def reasons(self, page: Sequence[Block], saved: bool = False) -> list[tuple[Block, Reason | None]]:
        """The blocks, each with the reason why it is no part of the article (None if it may be); `saved` says that the
        page is one of a site."""
        blocks = list(page)
        reasons = [self._reason(block) for block in blocks]
        self._mark_lists(blocks, reasons, saved)
        places = [at for at, block in enumerate(blocks) if _is_text(block)]
        first, last = (places[0], places[-1]) if places else (len(blocks), -1)
        for at, block in enumerate(blocks):
            if reasons[at] or any(map(self.is_fact, block.text.split("\n"))):
                continue
            if at and reasons[at - 1] == Reason.TAGS and block.linked_words >= block.words > 0:
                reasons[at] = Reason.TAGS
            elif (at < first or at > last) and _only_links(block):
                reasons[at] = Reason.LINKS
            elif _only_hashtags(block, 1 if at > last else 2):
                reasons[at] = Reason.TAGS
        return list(zip(blocks, reasons, strict=True))

    def _mark_lists(self, blocks: Sequence[Block], reasons: list[Reason | None], links_kept: bool) -> None:
        """Give what follows a heading such as "Related news" its reason, until text begins again; the goals of a text
        may stand in such a list, and what has a reason of its own keeps it."""
        end = 0
        for at, block in enumerate(blocks):
            if reasons[at] != Reason.LIST or at < end:
                continue
            above_text = self.is_fact(block.text) and not any(map(_is_text, blocks[:at]))
            if above_text or self._names_helpers(blocks, at):
                # Above a text "Newsletter" or "Recommended" says what it is.
                reasons[at] = None
                continue
            end = _end_of_list(blocks, reasons, at)
            run = range(at, end)
            row = [place for place in run if not self.names_goals(blocks[place].text)]
            goes_on = end < len(blocks) and _is_sentence(blocks[end])
            at_end = not any(map(_is_text, blocks[end:]))
            apart = (at_end or not links_kept) and not goes_on
            counted = at_end and NUMBER_OF.search(block.text.strip()) is not None
            sure = counted or self._lists_pages([blocks[place] for place in row], apart, goes_on)
            for place in run:
                reasons[place] = None if place not in row else Reason.LIST if sure else Reason.DOUBTED_LIST

    def _lists_pages(self, row: Sequence[Block], apart: bool, goes_on: bool) -> bool:
        """Whether blocks are surely a list of other pages: one of them is a link, or they are a few short lines that
        stand `apart` from text; a heading with nothing below it is none if a sentence `goes_on`."""
        members = [block for block in row if block.words and self._reason(block) != Reason.LIST]
        titles = sum(block.words >= TITLE_WORDS[0] for block in members)
        plain = apart and 2 * titles >= len(members) and all(map(self._is_title_like, members))
        facts = all(self.is_fact(block.text) for block in members or row)
        linked = any(block.linked_words for block in row)
        return linked or plain or facts or not (members or goes_on)

    def _is_title_like(self, block: Block) -> bool:
        """Whether a line may be the title of another page: short, no sentence and no address."""
        plain = block.kind in ("paragraph", "item") and block.words <= LONGEST_TITLE and not ENDED.search(block.text)
        return plain and not any(pattern.search(block.text) for pattern in (ADDRESS, MAIL, PHONE))

    def _names_helpers(self, blocks: Sequence[Block], at: int) -> bool:
        """Whether a line such as "Partners:" stands above plain lines, as an author writes them, and above no links."""
        below = blocks[at + 1 : at + 3]
        plain = all(block.kind in ("paragraph", "item") and not block.linked_words for block in (blocks[at], *below))
        return fold_latin(blocks[at].text) in self.thanked and plain

    def _reason(self, block: Block) -> Reason | None:
        text = fold_latin(block.text)
        if not text or block.kind == "table" or QUOTED.fullmatch(block.text.strip()):
            return None
        uncounted = fold_latin(NUMBER_OF.sub("", block.text.strip()))
        if (text in self.sections or uncounted in self.sections) and block.kind in ("heading", "paragraph"):
            return Reason.LIST
        if text.partition(":")[0] in self.tags and block.words <= TAG_WORDS:
            return None if any(map(self.is_fact, block.text.split("\n"))) else Reason.TAGS
        if text in self.exact or LETTER_SIZES.fullmatch(to_latin(block.text)) or self._is_buttons(block.text):
            return Reason.BUTTON
        # "Cookies: we use them … OK".
        *sentences, button = re.split(r"[.!?]\s+", to_latin(block.text))
        places = [text.find(words) for words in self.sentences]
        notice = (sentences and fold(button) in self.exact) or any(
            at >= 0 and (block.words <= LONGEST_NOTICE or at <= OPENING) for at in places
        )
        if block.words <= LONGEST_OPEN_NOTICE and block.kind != "image" and notice:
            return Reason.NOTICE
        return None

    def _is_buttons(self, text: str) -> bool:
        """Whether the lines and pieces of a block are words of buttons, with a count or without, as in "Share (3)" and
        "Like 23 | Tweet"; of three or more, one short piece may be another, as in "Print | PDF | E-mail"."""
        pieces = [piece.strip() for piece in BUTTON_JOINTS.split(to_latin(text)) if fold(piece)]
        others = [
            piece
            for piece in pieces
            if fold(piece) not in self.exact and fold(NUMBER_OF.sub("", COUNT_BEHIND.sub("", piece))) not in self.exact
        ]
        most = 1 if len(pieces) > 2 else 0
        return len(others) <= most and all(len(piece.split()) <= LONGEST_BUTTON for piece in others)


def _end_of_list(blocks: Sequence[Block], reasons: Sequence[Reason | None], start: int) -> int:
    """Where the text begins again below the heading of a list of other pages."""
    top = blocks[start].level
    for at in range(start + 1, len(blocks)):
        block = blocks[at]
        higher = block.kind == "heading" and block.level < top and not block.linked_words
        if not reasons[at] and (higher or _resumes(blocks, at)):
            return at
        top = top or (block.level if reasons[at] == Reason.LIST else 0)
    return len(blocks)


def _resumes(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block after a list of other pages is text again: long and mostly not linked, two sentences in a row, or
    a heading or rule over such."""
    block = blocks[at]
    following = blocks[at + 1] if at + 1 < len(blocks) else Block("rule")
    if _is_sentence(block) and _is_sentence(following):
        return True
    third = blocks[at + 2] if at + 2 < len(blocks) else Block("rule")
    if _is_sentence(following) and _is_sentence(third) and block.kind == "paragraph" and not block.linked_words:
        # The title of a text, where nothing of the list is a link.
        return TITLE_WORDS[0] <= block.words <= TITLE_WORDS[1] and not ENDED.search(block.text)
    return block.kind != "image" and block.words >= LONG_TEXT and block.linked_words < 0.3 * block.words


def _is_sentence(block: Block) -> bool:
    """Whether a paragraph is written text: more than a title, ended, and hardly linked."""
    return (
        block.kind in ("paragraph", "quote")
        and block.words >= SENTENCE_WORDS
        and ENDED.search(block.text) is not None
        and block.linked_words < 0.3 * block.words
    )


def _only_links(block: Block) -> bool:
    """Whether a block is two or more links and nothing else, as a menu is."""
    runs = [run for part in block.parts for run in part.runs]
    plain = " ".join(run.text for run in runs if not run.href)
    return len({run.href for run in runs if run.href}) > 1 and not re.search(r"\w", plain)


def _only_hashtags(block: Block, fewest: int) -> bool:
    """Whether a block is so many hashtags and nothing else; a single one above the text may be its title."""
    words = block.text.split()
    return len(words) >= fewest and block.kind == "paragraph" and all(HASHTAG.fullmatch(word) for word in words)


def _is_text(block: Block) -> bool:
    return block.words >= 8 and block.linked_words < 0.5 * block.words
