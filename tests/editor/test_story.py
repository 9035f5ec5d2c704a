"""Opening, checking, saving and moving stories, by the requests that their page sends."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import threading

import pytest
from PIL import Image

from plugins.checker.facts import find_facts
from plugins.devserver.preview import resolve
from plugins.editor.http import EDITOR
from tests.editor.requests import API, STEM, draft, opened, post, save
from tests.editor.running import SITE


def test_a_story_opens_with_both_texts(client):
    """A page is given each text's fields and body, the shared fields, and the state of each language."""
    story = opened(client)
    assert story["original"] == "en"
    assert story["texts"]["sr"]["fields"]["title"] == "Most je otvoren"
    assert story["texts"]["en"]["body"].startswith("The first paragraph")
    assert story["shared"]["sdgs"] == "9, 16.2"
    assert story["states"] == {"en": "ready", "sr": "ready"}


def test_a_story_whose_date_is_to_come_opens_as_one(client):
    """What a save says of it is said again when it is opened, and whenever a page looks at it anew."""
    answer = save(client, {}, {"date": "2099-01-02"})
    assert answer["states"] == opened(client)["states"] == {"en": "scheduled", "sr": "scheduled"}


def test_opening_and_saving_changes_no_byte(client, site_folder):
    """Every story of the site, opened and saved as it is, leaves every file as it was."""
    before = site_folder.files_of(site_folder.content)
    for row in client.get(f"{API}/list").json()["rows"]:
        story = opened(client, row["stem"])
        texts = {
            code: draft(story, code, fields=text["fields"]) for code, text in story["texts"].items() if text["exists"]
        }
        shared = story["shared"]
        assert save(client, texts, shared, row["stem"])["conflicts"] == {}
    assert site_folder.files_of(site_folder.content) == before


def test_a_save_writes_only_what_was_edited(client, site_folder):
    """A change of the Serbian body leaves the header's bytes, and the English file is not touched."""
    english, serbian = (site_folder.content / f"{STEM}.{code}.md" for code in ("en", "sr"))
    serbian.write_bytes(serbian.read_bytes().replace(b"\n", b"\r\n"))
    before = english.stat().st_mtime_ns
    story = opened(client)
    save(client, {"sr": draft(story, "sr", body=story["texts"]["sr"]["body"].replace("Drugi", "Treći"))})
    assert serbian.read_bytes().decode() == (
        "Title: Most je otvoren\r\nSummary: Otvoren je.\r\n\r\nPrvi pasus priče, sa [vezom](https://www.un.org/en)."
        "\r\n\r\n## Šta je novo\r\n\r\nTreći pasus.\r\n"
    )
    assert english.stat().st_mtime_ns == before


def test_a_shared_field_is_changed_where_it_stands(client, site_folder):
    """A shared field is changed in the file that has it; a new one goes into the original's."""
    save(client, {}, {"sdgs": "4", "author": "Ana"})
    english = (site_folder.content / f"{STEM}.en.md").read_text("utf-8")
    assert "Sdgs: 4\n" in english
    assert "Author: Ana\n" in english
    assert "Author" not in (site_folder.content / f"{STEM}.sr.md").read_text("utf-8")


def test_a_file_changed_meanwhile_is_a_conflict_with_a_merge(client, site_folder):
    """What another program wrote stays; the page is given both texts and a merge, and then saves what it chose."""
    file = site_folder.content / f"{STEM}.en.md"
    story = opened(client)
    file.write_text(file.read_text("utf-8").replace("The second paragraph.", "Changed by Git."), "utf-8")
    mine = {
        "en": draft(story, "en", body=story["texts"]["en"]["body"].replace("The first paragraph", "My first paragraph"))
    }
    found = save(client, mine)["conflicts"]["en"]
    assert found["text"] == file.read_text("utf-8")
    assert "Changed by Git." in found["text"]
    conflict = post(client, "merge", stem=STEM, language="en", drafts={"texts": mine, "shared": {}})
    assert conflict["text"] == found
    assert conflict["questions"] == []
    assert "My first paragraph" in conflict["merged"]
    assert "Changed by Git." in conflict["merged"]
    chosen = {"version": found["version"], "base": found["text"], "whole": conflict["merged"]}
    assert save(client, {"en": chosen})["conflicts"] == {}
    assert "My first paragraph" in file.read_text("utf-8")
    assert "Changed by Git." in file.read_text("utf-8")


def test_own_saves_are_no_conflicts(client):
    """A page that saves again and again meets no conflict with itself."""
    for number in range(5):
        story = opened(client)
        outcome = save(client, {"en": draft(story, "en", body=f"Text {number}.\n")})
        assert outcome["conflicts"] == {}


def test_a_text_in_the_header_is_refused(client, site_folder):
    """A file whose header cannot be read is shown and saved as a whole."""
    file = site_folder.content / f"{STEM}.en.md"
    file.write_text("Title: a\n what is this\n\nText.\n", "utf-8")
    story = opened(client)
    assert "line 2" in story["texts"]["en"]["error"]
    whole = {"version": story["texts"]["en"]["version"], "base": "", "whole": "Title: a\nDate: 2026-03-01\n\nText.\n"}
    assert save(client, {"en": whole})["conflicts"] == {}
    assert opened(client)["texts"]["en"]["error"] == ""


