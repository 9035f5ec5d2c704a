"""The content of the small site that most tests ask: every type of page, every way to be without a translation."""

from tests.small_site import SmallSite

# A category whose stories do not fit on one page, so that it has pages by year.
MANY = 23
LINKED = """Pročitajte i [drugu priču]({filename}fair.sr.md), [priču bez prevoda]({filename}english-only.en.md#facts)
i [samo srpsku]({filename}serbian-only.sr.md).

## Činjenice {#facts}

| Mesto | Broj |
| --- | --- |
| Čačak | 12 |
"""


def write_newsdesk(site: SmallSite, many: int = MANY) -> None:
    """Fill the content folder of a small site; `many` stories are of one category."""
    for number in range(many):
        year = 2026 - number % 2
        site.article(
            f"local-{number}",
            date=f"{year}-02-{number + 1:02d}",
            category="local",
            sdgs="16.2",
            title=f"Local story {number}",
        )
        site.article(f"local-{number}", "sr", title=f"Lokalna priča {number}")
    for category, goals in (
        ("regional", "1, 2, 3"),
        ("global", "4, 5, 6"),
        ("stories", "7, 8, 9"),
        ("press-releases", "10, 12, 15"),
        ("statements", "17"),
    ):
        site.article(category, category=category, sdgs=goals, title=f"A story of {category}")
        site.article(category, "sr", title=f"Još jedna priča, {number_word(goals)}")
    site.article(
        "fair",
        category="regional",
        sdgs="5",
        title="The fair: five days",
        summary="What the fair was.",
        author="Ana Petrović",
    )
    site.article(
        "fair", "sr", title="Sajam: pet dana", summary="Kakav je bio sajam knjiga u Đakovici, Ljigu i Njegoševu."
    )
    site.article("linked", "sr", date="2026-04-02", category="local", title="Sa vezama", body=LINKED)
    site.article(
        "linked",
        date="",
        title="With links",
        body="Read [the fair]({filename}fair.en.md) and [the Serbian one]({filename}serbian-only.sr.md).",
    )
    write_untranslated(site)
    site.write("pages/about.en.md", "Title: About us\nOrder: 1\n\nWho we are.\n")
    site.write("pages/about.sr.md", "Title: O nama\n\nKo smo mi.\n")
    site.write("pages/contact.en.md", "Title: Contact\nOrder: 2\n\nWhere we are.\n")
    site.write("content-note.txt", "no page")


def number_word(goals: str) -> str:
    """The goals as part of a Serbian title."""
    return f"ciljevi {goals}"


def write_untranslated(site: SmallSite) -> None:
    """Stories in one language under each policy, a draft translation, a draft, and a story whose day has not come."""
    site.article(
        "english-only",
        date="2026-03-05",
        category="global",
        sdgs="13",
        title="English only",
        body="Alone.\n\n## Facts {#facts}\n\nMore.",
    )
    site.article("serbian-only", "sr", date="2026-03-06", category="global", sdgs="13", title="Samo na srpskom")
    for policy in ("hide", "link", "notice"):
        site.article(
            f"kept-{policy}",
            date="2026-03-07",
            category="stories",
            sdgs="14",
            title=f"Kept by {policy}",
            untranslated=policy,
        )
    site.article("half", date="2026-03-08", category="stories", sdgs="11", title="Half done")
    site.article("half", "sr", title="Upola gotovo", status="draft")
    site.article("secret-draft", date="2026-03-09", category="local", title="Secret draft", status="draft")
    site.article("secret-draft", "sr", title="Tajni nacrt")
    site.article("secret-future", date="2026-12-31", category="local", title="Secret future")
    site.article("secret-future", "sr", title="Tajna budućnost")
