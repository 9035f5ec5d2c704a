"""What `start_site` and `make_language` write, and what they refuse."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import resource
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from plugins.diagnostics import UserError
from plugins.editing import new_language
from plugins.editing.new_language import add_row, make_language
from plugins.locales.strings import STAND_IN, flat_strings, read_strings
from plugins.starting.new_site import start_site
from plugins.starting.ownership import TOKENS, colours_of, engine_files, is_own
from tests.small_site import ROOT
from tests.starting.sites import STRINGS, run_command
from tests.test_docs import CODE, LINK

TODAY = dt.date(2026, 3, 2)


@pytest.fixture(scope="module")
def albania(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site in English and Albanian, as `start_site` leaves it."""
    folder = tmp_path_factory.mktemp("albania") / "site"
    start_site(folder, "UN “Albania”", ("en", "sq"), address="https://albania.example.org", today=TODAY)
    return folder


def test_a_new_site_has_nothing_of_the_demonstration(albania: Path) -> None:
    """Its content is one story and two pages in each language; nothing else is in content/."""
    found = sorted(file.relative_to(albania).as_posix() for file in (albania / "content").rglob("*.*"))
    assert found == [
        "content/news/2026/first-story.en.md",
        "content/news/2026/first-story.sq.md",
        "content/pages/about.en.md",
        "content/pages/about.sq.md",
        "content/pages/contact.en.md",
        "content/pages/contact.sq.md",
    ]
    settings = (albania / "pelicanconf.py").read_text("utf-8")
    assert "Serbia" not in settings
    assert "cyrl" not in settings.lower()


def test_a_new_site_says_what_it_is_in_its_own_words(albania: Path) -> None:
    """Its front page names it, and its categories are those of the example, in each language."""
    folder = albania / "theme" / "site" / "strings"
    own = {code: tomllib.loads((folder / f"{code}.toml").read_text("utf-8")) for code in ("en", "sq")}
    assert own["en"]["front_description"] == "News, stories and statements from UN “Albania”."
    assert own["sq"]["front_description"] == "Lajme, rrëfime dhe deklarata: UN “Albania”."
    assert all(words["categories"].keys() == {"updates", "stories", "statements"} for words in own.values())


def test_settings_say_what_was_asked_for(albania: Path) -> None:
    """Name, address, languages and editions are in the settings, and the one plugin of the engine."""
    own, ours = (runpy.run_path(str(folder / "pelicanconf.py")) for folder in (albania, ROOT))
    assert (own["SITENAME"], own["SITEURL"]) == ("UN “Albania”", "https://albania.example.org")
    assert list(own["LANGUAGES"]) == list(own["EDITIONS"]) == ["en", "sq"]
    assert own["LANGUAGES"]["sq"] == {
        "name": "shqip",
        "cldr": "sq_AL",
        "quotes": "“”",
        "site_name": "UN “Albania”",
        "tagline": "Lajme: UN “Albania”",
    }
    assert own["EDITIONS"]["sq"]["prefix"] == "sq"
    assert own["EDITIONS"]["en"]["prefix"] == ""
    assert all(own[name] == ours[name] for name in ("PLUGINS", "UNTRANSLATED", "CACHE_PATH"))


@pytest.mark.parametrize(
    ("languages", "editions"),
    [(("sr", "en"), {"sr": "", "sr-cyrl": "sr-cyrl", "en": "en"}), (("de", "ar"), {"de": "", "ar": "ar"})],
)
def test_a_derived_edition_is_there_only_with_its_language(
    tmp_path: Path, languages: tuple[str, ...], editions: dict[str, str]
) -> None:
    """A Cyrillic edition comes with Serbian and with no other language; the first language is at the root."""
    start_site(tmp_path / "site", "News", languages, today=TODAY)
    table = runpy.run_path(str(tmp_path / "site" / "pelicanconf.py"))["EDITIONS"]
    assert {name: row["prefix"] for name, row in table.items()} == editions


def test_without_an_example_text_a_site_still_passes_check(tmp_path: Path) -> None:
    """For languages of which there is no example, the first story is English, marked as such: only advice."""
    done = start_site(tmp_path / "site", "UNO Nachrichten", ("de", "fr"), today=TODAY)
    assert done.without_example == ("de", "fr")
    checked = json.loads(run_command(tmp_path / "site", "check", "--format", "json").stdout)
    assert {one["code"] for one in checked} == {"missing-string"}
    assert len(checked) == sum(done.missing.values())


