"""A small newsroom made of plain facts, so that the theme can be rendered and looked at without a build.

Its objects have just the attributes that docs/architecture.md documents; StrictUndefined makes any other name an error.
"""

import tomllib
from pathlib import Path
from types import SimpleNamespace as Facts

from babel import Locale
from markupsafe import Markup

from plugins.locales.strings import read_strings

HERE = Path(__file__).parent
THEME = HERE.parents[1] / "theme"
SITE = "https://news.example.org"


def edition(name: str, tag: str, label: str, prefix: str, og_locale: str, cldr: str, **more: str) -> Facts:
    """An edition; `strings` names its string file."""
    known = {"direction": "ltr", "strings": name, **more}
    return Facts(name=name, tag=tag, label=label, prefix=prefix, og_locale=og_locale, cldr=cldr, **known)


EDITIONS = {
    "en": edition("en", "en", "English", "", "en_GB", "en"),
    "sr": edition("sr", "sr-Latn", "Srpski", "/sr", "sr_RS", "sr_Latn"),
    "sr-cyrl": edition("sr-cyrl", "sr-Cyrl", "Српски", "/sr-cyrl", "sr_RS", "sr", strings="sr"),
    "ar": edition("ar", "ar", "العربية", "/ar", "ar_AR", "ar", strings="en", direction="rtl"),
}


def strings(language: str) -> dict:
    """The strings of a language."""
    return read_strings(THEME / "strings", language).entries


class Translator:
    """`t` of an edition: looks a key up, chooses the plural form, fills in what is named."""

    def __init__(self, edition: Facts) -> None:
        self.words, self.plural = strings(edition.strings), Locale.parse(edition.cldr).plural_form

    def __call__(self, key: str, **given: object) -> str:
        """The sentence of that key."""
        found = self.words[key]
        text = found.get(self.plural(given["n"]), found["other"]) if isinstance(found, dict) else found
        return text.format(**given)

    def section(self, key: str) -> dict[str, str]:
        """A table of names, or the forms of a plural."""
        return self.words[key]


class SampleEdition:
    """What one edition's pages are made of; `sentences` holds its sentences, which are in sentences.toml."""

    def __init__(self, name: str) -> None:
        self.edition = EDITIONS[name]
        self.sentences = Facts(**tomllib.loads((HERE / "sentences.toml").read_text("utf-8"))[name])
        self.t = Translator(self.edition)
        words = strings(self.edition.strings)
        self.categories = tuple(
            Facts(slug=slug, title=title, path=self.path(f"category/{slug}/"))
            for slug, title in words["categories"].items()
        )
        self.goals = tuple(self.goal(int(n), title, words["goals_full"][n]) for n, title in words["goals"].items())
        self.body = Markup((HERE / "body.html").read_text("utf-8").format(**vars(self.sentences)))
        self.frame = self.make_site_context()

    def path(self, rest: str) -> str:
        """An address of this edition."""
        return f"{self.edition.prefix}/{rest}"

    def make_site_context(self) -> Facts:
        """What all pages share."""
        return Facts(
            edition=self.edition,
            site_name=self.sentences.site_name,
            tagline=self.sentences.tagline,
            site_url=SITE,
            home=self.path(""),
            t=self.t,
            categories=self.categories,
            goals=self.goals,
            menu=tuple(
                Facts(title=title, path=self.path(f"{slug}/"), tag=self.edition.tag, direction=self.edition.direction)
                for slug, title in self.sentences.menu
            ),
            feed=Facts(title=self.sentences.site_name, path=self.path("feeds/news.atom.xml")),
            search_path=self.path("search/"),
            archive_path=self.path("archive/"),
            goals_path=self.path("sdg/"),
            css="/theme/site.css",
            script="/theme/search.js",
            follow_path=self.path("follow/"),
            manifest_path=self.path("manifest.webmanifest"),
            subject_lists=(Facts(title=self.t("topics"), path=self.path("topic/")),),
            share_script="/theme/share.js",
            script_code="Cyrl" if "Cyrl" in self.edition.tag else "Latn",
            font_preloads=(),
            icon="/theme/icon.svg",
            publisher=self.sentences.site_name,
        )

    def goal(self, number: int, title: str, full_title: str) -> Facts:
        """A goal as a card."""
        un_url = f"https://sdgs.un.org/goals/goal{number}"
        path = self.path(f"sdg/{number}/")
        return Facts(number=number, title=title, full_title=full_title, colour="", ink="", path=path, un_url=un_url)

    def goal_tag(self, number: int, *targets: str) -> Facts:
        """A goal at the foot of a story."""
        goal = self.goals[number - 1]
        return Facts(number=number, title=goal.title, path=goal.path, colour="", ink="", targets=targets)

    def switch(self, rest: str) -> tuple[Facts, ...]:
        """The links of the language switch."""
        return tuple(
            Facts(
                label=other.label,
                tag=other.tag,
                direction=other.direction,
                path=f"{other.prefix}/{rest}",
                current=other is self.edition,
                exact=True,
            )
            for other in EDITIONS.values()
        )

    def moment(self) -> Facts:
        """A date."""
        return Facts(iso="2026-09-03", text=self.sentences.date, short=self.sentences.date)

    def picture(self, number: int) -> Facts:
        """A picture with caption and credit."""
        image = '<img src="/images/{}.svg" alt="{}" width="960" height="640" loading="lazy">'
        html = Markup("<picture>" + image.format(number % 4, self.sentences.alt) + "</picture>")
        alt, credit = self.sentences.alt, self.sentences.credit
        return Facts(small=html, thumbnail=html, large=html, lead=html, text=html, caption=alt, credit=credit)

    def card(self, number: int, foreign: bool = False) -> Facts:
        """A story in a list; every fifth has no picture."""
        home = EDITIONS["en"] if foreign else self.edition
        return Facts(
            title=self.sentences.titles[number % 4],
            summary=self.sentences.lead,
            path=self.path(f"news/story-{number}/"),
            date=self.moment(),
            category=self.categories[number % 6],
            goals=(),
            picture=None if number % 5 == 4 else self.picture(number),
            tag=home.tag,
            direction=home.direction,
            foreign=foreign,
            language_label=home.label if foreign else "",
            minutes=3,
            event_note="",
        )

    def cards(self, count: int) -> tuple[Facts, ...]:
        """Several stories, the fourth of them in English."""
        return tuple(self.card(number, foreign=number == 3) for number in range(count))

    def event(self, over=False):
        """An event with all that is said of it."""
        place, link = "https://www.openstreetmap.org/search?query=x", "mailto:press@example.org"
        day, name, path = self.moment(), self.sentences.author, self.path("event.ics")
        return Facts(moment=day, place=name, place_link=place, link=link, path=path, over=over)

    def story(self, notice: str = "", outdated: str = "") -> Facts:
        """A story on its own page."""
        return Facts(
            title=self.sentences.titles[0],
            lead=self.sentences.lead,
            html=self.body,
            date=self.moment(),
            modified=self.moment(),
            author=self.sentences.author,
            author_path=self.path("author/a/"),
            subjects=(Facts(title=self.t("places"), path=self.path("place/a/")),),
            minutes=2,
            notes=(Facts(label=self.t("correction"), words=self.sentences.lead),),
            category=self.categories[0],
            goals=(self.goal_tag(16, "16.2", "16.3"), self.goal_tag(10, "10.7"), self.goal_tag(7)),
            picture=self.picture(1),
            tag=self.edition.tag,
            direction=self.edition.direction,
            notice=notice,
            outdated=outdated,
            event=None if notice else self.event(),
        )
