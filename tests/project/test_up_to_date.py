"""Up to date: a build after which nothing has changed does nothing, and nothing that has changed goes unnoticed."""

from __future__ import annotations

import datetime as dt
import json
import os
import py_compile
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.machinery import SourceFileLoader
from pathlib import Path
from secrets import token_hex
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from plugins.build_cache.file_stats import folder_times, iterate_stats
from plugins.cli.commands.build import build
from plugins.project.build import CACHE
from plugins.project.up_to_date import (
    check_by_content,
    digest_output,
    digest_path,
    find_up_to_date,
    read_environment,
    record_file,
)
from plugins.system.digests import key_of, read_sealed, write_sealed
from tests.build_cache.edited_site import replace_alike
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


def accept() -> None:
    """Record all as it is now, as a build would that has read it and made the output that is there."""
    file = record_file(CACHE, SETTINGS)
    fields = json.loads(read_sealed(file))
    output, sources = fields["output"], fields["sources"]
    files = [name for name in fields["files"] if os.path.isfile(os.path.join(output, name))]
    outputs = digest_output(sorted(iterate_stats(output, files)), folder_times(output, files))
    inputs = key_of(*map(digest_path, sources))
    changed = {"files": files, "outputs": outputs, "inputs": inputs, "key": read_environment(SETTINGS)[0]}
    write_sealed(file, json.dumps({**fields, **changed}).encode())
    assert not noticed()


def unnoticed(place: Checkout, edits: Mapping[str, tuple[str, Edit]]) -> list[str]:
    """Of edits that are made one after the other, the kinds after which a build would not look closer."""
    unseen = []
    for kind, (name, edit) in edits.items():
        edit(place.folder / name)
        unseen += [] if noticed() else [kind]
        accept()
    return unseen


def append(text: str) -> Edit:
    """An edit that adds to a file."""
    return lambda file: file.write_bytes(file.read_bytes() + text.encode())


def written(text: str) -> Edit:
    """An edit that writes a file anew, with its folder."""

    def edit(file: Path) -> None:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    return edit


def swap(file: Path) -> None:
    """Replace a letter and set the time back, as only a careless program would."""
    stat = file.stat()
    file.write_text(file.read_text("utf-8").replace("story", "sTory", 1), "utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def replace_by_folder(file: Path) -> None:
    """Put a folder in the place of a file."""
    file.unlink()
    written("more")(file / "more.html")


INPUTS: dict[str, tuple[str, Edit]] = {
    "content": (STORY, append("\nMore.\n")),
    "content, its size and time kept": (STORY, swap),
    "new content": ("content/news/2026/new.en.md", written("Title: New\nDate: 2026-03-09\n\nNew.\n")),
    "content removed": ("content/news/2026/story-1.sr.md", Path.unlink),
    "glossary": ("content/glossary.txt", written("Story = Прича\n")),
    "image": ("content/images/dot.png", append("\0")),
    "image not named by any text": ("content/images/spare.png", written("spare")),
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
    "a file added": ("output/news/more.html", written("more")),
    "a file added in a new folder": ("output/sr/news/more/index.html", written("more")),
    "a folder removed": ("output/news/story-1", shutil.rmtree),
    "a page renamed": ("output/about/index.html", lambda file: file.rename(file.with_name("renamed.png"))),
    "a page replaced by a folder": ("output/archive/index.html", replace_by_folder),
    "a feed emptied": ("output/feeds/news.atom.xml", written("")),
    "a map edited": ("output/sitemap.xml", append("more")),
}


def test_every_kind_of_change_is_noticed(unchanged: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of content, pictures, theme, strings, settings or code makes the next build look closer, and a clock
    that is set back; what Git and Python keep beside them is none. What another hand did to the output is put right by
    the next build."""
    before, note = unchanged.site.files(), record_file(CACHE, SETTINGS).read_bytes()
    assert unnoticed(unchanged, OUTPUTS) == []
    record_file(CACHE, SETTINGS).write_bytes(note)
    assert build(SETTINGS) == 0
    assert unchanged.site.files() == before
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(1_780_000_000 - 86_400))
        assert noticed()
    assert unnoticed(unchanged, INPUTS) == []
    for name in (".git", "__pycache__"):
        (unchanged.site.content / name).mkdir()
        (unchanged.site.content / name / "kept").touch()
    assert not noticed()


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


def test_files_that_the_settings_use_are_noticed(own_files: Checkout) -> None:
    """A file that the settings read, a module that they import, and a template in a folder that they name; also one
    that changes while a build runs, which may have read it as it was before. With an extension of Markdown that is not
    Python-Markdown's own, which may read anything, every build looks closer."""
    names = "own/links.json site_facts.py overrides/own.html overrides/new.html".split()
    texts = {name: OWN_FILES.get(name, "new\n").replace("one", "two") for name in names}
    assert unnoticed(own_files, {name: (name, written(text)) for name, text in texts.items()}) == []

    own_files.site.article("another", category="local")
    (own_files.folder / "own/links.json").write_text('{"three": 3}', "utf-8")
    soon, links = time.time() + 60, own_files.folder / "own/links.json"
    os.utime(links, (soon, soon))
    assert build(SETTINGS) == 0
    assert noticed()

    os.utime(links, (soon - 120, soon - 120))
    append('\nMARKDOWN = {"extensions": ["site_extension:Plain"]}\n')(own_files.folder / SETTINGS)
    assert build(SETTINGS) == 0
    assert noticed()


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
    moment = dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Belgrade"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp()) - 172_800))
    file = unchanged.site.article("later", date=f"{moment:%Y-%m-%d %H:%M}", category="local")
    page = unchanged.site.output / "news/later/index.html"
    assert build(SETTINGS) == 0
    assert not page.exists()
    assert not noticed()

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp()) - 1))
    assert not noticed()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    assert noticed()
    assert build(SETTINGS) == 0
    assert page.exists()
    file.unlink()


def test_a_damaged_note_is_no_note(unchanged: Checkout) -> None:
    """A note that is not as it was written is ignored, and the build after it leaves a good one. The note is under a
    seal: a moment or a number that was changed in it is not believed."""
    note = record_file(CACHE, SETTINGS)
    text = note.read_text("utf-8")
    changed = re.sub(r'"pages": (\d+)', r'"pages": 1\1', text)
    assert changed != text
    for damage in ("", "{}", "[]\n[]", "\0", "x\n{", "0" * 32 + '\n{"sources": []}', changed):
        note.write_text(damage, "utf-8")
        assert noticed(), damage
    assert build(SETTINGS) == 0
    assert not noticed()


def test_code_of_the_same_size_and_time_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python has compiled of the program is used while the source is the same, and not for another one."""
    file = tmp_path / "sham.py"
    file.write_text("NUMBER = 1\n", "utf-8")
    py_compile.compile(str(file), invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)
    monkeypatch.setitem(sys.modules, "plugins.sham", SimpleNamespace(__file__=str(file)))
    check_by_content()
    loader, names = SourceFileLoader("sham", str(file)), dict[str, int]()
    with monkeypatch.context() as patch:
        patch.setattr(SourceFileLoader, "source_to_code", None)
        exec(loader.get_code("sham"), names)
    assert names["NUMBER"] == 1
    replace_alike(file, lambda data: data.replace(b"1", b"2"))
    exec(loader.get_code("sham"), names)
    assert names["NUMBER"] == 2


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
