"""A small site and the edits that people make to one, for tests that compare builds with and without the plugin."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.build_cache.clean_builds import clean_builds
from tests.collecting import COLLECTOR
from tests.small_site import CONF, LIGHT, ROOT, SmallSite, small_site
from tests.snapshot import Snapshot

PICTURES = ("dot.png", "dash.png")
SLUGS = ("alpha", "beta", "gamma", "delta")
BODY = {
    "en": "The first of {n}.\n\nSecond, with [a link]({{filename}}/{other}).",
    "sr": "Prvi pasus o injekciji {n}.\n\nDrugi, njegov.",
}


@dataclass
class EditedSite:
    """A site with its own copy of the theme, whose edits are plain functions of a number."""

    site: SmallSite
    snapshot: Snapshot | None = None

    @property
    def theme(self) -> Path:
        """The site's own theme."""
        return self.site.folder / "theme"

    def build(self, **overrides: object) -> dict[str, Any]:
        """Build with the plugin; gives the settings that the build ended with."""
        return self.site.build(THEME=str(self.theme), **overrides)

    def clean(self, folder: Path, **overrides: object) -> dict[str, bytes]:
        """The files of a clean build without the plugin, which shares nothing with any other build of this site: it is
        made by a process in which none of these was."""
        output, cache = folder / "clean", folder.with_name(f"{folder.name}-clean-cache")
        for place in (output, cache):
            shutil.rmtree(place, ignore_errors=True)
        paths = {"THEME": str(self.theme), "OUTPUT_PATH": str(output), "CACHE_PATH": str(cache)}
        clean_builds().make(self.site, {**paths, "INCREMENTAL": False, **overrides})
        return SmallSite(folder, {}).files_of(output)


def edited_site(folder: Path, **settings: Any) -> EditedSite:
    """A site of three pairs, two pages and two pictures, not yet built; in every edition, unless `settings` differ."""
    edited = EditedSite(small_site(folder, **{**LIGHT, "EDITIONS": CONF["EDITIONS"], **settings}))
    shutil.copytree(ROOT / "theme", edited.theme)
    for number, slug in enumerate(SLUGS[:3]):
        write(edited, slug, "en", number)
        write(edited, slug, "sr", number)
    edited.site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    edited.site.write("pages/contact.en.md", "Title: Contact\n\nWhere we are.\n")
    for number, name in enumerate(PICTURES):
        draw(edited.site.content / "images" / name, 40, number)
    return edited


def write(edited: EditedSite, slug: str, language: str, number: int) -> None:
    """An article; what it says depends on the number."""
    other = SLUGS[(SLUGS.index(slug) + 1) % 3]
    target = file_of(edited, other if file_of(edited, other, "en").exists() or slug == other else slug, "en")
    body = BODY[language].format(n=number, other=target.relative_to(edited.site.content))
    fields = {"Title": f"Title {number} {slug}"}
    if language == "en":
        fields |= {
            "Date": f"2026-0{1 + number % 5}-1{number % 9}",
            "Category": ("local", "global")[number % 2],
            "SDGs": f"{1 + number % 17}, 16.2",
        }
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    edited.site.write(str(file_of(edited, slug, language).relative_to(edited.site.content)), f"{header}\n{body}\n")


def file_of(edited: EditedSite, slug: str, language: str) -> Path:
    """The article's file, in whichever year it is; that of a new article is in 2026."""
    usual = edited.site.content / f"news/2026/{slug}.{language}.md"
    return next(edited.site.content.glob(f"news/*/{slug}.{language}.md"), usual)


def draw(file: Path, width: int, colour: int) -> None:
    """A picture; its file is as large as any other of that width."""
    from PIL import Image

    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, 30), (colour * 20 % 256, 80, 120)).save(file, compress_level=0)


def texts(edited: EditedSite) -> list[Path]:
    """Every Markdown file."""
    return sorted(edited.site.content.rglob("*.md"))


def point_to(edited: EditedSite, old: str, new: str) -> None:
    """Let every text name another file of the content in the place of one."""
    for file in texts(edited):
        text = file.read_text("utf-8")
        if old in text:
            file.write_text(text.replace(old, new), "utf-8")


def move(edited: EditedSite, old: Path, new: Path) -> None:
    """Give a file another name, which the texts that name it follow; nothing where that name is in use."""
    if old.exists() and not new.exists():
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
        content = edited.site.content
        point_to(edited, str(old.relative_to(content)), str(new.relative_to(content)))


def exchange(one: Path, other: Path) -> None:
    """Swap the names of two files."""
    if one.exists() and other.exists():
        beside = one.with_name("beside")
        one.rename(beside)
        other.rename(one)
        beside.rename(other)


