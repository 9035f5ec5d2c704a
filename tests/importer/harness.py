"""Helps the tests of the importer: imports a page into a folder and reads what was written and reported."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import markdown
from bs4 import BeautifulSoup

from plugins.cli.commands.importing import import_and_report
from plugins.cli.terminal import open_console
from plugins.content.settings.site_config import read_languages
from plugins.cyrillic import to_latin
from plugins.importer import ImportFailure

LANGUAGES = read_languages({"en": {"name": "English", "cldr": "en_GB"}, "sr": {"name": "Srpski", "cldr": "sr_Latn_RS"}})
CATEGORIES = {
    "local": ("Local", "Lokalno", "Локално"),
    "regional": ("Regional", "Regionalno", "Регионално"),
    "global": ("Global", "Globalno", "Глобално"),
    "stories": ("Stories", "Priče", "Приче"),
    "press-releases": ("Press releases", "Saopštenja", "Саопштења"),
    "statements": ("Statements", "Izjave", "Изјаве"),
}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Result:
    """What one import wrote and said."""

    status: int
    report: str
    content: Path

    @property
    def files(self) -> list[str]:
        """The names of all files written, but for the records of what translations were made from."""
        files = (path for path in sorted(self.content.rglob("*")) if path.suffix != ".basis")
        return [path.name for path in files if path.is_file()]

    @property
    def texts(self) -> dict[str, str]:
        """Each language with its file's text."""
        return {path.name.split(".")[-2]: path.read_text("utf-8") for path in sorted(self.content.rglob("*.md"))}

    @property
    def slug(self) -> str:
        """The pair's slug."""
        return next(self.content.rglob("*.md")).name.split(".")[0]

    @property
    def year(self) -> str:
        """The folder that the pair is in."""
        return next(self.content.rglob("*.md")).parent.name

    def field(self, name: str, language: str = "") -> str:
        """A header field of one language's file, or of any."""
        texts = [self.texts[language]] if language else list(self.texts.values())
        found = [match[1] for text in texts if (match := re.search(rf"^{name}: (.*)$", text.split("\n\n")[0], re.M))]
        return found[0] if found else ""

    def title(self, language: str) -> str:
        """The title of one language's file."""
        return self.field("Title", language)

    def body(self, language: str) -> str:
        """The Markdown of one language's file."""
        return self.texts[language].split("\n\n", 1)[1]

    @property
    def original(self) -> str:
        """The language of the original."""
        return self.field("Original") or next(iter(self.texts))

    @property
    def category(self) -> str:
        """The shared category."""
        return self.field("Category")

    @property
    def goals(self) -> str:
        """The shared SDGs field."""
        return self.field("SDGs")

    @property
    def date(self) -> str:
        """The shared date."""
        return self.field("Date")

    @property
    def state(self) -> str:
        """`draft` or `published`."""
        return self.field("Status") or "published"


def import_files(paths: list[Path | str], folder: Path, **options: object) -> Result:
    """Import files into `folder/content`."""
    out = io.StringIO()
    console = open_console(file=out, width=200, color_system=None)
    plain = {name: value if name in ("titles", "force") else str(value) for name, value in options.items()}
    content = folder / "content"
    names = [str(path) for path in paths]
    try:
        status = import_and_report(
            names, content=content, languages=LANGUAGES, categories=CATEGORIES, console=console, **plain
        )
    except ImportFailure as failure:
        # The command line prints it.
        return Result(1, f"{failure}\n", content)
    return Result(status, out.getvalue(), content)


def import_bytes(raw: bytes, folder: Path, name: str = "page.txt", **options: object) -> Result:
    """Import a file with these bytes."""
    file = folder / name
    file.write_bytes(raw)
    return import_files([file], folder, **options)


def word_file(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document with this body, and other parts by their names."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in {"word/document.xml": document, "[Content_Types].xml": types, **(parts or {})}.items():
            packed.writestr(name, text)
    return raw.getvalue()


def rendered_text(body: str) -> str:
    """The words that a reader sees of a Markdown text."""
    html = markdown.markdown(body, extensions=["extra", "sane_lists"])
    return BeautifulSoup(html, "lxml").get_text()


def words(text: str) -> Counter[str]:
    """The words of a text, in Latin letters, however often they stand in it."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    # The importer writes Đ for the Icelandic letter that looks like it, and two letters for one that stands for two.
    same = str.maketrans({"ð": "đ", "ǆ": "dž", "ǉ": "lj", "ǌ": "nj"})
    return Counter(to_latin(word).casefold().translate(same) for word in re.findall(r"[^\W_]+", plain))


def missing_words(page: str, selector: str, result: Result) -> list[str]:
    """The words of the page (of the elements that `selector` names, in HTML) that are neither in a file nor in the
    report."""
    if selector:
        soup = BeautifulSoup(page, "lxml")
        for tag in soup(["script", "style", "iframe", "svg"]):
            tag.decompose()
        page = " ".join(element.get_text(" ") for element in soup.select(selector))
        page = re.sub(r"(?<=\w)\u00ad (?=\w)", "", page)
    report = result.report.partition("\nNext: ")[0]
    written = words("\n".join([report, *result.texts.values()]).replace("\\", ""))
    return sorted((words(page) - written).elements())
