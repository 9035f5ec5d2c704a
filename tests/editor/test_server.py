"""`edit`: one line with the address, this computer only, the browser opened, publishing only where it is allowed."""

from __future__ import annotations

import datetime as dt
import gc
import re
import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from plugins.cli.commands import edit as command_line
from plugins.diagnostics import UserError
from plugins.editor import pauses
from plugins.editor.http import EDITOR, server
from plugins.editor.http.application import Editor, make_application
from plugins.editor.http.security import KEY_HEADER
from plugins.editor.listing import Known
from plugins.editor.site import Site
from plugins.project.events import Failed
from plugins.project.publish_record import PublishRecord, published_stories, write_record
from tests.editor.running import HOST, SESSION, SITE, wait_until
from tests.small_site import ROOT

KEYED = {KEY_HEADER: SESSION.key}


def test_the_address_stands_on_one_line_with_its_token(site_folder, editors):
    """The first line is the whole address, with the key of the session, and it lets a browser in; Ctrl+C ends it
    without a word, also while a page is open."""
    command = editors.start(site_folder.folder, is_new=True)
    (address,) = command.output.read_text("utf-8").splitlines()
    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+{EDITOR}/\?token=[\w-]{{43}}", address)
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    assert "rows" in opener.open(address).read().decode()
    following = command.address
    assert following.partition("?")[0] == address.partition("?")[0]
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(address.partition("?")[0])
    key = opener.open(urllib.request.Request(following, method="GET")).url.partition("#key=")[2]
    stream = opener.open(f"{address.partition('?')[0]}api/events?window=w&key={key}")
    assert stream.readline().startswith(b"data: ")
    command.end()


def test_only_this_computer_is_listened_to(running):
    """The port is open on the loopback address and on no other of this computer."""
    with socket.create_connection(("127.0.0.1", running.port), 2):
        pass
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for other in others:
        if not other.startswith("127."):
            with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
                socket.create_connection((other, running.port), 1)


def test_every_session_has_a_token_of_its_own(running, editors, tmp_path):
    """The key of one session opens no other."""
    other = editors.start(shutil.copytree(running.folder, tmp_path / "other"))
    assert other.address.partition("=")[2] != running.address.partition("=")[2]
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(other.root + EDITOR + "/?token=" + running.address.partition("=")[2])


def test_a_port_in_use_is_reported(site_folder, capsys):
    """A port that another program has is named, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert command_line.edit(port, open_browser=False, may_publish=True) == 1
    assert f"port {port} on 127.0.0.1 cannot be used" in capsys.readouterr().err
    assert command_line.edit(99999, open_browser=False, may_publish=True) == 1


def test_the_browser_is_opened_at_the_address(site_folder, monkeypatch, capsys):
    """The address that is printed is opened through Python's own way, unless that is not wanted."""
    opened: list[str] = []
    monkeypatch.setattr(command_line.webbrowser, "open", opened.append)
    monkeypatch.setattr(server.Server, "run", lambda self, sockets: (self.ready(), [one.close() for one in sockets]))
    monkeypatch.setattr(Editor, "start", lambda self: None)
    assert command_line.edit(0, open_browser=True, may_publish=True) == 0
    wait_until(lambda: opened)
    assert command_line.edit(0, open_browser=False, may_publish=True) == 0
    _first, _second = filter(None, capsys.readouterr().out.splitlines())
    [address] = opened
    assert address.startswith("file:///")
    assert "token" not in address


def test_a_browser_that_stays_holds_up_nothing(site_folder, monkeypatch):
    """A command in $BROWSER that ends with its window keeps no request waiting."""
    release = threading.Event()
    monkeypatch.setattr(command_line.webbrowser, "open", lambda _: release.wait(300))
    monkeypatch.setattr(server.Server, "run", lambda self, sockets: (self.ready(), [one.close() for one in sockets]))
    monkeypatch.setattr(Editor, "start", lambda self: None)
    started = time.monotonic()
    try:
        assert command_line.edit(0, open_browser=True, may_publish=True) == 0
        assert time.monotonic() - started < 100
    finally:
        release.set()


