"""The frame: what all pages of an edition share."""

from __future__ import annotations

from plugins.languages.site import EditionSite
from plugins.pages.assets import Assets
from plugins.pages.views import Frame, Link, Term
from plugins.sdg.cards import GOALS_ADDRESS, goal_cards


def make_frame(site: EditionSite, assets: Assets) -> Frame:
    """What all pages of the edition share."""
    t, path = site.strings, site.edition.path
    names = t.section("categories")
    terms = tuple(Term(slug, names[slug], path(f"category/{slug}/")) for slug in site.desk.categories)
    menu = tuple(
        Link(story.title, story.path, tag=story.home.tag, direction=story.home.direction) for story in site.pages
    )
    return Frame(
        edition=site.edition,
        site_name=site.name,
        tagline=site.tagline,
        site_url=site.url,
        home=path(""),
        t=t,
        categories=terms,
        goals=goal_cards(site),
        menu=menu,
        feed=Link(site.name, path("feeds/news.atom.xml")),
        search_path=path("search/"),
        archive_path=path("archive/"),
        goals_path=path(GOALS_ADDRESS),
        css=assets.css,
        script=assets.script,
        font_preloads=assets.preloads.get(site.script, ()),
        icon=assets.drawing,
        icon_path=assets.icon,
        publisher=site.name,
    )
