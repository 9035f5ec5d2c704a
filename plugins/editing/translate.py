"""Translating: the counterpart of a story, the original's paragraphs in it as comments, one above each to come."""

from __future__ import annotations

from rich.console import Console

from plugins.content.config import SiteConfig
from plugins.content.library import ContentLibrary
from plugins.content.outdated import encoded, snapshot_name
from plugins.content.pairs import Pair, Text
from plugins.content.paragraphs import paragraphs
from plugins.content.sources import shown
from plugins.editing.lookup import Refused, language_of, pair_of, say
from plugins.editing.new_article import header, write

OWN = {"title": "Title", "summary": "Summary", "image-alt": "Image-Alt", "image-credit": "Image-Credit"}


def translate(slug: str, *, library: ContentLibrary, console: Console, to: str = "") -> int:
    """Make the file of a story in another language, and record what it is made from."""
    config = library.config
    try:
        pair = pair_of(library, slug)
        missing = [code for code in config.languages if code not in pair.texts]
        if to in pair.texts:
            raise Refused(f"{pair.texts[to].source.path} is there already, and stays as it is: edit it")
        if to and to not in config.languages:
            language_of(library, to, missing or config.languages, "--to")
        if not missing:
            raise Refused(
                f"{pair.slug} is there in every language: {', '.join(text.source.path for text in pair.texts.values())}"
            )
        language = language_of(library, to, missing, "--to")
        original = pair.texts[pair.original]
        name = original.source.name.removesuffix(f".{original.language}.md") + f".{language}.md"
        file = write(config, name, counterpart(pair, language, config))
    except Refused as refusal:
        say(console, str(refusal))
        return 1
    (config.content / snapshot_name(name)).write_text(encoded(original, library.now), "utf-8")
    count = len(paragraphs(original.source.body))
    say(console, f"{shown(file, config.root)} is ready: {count} paragraphs, each below its original.")
    say(console, "When it is done, take the line `Status: draft` out.")
    return 0


def counterpart(pair: Pair, language: str, config: SiteConfig) -> str:
    """The translation's file: only what belongs to a language stands in its header; the shared facts are inherited."""
    original = pair.texts[pair.original]
    fields = {shown: "" for name, shown in OWN.items() if name == "title" or _value(original, name)}
    if _must_name_original(pair, language, config):
        fields["Original"] = pair.original
    fields["Status"] = "draft"
    told = [f"{shown}: {_value(original, name)}" for name, shown in OWN.items() if _value(original, name)]
    blocks = [block.text for block in paragraphs(original.source.body)]
    return (
        header(fields)
        + "\n"
        + comment("\n".join(told))
        + "\n\n"
        + "".join(f"{comment(block)}\n\n\n\n" for block in blocks)
    )


def comment(text: str) -> str:
    """Text as an HTML comment, which nothing in it can end."""
    return f"<!-- {text.replace('-->', '--&gt;')} -->"


def _must_name_original(pair: Pair, language: str, config: SiteConfig) -> bool:
    """Whether, without a word, the new file's language would be taken for the original's, as the first in the table."""
    order = list(config.languages)
    said = any(text.source.field("original") for text in pair.texts.values())
    return not said and order.index(language) < order.index(pair.original)


def _value(text: Text, name: str) -> str:
    field = text.source.field(name)
    return field.value if field else ""