def test_publishing_may_be_left_to_others(site_folder):
    """Without the right to publish there is no button, and a request is refused."""
    editor = Editor(Site(), may_publish=False)
    with pytest.raises(UserError, match="without the right"):
        editor.publisher.start()
    with pytest.raises(UserError, match="without the right"):
        editor.publisher.undo()


def test_the_plan_says_what_waits(client, editor, site_folder):
    """The plan of a publish counts what is new, drafts and what waits for its date, and a story can be held back."""
    site_folder.article("later", title="Later", date="2099-01-01")
    editor.site.reload()
    plan = client.get(f"{EDITOR}/api/publish-plan").json()
    assert {one["title"] for one in plan["added"]} == {"The bridge is open", "Only in English", "The fair", "About"}
    assert plan["drafts"] == 1
    assert [one["title"] for one in plan["scheduled"]] == ["Later"]
    assert {(one["title"], one["state"]) for one in plan["untranslated"]} == {
        ("Only in English", "missing"),
        ("The fair", "draft"),
        ("About", "missing"),
    }
    client.post(f"{EDITOR}/api/hold-back", json={"stem": "news/2026/alone"})
    held = client.get(f"{EDITOR}/api/publish-plan").json()
    assert "Only in English" not in {one["title"] for one in held["added"]}
    assert "Status: draft\n" in (site_folder.content / "news/2026/alone.en.md").read_text("utf-8")


def test_the_plan_knows_publishes_of_the_command_line(client, editor, site_folder):
    """What `publish` and `rollback` recorded is what the plan and the list compare with, and where it went."""
    assert client.get(f"{EDITOR}/api/publish-plan").json()["known"] is False
    live = published_stories(editor.site.library)
    del live["news/alone"]
    moment = dt.datetime(2026, 9, 1, 10, tzinfo=dt.UTC)
    record = PublishRecord("local", "https://news.example", "/srv/news", "000001-00000000", moment, live)
    write_record(editor.site.work, record)
    site_folder.article("fair", title="The fair is over", date="2026-01-10", category="Regional")
    editor.site.reload()
    editor.listing.refresh()
    plan = client.get(f"{EDITOR}/api/publish-plan").json()
    assert [one["title"] for one in plan["added"]] == ["Only in English"]
    assert [one["title"] for one in plan["changed"]] == ["The fair is over"]
    assert plan["last"]["url"] == "https://news.example"
    found = client.get(f"{EDITOR}/api/list").json()
    assert found["where"] == "https://news.example"
    states = {row["stem"].rpartition("/")[2]: row["states"]["en"]["state"] for row in found["rows"]}
    assert states == {"alone": "ready", "fair": "changed", "bridge": "published", "about": "published"}
    story = client.get(f"{EDITOR}/api/story", params={"stem": "news/2026/bridge"}).json()
    assert story["readers"] == {"where": "https://news.example", "timed": False}
    assert set(story["states"].values()) == {"published"}
    write_record(editor.site.work, replace(record, release="000002-00000000", stories={}))
    assert len(client.get(f"{EDITOR}/api/publish-plan").json()["added"]) == 4
    write_record(editor.site.work, replace(record, stories=None))
    assert len(client.get(f"{EDITOR}/api/publish-plan").json()["added"]) == 1
    write_record(editor.site.work, replace(record, release="000009-00000000", stories=None))
    assert client.get(f"{EDITOR}/api/publish-plan").json()["known"] is False


def test_pages_name_their_modules_at_once(client):
    """A page names every module that its script imports, and those that these import, and each is there."""
    page = client.get(f"{EDITOR}/story", params={"stem": "news/2026/bridge"}).text
    named = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)
    modules = {name.rpartition("/static/")[2] for name in named}
    assert {"panes.js", "strings.js", "vendor/codemirror.js"} <= modules
    for name in named:
        text = client.get(name).text
        assert set(re.findall(r'from "\./([^"]+)"', text)) <= modules, name


def test_a_story_counts_once_in_a_state(client):
    """A story that lacks several languages is one that is not translated."""
    counts = client.get(f"{EDITOR}/api/list").json()["counts"]
    assert counts[""]["missing"] == 2
    assert counts[""]["ready"] == 4
    assert counts["sr"]["missing"] == 2


