"""Renaming a story: its files, its old address as an alias, and the links in other texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from msgspec import structs

from plugins.content.library import ContentLibrary
from plugins.content.links.named_files import resolve_path
from plugins.content.markup.rendered import Reference
from plugins.content.outdated import ENDING, decode_snapshot, snapshot_name
from plugins.content.pairs import Pair, Text
from plugins.content.regular_files import read_regular_file
from plugins.content.sources import LONGEST_SLUG, SLUG
from plugins.diagnostics import Message, UserError, message_of
from plugins.editing.document import Document, DocumentError
from plugins.editing.lookup import find_pair
from plugins.locales.letters import slug_of
from plugins.system.file_changes import FilesChange


@dataclass(frozen=True)
class _Links:
    """The links to rewrite, and their new targets."""

    library: ContentLibrary
    files: frozenset[str]
    old_slug: str
    new_slug: str

    def rewrite(self, markdown: str, name: str) -> str:
        """The Markdown of the file `name` with each link to one of the files leading to its new name.

        The slug stands in a link where another one in its place changes the link, and nothing else that the text
        names."""
        if self.old_slug not in markdown:
            return markdown
        read, at = self.library.config.renderer.references_in, len(markdown)
        before = read(markdown)
        while (at := markdown.rfind(f"{self.old_slug}.", 0, at)) >= 0:
            changed = markdown[:at] + self.new_slug + markdown[at + len(self.old_slug) :]
            after = read(changed)
            if after != before and after == tuple(
                self._rename_link(old, new, name) for old, new in zip(before, after, strict=False)
            ):
                markdown, before = changed, after
        return markdown

    def _rename_link(self, old: Reference, new: Reference, name: str) -> Reference:
        """What a link should be that was changed: it leads to the file's new name, where it led to one of the files."""
        at = old.target.rfind(f"{self.old_slug}.")
        is_ours = old.file and at >= 0 and resolve_path(old.file, name, self.library.names) in self.files
        target = old.target[:at] + self.new_slug + old.target[at + len(self.old_slug) :]
        return structs.replace(old, target=target) if old != new and is_ours else old


def plan_renaming(slug: str, new_slug: str, *, library: ContentLibrary) -> FilesChange:
    """Plan what gives a story or a page another slug in all its languages.

    Its snapshots are renamed with it, the old address of what readers have seen becomes an alias, and links in all
    texts that name one of its files name the new one. Raises UserError where the new slug cannot be used.
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
    texts = {text.source.name: text for text in library.all_texts()}
    changed: dict[str, tuple[bytes | None, bytes | None]] = {}
    for name, text in texts.items():
        before = Document(text.source.raw)
        after = before.replace_body(links.rewrite(before.body, name))
        if is_seen and text is _holder_of_aliases(pair):
            after = _with_alias(after, f"/{pair.address}", address)
        if after != before:
            changed[name] = (before.raw, after.raw)
    changed |= _snapshots([texts[name] for name in changed], links)
    return FilesChange(changed, moves)


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
    if not pair.is_story and new_slug in library.config.reserved:
        message = Message("the address /{slug}/ belongs to the site itself: choose another name", slug=new_slug)
        raise UserError(message)
    other = next((p for p in library.pairs if p.name == f"{pair.kind}/{new_slug}"), None)
    if other is not None:
        message = Message("{path} has this address already: choose another name", path=other.main_text.source.path)
        raise UserError(message)


def _moves(library: ContentLibrary, pair: Pair, new_slug: str) -> Iterator[tuple[str, str]]:
    """Old and new names of all files of the pair, also of those that the library could not read."""
    languages = "|".join(map(re.escape, library.config.languages))
    own = re.compile(rf"{re.escape(pair.slug)}(?P<rest>\.(?:{languages})(?:\.md|{re.escape(ENDING)}))")
    folders = {text.source.name.rpartition("/")[0] for text in pair.texts.values()}
    for folder in sorted(folders):
        for file in sorted((library.config.content / folder).iterdir()):
            if match := own.fullmatch(file.name):
                yield f"{folder}/{file.name}", f"{folder}/{new_slug}{match['rest']}"


def _holder_of_aliases(pair: Pair) -> Text:
    """The text whose header has the aliases, or the original."""
    texts = pair.texts.values()
    return next((text for text in texts if text.source.field("aliases")), pair.main_text)


def _with_alias(document: Document, old: str, new: str) -> Document:
    """A file with the old address among its aliases, and without the new one; raises UserError."""
    aliases = re.split(r"[,\s]+", document.fields.get("aliases", ""))
    value = ", ".join([old, *(alias for alias in aliases if alias not in ("", old, new))])
    try:
        return document.replace_fields({"aliases": value})
    except DocumentError as error:
        raise UserError(message_of(error)) from None


def _snapshots(texts: list[Text], links: _Links) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
    """The snapshots of changed originals with the same links rewritten, so that no translation counts as outdated."""
    for text in texts:
        pair = links.library.by_name[text.source.name]
        others = [other for language, other in pair.texts.items() if language != pair.original]
        for other in others if text.language == pair.original else ():
            name = snapshot_name(other.source.name)
            try:
                before = read_regular_file(links.library.config.content / name)
            except OSError:
                continue
            if snapshot := decode_snapshot(before):
                rewritten = links.rewrite(snapshot.text, text.source.name)
                yield name, (before, replace(snapshot, text=rewritten).encode().encode())
