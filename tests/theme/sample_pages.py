"""Every kind of page of the small newsroom, as (template, page)."""

from collections.abc import Iterator
from types import SimpleNamespace as Facts

from markupsafe import Markup

from tests.theme.sample_edition import EDITIONS, SampleEdition, Translator

UN_LINK = "https://www.un.org/sustainabledevelopment"
Named = Iterator[tuple[str, tuple[str, Facts]]]


def sample_pages(sample: SampleEdition) -> dict[str, tuple[str, Facts]]:
    """The pages of one edition by their name."""
    return {
        **dict(lists(sample)),
        **dict(goals(sample)),
        **dict(stories(sample)),
        **dict(services(sample)),
        **dict(drafts(sample)),
    }


def head(sample: SampleEdition, kind: str, heading: str, rest: str) -> Facts:
    """The head of a page at `rest`, an address below the edition's prefix."""
    home, own = Facts(title=sample.t("home"), path=sample.path("")), Facts(title=heading, path=sample.path(rest))
    address = f"https://news.example.org{sample.path(rest)}"
    return Facts(
        kind=kind,
        title=heading,
        heading=heading,
        description=sample.sentences.lead,
        path=sample.path(rest),
        here=sample.path(rest),
        canonical=address,
        alternates=(Facts(hreflang=sample.edition.tag, href=address), Facts(hreflang="x-default", href=address)),
        switch=sample.switch(rest),
        robots="noindex" if kind == "notfound" else "",
        feeds=(sample.frame.feed,),
        image="https://news.example.org/images/card.png",
        image_alt=heading,
        og_type="article" if kind == "article" else "website",
        og_locales=("fr_FR",),
        jsonld=Markup('{"@context":"https://schema.org"}'),
        crumbs=() if kind == "front" else (home, own),
        published="2026-09-03T09:00:00+02:00",
        modified="",
        markdown=f"{sample.path(rest)}index.md" if kind == "article" else "",
        section=sample.categories[0].title,
        ribbon=None,
    )


def years(sample: SampleEdition) -> tuple[Facts, ...]:
    """The years of a list, the newest of them current."""
    return tuple(
        Facts(title=str(y), path=sample.path(f"y/{y}/"), count=y % 97, current=y == 2026) for y in (2026, 2025)
    )


def months(sample: SampleEdition) -> tuple[Facts, ...]:
    """The months of a year."""
    return tuple(
        Facts(title=name, path=sample.path(f"archive/2026/{n:02}/"), count=n * 3, current=False)
        for n, name in enumerate(sample.sentences.months, 1)
    )


def lists(sample: SampleEdition) -> Named:
    """The front page and the lists of stories."""
    t, category, by_month = sample.t, sample.categories[0].title, months(sample)
    front = head(sample, "front", sample.sentences.site_name, "")
    counts = tuple((goal, goal.number) for goal in sample.goals)
    top, latest = sample.cards(4)[1:], sample.cards(9)
    events = tuple(zip(sample.cards(2), (sample.event(), sample.event(over=True)), strict=True))
    places = Facts(title=t("places"), path=sample.path("place/"))
    subjects = (
        (places, tuple(Facts(title=one.title, path=sample.path(f"place/{one.number}/")) for one in sample.goals[:5])),
    )
    more = {"goal_counts": counts, "coming": events, "subjects": subjects}
    yield (
        "front",
        (
            "index.html",
            Facts(
                head=front,
                lead=sample.card(0),
                top=top,
                latest=latest,
                goal_counts=counts,
                coming=events,
                subjects=subjects,
            ),
        ),
    )
    events_page = head(sample, "events", t("events"), "events/")
    page = Facts(head=events_page, coming=events, over=events, calendar=sample.path("feeds/events.ics"))
    yield "events", ("events.html", page)
    feed = Facts(
        name="sdg-6", title="6", atom=sample.path("feeds/sdg-6.atom.xml"), json=sample.path("feeds/sdg-6.json")
    )
    groups, calendar = ((t("goals_title"), (feed,)),), sample.path("feeds/events.ics")
    page = Facts(
        head=head(sample, "follow", t("follow"), "follow/"),
        groups=groups,
        digest=sample.path("digest/"),
        calendar=calendar,
        newsletter="",
    )
    yield "follow", ("follow.html", page)
    listed = head(sample, "list", category, "category/local/")
    more = {"cards": sample.cards(8), "count": 21, "years": years(sample)}
    yield "list", ("list.html", Facts(head=listed, intro="", picture=None, **more))
    named, words, picture = sample.goals[4].title, sample.sentences.lead, sample.picture(2)
    topic = head(sample, "list", named, "topic/water/")
    yield "topic", ("list.html", Facts(head=topic, intro=words, picture=picture, **more))
    entry = Facts(title=named, path=sample.path("topic/water/"), count=21, intro=words, picture=picture)
    plain = Facts(title=category, path=sample.path("topic/plain/"), count=1, intro="", picture=None)
    yield (
        "subjects",
        ("subjects.html", Facts(head=head(sample, "subjects", t("topics"), "topic/"), entries=(entry, plain))),
    )
    weeks = tuple(
        Facts(name=f"w{n}", title=by_month[n].title, lead=sample.card(0), cards=sample.cards(n)) for n in (3, 0)
    )
    yield "weeks", ("weeks.html", Facts(head=head(sample, "digest", t("digest"), "digest/"), weeks=weeks))
    archive = head(sample, "archive", t("archive"), "archive/")
    yield "archive", ("archive.html", Facts(head=archive, years=((2026, 117, by_month), (2025, 31, by_month[:6]))))
    month = head(sample, "archive", by_month[8].title, "archive/2026/09/")
    page = Facts(head=month, cards=sample.cards(3), count=3, newer=by_month[9], older=by_month[7])
    yield "month", ("month.html", page)