def replace_alike(file: Path, change: Callable[[bytes], bytes]) -> None:
    """Replace a file by another of the same size and time, as a synchronised folder may."""
    if not file.exists():
        return
    data, stat = file.read_bytes(), file.stat()
    changed = change(data)
    assert len(changed) == len(data)
    new = file.with_name("new")
    new.write_bytes(changed)
    os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    new.replace(file)


def add_or_change(edited: EditedSite, number: int) -> None:
    """Write an article anew, in one language or the other."""
    write(edited, SLUGS[number % 4], "en", number)
    if number % 3:
        write(edited, SLUGS[number % 4], "sr", number)


def remove_translation(edited: EditedSite, number: int) -> None:
    """Take a translation away."""
    file_of(edited, SLUGS[number % 4], "sr").unlink(missing_ok=True)


def remove_pair(edited: EditedSite, number: int) -> None:
    """Take a story away, and the links to it."""
    for language in ("en", "sr"):
        file_of(edited, "delta", language).unlink(missing_ok=True)


def rename_story(edited: EditedSite, number: int) -> None:
    """Give a story another address, or its first one again."""
    slug = SLUGS[number % 4]
    for language in ("en", "sr"):
        file = file_of(edited, slug, language)
        names = (file.name, f"{slug}-again.{language}.md")
        for old, new in (names, names[::-1]):
            if (file.with_name(old)).exists():
                move(edited, file.with_name(old), file.with_name(new))
                break


def swap_stories(edited: EditedSite, number: int) -> None:
    """Swap the names of two stories, in one language or in both."""
    one, other = SLUGS[number % 3], SLUGS[(number + 1) % 3]
    for language in ("en", "sr")[: 1 + (number > 1)]:
        exchange(file_of(edited, one, language), file_of(edited, other, language))


def move_to_year(edited: EditedSite, number: int) -> None:
    """Move a story to the folder of another year."""
    for language in ("en", "sr"):
        file = file_of(edited, SLUGS[number % 4], language)
        move(edited, file, edited.site.content / f"news/{2025 + number % 2}" / file.name)


def recreate(edited: EditedSite, number: int) -> None:
    """Delete a file and write it again as it was, with the time of today or an older one."""
    files = texts(edited)
    file = files[number % len(files)]
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data)
    if number % 2:
        os.utime(file, (1_700_000_000, 1_700_000_000))


def replace_story(edited: EditedSite, number: int) -> None:
    """Replace a text by another of the same size and time."""
    file = file_of(edited, SLUGS[number % 3], ("en", "sr")[number % 2])
    old, new = ((b"first", b"FIRST"), (b"Prvi", b"PRVI"))[number % 2]
    replace_alike(file, lambda data: data.replace(old, new) if old in data else data.replace(new, old))


def replace_page(edited: EditedSite, number: int) -> None:
    """Replace a page by another of the same size and time."""
    pages = sorted(edited.site.content.glob("pages/*.md"))
    replace_alike(pages[number % len(pages)], lambda data: data.replace(b"we", b"WE").replace(b"W", b"w"))


def rename_page(edited: EditedSite, number: int) -> None:
    """Give a page another address."""
    pages = sorted(edited.site.content.glob("pages/*.md"))
    move(edited, pages[number % len(pages)], edited.site.content / f"pages/page-{number % 3}.en.md")


def swap_pages(edited: EditedSite, number: int) -> None:
    """Swap the names of two pages."""
    pages = sorted(edited.site.content.glob("pages/*.md"))
    exchange(pages[0], pages[-1])


def picture_files(edited: EditedSite) -> list[Path]:
    """The pictures."""
    return sorted((edited.site.content / "images").iterdir())


def show_picture(edited: EditedSite, number: int) -> None:
    """Show a picture in a text."""
    file, pictures = file_of(edited, SLUGS[number % 3], ("en", "sr")[number % 2]), picture_files(edited)
    if file.exists():
        kept = file.read_text("utf-8").partition("\n\n![")[0].rstrip("\n")
        file.write_text(f"{kept}\n\n![A dot](images/{pictures[number % len(pictures)].name})\n", "utf-8")


def rename_picture(edited: EditedSite, number: int) -> None:
    """Give a picture another name."""
    file = picture_files(edited)[number % 2]
    move(edited, file, file.with_name(f"line-{number % 3}.png"))


def swap_pictures(edited: EditedSite, number: int) -> None:
    """Swap the names of two pictures."""
    exchange(*picture_files(edited)[:2])