def test_the_plan_names_every_error(client, editor, site_folder):
    """Errors of stories, and of files that are none, stop a publish, each with its place."""
    site_folder.article("alone", title="Only in English", date="2026-02-01", body="On 30 February.")
    site_folder.write("lost.en.md", "Title: Nowhere\n\nText.\n")
    editor.site.reload()
    editor.listing.refresh()
    found = client.get(f"{EDITOR}/api/publish-plan").json()["problems"]
    assert [(one["rule"], one["stem"]) for one in found] == [
        ("misplaced-file", ""),
        ("impossible-date", "news/2026/alone"),
    ]


def test_the_plan_comes_before_the_checks(client, editor, site_folder, monkeypatch):
    """What readers get is said at once, however long the checks take, and how far these are; asked again, the plan goes
    on with them until all are known."""
    site_folder.article("alone", title="Only in English", date="2026-02-01", body="On 30 February.")
    editor.site.reload()
    editor.listing.refresh()
    check, checked = editor.checks.check, []
    monkeypatch.setattr(editor.checks, "check", lambda stem, texts: (checked.append(stem), check(stem, texts))[1])

    def plan(within):
        return client.get(f"{EDITOR}/api/publish-plan?within={within}").json()

    first = plan(0)
    assert checked == []
    assert (first["checked"], first["stories"], first["problems"]) == (0, 4, [])
    assert len(first["added"]) == 4
    assert plan(0)["checked"] == 0
    # One at least, so that it ends on the slowest computer.
    assert 1 <= plan(1)["checked"] <= 4
    while (last := plan(1))["checked"] < last["stories"]:
        pass
    assert sorted(set(checked)) == sorted(checked)
    assert [one["rule"] for one in last["problems"]] == ["impossible-date"]
    # What is held back is no longer among what a publish would bring.
    held = last["problems"][0]["stem"]
    for part in ("added", "untranslated"):
        assert last[part] == [one for one in first[part] if one["stem"] != held]
    lists = {part: first[part] for part in ("added", "untranslated")}
    assert {**last, **lists, "checked": 0, "problems": []} == first


def test_one_story_is_published_alone(client, editor, site_folder, monkeypatch):
    """The request of a story's page publishes that story by its path, and the list's request the whole site; the list
    and the plan say whether a timer publishes what waits."""
    begun = []

    def publish(command, emit, say):
        begun.append(command)

    monkeypatch.setattr(editor.process, "run", publish)
    for data in ({"stem": "news/2026/bridge"}, {}):
        assert client.post(f"{EDITOR}/api/publish", json=data).status_code == 200
        while client.get(f"{EDITOR}/api/publish-state").json()["running"]:
            time.sleep(0.01)
    assert begun == [["publish", "content/news/2026/bridge.en.md"], ["publish"]]
    assert client.get(f"{EDITOR}/api/list").json()["timed"] is False
    now = dt.datetime.now(dt.UTC)
    for hours in (2, 1):
        record = PublishRecord("local", "", "/srv/news", "000001-00000000", now - dt.timedelta(hours=hours), {})
        write_record(editor.site.work, record, is_timed=True)
    assert client.get(f"{EDITOR}/api/list").json()["timed"] is True
    assert client.get(f"{EDITOR}/api/publish-plan").json()["timed"] is True
    write_record(editor.site.work, replace(record, moment=now))
    assert client.get(f"{EDITOR}/api/list").json()["timed"] is True, "a person's publish is none of the timer's"


