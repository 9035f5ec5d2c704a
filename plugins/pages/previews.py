"""Previews of drafts, only where an editor asks for one: pages at addresses that nobody can guess, and that nothing
lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from plugins.languages.links import Counterparts
from plugins.languages.stories import Story, tell
from plugins.languages.writing import Sheet
from plugins.pages.composer import Composer
from plugins.pages.page_views import ArticlePage


def preview_sheets(composer: Composer) -> Iterator[Sheet]:
    """A page for each draft in this edition's language whose header says `Preview: yes`; none without a secret word."""
    site, key = composer.site, str(composer.site.settings["PREVIEW_KEY"])
    for pair in site.newsroom.previews:
        story = tell(pair, site.edition, site.desk, site.bodies) if site.edition.language in pair.texts else None
        if story and not key:
            site.previews.append((story.text.source.path, ""))
        elif story:
            address = preview_address(story, key)
            site.previews.append((story.text.source.path, site.absolute(site.edition.path(address))))
            make = lambda story=story, address=address: preview_page(composer, story, address)  # noqa: E731
            yield Sheet(address, "article", (composer.page_key(story),), make)


def preview_address(story: Story, key: str) -> str:
    """The address of a story's preview, the same from build to build."""
    name = f"{story.edition.name}:{story.pair.kind}:{story.slug}".encode()
    return f"preview/{hashlib.blake2b(name, key=hashlib.sha256(key.encode()).digest(), digest_size=16).hexdigest()}/"


def preview_page(composer: Composer, story: Story, address: str) -> ArticlePage:
    """The draft as it would be published, kept from search engines; the switch leads to the front pages."""
    here = Counterparts(address, (), (story.edition.name,))
    head = composer.head("article", address, story.title, story.summary, here)
    head = composer.crumbed(replace(head, robots="noindex", published=story.date.isoformat(timespec="seconds")))
    return ArticlePage(head, composer.view(story), (), "", (), None, None)
