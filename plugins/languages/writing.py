"""How every page is written: one template, two names (`frame` and `page`), by the writer that Pelican was given."""

from __future__ import annotations

from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader
from pelican.generators import Generator

from plugins.languages.site import EditionSite


def write_page(generator: Any, writer: Any, address: str, template: str, page: object) -> None:
    """Render the page at `address` of the run's edition; a template sees `frame` and `page` and nothing else."""
    site: EditionSite = generator.context["site"]
    frame = generator.context.get("frame")
    writer.write_file(site.edition.save_as(address), generator.get_template(template), {}, False, frame=frame, page=page)


def use_own_templates(generator: Generator) -> None:
    """Handler of `generator_init`: a template that the theme lacks is an error, not one of another theme.

    Pelican's own generators write nothing here, but ask for their templates all the same, so they keep theirs.
    """
    if type(generator).__module__.startswith("pelican."):
        return
    generator.env.loader = ChoiceLoader([FileSystemLoader(generator._templates_path)])