def goals(sample: SampleEdition) -> Named:
    """The goals' index, a goal with stories and one without."""
    index = head(sample, "goals", sample.t("goals_title"), "sdg/")
    entries = tuple((goal, goal.number) for goal in sample.goals)
    yield "goals", ("goals.html", Facts(head=index, entries=entries, un_url=UN_LINK))
    for name, number, count in (("goal", 16, 5), ("goal-empty", 7, 0)):
        goal = sample.goals[number - 1]
        about = head(sample, "goal", goal.title, f"sdg/{number}/")
        page = Facts(
            head=about, goal=goal, cards=sample.cards(count), count=count, years=years(sample) if count else ()
        )
        yield name, ("goal.html", page)


def stories(sample: SampleEdition) -> Named:
    """A story with everything, one with notices and little else, both languages side by side, a fixed page."""
    t, title = sample.t, sample.sentences.titles[0]
    article = head(sample, "article", title, "news/story-0/")
    links = tuple(link for link in article.switch if not link.current)
    around = {"related": sample.cards(3), "newer": sample.card(1), "older": sample.card(3, foreign=True)}
    parallel, kit = sample.path("news/story-0/parallel/"), sample.path("news/story-0/press-kit/")
    page = Facts(
        head=article,
        story=sample.story(),
        translation_links=links,
        parallel_path=parallel,
        press_kit_path=kit,
        share=(Facts(title="Telegram", path="https://t.me/share/url"),),
        **around,
    )
    yield "article", ("article.html", page)
    noted = sample.story(t("untranslated_notice", name="English"), t("outdated_paragraphs", n=2))
    page = Facts(
        head=article,
        story=noted,
        translation_links=(),
        parallel_path="",
        press_kit_path="",
        share=(),
        related=(),
        newer=None,
        older=None,
    )
    yield "noted", ("article.html", page)
    both = head(sample, "parallel", t("parallel_title", name=title), "news/story-0/parallel/")
    columns = tuple((title, e.tag, e.direction, e.label, f"{e.prefix}/x/") for e in (sample.edition, EDITIONS["en"]))
    texts = (sample.sentences.first, sample.sentences.second, sample.sentences.quote)
    rows = tuple(tuple((Markup(f"<p>{text}</p>"), *column[1:3]) for column in columns) for text in texts)
    yield "parallel", ("parallel.html", Facts(head=both, columns=columns, rows=rows))
    office = {
        "contact": (sample.sentences.author, "+381 11 555 0100"),
        "email": "press@example.org",
        "about": (sample.sentences.lead,),
    }
    picture = Facts(
        picture=sample.picture(1),
        file="bridge.jpg",
        size="1600 × 900",
        caption=sample.sentences.lead,
        credit=sample.sentences.author,
    )
    named = tuple((e.label, e.tag, e.direction) for e in (sample.edition, EDITIONS["en"]))
    about = head(sample, "presskit", t("press_kit_title", name=title), "news/story-0/press-kit/")
    kit_page = Facts(
        head=about,
        title=title,
        story_path=sample.path("news/story-0/"),
        archive=f"{kit}story-0.zip",
        archive_mark="(ZIP, 1.4 MB)",
        texts=named,
        pictures=(picture,),
        **office,
    )
    yield "press-kit", ("press-kit.html", kit_page)
    yield (
        "page",
        ("page.html", Facts(head=head(sample, "page", sample.sentences.menu[0][1], "about/"), story=sample.story())),
    )


def drafts(sample: SampleEdition) -> Named:
    """What the preview server alone shows: a draft, and the list of drafts with one of each state."""
    t, title = sample.t, sample.card(0).title
    draft = head(sample, "page", title, "draft/")
    draft.ribbon = Facts(state="draft", text=t("draft_ribbon"), list_path=sample.path("preview/"))
    yield "draft", ("page.html", Facts(head=draft, story=sample.story()))
    rows = (("draft", t("draft_ribbon")), ("waiting", t("waiting_ribbon", name=sample.sentences.months[0])))
    entries = tuple(
        Facts(title=title, path=f"{edition.prefix}/draft/", tag=edition.tag, direction=edition.direction,
              language_label=edition.label, state=state, text=text, file="content/pages/draft.en.md")
        for edition in (sample.edition, EDITIONS["en"]) for state, text in rows
    )  # fmt: skip
    yield "drafts", ("drafts.html", Facts(head=head(sample, "list", t("drafts"), "preview/"), entries=entries))


def services(sample: SampleEdition) -> Named:
    """Search and the error page."""
    topics = Facts(name="topic", label=sample.t("filter_topic"), options=sample.categories)
    found = {"scripts": "Latin, Cyrillic", "index": "/search/index.json", "subjects": (topics,)}
    search = head(sample, "search", sample.t("search"), "search/")
    page = Facts(head=search, categories=sample.categories, goals=sample.goals, years=(2026, 2025), **found)
    yield "search", ("search.html", page)
    missing = head(sample, "notfound", sample.t("not_found_title"), "404.html")
    keys = ("not_found_title", "not_found_text", "not_found_home")
    messages = []
    for edition in EDITIONS.values():
        heading, text, label = (Translator(edition)(key) for key in keys)
        messages.append((edition.tag, edition.direction, heading, text, f"{edition.prefix}/", label))
    yield "404", ("404.html", Facts(head=missing, latest=sample.cards(3), messages=tuple(messages)))
