"""Markdown files to pairs of articles: sources, headers, shared fields, links, attachments. Imports no Pelican."""