def test_every_file_has_one_owner(albania: Path) -> None:
    """Every file of a new site is the engine's or the site's own; what only developers need is not there."""
    files = {file.relative_to(albania).as_posix() for file in albania.rglob("*") if file.is_file()}
    assert {path for path in files if not is_own(path)} == set(engine_files(ROOT))
    assert {path.partition("/")[0] for path in files} >= {"plugins", "theme", "docs", "deploy", "inv"}
    assert not any(path.startswith(("tests", ".ci", "requirements-test.txt")) for path in files)
    assert not any(path.endswith((".d.ts", ".entry.js")) or "/starting/" in path for path in files)
    assert not any(path.startswith("docs/") and not re.fullmatch(r"docs/[\w-]+\.md", path) for path in files)


def test_the_pages_of_a_site_lead_to_what_it_carries(albania: Path) -> None:
    """Every link of the documentation to a file of the engine or the site works in a site too."""
    for page in (albania / "docs").glob("*.md"):
        for link in LINK.finditer(CODE.sub("", page.read_text("utf-8"))):
            target = link["target"].partition("#")[0]
            assert ":" in target or (page.parent / target).exists(), (page.name, target)


def test_readme_names_the_languages_and_the_editor(albania: Path) -> None:
    """A new site's README says in which languages it is, by their names, and how to open the editor."""
    readme = (albania / "README.md").read_text("utf-8")
    assert "A news site in English and Albanian, made with Dvoglas." in readme
    assert "./inv edit " in readme