def test_a_text_whose_header_cannot_be_read_is_checked(client, site_folder):
    """What is wrong with a header is found while it is written, and with it what is wrong in the other text."""
    (site_folder.content / f"{STEM}.en.md").write_text("Title: a\n what is this\n\nText.\n", "utf-8")
    story = opened(client)["texts"]
    written = {
        "version": story["en"]["version"],
        "base": story["en"]["text"],
        "whole": "Title: a\n and that\n\nText.\n",
    }
    other = draft({"texts": story}, "sr", body="Dva  razmaka.\n")
    for texts, words in (({}, "what is this"), ({"en": written}, "and that"), ({"sr": other}, "what is this")):
        found = post(client, "check", stem=STEM, drafts={"texts": texts, "shared": {}})["diagnostics"]
        (broken,) = [one for one in found if one["rule"] == "bad-header"]
        assert (broken["language"], broken["field"], broken["level"]) == ("en", "", "error")
        assert words in broken["message"]
        assert ("double-space" in {one["rule"] for one in found}) == ("sr" in texts)


def test_checks_stand_at_their_place(client):
    """A diagnostic says which text, field and characters it is about, and how it is mended."""
    story = opened(client)
    body = "Two  spaces here.\n\nAnd 250 families.\n"
    texts = {"en": draft(story, "en", body=body, fields={"title": "A stop."})}
    found = post(client, "check", stem=STEM, drafts={"texts": texts, "shared": {}})["diagnostics"]
    spaces = next(one for one in found if one["rule"] == "double-space")
    assert (spaces["language"], spaces["field"], spaces["start"]) == ("en", "body", 3)
    assert spaces["fixes"] == [{"start": 3, "end": 5, "text": " ", "certain": True}]
    assert any(one["rule"] == "title-full-stop" and one["field"] == "title" for one in found)
    number = [one for one in found if one["rule"] == "number-parity"]
    assert {one["language"] for one in number} == {"en", "sr"}, "shown in both texts"
    assert [one["other"] for one in number].count(True) == 1


FIXED = [
    ("double-space", "Two  spaces here.", "Two spaces here."),
    ("space-before-punctuation", "In Belgrade , on Monday.", "In Belgrade, on Monday."),
    ("missing-space", "In Belgrade,Serbia and more.", "In Belgrade, Serbia and more."),
    ("glued-number", "It took 22weeks in all.", "It took 22 weeks in all."),
    ("heading-one", "Text.\n\n# Background\n\nMore.", "Text.\n\n## Background\n\nMore."),
    ("heading-levels", "Text.\n\n## One\n\nMore.\n\n#### Two\n\nMore.", "Text.\n\n## One\n\nMore.\n\n### Two\n\nMore."),
    ("repeated-word", "In the the morning.", "In the morning."),
    ("invisible-characters", "Bel\u200bgrade is here.", "Belgrade is here."),
    ("spelling", "We found accomodation for them.", "We found accommodation for them."),
    ("loose-hyphen", "It is counter- trafficking work.", "It is counter-trafficking work."),
]


@pytest.mark.parametrize(("rule", "before", "after"), FIXED)
def test_a_fix_mends_what_it_belongs_to(client, rule, before, after):
    """A fix gives the text that its rule asks for, and the rule then finds nothing."""
    story = opened(client)
    found = post(client, "check", stem=STEM, drafts={"texts": {"en": draft(story, "en", body=before)}, "shared": {}})
    one = next(one for one in found["diagnostics"] if one["rule"] == rule and not one["other"])
    fix = one["fixes"][0]
    fixed = before[: fix["start"]] + fix["text"] + before[fix["end"] :]
    assert fixed == after
    again = post(client, "check", stem=STEM, drafts={"texts": {"en": draft(story, "en", body=fixed)}, "shared": {}})
    assert not [one for one in again["diagnostics"] if one["rule"] == rule]


def test_a_check_reads_only_the_paragraph_that_changed(client):
    """While a long story is written, a check looks for numbers, dates and goals in the changed paragraph alone, and
    what it finds is what a check of everything finds."""
    story = opened(client)
    parts = [f"Part {number} of the road was opened on {number} March, with two bridges." for number in range(1, 29)]

    def check(body):
        return post(client, "check", stem=STEM, drafts={"texts": {"en": draft(story, "en", body=body)}, "shared": {}})

    check("\n\n".join(parts))
    before = find_facts.cache_info().misses
    parts[13] = "Part 14 of the road was opened on 15 March, with three bridges."
    changed = check("\n\n".join(parts))
    assert find_facts.cache_info().misses - before == 1
    find_facts.cache_clear()
    assert check("\n\n".join(parts)) == changed
    assert "'15 March'" in str(changed)


def test_a_check_lists_no_folder(client, monkeypatch):
    """What is asked at every pause in typing does not depend on how many files a folder holds."""
    story = opened(client)
    drafts = {"texts": {"en": draft(story, "en", body="New.\n")}, "shared": {}}
    # Dictionaries and lists of words are read once.
    post(client, "check", stem=STEM, drafts=drafts)
    listed = []
    monkeypatch.setattr(os, "listdir", listed.append)
    monkeypatch.setattr(os, "scandir", listed.append)
    post(client, "check", stem=STEM, drafts=drafts)
    post(client, "journal", stem=STEM, window="w", state=drafts)
    assert listed == []


