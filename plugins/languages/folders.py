"""Which files of the content folder are texts, and what their places and names say."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterator

from plugins.languages.faults import Fault

KINDS = {"news": "news", "pages": "page"}
LANGUAGE = r"(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)"
NAME = re.compile(rf"(?P<slug>.+)\.{LANGUAGE}\.md")
# What editors' programs make of that ending; such a file would be passed over in silence.
NEARLY = re.compile(r"\.md(?:\.txt)?$", re.I)
# Hidden files, and what Word lays beside a text that it has open.
PASSED_OVER = (".", "~$")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A whole path as it should be; `_name_fault` says what is wrong with any other.
PLACE = re.compile(rf"(?P<folder>{'|'.join(KINDS)})/(?:.*/)?(?P<slug>{SLUG.pattern})\.{LANGUAGE}\.md")


def markdown_files(folder: str, base: str = "", linked: bool = False) -> Iterator[tuple[str, bool]]:
    """Every Markdown file below a folder, in a stable order, and whether a symbolic link leads to it; hidden files and
    folders and Word's own notes are passed over, and so is a link to a folder that holds it. A file whose ending is
    nearly that of Markdown is among them, to be told."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        link = linked or entry.is_symlink()
        if entry.name.startswith(PASSED_OVER) or (link and _loops(entry.path)):
            continue
        if entry.is_dir():
            yield from markdown_files(entry.path, f"{base}{entry.name}/", link)
        elif entry.name.endswith(".md") or NEARLY.search(entry.name):
            yield base + entry.name, link


def _loops(path: str) -> bool:
    real = os.path.realpath(path)
    return os.path.isdir(real) and os.path.realpath(os.path.dirname(path)).startswith(real)


def named(path: str, name: str, languages: Collection[str]) -> tuple[str, str, str] | Fault:
    """The kind, the slug and the language that a file's place and name say."""
    match = PLACE.fullmatch(name)
    if match and match["language"] in languages:
        return KINDS[match["folder"]], match["slug"], match["language"]
    return _name_fault(path, name, languages)


def _name_fault(path: str, name: str, languages: Collection[str]) -> Fault:
    folder, _, base = name.rpartition("/")
    if folder.split("/")[0] not in KINDS:
        where = "content/news/<year>/ if it is an article, content/pages/ if it is a page"
        return Fault(path, 1, 1, f"this file is in no folder that is published: move it to {where}", "misplaced-file")
    if not base.endswith(".md"):
        cure = f"rename it to {NEARLY.sub('.md', base)}; if you see no ending, let your computer show endings first"
        return Fault(path, 1, 1, f"the file's name does not end with .md, and so is not read: {cure}", "bad-name")
    match = NAME.fullmatch(base)
    endings = " or ".join(f".{code}.md" for code in languages)
    if match is None:
        return Fault(
            path, 1, 1, f"the file's name does not say its language: end it with {endings}", "unknown-language"
        )
    if match["language"] not in languages:
        message = f"{match['language']!r} is not a language of this site: end the file's name with {endings}"
        return Fault(path, 1, 1, message, "unknown-language")
    message = (
        f"{match['slug']!r} cannot be an address: name the file in small letters, digits and hyphens, "
        f"such as {_suggested(match['slug'])}"
    )
    return Fault(path, 1, 1, message, "bad-name")


def _suggested(slug: str) -> str:
    plain = unicodedata.normalize("NFKD", slug.replace("đ", "dj").replace("Đ", "Dj")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "new-story"
