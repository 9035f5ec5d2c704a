"""Subjects: the list of all topics, places or authors, and for each of them its stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from plugins.content.addresses import feed_address
from plugins.content.counterparts import Counterparts
from plugins.content.subjects import IN_TABLES, SubjectKind, SubjectName
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_writer import PageSpec
from plugins.pages.builder import PageBuilder
from plugins.pages.json_ld import describe_list
from plugins.pages.kinds.lists import ListPart, last_change, list_head, list_parts
from plugins.pages.views import Link, ListPage, PageKind, SubjectEntry, SubjectsPage

# The string that says what the list of all is.
ABOUT = {
    SubjectKind.TOPIC: "topics_description",
    SubjectKind.PLACE: "places_description",
    SubjectKind.AUTHOR: "authors_description",
}


def subject_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """For each kind that the edition has a subject of, the list of all, and the pages of each."""
    for kind in SubjectKind:
        entries = {name: subject_entry(builder, name) for name in builder.site.subject_titles if name.kind is kind}
        if entries:
            yield _index_spec(builder, kind, tuple(entries.values()))
        for name, entry in entries.items():
            yield from _list_specs(builder, name, entry)


def subject_entry(builder: PageBuilder, name: SubjectName) -> SubjectEntry:
    """A subject in the words of the edition; an author has a name alone."""
    site, subject = builder.site, builder.site.config.subjects.by_name.get(name)
    title, path, count = site.subject_titles[name], builder.path(name.address), len(site.list_stories(*name))
    if subject is None:
        return SubjectEntry(title=title, path=path, count=count)
    words = site.subject_words(subject)
    picture = builder.album.picture(subject.image, words.image_alt)
    return SubjectEntry(title=title, path=path, count=count, intro=words.text, picture=picture)


def _index_spec(builder: PageBuilder, kind: SubjectKind, entries: tuple[SubjectEntry, ...]) -> PageSpec:
    """The list of a kind; an edition without stories by authors has none of them."""

    def has(site: EditionSite) -> bool:
        return any(name.kind is kind for name in site.subject_titles)

    address = f"{kind.value}/"
    counterparts, newest = builder.site.listing(address, has), last_change(builder.site.stories)
    view = partial(subjects_page, builder, kind, entries, counterparts)
    return builder.spec(address, "subjects", view, newest, counterparts)


def subjects_page(
    builder: PageBuilder, kind: SubjectKind, entries: Sequence[SubjectEntry], counterparts: Counterparts
) -> SubjectsPage:
    """All subjects of a kind."""
    t = builder.site_context.t
    head = builder.head(PageKind.SUBJECTS, counterparts.address, t(kind.plural), t(ABOUT[kind]), counterparts)
    return SubjectsPage(head=describe_list(builder, builder.add_crumbs(head), ()), entries=tuple(entries))


def _list_specs(builder: PageBuilder, name: SubjectName, entry: SubjectEntry) -> Iterator[PageSpec]:
    subject = builder.site.config.subjects.by_name.get(name)
    beginning, fewest = (subject.stories, 0) if subject else ((), 1)
    for part in list_parts(builder, name.address, name, beginning, fewest):
        yield part.spec(builder, "list", subject_page, name, entry)


def subject_page(builder: PageBuilder, part: ListPart, name: SubjectName, entry: SubjectEntry) -> ListPage:
    """One page of a subject: its paragraph and its picture are on the first."""
    t = builder.site_context.t
    whole, above = Link(entry.title, entry.path), Link(t(name.kind.plural), builder.path(f"{name.kind.value}/"))
    feed = Link(entry.title, feed_address(name.feed)) if name.kind in IN_TABLES else None

    def describe(title: str) -> str:
        return entry.intro or t("subject_description", name=title)

    head = list_head(builder, part, PageKind.SUBJECT, whole, describe, feed, above)
    page = ListPage(head=head, cards=builder.cards(part.stories), count=part.count, years=part.years)
    return page if part.year else replace(page, intro=entry.intro, picture=entry.picture)
