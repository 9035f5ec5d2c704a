"""Markdown files to pairs of articles. Imports no Pelican.

`library` holds everything that was read; `pair_reader` makes pairs of files. `headers` reads and types a file's fields,
`markup` makes HTML of its text, `links` follows where it points, and `settings` is what holds for the whole site.
"""
