"""A story with errors is held back, and stops no other: readers keep what they have of it, and get all else."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.checker import CheckResult
from plugins.cli.commands.build import build
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.diagnostics import Diagnostic
from plugins.project import outgoing
from plugins.project import publish as publishing_of_site
from plugins.project.events import Failed
from plugins.project.publish import PublishOptions, publish_site
from plugins.project.publish_events import Done, Event, Held, Outcome
from plugins.project.publish_record import read_record
from tests.checkout import Checkout
from tests.cli.publishing import STORIES, write_story
from tests.loops import times
from tests.small_site import ROOT

SITE = Path("published/current/site")
FAULTS = ["It opened on 30 February.", "See [the road](gone.en.md).", "![A bridge](gone.jpg)", "D\u0435ca it is."]


def publish(*names: str, dry_run: bool = False) -> tuple[Done | Failed, dict[str, bool]]:
    """Publish the site, or stories alone; the last event, and the stories that are held back."""
    events: list[Event] = []
    last = publish_site(PublishOptions(names, dry_run=dry_run), events.append)
    return last, {one.stem: one.is_kept for one in events if isinstance(one, Held)}


def page(name: str) -> str:
    """The page that readers have of a story; "" for none."""
    file = SITE / "news" / name / "index.html"
    return file.read_text("utf-8") if file.is_file() else ""


def test_what_a_publish_leaves_is_no_work_to_commit(new_place: Checkout) -> None:
    """By the .gitignore of every site, Git takes nothing that builds and publishes leave for work of people: an upgrade
    would be refused because of it."""
    shutil.copyfile(ROOT / ".gitignore", ".gitignore")
    write_story(new_place, "bridge-0", FAULTS[0])
    for words in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *words], check=True)
    assert publish()[1] == {"news/2026/bridge-0": False}
    left = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "--directory"], capture_output=True, text=True, check=True
    )
    assert left.stdout == ""


@pytest.mark.parametrize("seed", range(times(1, 3)))
def test_random_faults_in_random_stories_hold_these_and_no_other(place: Checkout, seed: int) -> None:
    """Each page of a held story is that of the last release, each other page is new, and each held story is said, also
    before, and in a copy of the site that has no cache."""
    chance = random.Random(seed)
    broken = set(chance.sample(range(STORIES), chance.randint(1, 3)))
    for number in range(STORIES):
        fault = f"\n\n{chance.choice(FAULTS)}" if number in broken else "\n\nTwo  spaces hold nothing."
        write_story(place, f"bridge-{number}", f"Text {number} of the second day.{fault}")
    write_story(place, "new-and-wrong", f"Never seen.\n\n{chance.choice(FAULTS)}")
    write_story(place, "new-and-right", "Seen at once.")
    held = {f"news/2026/bridge-{number}": True for number in broken} | {"news/2026/new-and-wrong": False}

    planned, said = publish(dry_run=True)
    assert isinstance(planned, Done)
    assert said == held
    last, said = publish()
    assert isinstance(last, Done), last
    assert last.outcome is Outcome.PUBLISHED
    assert said == held
    for number in range(STORIES):
        day = "first" if number in broken else "second"
        assert f"Text {number} of the {day} day." in page(f"bridge-{number}")
    assert "Seen at once." in page("new-and-right")
    assert page("new-and-wrong") == ""
    # What is held once stays held until it is corrected, also in a fresh clone of the site.
    for folder in (".cache", "output", ".editor", ".publishing"):
        shutil.rmtree(folder, ignore_errors=True)
    write_story(place, "new-and-right", "Seen again.")
    last, _ = publish()
    assert isinstance(last, Done)
    assert "Seen again." in page("new-and-right")
    assert all(f"Text {number} of the first day." in page(f"bridge-{number}") for number in broken)


def test_a_draft_and_its_sources_stay_here(place: Checkout) -> None:
    """No draft is among the sources that a release keeps, and a story that links to a held one is built as before."""
    place.site.article("idea", category="local", date="2026-04-01", body="Secret.", status="draft")
    write_story(place, "bridge-0", "Text 0. See [the other](bridge-1.en.md).")
    assert isinstance(publish()[0], Done)
    write_story(place, "bridge-1", "It opened on 30 February.")
    assert isinstance(publish()[0], Done)
    assert "Text 1 of the first day." in page("bridge-1")
    assert "/news/bridge-1/" in page("bridge-0")
    kept = "".join(file.read_text("utf-8") for file in Path("published/current/sources").rglob("*.md"))
    assert "Secret." not in kept
    assert "Text 1 of the first day." in kept


def test_what_is_no_error_of_a_story_stops_a_publish(place: Checkout) -> None:
    """An error that no story can be held for, as in the table of authors, stops the publish as before."""
    (place.site.content / "authors.toml").write_text("= nothing\n", "utf-8")
    before = page("bridge-0")
    write_story(place, "bridge-0", "Another text.")
    assert isinstance(publish()[0], Failed)
    assert page("bridge-0") == before


def picture(colour: str) -> bytes:
    """A picture in one colour."""
    file = io.BytesIO()
    Image.new("RGB", (1200, 800), colour).save(file, "JPEG")
    return file.getvalue()


def test_pictures_and_files_of_a_held_story_stay_as_readers_have_them(place: Checkout) -> None:
    """A changed picture, a deleted one and a changed file to read: the held story has those of the release; where a
    story goes out, it has its new ones."""
    fields = {"category": "local", "date": "2026-04-01"}
    shown = "![A wall]({static}/images/wall.jpg)\n\nSee [the table](numbers.csv)."
    for name in ("held", "sound"):
        for kind in ("roof", "wall"):
            place.site.write(f"images/{name}-{kind}.jpg", picture("red"))
        place.site.write(f"news/2026/{name}.csv", "a,b\n1,2\n")
        body = shown.replace("wall.jpg", f"{name}-wall.jpg").replace("numbers.csv", f"{name}.csv")
        place.site.article(name, image=f"images/{name}-roof.jpg", image_alt="A roof", body=body, **fields)
    assert isinstance(publish()[0], Done)

    def readers_have() -> dict[str, object]:
        found = {name: sorted(re.findall(rf"/pictures/{name}-[^\s\"]+", page(name))) for name in ("held", "sound")}
        return {**found, **{f"{name}.csv": files(f"{name}.csv") for name in ("held", "sound")}}

    before = readers_have()
    place.site.write("images/held-roof.jpg", picture("blue"))
    (place.site.content / "images" / "held-wall.jpg").unlink()
    place.site.write("images/sound-roof.jpg", picture("blue"))
    for name in ("held", "sound"):
        place.site.write(f"news/2026/{name}.csv", "a,b\n1,3\n")
    place.site.article("held", image="images/held-roof.jpg", image_alt="A roof", body=FAULTS[0], **fields)
    last, said = publish()
    assert isinstance(last, Done), last
    assert said == {"news/2026/held": True}
    after = readers_have()
    assert (after["held"], after["held.csv"]) == (before["held"], before["held.csv"])
    assert after["sound"] != before["sound"]
    assert after["sound.csv"] == {b"a,b\n1,3\n"}


def files(name: str) -> set[bytes]:
    """What readers have in files of that name."""
    return {file.read_bytes() for file in SITE.rglob(name)}


def test_a_story_that_was_renamed_and_broken_stays_at_its_old_address(place: Checkout) -> None:
    """No address is lost, and nothing else is stopped."""
    (place.site.content / "news/2026/bridge-0.en.md").unlink()
    fields = {"category": "local", "date": "2026-04-01", "aliases": "/news/bridge-0/"}
    place.site.article("tunnel", body=FAULTS[0], **fields)
    write_story(place, "bridge-1", "Text 1 of the second day.")
    last, said = publish()
    assert isinstance(last, Done), last
    assert said == {"news/2026/tunnel": True}
    assert "Text 0 of the first day." in page("bridge-0")
    assert "Text 1 of the second day." in page("bridge-1")
    place.site.article("tunnel", body="Through the hill.", **fields)
    assert isinstance(publish()[0], Done)
    assert "Through the hill." in page("tunnel")
    assert "Text 0" not in page("bridge-0")


def articles() -> dict[str, str]:
    """The story itself on each page of a story, by its address."""
    found = {}
    for file in SITE.rglob("news/*/index.html"):
        article = re.search(r"<article.*?</article>", file.read_text("utf-8"), re.S)
        found[str(file.relative_to(SITE))] = article[0] if article else ""
    return found


def test_a_story_goes_out_alone(place: Checkout) -> None:
    """Whatever else has changed, been added, deleted or broken stays as readers have it, and goes out with the next
    publish of the whole site."""
    place.site.write("images/roof.jpg", picture("red"))
    place.site.article("with-roof", category="local", date="2026-04-01", image="images/roof.jpg", image_alt="A roof")
    assert isinstance(publish()[0], Done)
    before = articles()
    place.site.write("images/roof.jpg", picture("blue"))
    place.site.write("glossary.txt", "Roof = Кров\n")
    for number in range(STORIES - 1):
        write_story(place, f"bridge-{number}", f"Text {number} of the second day.")
    (place.site.content / f"news/2026/bridge-{STORIES - 1}.en.md").unlink()
    write_story(place, "bridge-1", f"Wrong. {FAULTS[1]}")
    write_story(place, "brand-new", "Never seen before.")
    write_story(place, "broken-and-new", FAULTS[0])
    place.site.write("news/2026/unreadable.en.md", "Title: Bad\nDate: never\n\nText.\n")
    place.site.article("idea", category="local", date="2026-04-01", body="Secret.", status="draft")

    for name, text in (
        ("content/news/2026/bridge-2.en.md", "Text 2 of the second day."),
        ("brand-new", "Never seen before."),
    ):
        last, said = publish(name)
        assert isinstance(last, Done), last
        assert said == {}
        slug = name.rpartition("/")[2].partition(".")[0]
        assert text in page(slug)
        after = articles()
        assert {path: text for path, text in after.items() if f"news/{slug}/" not in path} == {
            path: text for path, text in before.items() if f"news/{slug}/" not in path
        }
        before = after
    record = read_record(Path(".editor"), "here")
    assert record
    assert record.stories
    assert "news/idea" not in record.stories


def test_what_a_stopped_publish_has_rendered_stays(new_place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A first publish that stops at its check leaves the texts that it has rendered to the next one; before that, no
    story goes out alone."""
    error = Diagnostic("content/glossary.txt", 1, 1, "wrong", "glossary")
    with monkeypatch.context() as stopping:
        stopping.setattr(outgoing, "check_content", lambda *given: CheckResult((error,), 1))
        assert isinstance(publish()[0], Failed)
    assert "publish that first" in str(publish("story-0")[0])
    monkeypatch.delattr(MarkdownRenderer, "render_source")
    assert isinstance(publish()[0], Done)