def test_a_check_waits_for_no_reading_of_the_content(client, editor):
    """While the content is read, which takes long on a large site, texts are checked, and typing is kept."""
    story, done = opened(client), []
    drafts = {"texts": {"en": draft(story, "en", body="Two  spaces.\n")}, "shared": {}}

    def ask():
        done.append(post(client, "check", stem=STEM, drafts=drafts)["diagnostics"])
        done.append(post(client, "journal", stem=STEM, window="w", state=drafts))

    with editor.site.lock:
        asking = threading.Thread(target=ask)
        asking.start()
        asking.join(120)
        assert len(done) == 2


def test_a_dismissed_finding_does_not_come_back(client, site_folder):
    """A false alarm is dismissed by a line of a file, for the editor and for `check` alike; a fault that stops the
    build is not."""
    from plugins.checker import check_content
    from plugins.editor.site import Site

    story = opened(client)
    texts = {"en": draft(story, "en", body="Two  spaces here.\n")}
    save(client, texts)
    one = next(
        one
        for one in post(client, "check", stem=STEM, drafts={"texts": {}, "shared": {}})["diagnostics"]
        if one["rule"] == "double-space"
    )
    post(client, "dismiss", name=f"{STEM}.en.md", rule=one["rule"], message=one["dismissal"])
    assert "double-space" in (site_folder.content / "dismissed.txt").read_text("utf-8")
    found = post(client, "check", stem=STEM, drafts={"texts": {}, "shared": {}})["diagnostics"]
    assert "double-space" not in {one["rule"] for one in found}
    assert "double-space" not in {one.code for one in check_content(Site().library).diagnostics}
    file = site_folder.content / f"{STEM}.en.md"
    file.write_text(f"Status: draft\n{file.read_text('utf-8')}", "utf-8")
    assert "double-space" not in {one.code for one in check_content(Site().library).diagnostics}
    found = post(client, "check", stem=STEM, drafts={"texts": {}, "shared": {}})
    assert "double-space" not in {one["rule"] for one in found["diagnostics"]}
    hidden = next(one for one in found["dismissed"] if one["rule"] == "double-space")
    post(client, "show-again", name=f"{STEM}.en.md", rule=hidden["rule"], message=hidden["dismissal"])
    found = post(client, "check", stem=STEM, drafts={"texts": {}, "shared": {}})
    assert "double-space" in {one["rule"] for one in found["diagnostics"]}
    assert found["dismissed"] == []
    post(client, "dismiss", 422, name=f"{STEM}.en.md", rule="missing-date", message="x")


def test_a_category_is_known_by_its_name_in_any_language(client, site_folder):
    """The form is given the slug of the category that a header names, whatever the language of the interface."""
    site_folder.article("school", "sr", title="Škola", category="Lokalno")
    for value, slug in (("Lokalno", "local"), ("Local", "local"), ("Nešto", "")):
        site_folder.article("school", "sr", title="Škola", category=value)
        story = client.get("/~editor/api/story?stem=news/2026/school").json()
        assert (story["shared"]["category"], story["category"]) == (value, slug)


def test_the_word_of_a_finding_is_given_also_in_a_field(client, site_folder):
    """A word that may be right is given with its finding, in the title as in the text, and so are its choices."""
    story = opened(client)
    fields = {"title": "Saopštenje OEBSKU", "status": "draft"}
    drafts = {"texts": {"sr": draft(story, "sr", body="Prekrasnno je bilo.\n", fields=fields)}, "shared": {}}
    found = post(client, "check", stem=STEM, drafts=drafts)
    words = {one["rule"]: (one["field"], one["word"]) for one in found["diagnostics"] if one["word"]}
    assert words == {"undecided-word": ("title", "OEBSKU"), "spelling": ("body", "Prekrasnno")}
    choices = [one["choices"] for one in found["diagnostics"] if one["rule"] == "undecided-word"]
    assert choices == [[["OEBSKU", "ОЕБСКУ"], ["OEBSKU", "OEBSKU"]]]
    assert not [one["message"] for one in found["diagnostics"] if one["message"].startswith("draft: ")]


def test_what_stops_a_build_cannot_be_dismissed(client):
    """A finding without which the site cannot be built is given without the line that would dismiss it."""
    story = opened(client)
    drafts = {"texts": {"en": draft(story, "en", body="Two  spaces. ![](gone.jpg)\n")}, "shared": {}}
    found = post(client, "check", stem=STEM, drafts=drafts)["diagnostics"]
    dismissals = {one["rule"]: bool(one["dismissal"]) for one in found if not one["other"]}
    assert dismissals["double-space"]
    assert not dismissals["missing-image"]


def test_a_word_is_decided_anew_in_its_line(client, site_folder):
    """Whoever changes their mind changes the word's line of the glossary: two that disagree would stop every save."""
    glossary = site_folder.content / "glossary.txt"
    glossary.write_bytes("# Ours\r\nOEBSKU = ОЕБСКУ\r\nUNDP = УНДП\r\n".encode())
    post(client, "glossary", key="OEBSKU", value="OEBSKU")
    assert glossary.read_bytes().decode() == "# Ours\r\nOEBSKU = OEBSKU\r\nUNDP = УНДП\r\n"
    story = opened(client)
    assert save(client, {"sr": draft(story, "sr", body="Saopštenje OEBSKU.\n")})["conflicts"] == {}


