"""Renaming a story: its files, its alias, the links to it, and nothing else."""

from __future__ import annotations

import json

import pytest

from plugins.diagnostics import UserError
from plugins.editing.renaming import plan_renaming
from plugins.editing.translation import accept_translation, start_translation
from plugins.system.file_changes import FilesChange, make_change

HEAD = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\n"
ENGLISH, SERBIAN = "news/2026/bridge.en.md", "news/2026/bridge.sr.md"
NEW_ENGLISH, NEW_SERBIAN = "news/2026/new-bridge.en.md", "news/2026/new-bridge.sr.md"


def rename(content_folder, slug: str = "bridge", new: str = "new-bridge") -> FilesChange:
    """Rename a story; gives what that did."""
    found = content_folder.run(plan_renaming, slug, new)
    make_change(found, content_folder.content)
    return found


def files_in(content_folder) -> dict[str, bytes]:
    """The content folder's files, by their names."""
    files = [file for file in content_folder.content.rglob("*") if file.is_file()]
    return {file.relative_to(content_folder.content).as_posix(): file.read_bytes() for file in files}


def pair(content_folder, english: str = "Carts came.\n", header: str = HEAD) -> None:
    """A published story in two languages, with its snapshot."""
    content_folder.write(ENGLISH, f"{header}\n{english}")
    content_folder.write(SERBIAN, "Title: Most\n\nKola su stigla.\n")
    content_folder.run(accept_translation, "bridge")


def test_all_files_of_the_story_are_renamed(content_folder):
    """Every language and every snapshot has the new name; the old address is an alias, and nothing is in error."""
    pair(content_folder)
    result = rename(content_folder)
    names = {file.name for file in (content_folder.content / "news/2026").iterdir()}
    assert names == {"new-bridge.en.md", "new-bridge.sr.md", "new-bridge.sr.basis"}
    assert result.moves[ENGLISH] == NEW_ENGLISH
    assert (content_folder.content / NEW_ENGLISH).read_text("utf-8") == f"{HEAD}Aliases: /news/bridge/\n\nCarts came.\n"
    assert (content_folder.content / NEW_SERBIAN).read_text("utf-8") == "Title: Most\n\nKola su stigla.\n"
    library = content_folder.library()
    assert library.diagnostics == ()
    assert [pair.shared.aliases for pair in library.news] == [("/news/bridge/",)]
    assert content_folder.status("new-bridge").is_finished


def test_links_that_name_the_story_are_rewritten(content_folder):
    """Links of every form in other texts, and in the story's own, lead to the new name; other text is unchanged."""
    pair(content_folder, "See [the Serbian text](bridge.sr.md).\n")
    links = (
        "[one](bridge.en.md), [two](../2026/bridge.sr.md#top), [three]({filename}/news/2026/bridge.en.md "
        '"bridge.en.md"),\n<a href="bridge.en.md">four</a>, [bridge.en.md][5], `bridge.en.md`, '
        "[six](old-bridge.en.md).\n\n[5]: bridge.en.md\n"
    )
    road = f"Title: A road\nDate: 2026-01-01\nSummary: The file bridge.en.md.\n\n{links}".replace("\n", "\r\n")
    (content_folder.content / "news/2026/road.en.md").write_bytes(road.encode())
    content_folder.write("news/2026/old-bridge.en.md", "Title: Old\nDate: 2026-01-01\n\nOld.\n")
    result = rename(content_folder)
    assert result.texts.keys() - result.moves.keys() == {"news/2026/road.en.md"}
    expected = (
        road.replace("(bridge.en", "(new-bridge.en")
        .replace("2026/bridge.", "2026/new-bridge.")
        .replace('="bridge', '="new-bridge')
        .replace("[5]: bridge", "[5]: new-bridge")
    )
    assert (content_folder.content / "news/2026/road.en.md").read_bytes().decode() == expected
    assert "(new-bridge.sr.md)" in (content_folder.content / NEW_ENGLISH).read_text("utf-8")
    assert content_folder.library().diagnostics == ()