@pytest.mark.parametrize(
    ("name", "languages", "message"),
    [
        ("", ("en",), "the site has no name"),
        ("The {news}", ("en",), "the site has no name"),
        ("News", (), "the site has no language"),
        ("News", ("xx",), "there is no language 'xx'"),
        ("News", ("English",), "there is no language 'English'"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_written(
    tmp_path: Path, name: str, languages: tuple[str, ...], message: str
) -> None:
    """A site without a name or a language, or in a language that CLDR does not know, is not begun."""
    with pytest.raises(UserError, match=f"^{message}: "):
        start_site(tmp_path / "site", name, languages)
    assert not (tmp_path / "site").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """A site is started in a folder that is new or empty."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        start_site(tmp_path, "News", ("en",))
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


@contextlib.contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The system writes no more than so many bytes into a file, as where a disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("size", [0, 1000, 20_000])
def test_a_site_that_the_disk_has_no_room_for_can_be_started_again(tmp_path: Path, size: int, is_there: bool) -> None:
    """Wherever the disk is full, nothing is left, also in an empty clone that was there; so it is with each file of
    another language."""
    folder = tmp_path / "site"
    if is_there:
        (folder / ".git").mkdir(parents=True)
        (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    before = [*tmp_path.rglob("*")]
    with files_of_at_most(size), pytest.raises(OSError, match="File too large"):
        start_site(folder, "News", ("en", "sq"), today=TODAY)
    assert [*tmp_path.rglob("*")] == before
    start_site(folder, "News", ("en", "sq"), today=TODAY)
    assert set(before) <= set(tmp_path.rglob("*"))
    with files_of_at_most(min(size, 5000)), pytest.raises(OSError, match="File too large"):
        make_language(folder, "hu")
    make_language(folder, "hu")
    assert len(read_strings(folder / "theme" / "strings", "hu").missing) > 100


def test_a_new_file_of_strings_has_every_key_with_english_marked(albania: Path) -> None:
    """Each key of the English strings is in the new file, as a stand-in; plurals have the forms of the language."""
    folder = albania / "theme" / "strings"
    english = dict(flat_strings(read_strings(folder, "en").entries))
    table = tomllib.loads((albania / "theme" / "site" / "strings" / "sq.toml").read_text("utf-8"))
    own = dict(flat_strings(table))
    assert {key for key in english if not key.startswith("categories.")} <= set(own)
    assert own["search"] == f"{STAND_IN}Search"
    assert set(own["stories"]) == {*Locale.parse("sq").plural_form.tags, "other"}
    assert len(read_strings(folder, "sq").missing) > 100


@pytest.mark.parametrize("code", ["sq", "hu"])
def test_the_strings_of_the_tests_are_complete(code: str) -> None:
    """The Albanian and Hungarian strings have every key and every place of the English ones."""
    english = tomllib.loads((ROOT / "theme" / "strings" / "en.toml").read_text("utf-8"))
    table = tomllib.loads((STRINGS / f"{code}.toml").read_text("utf-8"))
    own, theirs = dict(flat_strings(table)), dict(flat_strings(english))
    assert {key for key in theirs if not key.startswith("categories.")} <= set(own)
    for key, text in theirs.items():
        for place in ("{n}", "{name}", "{year}", "{size}"):
            assert key.startswith("categories.") or (place in str(text)) == (place in str(own[key])), key


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with the theme's strings alone."""
    folder = tmp_path / "theme" / "strings"
    folder.mkdir(parents=True)
    (folder / "en.toml").write_bytes((ROOT / "theme" / "strings" / "en.toml").read_bytes())
    return tmp_path


def test_a_language_without_data_gets_a_file_with_what_cldr_and_hunspell_know(bare: Path) -> None:
    """Icelandic has no data file: the new one has letters, thousands and the dictionary, and says what is missing."""
    kit = make_language(bare, "is")
    assert kit.written == ("plugins/site/languages/is.toml", "theme/site/strings/is.toml")
    text = (bare / kit.written[0]).read_text("utf-8")
    table = tomllib.loads(text)
    assert set("áðéíóúýþæö") <= set(table["detection"]["letters"])
    assert "þúsund" in table["numbers"]["scales"]["1000"]
    assert table["spelling"]["dictionary"] == "is/is"
    assert table["numbers"]["unreviewed"] is True
    assert text.count("FILL IN") > 20
    assert sum("plugins/site/languages/is.toml" in line for line in kit.checklist) == len(new_language.PARTS)
    assert any("LANGUAGES" in line and '"cldr": "is_IS"' in line for line in kit.checklist), "there are no settings"


def test_the_checklist_gets_shorter_as_the_work_is_done(bare: Path) -> None:
    """Files that are there are left alone, and what is filled in is no longer on the list."""
    first = make_language(bare, "is")
    strings = bare / "theme" / "site" / "strings" / "is.toml"
    strings.write_text(strings.read_text("utf-8").replace(STAND_IN, ""), "utf-8")
    data = bare / "plugins" / "site" / "languages" / "is.toml"
    before, search = data.read_text("utf-8").split("[search]")
    data.write_text(
        before + "[search]" + search.replace("  # FILL IN: words that say little, without marks", ""), "utf-8"
    )
    again = make_language(bare, "is")
    assert again.written == ()
    assert set(first.checklist) - set(again.checklist) == {
        line for line in first.checklist if "[search]" in line or ("translate" in line and "strings" in line)
    }


def test_a_language_with_data_gets_no_file_of_its_own(bare: Path) -> None:
    """Albanian has a data file: the checklist says which of its sections a speaker is to read."""
    kit = make_language(bare, "sq")
    assert kit.written == ("theme/site/strings/sq.toml",)
    assert any("[numbers]" in line and "unreviewed" in line for line in kit.checklist)
    assert not any("[detection]" in line for line in kit.checklist)
    lines = [line for line in kit.checklist if "plugins/site/languages/sq.toml" in line]
    made = "make the file plugins/site/languages/sq.toml, whose sections replace the engine's, "
    assert lines
    assert all(line.startswith(made) for line in lines)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8)


@given(
    rows=st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES, max_size=3), max_size=4),
    indent=st.sampled_from([None, 2, 4]),
    remark=st.sampled_from(["", "  # a remark {x: 1}, of ours"]),
    key=st.sampled_from(["sq", "de"]),
)
def test_a_row_is_added_and_all_else_stays(
    tmp_path_factory: pytest.TempPathFactory,
    rows: dict[str, dict[str, str]],
    indent: int | None,
    remark: str,
    key: str,
) -> None:
    """The table has its rows and the new one, whatever it holds and however it is laid out; the text around stays."""
    file = tmp_path_factory.mktemp("rows") / "pelicanconf.py"
    before, after = "NAME = 'č'\nROWS: dict = ", f"{remark}\nLAST = {{}}\n"
    file.write_text(before + json.dumps(rows, indent=indent, ensure_ascii=False) + after, "utf-8")
    row = {"name": "shqip “x”", "tag": key}
    is_new = key not in rows
    assert add_row(file, "ROWS", key, row) is is_new
    text = file.read_text("utf-8")
    assert text.startswith(before)
    assert text.endswith(after)
    assert list(runpy.run_path(str(file))["ROWS"].items()) == [*rows.items(), *([(key, row)] if is_new else [])]
    assert add_row(file, "ROWS", key, row) is False
    assert add_row(file, "NAME", key, row) is None