LISTS = {
    "content/glossary.txt": ("UNDP\n", "content/glossary.txt, red 1: red 1: u „UNDP” nema znaka „=”"),
    "content/authors.toml": ("= =\n", "content/authors.toml, red 1: "),
    "theme/strings/sr.toml": ("= =\n", "theme/strings"),
}


@pytest.mark.usefixtures("own_theme")
@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_cannot_be_read_leaves_texts_saved(client, editor, site_folder, name):
    """Where a list of the whole site is broken a save is one, says what is wrong in the language of the interface, and
    is read again; so are files that change on disk, and the list once it is mended."""
    text, expected = LISTS[name]
    story, file = opened(client), site_folder.folder / name
    before = file.read_bytes() if file.exists() else b""
    file.write_text(text, "utf-8")
    client.cookies.set("editor-interface", "sr")
    outcome = save(client, {"sr": draft(story, "sr", body="Novo.\n", fields={"title": "Novi naslov"})})
    assert outcome["saved"]["sr"]["body"] == "Novo.\n"
    assert (site_folder.content / f"{STEM}.sr.md").read_text("utf-8").endswith("Novo.\n")
    assert expected in outcome["problem"]
    assert outcome["problem"].startswith("sajt još ne može da se napravi: ")
    assert opened(client)["problem"] == outcome["problem"]
    assert editor.listing.rows[STEM].listed.titles["sr"] == "Novi naslov"
    post(client, "check", stem=STEM, drafts={"texts": {}, "shared": {}})
    site_folder.article("another", title="Another", category="Local")
    editor.site.reload()
    assert "news/2026/another" in editor.site.pairs()
    file.write_bytes(before)
    editor.site.reload()
    assert opened(client)["problem"] == ""


def test_a_broken_list_is_named_in_the_plan_of_a_publish(client, editor, site_folder):
    """What is wrong with a list stops a publish, as an error of a file does."""
    (site_folder.content / "authors.toml").write_text("= =\n", "utf-8")
    editor.site.reload()
    problems = client.get(f"{EDITOR}/api/publish-plan").json()["problems"]
    assert [(one["path"], one["stem"]) for one in problems] == [("content/authors.toml", "")]


def test_a_text_that_cannot_be_written_is_named_beside_those_that_were(client, site_folder):
    """Where one of two texts cannot be saved, the other is, and the page knows which; the next save is no conflict."""
    story = opened(client)
    file = site_folder.content / f"{STEM}.sr.md"
    file.chmod(0o444)
    texts = {"en": draft(story, "en", body="New.\n"), "sr": draft(story, "sr", body="Novo.\n")}
    post(client, "journal", stem=STEM, window="w", state={"texts": texts, "shared": {}})
    outcome = save(client, texts)
    assert list(outcome["saved"]) == ["en"]
    assert "sr.md is write-protected" in outcome["refused"]["sr"]
    assert len(opened(client)["journals"]) == 1
    file.chmod(0o644)
    story["texts"]["en"] = outcome["saved"]["en"]
    texts = {"en": draft(story, "en", body="Newer.\n"), "sr": draft(story, "sr", body="Novo.\n")}
    again = save(client, texts)
    assert (list(again["saved"]), again["conflicts"], again["refused"]) == (["en", "sr"], {}, {})
    assert opened(client)["journals"] == []


def test_undecided_words_are_decided_by_a_line(client, site_folder):
    """A word of the Cyrillic edition is offered in both scripts, and the choice is a line of the glossary."""
    story = opened(client)
    drafts = {"texts": {"sr": draft(story, "sr", body="Saopštenje OEBSKU.\n")}, "shared": {}}
    found = post(client, "check", stem=STEM, drafts=drafts)
    (word,) = (one for one in found["diagnostics"] if one["rule"] == "undecided-word")
    key, value = word["choices"][0]
    post(client, "glossary", key=key, value=value)
    assert (site_folder.content / "glossary.txt").read_text("utf-8") == "OEBSKU = ОЕБСКУ\n"
    again = post(client, "check", stem=STEM, drafts=drafts)
    assert "undecided-word" not in {one["rule"] for one in again["diagnostics"]}


UNDECIDED = {
    "Rad GIZ-u.": ([["GIZ", "ГИЗ"], ["GIZ", "GIZ"]], []),
    "Tu je EkoFond.": ([["EkoFond", "ЕкоФонд"], ["EkoFond", "EkoFond"]], []),
    "Stari nadžokalj.": (
        [["nadžokalj", "наджокаљ"], ["nadžokalj", "наџокаљ"], ["nadžokalj", "nadžokalj"]], [],
    ),
    "Radi UN Foundation tu.": (
        [["UN Foundation", "УН Foundation"], ["UN Foundation", "UN Foundation"]], ["Radi [[UN Foundation]] tu."],
    ),
    "Njihova pesma „Let it be” otvorila je sinoćnji koncert u gradu.": (
        [["Let it be", "Лет ит бе"], ["Let it be", "Let it be"]],
        ["Njihova pesma „[[Let it be]]” otvorila je sinoćnji koncert u gradu."],
    ),
    "Tu je LJ. Petrović.": ([], ["Tu je Lj. Petrović."]),
    "I svetski rat.": ([], ["[[I]] svetski rat."]),
}  # fmt: skip