def test_translations_of_texts_with_rewritten_links_stay_up_to_date(content_folder):
    """A link that is rewritten in an original is rewritten in its snapshot too."""
    pair(content_folder)
    content_folder.write(
        "news/2026/road.en.md", "Title: A road\nDate: 2026-01-01\n\nPast [the bridge](bridge.en.md).\n"
    )
    content_folder.write("news/2026/road.sr.md", "Title: Put\n\nPored [mosta](bridge.sr.md).\n")
    content_folder.run(accept_translation, "road")
    result = rename(content_folder)
    assert {"news/2026/road.en.md", "news/2026/road.sr.md"} <= result.texts.keys()
    assert content_folder.status("road").is_finished
    table = json.loads((content_folder.content / "news/2026/road.sr.basis").read_text("utf-8"))
    assert table["paragraphs"][-1] == "Past [the bridge](new-bridge.en.md)."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Aliases: /old/", "Aliases: /news/bridge/, /old/"),
        ("Aliases: /old/,\n  /older/", "Aliases: /news/bridge/, /old/, /older/"),
        ("Aliases: /old/, /news/new-bridge/", "Aliases: /news/bridge/, /old/"),
        ("Aliases: /news/new-bridge/", "Aliases: /news/bridge/"),
        ("Summary: One\n  two.", "Summary: One\n  two.\nAliases: /news/bridge/"),
    ],
)
def test_aliases_are_kept(content_folder, before, after):
    """The old address comes before other aliases; the new one is an alias no longer."""
    pair(content_folder, header=f"{HEAD}{before}\n")
    rename(content_folder)
    assert (content_folder.content / NEW_ENGLISH).read_text("utf-8") == f"{HEAD}{after}\n\nCarts came.\n"
    library = content_folder.library()
    assert library.diagnostics == ()
    assert library.news[0].shared.aliases[0] == "/news/bridge/"


@pytest.mark.parametrize(
    "aliases", ["", "aliases: /old/\n", 'aliases: "/old/"\n', "aliases: [/old/, /older/]\n", "aliases:\n  - /old/\n"]
)
def test_yaml_headers_get_the_alias_too(content_folder, aliases):
    """In each form that YAML has for a value, the old address is added."""
    content_folder.write(ENGLISH, f"---\ntitle: The bridge\ndate: 2026-03-02\n{aliases}---\n\nCarts came.\n")
    rename(content_folder)
    library = content_folder.library()
    assert library.diagnostics == ()
    (story,) = library.news
    assert story.shared.aliases[0] == "/news/bridge/"
    assert ("/old/" in story.shared.aliases) == bool(aliases)


def test_a_translation_may_hold_the_aliases(content_folder):
    """Where another text than the original has the field, the alias is added there, since the pair shares it."""
    content_folder.write(ENGLISH, f"{HEAD}\nCarts came.\n")
    content_folder.write(SERBIAN, "Title: Most\nAliases: /stari/\n\nKola.\n")
    rename(content_folder)
    assert (content_folder.content / NEW_ENGLISH).read_text("utf-8") == f"{HEAD}\nCarts came.\n"
    assert content_folder.library().news[0].shared.aliases == ("/news/bridge/", "/stari/")


@pytest.mark.parametrize("hidden", ["Status: draft\n", ""])
def test_what_nobody_has_seen_needs_no_alias(content_folder, hidden):
    """A draft, and a story whose date is to come, leave no old address."""
    date = "2026-03-02" if hidden else "2027-03-02"
    content_folder.write(ENGLISH, f"Title: The bridge\nDate: {date}\n{hidden}\nCarts came.\n")
    content_folder.run(start_translation, "bridge")
    rename(content_folder)
    assert "Aliases" not in (content_folder.content / NEW_ENGLISH).read_text("utf-8")
    assert (content_folder.content / "news/2026/new-bridge.sr.basis").exists()


def test_pages_are_renamed_too(content_folder):
    """A fixed page keeps its old address as an alias at the root."""
    content_folder.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    rename(content_folder, "about", "about-us")
    assert content_folder.library().pages[0].shared.aliases == ("/about/",)


@pytest.mark.parametrize(
    ("slug", "new", "message"),
    [
        ("bridge", "New Bridge!", "such as new-bridge$"),
        ("bridge", "bridge", "has this name already"),
        ("bridge", "road", r"^content/news/2025/road\.en\.md has this address already"),
        ("bridge", "rail", r"^content/news/2026/rail\.en\.md exists already"),
        ("about", "search", "belongs to the site itself"),
        ("brigde", "x", "the nearest are bridge"),
    ],
)
def test_a_name_that_cannot_be_used_changes_nothing(content_folder, slug, new, message):
    """A slug that is no address, or is another's, is refused before any file is touched."""
    pair(content_folder)
    content_folder.write("news/2025/road.en.md", "Title: A road\nDate: 2025-01-01\n\n[Bridge](../2026/bridge.en.md)\n")
    content_folder.write("news/2026/rail.en.md", "")
    content_folder.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    before = files_in(content_folder)
    with pytest.raises(UserError, match=message):
        rename(content_folder, slug, new)
    assert files_in(content_folder) == before
