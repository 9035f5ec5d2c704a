"""Renaming a story: its files, its alias, the links to it, and nothing else."""

from __future__ import annotations

import json

import pytest

from plugins.diagnostics import UserError
from plugins.editing import accept_translation, article_status, rename_article, start_translation

HEAD = "Title: The bridge\nDate: 2026-03-02\nCategory: Local\n"
ENGLISH, SERBIAN = "news/2026/bridge.en.md", "news/2026/bridge.sr.md"
NEW_ENGLISH, NEW_SERBIAN = "news/2026/new-bridge.en.md", "news/2026/new-bridge.sr.md"


def pair(desk, english: str = "Carts came.\n", header: str = HEAD) -> None:
    """A published story in two languages, with its snapshot."""
    desk.write(ENGLISH, f"{header}\n{english}")
    desk.write(SERBIAN, "Title: Most\n\nKola su stigla.\n")
    desk.run(accept_translation, "bridge")


def test_all_files_of_the_story_are_renamed(desk):
    """Every language and every snapshot has the new name; the old address is an alias, and nothing is in error."""
    pair(desk)
    result = desk.run(rename_article, "bridge", "new-bridge")
    assert (result.slug, result.address, result.alias) == ("new-bridge", "/news/new-bridge/", "/news/bridge/")
    names = {file.name for file in (desk.content / "news/2026").iterdir()}
    assert names == {"new-bridge.en.md", "new-bridge.sr.md", "new-bridge.sr.basis"}
    assert dict(result.files)[f"content/{ENGLISH}"] == f"content/{NEW_ENGLISH}"
    assert (desk.content / NEW_ENGLISH).read_text("utf-8") == f"{HEAD}Aliases: /news/bridge/\n\nCarts came.\n"
    assert (desk.content / NEW_SERBIAN).read_text("utf-8") == "Title: Most\n\nKola su stigla.\n"
    library = desk.library()
    assert library.diagnostics == ()
    assert [pair.shared.aliases for pair in library.news] == [("/news/bridge/",)]
    assert desk.run(article_status, "new-bridge").is_finished


def test_links_that_name_the_story_are_rewritten(desk):
    """Links of every form in other texts, and in the story's own, lead to the new name; other text is unchanged."""
    pair(desk, "See [the Serbian text](bridge.sr.md).\n")
    links = (
        "[one](bridge.en.md), [two](../2026/bridge.sr.md#top), [three]({filename}/news/2026/bridge.en.md "
        '"bridge.en.md"),\n<a href="bridge.en.md">four</a>, [bridge.en.md][5], `bridge.en.md`, '
        "[six](old-bridge.en.md).\n\n[5]: bridge.en.md\n"
    )
    road = f"Title: A road\nDate: 2026-01-01\nSummary: The file bridge.en.md.\n\n{links}".replace("\n", "\r\n")
    (desk.content / "news/2026/road.en.md").write_bytes(road.encode())
    desk.write("news/2026/old-bridge.en.md", "Title: Old\nDate: 2026-01-01\n\nOld.\n")
    result = desk.run(rename_article, "bridge", "new-bridge")
    assert result.changed == ("content/news/2026/road.en.md",)
    expected = (
        road.replace("(bridge.en", "(new-bridge.en")
        .replace("2026/bridge.", "2026/new-bridge.")
        .replace('="bridge', '="new-bridge')
        .replace("[5]: bridge", "[5]: new-bridge")
    )
    assert (desk.content / "news/2026/road.en.md").read_bytes().decode() == expected
    assert "(new-bridge.sr.md)" in (desk.content / NEW_ENGLISH).read_text("utf-8")
    assert desk.library().diagnostics == ()