@pytest.mark.parametrize("body", UNDECIDED)
def test_the_choices_for_a_word_are_those_of_its_reason(client, body):
    """Each form that a glossary may have is one choice, a foreign name is decided as a whole, and what must be
    written otherwise is a change of the text. Each choice decides the word."""
    story = opened(client)
    drafts = {"texts": {"sr": draft(story, "sr", body=body)}, "shared": {}}

    def undecided():
        found = post(client, "check", stem=STEM, drafts=drafts)["diagnostics"]
        return [one for one in found if one["rule"] == "undecided-word"]

    (word,) = undecided()
    fixed = [body[: fix["start"]] + fix["text"] + body[fix["end"] :] for fix in word["fixes"]]
    assert (word["choices"], fixed) == UNDECIDED[body]
    for key, value in word["choices"]:
        decision = post(client, "glossary", key=key, value=value)
        assert undecided() == []
        post(client, "take-back", **decision)
        assert len(undecided()) == 1


def test_a_word_is_added_to_the_list(client, site_folder):
    """A word that is right is a line of the newsroom's own words."""
    post(client, "word", word="Zlatiborac")
    post(client, "word", word="Zlatiborac")
    assert (site_folder.content / "words.txt").read_text("utf-8") == "Zlatiborac\n"


def test_a_list_in_another_encoding_is_named_and_left_as_it_is(client, site_folder):
    """A word that is added to it is refused, with the line that has to be saved anew."""
    file = site_folder.content / "words.txt"
    file.write_bytes("Zrenjanin\nRiđica\n".encode("cp1250"))
    before = file.read_bytes()
    answer = post(client, "word", expected=422, word="Zlatiborac")
    assert "content/words.txt, line 2: the file is not UTF-8" in str(answer)
    assert file.read_bytes() == before


def test_a_changed_original_makes_its_translation_outdated(client):
    """What changed in the original is shown word by word, until the translation is up to date as it stands."""
    post(client, "accept", stem=STEM, language="sr")
    story = opened(client)
    body = story["texts"]["en"]["body"].replace("second", "last")
    save(client, {"en": draft(story, "en", body=body)})
    late = opened(client)["outdated"]["sr"]
    assert [word for word in late["changes"][0]["words"] if word[0] != "same"] == [["gone", "second"], ["new", "last"]]
    assert post(client, "accept", stem=STEM, language="sr")["outdated"] == {}
    assert opened(client)["outdated"] == {}


def test_a_minor_edit_makes_nothing_outdated(client):
    """A save names the translations that had seen all before it: accepted, they are up to date again."""
    post(client, "accept", stem=STEM, language="sr")
    story = opened(client)
    body = story["texts"]["en"]["body"].replace("second", "last")
    outcome = save(client, {"en": draft(story, "en", body=body)})
    assert outcome["seen"] == [*outcome["outdated"]] == ["sr"]
    assert post(client, "accept", stem=STEM, language="sr")["outdated"] == {}


def test_a_new_story_is_translated_beside_its_paragraphs(client):
    """A story begins with a title; its translation with the source's paragraphs above empty places, as a draft."""
    stem = post(client, "create", title="Kiša pada", language="sr", category="Local")["stem"]
    assert stem.endswith("/kisa-pada")
    story = opened(client, stem)
    save(client, {"sr": draft(story, "sr", body="Prvi.\n\nDrugi.\n")}, stem=stem)
    post(client, "translate", stem=stem, language="en")
    story = opened(client, stem)
    assert "<!-- Prvi. -->" in story["texts"]["en"]["body"]
    assert story["states"] == {"sr": "draft", "en": "draft"}
    assert "already" in post(client, "create", 422, title="Kiša pada")["error"]


def test_a_renamed_story_keeps_its_readers(client, site_folder):
    """A new address takes both files and what they were translated from along, leaves an alias, and leads links on."""
    post(client, "accept", stem=STEM, language="sr")
    stem = post(client, "rename", stem=STEM, slug="new-bridge")["stem"]
    names = sorted(file.name for file in (site_folder.content / "news/2026").glob("*bridge*"))
    assert names == ["new-bridge.en.md", "new-bridge.sr.basis", "new-bridge.sr.md"]
    assert opened(client, stem)["shared"]["aliases"] == "/news/bridge/"
    assert "has this address already" in post(client, "rename", 422, stem=stem, slug="fair")["error"]


def test_links_to_a_renamed_story_are_led_on(client, editor, site_folder):
    """A text that links to a renamed story names its new file."""
    file = site_folder.article("linking", body="Read [it](bridge.en.md).", title="Linking")
    editor.site.reload()
    post(client, "rename", stem=STEM, slug="new-bridge")
    assert "[it](new-bridge.en.md)" in file.read_text("utf-8")


def test_a_deleted_story_comes_back(client, site_folder):
    """A deletion is undone byte for byte."""
    before = site_folder.files_of(site_folder.content)
    key = post(client, "delete", stem=STEM)["key"]
    assert not list((site_folder.content / "news/2026").glob("bridge.*"))
    assert client.get(f"{API}/story", params={"stem": STEM}).status_code == 422
    post(client, "restore", key=key)
    assert site_folder.files_of(site_folder.content) == before