def test_what_cannot_go_out_alone_is_refused(place: Checkout) -> None:
    """A story with errors, a draft, one that waits, and one that is not there."""
    before = articles()
    write_story(place, "bridge-0", FAULTS[0])
    write_story(place, "bridge-1", "Text 1 of the second day. See [a new one](brand-new.en.md).")
    write_story(place, "brand-new", "Never seen before.")
    place.site.article("idea", category="local", date="2026-04-01", status="draft")
    place.site.article("later", category="local", date="2099-04-01")
    for name, reason in (
        ("bridge-0", "the texts have errors"),
        ("bridge-1", "the texts have errors"),
        ("idea", "is a draft"),
        ("later", "waits for its date"),
        ("nowhere", "there is no target 'nowhere'"),
    ):
        last, _ = publish(name)
        assert isinstance(last, Failed), name
        assert reason in str(last)
        assert articles() == before
    last, _ = publish("brand-new", "bridge-1")
    assert isinstance(last, Done), last
    assert "Text 1 of the second day." in page("bridge-1")


def test_a_build_that_holds_makes_what_a_publish_makes(place: Checkout) -> None:
    """`--hold` leaves out the same stories, and `output` has the same pages; without it a build stops."""
    write_story(place, "bridge-0", FAULTS[0])
    write_story(place, "bridge-1", "Text 1 of the second day.")
    write_story(place, "brand-new", FAULTS[1])
    assert build("publishconf.py") == 1
    assert build("publishconf.py", hold=True) == 0
    made = {str(file.relative_to("output")): file.read_bytes() for file in Path("output").rglob("*.html")}
    last, said = publish()
    assert isinstance(last, Done), last
    assert said == {"news/2026/bridge-0": True, "news/2026/brand-new": False}
    assert made == {path: (SITE / path).read_bytes() for path in made}


def test_a_publish_of_another_computer_meanwhile_is_not_undone(
    place: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was held for another release than readers have by now is not published."""
    write_story(place, "bridge-0", FAULTS[0])
    write_story(place, "bridge-1", "Text 1 of the second day.")
    there = {"n": 0}
    upload = publishing_of_site.publishing.publish

    def late(ready: Path, targets: Mapping[str, Any], *names: Any, **rest: Any) -> Any:
        if not there["n"]:
            there["n"] += 1
            changed = Path(shutil.copytree(ready, Path("other")))
            (changed / "robots.txt").write_text("other", "utf-8")
            upload(changed, targets, *names, **{**rest, "base": None})
        return upload(ready, targets, *names, **rest)

    monkeypatch.setattr(publishing_of_site.publishing, "publish", late)
    last, _ = publish()
    assert isinstance(last, Failed)
    assert "somebody else published meanwhile" in str(last)
    assert (SITE / "robots.txt").read_text("utf-8") == "other"
    assert isinstance(publish()[0], Done)
