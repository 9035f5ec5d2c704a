"""Up to date: a build after which nothing has changed does nothing, and nothing that has changed goes unnoticed."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from plugins.cli.commands.build import build
from plugins.project import up_to_date
from plugins.project.build import CACHE
from plugins.project.up_to_date import find_up_to_date, record_file
from tests.checkout import Checkout, checkout

SETTINGS = "pelicanconf.py"
LOADED = (
    "import sys; from plugins.cli.commands.build import build; build('pelicanconf.py')\n"
    "print(sorted({'pelican', 'jinja2', 'markdown', 'babel', 'PIL'} & set(sys.modules)))"
)
STORY = "content/news/2026/story-0.en.md"
Edit = Callable[[Path], object]


READING_SETTINGS = """
import os, subprocess
from pathlib import Path
DESK = os.environ.get("NEWS_" + "DESK")
REVISION = subprocess.check_output(["cat", "facts/revision.txt"])
FACTS = os.listdir("facts")
DESKS = {"kept", *(path.parent.name for path in Path().glob("fac*/desk.txt"))}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout with a picture, whose settings read what is around them."""
    place = checkout(tmp_path_factory.mktemp("unchanged") / "site", READING_SETTINGS)
    for name in ("facts/desk.txt", "facts/revision.txt"):
        (place.folder / name).parent.mkdir(exist_ok=True)
        (place.folder / name).write_text("one", "utf-8")
    place.site.write("images/dot.png", (Path(__file__).parents[1] / "build_cache" / "dot.png").read_bytes())
    place.site.article("with-dot", image="images/dot.png", image_alt="A dot", category="local")
    return place


@pytest.fixture
def unchanged(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The checkout after a build that is up to date, to be changed."""
    monkeypatch.chdir(place.folder)
    assert build(SETTINGS) == 0
    assert not noticed()
    return place


def noticed() -> bool:
    """Whether a build would look closer."""
    return find_up_to_date(record_file(CACHE, SETTINGS), SETTINGS, {}) is None


def append(text: str) -> Edit:
    """An edit that adds to a file."""
    return lambda file: file.write_bytes(file.read_bytes() + text.encode())


