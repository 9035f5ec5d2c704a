"""Saved and pasted messages: their headings, quotation marks and signatures are no part of the article."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from itertools import pairwise

from plugins.cyrillic import to_latin
from plugins.importer.document import CAPITALS, Block, LeftOut, PageHead, clean
from plugins.importer.language.data import ImportLanguage, either, fold_latin, words_in
from plugins.importer.metadata.dates import calendar_of
from plugins.importer.reasons import LeftOutReason

# The first lines of a saved message, whichever stands first: all are headers, one of which says who, what or when.
HEADERS = re.compile(rb"(?:[A-Za-z][\w-]{0,60}:.*\r?\n(?:[ \t]+\S.*\r?\n)*){2,}")
NAMED = re.compile(rb"(?im)^(?:From|Received|Return-Path|Message-ID|Delivered-To|Date|Subject|Snapshot-[\w-]+): ?\S")
MIME = re.compile(rb"(?im)^(?:MIME-Version:|Content-Type: ?[\w-]+/)")
FIELD = re.compile(r"\W{0,3}(?P<name>[^\W\d_][\w-]{1,15})\W{0,3}:(?:\s+|\W{0,2}\s+)(?P<value>\S.*)")
NESTED = re.compile(rb"(?im)^content-type:\s*(?:multipart/|message/rfc822)")
MOST_NESTED = 100
QUOTED = re.compile(r"^\s*(?:>\s?)+")
BODY_START = re.compile(r"<body(?:\s[^<>]{0,500})?>", re.IGNORECASE)
LONGEST_HEAD = 20_000
WORDS, TAGS = re.compile(r"[^\W\d_]{3,}"), re.compile(r"<[^<>]{0,2000}>")
# A plain alternative with fewer words of the other, and at least so many of its own, is another text.
FEWEST_OTHER, SHARE_OF_COPY, LONGEST_TEXT = 25, 0.4, 200_000


@dataclass(frozen=True)
class Message:
    """The text of a saved message; `sent` is the day on which it was sent, "" where it does not say."""

    subject: str
    body: str | bytes
    is_html: bool
    sent: str = ""


def read_attachments(raw: bytes) -> tuple[tuple[str, bytes], ...]:
    """The files that are attached to a saved message, as names and contents; no pictures within its text."""
    return tuple(_attachments(_parse(raw)))


def is_nested_deeply(raw: bytes) -> bool:
    """Whether a message holds so many others, or parts in parts, that it takes the parser long, or ends it."""
    return len(NESTED.findall(raw)) > MOST_NESTED


def _parse(raw: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(raw.lstrip())
    assert isinstance(message, EmailMessage)
    return message


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        name = part.get_filename() or ""
        disposition = part.get_content_disposition()
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        attached = disposition == "attachment" or (disposition == "inline" and not part.get("Content-ID"))
        if name and attached and isinstance(payload, bytes):
            yield name, payload


def is_message(raw: bytes) -> bool:
    """Whether the bytes are a saved message (.eml, .mht): its first lines are headers and it says so in MIME."""
    head = HEADERS.match(raw[:LONGEST_HEAD].lstrip())
    return head is not None and all(pattern.search(head[0]) is not None for pattern in (NAMED, MIME))


def read_message(raw: bytes) -> Message:
    """The text of a saved message: of what it says twice the HTML, and all parts that follow each other."""
    message = _parse(raw)
    parts = list(_texts(message))
    subject, sent = str(message.get("Subject", "")), _day_sent(message)
    if not parts:
        return Message(subject, raw, False, sent)
    if len(parts) == 1:
        return Message(subject, _decode(parts[0]), _is_html(parts[0]), sent)
    bodies = [_decode_loosely(part) for part in parts]
    if not any(map(_is_html, parts)):
        return Message(subject, "\n\n".join(bodies), False, sent)
    inner = [_extract_body(body, _is_html(part)) for part, body in zip(parts, bodies, strict=True)]
    return Message(subject, f"<html><body>{''.join(inner)}</body></html>", True, sent)


def _texts(part: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a message that are its text, in order; of alternatives the richest that is known."""
    inner = part.iter_parts() if part.is_multipart() else ()
    filled = [texts for one in inner if isinstance(one, EmailMessage) and (texts := list(_texts(one)))]
    if part.get_content_type() == "multipart/alternative":
        richest = next((texts for texts in filled if any(map(_is_html, texts))), filled[0] if filled else [])
        # Some programs send the two languages as if one were the other in plain text.
        yield from (text for texts in filled for text in texts if texts is richest or _says_more(texts, richest))
    elif part.is_multipart():
        # Of parts that belong together, as a page and its frames do, the first is the page.
        for texts in filled[:1] if part.get_content_type() == "multipart/related" else filled:
            yield from texts
    elif part.get_content_type() in ("text/html", "text/plain") and not _is_attached(part):
        yield part


