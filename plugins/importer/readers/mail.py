"""Saved and pasted messages: their headings, quotation marks and signatures are no part of the article."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from email import policy
from email.message import MIMEPart
from email.parser import BytesParser
from itertools import groupby, pairwise
from typing import NamedTuple

from plugins.cyrillic import to_latin
from plugins.importer.document import CAPITALS, Block, LeftOut, clean
from plugins.importer.language.data import ImportLanguage, either, fold_latin, words_in
from plugins.importer.metadata.dates import Calendar
from plugins.importer.readers.encodings import decode
from plugins.importer.reasons import Reason

# The first lines of a saved message, whichever stands first: all are headers, one of which says who, what or when.
HEADERS = re.compile(rb"(?:[A-Za-z][\w-]{0,60}:.*\r?\n(?:[ \t]+\S.*\r?\n)*){2,}")
NAMED = re.compile(rb"(?im)^(?:From|Received|Return-Path|Message-ID|Delivered-To|Date|Subject|Snapshot-[\w-]+): ?\S")
MIME = re.compile(rb"(?im)^(?:MIME-Version:|Content-Type: ?[\w-]+/)")
NESTED = re.compile(rb"(?im)^content-type:\s*(?:multipart/|message/rfc822)")
MOST_NESTED, LONGEST_HEAD = 100, 20_000
WORDS, TAGS = re.compile(r"[^\W\d_]{3,}"), re.compile(r"<[^<>]{0,2000}>")
# A plain alternative with fewer words of the other, and at least so many of its own, is another text.
FEWEST_OTHER, SHARE_OF_COPY = 25, 0.4


@dataclass(frozen=True)
class Message:
    """The text of a saved message and the files that are attached to it, by their names, without the pictures within
    the text; `sent` is the day on which it was sent, as `2024-05-03`, "" where it does not say."""

    subject: str
    body: str
    is_html: bool
    sent: str
    attached: tuple[tuple[str, bytes], ...] = ()


class Text(NamedTuple):
    """A part of a message that is text."""

    body: str
    is_html: bool


def is_nested_deeply(raw: bytes) -> bool:
    """Whether a message holds so many others, or parts in parts, that it takes the parser long, or ends it."""
    return len(NESTED.findall(raw)) > MOST_NESTED


def is_message(raw: bytes) -> bool:
    """Whether the bytes are a saved message (.eml, .mht): its first lines are headers and it says so in MIME."""
    head = HEADERS.match(raw[:LONGEST_HEAD].lstrip())
    return head is not None and all(pattern.search(head[0]) is not None for pattern in (NAMED, MIME))


def read_message(raw: bytes, letters: Collection[str]) -> Message:
    """A saved message: of what it says twice the HTML, and all parts that follow each other; `letters` are those of the
    site's languages."""
    message = BytesParser(policy=policy.default).parsebytes(raw.lstrip())
    texts = _texts(message, letters) or [Text(decode(raw, letters)[0], is_html=False)]
    is_html = any(text.is_html for text in texts)
    bodies = [_paragraphs(text.body) if is_html and not text.is_html else text.body for text in texts]
    sent = getattr(message["Date"], "datetime", None)
    day = sent.date().isoformat() if sent else ""
    return Message(str(message.get("Subject", "")), "\n\n".join(bodies), is_html, day, tuple(_attachments(message)))


def _attachments(message: MIMEPart) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        name, payload = part.get_filename() or "", part.get_payload(decode=True)
        # A picture within the text is named by its id.
        attached = part.get_content_disposition() == "attachment" or not part.get("Content-ID")
        if name and attached and isinstance(payload, bytes):
            yield name, payload


def _texts(part: MIMEPart, letters: Collection[str]) -> list[Text]:
    """The parts of a message that are its text, in order; of alternatives the richest that is known."""
    kind = part.get_content_type()
    if not part.is_multipart():
        attached = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        known = kind in ("text/html", "text/plain") and not attached
        return [Text(_decode(part, letters), kind == "text/html")] if known else []
    filled = [texts for inner in part.iter_parts() if (texts := _texts(inner, letters))]
    if kind == "multipart/related":
        # Of parts that belong together, as a page and its frames do, the first is the page.
        filled = filled[:1]
    elif kind == "multipart/alternative":
        # Some programs send the two languages as if one were the other in plain text.
        richest = next((texts for texts in filled if any(text.is_html for text in texts)), (filled or [[]])[0])
        filled = [texts for texts in filled if texts is richest or _is_other_text(texts, richest)]
    return [text for texts in filled for text in texts]


def _is_other_text(texts: Sequence[Text], richest: Sequence[Text]) -> bool:
    """Whether a plain alternative is another text, and no copy of the richest or a line that leads to it."""
    words, shown = (
        {word for text in row for word in WORDS.findall(TAGS.sub(" ", html.unescape(text.body)))}
        for row in (texts, richest)
    )
    plain = not any(text.is_html for text in texts)
    return plain and len(words) >= FEWEST_OTHER and len(words & shown) < SHARE_OF_COPY * len(words)


