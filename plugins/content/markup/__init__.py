"""Markdown and the HTML made of it: rendering, what is removed, limits, videos, paragraphs."""
