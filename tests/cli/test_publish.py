"""`publish` in a checkout: its steps, where it stops, and that no other build interferes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from rich.console import Console

from plugins.audit import Report
from plugins.cli.commands import publish as printing
from plugins.cli.commands.audit import audit_table
from plugins.cli.commands.build import build
from plugins.cli.commands.check import check
from plugins.cli.commands.publish import publish, rollback
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.diagnostic import Severity
from plugins.project import publish as publishing
from plugins.project.build import LOCK, build_site, run_pelican
from plugins.project.events import Built, EmitBuild, Failed, Progress, Step
from plugins.project.publish_events import NAMES, Checked, Done, Emit, Event, Outcome, StepBegun, from_line, to_line
from plugins.project.publish_record import read_record
from plugins.publishing import VerificationStatus
from plugins.publishing.summary import ChangeKind, StoryChange
from plugins.system.file_lock import file_lock
from tests.checkout import Checkout
from tests.cli.publishing import SETTINGS, write_story

FRONT = "published/current/site/index.html"


def write_settings(place: Checkout, text: str) -> None:
    """Replace the settings of the publish."""
    (place.folder / "publishconf.py").write_text(text, "utf-8")


def test_a_site_is_published_and_rolled_back(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """After the first publish of a good site a second one goes through every step, and can be rolled back; what is live
    is recorded each time. The hub that the settings name is told of its feeds."""
    first, recorded = Path(FRONT).read_bytes(), read_record(Path(".editor"), "here")
    write_settings(
        place, f'{SETTINGS}TARGETS["here"]["url"] = "https://news.example"\nWEBSUB_HUB = "http://hub.invalid"'
    )
    place.site.article("late", category="local", date="2026-04-01")
    assert publish(["here"], False, no_verify=True) == 0
    assert "the hub did not accept https://news.example/feeds/news.atom.xml" in capsys.readouterr().err
    assert b"/news/late/" in Path(FRONT).read_bytes()
    record = read_record(Path(".editor"), "here")
    assert recorded
    assert record
    assert recorded.stories
    assert record.stories
    assert set(record.stories) - set(recorded.stories) == {"news/late"}
    assert rollback("", "", no_verify=True) == 0
    assert Path(FRONT).read_bytes() == first
    again = read_record(Path(".editor"), "here")
    assert again
    assert (again.release, again.stories, again.location) == (recorded.release, recorded.stories, record.location)


def test_a_page_of_ones_own_template_is_published(place: Checkout) -> None:
    """A template in `theme/site/templates` that `DIRECT_TEMPLATES` names goes live in each edition, with its
    alternates and the switch, and in the sitemap."""
    own = place.folder / "theme" / "site" / "templates" / "everything.html"
    own.parent.mkdir(parents=True)
    own.write_text('{% extends "base.html" %}{% block content %}<h1>Everything</h1>{% endblock %}', "utf-8")
    with (place.folder / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write('DIRECT_TEMPLATES = ["everything"]\n')
        settings.write('EVERYTHING_URL, EVERYTHING_SAVE_AS = "everything/", "everything/index.html"\n')
    assert publish() == 0
    live = Path(FRONT).parent
    page = (live / "sr" / "everything" / "index.html").read_text("utf-8")
    assert "<h1>Everything</h1>" in page
    for tag, address in (("en", "/everything/"), ("sr-Latn", "/sr/everything/")):
        assert re.search(f'<link rel="alternate" hreflang="{tag}" href="[^"]+{address}">', page)
        assert f'<a href="{address}" lang="{tag}"' in page
        assert f"{address}</loc>" in (live / "sitemap.xml").read_text("utf-8")


def test_what_the_audit_refuses_is_not_published(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """A site with a dead link stops at the audit, and readers keep what they have."""
    before = Path(FRONT).read_bytes()
    base = place.folder / "theme" / "templates" / "base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", '<a href="/nowhere/">x</a></body>'), "utf-8")
    assert publish((), False) == 1

    output = capsys.readouterr()
    assert "publish: stopped at the audit; what readers have now is as it was" in output.err
    assert "/nowhere/" in output.out
    assert Path(FRONT).read_bytes() == before


def test_an_address_that_readers_may_not_know_yet_is_not_published(
    place: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    """A template that writes the address of a draft, or of a story whose date is to come, stops at the audit."""
    before = Path(FRONT).read_bytes()
    place.site.article("secret", category="local", status="draft")
    place.site.article("to-come", category="local", date="2099-03-01")
    base = place.folder / "theme" / "templates" / "base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", "<p>/news/secret/ /news/to-come/</p></body>"), "utf-8")
    assert publish((), False) == 1
    output = capsys.readouterr()
    assert "publish: stopped at the audit" in output.err
    assert "news/secret/" in output.out
    assert "news/to-come/" in output.out
    assert Path(FRONT).read_bytes() == before


def test_what_is_wrong_in_content_is_not_published(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """A story that cannot be built is held back; an error that is in no story stops the publish before anything is
    uploaded."""
    changed = Path("published/current/site/news/bridge-0/index.html")
    place.site.write("misplaced.en.md", "Title: Bad\n\nText.\n")
    write_story(place, "bridge-0", "Text 0 of the second day.")
    assert publish((), False) == 1
    assert "misplaced.en.md" in "".join(capsys.readouterr())
    assert b"first day" in changed.read_bytes()
    (place.site.content / "misplaced.en.md").unlink()
    place.site.write("news/2026/bad.en.md", "Title: Bad\nDate: never\nCategory: local\n\n[A table](bad.csv).\n")
    place.site.write("news/2026/bad.csv", "a,b\n")
    assert publish((), False) == 0
    output = capsys.readouterr()
    assert "held back: 'Bad' is not published yet" in output.err
    assert "bad.csv" not in output.out + output.err
    assert b"second day" in changed.read_bytes()
    assert b"/news/bad/" not in Path(FRONT).read_bytes()


def test_what_is_known_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the texts errors and what is new are listed, fifty at most; the rest is counted, and the sum names all."""

    def finding(line: int, severity: Severity) -> Diagnostic:
        path = f"content/news/{line % 9}.en.md"
        return Diagnostic(path, line, 1, Message("two spaces"), "double-space", severity)

    with printing.PublishText("publish") as text:
        for line in range(41, 101):
            text(finding(line, "advice"))
        text(finding(101, "error"))
        text(Checked(3, 1, 39))
        text(Checked(1, 0, 1))
    lines = capsys.readouterr().out.splitlines()
    listed = [int(line.split(":")[1]) for line in lines if line.startswith("content/")]
    assert sorted(listed) == [*range(41, 91), 101]
    assert lines[-4:] == [
        "50 more, found before or beyond the first 50: ./inv check lists them",
        "3 files checked: 1 error, 1 warning, 99 pieces of advice.",
        "1 more, found before or beyond the first 50: ./inv check lists them",
        "1 file checked: 0 errors, 1 piece of advice.",
    ]