def _says_more(texts: Sequence[EmailMessage], richest: Sequence[EmailMessage]) -> bool:
    """Whether a plain alternative is another text, and no copy of the richest or a line that leads to it."""
    if not all(map(_is_plain, texts)):
        return False
    words, shown = (
        {
            word
            for text in row
            for word in WORDS.findall(TAGS.sub(" ", html.unescape(_decode_loosely(text)))[:LONGEST_TEXT])
        }
        for row in (texts, richest)
    )
    return len(words) >= FEWEST_OTHER and len(words & shown) < SHARE_OF_COPY * len(words)


def _is_plain(part: EmailMessage) -> bool:
    return part.get_content_type() == "text/plain"


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _is_html(part: EmailMessage) -> bool:
    return part.get_content_type() == "text/html"


def _decode(part: EmailMessage) -> str | bytes:
    """The text of a part, or its bytes where they are not in the encoding that it names."""
    payload = part.get_payload(decode=True)
    body: str | bytes = payload if isinstance(payload, bytes) else str(payload)
    charset = part.get_content_charset() or ""
    if isinstance(body, bytes) and charset:
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            body = body.decode(charset)
    return body


def _decode_loosely(part: EmailMessage) -> str:
    body = _decode(part)
    return body if isinstance(body, str) else body.decode("utf-8", "replace")


def _extract_body(body: str, is_html: bool) -> str:
    """What stands in the body of a page, or the paragraphs of a plain text."""
    if not is_html:
        return "".join(f"<p>{html.escape(text)}</p>" for text in re.split(r"\n\s*\n", body) if text.strip())
    start = BODY_START.search(body)
    return body[start.end() if start else 0 :].replace("</body>", "").replace("</html>", "")


def _day_sent(message: EmailMessage) -> str:
    """The day of a message's header, as `2024-05-03`."""
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except ValueError:
        return ""


def unwrap_text(
    text: str, own: Sequence[ImportLanguage], sent: bool = False
) -> tuple[str, PageHead, list[tuple[str, str]]]:
    """Remove quotation marks, header lines, greeting and signature from a pasted message.

    Returns the text, the facts in it, and what was left out with the reason. `sent` says that it is a message even
    where the text does not show it."""
    lines = clean(text).split("\n")
    quoted = [bool(QUOTED.match(line)) for line in lines]
    if sum(quoted) >= 2:
        lines = [QUOTED.sub("", line) for line in lines]
    left_out: list[tuple[str, str]] = []
    title = ""
    kept: list[str] = []
    for line, reason, subject in _classify_lines(lines, own, sent or sum(quoted) >= 2):
        title = title or subject
        if reason:
            left_out.append((line, reason))
        kept.append("" if reason else line)
    return "\n".join(kept), PageHead(title=title), left_out


def unwrap_blocks(
    blocks: Sequence[Block], own: Sequence[ImportLanguage], sent: bool
) -> tuple[list[Block], list[LeftOut]]:
    """Leave out the blocks of a page that only belong to a message, as `unwrap_text` does with lines."""
    rows = [(at, line) for at, block in enumerate(blocks) for line in block.text.split("\n")]
    judged = _classify_lines([line for _, line in rows], own, sent)
    reasons: dict[int, list[str]] = {}
    for (at, line), (_, reason, _) in zip(rows, judged, strict=True):
        reasons.setdefault(at, []).extend([reason] if line.strip() else [])
    taken = {at: found[0] for at, found in reasons.items() if found and all(found)}
    return (
        [block for at, block in enumerate(blocks) if at not in taken],
        [LeftOut(blocks[at].text, reason) for at, reason in taken.items()],
    )