@pytest.mark.parametrize(("first", "code"), [("en", "hu"), ("sq", "en"), ("sq", "hu")])
def test_a_language_is_added_to_a_site(tmp_path: Path, first: str, code: str) -> None:
    """Its rows are in the settings, its file of words has the names of the site's own categories; the site builds."""
    folder = tmp_path / "site"
    start_site(folder, "UN Albania", (first,), today=TODAY)
    settings_file = folder / "pelicanconf.py"
    text = settings_file.read_text("utf-8").replace('"updates",', '"updates", "our-work",')
    settings_file.write_text(text + "SEARCH = SOCIAL_CARDS = False\n", "utf-8")
    strings = folder / "theme" / "site" / "strings" / f"{first}.toml"
    strings.write_text(strings.read_text("utf-8").replace("[categories]", '[categories]\nour-work = "Work"'), "utf-8")
    kit = make_language(folder, code)
    built = run_command(folder, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert kit.written[-2:] == ("pelicanconf.py: a row in LANGUAGES", "pelicanconf.py: a row in EDITIONS")
    settings = runpy.run_path(str(folder / "pelicanconf.py"))
    assert settings["LANGUAGES"][code]["site_name"] == "UN Albania"
    words = tomllib.loads((folder / "theme" / "site" / "strings" / f"{code}.toml").read_text("utf-8"))
    assert set(words["categories"]) <= set(settings["CATEGORIES"])
    assert not any("pelicanconf.py" in line for line in make_language(folder, code).checklist)


@pytest.mark.parametrize("address", ["https://x.org/news", "x.org", "https://x.org/"])
def test_an_address_with_a_path_is_refused_before_anything_is_made(tmp_path: Path, address: str) -> None:
    """A site is at the root of its host, and a new one is not begun at an address that no build accepts."""
    with pytest.raises(UserError, match="SITEURL: expected an address without a path"):
        start_site(tmp_path / "site", "News", ("en",), address=address)
    assert not (tmp_path / "site").exists()


def test_the_look_of_a_new_site_names_colours_that_the_theme_has() -> None:
    """Each custom property of a new site's style sheet is one of the theme's."""
    look = (ROOT / "plugins" / "starting" / "template" / "theme" / "site" / "colours.css").read_text("utf-8")
    theme = colours_of((ROOT / TOKENS).read_text("utf-8"))
    assert set(theme["light"]) >= set(colours_of(look)["light"]) > set()


def test_the_commands_say_what_they_did_and_what_is_next(tmp_path: Path) -> None:
    """`start` takes its options and names the editions, `language` prints the checklist."""
    folder = tmp_path / "site"
    done = run_command(ROOT, "start", str(folder), "--name", "UN Albania", "--languages", "en,sq")
    assert (done.returncode, done.stderr) == (0, "")
    assert "edition sq at /sq/" in done.stdout
    assert "English stands in for" in done.stdout
    listed = run_command(folder, "language", "sq")
    assert listed.returncode == 0
    assert "[ ] theme/site/strings/sq.toml: translate" in listed.stdout


@pytest.mark.parametrize("words", ["test --fast", "bench", "serve --screenshots pictures", "start x", "upgrade x"])
def test_commands_of_the_engine_are_refused_in_a_site(albania: Path, words: str) -> None:
    """What a site has no tools for is refused on one line that names what checks a site: its settings, such as where it
    is published, are never another site's."""
    done = run_command(albania, *words.split())
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("this folder is a site, which has no tools")
    assert "./inv check" in done.stderr
    assert done.stderr.count("\n") == 1
