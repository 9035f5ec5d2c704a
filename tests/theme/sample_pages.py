"""Every kind of page of the small newsroom, as (template, page)."""

from collections.abc import Iterator
from types import SimpleNamespace as Facts

from markupsafe import Markup

from tests.theme.sample_edition import EDITIONS, SampleEdition, Speech

UN_LINK = "https://www.un.org/sustainabledevelopment"
Named = Iterator[tuple[str, tuple[str, Facts]]]


def sample_pages(room: SampleEdition) -> dict[str, tuple[str, Facts]]:
    """The pages of one edition by their name."""
    return {**dict(lists(room)), **dict(goals(room)), **dict(stories(room)), **dict(services(room))}


def head(room: SampleEdition, kind: str, heading: str, rest: str) -> Facts:
    """The head of a page at `rest`, an address below the edition's prefix."""
    home, own = Facts(title=room.t("home"), path=room.path("")), Facts(title=heading, path=room.path(rest))
    address = f"https://news.example.org{room.path(rest)}"
    return Facts(
        kind=kind,
        title=heading,
        heading=heading,
        description=room.voice.lead,
        path=room.path(rest),
        here=room.path(rest),
        canonical=address,
        alternates=(Facts(hreflang=room.edition.tag, href=address), Facts(hreflang="x-default", href=address)),
        switch=room.switch(rest),
        robots="noindex" if kind == "notfound" else "",
        feeds=(room.frame.feed,),
        image="https://news.example.org/images/card.png",
        image_alt=heading,
        og_type="article" if kind == "article" else "website",
        og_locales=("fr_FR",),
        jsonld=Markup('{"@context":"https://schema.org"}'),
        crumbs=() if kind == "front" else (home, own),
        published="2026-09-03T09:00:00+02:00",
        modified="",
        markdown=f"{room.path(rest)}index.md" if kind == "article" else "",
        section=room.categories[0].title,
    )


def years(room: SampleEdition) -> tuple[Facts, ...]:
    """The years of a list, the newest of them current."""
    return tuple(Facts(title=str(y), path=room.path(f"y/{y}/"), count=y % 97, current=y == 2026) for y in (2026, 2025))


def months(room: SampleEdition) -> tuple[Facts, ...]:
    """The months of a year."""
    return tuple(
        Facts(title=name, path=room.path(f"archive/2026/{n:02}/"), count=n * 3, current=False)
        for n, name in enumerate(room.voice.months, 1)
    )


def lists(room: SampleEdition) -> Named:
    """The front page and the lists of stories."""
    t, category, by_month = room.t, room.categories[0].title, months(room)
    front = head(room, "front", room.voice.site_name, "")
    counts = tuple((goal, goal.number) for goal in room.goals)
    top, latest = room.cards(4)[1:], room.cards(9)
    yield "front", ("index.html", Facts(head=front, lead=room.card(0), top=top, latest=latest, goal_counts=counts))
    listed = head(room, "list", category, "category/local/")
    yield "list", ("list.html", Facts(head=listed, intro="", cards=room.cards(8), count=21, years=years(room)))
    archive = head(room, "archive", t("archive"), "archive/")
    yield "archive", ("archive.html", Facts(head=archive, years=((2026, 117, by_month), (2025, 31, by_month[:6]))))
    month = head(room, "archive", by_month[8].title, "archive/2026/09/")
    page = Facts(head=month, cards=room.cards(3), count=3, newer=by_month[9], older=by_month[7])
    yield "month", ("month.html", page)


def goals(room: SampleEdition) -> Named:
    """The goals' index, a goal with stories and one without."""
    index = head(room, "goals", room.t("goals_title"), "sdg/")
    entries = tuple((goal, goal.number) for goal in room.goals)
    yield "goals", ("goals.html", Facts(head=index, entries=entries, un_url=UN_LINK))
    for name, number, count in (("goal", 16, 5), ("goal-empty", 7, 0)):
        goal = room.goals[number - 1]
        about = head(room, "goal", goal.title, f"sdg/{number}/")
        page = Facts(head=about, goal=goal, cards=room.cards(count), count=count, years=years(room) if count else ())
        yield name, ("goal.html", page)


def stories(room: SampleEdition) -> Named:
    """A story with everything, one with notices and little else, both languages side by side, a fixed page."""
    t, title = room.t, room.voice.titles[0]
    article = head(room, "article", title, "news/story-0/")
    twins = tuple(link for link in article.switch if not link.current)
    around = {"related": room.cards(3), "newer": room.card(1), "older": room.card(3, foreign=True)}
    parallel, kit = room.path("news/story-0/parallel/"), room.path("news/story-0/press-kit/")
    page = Facts(head=article, story=room.story(), twins=twins, parallel_path=parallel, press_kit_path=kit, **around)
    yield "article", ("article.html", page)
    noted = room.story(t("untranslated_notice", name="English"), t("outdated_paragraphs", n=2))
    page = Facts(
        head=article, story=noted, twins=(), parallel_path="", press_kit_path="", related=(), newer=None, older=None
    )
    yield "noted", ("article.html", page)
    both = head(room, "parallel", t("parallel_title", name=title), "news/story-0/parallel/")
    columns = tuple((title, e.tag, e.direction, e.label, f"{e.prefix}/x/") for e in (room.edition, EDITIONS["en"]))
    texts = (room.voice.first, room.voice.second, room.voice.quote)
    rows = tuple(tuple((Markup(f"<p>{text}</p>"), *column[1:3]) for column in columns) for text in texts)
    yield "parallel", ("parallel.html", Facts(head=both, columns=columns, rows=rows))
    office = {
        "contact": (room.voice.author, "+381 11 555 0100"),
        "email": "press@example.org",
        "about": (room.voice.lead,),
    }
    picture = Facts(
        picture=room.picture(1), file="bridge.jpg", size="1600 × 900", caption=room.voice.lead, credit=room.voice.author
    )
    named = tuple((e.label, e.tag, e.direction) for e in (room.edition, EDITIONS["en"]))
    about = head(room, "presskit", t("press_kit_title", name=title), "news/story-0/press-kit/")
    kit_page = Facts(
        head=about,
        title=title,
        story_path=room.path("news/story-0/"),
        archive=f"{kit}story-0.zip",
        archive_kind="ZIP",
        texts=named,
        pictures=(picture,),
        **office,
    )
    yield "press-kit", ("press-kit.html", kit_page)
    yield "page", ("page.html", Facts(head=head(room, "page", room.voice.menu[0][1], "about/"), story=room.story()))


def services(room: SampleEdition) -> Named:
    """Search and the error page."""
    search = head(room, "search", room.t("search"), "search/")
    page = Facts(head=search, categories=room.categories, goals=room.goals, years=(2026, 2025))
    yield "search", ("search.html", page)
    missing = head(room, "notfound", room.t("not_found_title"), "404.html")
    keys = ("not_found_title", "not_found_text", "not_found_home")
    messages = []
    for edition in EDITIONS.values():
        heading, text, label = (Speech(edition)(key) for key in keys)
        messages.append((edition.tag, edition.direction, heading, text, f"{edition.prefix}/", label))
    yield "404", ("404.html", Facts(head=missing, latest=room.cards(3), messages=tuple(messages)))
