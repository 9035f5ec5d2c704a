"""The pictures that an edition shows, gathered before its pages are made."""

from __future__ import annotations

from pathlib import PurePosixPath

from plugins.languages.faults import Fault
from plugins.languages.localizing import with_pictures
from plugins.languages.references import named_file, resolved
from plugins.languages.site import EditionSite
from plugins.languages.sources import Source
from plugins.languages.stories import Story
from plugins.pictures.faults import fault_of
from plugins.pictures.originals import Originals


def pictures_shown(site: EditionSite, originals: Originals) -> tuple[list[str], list[Fault]]:
    """The pictures of the edition's stories and texts, and a fault for each in a text that cannot be shown.

    Most faults are told before, from headers and references; this is for whatever way of writing a picture they miss.
    """
    images = [story.facts.image for story in site.stories if story.facts.image]
    originals.learn(images)
    faults = []
    for story in (*site.stories, *site.pages):
        for target in images_in(story.body) if story.text.source.pictured else ():
            image, source = file_of(target, story, site.desk.files), story.text.source
            problem = originals.problem(image) if image in site.desk.files else ""
            if image not in site.desk.files:
                message = (
                    f"the picture {target!r} is no file of this site: save it in content/images/ and name that file"
                )
                faults.append(source.fault(_line(source, target), message, "foreign-image"))
            elif problem:
                faults.append(fault_of(source, _line(source, target), 1, image, problem))
            else:
                images.append(image)
    return list(dict.fromkeys(images)), faults


def images_in(body: str) -> list[str]:
    """What the pictures of a body's HTML name as their source."""
    found: list[str] = []

    def noted(source: str, alt: str, title: str) -> str:
        found.append(source)
        return ""

    with_pictures(body, noted)
    return found


def file_of(target: str, story: Story, files: frozenset[str]) -> str:
    """The content file that a picture in a story names."""
    return resolved(named_file(target) or target, story.text.source.name, files)


def _line(source: Source, target: str) -> int:
    """The first line of a text that has the name of a picture."""
    name = PurePosixPath(target).name or target
    lines = enumerate(source.body.split("\n"), source.body_line)
    return next((number for number, line in lines if name in line), source.body_line)
