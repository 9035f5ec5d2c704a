"""A small newsroom made of plain facts, so that the theme can be rendered and looked at without a build.

Every object has exactly the attributes that docs/architecture.md promises; StrictUndefined makes any other name an error.
"""

import tomllib
from pathlib import Path
from types import SimpleNamespace as Facts

from babel import Locale
from markupsafe import Markup

THEME = Path(__file__).parents[2] / "theme"
GOALS = range(1, 18)
EDITIONS = {
    "en": Facts(name="en", tag="en", direction="ltr", label="English", prefix="", og_locale="en_GB", strings="en", cldr="en"),
    "sr": Facts(name="sr", tag="sr-Latn", direction="ltr", label="Srpski", prefix="/sr", og_locale="sr_RS", strings="sr", cldr="sr_Latn"),
    "sr-cyrl": Facts(name="sr-cyrl", tag="sr-Cyrl", direction="ltr", label="Српски", prefix="/sr-cyrl", og_locale="sr_RS", strings="sr", cldr="sr"),
    "ar": Facts(name="ar", tag="ar", direction="rtl", label="العربية", prefix="/ar", og_locale="ar_AR", strings="en", cldr="ar"),
}


def strings(language: str) -> dict[str, object]:
    """The string file of a language."""
    return tomllib.loads((THEME / "strings" / f"{language}.toml").read_text("utf-8"))


class Speech:
    """`t` of an edition: looks a key up, chooses the plural form, fills in what is named."""

    def __init__(self, edition: Facts) -> None:
        self.words, self.plural = strings(edition.strings), Locale.parse(edition.cldr).plural_form

    def __call__(self, key: str, **given: object) -> str:
        found = self.words[key]
        text = found.get(self.plural(given["n"]), found["other"]) if isinstance(found, dict) else found
        return text.format(**given)

    def section(self, key: str) -> dict[str, str]:
        return self.words[key]


