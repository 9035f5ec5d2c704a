"""`new` and `translate`: commands that start a file of the content folder."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.cli.terminal import print_line, run_safely
from plugins.project.current_site import open_library


def new(title: str, category: str, goals: Sequence[str], language: str, date: str) -> int:
    """Start a story."""

    def work() -> int:
        from plugins.editing import new_article

        library, sdgs = open_library(), ", ".join(goals)
        article = new_article(title, library=library, category=category, goals=sdgs, language=language, date=date)
        print_line(f"{article.path} is ready to write in; its address will be {article.address}")
        commands = [f"./inv translate {article.slug} --to {code}" for code in article.translations]
        if commands:
            print_line(f"When the text is done: {', '.join(commands)}")
        return 0

    return run_safely(work)


def translate(slug: str, to: str) -> int:
    """Start the translation of a story."""

    def work() -> int:
        from plugins.editing import start_translation

        translation = start_translation(slug, library=open_library(), to=to)
        print_line(f"{translation.path} is ready: {translation.paragraphs} paragraphs, each below its original.")
        print_line("When it is done, delete the line `Status: draft`.")
        return 0

    return run_safely(work)
