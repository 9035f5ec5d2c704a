"""Blocks into Markdown that reads back as the same words: what Markdown would misread is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from plugins.importer.document import Block, Picture, Run

ESCAPED = re.compile(r"([\\`*_\[\]{}])")
# A number, a sign or an odd character that begins a list, heading, quotation, rule, table or other construct.
LINE_START = re.compile(
    r"(?P<number>\d+)\.(?=\s|$)|(?P<sign>[#>]|[+-](?=\s|$)|-(?=-)|!(?=!!))|(?P<odd>:(?=\s|$)|=(?==*\s*$)|~(?=~~))"
)
# The stars and the tag of each style.
STYLES = {"bold": ("**", "strong"), "italic": ("*", "em")}
# What a line of an item or a note has before it, below its first one.
INDENT = " " * 4
SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
SPACES_AND_CONTROLS = "".join(map(chr, range(33)))
UNSAFE_IN_ADDRESS = re.compile(r"[\s()<>\"\\\x60{}|^\[\]\x00-\x1f]")
ENTITY = re.compile(r"&(?:#\w*|\w+);?")


def render(blocks: Sequence[Block], image: Callable[[Picture], str]) -> str:
    """The Markdown of a text; `image` gives the Markdown that stands for a picture."""
    return _render_nested(blocks, image, 0) + "\n"


def _render_nested(blocks: Sequence[Block], image: Callable[[Picture], str], depth: int) -> str:
    """The Markdown of blocks in `depth` quotations, without the marks of these."""
    pieces: list[str] = []
    for quoted, group in groupby(blocks, key=lambda block: _quotations(block) > depth):
        if quoted:
            lines = _render_nested(list(group), image, depth + 1).split("\n")
            pieces.append("\n".join(f"> {line}" if line else ">" for line in lines))
        else:
            pieces += _pieces(group, image)
    return "\n\n".join(piece for piece in pieces if piece)


def _quotations(block: Block) -> int:
    """How many quotations a block stands in."""
    return block.quoted or int(block.kind == "quote")


def _pieces(blocks: Iterable[Block], image: Callable[[Picture], str]) -> Iterator[str]:
    """The Markdown of each block, and of each row of list items."""
    for kind, group in groupby(blocks, key=lambda block: block.kind if block.kind == "item" else id(block)):
        row = list(group)
        if kind == "item":
            marks = list_marks(row)
            items = (
                gap + lead + mark + _inline(block.runs).replace("\n", f"\n{lead}{INDENT}")
                for block, (gap, lead, mark) in zip(row, marks, strict=True)
            )
            yield "".join(items)
        else:
            yield _single(row[0], image)


def _single(block: Block, image: Callable[[Picture], str]) -> str:
    if block.kind == "heading":
        return "#" * min(max(block.level, 2), 6) + " " + re.sub(r"#(?=#*$)", r"\\#", _one_line(block.runs))
    if block.kind == "note":
        return f"[^{block.number}]: " + _inline(block.runs).replace("\n", f"\n{INDENT}")
    if block.kind == "rule":
        return "---"
    if block.kind == "table":
        return _table(block)
    if block.kind == "image" and block.picture:
        return _image(block, block.picture, image)
    return _inline(block.runs)


def _image(block: Block, picture: Picture, image: Callable[[Picture], str]) -> str:
    return "\n\n".join(part for part in (image(picture), _inline(block.runs)) if part)


def _table(block: Block) -> str:
    width = max(len(row) for row in block.rows)
    rows = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in block.rows]
    if not block.headed:
        rows.insert(0, [""] * width)
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _cell(blocks: Sequence[Block]) -> str:
    lines = (line.strip() for block in blocks for line in _join_runs(block.runs).split("\n"))
    return "<br>".join(line for line in lines if line).replace("|", "&#124;")


def _one_line(runs: Sequence[Run]) -> str:
    """The runs on a line that begins with something else, so that no construct can begin in them."""
    return _join_runs(replace(run, text=run.text.replace("\n", " ")) for run in runs)


def _inline(runs: Sequence[Run]) -> str:
    """The runs as one paragraph's Markdown; a line break becomes Markdown's two spaces."""
    lines = [_escape_start(line.strip()) for line in _join_runs(runs).split("\n") if line.strip()]
    if len(lines) > 1:
        # Lines with strokes could be read as a table.
        lines = [line.replace("|", "&#124;") for line in lines]
    return "  \n".join(lines)


def _join_runs(runs: Iterable[Run]) -> str:
    text = ""
    for href, group in groupby(_plain_breaks(runs), key=lambda run: run.href):
        link = _link(href, list(group))
        # With an exclamation mark before it a link would be an image.
        text = text[:-1] + "\\!" if text.endswith("!") and link.startswith("[") else text
        text += link
    return text


def _plain_breaks(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs with line breaks outside of every style and link, and with safe addresses only."""
    for run in runs:
        href = safe_address(run.href)
        for at, line in enumerate(run.text.split("\n")):
            if at:
                yield Run("\n")
            if line:
                yield replace(run, text=line, href=href)


def _link(href: str, runs: Sequence[Run]) -> str:
    text = _styles(runs)
    lead, bare, tail = _split_spaces(text)
    return f"{lead}[{bare}]({address_of(href)}){tail}" if href and bare else text