def test_what_was_deleted_is_listed_until_it_is_back(client):
    """Each deletion of the last 30 days has its titles, the newest first; what was brought back is not listed."""
    post(client, "delete", stem="news/2026/fair")
    post(client, "delete", stem=STEM)
    bridge, fair = client.get(f"{API}/deleted").json()["deleted"]
    assert bridge["titles"] == {"en": "The bridge is open", "sr": "Most je otvoren"}
    assert fair["titles"]["sr"] == "Sajam"
    assert dt.datetime.fromisoformat(bridge["moment"]) > dt.datetime.fromisoformat(fair["moment"])
    post(client, "restore", key=fair["key"])
    assert client.get(f"{API}/deleted").json()["deleted"] == [bridge]
    assert opened(client, "news/2026/fair")["texts"]["sr"]["exists"]


def test_a_story_serves_as_a_template(client, site_folder):
    """A duplicate is a draft with the fields and the text, under a title, a date and an address of its own. What is of
    both texts is in it also where the translation's file has it."""
    translation = site_folder.content / f"{STEM}.sr.md"
    translation.write_text(f"Author: Ana Ilić\n{translation.read_text('utf-8')}", "utf-8")
    stem = post(client, "duplicate", stem=STEM, title="Another bridge")["stem"]
    story = opened(client, stem)
    assert story["shared"]["sdgs"] == "9, 16.2"
    assert story["shared"]["author"] == "Ana Ilić"
    assert story["texts"]["en"]["fields"]["status"] == "draft"
    assert story["texts"]["en"]["body"] == opened(client)["texts"]["en"]["body"]
    assert story["shared"]["date"] != "2026-03-01"


def test_versions_say_what_changed(client):
    """Each save keeps the version before it, which says what was changed then, and can be brought back."""
    story = opened(client)
    name = story["texts"]["en"]["name"]
    save(client, {"en": draft(story, "en", fields={"title": "Another title"})})
    story = opened(client)
    save(client, {"en": draft(story, "en", body="All new.\n")})
    newest, oldest = client.get(f"{API}/versions", params={"name": name}).json()["versions"]
    assert (oldest["fields"], newest["fields"]) == (["title"], [])
    assert newest["paragraphs"] >= 1
    old = client.get(f"{API}/versions", params={"name": name, "id": oldest["id"]}).json()
    assert "The bridge is open" in old["text"]
    assert "All new." in old["present"]


def test_the_list_knows_states_and_spellings(client, editor):
    """The list is filtered by state, category and goal, and searched in any spelling of either language."""

    def stems(**query):
        return {row["stem"].rpartition("/")[2] for row in client.get(f"{API}/list", params=query).json()["rows"]}

    assert stems() == {"bridge", "alone", "fair", "about"}
    assert stems(state="missing", language="sr") == {"alone", "about"}
    assert stems(state="draft", language="sr") == {"fair"}
    assert stems(category="local") == {"bridge", "alone"}
    assert stems(goal="16") == {"bridge"}
    assert stems(kind="page") == {"about"}
    for spelling in ("otvoren", "ОТВОРЕН", "bridge", "Most je"):
        assert stems(text=spelling) == {"bridge"}, spelling
    for row in editor.listing.rows.values():
        editor.listing._check(row)
    assert stems(text="prvi pasus price") == {"bridge", "fair"}


@pytest.mark.parametrize(
    "typed", ["“Don’t wait” – 12.000 steps", '"Don\'t wait" - 12 000 steps', "dont-wait", "don’t", "(wait)", "12,000"]
)
def test_a_search_needs_no_sign_of_the_title(client, editor, site_folder, typed):
    """Quotation marks, apostrophes, hyphens and points of thousands may be others than those of the title."""
    site_folder.article("dont-wait", title="“Don’t wait” – 12,000 steps", category="Local")
    editor.site.reload()
    editor.listing.refresh()
    rows = client.get(f"{API}/list", params={"text": typed}).json()["rows"]
    assert [row["stem"].rpartition("/")[2] for row in rows] == ["dont-wait"]


def test_the_list_is_sorted_by_title_and_date(client, editor, site_folder):
    """Accents and quotation marks do not send a title behind Z; pages, which have no date, stand below stories."""
    site_folder.article("saka", "sr", title="Šaka", date="2026-01-01", category="Lokalno", original="yes")
    site_folder.article("quoted", title="“Apples”", date="2026-04-01", category="Local")
    editor.site.reload()
    editor.listing.refresh()

    def stems(order):
        return [
            row["stem"].rpartition("/")[2] for row in client.get(f"{API}/list", params={"order": order}).json()["rows"]
        ]

    assert stems("title") == ["about", "quoted", "alone", "saka", "bridge", "fair"]
    assert stems("date") == ["quoted", "bridge", "alone", "fair", "saka", "about"]


def test_the_list_names_files_of_no_story(client, editor, site_folder):
    """A copy that Dropbox has made is no story; the list says what it is and what to do, in the interface's words."""
    file = site_folder.content / "news/2026/bridge (conflicted copy 2026-11-26).en.md"
    file.write_bytes(file.with_name("bridge.en.md").read_bytes() + b"\nOther.\n")
    editor.site.reload()
    (text,) = client.get(f"{API}/list", params={"interface": "sr"}).json()["strays"]
    assert text.startswith(
        "content/news/2026/bridge (conflicted copy 2026-11-26).en.md: ovo je kopija datoteke bridge.en.md"
    )
    file.unlink()
    editor.site.reload()
    assert client.get(f"{API}/list").json()["strays"] == []


