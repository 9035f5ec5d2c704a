"""Which lines of a page are each other's translation: by words, names, numbers, sound, length and order.

`align(lines, table_of(code, other))` gives each line its partner, `similarity` says how alike two lines are;
`tests.tools.word_tables` learns the tables in `data/`."""

from plugins.importer.alignment.partners import Partner, align, similarity
from plugins.importer.alignment.words import table_of

__all__ = ["Partner", "align", "similarity", "table_of"]