def replace_picture(edited: EditedSite, number: int) -> None:
    """Replace a picture by another of the same size and time."""
    file = picture_files(edited)[number % 2]
    stat = file.stat()
    draw(file, 40, number)
    if file.stat().st_size == stat.st_size:
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def swap_attachments(edited: EditedSite, number: int) -> None:
    """Swap the names of two attachments."""
    exchange(*(edited.site.content / f"files/plan {one}.csv" for one in (0, 1)))


def rename_attachment(edited: EditedSite, number: int) -> None:
    """Give an attachment another name."""
    one, other = (edited.site.content / "files" / name for name in (f"plan {number % 2}.csv", "other plan.csv"))
    if number < 5:
        move(edited, one, other)
    else:
        move(edited, other, one)


def replace_attachment(edited: EditedSite, number: int) -> None:
    """Replace an attachment by another of the same size and time."""
    replace_alike(edited.site.content / f"files/plan {number % 2}.csv", bytes.swapcase)


def replace_words(edited: EditedSite, number: int) -> None:
    """Replace a list of words by another of the same size and time."""
    for name in ("glossary.txt", "words.txt"):
        replace_alike(edited.site.content / name, lambda data: data.replace(b"0", b"9").replace(b"1", b"8"))


def replace_strings(edited: EditedSite, number: int) -> None:
    """Replace a file of interface strings by another of the same size and time."""
    file = edited.theme / "strings" / ("en.toml", "sr.toml")[number % 2]
    old, new = ((b'"Front page"', b'"front page"'), (b'"Naslovna"', b'"naslovna"'))[number % 2]
    replace_alike(file, lambda data: data.replace(old, new) if old in data else data.replace(new, old))


def words(edited: EditedSite, number: int) -> None:
    """Write the list of words that the checker passes over."""
    edited.site.write("words.txt", f"Title\nsecond{number % 3}\n")


def header(edited: EditedSite, number: int) -> None:
    """Change a field: status, policy, picture, author or a modification."""
    line = (
        "Status: draft",
        "Untranslated: hide",
        "Untranslated: link",
        f"Image: images/{picture_files(edited)[0].name}",
        "Author: Editors",
        "Modified: 2026-05-20",
        "Preview: yes",
    )
    file = file_of(edited, SLUGS[number % 3], ("en", "sr")[number % 2])
    if file.exists() and not (line[number % 7].startswith("Status") and file.name.endswith("en.md")):
        text = file.read_text("utf-8")
        name = line[number % 7].partition(":")[0]
        kept = "\n".join(part for part in text.split("\n") if not part.startswith(f"{name}:"))
        file.write_text(f"{line[number % 7]}\n{kept}", "utf-8")


def press(edited: EditedSite, number: int) -> None:
    """Give a story a press kit and an event, or take them away; change the press office."""
    for language in ("en", "sr"):
        edited.site.write(f"press-office.{language}.txt", f"Name: Office {number % 4}\nPhone: 1\n\nAbout us.\n")
    file = file_of(edited, SLUGS[number % 3], "en")
    if file.exists():
        kept = [line for line in file.read_text("utf-8").split("\n") if not line.startswith(("Press-Kit", "Event-"))]
        lines = ("Press-Kit: yes", f"Event-Start: 2026-12-0{1 + number % 5} 11:00", "Event-Place: Here")[: number % 4]
        file.write_text("\n".join([*lines, *kept]), "utf-8")


def hold_back(edited: EditedSite, number: int) -> None:
    """Make a draft of a whole story or page, let it wait for its date, or publish it again."""
    page = edited.site.content / "pages" / "about.en.md"
    file = page if number % 4 == 3 else file_of(edited, SLUGS[number % 3], "en")
    if file.exists():
        lines = [
            line for line in file.read_text("utf-8").split("\n") if not line.startswith(("Status: ", "Date: 2031"))
        ]
        if number % 5 < 3:
            lines.insert(0, "Status: draft" if number % 2 or file == page else "Date: 2031-05-05")
        if not any(line.startswith("Date: ") for line in lines) and file != page:
            lines.insert(0, "Date: 2026-02-02")
        if lines[0] == "Date: 2031-05-05":
            lines = [lines[0], *(line for line in lines[1:] if not line.startswith("Date: "))]
        file.write_text("\n".join(lines), "utf-8")


def body(edited: EditedSite, number: int) -> None:
    """Change nothing but the words of a body."""
    file = file_of(edited, SLUGS[number % 3], ("en", "sr")[number % 2])
    if file.exists():
        kept = file.read_text("utf-8").partition("\n\nAt last")[0].rstrip("\n")
        file.write_text(f"{kept}\n\nAt last: {'i još ' * (number % 4)}{number}.\n", "utf-8")


def picture(edited: EditedSite, number: int) -> None:
    """Draw a picture anew, in another size."""
    draw(picture_files(edited)[number % 2], 40 + number % 5, number)