def test_errors_are_found_in_the_background(client, editor, site_folder):
    """Stories with errors stand first, once the checker has seen them."""
    body = "Open on 30 February 2026."
    site_folder.article("alone", title="Only in English", date="2026-02-01", category="Local", body=body)
    editor.site.reload()
    editor.listing.refresh()
    for row in editor.listing.rows.values():
        editor.listing._check(row)
    rows = client.get(f"{API}/list").json()["rows"]
    assert rows[0]["stem"] == "news/2026/alone"
    assert rows[0]["states"]["en"]["errors"] == 1
    assert client.get(f"{API}/list", params={"state": "errors"}).json()["total"] == 1


@pytest.mark.usefixtures("own_theme")
def test_a_page_whose_template_reads_pelicans_names_is_rendered(client, editor, site_folder):
    """A site's own template may read settings and Pelican's articles, also in the editor's preview."""
    template = site_folder.folder / "theme/templates/article.html"
    before, end, after = template.read_text("utf-8").rpartition("{% endblock %}")
    template.write_text(f"{before}{{{{ SITENAME }}}}: {{{{ articles|length }}}}{end}{after}", "utf-8")
    editor.builds.build()
    assert editor.builds.preview.state.error == ""
    drafts = {"texts": {}, "shared": {}}
    page = post(client, "render", stem="news/2026/fair", window="w", edition="en", drafts=drafts)
    assert f"{editor.site.settings['SITENAME']}: 3" in page["html"]


def test_the_page_is_rendered_as_readers_will_see_it(client, editor):
    """A story is shown by the site's templates in every edition, also a draft that no build has, as it is typed."""
    editor.builds.build()
    story = opened(client, "news/2026/fair")
    texts = {"sr": draft(story, "sr", body="Njegoševa ulica.\n\nDrugi pasus.\n", fields={"title": "Novi sajam"})}
    drafts = {"texts": texts, "shared": {}}
    cyrillic = post(client, "render", stem="news/2026/fair", window="w", edition="sr-cyrl", drafts=drafts)
    assert "Његошева улица." in cyrillic["html"]
    assert "Нови сајам" in cyrillic["html"]
    assert '<article class="story">' in cyrillic["html"]
    assert cyrillic["lines"] == [4, 6]
    shown = client.get(f"{SITE}{EDITOR}/preview", params={"window": "w"}).text
    # Scripts of the theme are not run there, and the frame has one of the editor's.
    shown, made = (re.sub(r"<script [^>]*></script>", "", page) for page in (shown, cyrillic["html"]))
    assert shown == made
    built = resolve(editor.builds.preview.state, "/sr-cyrl/news/fair/")
    assert built.file is None or "Његошева" not in built.file.read_text("utf-8"), "nothing is written"


def test_the_page_shows_pictures_that_no_build_has_made(client, editor, site_folder):
    """They come from the frame's own address: its policy lets no other in."""
    editor.builds.build()
    file = site_folder.content / "images" / "new.png"
    file.parent.mkdir(exist_ok=True)
    Image.new("RGB", (400, 300), "green").save(file)
    editor.site.reload()
    drafts = {"texts": {"en": draft(opened(client), "en", body="![A field](images/new.png)\n")}, "shared": {}}
    page = post(client, "render", stem=STEM, window="w", edition="en", drafts=drafts)
    (address,) = re.findall(r'<img src="(/[^"]*new\.png)"', page["html"])
    assert client.get(f"{SITE}{address}", follow_redirects=False).content == file.read_bytes()


def test_a_paste_is_clean_markdown(client):
    """What Word puts on the clipboard becomes Markdown without its styles; the cleaner says what it took out."""
    html = (
        "<html><head><style>p.MsoNormal{margin:0}</style></head><body><!--StartFragment--><h1>Naslov</h1>"
        "<p class=MsoNormal style='mso-margin-top-alt:auto'>Hello <b>bold</b> <a href='https://un.org'>UN</a>"
        "<script>alert(1)</script></p><ul><li>one</li><li>two</li></ul><!--EndFragment--></body></html>"
    )
    pasted = post(client, "paste", html=html)
    assert pasted["markdown"] == "## Naslov\n\nHello **bold** [UN](https://un.org)\n\n- one\n- two"
    assert pasted["removed"] == {"formatting": 1, "code": 1}
    more = '<p>A <a href="javascript:x()">link</a><!-- note --><img src="a.png"><img src="b.png"></p>'
    assert post(client, "paste", html=more)["removed"] == {"links": 1, "comments": 1, "pictures": 2}
    assert post(client, "paste", html="<p>Plain <b>words</b></p>")["removed"] == {}


def test_a_decorative_picture_needs_no_description(client, site_folder):
    """A picture that is said to decorate only is not asked about, in any language; others are."""
    story = opened(client)
    texts = {
        code: draft(story, code, body="Text.\n\n![](images/x.jpg)\n\n![](images/y.jpg)\n") for code in ("en", "sr")
    }
    post(client, "decorative", stem=STEM, picture="images/x.jpg")
    found = post(client, "check", stem=STEM, drafts={"texts": texts, "shared": {}})["diagnostics"]
    asked = {(one["language"], "y.jpg" in one["message"]) for one in found if one["rule"] == "missing-alt"}
    assert asked == {("en", True), ("sr", True)}