def test_publishes_are_commands(editor, monkeypatch):
    """What the editor publishes and rolls back with is the command itself, whose events and words it gets."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    events, words = [], []
    editor.process.run(["rollback"], events.append, words.append)
    assert [type(event) for event in events][-1:] == [Failed], (events, words)
    assert words == []


def test_a_draft_stops_no_publish(client, editor, site_folder):
    """What is wrong in a draft is a warning: it counts in the list, and is no error of the plan."""
    site_folder.article("alone", title="Only in English", date="2026-02-30", status="draft", body="On 30 February.")
    editor.site.reload()
    editor.listing.refresh()
    assert client.get(f"{EDITOR}/api/publish-plan").json()["problems"] == []


def test_the_site_is_waited_for(client, editor):
    """Until the first build has ended the site's addresses have a page that says so and loads the site by itself; an
    error of that build is shown there."""
    answer = client.get(f"{SITE}/news/bridge/", cookies={"editor-interface": "sr"})
    assert answer.status_code == 503
    assert "Sajt se pravi" in answer.text
    script = re.search(r'<script src="(/~preview/[\w.]+)" data-version="(\d+)"', answer.text)
    assert client.get(SITE + script[1]).status_code == 200
    editor.builds.preview.fail("content/news/x.en.md:3: there is no date")
    assert client.get(f"{SITE}/~preview/version", params={"after": script[2]}).text > script[2]
    assert "there is no date" in client.get(f"{SITE}/").text
    editor.builds.build()
    assert "The bridge is open" in client.get(f"{SITE}/news/bridge/").text


def test_the_last_site_is_shown_before_the_first_build(client, editor, site_folder, entrance):
    """Where a site was built before, it is shown at once."""
    editor.builds.build()
    again = Editor(Site(), may_publish=True)
    with TestClient(make_application(again, SESSION, entrance), base_url=f"http://{HOST}", headers=KEYED) as other:
        other.cookies.set(SESSION.site_cookie_name, SESSION.site_cookie)
        assert "The bridge is open" in other.get(f"{SITE}/news/bridge/").text


def test_a_session_keeps_no_earlier_build(editor, site_folder):
    """However often a story is saved and the site is built, one build is kept in memory, and nothing of stories that
    are gone."""
    builds = []
    for number in range(3):
        site_folder.article("fair", title=f"The fair {number}", date="2026-01-10", category="Regional")
        editor.site.reload()
        editor.listing.refresh()
        editor.builds.build()
        assert editor.builds.preview.state.error == ""
        builds.append(weakref.ref(editor.builds.builder.settings["BUILD"]))
    gc.collect()
    assert [build() is not None for build in builds] == [False, False, True]
    editor.listing.problems()
    for file in site_folder.folder.glob("content/news/2026/fair.*"):
        file.unlink()
    editor.site.reload()
    editor.listing.refresh()
    assert "news/2026/fair" not in editor.listing.known


def test_errors_have_words_in_the_interface(client, site_folder):
    """What an editor meets on save, rename, upload and opening is said in the interface's language."""
    client.cookies.set("editor-interface", "sr")
    story = client.get(f"{EDITOR}/api/story?stem=news/2026/bridge").json()["texts"]["en"]
    (site_folder.folder / "content" / story["name"]).chmod(0o444)
    draft = {"version": story["version"], "base": story["text"], "body": "New.\n", "fields": {}}
    save = {"stem": "news/2026/bridge", "window": "w", "drafts": {"texts": {"en": draft}, "shared": {}}}
    answers = [
        client.post(f"{EDITOR}/api/save", json=save),
        client.post(f"{EDITOR}/api/rename", json={"stem": "news/2026/bridge", "slug": "fair"}),
        client.post(f"{EDITOR}/api/rename", json={"stem": "news/2026/bridge", "slug": "A b"}),
        client.post(
            f"{EDITOR}/api/upload?stem=news/2026/bridge&name=a.jpg",
            content=b"none",
            headers={"content-type": "application/octet-stream"},
        ),
        client.get(f"{EDITOR}/api/story?stem=news/2026/nothing"),
    ]
    assert [answer.json()["error"] for answer in answers] == [
        "news/2026/bridge.en.md je zaštićena od izmena: vaš tekst nije izgubljen; zatražite pravo da je menjate",
        "ovu adresu već ima content/news/2026/fair.en.md: izaberite drugu",
        "„A b” ne može biti adresa: upišite mala slova, cifre i crtice, na primer a-b",
        "a.jpg je oštećena ili nije slika: sačuvajte je kao JPEG ili PNG ili zatražite celu kopiju",
        "ove priče više nema: možda je promenila adresu ili je obrisana",
    ]
    assert {answer.status_code for answer in answers} == {422}


