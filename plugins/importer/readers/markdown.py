"""A Markdown file into HTML, and what its header says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping

import yaml
from markdown_it import MarkdownIt

from plugins.importer.document import LeftOut
from plugins.importer.reasons import Reason

HEADER = re.compile(r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|$)", re.S)
# A header without fences, as Pelican and MultiMarkdown have it: rows of names and values down to the first blank line.
ROW = r"(?:[^\W\d_][\w -]{0,40}:(?:[ \t].*)?\n|[ \t]+\S.*\n)"
BARE_HEADER = re.compile(rf"\ufeff?(?P<fields>{ROW}+)(?:[ \t]*\n|$)")
FIELD = re.compile(r"(?P<name>[^\W\d_][\w -]{0,40}?)[ \t]*[:=](?:[ \t]+(?P<value>\S.*)|[ \t]*)")
NOTE = re.compile(r"^\[\^(\d{1,4})\]:[ \t]*(\S[^\n]*)$", re.M)
MARK = re.compile(r"\[\^(\d{1,4})\](?!:)")
COUNTED = re.compile(r"^( {0,3}\d{1,2})(\.[ \t]+\S[^\n]*)$", re.M)
# Links within links and the like are looked for no deeper than this; what is deeper stays text.
DEEPEST = 20
FEWEST_BARE = 2
OWN_TABLES, DEEPEST_FIELD = ("params", "extra"), 3


def to_html(
    text: str, opens_with_date: Callable[[str], bool], names_title: Callable[[str], bool]
) -> tuple[str, dict[str, str], list[LeftOut]]:
    """The HTML of a Markdown text, the fields of its header by their names in small letters, and the header itself.

    A header stands between lines of --- (YAML) or +++ (TOML), or without any if one of its names is that of a title
    (`names_title`). CommonMark with tables and numbered footnotes; the parser takes time in proportion
    to the text. A line for which `opens_with_date` holds, such as "3. maj 2024.", is no item of a numbered list.
    """
    header = HEADER.match(text)
    said = dict(_fields(header["fields"], header["fence"] == "+++")) if header else {}
    if header is None and (header := BARE_HEADER.match(text)) is not None:
        said = dict(_fields(header["fields"], False))
        if len(said) < FEWEST_BARE or not any(map(names_title, said)):
            header, said = None, {}
    left = [LeftOut(header["fields"], Reason.FILE_HEADER)] if header else []
    body = text[header.end() :] if header else text
    body = NOTE.sub(r'\2 <a href="#fnref\1">\1</a>\n', body)
    body = MARK.sub(r'<a href="#fn\1">[\1]</a>', body)
    body = COUNTED.sub(lambda match: f"{match[1]}\\{match[2]}" if opens_with_date(match[0].strip()) else match[0], body)
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable("table")
    return f"<article>{parser.render(body)}</article>", said, left


def _fields(text: str, is_toml: bool) -> Iterator[tuple[str, str]]:
    """The fields of a header; the name of an inner one is behind that of its field, as in "title sr"."""
    try:
        table: object = tomllib.loads(text) if is_toml else yaml.load(text, Loader=yaml.BaseLoader)
    except (ValueError, OverflowError, yaml.YAMLError, RecursionError):
        table = None
    yield from _flatten(table if isinstance(table, dict) else _rows(text))


def _rows(text: str) -> dict[str, str]:
    """The fields of a header that no parser reads, such as one with a colon in a title."""
    fields: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if match := FIELD.fullmatch(line.rstrip()):
            name = match["name"]
            fields[name] = (match["value"] or "").strip(" \t\"'")
        elif name:
            fields[name] = " ".join((fields[name], line.strip(" \t-"))).strip()
    return fields


def _flatten(table: Mapping[str, object], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{before}{str(name).lower()}"
        if isinstance(value, dict) and depth < DEEPEST_FIELD:
            # In Hugo and Zola these hold fields of the page's own.
            yield from _flatten(value, before if name in OWN_TABLES else f"{key} ", depth + 1)
        elif isinstance(value, list):
            yield key, ", ".join(str(item) for item in value if not isinstance(item, (dict, list)))
        elif value and not isinstance(value, dict):
            yield key, " ".join(str(value).split())
