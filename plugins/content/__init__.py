"""Markdown files to pairs of articles. Imports no Pelican.

`library` holds everything read; `pair_reader` makes pairs of files. `headers` reads a file's fields and their types,
`markup` makes HTML of its text, `links` follows where it points, and `settings` is what holds for the whole site.
"""