@pytest.mark.usefixtures("own_theme")
def test_links_that_lead_nowhere_are_no_files(site_folder, capsys, entrance):
    """A link to itself, a broken one and one out of the folder are not found, as pictures of the content and as files
    of the theme, and nothing is reported as an error of the program."""
    events = []
    editor = Editor(Site(events.append), may_publish=True)
    outside = site_folder.folder.parent / "outside.jpg"
    outside.write_bytes(b"picture")
    for folder in (site_folder.content / "images", site_folder.folder / "theme/static/images"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "loop.jpg").symlink_to("loop.jpg")
        (folder / "gone.jpg").symlink_to("nothing.jpg")
        (folder / "out.jpg").symlink_to(outside)
        (folder / "there.jpg").write_bytes(b"picture")
        (folder / "link.jpg").symlink_to("there.jpg")
    editor.site.reload()
    with TestClient(make_application(editor, SESSION, entrance), base_url=f"http://{HOST}", headers=KEYED) as client:
        client.cookies.set(SESSION.cookie_name, SESSION.cookie)
        client.cookies.set(SESSION.site_cookie_name, SESSION.site_cookie)
        found = {
            (place, name): client.get(f"{EDITOR}/{place}/images/{name}.jpg").status_code
            for place in ("content", "files/1/theme")
            for name in ("loop", "gone", "out", "there", "link")
        }
    assert {name for (_, name), status in found.items() if status == 200} == {"there", "link"}
    assert {status for (_, name), status in found.items() if name in ("loop", "gone", "out")} == {404}
    assert events == []


@pytest.mark.parametrize("failing", ["reload", "changed", "quiet", "render_stories", "build", "built"])
def test_a_reading_that_fails_ends_no_watch(editor, monkeypatch, failing):
    """Whatever a reading of the content, a build or what follows it meets, it is reported, the other steps are taken,
    and the next change is read and built."""
    events, steps = [], []
    monkeypatch.setattr(editor.site, "on_event", events.append)
    changes = [{Path("content/one.md")}, {Path("content/two.md")}]
    monkeypatch.setattr("plugins.editor.builds.watch_files", lambda *_: iter(changes))

    def step(name):
        def take(*_):
            steps.append(name)
            if name == failing and len(steps) > 3:
                raise OSError("gone")

        return take

    monkeypatch.setattr(editor.site, "reload", step("reload"))
    for name in ("build", "render_stories"):
        monkeypatch.setattr(editor.builds.builder, name, step(name))
    editor.builds.watch(step("changed"), step("built"), step("quiet"))
    assert steps[:3] == ["quiet", "build", "built"]
    assert steps[3:] == ["reload", "changed", "quiet", "render_stories", "build", "built"] * 2
    assert ["gone" in event.cause for event in events] == [True, True]


class Stop(BaseException):
    """Ends a watch."""


def test_a_story_written_while_the_editor_starts_is_listed(editor, monkeypatch):
    """What another program writes after the content was read, and before the watch begins, is in the list without
    another change."""
    (editor.site.content / "news/2026/late.en.md").write_text("Title: Late\n\nA text.\n", "utf-8")
    for step in ("build", "render_stories"):
        monkeypatch.setattr(editor.builds.builder, step, lambda *_: None)
    listed = []

    def changed():
        editor.follow_change()
        listed.extend(editor.listing.rows)
        raise Stop

    with pytest.raises(Stop):
        editor.builds.watch(changed, lambda: None, lambda: None)
    assert "news/2026/late" in listed


class Clock:
    """A clock that goes on only where somebody sleeps, so that a busy computer changes nothing."""

    now = 1000.0

    def monotonic(self):
        """Seconds."""
        return self.now

    def sleep(self, seconds):
        """Go on."""
        self.now += seconds


