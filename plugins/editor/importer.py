"""What the editor uses of the importer, which is loaded when it is first needed: always all of it, by this module.

Python leaves half a module to a second thread that begins to load a package at another of its ends.
"""

from plugins.importer.asked import Topic
from plugins.importer.document import Block, Run
from plugins.importer.language.data import read_language
from plugins.importer.options import site_of
from plugins.importer.pipeline import import_document, resolve
from plugins.importer.readers import paste
from plugins.importer.readers.dispatch import SUFFIXES
from plugins.importer.roles import Overrides
from plugins.importer.units import KEPT
from plugins.importer.writers.files import article_file, write_result
from plugins.importer.writers.markdown import render

__all__ = [
    "KEPT",
    "SUFFIXES",
    "Block",
    "Overrides",
    "Run",
    "Topic",
    "article_file",
    "import_document",
    "paste",
    "read_language",
    "render",
    "resolve",
    "site_of",
    "write_result",
]
