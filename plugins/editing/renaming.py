"""Renaming a story: its files, its old address as an alias, and the links in other texts."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.atomic_files import write_atomically
from plugins.content.library import ContentLibrary
from plugins.content.links.named_files import named_file, resolve_path
from plugins.content.markup.source_marks import DEFINED, HTML, LINK, blank_code
from plugins.content.outdated import ENDING, fingerprint, snapshot_name
from plugins.content.pairs import Pair, Text
from plugins.content.regular_files import read_regular_file
from plugins.content.sources import LONGEST_SLUG, SLUG
from plugins.diagnostics import Message, UserError
from plugins.editing.lookup import find_pair
from plugins.editing.new_article import slug_of

LINE_END = re.compile(r"\r\n|\r|\n")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True)
class RenamedArticle:
    """A story under its new name: `files` are the old and new paths of what was renamed, `changed` the paths of other
    texts whose links were rewritten, all relative to the site's folder; `alias` is the old address, or "" where no
    reader has it yet."""

    slug: str
    address: str
    files: tuple[tuple[str, str], ...]
    changed: tuple[str, ...]
    alias: str


@dataclass(frozen=True)
class _Links:
    """The links to rewrite, and their new targets."""

    library: ContentLibrary
    files: frozenset[str]
    old_slug: str
    new_slug: str

    def rewrite(self, markdown: str, name: str) -> str:
        """The Markdown of the file `name` with each link to one of the files leading to its new name."""
        if self.old_slug not in markdown:
            return markdown
        text = blank_code(markdown)
        spans = {match.span("target") for pattern in (LINK, DEFINED, HTML) for match in pattern.finditer(text)}
        for start, end in sorted(spans, reverse=True):
            target = markdown[start:end]
            file = named_file(target.strip("<>"))
            at = target.rfind(f"{self.old_slug}.")
            if file and at >= 0 and resolve_path(file, name, self.library.names) in self.files:
                new = target[:at] + self.new_slug + target[at + len(self.old_slug) :]
                markdown = markdown[:start] + new + markdown[end:]
        return markdown


def rename_article(slug: str, new_slug: str, *, library: ContentLibrary) -> RenamedArticle:
    """Give a story or a page another slug in all its languages.

    Its snapshots are renamed with it, the old address of what readers have seen becomes an alias, and links in all
    texts that name one of its files name the new one. Raises UserError, before anything is changed, where the new slug
    cannot be used.
    """
    pair = find_pair(library, slug)
    _check_slug(library, pair, new_slug)
    moves = dict(_moves(library, pair, new_slug))
    content, folder = library.config.content, library.config.content.name
    for name in moves.values():
        if (content / name).exists():
            path = f"{folder}/{name}"
            raise UserError(Message("{path} exists already: move it away or choose another name", path=path))
    links = _Links(library, frozenset(text.source.name for text in pair.texts.values()), pair.slug, new_slug)
    is_seen = bool(pair.published_texts) and not any(pair is other for other in library.waiting)
    address = f"/{pair.address.removesuffix(f'{pair.slug}/')}{new_slug}/"
    texts = {text.source.name: text for other in library.by_name.values() for text in other.texts.values()}
    changed: dict[str, str] = {}
    for name, text in texts.items():
        before = text.source.raw.decode("utf-8")
        after = _with_new_links(before, text, links)
        if is_seen and text is _holder_of_aliases(pair):
            after = _with_alias(after, text, f"/{pair.address}", address)
        if after != before:
            changed[name] = after
    snapshots = dict(_snapshots([texts[name] for name in changed], links))
    for name, data in {**changed, **snapshots}.items():
        write_atomically(content / name, data.encode("utf-8"))
    for old, new in moves.items():
        os.replace(content / old, content / new)
    return RenamedArticle(
        slug=new_slug,
        address=address,
        files=tuple((f"{folder}/{old}", f"{folder}/{new}") for old, new in moves.items()),
        changed=tuple(sorted(f"{folder}/{name}" for name in changed if name not in moves)),
        alias=f"/{pair.address}" if is_seen else "",
    )


def _check_slug(library: ContentLibrary, pair: Pair, new_slug: str) -> None:
    if not SLUG.fullmatch(new_slug) or len(new_slug) > LONGEST_SLUG:
        hint = slug_of(new_slug[:LONGEST_SLUG]) or "new-bridge"
        message = Message(
            "{slug!r} cannot be an address: use small letters, digits and hyphens, such as {hint}",
            slug=new_slug,
            hint=hint,
        )
        raise UserError(message)
    if new_slug == pair.slug:
        raise UserError(Message("{slug} has this name already", slug=pair.slug))
    if pair.kind == "page" and new_slug in library.config.reserved:
        message = Message("the address /{slug}/ belongs to the site itself: choose another name", slug=new_slug)
        raise UserError(message)
    other = next((p for p in library.by_name.values() if (p.kind, p.slug) == (pair.kind, new_slug)), None)
    if other is not None:
        path = next(iter(other.texts.values())).source.path
        raise UserError(Message("{path} has this address already: choose another name", path=path))


def _moves(library: ContentLibrary, pair: Pair, new_slug: str) -> Iterator[tuple[str, str]]:
    """Old and new names of all files of the pair, also of those that the library could not read."""
    languages = "|".join(map(re.escape, library.config.languages))
    own = re.compile(rf"{re.escape(pair.slug)}(?P<rest>\.(?:{languages})(?:\.md|{re.escape(ENDING)}))")
    folders = {text.source.name.rpartition("/")[0] for text in pair.texts.values()}
    for folder in sorted(folders):
        for file in sorted((library.config.content / folder).iterdir()):
            if match := own.fullmatch(file.name):
                yield f"{folder}/{file.name}", f"{folder}/{new_slug}{match['rest']}"


def _with_new_links(file: str, text: Text, links: _Links) -> str:
    """A file's whole text with the links of its body rewritten; line ends and all else stay as they are."""
    ends = list(LINE_END.finditer(file))
    first = text.source.body_line - 2
    start = ends[first].end() if 0 <= first < len(ends) else len(file)
    return file[:start] + links.rewrite(file[start:], text.source.name)