def test_translations_of_texts_with_rewritten_links_stay_up_to_date(desk):
    """A link that is rewritten in an original is rewritten in its snapshot too."""
    pair(desk)
    desk.write("news/2026/road.en.md", "Title: A road\nDate: 2026-01-01\n\nPast [the bridge](bridge.en.md).\n")
    desk.write("news/2026/road.sr.md", "Title: Put\n\nPored [mosta](bridge.sr.md).\n")
    desk.run(accept_translation, "road")
    result = desk.run(rename_article, "bridge", "new-bridge")
    assert result.changed == ("content/news/2026/road.en.md", "content/news/2026/road.sr.md")
    assert desk.run(article_status, "road").is_finished
    table = json.loads((desk.content / "news/2026/road.sr.basis").read_text("utf-8"))
    assert table["paragraphs"][-1][1] == "Past [the bridge](new-bridge.en.md)."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Aliases: /old/", "Aliases: /news/bridge/, /old/"),
        ("Aliases: /old/,\n  /older/", "Aliases: /news/bridge/, /old/,\n  /older/"),
        ("Aliases: /old/, /news/new-bridge/", "Aliases: /news/bridge/, /old/, "),
        ("Aliases: /news/new-bridge/", "Aliases: /news/bridge/"),
        ("Summary: One\n  two.", "Summary: One\n  two.\nAliases: /news/bridge/"),
    ],
)
def test_aliases_are_kept(desk, before, after):
    """The old address comes before other aliases; the new one is an alias no longer."""
    pair(desk, header=f"{HEAD}{before}\n")
    desk.run(rename_article, "bridge", "new-bridge")
    assert (desk.content / NEW_ENGLISH).read_text("utf-8") == f"{HEAD}{after}\n\nCarts came.\n"
    library = desk.library()
    assert library.diagnostics == ()
    assert library.news[0].shared.aliases[0] == "/news/bridge/"


@pytest.mark.parametrize(
    "aliases", ["", "aliases: /old/\n", 'aliases: "/old/"\n', "aliases: [/old/, /older/]\n", "aliases:\n  - /old/\n"]
)
def test_yaml_headers_get_the_alias_too(desk, aliases):
    """In each form that YAML has for a value, the old address is added."""
    desk.write(ENGLISH, f"---\ntitle: The bridge\ndate: 2026-03-02\n{aliases}---\n\nCarts came.\n")
    desk.run(rename_article, "bridge", "new-bridge")
    library = desk.library()
    assert library.diagnostics == ()
    (story,) = library.news
    assert story.shared.aliases[0] == "/news/bridge/"
    assert ("/old/" in story.shared.aliases) == bool(aliases)


def test_a_translation_may_hold_the_aliases(desk):
    """Where another text than the original has the field, the alias is added there, since the pair shares it."""
    desk.write(ENGLISH, f"{HEAD}\nCarts came.\n")
    desk.write(SERBIAN, "Title: Most\nAliases: /stari/\n\nKola.\n")
    desk.run(rename_article, "bridge", "new-bridge")
    assert (desk.content / NEW_ENGLISH).read_text("utf-8") == f"{HEAD}\nCarts came.\n"
    assert desk.library().news[0].shared.aliases == ("/news/bridge/", "/stari/")


@pytest.mark.parametrize("hidden", ["Status: draft\n", ""])
def test_what_nobody_has_seen_needs_no_alias(desk, hidden):
    """A draft, and a story whose date is to come, leave no old address."""
    date = "2026-03-02" if hidden else "2027-03-02"
    desk.write(ENGLISH, f"Title: The bridge\nDate: {date}\n{hidden}\nCarts came.\n")
    desk.run(start_translation, "bridge")
    assert desk.run(rename_article, "bridge", "new-bridge").alias == ""
    assert "Aliases" not in (desk.content / NEW_ENGLISH).read_text("utf-8")
    assert (desk.content / "news/2026/new-bridge.sr.basis").exists()


def test_pages_are_renamed_too(desk):
    """A fixed page keeps its old address as an alias at the root."""
    desk.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    assert desk.run(rename_article, "about", "about-us").alias == "/about/"
    assert desk.library().pages[0].shared.aliases == ("/about/",)


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
def test_a_name_that_cannot_be_used_changes_nothing(desk, slug, new, message):
    """A slug that is no address, or is another's, is refused before any file is touched."""
    pair(desk)
    desk.write("news/2025/road.en.md", "Title: A road\nDate: 2025-01-01\n\n[Bridge](../2026/bridge.en.md)\n")
    desk.write("news/2026/rail.en.md", "")
    desk.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    before = {file: file.read_bytes() for file in desk.content.rglob("*") if file.is_file()}
    with pytest.raises(UserError, match=message):
        desk.run(rename_article, slug, new)
    assert {file: file.read_bytes() for file in desk.content.rglob("*") if file.is_file()} == before
