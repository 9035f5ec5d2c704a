"""`new` and `translate`: commands that start a file of the content folder."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.cli.terminal import command, print_line
from plugins.project.settings import open_library


@command
def new(title: str, category: str, goals: Sequence[str], language: str, date: str) -> int:
    """Start a story."""

    from plugins.editing.new_article import new_article

    library, sdgs = open_library(), ", ".join(goals)
    article = new_article(title, library=library, category=category, goals=sdgs, language=language, date=date)
    print_line(f"{article.path} is ready to write in; its address will be {article.address}")
    commands = [f"./inv translate {article.slug} --to {code}" for code in article.translations]
    if commands:
        print_line(f"When the text is done: {', '.join(commands)}")
    return 0


@command
def translate(slug: str, to: str) -> int:
    """Start the translation of a story."""

    from plugins.editing.translation import start_translation

    translation = start_translation(slug, library=open_library(), to=to)
    print_line(f"{translation.path} is ready: {translation.paragraphs} paragraphs, each below its original.")
    print_line("When it is done, delete the line `Status: draft`.")
    return 0