def swap(file: Path) -> None:
    """Replace a letter and set the time back, as only a careless program would."""
    stat = file.stat()
    file.write_text(file.read_text("utf-8").replace("story", "sTory", 1), "utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def rename(file: Path) -> None:
    """Give a file another name."""
    file.rename(file.with_name("renamed.png"))


def write_in_new_folder(file: Path) -> None:
    """Write a file in a folder that is not there."""
    file.parent.mkdir()
    file.write_text("more", "utf-8")


def replace_by_folder(file: Path) -> None:
    """Put a folder in the place of a file."""
    file.unlink()
    file.mkdir()
    (file / "more.html").write_text("more", "utf-8")


INPUTS: dict[str, tuple[str, Edit]] = {
    "content": (STORY, append("\nMore.\n")),
    "content, its size and time kept": (STORY, swap),
    "new content": (
        "content/news/2026/new.en.md",
        lambda file: file.write_text("Title: New\nDate: 2026-03-09\n\nNew.\n"),
    ),
    "content removed": ("content/news/2026/story-1.sr.md", Path.unlink),
    "glossary": ("content/glossary.txt", lambda file: file.write_text("Story = Прича\n", "utf-8")),
    "image": ("content/images/dot.png", append("\0")),
    "image not named by any text": ("content/images/spare.png", lambda file: file.write_bytes(b"spare")),
    "template": ("theme/templates/article.html", append("<!-- more -->")),
    "style": ("theme/static/css/utilities.css", append(".more { margin: 0; }\n")),
    "string": ("theme/strings/en.toml", append("# more\n")),
    "settings": (SETTINGS, append("SHOW_OUTDATED = False\n")),
    "plugin code": ("plugins/pages/kinds/lists.py", append("# more\n")),
    "plugin data": ("plugins/sdg/languages/en.toml", append("# more\n")),
}
OUTPUTS: dict[str, tuple[str, Edit]] = {
    "a page edited": ("output/index.html", append("more")),
    "a page removed": ("output/sr/index.html", Path.unlink),
    "a file added": ("output/news/more.html", lambda file: file.write_text("more", "utf-8")),
    "a file added in a new folder": ("output/sr/news/more/index.html", write_in_new_folder),
    "a folder removed": ("output/news/story-1", shutil.rmtree),
    "a page renamed": ("output/about/index.html", rename),
    "a page replaced by a folder": ("output/archive/index.html", replace_by_folder),
    "a feed emptied": ("output/feeds/news.atom.xml", lambda file: file.write_bytes(b"")),
    "a map edited": ("output/sitemap.xml", append("more")),
}


@pytest.mark.parametrize("kind", INPUTS)
def test_every_kind_of_change_is_noticed(unchanged: Checkout, kind: str) -> None:
    """A change of content, pictures, theme, strings, settings or code makes the next build look closer."""
    name, edit = INPUTS[kind]
    edit(unchanged.folder / name)
    assert noticed()


@pytest.mark.parametrize("name", ["content", "theme"])
def test_a_link_that_leads_elsewhere_is_noticed(unchanged: Checkout, tmp_path: Path, name: str) -> None:
    """A folder of the site may be a link; it leads to another folder of the same files."""
    folder, first, second = unchanged.folder / name, tmp_path / "first", tmp_path / "second"
    shutil.copytree(folder, second)
    shutil.move(folder, first)
    try:
        folder.symlink_to(first)
        assert build(SETTINGS) == 0
        assert not noticed()
        folder.unlink()
        folder.symlink_to(second)
        assert noticed()
    finally:
        folder.unlink()
        shutil.move(first, folder)


def test_a_clock_that_is_set_back_is_noticed(unchanged: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was due by the clock of the last build may not be due yet."""
    now = time.time()
    monkeypatch.setattr(up_to_date.time, "time", lambda: now - 86_400)
    assert noticed()


@pytest.mark.parametrize("kind", OUTPUTS)
def test_whatever_is_done_to_the_output_is_undone(unchanged: Checkout, kind: str) -> None:
    """A file of the output that was edited, removed or added by another hand is put right by the next build."""
    before = unchanged.site.files()
    name, edit = OUTPUTS[kind]
    edit(unchanged.folder / name)
    assert unchanged.site.files() != before
    assert noticed()
    assert build(SETTINGS) == 0
    assert unchanged.site.files() == before


OWN_FILES = {
    "own/links.json": '{"one": 1}',
    "site_facts.py": "NAME = 'one'\n",
    "overrides/own.html": "one\n",
    "site_extension.py": "import markdown\n\nclass Plain(markdown.Extension):\n    extendMarkdown = print\n",
}
OWN_SETTINGS = """
import json
from pathlib import Path
from site_facts import NAME as FACT
PARTNERS = json.loads(Path("own", "links.json").read_text())
THEME_TEMPLATES_OVERRIDES = ["overrides"]
"""


@pytest.fixture(scope="module")
def own_place(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout whose settings read a file, import a module and name a folder of templates, all of the site's own."""
    place = checkout(tmp_path_factory.mktemp("own") / "site", OWN_SETTINGS)
    for name, text in OWN_FILES.items():
        (place.folder / name).parent.mkdir(exist_ok=True)
        (place.folder / name).write_text(text, "utf-8")
    return place


@pytest.fixture
def own_files(own_place: Checkout, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checkout]:
    """That checkout after a build."""
    monkeypatch.chdir(own_place.folder)
    monkeypatch.syspath_prepend(str(own_place.folder))
    # What was written in the last second may yet change.
    long_ago = time.time() - 60
    for name in OWN_FILES:
        os.utime(own_place.folder / name, (long_ago, long_ago))
    assert build(SETTINGS) == 0
    assert not noticed()
    yield own_place
    for name in ("site_facts", "site_extension"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("name", ["own/links.json", "site_facts.py", "overrides/own.html", "overrides/new.html"])
def test_files_that_the_settings_use_are_noticed(own_files: Checkout, name: str) -> None:
    """A file that the settings read, a module that they import, and a template in a folder that they name."""
    file = own_files.folder / name
    file.write_text(OWN_FILES.get(name, "new\n").replace("one", "two"), "utf-8")
    assert noticed()


def test_a_file_that_changes_while_a_build_runs_is_noticed(
    own_files: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build may have read it as it was before."""
    own_files.site.article("another", category="local")
    (own_files.folder / "own/links.json").write_text('{"two": 2}', "utf-8")
    soon = time.time() + 60
    os.utime(own_files.folder / "own/links.json", (soon, soon))
    assert build(SETTINGS) == 0
    assert noticed()


def test_an_extension_of_markdown_may_read_anything(own_files: Checkout) -> None:
    """With one that is not Python-Markdown's own, every build looks closer."""
    settings = own_files.folder / SETTINGS
    text = settings.read_text("utf-8")
    settings.write_text(f'{text}\nMARKDOWN = {{"extensions": ["site_extension:Plain"]}}\n', "utf-8")
    assert build(SETTINGS) == 0
    assert noticed()
    settings.write_text(text, "utf-8")


def test_what_the_settings_are_made_of_counts(unchanged: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a settings file reads, and however, another value is a change; the note does not hold it."""
    secret = token_hex()
    monkeypatch.setenv("SOMETHING_ELSE", secret)
    assert not noticed()
    facts = unchanged.folder / "facts"
    changes: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "a variable": (lambda: monkeypatch.setenv("NEWS_DESK", secret), lambda: monkeypatch.delenv("NEWS_DESK")),
        "what a program prints": (
            lambda: (facts / "revision.txt").write_text("two", "utf-8"),
            lambda: (facts / "revision.txt").write_text("one", "utf-8"),
        ),
        "a file in a folder": ((facts / "more.txt").touch, (facts / "more.txt").unlink),
        "a folder": (
            lambda: shutil.copytree(facts, unchanged.folder / "factory"),
            lambda: shutil.rmtree(unchanged.folder / "factory"),
        ),
    }
    for kind, (change, undo) in changes.items():
        change()
        assert noticed(), kind
        undo()
        assert not noticed(), kind
    monkeypatch.setenv("NEWS_DESK", secret)
    assert build(SETTINGS) == 0
    assert not noticed()
    assert secret not in record_file(CACHE, SETTINGS).read_text("utf-8")


def test_a_story_appears_when_its_time_has_come(
    unchanged: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A build before a story's date is up to date until that date, and not beyond; then the story is there."""
    settings = unchanged.folder / SETTINGS
    settings.write_text(settings.read_text("utf-8").replace("NOW = 1_780_000_000", "NOW = None"), "utf-8")
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    file = unchanged.site.article("later", date=f"{moment:%Y-%m-%d %H:%M}", category="local")
    page = unchanged.site.output / "news/later/index.html"
    assert build(SETTINGS) == 0
    assert not page.exists()
    assert not noticed()

    class Clock:
        """A clock that is some seconds off the story's moment, which is in the zone of the site."""

        offset = -7200.0 - 120

        @classmethod
        def time(cls) -> float:
            return moment.timestamp() + cls.offset

    monkeypatch.setattr(up_to_date, "time", Clock)
    assert not noticed()
    Clock.offset = 7200.0
    assert noticed()

    monkeypatch.undo()
    monkeypatch.chdir(unchanged.folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp()) + 7200))
    assert build(SETTINGS) == 0
    assert page.exists()
    file.unlink()


@pytest.mark.parametrize("damage", ["", "{}", "[]\n[]", "\0", "x\n{", "0" * 32 + '\n{"sources": []}'])
def test_a_damaged_note_is_no_note(unchanged: Checkout, damage: str) -> None:
    """A note that is not as it was written is ignored, and the build after it leaves a good one."""
    note = record_file(CACHE, SETTINGS)
    note.write_text(damage, "utf-8")
    assert noticed()


def test_a_note_in_which_a_figure_was_changed_is_no_note(unchanged: Checkout) -> None:
    """The note is under a seal: a moment or a number that was changed in it is not believed."""
    note = record_file(CACHE, SETTINGS)
    text = note.read_text("utf-8")
    changed = re.sub(r'"pages": (\d+)', r'"pages": 1\1', text)
    assert changed != text
    note.write_text(changed, "utf-8")
    assert noticed()


@pytest.mark.long
def test_nothing_is_loaded_where_nothing_changed(unchanged: Checkout) -> None:
    """The second build of a fresh checkout says that nothing changed and loads neither Pelican nor the libraries that
    make pages."""
    assert unchanged.run().returncode == 0
    again, _ = unchanged.start(LOADED).communicate()
    assert "nothing changed" in again
    assert again.endswith("[]\n")
    (unchanged.folder / STORY).write_text("Title: New\nDate: 2026-03-01\n\nNew.\n", "utf-8")
    assert "pelican" in unchanged.start(LOADED).communicate()[0]
