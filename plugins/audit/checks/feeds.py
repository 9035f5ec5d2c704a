"""Checks of the Atom feeds: one edition only, stable ids, links to existing pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from plugins.audit.addresses import TargetKind
from plugins.audit.built_site import FEED, PAGE, SITE, Site
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.audit.spec import EditionSpec
from plugins.audit.xml_files import Entry, Feed
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule


@rule(FEED)
def feeds(site: Site, feed: Feed) -> Iterator[Diagnostic]:
    """Each feed is whole, in the language of its edition, and leads only to its pages."""
    edition = site.spec.edition_of(feed.path)
    yield from _check_head(site, feed, edition)
    for entry in feed.entries:
        yield from _check_entry(site, entry, edition)
        yield from _check_references(site, feed, entry)
    for name, times in Counter(entry.id for entry in feed.entries).items():
        if times > 1:
            yield problem(f"The id «{name}» stands for {times} entries.", "Give each entry an id of its own.")


def _check_head(site: Site, feed: Feed, edition: EditionSpec) -> Iterator[Diagnostic]:
    # Feed readers choose fonts, voices and translation by it
    if feed.lang != edition.tag:
        yield problem(
            f"xml:lang is «{feed.lang}» in the edition {edition.label}.",
            f"It must be «{edition.tag}», and the entries with it.",
        )
    if site.spec.local(feed.itself) != feed.path:
        yield problem(
            f"The feed's link to itself is «{feed.itself}».",
            f"Write {site.spec.absolute(feed.path)} with rel=self.",
        )
    if not feed.id or not feed.title:
        yield problem("The feed has no id or no title.", "Give it both.")
    # https://www.rfc-editor.org/rfc/rfc4287#section-4.1.1
    if not feed.author and not all(entry.author for entry in feed.entries):
        yield problem("Neither the feed nor each entry has an author.", "Give the feed one: Atom requires it.")
    if not _is_moment(feed.updated):
        yield problem(f"The feed's updated «{feed.updated}» is no date.", "Write it as 2026-01-31T08:00:00Z.")


def _check_entry(site: Site, entry: Entry, edition: EditionSpec) -> Iterator[Diagnostic]:
    path = site.spec.local(entry.link)
    if not entry.id or not entry.title or not _is_moment(entry.updated):
        yield problem(
            f"The entry {entry.link} lacks an id, a title or a date.", "Give it all three, the date with its zone."
        )
    if path is None or not site.is_indexable(path):
        yield problem(
            f"The entry «{entry.title}» leads to «{entry.link}», which is no canonical page of this site.",
            "Lead to the article's own absolute address, or leave the entry out.",
        )
    # Pelican's default feeds mix languages
    elif site.spec.edition_of(path) != edition or any(lang != edition.tag for lang in entry.langs):
        yield problem(
            f"The entry {path} is not of the edition {edition.label}.",
            "Keep each feed in one language: leave the entry out.",
        )


def _check_references(site: Site, feed: Feed, entry: Entry) -> Iterator[Diagnostic]:
    for reference in entry.references:
        target = site.spec.resolve(reference, feed.path)
        # Relative addresses need xml:base, which most feed readers ignore
        if "//" not in reference and target.kind in (TargetKind.INTERNAL, TargetKind.BROKEN):
            yield problem(
                f"The entry {entry.link} has the relative address «{reference}».",
                "Write it in full: feeds are read far from the site.",
            )
        elif target.kind is TargetKind.INTERNAL and not site.holds(target.path):
            yield problem(
                f"The entry {entry.link} leads to {target.path}, which is missing.", "Correct it in the article."
            )


@rule(SITE)
def feed_ids(site: Site) -> Iterator[Diagnostic]:
    """An article has the same id in every feed of its edition, and no two articles share one."""
    by_link: dict[str, str] = {}
    by_id: dict[str, str] = {}
    for path, feed in site.of_kind(FEED).items():
        for link, name in feed.entries:
            # Readers of two feeds see a story twice unless its id is the same in both
            if by_link.setdefault(link, name) != name:
                yield problem(
                    f"The entry {link} has another id here than in another feed.",
                    "Make the id from the slug: readers see it twice.",
                    path,
                )
            elif by_id.setdefault(name, link) != link:
                yield problem(
                    f"The id «{name}» stands for {link} and for {by_id[name]}.", "Put the edition into the id.", path
                )


@rule(PAGE)
def feed_links(site: Site, page: Page) -> Iterator[Diagnostic]:
    """The feed that a page names is a feed of the same edition."""
    for path in page.feeds:
        feed = site.about(path)
        if feed is None or feed.kind != FEED:
            yield problem(f"The feed {path or 'elsewhere'} is not in the output.", "Name a feed that is built.")
        elif site.spec.edition_of(path) != site.spec.edition_of(page.path):
            yield problem(f"The feed {path} is of another edition.", "Name the feed of this one.")


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
