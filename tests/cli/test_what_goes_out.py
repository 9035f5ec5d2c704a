"""What a publish brings to a target: what was built, at one moment, and nothing that is not published."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from plugins.project import publish as publishing_of_site
from plugins.project.publish import PublishOptions, publish_site
from plugins.project.publish_events import Done
from tests.checkout import Checkout
from tests.cli.publishing import write_story

SECRET = "zvezdoliko"
SETTINGS = 'from pelicanconf import *\nTARGETS = {{"here": {target}}}\n'


def picture(colour: str, secret: str = "") -> bytes:
    """A picture, with a word that a camera wrote and one after its end."""
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x010F] = secret or "Camera"
    Image.new("RGB", (640, 480), colour).save(file, "JPEG", exif=exif)
    return file.getvalue() + secret.encode()


def hide(place: Checkout) -> None:
    """Put the word into every place that is not published."""
    fields, site = {"category": "local", "date": "2026-04-01"}, place.site
    shown = f"Seen. <!-- {SECRET} -->\n\n<!--\n{SECRET}\n\n{SECRET}\n-->\n\n[//]: # ({SECRET})\n\nSee `<!-- code -->`."
    site.write("images/seen.jpg", picture("red", SECRET))
    site.article("seen", image="images/seen.jpg", image_alt="A wall", body=shown, **fields)
    for state in ({"status": "draft"}, {"date": "2099-01-01"}, {"status": "draft", "preview": "yes"}):
        name = f"{SECRET}-{len(state)}-{state.get('status', 'later')}"
        site.write(f"images/{name}.jpg", picture("blue", SECRET))
        site.write(f"news/2026/{name}.csv", f"{SECRET},1\n")
        body = f"{SECRET} ![A wall]({{static}}/images/{name}.jpg) and [numbers]({{static}}/news/2026/{name}.csv)."
        site.article(name, image=f"images/{name}.jpg", image_alt="x", body=body, **{**fields, **state})
    site.article("seen", "sr", body=SECRET, status="draft")
    site.write(f"images/unused-{SECRET}.jpg", picture("green", SECRET))
    site.write("notes.txt", SECRET)
    site.write("authors.toml", f"# {SECRET}\n")


@pytest.mark.parametrize("kind", ["folder", "git"])
def test_nothing_that_is_not_published_is_at_the_target(new_place: Checkout, kind: str) -> None:
    """After a publish, a change, a withdrawal and one story alone the word is in no file, no name and no history."""
    remote = Path("remote.git").absolute()
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    target = {"kind": "git", "remote": str(remote)} if kind == "git" else {"kind": "folder", "path": "published"}
    target["withdrawn"] = ["*"]
    (new_place.folder / "publishconf.py").write_text(SETTINGS.format(target=repr(target)), "utf-8")
    hide(new_place)
    new_place.site.article("gone", category="local", date="2026-04-01", body="Here for a day.")
    for step in range(4):
        if step == 1:
            write_story(new_place, "other", f"Changed. <!-- {SECRET} -->")
        if step == 2:
            (new_place.site.content / "news/2026/gone.en.md").unlink()
        if step == 3:
            write_story(new_place, "other", f"Changed again. <!-- {SECRET} -->")
        last = publish_site(PublishOptions(("other",) if step == 3 else ()), lambda event: None)
        assert isinstance(last, Done), last
    if kind == "git":
        objects = subprocess.run(
            ["git", "-C", str(remote), "cat-file", "--batch-all-objects", "--batch"], capture_output=True, check=True
        ).stdout
        assert b"Changed again." in objects
    else:
        files = [file for file in Path("published").rglob("*") if file.is_file()]
        objects = b"\n".join(os_name.encode() + file.read_bytes() for file in files for os_name in (str(file),))
        assert (Path("published/current/sources") / "images/seen.jpg").is_file()
        assert not list(Path("published/current/site").rglob("*gone*"))
    assert SECRET.encode() not in objects


def test_what_is_typed_during_a_publish_waits_for_the_next(place: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed at each step: what readers get, what stands beside it and the record are of the moment of the snapshot."""
    file = place.site.content / "news/2026/bridge-0.en.md"
    for name in ("Outgoing", "build_site", "run_audit", "write_sources"):
        write_story(place, "bridge-0", f"Whole before {name}.")
        step = getattr(publishing_of_site, name)

        def type_first(*given: object, step=step, **more: object) -> object:
            file.write_bytes(file.read_bytes() + b"\nHalf a sen")
            return step(*given, **more)

        with monkeypatch.context() as typing:
            typing.setattr(publishing_of_site, name, type_first)
            assert isinstance(publish_site(PublishOptions(), lambda event: None), Done)
        page = Path("published/current/site/news/bridge-0/index.html").read_text("utf-8")
        source = Path("published/current/sources/news/2026/bridge-0.en.md").read_text("utf-8")
        for text in (page, source):
            assert f"Whole before {name}." in text
            assert "Half a sen" not in text
        write_story(place, "bridge-1", f"Text after {name}.")
        file.write_bytes(file.read_bytes() + b"tence of two.")
        assert isinstance(publish_site(PublishOptions(("bridge-1",)), lambda event: None), Done)
        assert "Half a sen" not in Path("published/current/site/news/bridge-0/index.html").read_text("utf-8")
