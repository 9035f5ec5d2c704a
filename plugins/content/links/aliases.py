"""Aliases: old addresses of stories in each edition, and diagnostics for those that hide another page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from plugins.content.counterparts import counterparts
from plugins.content.headers.fields import FieldError, read_aliases
from plugins.content.links.attachments import Attachment
from plugins.content.pairs import Pair
from plugins.content.settings.site_config import Edition, SiteConfig
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message


def old_paths(alias: str, editions: Collection[Edition]) -> Iterator[tuple[Edition, str]]:
    """The root-relative paths of an alias: in the root edition and below the prefix of each other one; an alias that
    begins with an edition's prefix belongs to that edition alone."""
    own = next((edition for edition in editions if edition.prefix and alias.startswith(f"/{edition.prefix}/")), None)
    for edition in [own] if own else editions:
        yield edition, alias if own or not edition.prefix else f"/{edition.prefix}{alias}"


def check_aliases(
    pairs: Collection[Pair], config: SiteConfig, attachments: Iterable[Attachment] = ()
) -> Iterator[Diagnostic]:
    """Aliases that are the address of a page or an attachment that is there, or that two stories claim; `pairs` are
    those that readers see, now or once their time has come."""
    aliased = [pair for pair in pairs if pair.shared.aliases]
    if not aliased:
        return
    there: dict[str, Pair | str] = {edition.path(""): Message("a front page") for edition in config.editions}
    there |= {f"/{file.address}": f"{config.content.name}/{file.name}" for file in attachments}
    for pair in pairs:
        shown = counterparts(pair, config).available
        there |= {edition.path(pair.address): pair for edition in config.editions if edition.name in shown}
    claimed: dict[str, Pair] = {}
    for pair in aliased:
        for source, line, alias in _read_valid_aliases(pair):
            paths = [_normalize_path(path) for _, path in old_paths(alias, config.editions)]
            problem = next(filter(None, (_problem(path, pair, there, claimed) for path in paths)), None)
            if problem:
                message = Message("alias {alias!r} {problem}", alias=alias, problem=problem)
                yield source.diagnostic(line, message, "bad-alias")
            for path in paths:
                claimed.setdefault(path, pair)


def check_against_output(pairs: Iterable[Pair], config: SiteConfig, files: Collection[str]) -> Iterator[Diagnostic]:
    """Aliases that are the address of any page or file of the built site; `files` are all its files, as paths from its
    root. Servers answer a redirect before they look for a file."""
    for pair in pairs:
        for source, line, alias in _read_valid_aliases(pair) if pair.shared.aliases else ():
            taken = [path for _, path in old_paths(alias, config.editions) if _file_of(path) in files]
            if taken:
                message = Message(
                    "alias {alias!r} is an address of the site's own ({address}): take it out, or correct it",
                    alias=alias,
                    address=taken[0],
                )
                yield source.diagnostic(line, message, "bad-alias")


def _file_of(path: str) -> str:
    """The file of the site that answers an address, as a server finds it."""
    settled = _normalize_path(re.sub("/{2,}", "/", unquote(path)))
    return f"{settled}index.html".lstrip("/") if settled.endswith("/") else settled.lstrip("/")


def _read_valid_aliases(pair: Pair) -> Iterator[tuple[Source, int, str]]:
    """Yield the file, the line and the text of each valid alias; those of a draft translation are not in use yet."""
    for text in (pair.published_texts or pair.texts).values():
        field = text.source.field("aliases")
        try:
            aliases = read_aliases(field.value) if field else ()
        except FieldError:
            continue
        for alias in aliases:
            yield text.source, field.line if field else 1, alias


def _normalize_path(path: str) -> str:
    """The path in the one form that pages have: servers answer `/x`, `/x/` and `/x/index.html` with the same page."""
    path = path.removesuffix("index.html")
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


def _problem(path: str, pair: Pair, there: dict[str, Pair | str], claimed: dict[str, Pair]) -> Message | None:
    if path in there:
        other = there[path]
        if other is pair:
            return Message("is this story's own address: take it out; only those that it had before belong here")
        whose = other if isinstance(other, str) else Message("the story {title!r}", title=other.title)
        return Message(
            "is the address of {whose}, whose readers would be sent here: take it out, or correct it", whose=whose
        )
    if claimed.get(path, pair) is not pair:
        return Message(
            "stands in {story!r} too: an old address leads to one story, so take it out of one of them",
            story=claimed[path].title,
        )
    return None
