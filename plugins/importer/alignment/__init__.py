"""Which lines of a page are each other's translation: by words, names, numbers, sound, length and order.

`align(lines, table_of(code, other))` gives each line its partner; `tests.tools.word_tables` learns the tables in
`data/`."""

from plugins.importer.alignment.partners import Partner, align
from plugins.importer.alignment.words import table_of

__all__ = ["Partner", "align", "table_of"]