def _decode(part: MIMEPart, letters: Collection[str]) -> str:
    """The text of a part, in the encoding that it names if its bytes are in that."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(payload)
    with contextlib.suppress(LookupError, UnicodeDecodeError):
        if charset := part.get_content_charset():
            return payload.decode(charset)
    return decode(payload, letters)[0]


def _paragraphs(text: str) -> str:
    """The HTML of a plain text."""
    return "".join(f"<p>{html.escape(piece)}</p>" for piece in re.split(r"\n\s*\n", text) if piece.strip())


FIELD = re.compile(r"\W{0,3}(?P<name>[^\W\d_][\w-]{1,15})\W{0,3}:(?:\s+|\W{0,2}\s+)(?P<value>\S.*)")
QUOTE_MARKS = re.compile(r"^\s*(?:>\s?)+")
# A message with fewer words than this share of the longest is a note above it, or what was asked before; it has the
# text of one above it, in an older version, if that has this share of its words.
SHARE, SHARE_OF_VERSION = 0.5, 0.6
# A signature has at most this share of the words above it, or so many words.
SIGNED_SHARE, SIGNED_WORDS = 0.4, 8
GREETING_WORDS, NOTE_WORDS = 5, 15
POSTSCRIPT = re.compile(r"\s*P\.?\s?S\.?\s*[:.–—-]?\s+(?=[^\W\d_])")
# "Best regards, Ana Ilić" and "Pozdrav Milena".
NAME = rf"[{CAPITALS}][\w.’'-]*"
SIGNED = re.compile(rf"(?P<words>[^\W\d_]+(?: [^\W\d_]+){{0,3}}?)[!.]?\s*[,–—-]?\s+{NAME}(?: {NAME}){{0,2}}")


class MessageLines:
    """Finds the lines that belong to a message and not to its text, by the words of some languages: header lines,
    greetings, closing words, and other messages of a thread."""

    def __init__(self, own: Sequence[ImportLanguage], calendar: Calendar) -> None:
        self.calendar = calendar
        self.subjects, self.senders = words_in(own, "subject"), words_in(own, "sender")
        self.fields = words_in(own, "mail") | self.subjects
        self.greetings, self.closings = words_in(own, "greetings"), words_in(own, "closings")
        self.prefixes = re.compile(rf"(?i)^(?:(?:{either(words_in(own, 'prefixes'))})\s*:\s*)+")
        self.wrote, self.forwarded = tuple(words_in(own, "wrote")), words_in(own, "forwarded")

    def unwrap_text(self, text: str, sent: bool = False) -> tuple[str, str, list[LeftOut]]:
        """Remove quotation marks, header lines, greeting and signature from a pasted message.

        Returns the text, the subject, and what was left out. `sent` says that it is a message even where the text does
        not show it."""
        lines = clean(text).split("\n")
        quoted = sum(QUOTE_MARKS.match(line) is not None for line in lines) >= 2
        lines = [QUOTE_MARKS.sub("", line) for line in lines] if quoted else lines
        reasons = self._reasons(lines, sent or quoted)
        heads = (FIELD.fullmatch(lines[at].strip()) for at, why in reasons.items() if why == Reason.HEADER)
        subject = next((match["value"] for match in heads if match and self._is_named(match, self.subjects)), "")
        kept = ["" if at in reasons else line for at, line in enumerate(lines)]
        left_out = [LeftOut(lines[at], reason) for at, reason in reasons.items()]
        return "\n".join(kept), self.prefixes.sub("", subject).strip(), left_out

    def unwrap_blocks(self, blocks: Sequence[Block], sent: bool) -> tuple[list[Block], list[LeftOut]]:
        """Leave out the blocks of a page that only belong to a message, as `unwrap_text` does with lines."""
        rows = [(at, line) for at, block in enumerate(blocks) for line in block.text.split("\n")]
        reasons = self._reasons([line for _, line in rows], sent)
        text = {at for place, (at, line) in enumerate(rows) if line.strip() and place not in reasons}
        taken = {rows[place][0]: reason for place, reason in reversed(reasons.items()) if rows[place][0] not in text}
        left_out = [LeftOut(blocks[at].text, reason) for at, reason in sorted(taken.items())]
        return [block for at, block in enumerate(blocks) if at not in taken], left_out

    def is_letter(self, lines: Sequence[str]) -> bool:
        """Whether lines that nobody says to be a message begin with a greeting and end with a signature."""
        return {Reason.GREETING, Reason.SIGNATURE} <= set(self._around(lines, ()).values())

    def _reasons(self, lines: Sequence[str], sent: bool) -> dict[int, Reason]:
        """The places of the lines that are no text, in order, each with the reason why."""
        filled = [at for at, line in enumerate(lines) if line.strip()]
        # What opens with a greeting was sent, whatever else it shows.
        first = lines[filled[0]].rstrip() if filled else ""
        sent = sent or (first.endswith((",", "!", ".", ":")) and self._greets(first))
        heads = self._head_lines(lines)
        introduced = {at for at in filled if self._introduces(lines[at])}
        signed = any(line.strip() == "--" for line in lines)
        reasons = self._around(lines, heads | introduced) if sent or heads or introduced or signed else {}
        reasons |= dict.fromkeys(introduced, Reason.MAIL_PROGRAM) | dict.fromkeys(heads, Reason.HEADER)
        return {at: reasons[at] for at in filled if at in reasons}

    def _head_lines(self, lines: Sequence[str]) -> set[int]:
        """Where header lines stand: two or more together, one of which only messages have."""
        fields = [FIELD.fullmatch(line.strip()) for line in lines]
        places: set[int] = set()
        for named, group in groupby(range(len(lines)), lambda at: self._is_named(fields[at], self.fields)):
            row = list(group)
            senders = (match for at in row if (match := fields[at]) and self._is_named(match, self.senders))
            # In "From: 10:00" and "Od: 9 časova" an event begins, and no message.
            marked = any(not self.calendar.opens_with_time(match["value"]) for match in senders)
            places |= set(row) if named and marked and len(row) > 1 else set()
        return places

    @staticmethod
    def _is_named(field: re.Match[str] | None, names: Collection[str]) -> bool:
        return field is not None and fold_latin(field["name"]) in names

    def _introduces(self, line: str) -> bool:
        """ "On 3 May, X wrote:" and "Forwarded message"."""
        text = to_latin(line.strip()).casefold()
        if text.endswith(":") and text.rstrip(": ").endswith(self.wrote):
            return re.search(r"\d", text) is not None
        return text.strip("-–— >:") in self.forwarded

    def _around(self, page: Sequence[str], heads: Collection[int]) -> dict[int, Reason]:
        """The greetings and closing words of all messages, and those messages that are not the text; `heads` are the
        lines that stand above a message."""
        lines = ["" if at in heads else line for at, line in enumerate(page)]
        spans = [*pairwise(sorted({0, *(at for at in heads if at - 1 not in heads), len(lines)}))]
        counts = [sum(len(line.split()) for line in lines[start:end]) for start, end in spans]
        reasons: dict[int, Reason] = {}
        newer: list[frozenset[str]] = []
        for (start, end), count in zip(spans, counts, strict=True):
            words = frozenset(WORDS.findall(" ".join(lines[start:end]).casefold()))
            if count < SHARE * max(counts):
                reasons |= dict.fromkeys(range(start, end), Reason.OTHER_MESSAGE)
            elif any(len(words & other) >= SHARE_OF_VERSION * len(words) for other in newer):
                reasons |= dict.fromkeys(range(start, end), Reason.OLDER_VERSION)
            else:
                reasons |= dict.fromkeys(self._greeting(lines, start, end), Reason.GREETING)
                reasons |= dict.fromkeys(self._closing(lines, start, end), Reason.SIGNATURE)
                newer.append(words)
        return reasons

    def _greeting(self, lines: Sequence[str], start: int, end: int) -> Sequence[int]:
        """The first line where it greets, and the next where it only says that the text follows."""
        filled = [at for at in range(start, end) if lines[at].strip()][:2]
        if not filled or not self._greets(lines[filled[0]]):
            return ()
        note = lines[filled[-1]].rstrip()
        return filled if note.endswith(":") and len(note.split()) <= NOTE_WORDS else filled[:1]

    def _greets(self, line: str) -> bool:
        """Whether a line only greets."""
        text = fold_latin(line)
        few = len(text.split()) <= GREETING_WORDS
        return few and any(re.match(rf"{re.escape(word)}\b", text) for word in self.greetings)

    def _closing(self, lines: Sequence[str], start: int, end: int) -> range:
        """The last lines where they close the message, with two hyphens or in words: names, addresses and notices."""
        last = max((at for at in range(start, end) if lines[at].strip()), default=start)
        closing = (at for at in range(start, end) if self._closes(lines[at], at < last))
        return range(next((at for at in closing if _is_signature(lines[start:at], lines[at + 1 : end])), end), end)

    def _closes(self, line: str, above_name: bool) -> bool:
        """Whether a line is words that close a message, with a name or without; above a name, or what may be one, more
        words may follow, as in "Thanks a lot!"."""
        signed = SIGNED.fullmatch(line.strip())
        text = fold_latin(line)
        opens = above_name and len(text.split()) <= GREETING_WORDS and text.startswith(tuple(self.closings))
        named = {text, fold_latin(signed["words"]) if signed else ""} & self.closings
        return opens or bool(named) or line.strip() == "--" or POSTSCRIPT.match(line) is not None


def _is_signature(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the last lines of a message have so few words that they are no text."""
    words, signed = (sum(len(line.split()) for line in part) for part in (above, below))
    return signed <= max(SIGNED_SHARE * words, SIGNED_WORDS)
