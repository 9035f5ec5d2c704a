"""Writes the result: Markdown, images, the files of a pair; checks that no word is lost."""