class Room:
    """The pages of one edition. `voice` holds the edition's own sentences: headline, lead, paragraphs as Markup."""

    def __init__(self, edition: str, voice: Facts, css: str = "/theme/site.css", preloads: tuple[str, ...] = ()) -> None:
        self.edition, self.voice = EDITIONS[edition], voice
        self.t, words = Speech(self.edition), strings(self.edition.strings)
        self.categories = tuple(Facts(slug=slug, title=title, path=self.path(f"category/{slug}/")) for slug, title in words["categories"].items())
        self.goals = tuple(self.goal(n, words) for n in GOALS)
        self.frame = Facts(
            edition=self.edition, site_name=voice.site_name, tagline=voice.tagline, site_url="https://news.example.org", home=self.path(""), t=self.t,
            categories=self.categories, goals=self.goals, menu=tuple(Facts(title=title, path=self.path(f"{slug}/")) for slug, title in voice.menu),
            feed=Facts(title=self.t("feed"), path=self.path("feeds/news.atom.xml")), search_path=self.path("search/"), archive_path=self.path("archive/"),
            goals_path=self.path("sdg/"), css=css, script="/theme/search.js", font_preloads=preloads, icon="/theme/icon.svg", publisher=voice.site_name,
            feeds_by="",
        )

    def path(self, rest: str) -> str:
        return f"{self.edition.prefix}/{rest}"

    def goal(self, number: int, words: dict) -> Facts:
        return Facts(number=number, title=words["goals"][str(number)], full_title=words["goals_full"][str(number)], colour="", ink="",
                     path=self.path(f"sdg/{number}/"), un_url=f"https://sdgs.un.org/goals/goal{number}")

    def switch(self, rest: str) -> tuple[Facts, ...]:
        return tuple(Facts(label=e.label, tag=e.tag, direction=e.direction, path=f"{e.prefix}/{rest}", current=e is self.edition, exact=True)
                     for e in EDITIONS.values())

    def head(self, kind: str, heading: str, rest: str) -> Facts:
        crumbs = () if kind == "front" else (Facts(title=self.t("home"), path=self.path("")), Facts(title=heading, path=self.path(rest)))
        address = f"https://news.example.org{self.path(rest)}"
        return Facts(kind=kind, title=heading, heading=heading, description=self.voice.lead, path=self.path(rest), canonical=address,
                     alternates=(Facts(hreflang=self.edition.tag, href=address), Facts(hreflang="x-default", href=address)), switch=self.switch(rest),
                     robots="noindex" if kind == "notfound" else "", feeds=(self.frame.feed,), image="https://news.example.org/images/card.png",
                     image_alt=heading, og_type="article" if kind == "article" else "website", jsonld=Markup('{"@context":"https://schema.org"}'),
                     crumbs=crumbs, og_locales=(), published="2026-09-03T09:00:00+02:00", modified="", section=self.categories[0].title)

    def moment(self) -> Facts:
        return Facts(iso="2026-09-03", text=self.voice.date, short=self.voice.date)

    def picture(self, number: int) -> Facts:
        def html(width: int) -> Markup:
            return Markup(f'<picture><img src="/images/{number % 4}.svg" alt="{self.voice.alt}" width="{width}" height="{width * 2 // 3}" loading="lazy"></picture>')
        return Facts(small=html(480), large=html(960), lead=html(960), html=html(960), caption=self.voice.alt, credit=self.voice.credit)

    def card(self, number: int, foreign: bool = False) -> Facts:
        tag = Facts(tag="en", direction="ltr") if foreign else self.edition
        titles = self.voice.titles
        return Facts(title=titles[number % len(titles)], summary=self.voice.lead, path=self.path(f"news/story-{number}/"), date=self.moment(),
                     category=self.categories[number % 6], goals=(), picture=None if number % 5 == 4 else self.picture(number), tag=tag.tag,
                     direction=tag.direction, foreign=foreign, language_label="English" if foreign else "", minutes=3)

    def cards(self, count: int) -> tuple[Facts, ...]:
        return tuple(self.card(n, foreign=n == 3) for n in range(count))

    def story(self, notice: str = "", behind: str = "") -> Facts:
        tags = tuple(Facts(number=n, title=self.goals[n - 1].title, path=self.goals[n - 1].path, colour="", ink="", targets=targets)
                     for n, targets in ((16, ("16.2", "16.3")), (10, ("10.7",)), (7, ())))
        return Facts(title=self.voice.titles[0], lead=self.voice.lead, html=self.voice.html, date=self.moment(), modified=self.moment(),
                     author=self.voice.author, minutes=2, category=self.categories[0], goals=tags, picture=self.picture(1), tag=self.edition.tag,
                     direction=self.edition.direction, notice=notice, behind=behind)

    def pages(self) -> dict[str, tuple[str, Facts]]:
        """Every kind of page: file name to (template, page)."""
        t, links = self.t, tuple(Facts(title=str(y), path=self.path(f"y/{y}/"), count=y % 97, current=y == 2026) for y in (2026, 2025, 2024, 2023))
        months = tuple(Facts(title=name, path=self.path(f"archive/2026/{n:02}/"), count=n * 3, current=False) for n, name in enumerate(self.voice.months, 1))
        twins = tuple(link for link in self.switch("news/story-0/") if not link.current)
        voices = tuple((e.tag, e.direction, Speech(e)("not_found_title"), Speech(e)("not_found_text"), f"{e.prefix}/", Speech(e)("not_found_home"))
                       for e in EDITIONS.values())
        columns = tuple((self.voice.titles[0], e.tag, e.direction, e.label, f"{e.prefix}/news/story-0/") for e in (self.edition, EDITIONS["en"]))
        rows = tuple((Markup(p), Markup(p)) for p in self.voice.paragraphs)
        article = {"twins": twins, "parallel_path": self.path("news/story-0/parallel/"), "related": self.cards(3), "newer": self.card(1), "older": self.card(3, True)}
        made = {
            "front": ("index.html", "front", self.voice.site_name, "", {"lead": self.card(0), "top": self.cards(4)[1:], "latest": self.cards(9), "goal_counts": tuple((g, g.number) for g in self.goals)}),
            "list": ("list.html", "list", self.categories[0].title, "category/local/", {"intro": "", "cards": self.cards(8), "count": 21, "years": links}),
            "goals": ("goals.html", "goals", t("goals_title"), "sdg/", {"entries": tuple((g, g.number) for g in self.goals), "un_url": "https://www.un.org/sustainabledevelopment"}),
            "goal": ("goal.html", "goal", self.goals[15].title, "sdg/16/", {"goal": self.goals[15], "cards": self.cards(5), "count": 5, "years": links}),
            "goal-7": ("goal.html", "goal", self.goals[6].title, "sdg/7/", {"goal": self.goals[6], "cards": (), "count": 0, "years": ()}),
            "archive": ("archive.html", "archive", t("archive"), "archive/", {"years": ((2026, 117, months), (2025, 31, months[:6]))}),
            "month": ("month.html", "archive", self.voice.months[8], "archive/2026/09/", {"cards": self.cards(3), "count": 3, "newer": months[9], "older": months[7]}),
            "article": ("article.html", "article", self.voice.titles[0], "news/story-0/", {"story": self.story(), **article}),
            "behind": ("article.html", "article", self.voice.titles[0], "news/story-9/", {
                "story": self.story(t("untranslated_notice", name="English"), t("behind_notice")), **article, "twins": (), "parallel_path": "", "newer": None}),
            "parallel": ("parallel.html", "parallel", t("parallel_title", name=self.voice.titles[0]), "news/story-0/parallel/", {"story": self.story(), "columns": columns, "rows": rows}),
            "page": ("page.html", "page", self.voice.menu[0][1], "about/", {"story": self.story()}),
            "search": ("search.html", "search", t("search"), "search/", {"categories": self.categories, "goals": self.goals, "years": (2026, 2025)}),
            "404": ("404.html", "notfound", t("not_found_title"), "404.html", {"latest": self.cards(3), "voices": voices}),
        }
        return {name: (template, Facts(head=self.head(kind, heading, rest), **more)) for name, (template, kind, heading, rest, more) in made.items()}