def git(folder, *arguments, when="2026-09-01T10:00:00+00:00"):
    """Run Git in a folder as its author."""
    who = {f"GIT_{role}_{what}": "ana@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **who, **dates})


def test_versions_of_the_repository_are_listed_too(client, editor, site_folder, monkeypatch):
    """Where the folder is a Git repository its states are versions, under earlier names of the file too; one that a
    save kept as well is listed once; nothing in the repository changes."""
    folder, content = site_folder.folder, site_folder.content
    git(folder, "init", "--quiet")
    site_folder.article("old-name", title="First", date="2026-03-01")
    git(folder, "add", "content")
    git(folder, "commit", "--quiet", "-m", "one")
    git(folder, "mv", "content/news/2026/old-name.en.md", "content/news/2026/new-name.en.md")
    git(folder, "commit", "--quiet", "-m", "two", when="2026-09-02T10:00:00+00:00")
    file = content / "news/2026/new-name.en.md"
    file.write_text(file.read_text("utf-8").replace("First", "Second"), "utf-8")
    git(folder, "commit", "--quiet", "-am", "three", when="2026-09-03T10:00:00+00:00")
    before = site_folder.files_of(folder / ".git")
    # As where Git itself started what started the editor.
    monkeypatch.setenv("GIT_DIR", str(folder / "another"))
    editor.site.reload()
    story = opened(client, "news/2026/new-name")
    body = story["texts"]["en"]["body"] + "More.\n"
    save(client, {"en": draft(story, "en", body=body)}, stem="news/2026/new-name")
    query = {"name": "news/2026/new-name.en.md"}
    rows = client.get(f"{API}/versions", params=query).json()["versions"]
    assert [row["fields"] for row in rows] == [[], ["title"]]
    assert rows[0]["paragraphs"] == 1
    assert rows[1]["moment"] == "2026-09-03T10:00:00+00:00"
    assert "Title: First\n" in client.get(f"{API}/versions", params={**query, "id": rows[1]["id"]}).json()["text"]
    assert site_folder.files_of(folder / ".git") == before


def test_a_renamed_story_keeps_the_versions_of_the_repository(client, editor, site_folder):
    """Also before the new address is in the repository; not those of another story that has the old one by then."""
    folder = site_folder.folder
    git(folder, "init", "--quiet")
    site_folder.article("old-name", title="First", date="2026-03-01")
    git(folder, "add", "content")
    git(folder, "commit", "--quiet", "-m", "one")
    editor.site.reload()
    post(client, "rename", stem="news/2026/old-name", slug="new-name")

    def titles(name):
        query = {"name": f"news/2026/{name}.en.md"}
        rows = client.get(f"{API}/versions", params=query).json()["versions"]
        return [
            client.get(f"{API}/versions", params={**query, "id": row["id"]}).json()["fields"]["title"] for row in rows
        ]

    assert titles("new-name") == ["First"]
    site_folder.article("old-name", title="Another", date="2026-03-02")
    assert titles("new-name") == []


def test_a_renamed_story_keeps_versions_and_unsaved_work(client, site_folder):
    """Versions go along with a new address; another window's unsaved work too, which goes on under the old one."""
    story = opened(client)
    save(client, {"en": draft(story, "en", body="Newer.\n")})
    state = {"texts": {"en": draft(opened(client), "en", body="Unsaved.\n")}, "shared": {}}
    post(client, "journal", stem=STEM, window="other", state=state)
    assert post(client, "rename", stem=STEM, slug="crossing") == {"stem": "news/2026/crossing"}
    name = "news/2026/crossing.en.md"
    assert len(client.get(f"{API}/versions", params={"name": name}).json()["versions"]) == 1
    (journal,) = opened(client, "news/2026/crossing")["journals"]
    assert journal["state"]["texts"]["en"]["body"] == "Unsaved.\n"
    state["texts"]["en"]["body"] = "Unsaved still.\n"
    post(client, "journal", stem=STEM, window="other", state=state)
    outcome = post(client, "save", stem=STEM, window="other", drafts=state)
    assert list(outcome["conflicts"]) == ["en"], "the alias was written meanwhile"
    merged = post(client, "merge", stem=STEM, language="en", drafts=state)["merged"]
    assert "Unsaved still." in merged
    assert opened(client)["stem"] == "news/2026/crossing"
    assert not (site_folder.content / f"{STEM}.en.md").exists()


def test_a_decision_is_known_to_the_list_and_the_publish_at_once(client, editor, site_folder):
    """What was dismissed stops no publish any more, and is an error again once that is taken back."""
    site_folder.article("bridge", "sr", title="Most", body="Pisao je Djordje iz OEBSKU.")
    editor.site.reload()
    editor.listing.refresh()

    def stopped():
        found = client.get(f"{API}/publish-plan").json()["problems"]
        return {one["rule"] for one in found if one["stem"] == STEM}

    before = stopped()
    assert {"missing-diacritics", "undecided-word"} <= before
    found = post(client, "check", stem=STEM, drafts={"texts": {}, "shared": {}})["diagnostics"]
    one = next(one for one in found if one["rule"] == "missing-diacritics")
    decision = post(client, "dismiss", name=f"{STEM}.sr.md", rule=one["rule"], message=one["dismissal"])
    assert stopped() == before - {"missing-diacritics"}
    word = post(client, "glossary", key="OEBSKU", value="OEBSKU")
    assert stopped() == before - {"missing-diacritics", "undecided-word"}
    post(client, "take-back", **word)
    post(client, "take-back", **decision)
    assert stopped() == before