def test_a_first_publish_renders_each_text_once(new_place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check and the build read the content once, and what is checked is what is built."""
    rendered = list[str]()
    render = MarkdownRenderer.render_source

    def count(renderer: MarkdownRenderer, source: Source) -> str:
        rendered.append(source.path)
        return render(renderer, source)

    # Other processes would count for themselves.
    monkeypatch.setattr("plugins.system.workers.can_fork", lambda: False)
    monkeypatch.setattr(MarkdownRenderer, "render_source", count)

    assert publish() == 0

    assert rendered
    assert len(rendered) == len(set(rendered))


def test_nothing_builds_between_build_and_upload(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the build until the output is audited and copied, no other build, not even one that waits, may write to it,
    and no other publish begins."""
    cache, free = Path(".cache"), []

    def try_locks() -> None:
        for name in (LOCK, "publish.lock"):
            with file_lock(cache / name, 0) as mine:
                free.append(mine)

    def built(settings: str, emit: EmitBuild, **rest: Any) -> Built:
        result = build_site(settings, emit, **rest)
        try_locks()
        return result

    def audited(*_: object) -> Report:
        try_locks()
        return Report((), (), 1, 1, 0.0)

    monkeypatch.setattr(publishing, "build_site", built)
    monkeypatch.setattr(publishing, "run_audit", audited)
    place.site.article("late", category="local", date="2026-04-01")
    assert publish((), False) == 0
    assert free == [False] * 4
    with file_lock(cache / LOCK, 0) as one, file_lock(cache / "publish.lock", 0) as another:
        assert one
        assert another


def test_a_second_publish_in_the_folder_is_refused(new_place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """Where another publish is running here, this one reports it and changes nothing."""
    with file_lock(Path(".cache/publish.lock"), 0):
        assert publish((), False) == 1
    assert "another publish is running in this folder" in capsys.readouterr().err
    assert not new_place.site.output.exists()


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ("", "TARGETS: expected at least one target"),
        ("TARGETS = ['here']", "TARGETS: expected a dictionary of targets, got list"),
        ("TARGETS = {'here': {'kind': 'ftp'}}", 'TARGETS["here"]["kind"]: expected one of'),
    ],
)
def test_wrong_targets_are_reported_in_one_line(
    new_place: Checkout, capsys: pytest.CaptureFixture[str], targets: str, words: str
) -> None:
    """They are reported before anything is built, and by `rollback` as well."""
    write_settings(new_place, f"from pelicanconf import *\n{targets}\n")
    assert publish((), False) == 1
    assert words in capsys.readouterr().err
    assert rollback("", "") == 1
    assert words in "".join(capsys.readouterr())
    assert not new_place.site.output.exists()


