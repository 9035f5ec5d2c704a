"""The sources of a release: what published pages are made from, in the form in which anybody may have it.

A later publish that holds a story back, or brings one alone, builds from them. They are the closure of what is
published: texts without what readers do not see of them, the pictures and files that these show and link to, pictures
without what the camera wrote, and the tables that pages read. Nothing of a draft is among them.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

from plugins.content.headers.reader import read_header
from plugins.content.library import ContentLibrary
from plugins.content.links.named_files import named_file, resolve_path
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.pairs import Text
from plugins.content.settings.authors import FILE as AUTHORS
from plugins.content.settings.press_office import office_file
from plugins.content.settings.site_config import GLOSSARY, SiteConfig, files_of
from plugins.images.image_check import pictures_of
from plugins.press_kit import strip_metadata
from plugins.publishing.releases import keep_only
from plugins.system.atomic_files import write_atomically
from plugins.system.digests import FileDigests, key_of, read_cached, sha256, write_cached

TEXT = ".md"
COMMENT = re.compile(r"<!--.*?-->", re.S)
# What a comment becomes: blocks begin and end where they did.
NO_COMMENT = "<!-- -->"
# From the sign of a comment to the end of its line, in tables and in YAML.
LINE_COMMENT = re.compile(r"[ \t]*#.*")
WORD = re.compile(r"[^\W_]+")
# Without any of these a text has nothing that readers do not see.
SIGNS = ("<", "]:", "{", "&")


def write_sources(library: ContentLibrary, folder: Path, code: str, digests: FileDigests) -> Path:
    """Make `folder` hold the sources of what a library publishes, and nothing else; returns it. What is there from the
    publish before stays where it is the same; `code` is the key of the code that made it. Raises OSError."""
    content, record = library.config.content, folder.with_name(f"{folder.name}.record")
    names, known = published_files(library), read_cached(record, dict[str, tuple[str, str]], {})
    made = dict[str, tuple[str, str]]()
    keep_only(folder, names)
    for name in sorted(names):
        key, goal = key_of(code, library.config.renderer.key, digests.find(content / name)), folder / name
        before, digest = known.get(name, ("", ""))
        if key != before or not goal.is_file() or digests.find(goal) != digest:
            data = public_form(library, name, (content / name).read_bytes())
            digest = sha256(data)
            write_atomically(goal, data)
        made[name] = key, digest
    write_cached(record, made)
    return folder


def published_files(library: ContentLibrary) -> set[str]:
    """The files, by their paths in the content folder, that published pages are made from."""
    texts = [text for pair in library.published_pairs for text in pair.published_texts.values()]
    shown = {name for text in texts for name in shown_files(text, library)}
    images = {pair.shared.image for pair in library.published_pairs}
    subjects = {subject.image for subject in library.config.subjects.by_name.values()}
    files = library.config.files & {*shown, *images, *subjects, *tables_of(library.config)}
    return {*files, *library.published_names}


def shown_files(text: Text, library: ContentLibrary) -> Iterator[str]:
    """The files of the content folder, texts aside, that a text shows or links to."""
    name, files = text.source.name, library.config.files
    linked = (named_file(reference.target) for reference in library.references(text))
    named = (*pictures_of(text, library), *(resolve_path(path, name, files) for path in linked if path))
    yield from (path for path in named if path and not path.endswith(TEXT))


def tables_of(config: SiteConfig) -> set[str]:
    """The names of the tables in the content folder that pages read; lists for checks alone are none of them."""
    return {
        AUTHORS,
        GLOSSARY,
        *(f"{kind.plural}.toml" for kind in config.subjects.kinds),
        *map(office_file, config.languages),
    }


def unpublished_in(library: ContentLibrary, folder: Path, digests: FileDigests) -> list[str]:
    """The sources in a folder that are, by their name or by their bytes, a text or a file that no published page is
    made from; a file that is published under another name is none."""
    content, published = library.config.content, published_files(library)
    others = [name for name in files_of(content) if name not in published]
    hidden = {digests.find(content / name) for name in others} - {digests.find(content / name) for name in published}
    return [name for name in files_of(folder) if name in others or digests.find(folder / name) in hidden]


def public_form(library: ContentLibrary, name: str, data: bytes) -> bytes:
    """A file of the content folder without what readers do not get of it."""
    pair = library.by_name.get(name)
    text = next((text for text in pair.texts.values() if text.source.name == name), None) if pair else None
    if text:
        written = data.decode("utf-8-sig").replace("\r\n", "\n")
        with contextlib.suppress(Exception):
            # A text that cannot be rendered is not published; it stays as it is, for its error to be found.
            return _public_text(written, text.source.body_line, library.config.renderer).encode()
        return data
    if name.endswith(".toml"):
        return _without_comments(data.decode("utf-8-sig"), tomllib.loads).encode()
    if name == GLOSSARY:
        return re.sub(r"(?m)^[ \t]*#.*", "", data.decode("utf-8-sig")).encode()
    return strip_metadata(data)


def _public_text(written: str, body_line: int, renderer: MarkdownRenderer) -> str:
    lines = written.split("\n")
    head, body = "\n".join(lines[: body_line - 1]), "\n".join(lines[body_line - 1 :])
    if head.startswith("---"):
        head = _without_comments(head, lambda text: [field[:2] for field in read_header(text).fields])
    if any(sign in body for sign in SIGNS):
        html = renderer.render(body)

        def is_same(text: str) -> bool:
            return renderer.render(text) == html

        body = _replace(body, COMMENT, NO_COMMENT, is_same)
        # Any other word that readers do not get, such as the name of a mark that is taken out.
        shown = set(WORD.findall(unescape(html)))
        for number, word in enumerate(dict.fromkeys(WORD.findall(body))):
            if word not in shown:
                body = _replace(body, re.compile(rf"(?<![^\W_]){word}(?![^\W_])"), f"x{number}", is_same)
    return f"{head}\n{body}" if body_line > 1 else body


def _without_comments(text: str, read: Callable[[str], object]) -> str:
    """A text without the comments of its lines: what is read of it stays the same."""
    found = read(text)
    return _replace(text, LINE_COMMENT, "", lambda other: read(other) == found)


def _replace(text: str, pattern: re.Pattern[str], other: str, is_same: Callable[[str], bool]) -> str:
    """The text with all that matches replaced or, where it would not be the same then, with each that may be."""
    whole = pattern.sub(lambda match: other, text)
    if whole == text or _holds(is_same, whole):
        return whole
    for match in reversed(list(pattern.finditer(text))):
        shorter = f"{text[: match.start()]}{other}{text[match.end() :]}"
        if _holds(is_same, shorter):
            text = shorter
    return text


def _holds(is_same: Callable[[str], bool], text: str) -> bool:
    try:
        return is_same(text)
    except Exception:
        # It cannot even be read.
        return False
