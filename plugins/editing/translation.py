"""Translations: the file of a story in another language, with each source paragraph as a comment, and its snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.content.headers.table import FIELD_NAMES, TEXT_FIELDS
from plugins.content.library import ContentLibrary
from plugins.content.markup.source_map import paragraphs
from plugins.content.outdated import encode_snapshot, snapshot_name
from plugins.content.pairs import Pair, Text
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import display_path
from plugins.diagnostics import Message, UserError
from plugins.editing.lookup import find_language, find_pair
from plugins.editing.new_article import header, write_new
from plugins.system.atomic_files import write_atomically


@dataclass(frozen=True)
class NewTranslation:
    """A translation that was started: the `path` of its file, relative to the site's folder; `paragraphs` is how many
    there are to translate."""

    path: str
    paragraphs: int


def start_translation(slug: str, *, library: ContentLibrary, to: str = "") -> NewTranslation:
    """Write the file of a story in another language, and the snapshot of its source.

    `to` may be "" where only one language is missing. Raises UserError where the story or the language does not
    exist, where the translation does, or where the original has no text yet.
    """
    config = library.config
    pair = find_pair(library, slug)
    missing = [code for code in config.languages if code not in pair.texts]
    if to in pair.texts:
        path = pair.texts[to].source.path
        raise UserError(Message("{path} exists already and was left as it is: edit it", path=path))
    if not missing:
        paths = ", ".join(text.source.path for text in pair.texts.values())
        raise UserError(Message("{slug} exists in every language: {paths}", slug=pair.slug, paths=paths))
    language = find_language(library, to, missing, "--to")
    original = pair.texts[pair.original]
    count = len(paragraphs(original.source.body, config.renderer))
    if not count:
        message = Message(
            "{path}: the original has no text yet: write it, then run translate again", path=original.source.path
        )
        raise UserError(message)
    name = original.source.name.removesuffix(f".{original.language}.md") + f".{language}.md"
    beside = {snapshot_name(name): encode_snapshot(original.source, library.clock.now)}
    file = write_new(config, name, counterpart(pair, language, config), beside)
    return NewTranslation(display_path(file, config.root), count)


def accept_translation(slug: str, *, library: ContentLibrary, language: str = "") -> tuple[str, ...]:
    """Record that the translations of a story, or the one in `language`, are up to date with the original as it is;
    returns their paths.

    Raises UserError where the story or such a translation does not exist.
    """
    pair = find_pair(library, slug)
    languages = [code for code in pair.texts if code != pair.original]
    if not languages:
        message = Message("{slug} has no translation yet: start one with ./inv translate {slug}", slug=pair.slug)
        raise UserError(message)
    if language:
        languages = [find_language(library, language, languages, "--language")]
    for code in languages:
        name = snapshot_name(pair.texts[code].source.name)
        snapshot = encode_snapshot(pair.texts[pair.original].source, library.clock.now)
        write_atomically(library.config.content / name, snapshot.encode())
    return tuple(pair.texts[code].source.path for code in languages)


def counterpart(pair: Pair, language: str, config: SiteConfig) -> str:
    """The text of the new file: its header has only fields of a language; the shared fields are inherited."""
    original = pair.texts[pair.original]
    fields = {FIELD_NAMES[name]: "" for name in TEXT_FIELDS if name == "title" or _value(original, name)}
    if _must_name_original(pair, language, config):
        fields["Original"] = pair.original
    fields["Status"] = "draft"
    source_fields = [f"{FIELD_NAMES[name]}: {_value(original, name)}" for name in TEXT_FIELDS if _value(original, name)]
    blocks = [block.text for block in paragraphs(original.source.body, config.renderer)]
    return (
        header(fields)
        + "\n"
        + comment("\n".join(source_fields))
        + "\n\n"
        + "".join(f"{comment(block)}\n\n\n\n" for block in blocks)
    )


def comment(text: str) -> str:
    """Text as an HTML comment; sequences that would end it are escaped."""
    return f"<!-- {text.replace('-->', '--&gt;')} -->"


def _must_name_original(pair: Pair, language: str, config: SiteConfig) -> bool:
    """Whether the new file's language, being first in the table, would count as the original's without a field."""
    order = list(config.languages)
    is_named = any(text.source.field("original") for text in pair.texts.values())
    return not is_named and order.index(language) < order.index(pair.original)


def _value(text: Text, name: str) -> str:
    field = text.source.field(name)
    return field.value if field else ""
