"""What happens to the files, the settings and the processes around the editor while stories are open: texts are saved
or kept, what is shown is right, and work goes on once the cause is gone."""

from __future__ import annotations

import json
import os
import signal
import threading
import time

import pytest

from plugins.editor.site import Site
from tests.editor.requests import API, STEM, draft, opened, post, save
from tests.editor.running import PATIENCE, is_busy, stop, wait_until

# Requests at once: more than the 40 that Starlette has threads for.
PAGES = 45
BROKEN_SETTINGS = ("broken = (\n", "raise SystemExit(3)\n", "TIMEZONE = 5\n", "TARGETS = 7\n")


def answers(client):
    """The answers to what pages ask for while somebody works."""
    return {name: client.get(f"{API}/{name}").status_code for name in ("list", f"story?stem={STEM}", "publish-plan")}


def written(site_folder, language="en"):
    """What the story's file holds."""
    return (site_folder.content / f"{STEM}.{language}.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["pelicanconf.py", "publishconf.py"])
@pytest.mark.parametrize("broken", BROKEN_SETTINGS)
def test_broken_settings_stop_no_work(client, site_folder, name, broken):
    """While a settings file has an error stories are listed, opened, checked and saved, and a save is shown as one."""
    file = site_folder.folder / name
    good = file.read_text("utf-8")
    file.write_text(good + broken, "utf-8")
    assert set(answers(client).values()) == {200}
    outcome = save(client, {"en": draft(opened(client), "en", body="Saved.\n")})
    assert list(outcome["saved"]) == ["en"]
    assert outcome["states"]["en"] == "ready"
    assert written(site_folder).endswith("Saved.\n")
    file.write_text(good, "utf-8")
    assert set(answers(client).values()) == {200}


@pytest.mark.usefixtures("own_theme")
def test_a_broken_theme_stops_no_work(client, editor, site_folder):
    """While the theme's strings cannot be read texts are saved, with what is wrong beside it; the site is built and the
    problem gone once they can be read."""
    file = site_folder.folder / "theme/strings/en.toml"
    good = file.read_text("utf-8")
    for broken in ("= =\n", ""):
        file.write_text(broken, "utf-8")
        outcome = save(client, {"en": draft(opened(client), "en", body=f"Saved {len(broken)}.\n")})
        assert list(outcome["saved"]) == ["en"]
        assert outcome["problem"]
        assert set(answers(client).values()) == {200}
    file.write_text(good, "utf-8")
    editor.site.reload_changed({file})
    assert opened(client)["problem"] == ""


def test_what_fails_after_a_save_leaves_it_one(client, editor, site_folder, monkeypatch):
    """Whatever fails once the files are written, the page is told that they are, and the terminal what failed."""
    events = []
    monkeypatch.setattr(editor.site, "on_event", events.append)
    for place, name in ((editor.site, "reload"), (editor.site, "live_status"), (editor.listing, "refresh")):
        story = opened(client)
        with monkeypatch.context() as patch:

            def fail(*_: object) -> None:
                raise ZeroDivisionError

            patch.setattr(place, name, fail)
            outcome = save(client, {"en": draft(story, "en", body=f"After {name}.\n")})
        assert list(outcome["saved"]) == ["en"], name
        assert bool(outcome["problem"]) == (name != "refresh")
        assert "ZeroDivisionError" in events[-1].cause
        assert written(site_folder).endswith(f"After {name}.\n")
        assert opened(client)["journals"] == []


def test_the_content_folder_may_be_away_for_a_while(client, editor, site_folder):
    """While the content folder is away, the list keeps its stories, what is typed is kept, a save says why it cannot be
    one and makes no folder, and once the folder is back all goes on."""
    story = opened(client)
    before = {row["stem"] for row in client.get(f"{API}/list").json()["rows"]}
    content, away = site_folder.content, site_folder.folder / "away"
    content.rename(away)
    editor.site.reload_changed({content})
    editor.listing.refresh()
    texts = {"en": draft(story, "en", body="Kept.\n")}
    post(client, "journal", stem=STEM, window="w", state={"texts": texts, "shared": {}})
    drafts = {"texts": texts, "shared": {}}
    refusal = post(client, "save", 422, stem=STEM, window="w", drafts=drafts)
    assert refusal == client.get(f"{API}/story?stem={STEM}").json()
    assert "the folder content/ is not there: bring it back" in refusal["error"]
    assert not content.exists()
    assert {row["stem"] for row in client.get(f"{API}/list").json()["rows"]} == before
    away.rename(content)
    editor.site.reload_changed({content / f"{STEM}.en.md"})
    assert editor.site.problem == ""
    (kept,) = opened(client)["journals"]
    assert kept["state"]["texts"]["en"]["body"] == "Kept.\n"
    assert list(save(client, texts)["saved"]) == ["en"]


def test_a_story_that_was_deleted_on_disk_is_a_conflict(client, editor, site_folder):
    """Where the files of an open story are gone, as after a change of branch in Git, nothing is written unasked; the
    merge is one's own text, byte for byte, and saving it brings the file back."""
    story, name = opened(client), f"{STEM}.en.md"
    text = written(site_folder).replace("\n", "\r\n").encode()
    (site_folder.content / name).write_bytes(text)
    story = opened(client)
    for code in ("en", "sr"):
        (site_folder.content / f"{STEM}.{code}.md").unlink()
    editor.site.reload_changed({site_folder.content / name})
    body = story["texts"]["en"]["body"] + "\nMore.\n"
    mine = {"en": draft(story, "en", body=body)}
    assert list(save(client, mine)["conflicts"]) == ["en"]
    conflict = post(client, "merge", stem=STEM, language="en", drafts={"texts": mine, "shared": {}})
    other = conflict["text"]
    assert (other["exists"], other["text"], conflict["questions"]) == (False, "", [])
    assert conflict["merged"] == conflict["own"] == story["texts"]["en"]["text"] + "\nMore.\n"
    assert not (site_folder.content / name).exists()
    whole = {"version": other["version"], "base": other["text"], "whole": conflict["own"]}
    assert list(save(client, {"en": whole})["saved"]) == ["en"]


def test_a_save_forgets_nothing_that_was_typed_meanwhile(client, editor, monkeypatch):
    """What is kept while a save is under way stays kept when the save ends: it is not in what was saved."""
    story, save_file = opened(client), editor.store.save
    state = {"texts": {"en": draft(story, "en", body="Typed meanwhile.\n")}, "shared": {}}

    def save_slowly(*arguments):
        post(client, "journal", stem=STEM, window="w", number=3, moment=1e9, state=state)
        return save_file(*arguments)

    monkeypatch.setattr(editor.store, "save", save_slowly)
    drafts = {"texts": {"en": draft(story, "en", body="Saved.\n")}, "shared": {}}
    for number, kept in ((2, 1), (4, 0)):
        post(client, "save", stem=STEM, window="w", number=number, drafts=drafts)
        assert len(opened(client)["journals"]) == kept
    (row,) = [row for row in client.get(f"{API}/list").json()["rows"] if row["stem"] == STEM]
    assert not row["unsaved"]


@pytest.mark.parametrize("unsaved", [True, False])
def test_a_story_renamed_by_another_program_takes_its_window_along(client, editor, site_folder, unsaved):
    """Where files get another name, or their folder, outside of the editor, an open window and what it has not saved
    go on with them; where they were changed at the same time, what was not saved is listed by itself."""
    story, new = opened(client), "news/2025/crossing"
    state = {"texts": {"en": draft(story, "en", body="Unsaved.\n")}, "shared": {}}
    if unsaved:
        post(client, "journal", stem=STEM, window="w", number=1, state=state)
    editor.windows.stems["w"] = STEM
    (site_folder.content / "news/2025").mkdir()
    for code in ("en", "sr"):
        (site_folder.content / f"{STEM}.{code}.md").rename(site_folder.content / f"{new}.{code}.md")
    editor.site.reload_changed([site_folder.content / f"{new}.en.md"])
    editor.follow_change()
    again = opened(client)
    assert again["stem"] == new
    assert len(again["journals"]) == unsaved
    saved = post(client, "save", stem=STEM, window="w", number=2, drafts=state)["saved"]
    assert saved["en"]["body"] == "Unsaved.\n"
    assert not (site_folder.content / f"{STEM}.en.md").exists()
    # Renamed and changed at once: it is not the same any more.
    state["texts"]["en"] = draft(opened(client), "en", body="Once more.\n")
    post(client, "journal", stem=STEM, window="w", number=3, state=state)
    editor.windows.stems.clear()
    for code in ("en", "sr"):
        file = site_folder.content / f"{new}.{code}.md"
        file.with_name(f"bank.{code}.md").write_text(f"{file.read_text('utf-8')}\nMore.\n", "utf-8")
        file.unlink()
    editor.site.reload_changed([site_folder.content / f"{new}.en.md"])
    editor.follow_change()
    (gone,) = client.get(f"{API}/list").json()["gone"]
    assert (gone["stem"], gone["title"]) == (new, "The bridge is open")
    found = opened(client, new)
    assert (found["original"], found["texts"]["en"]["exists"], len(found["journals"])) == ("en", False, 1)
    assert client.get(f"{API.removesuffix('/api')}/story?stem={new}").status_code == 200
    post(client, "journal", stem=gone["known"], window="w", state=None)
    assert client.get(f"{API.removesuffix('/api')}/story?stem={new}").status_code == 404


def test_a_save_reads_the_content_once(client, editor, site_folder, monkeypatch):
    """What a save has written is not read again when the watch sees it, in whichever order the two come; what another
    program wrote at the same moment is."""
    readings = []
    load = Site.reload
    monkeypatch.setattr(Site, "reload", lambda site: (readings.append(1), load(site)))
    own = {site_folder.content / f"{STEM}.{code}.md" for code in ("en", "sr")}
    own |= {site_folder.content / "news/2026/.bridge.en.md.1-2.new"}

    def save_both(text):
        story = opened(client)
        save(client, {code: draft(story, code, body=f"{text} {code}.\n") for code in ("en", "sr")})

    save_both("One")
    editor.site.reload_changed(own)
    assert len(readings) == 1
    # The watch comes first.
    save_file = editor.store.save

    def save_and_watch(name, document, base):
        try:
            return save_file(name, document, base)
        finally:
            if name.endswith(".sr.md"):
                editor.site.reload_changed(own)

    monkeypatch.setattr(editor.store, "save", save_and_watch)
    save_both("Two")
    assert len(readings) == 2
    monkeypatch.setattr(editor.store, "save", save_file)
    # Another program is as quick.
    fair = site_folder.content / "news/2026/fair.en.md"
    save_both("Three")
    fair.write_text(fair.read_text("utf-8").replace("The fair", "The autumn fair"), "utf-8")
    editor.site.reload_changed({*own, fair})
    assert len(readings) == 4
    assert "The autumn fair" in editor.site.pair("news/2026/fair").texts["en"].title
    save_both("Four")
    file = site_folder.content / f"{STEM}.en.md"
    file.write_text(file.read_text("utf-8").replace("Four", "Five"), "utf-8")
    editor.site.reload_changed(own)
    assert "Five en." in editor.site.pair(STEM).texts["en"].source.body
    # New and deleted files, other kinds of files, and a moment that has come, are always read.
    for change in ({site_folder.article("new")}, {site_folder.content / "words.txt"}, {fair.parent}, set()):
        before = len(readings)
        editor.site.reload_changed(change)
        assert len(readings) == before + 1
    fair.unlink()
    editor.site.reload_changed({fair})
    assert f"{STEM[:-6]}fair.en.md" not in editor.site.library.by_name


def wait_until_idle(process):
    """Wait until no thread of a process has had anything to do for a while."""
    looks = []

    def rests():
        looks.append(is_busy(process))
        return len(looks) > 10 and not any(looks[-10:])

    wait_until(rests)


@pytest.mark.long
def test_a_build_process_that_stands_still_or_dies_holds_up_no_writing(editors):
    """While the process that builds is stopped, with many pages asked for, texts are kept, saved, checked and listed;
    once it goes on, or another has taken its place, all pages are answered and the site has what was saved."""
    editor = editors.start(editors.site())

    def ask(name, **data):
        return json.loads(editor.request("POST", name, {"stem": STEM, "window": "w", **data}))

    def drafts(body):
        text = json.loads(editor.request("GET", f"story?stem={STEM}"))["texts"]["en"]
        known = {"version": text["version"], "base": text["text"], "body": body}
        return {"texts": {"en": {**known, "fields": {"title": body.strip()}}}, "shared": {}}

    wait_until(lambda: "The bridge is open" in editor.site_page(), 0.2)
    for title, ending in (("Stopped", signal.SIGCONT), ("Killed", signal.SIGKILL)):
        (builder,) = editor.children
        stop(builder)
        pages = []

        def render(given, pages=pages):
            pages.append(ask("render", drafts=given, edition="en"))

        given = drafts(f"{title}\n")
        for _ in range(PAGES):
            threading.Thread(target=render, args=(given,), daemon=True).start()
        time.sleep(0.5)
        started = time.monotonic()
        assert ask("journal", state=given) == {"kept": []}
        assert "diagnostics" in ask("check", drafts=given)
        assert list(ask("save", drafts=given)["saved"]) == ["en"]
        assert json.loads(editor.request("GET", "list"))["total"] == 4
        assert time.monotonic() - started < PATIENCE / 2
        assert pages == []
        os.kill(builder, ending)
        wait_until(lambda title=title: f"{title}<" in editor.site_page(), 0.2)
        wait_until(lambda pages=pages: len(pages) == PAGES)
    # Nobody saves, and still the process is noticed to be gone.
    (builder,) = editor.children
    wait_until_idle(builder)
    os.kill(builder, signal.SIGKILL)
    wait_until(lambda: "html" in ask("render", drafts=drafts("Seen.\n"), edition="en"))
    assert editor.children != [builder]
    stop(editor.process)
    time.sleep(0.3)
    os.kill(editor.process, signal.SIGCONT)
    assert ask("journal", state=drafts("After sleep.\n")) == {"kept": []}
    (builder,) = editor.children
    stop(builder)
    editor.end(r"the process that builds the site has ended \(-9\)")
    assert not os.path.exists(f"/proc/{builder}")
