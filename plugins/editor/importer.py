"""What the editor uses of the importer, which is loaded when it is first needed: always all of it, by this module.

Python leaves half a module to a second thread that begins to load a package at another of its ends.
"""

from collections.abc import Collection

from plugins.diagnostics import Message
from plugins.editor import pasting
from plugins.importer.asked import Topic
from plugins.importer.budget import limited_time
from plugins.importer.document import Block, Run
from plugins.importer.language.data import read_language
from plugins.importer.options import site_of
from plugins.importer.pipeline import import_document, resolve
from plugins.importer.readers.dispatch import SUFFIXES
from plugins.importer.roles import Overrides
from plugins.importer.units import KEPT
from plugins.importer.writers.files import article_file, write_result
from plugins.importer.writers.markdown import render


def read_paste(codes: Collection[str], html: str, plain: str) -> pasting.Paste:
    """What was pasted, as HTML or, where there is none, as plain text, on a site in these languages. Raises
    ImportFailure."""
    with limited_time(PASTED):
        languages = [read_language(code) for code in codes]
        return pasting.read_paste(html, plain, languages) if html else pasting.read_plain_paste(plain, languages)


PASTED = Message("what was pasted")
__all__ = [
    "KEPT",
    "SUFFIXES",
    "Block",
    "Overrides",
    "Run",
    "Topic",
    "article_file",
    "import_document",
    "read_language",
    "read_paste",
    "render",
    "resolve",
    "site_of",
    "write_result",
]