def attach(edited: EditedSite, number: int) -> None:
    """Link a text to a file, or change the file alone."""
    name = f"files/plan {number % 2}.csv"
    edited.site.write(name, f"{'row;' * (number * 300)}{number}\n")
    file = file_of(edited, SLUGS[number % 3], ("en", "sr")[number % 2])
    if file.exists() and number % 4:
        kept = file.read_text("utf-8").partition("\n\nThe plan")[0].rstrip("\n")
        file.write_text(f"{kept}\n\nThe plan is [here]({{static}}/{name}).\n", "utf-8")


def show_video(edited: EditedSite, number: int) -> None:
    """Show a video of another site or of one's own, or put a picture of its name beside it."""
    file = file_of(edited, SLUGS[number % 3], ("en", "sr")[number % 2])
    edited.site.write(f"films/film-{number % 2}.mp4", f"{'film' * (number * 30)}{number}")
    if number % 3 == 0:
        draw(edited.site.content / f"films/film-{number % 2}.png", 40 + number, number)
        draw(edited.site.content / "images/QBb-VfMFPdc.png", 41 + number, number)
    if file.exists():
        kept = file.read_text("utf-8").partition("\n\nA film:")[0].rstrip("\n")
        shown = f"https://youtu.be/QBb-VfMFPdc\n\n![Number {number}](films/film-{number % 2}.mp4)"
        file.write_text(f"{kept}\n\nA film:\n\n{shown}\n", "utf-8")


def authors(edited: EditedSite, number: int) -> None:
    """Change the names of an author, and have a story by that author."""
    edited.site.write("authors.toml", f'["Editors"]\nen = "Editors {number}"\nsr = "Redakcija {number % 2}"\n')
    header(edited, (4, 11, 18)[number % 3])


def glossary(edited: EditedSite, number: int) -> None:
    """Decide a word for the Cyrillic edition."""
    edited.site.write("glossary.txt", f"Title = Наслов{number % 3}\n")


def strings(edited: EditedSite, number: int) -> None:
    """Change an interface string."""
    file = edited.theme / "strings" / ("en.toml", "sr.toml")[number % 2]
    text = file.read_text("utf-8")
    key = ("latest", "not_found_title")[number // 2 % 2]
    start = text.index(f"\n{key} = ")
    end = text.index("\n", start + 1)
    file.write_text(f'{text[:start]}\n{key} = "Latest {number % 4}"{text[end:]}', "utf-8")


def template(edited: EditedSite, number: int) -> None:
    """Change a template that others draw in."""
    file = (
        edited.theme
        / "templates"
        / ("partials/footer.html", "article.html", "macros/dates.html", "feed.xml")[number % 4]
    )
    mark = "{# edited #}" if file.suffix == ".xml" else f"<!-- {number % 5} -->"
    text = file.read_text("utf-8")
    file.write_text(
        text + mark
        if "macros" not in file.parts and "macros" not in str(file)
        else text.replace("<time", f'<time class="d{number % 5}"', 1),
        "utf-8",
    )


def style(edited: EditedSite, number: int) -> None:
    """Change the style sheet, whose name is in every page."""
    file = edited.theme / "static/css/utilities.css"
    file.write_text(file.read_text("utf-8") + f"\n.x{number % 9} {{ margin: 0; }}\n", "utf-8")


EDITS: dict[str, Callable[[EditedSite, int], None]] = {
    edit.__name__: edit
    for edit in (
        add_or_change,
        remove_translation,
        remove_pair,
        rename_story,
        swap_stories,
        move_to_year,
        recreate,
        replace_story,
        rename_page,
        swap_pages,
        replace_page,
        header,
        press,
        hold_back,
        body,
        picture,
        show_picture,
        rename_picture,
        swap_pictures,
        replace_picture,
        attach,
        swap_attachments,
        rename_attachment,
        replace_attachment,
        show_video,
        authors,
        glossary,
        words,
        replace_words,
        strings,
        replace_strings,
        template,
        style,
    )
}
SETTINGS = (
    {},
    {"UNTRANSLATED": "link"},
    {"UNTRANSLATED": "hide"},
    {"SITEURL": "https://other.example"},
    {"SHOW_OUTDATED": False},
    {"show_drafts": True},
    {"MARKDOWN_ALTERNATES": False},
)


def restore(edited: EditedSite) -> EditedSite:
    """The site as it was when this was called first, in the same place, since a cache belongs to one folder."""
    # One test makes hundreds of builds.
    COLLECTOR.collect()
    if edited.snapshot:
        edited.snapshot.restore()
    else:
        folder = edited.site.folder
        edited.snapshot = Snapshot(folder, folder.with_name(f"{folder.name}-master"))
    return edited