def _holder_of_aliases(pair: Pair) -> Text:
    """The text whose header has the aliases, or the original."""
    texts = pair.texts.values()
    return next((text for text in texts if text.source.field("aliases")), pair.texts[pair.original])


def _with_alias(file: str, holder: Text, old: str, new: str) -> str:
    """A file's whole text with the old address among its aliases, and without the new one."""
    lines = LINE.findall(file)
    end = lines[0][len(_content(lines[0])) :] or "\n"
    field = holder.source.field("aliases")
    if field is not None:
        _prepend(lines, field.line - 1, old, new)
    elif lines[0].lstrip("\ufeff").rstrip() == "---":
        lines.insert(1, f"aliases: {old}{end}")
    else:
        last = max(field.line for field in holder.source.fields)
        # A long value continues in lines that begin with spaces.
        while last < len(lines) and lines[last].startswith("  ") and lines[last].strip():
            last += 1
        if _content(lines[last - 1]) == lines[last - 1]:
            lines[last - 1] += end
        lines.insert(last, f"Aliases: {old}{end}")
    return "".join(lines)


def _content(line: str) -> str:
    return line.rstrip("\r\n")


def _prepend(lines: list[str], first: int, old: str, new: str) -> None:
    """Put the old address before the aliases of a field: plain values, quoted ones, and lists of YAML in both forms."""
    line = re.sub(rf"(?<![\w/.%-]){re.escape(new)}(?![\w/.%-]),?[ \t]*", "", lines[first])
    name, colon, value = line.partition(":")
    mark = re.match(r"[ \t]*[\[\"']?", value)
    opening, rest = (value[: mark.end()], value[mark.end() :]) if mark else ("", value)
    item = re.match(r"(\s*- +)\S", lines[first + 1]) if first + 1 < len(lines) and not rest.strip() else None
    if item:
        end = lines[first + 1][len(_content(lines[first + 1])) :]
        lines.insert(first + 1, f"{item[1]}{old}{end}")
        return
    comma = ", " if rest.strip("\"'] \t\r\n") else ""
    lines[first] = f"{name}{colon}{opening or ' '}{old}{comma}{rest}"


def _snapshots(texts: list[Text], links: _Links) -> Iterator[tuple[str, str]]:
    """The snapshots of changed originals with the same links rewritten, so that no translation counts as outdated."""
    for text in texts:
        pair = links.library.by_name[text.source.name]
        others = [other for language, other in pair.texts.items() if language != pair.original]
        for other in others if text.language == pair.original else ():
            name = snapshot_name(other.source.name)
            try:
                table = json.loads(read_regular_file(links.library.config.content / name))
                words = [links.rewrite(str(words), text.source.name) for _, words in table["paragraphs"]]
            except (OSError, ValueError, KeyError, TypeError):
                continue
            table["paragraphs"] = [[fingerprint(one), one] for one in words]
            yield name, json.dumps(table, ensure_ascii=False, indent=1) + "\n"
