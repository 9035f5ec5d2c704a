"""Markdown, images and files."""
