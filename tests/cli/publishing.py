"""What the tests of publishes write to their sites."""

from tests.checkout import Checkout

SETTINGS = 'from pelicanconf import *\nTARGETS = {"here": {"kind": "folder", "path": "published", "wait_seconds": 0}}\n'
# Of a site that was published once: `bridge-0` and so on.
STORIES = 6


def write_story(place: Checkout, name: str, body: str) -> None:
    """Write a story in one language."""
    place.site.article(name, category="local", date="2026-04-01", body=body)