@pytest.mark.parametrize("url", ["https://example.org/", 5])
def test_a_wrong_address_is_reported_by_every_command(
    new_place: Checkout, capsys: pytest.CaptureFixture[str], url: object
) -> None:
    """Building, publishing and rolling back name the setting and its value, and nothing else."""
    for name in ("pelicanconf.py", "publishconf.py"):
        file = new_place.folder / name
        file.write_text(f"{file.read_text('utf-8')}\nSITEURL = {url!r}\n", "utf-8")
    for command in (lambda: build("pelicanconf.py"), lambda: publish((), False), lambda: rollback("", "")):
        assert command() == 1
        output = capsys.readouterr()
        assert output.err.startswith("SITEURL: expected an address without a path or a closing slash, such as")
        assert (output.err.count("\n"), output.err.strip()[-len(repr(url)) :], output.out) == (1, repr(url), "")
    assert not new_place.site.output.exists()


def test_audit_table_shows_some_of_many_findings() -> None:
    """An error that is on every page takes a few rows of the table, and the number of the rest."""
    findings = tuple(Diagnostic(f"/{number}/", 1, 1, "It is [bold]wrong. Correct it.", "links") for number in range(12))
    console = Console(record=True, width=120)
    console.print(audit_table(Report(findings, ("links", "feeds"), 12, 30, 1.25), examples=3))
    text = console.export_text()
    assert "12 pages, 30 files, 1.2 s, 12 findings" in text
    assert text.count("It is [bold]wrong. Correct it.") == 3
    assert "and 9 more" in text


def test_audit_table_shows_whole_addresses() -> None:
    """On a narrow terminal, or in a log, an address is wrapped and never shortened."""
    address = f"/sr/news/{'long' * 20}/"
    finding = Diagnostic(address, 1, 1, f"A link leads to {address}. Correct it.", "links")
    console = Console(record=True, width=60)
    console.print(audit_table(Report((finding,), ("links",), 1, 1, 1)))
    assert "…" not in console.export_text()


