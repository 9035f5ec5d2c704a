"""Style sheets of the output: which files they ask for."""

from __future__ import annotations

import re

from plugins.publishing.audit.addresses import Addresses
from plugins.publishing.audit.notes import Notes
from plugins.publishing.audit.pages import Page

# An address in a remark asks for nothing
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)


def read_style_sheet(path: str, data: bytes, addresses: Addresses) -> Page:
    """A style sheet as a page of parts only, so that what is asked of a page's parts is asked of its parts too."""
    notes = Notes(path, addresses)
    for match in ADDRESS.finditer(REMARK.sub("", data.decode("utf-8", "replace"))):
        reference = next((group for group in match.groups() if group), "")
        # A reference inside the sheet, such as url(#mask), asks for nothing
        if reference and not reference.startswith("#"):
            notes.part("css", reference)
    return notes.page(compressed=0)