def test_a_page_that_opens_comes_before_checks_in_the_background(client, editor, monkeypatch):
    """Stories are looked through for errors while no page is being opened and nobody types."""
    clock = Clock()
    monkeypatch.setattr(pauses, "time", clock)
    stem, waits = "news/2026/bridge", []
    journal = {"stem": stem, "window": "w", "state": {"texts": {}, "shared": {}}}
    for request in (
        lambda: None,
        lambda: client.get(f"{EDITOR}/"),
        lambda: client.get(f"{EDITOR}/api/list"),
        lambda: client.get(f"{EDITOR}/story?stem={stem}"),
        lambda: client.post(f"{EDITOR}/api/journal", json=journal),
    ):
        answer = request()
        assert answer is None or answer.status_code == 200
        started = clock.now
        editor.pauses.wait_for_page()
        waits.append(clock.now - started)
        clock.sleep(pauses.LONGEST_WAIT)
    expected = [0, pauses.OPENING, 0, pauses.OPENING, pauses.PAUSE]
    assert waits == pytest.approx(expected, abs=1.1 * pauses.STEP)


def test_windows_that_open_and_close_disturb_no_request(client, editor, monkeypatch):
    """A story opens while other windows come and go, and a publish is planned while stories are checked."""
    stem = "news/2026/bridge"
    editor.windows.stems |= {"one": stem, "two": "news/2026/fair"}
    present_stem = editor.store.present_stem

    def meanwhile(other):
        editor.windows.stems[f"window{len(editor.windows.stems)}"] = stem
        return present_stem(other)

    monkeypatch.setattr(editor.store, "present_stem", meanwhile)
    assert "one" in client.get(f"{EDITOR}/api/story?stem={stem}").json()["live"]

    class Checked(list):
        def __iter__(self):
            editor.listing.known[f"story{len(editor.listing.known)}"] = Known()
            return super().__iter__()

    editor.listing.problems()
    editor.listing.known[stem] = replace(editor.listing.known[stem], errors=Checked())
    assert client.get(f"{EDITOR}/api/publish-plan").status_code == 200


def test_counts_are_those_of_what_a_filter_shows(client, editor, site_folder):
    """Beside each filter stands the number of stories that it shows, among those that the other filters let through:
    errors are only what stops a publish, and what is wrong in a draft is a warning."""
    site_folder.article("alone", title="Only in English", date="2026-02-30", status="draft", body="On 30 February.")
    site_folder.article("fair", title="The fair", date="2026-01-10", category="Regional", body="On 30 February.")
    editor.site.reload()
    editor.listing.refresh()
    editor.listing.problems()

    def found(**query):
        return client.get(f"{EDITOR}/api/list", params=query).json()

    rows = {row["stem"].rpartition("/")[2]: row["states"]["en"] for row in found()["rows"]}
    assert [rows["fair"][kind] for kind in ("errors", "warnings")] == [1, 0]
    assert rows["alone"]["errors"] == 0
    assert rows["alone"]["warnings"] >= 1
    assert [row["stem"] for row in found(state="errors")["rows"]] == ["news/2026/fair"]
    assert [row["stem"] for row in found(state="warnings")["rows"]] == ["news/2026/alone"]
    states = ("", "errors", "warnings", "behind", "missing", "draft", "scheduled", "published", "pending", "unsaved")
    for other in ({}, {"category": "regional"}, {"text": "english"}, {"goal": "9"}):
        for language in ("", "en", "sr"):
            counts = found(language=language, **other)["counts"][language]
            shown = {state: found(state=state, language=language, **other)["total"] for state in states}
            assert {state: counts.get(state, 0) for state in states} == shown, (other, language)


def test_the_plan_names_what_is_held_back_once(client, editor, site_folder):
    """A story with an error is among what is held back, and not among what a publish would bring, as is one whose
    header cannot be read: neither stops the others, as an error in a list does."""
    site_folder.article("broken", title="A broken one", body="It opens on 30 February.")
    site_folder.write("news/2026/headless.en.md", "Title A header without a colon\n\nText.\n")
    editor.site.reload()
    editor.listing.refresh()
    plan = client.get(f"{EDITOR}/api/publish-plan").json()
    assert {one["stem"] for one in plan["problems"]} == {"news/2026/broken", "news/2026/headless"}
    assert {one["title"] for one in plan["problems"]} == {"A broken one", "headless"}
    assert "A broken one" not in {one["title"] for one in (*plan["added"], *plan["changed"])}
    assert plan["added"]