def test_publish_is_summed_up_in_stories(new_place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """The last lines say which stories changed in which editions, where the site is, and how to undo the publish."""
    assert publish() == 0
    captured = capsys.readouterr().out
    assert "1 new story: story-0 (English, Srpski)." in captured
    assert f"The files are in {Path('published').resolve()}/current/site; a web server must serve them" in captured
    assert "To undo this" not in captured, "the first release has nothing before it"
    new_place.site.article("late", category="local", date="2026-04-01")

    assert publish((), True) == 0
    captured = capsys.readouterr().out
    assert "1 new story: late (English, Srpski)." in captured
    assert "nothing was changed. --files lists them." in captured
    assert "add news/late/index.html" not in captured
    assert publish((), True, files=True) == 0
    assert "  add news/late/index.html" in capsys.readouterr().out

    assert publish(["here"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("To undo this: ./inv rollback here")
    assert publish() == 0
    assert "here has this site already; nothing to publish." in capsys.readouterr().out


def test_rollback_is_summed_up_in_stories(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """The last lines say which stories the rollback changed, and both ways to undo it, which work."""
    place.site.article("late", category="local", date="2026-04-01")
    assert publish(["here"]) == 0
    newest = Path(FRONT).read_bytes()
    capsys.readouterr()
    assert rollback("here") == 0
    first, second = capsys.readouterr().out.splitlines()[-2:]
    assert first.startswith("here is back at release 000001-")
    assert first.endswith(" s. 1 story taken down: late (English, Srpski).")
    assert second.startswith("To publish the newest texts again: ./inv publish here; to return to release 000002-")
    release = second.rpartition(" --to ")[2]
    assert second.endswith(f": ./inv rollback here --to {release}")
    assert rollback("here", release) == 0
    assert Path(FRONT).read_bytes() == newest


def test_output_of_serve_is_not_audited(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """`check --site` on a site with the drafts that `serve` shows says so in one line, and passes after a build."""
    place.site.article("unfinished", status="draft")
    run_pelican("pelicanconf.py", show_drafts=True)
    capsys.readouterr()
    assert check((), "text", strict=False, fix=False, accept="", site=True, list_rules=False) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == ("output/ holds the drafts that `serve` shows: run `./inv build` first, then this again\n")
    assert build("pelicanconf.py") == 0
    assert check((), "text", strict=False, fix=False, accept="", site=True, list_rules=False) == 0


def test_audit_without_findings_is_one_line(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """The list of checks is shown with `verbose`, or if something is wrong."""
    place.site.article("late", category="local", date="2026-04-01")
    assert publish() == 0
    captured = capsys.readouterr().out
    assert "nothing wrong" in captured
    assert "✓" not in captured
    assert publish(verbose=True) == 0
    assert capsys.readouterr().out.count("✓") > 25


@pytest.mark.parametrize(
    ("address", "warned"),
    [("https://news.example.org", True), ("https://example.com", True), ("https://un.org", False)],
)
def test_address_of_the_example_is_warned_of(address: str, warned: bool) -> None:
    """A site that is published under the example's address would name it in its feeds and sitemaps."""
    said: list[str] = []
    publishing.warn_of_example(address, said.append)
    assert [one.startswith("SITEURL is still the example's") for one in said] == [True] * warned


def test_errors_show_their_details(capsys: pytest.CaptureFixture[str]) -> None:
    """The addresses come before the error, the first of them, and the number of the rest."""
    details = tuple(f"/{number}/ answers 500" for number in range(30))
    printing.PublishText("publish")(Failed(Step.UPLOAD, "odd", "it is wrong", "see the addresses", "", details))
    lines = capsys.readouterr().err.splitlines()
    assert (lines[0], lines[-2], lines[-1]) == (
        "  /0/ answers 500",
        "  and 10 more",
        "publish: it is wrong: see the addresses",
    )


def test_a_renamed_story_is_published(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever an incremental build leaves of the old address, no publish is refused because of it."""
    for file in sorted((place.folder / "content" / "news").rglob("story-0.*")):
        text = file.read_text("utf-8")
        file.rename(file.with_name(file.name.replace("story-0", "renamed")))
        if ".en." in file.name:
            file.with_name("renamed.en.md").write_text(f"Aliases: /news/story-0/\n{text}", "utf-8")

    assert publish() == 0, capsys.readouterr()

    captured = capsys.readouterr()
    assert "1 new story: renamed" in captured.out
    assert Path("published/current/moved/news/story-0/index.html").is_file()


def test_clean_build_after_a_failed_audit(
    place: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Findings of an incremental build are looked for in a clean one; only what that has too stops the publish."""
    finding = Diagnostic("/", 1, 1, "It is outdated. Correct it.", "links")
    reports = [Report((finding,), ("links",), 1, 1, 0.0), Report((), ("links",), 1, 1, 0.0)]
    monkeypatch.setattr(publishing, "run_audit", lambda *_: reports.pop(0))
    place.site.article("late", category="local", date="2026-04-01")
    Path(".cache/editor/journal").mkdir(parents=True)
    Path(".cache/editor/journal/w1.json").write_text("typed under version 1.1", "utf-8")

    assert publish() == 0

    assert Path(".editor/journal/w1.json").read_text("utf-8") == "typed under version 1.1"
    captured = capsys.readouterr()
    assert "The audit found 1 problem that earlier builds had left" in captured.err
    assert "It is outdated" not in captured.out + captured.err
    assert captured.out.count(" pages: ") == 2, "two builds"


def replace_alike(file: Path, old: bytes, new: bytes) -> None:
    """Write other bytes to a file, whose size and time stay as they are."""
    before, data = file.stat(), file.read_bytes()
    assert old in data
    assert len(old) == len(new)
    file.write_bytes(data.replace(old, new))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def plant_in_output() -> None:
    """A fault in a page as it was built."""
    replace_alike(Path("output/about/index.html"), b'href="/category/local/"', b'href="/category/lokal/"')


def plant_in_text() -> None:
    """An error in a text of a story."""
    replace_alike(next(Path("content/news").rglob("story-0.en.md")), b"Category: ", b"Kategory: ")


def plant_in_lists() -> None:
    """A list of the site that cannot be read."""
    Path("content/topics.toml").write_text("[", "utf-8")


def plant_in_settings() -> None:
    """A setting of a wrong type."""
    Path("publishconf.py").write_text(f"{SETTINGS}UNTRANSLATED = 7\n", "utf-8")


def plant_at_target() -> None:
    """A target that has lost the release."""
    Path("published/current").unlink()


@pytest.mark.parametrize(
    "plant", [None, plant_in_output, plant_in_text, plant_in_lists, plant_in_settings, plant_at_target]
)
def test_only_a_publish_of_the_same_site_is_done_before_its_checks(
    place: Checkout,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[], None] | None,
) -> None:
    """Where nothing has changed since the last publish, nothing is checked again; wherever a fault is planted, the
    whole gate is gone through."""
    assert publish() == 0, capsys.readouterr()
    page = Path("published/current/site/about/index.html").read_bytes()
    checks: list[str] = []
    real = publishing.Outgoing
    monkeypatch.setattr(publishing, "Outgoing", lambda *given: (checks.append("checked"), real(*given))[1])
    sys.modules.pop("pelicanconf", None)
    capsys.readouterr()
    if plant is None:
        for _ in range(2):
            assert publish() == 0
            captured = capsys.readouterr()
            assert "here has this site already; nothing to publish." in captured.out
            assert "Nothing has changed since the last publish" in captured.err
        assert checks == []
        assert read_record(Path(".editor"), "here").stories
        return
    plant()

    assert publish() == int(plant in (plant_in_lists, plant_in_settings)), capsys.readouterr()

    assert "Nothing has changed" not in capsys.readouterr().err
    assert checks == ([] if plant is plant_in_settings else ["checked"])
    assert plant is plant_at_target or Path("published/current/site/about/index.html").read_bytes() == page


def test_a_replaced_page_of_the_output_is_made_again(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """A page of the output counts by its bytes: one that an old copy of the same size and time replaced is not
    published."""
    page = place.site.output / "about" / "index.html"
    before = page.stat()
    outdated = page.read_text("utf-8").replace('href="/category/local/"', 'href="/category/lokal/"')
    assert outdated != page.read_text("utf-8")
    page.write_text(outdated, "utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    place.site.article("late", category="local", date="2026-04-01")
    assert publish() == 0, capsys.readouterr()

    assert "from nothing" not in capsys.readouterr().err
    assert "/category/lokal/" not in Path("published/current/site/about/index.html").read_text("utf-8")


def test_errors_in_a_draft_stop_no_publish(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors in a draft, and in its preview, are shown as warnings, and the rest is published."""
    write_settings(place, f"{SETTINGS}PREVIEW_KEY = 'a long secret word of this test'\n")
    body = "# Twice\n\n[Nothing](/news/nothing/) [gone](gone.en.md#x) ![](none.png)\n\nThe text ,with slips  ."
    fields = {"status": "draft", "preview": "yes", "category": "Locla", "titel": "x"}
    place.site.article("held", body=body, sdgs="99", image="none.jpg", **fields)
    place.site.write("news/2026/broken.sr.md", "---\ntitle: a: b\nstatus: draft\n---\n\nTekst.\n")

    assert publish() == 0, capsys.readouterr()

    captured = capsys.readouterr()
    assert re.search(r"held\.en\.md:\d+: draft: category 'Locla' is not known", captured.err)
    assert "broken.sr.md:2: draft: the YAML header does not parse" in captured.err
    assert "0 errors" in captured.out
    assert "from nothing" not in captured.err
    published = Path("published/current/site")
    assert (published / "news/story-0/index.html").is_file()
    assert len(list(published.glob("preview/*/index.html"))) == 1
    assert not (published / "news/held").exists()


def test_cleared_cache_keeps_locks_and_pictures(tmp_path: Path) -> None:
    """Locks are held by this very publish; pictures are named by their content and take long to make."""
    for name in ("build.lock", "x.build.sqlite3", "pelicanconf.up-to-date.json"):
        (tmp_path / name).write_text("x", "utf-8")
    for name in ("pictures", "compressed", "staging", "any"):
        (tmp_path / name).mkdir()
    publishing.clear_cache(tmp_path)
    kept = ["build.lock", "compressed", "pictures"]
    assert sorted(path.name for path in tmp_path.iterdir()) == kept


@pytest.mark.parametrize("verification", VerificationStatus)
def test_status_says_whether_the_site_was_verified(
    verification: VerificationStatus, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site that is live and could not be verified, though it should have been, ends with 1 and says why."""
    doubtful = verification not in (VerificationStatus.YES, VerificationStatus.NO_URL, VerificationStatus.SKIPPED)
    for outcome in (Outcome.PUBLISHED, Outcome.ROLLED_BACK):
        done = Done(outcome, "live", "", "here", "2", "1", verification, 3, 0, 0, 1.0, ("/ is odd",))

        def end(emit: Emit, done: Done = done) -> Done:
            emit(done)
            return done

        assert printing.print_events("text", lambda: printing.PublishText("publish"), end) == int(doubtful)
    captured = capsys.readouterr()
    assert "  / is odd" in captured.err
    assert ("not verified" in captured.err) is doubtful
    assert "To undo this: ./inv rollback" in captured.out


def events_of(capsys: pytest.CaptureFixture[str]) -> list[Event]:
    """The events that were printed; every line is one."""
    return [from_line(line) for line in capsys.readouterr().out.splitlines()]


def test_each_event_is_a_line_of_json(new_place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """`--format json` prints nothing but events: the steps in order, what changes for readers, and one end."""
    assert publish(format="json") == 0
    found = events_of(capsys)
    assert [one.step for one in found if isinstance(one, StepBegun)] == list(Step)
    assert [(one.slug, one.editions) for one in found if isinstance(one, StoryChange)] == [
        ("story-0", ("English", "Srpski"))
    ]
    assert any(isinstance(one, Progress) for one in found)
    assert [type(one) for one in found if isinstance(one, Done | Failed)] == [Done]
    assert isinstance(found[-1], Done)
    assert rollback(format="json") == 1
    [failed] = events_of(capsys)
    assert isinstance(failed, Failed)
    assert (failed.code, failed.correction) == ("no-earlier-release", "publish at least twice")
    assert publish(format="xml") == 1


def test_a_failure_is_the_last_event(new_place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """What stops a publish, as an error outside of stories, comes as findings with their places, and its end says at
    which step and by which code."""
    new_place.site.write("bad.en.md", "Title: Bad\nDate: 2026-01-02\nCategory: local\n\nText.\n")
    assert publish(format="json") == 1
    found = events_of(capsys)
    assert any(isinstance(one, Diagnostic) and one.path.endswith("bad.en.md") for one in found)
    assert isinstance(found[-1], Failed)
    assert (found[-1].step, found[-1].code) == (Step.CHECK, "texts-have-errors")
    write_settings(new_place, "from pelicanconf import *\nTARGETS = {'here': {'kind': 'ftp'}}\n")
    assert publish(format="json") == 1
    [failed] = events_of(capsys)
    assert isinstance(failed, Failed)
    assert (failed.step, failed.code) == (None, "settings")


def test_events_pass_through_json(place: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    """Every event that a publish makes is the same after it was written and read, its messages with their parts."""
    assert set(NAMES) == set(get_args(Event))
    made: list[Event] = []
    place.site.article("late", category="local", date="2026-04-01")
    publishing.publish_site(publishing.PublishOptions(files=True), made.append)
    made.append(Failed(None, "busy", Message("{owner} publishes", owner="Ana"), "wait", "", ("a", "b")))
    again = [from_line(to_line(one)) for one in made]
    assert again == made
    assert {type(one) for one in made} >= {StepBegun, Progress, StoryChange, Done, Failed}
    for one in again:
        if isinstance(one, Failed):
            assert isinstance(one.cause, Message)
            assert (one.cause.template, one.cause.values) == ("{owner} publishes", {"owner": "Ana"})
    for line in ("", "no json", "[]", '{"event": "odd"}', '{"event": "step"}', '{"event": "step", "step": 5}'):
        with pytest.raises(ValueError, match="no event of a publish"):
            from_line(line)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([], ""),
        (
            [
                StoryChange(ChangeKind.REMOVED, "road", ("sr-cyrl",)),
                StoryChange(ChangeKind.NEW, "bridge", ("English", "Srpski")),
            ],
            "1 new story: bridge (English, Srpski). 1 story taken down: road (sr-cyrl).",
        ),
        (
            [StoryChange(ChangeKind.CHANGED, f"s{n}", ("English",)) for n in range(7)],
            "7 changed stories: s0 (English), s1 (English), s2 (English), s3 (English), s4 (English) and 2 more.",
        ),
    ],
)
def test_changes_in_sentences(changes: list[StoryChange], text: str) -> None:
    """A count and the first names, by edition."""
    assert printing.describe_changes(changes) == text
