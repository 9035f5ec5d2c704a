"""An old page in, a pair of articles out. It is a tool of the desk: nothing here runs in a build, and it has no
settings.

`run` takes plain text, HTML saved from a browser, Word documents and saved messages, finds the article, parts it by
language, reads labels, dates and goals into the header, and writes `content/news/<yyyy>/<slug>.<language>.md`. What it
knows of a language stands in `profiles/<code>.toml`; the languages and categories are those of `pelicanconf.py`.
"""

from plugins.importer.importing import run

__all__ = ["run"]