def is_letter(lines: Sequence[str], own: Sequence[ImportLanguage]) -> bool:
    """Whether lines that nobody says to be a message begin with a greeting and end with a signature."""
    return {LeftOutReason.GREETING, LeftOutReason.SIGNATURE} <= set(Thread(own).reasons(lines, ()).values())


def _classify_lines(lines: Sequence[str], own: Sequence[ImportLanguage], sent: bool) -> Iterator[tuple[str, str, str]]:
    """Yield each line with the reason why it is no text ("" if it is text), and the subject if it has one."""
    subjects = words_in(own, "subject")
    # What opens with a greeting was sent, whatever else it shows.
    first = next((line for line in lines if line.strip()), "")
    sent = sent or (first.rstrip()[-1:] in (",", "!", ".", ":") and Thread(own).greets(first))
    heads = _head_lines(lines, own)
    introduced = frozenset(at for at, line in enumerate(lines) if _introduces(line, own))
    around = Thread(own).reasons(lines, heads | introduced) if sent or heads or introduced else {}
    signed = _find_signature(lines)
    for at, line in enumerate(lines):
        match = FIELD.fullmatch(line.strip())
        if at in heads and match and fold_latin(match["name"]) in subjects:
            yield line, LeftOutReason.HEADER, _subject(match["value"], own)
        elif at in heads:
            yield line, LeftOutReason.HEADER, ""
        elif at >= signed and line.strip():
            yield line, LeftOutReason.SIGNATURE, ""
        elif at in introduced:
            yield line, LeftOutReason.MAIL_PROGRAM, ""
        elif line.strip() and at in around:
            yield line, around[at], ""
        else:
            yield line, "", ""


def _find_signature(lines: Sequence[str]) -> int:
    """Where the two hyphens above a signature stand, or the number of lines."""
    hyphens = (at for at, line in enumerate(lines) if line.rstrip() == "--")
    return next((at for at in hyphens if _may_be_signature(lines[:at], lines[at + 1 :])), len(lines))


