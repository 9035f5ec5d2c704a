"""The theme's templates for machines, rendered as a build renders them."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree

TEMPLATES = Path(__file__).parents[2] / "theme" / "templates"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def render(template: str, page: object) -> str:
    """The text of a file."""
    return ENVIRONMENT.get_template(template).render(view=page)


def parsed(template: str, page: object) -> etree._Element:
    """The file as XML; it is an error if it is not well-formed."""
    return etree.fromstring(render(template, page).encode())


def texts(root: etree._Element, path: str) -> list[str]:
    """What an XPath finds: texts or attribute values."""
    return [str(found) for found in root.xpath(path, namespaces=NAMES)]
