"""A site with everything in it, and edits of any of its files that no person has thought of."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.build_cache.edited_site import EditedSite, draw
from tests.editions.three_languages import three_languages
from tests.small_site import ROOT

LINKS = (
    "[gamma](gamma.en.md)", "<a href=gamma.en.md>gamma</a>", '<A HREF="gamma.en.md" title="a > b">gamma</A>',
    '[gamma](gamma.en.md "The "big" one")', "[a [b [c] d] e](gamma.en.md)", "[gamma](#here){: href=gamma.en.md }",
    "[gamma][g].\n\n[g]:\n    gamma.en.md", "> [gamma][q]\n>\n> [q]: gamma.en.md", "[plan](files/plan.csv)",
    '<a title=" href=" href="files/other.csv">other</a>', "\\` [gamma](gamma.en.md) \\`", "[beta](beta.en.md#place)",
)  # fmt: skip
SHOWN = (
    '![dot](images/dot.png "The "big" dot")', "<IMG SRC=images/dash.png ALT=x>", "[![p](images/dot.png)](gamma.en.md)",
    "https://youtu.be/QBb-VfMFPdc", "![Film](films/film.mp4)", "films/film.mp4", "![Watch](https://vimeo.com/12345)",
    "[![poster](images/dash.png)](films/film.mp4)", "![a [b [c] d] e](images/dash.png)", "See ![x](films/film.mp4).",
)  # fmt: skip
OFFICE = "Name: Office\nContact: Ana\nPhone: +381 11 000\nE-mail: press@example.org\n\nWe tell news.\n"
TABLE = "| a | b |\n| - | - |\n| 1 | 2 |\n\nA note.[^1]\n\n[^1]: Words.\n"
FIELDS = (
    "Status: draft", "Preview: yes", "Press-Kit: yes", "Untranslated: hide", "Untranslated: link",
    "Author: Ana Petrović", "Author: Somebody", "Modified: 2026-05-20", "Category: local", "Category: global",
    "SDGs: 4, 16.2", "SDGs: 1",
    "Image: images/dot.png", "Image-Alt: A dot", "Image-Credit: Ana", "Date: 2026-02-02", "Date: 2025-01-31 23:30",
    "Summary: In short.", "Event-Start: 2026-12-03 11:00", "Event-Place: Here", "Aliases: /old/", "Order: 3",
    "Title: New", "Topics: Water", "Topics: Air, Soil", "Places: Nish",
)  # fmt: skip
# Names of the topics in the site's languages, and the stories that their pages begin with.
TOPICS = {"water": ("Water", "alpha beta"), "air": ("Air", "beta"), "soil": ("Soil", "alpha")}


def subjects(topics: Iterable[tuple[str, str, Iterable[str]]]) -> str:
    """A table of topics or places: the slug, the name and the stories of each."""
    return "".join(
        f"[{slug}]\nstories = {list(stories)}\n"
        + "".join(f'[{slug}.{code}]\nname = "{name}"\ntext = "Of {name}."\n' for code in ("en", "sr", "ar"))
        for slug, name, stories in topics
    )


def full_site(folder: Path) -> EditedSite:
    """Four editions, drafts, previews, a press kit, an event, videos, files, authors and outdated translations."""
    site = three_languages(folder, "notice")
    edited = EditedSite(type(site)(folder, {**site.settings, "PREVIEW_KEY": "a secret word of some length"}))
    # Not those of the project, which edits would change.
    (edited.theme / "templates").unlink()
    shutil.copytree(ROOT / "theme" / "templates", edited.theme / "templates")
    for number, name in enumerate(("dot", "dash")):
        draw(site.content / f"images/{name}.png", 40, number)
    for name in ("plan", "other"):
        site.write(f"files/{name}.csv", f"{name};1\n")
    site.write("films/film.mp4", "film" * 100)
    site.write("authors.toml", '["Ana Petrović"]\nen = "Ana Petrovic"\n')
    site.write("topics.toml", subjects((slug, name, of.split()) for slug, (name, of) in TOPICS.items()))
    site.write("places.toml", subjects([("nish", "Nish", ["gamma"])]))
    for code in ("en", "sr", "ar"):
        site.write(f"press-office.{code}.txt", OFFICE)
    every = "\n\n".join((*LINKS, *SHOWN, TABLE))
    site.article(
        "alpha", category="local", sdgs="4", author="Ana Petrović", press_kit="yes", body=every, event_place="Here",
        event_start="2026-12-03 11:00", image="images/dot.png", image_alt="A dot",
    )  # fmt: skip
    site.article(
        "alpha", "sr", event_place="Ovde", body=every.replace(".en.md", ".sr.md").replace("gamma.sr", "gamma.en")
    )
    site.article("beta", category="global", sdgs="5", body=f"Second.\n\n{LINKS[0]} {SHOWN[0]}")
    site.article("beta", "ar", title="عنوان", body=f"نص.\n\n{SHOWN[3]}\n\n{LINKS[8]}")
    site.article("gamma", category="local", sdgs="4", date="2026-01-02", body=f"Alone.\n\n{SHOWN[3]}\n\n{LINKS[8]}")
    site.article("delta", "ar", title="خبر", date="2026-01-03", category="global", body=f"نص.\n\n{every}")
    site.article("held", category="local", status="draft", preview="yes", author="Ana Petrović", body=every)
    site.article("later", date="2031-01-01", category="local", preview="yes", body="Later.")
    site.article("epsilon", "sr", date="2026-02-03", category="local", original="sr", body="Novi pasus.")
    site.article("epsilon", date="", status="draft", preview="yes", body="New.")
    basis = {"original": "en", "recorded": "2026-05-01T00:00:00+00:00", "paragraphs": [["0" * 16, "Old words"]]}
    site.write("news/2026/alpha.sr.basis", json.dumps(basis))
    site.write("news/2026/epsilon.en.basis", json.dumps({**basis, "original": "sr"}))
    site.write("pages/about.en.md", f"Title: About\n\nWho we are.\n\n{LINKS[8]}\n")
    site.write("pages/about.sr.md", "Title: O nama\n\nKo smo.\n")
    return edited


def _texts(edited: EditedSite) -> list[Path]:
    return sorted(edited.site.content.rglob("*.md"))


def _change_field(edited: EditedSite, chance: random.Random) -> str:
    file, line = chance.choice(_texts(edited)), chance.choice(FIELDS)
    header, _, body = file.read_text("utf-8").partition("\n\n")
    name = line.partition(":")[0]
    kept = [one for one in header.split("\n") if not one.startswith(f"{name}:")]
    file.write_text("\n".join(chance.choice(([line, *kept], kept or ["Title: X"]))) + f"\n\n{body}", "utf-8")
    return f"{file.name}: {line}"


def _change_words(edited: EditedSite, chance: random.Random) -> str:
    file = chance.choice(_texts(edited))
    header, _, body = file.read_text("utf-8").partition("\n\n")
    parts = body.split("\n\n")
    match chance.randrange(4):
        case 0:
            parts.insert(chance.randrange(len(parts) + 1), chance.choice((*LINKS, *SHOWN)))
        case 1:
            parts.pop(chance.randrange(len(parts)))
        case 2:
            parts.append("word " * chance.choice((1, 300)))
        case _:
            chance.shuffle(parts)
    file.write_text(f"{header}\n\n" + "\n\n".join(parts or ["Words."]), "utf-8")
    return f"words of {file.name}"


def _add_text(edited: EditedSite, chance: random.Random) -> str:
    slug, language = chance.choice(("alpha", "beta", "gamma", "delta", "held")), chance.choice(("en", "sr", "ar"))
    edited.site.article(
        slug, language, date="", title=f"New {slug}", body=f"{chance.choice(LINKS)}\n\n{chance.choice(SHOWN)}"
    )
    return f"{slug}.{language} written"


def _delete(edited: EditedSite, chance: random.Random) -> str:
    files = [file for file in sorted(edited.site.content.rglob("*")) if file.is_file() and file.name != "alpha.en.md"]
    file = chance.choice(files)
    file.unlink()
    return f"{file.name} deleted"


def _replace_file(edited: EditedSite, chance: random.Random) -> str:
    folders = ("images", "files", "films")
    file = chance.choice([one for name in folders for one in sorted((edited.site.content / name).glob("*"))] or [None])
    if file is None:
        return "nothing to replace"
    if file.suffix == ".png":
        draw(file, chance.randrange(30, 60), chance.randrange(9))
    else:
        file.write_bytes(file.read_bytes()[: chance.randrange(1, 9)] * chance.randrange(1, 900))
    return f"{file.name} replaced"


def _add_picture(edited: EditedSite, chance: random.Random) -> str:
    name = chance.choice(("films/film.png", "images/QBb-VfMFPdc.png", "news/2026/images/dot.png", "images/12345.png"))
    draw(edited.site.content / name, 44, chance.randrange(9))
    return f"{name} added"


def _change_list(edited: EditedSite, chance: random.Random) -> str:
    name, text = chance.choice(
        (
            ("authors.toml", f'["Ana Petrović"]\nen = "Ann {chance.randrange(9)}"\nsr = "Ana P."\n'),
            ("glossary.txt", f"Story = Прича{chance.randrange(9)}\n"),
            ("words.txt", "Gamma\n"),
            (
                f"press-office.{chance.choice(('en', 'sr', 'ar'))}.txt",
                OFFICE.replace("000", str(chance.randrange(999))),
            ),
            (
                "news/2026/beta.ar.basis",
                json.dumps({"original": "en", "recorded": "2026-01-01T00:00:00+00:00", "paragraphs": []}),
            ),
            ("news/2026/alpha.sr.basis", "{}"),
        )
    )
    edited.site.write(name, text)
    return f"{name} written"


def _change_subjects(edited: EditedSite, chance: random.Random) -> str:
    """Another order, an address, a name, and stories to begin with, of which each but the order may be as before."""
    rows = [
        (chance.choice((slug, slug, f"the-{slug}")), chance.choice((name, name, f"{name}s")), of.split())
        for slug, (name, of) in chance.sample(sorted(TOPICS.items()), len(TOPICS))
    ]
    edited.site.write("topics.toml", subjects(rows))
    return f"topics: {rows}"


def _change_string(edited: EditedSite, chance: random.Random) -> str:
    file = chance.choice(sorted((edited.theme / "strings").glob("*.toml")))
    lines = file.read_text("utf-8").split("\n")
    at = chance.choice([at for at, line in enumerate(lines) if re.fullmatch(r'"?\w+"? = ".+"', line)])
    lines[at] = re.sub(r'" *$', ' x"', lines[at])
    file.write_text("\n".join(lines), "utf-8")
    return f"{file.name}: {lines[at]}"


def _change_template(edited: EditedSite, chance: random.Random) -> str:
    file = chance.choice(sorted((edited.theme / "templates").rglob("*.html")))
    file.write_text(file.read_text("utf-8") + f"{{# {chance.randrange(9)} #}}", "utf-8")
    return f"template {file.name}"


def _rename(edited: EditedSite, chance: random.Random) -> str:
    file = chance.choice(_texts(edited))
    slug, _, rest = file.name.partition(".")
    file.rename(file.with_name(f"{slug}-{chance.randrange(3)}.{rest}"))
    return f"{file.name} renamed"


EDITS: tuple[Callable[[EditedSite, random.Random], str], ...] = (
    _change_field, _change_field, _change_field, _change_words, _change_words, _add_text, _delete, _replace_file,
    _add_picture, _change_list, _change_subjects, _change_string, _change_template, _rename,
)  # fmt: skip
SETTINGS: tuple[dict[str, object], ...] = (
    {"UNTRANSLATED": "link"}, {"UNTRANSLATED": "hide"}, {"SITEURL": "https://other.example"}, {"SHOW_OUTDATED": False},
    {"show_drafts": True}, {"MARKDOWN_ALTERNATES": False}, {"EXTRA_HTML": {"table": ["border"]}}, {"PREVIEW_KEY": ""},
    {"TIMEZONE": "Pacific/Auckland"}, {"WEBSUB_HUB": "https://hub.example/"}, {"NOW": 1_780_000_000 + 86_400 * 40},
    {"SITEMAP_LIMIT": 20}, {"CATEGORIES": ["global", "local"]},
)  # fmt: skip


def change(edited: EditedSite, seed: int) -> tuple[str, dict[str, object]]:
    """An edit of the site or, as each fourth, another setting: what was done, and the settings of the next build."""
    chance = random.Random(seed)
    if seed % 4 == 3:
        setting = chance.choice(SETTINGS)
        return str(setting), setting
    return chance.choice(EDITS)(edited, chance), {}
