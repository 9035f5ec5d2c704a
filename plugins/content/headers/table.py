"""Every field of a header, in one table: whose it is, how it is written, and what shows it.

The reader, the editor's form, new and translated files, the order of a written header, messages about unknown fields
and what an Article has of its header follow from it. A field that is plain words of a text needs a row here alone: it
is read into `Text.more`, and a story's page has it as `view.story.more`. docs/contributing.md shows one as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple


class Owner(Enum):
    """Whose a field is: of a text in one language, of the pair for readers, or of the pair for whoever publishes it."""

    TEXT = "text"
    PAIR = "pair"
    PUBLISHING = "publishing"


class HeaderField(NamedTuple):
    """One field; `name` is in small letters.

    `is_words`: plain words for readers, in the language of the file and the script of the edition. `has_attribute`:
    the value has a type or an attribute of its own in `Text` or `SharedMetadata`, where `PairReader` puts it.
    `on_cards`: lists show it. `on_pages`: fixed pages may have it. `in_metadata`: an Article has it as it is written.
    `is_compared`: a translation is outdated where the original's has changed. `is_note`: it tells readers of a change,
    with its date. `most`: its characters.
    """

    name: str
    owner: Owner
    is_words: bool = False
    has_attribute: bool = True
    on_cards: bool = False
    on_pages: bool = True
    in_metadata: bool = False
    is_compared: bool = False
    is_note: bool = False
    most: int = 5_000

    @property
    def header_name(self) -> str:
        """How it is written in a header: "Image-Alt"."""
        return "SDGs" if self.name == "sdgs" else self.name.title()


_ROWS = (
    HeaderField("title", Owner.TEXT, is_words=True, on_cards=True, is_compared=True, most=500),
    HeaderField("summary", Owner.TEXT, is_words=True, on_cards=True, is_compared=True),
    HeaderField("modified", Owner.TEXT),
    HeaderField("correction", Owner.TEXT, is_words=True, has_attribute=False, is_note=True, most=1_000),
    HeaderField("update", Owner.TEXT, is_words=True, has_attribute=False, is_note=True, most=1_000),
    HeaderField("image-alt", Owner.TEXT, is_words=True, on_cards=True, in_metadata=True, is_compared=True),
    HeaderField("image-credit", Owner.TEXT, is_words=True, on_cards=True, in_metadata=True),
    HeaderField("event-place", Owner.TEXT, is_words=True, on_pages=False, in_metadata=True),
    HeaderField("date", Owner.PAIR, on_cards=True),
    HeaderField("category", Owner.PAIR, on_cards=True),
    HeaderField("sdgs", Owner.PAIR, on_cards=True),
    HeaderField("image", Owner.PAIR, on_cards=True),
    HeaderField("author", Owner.PAIR),
    HeaderField("topics", Owner.PAIR, on_pages=False),
    HeaderField("places", Owner.PAIR, on_pages=False),
    HeaderField("event-start", Owner.PAIR, on_pages=False, in_metadata=True),
    HeaderField("event-end", Owner.PAIR, on_pages=False, in_metadata=True),
    HeaderField("event-link", Owner.PAIR, on_pages=False, in_metadata=True),
    HeaderField("original", Owner.PUBLISHING),
    HeaderField("status", Owner.PUBLISHING),
    HeaderField("untranslated", Owner.PUBLISHING),
    HeaderField("aliases", Owner.PUBLISHING, most=20_000),
    HeaderField("preview", Owner.PUBLISHING),
    HeaderField("order", Owner.PUBLISHING),
    HeaderField("press-kit", Owner.PUBLISHING, on_pages=False),
)
HEADER_FIELDS: Mapping[str, HeaderField] = {field.name: field for field in _ROWS}
"""The fields by name, in the order in which a header has them."""
MORE_WORDS = tuple(field.name for field in _ROWS if field.is_words and not field.has_attribute)
"""Words of a text that have no attribute of their own: `Text.more` has them."""
NOTES = tuple(field.name for field in _ROWS if field.is_note)
"""Notes for readers about a change."""