def _may_be_signature(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the last lines of a message have so few words that they are no text."""
    words, signed = (sum(len(line.split()) for line in part) for part in (above, below))
    return signed <= max(SIGNED_SHARE * words, SIGNED_WORDS)


def _head_lines(lines: Sequence[str], own: Sequence[ImportLanguage]) -> frozenset[int]:
    """Where header lines stand: two or more together, one of which only messages have."""
    fields, marks = words_in(own, "mail") | words_in(own, "subject"), words_in(own, "sender")
    found: set[int] = set()
    group: list[int] = []
    marked = False
    for at, line in enumerate([*lines, ""]):
        match = FIELD.fullmatch(line.strip())
        name = fold_latin(match["name"]) if match else ""
        if match and name in fields:
            group.append(at)
            # In "From: 10:00" and "Od: 9 časova" an event begins, and no message.
            marked = marked or (name in marks and not calendar_of(own).opens_with_time(match["value"]))
        else:
            found |= set(group) if len(group) >= 2 and marked else set()
            group, marked = [], False
    return frozenset(found)


def _subject(value: str, own: Sequence[ImportLanguage]) -> str:
    return re.sub(rf"(?i)^(?:(?:{either(words_in(own, 'prefixes'))})\s*:\s*)+", "", value).strip()


def _introduces(line: str, own: Sequence[ImportLanguage]) -> bool:
    """ "On 3 May, X wrote:" and "Forwarded message"."""
    text = to_latin(line.strip()).casefold()
    if text.endswith(":") and text.rstrip(": ").endswith(tuple(words_in(own, "wrote"))):
        return re.search(r"\d", text) is not None
    return text.strip("-–— >:") in words_in(own, "forwarded")


# A message with fewer words than this share of the longest is a note above it, or what was asked before.
SHARE = 0.5
# A signature has at most this share of the words above it.
SIGNED_SHARE = 0.4
GREETING_WORDS, NOTE_WORDS, SIGNED_WORDS = 5, 15, 8
POSTSCRIPT = re.compile(r"\s*P\.?\s?S\.?\s*[:.–—-]?\s+(?=[^\W\d_])")
# "Best regards, Ana Ilić" and "Pozdrav Milena".
NAME = rf"[{CAPITALS}][\w.’'-]*"
SIGNED = re.compile(rf"(?P<words>[^\W\d_]+(?: [^\W\d_]+){{0,3}}?)[!.]?\s*[,–—-]?\s+{NAME}(?: {NAME}){{0,2}}")
# A message has the text of one above it, in an older version, if that has this share of its words.
SHARE_OF_VERSION = 0.6


class Thread:
    """Finds greetings and closing words of messages in the site's languages."""

    def __init__(self, own: Sequence[ImportLanguage]) -> None:
        self.greetings, self.closings = words_in(own, "greetings"), words_in(own, "closings")

    def reasons(self, page: Sequence[str], heads: Collection[int]) -> dict[int, str]:
        """For each line that is no text the reason why; `heads` are the lines that stand above a message."""
        lines = ["" if at in heads else line for at, line in enumerate(page)]
        starts = (at for at in heads if at - 1 not in heads)
        spans = [*pairwise(sorted({0, *starts, len(lines)}))]
        counts = [sum(len(line.split()) for line in lines[start:end]) for start, end in spans]
        found: dict[int, str] = {}
        newer: list[frozenset[str]] = []
        for (start, end), count in zip(spans, counts, strict=True):
            words = frozenset(WORDS.findall(" ".join(lines[start:end]).casefold()))
            if count < SHARE * max(counts):
                found |= dict.fromkeys(range(start, end), LeftOutReason.OTHER_MESSAGE)
            elif any(len(words & other) >= SHARE_OF_VERSION * len(words) for other in newer):
                found |= dict.fromkeys(range(start, end), LeftOutReason.OLDER_VERSION)
            else:
                found |= dict.fromkeys(self._greeting(lines, start, end), LeftOutReason.GREETING)
                found |= dict.fromkeys(self._closing(lines, start, end), LeftOutReason.SIGNATURE)
                newer.append(words)
        return found

    def _greeting(self, lines: Sequence[str], start: int, end: int) -> Iterator[int]:
        """The first line where it greets, and the next where it only says that the text follows."""
        filled = [at for at in range(start, end) if lines[at].strip()]
        if not filled or not self.greets(lines[filled[0]]):
            return
        yield filled[0]
        if len(filled) > 1 and lines[filled[1]].rstrip().endswith(":") and len(lines[filled[1]].split()) <= NOTE_WORDS:
            yield filled[1]

    def greets(self, line: str) -> bool:
        """Whether a line only greets."""
        text = fold_latin(line)
        return len(text.split()) <= GREETING_WORDS and any(
            re.match(rf"{re.escape(word)}\b", text) for word in self.greetings
        )

    def _closing(self, lines: Sequence[str], start: int, end: int) -> range:
        """The last lines where they close the message: names, addresses and notices."""
        last = max((at for at in range(start, end) if lines[at].strip()), default=start)
        at = max((at for at in range(start, end) if self._closes(lines[at], at < last)), default=end)
        return range(at, end) if _may_be_signature(lines[start:at], lines[at + 1 : end]) else range(0)

    def _closes(self, line: str, above_name: bool) -> bool:
        """Whether a line is words that close a message, with a name or without; above a name, or what may be one, more
        words may follow, as in "Thanks a lot!"."""
        signed = SIGNED.fullmatch(line.strip())
        text = fold_latin(line)
        opens = above_name and len(text.split()) <= GREETING_WORDS and text.startswith(tuple(self.closings))
        return (
            opens
            or POSTSCRIPT.match(line) is not None
            or bool({text, fold_latin(signed["words"]) if signed else ""} & self.closings)
        )