def _styles(runs: Sequence[Run], at_edges: bool = False) -> str:
    """Runs with their styles; a style that several share is written once around them. `at_edges` says that stars at
    either end would meet others."""
    text, at = "", 0
    while at < len(runs):
        style, end = max((_stretch(runs, at, style), style) for style in STYLES)[::-1]
        meets = _meets(runs, at, end) or (at_edges and (at == 0 or end == len(runs)))
        if end - at > 1:
            plain = [
                replace(run, bold=run.bold and style != "bold", italic=run.italic and style != "italic")
                for run in runs[at:end]
            ]
            inner = _styles(plain, at_edges=True)
            lead, bare, tail = _split_spaces(inner)
            text += lead + _mark_style(bare, style, meets) + tail
        else:
            text += _style_run(runs[at], meets)
        at = max(end, at + 1)
    return text


def _stretch(runs: Sequence[Run], at: int, style: str) -> int:
    """Where the row of runs ends that all have a style."""
    while at < len(runs) and runs[at].shift != "note" and getattr(runs[at], style):
        at += 1
    return at


def _meets(runs: Sequence[Run], at: int, end: int) -> bool:
    """Whether the runs from `at` up to `end` touch others with a style, so that stars could not tell where one ends."""
    end = max(end, at + 1)
    before = at > 0 and _has_style(runs[at - 1]) and " " not in runs[at - 1].text[-1:] + runs[at].text[:1]
    after = end < len(runs) and _has_style(runs[end]) and " " not in runs[end - 1].text[-1:] + runs[end].text[:1]
    return before or after


def _has_style(run: Run) -> bool:
    return run.shift != "note" and bool(run.bold or run.italic or run.shift)


def _style_run(run: Run, meets: bool) -> str:
    """Write one run with its style as stars, or as tags where the stars would meet others."""
    if run.shift == "note":
        return f"[^{run.text.strip('[]')}]"
    lead, bare, tail = _split_spaces(escape(run.text))
    if not bare or not _has_style(run):
        return lead + bare + tail
    if run.shift:
        bare = f"<{run.shift}>{bare}</{run.shift}>"
    for style in ("italic", "bold"):
        if getattr(run, style):
            bare = _mark_style(bare, style, meets)
    return lead + bare + tail


def _mark_style(text: str, style: str, meets: bool) -> str:
    """Put text into the stars of a style, or into its tag where the stars would meet others."""
    stars, tag = STYLES[style]
    return f"<{tag}>{text}</{tag}>" if meets else f"{stars}{text}{stars}"


def _split_spaces(text: str) -> tuple[str, str, str]:
    """The white space before, the text, and the white space after it."""
    bare = text.strip()
    at = text.find(bare)
    return (text[:at], bare, text[at + len(bare) :]) if bare else (text, "", "")


def escape(text: str) -> str:
    """Text in which no character has a meaning for Markdown or HTML, apart from those that have one at a line's
    start."""
    marked = ESCAPED.sub(r"\\\1", ENTITY.sub(_entity, text).replace("<", "&lt;"))
    return marked.replace("\\]:", "&#93;:")


def _entity(match: re.Match[str]) -> str:
    """An ampersand is escaped only where a browser would, or with the next piece might, read an entity: not in R&D."""
    plain = html.unescape(match[0]) == match[0] and not match[0].endswith(";") and match[0][1:2] != "#"
    return match[0] if plain else f"&amp;{match[0][1:]}"


def _escape_start(line: str) -> str:
    match = LINE_START.match(line)
    if match is None:
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.end() - 1 :]}"
    return "\\" + line if match["sign"] else f"&#{ord(line[0])};{line[1:]}"


def safe_address(href: str) -> str:
    """The address of a link where it may be kept: relative, or of a scheme that does nothing by itself; else ""."""
    # Browsers take line breaks and tabs out of an address, and read a space in it as %20.
    bare, address = re.sub(r"[\x00-\x20]+", "", href), re.sub(r"[\t\n\r]+", "", href.strip(SPACES_AND_CONTROLS))
    if address.startswith("//"):
        return f"https:{address}"
    scheme = SCHEME.match(bare)
    return "" if scheme and scheme.group().lower() not in SAFE_SCHEMES else address


def address_of(address: str) -> str:
    """The address with the characters that would end a Markdown link written as %xx."""
    return UNSAFE_IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), address)


def list_marks(blocks: Sequence[Block]) -> list[tuple[str, str, str]]:
    """For each item what stands before it, its indent, and its mark.

    Each level is four spaces further in, the highest at the edge; a level may not begin deeper than one below the last.
    Between a numbered list and one with points is an empty line; without it Markdown would read the second list as text
    of the first; where that is within another item, all items need one.
    """
    depth, highest, apart = 0, min(block.level for block in blocks), False
    rows: list[tuple[str, str, str]] = []
    numbered: dict[int, bool] = {}
    for at, block in enumerate(blocks):
        depth = min(block.level - highest, depth + 1) if at else 0
        numbered = {level: was for level, was in numbered.items() if level <= depth}
        turns = numbered.get(depth, bool(block.number)) != bool(block.number)
        apart = apart or (turns and depth > 0)
        numbered[depth] = bool(block.number)
        gap = ("\n\n" if turns else "\n") if at else ""
        rows.append((gap, INDENT * depth, f"{block.number}. " if block.number else "- "))
    return [("\n\n" if apart and gap else gap, lead, mark) for gap, lead, mark in rows]
