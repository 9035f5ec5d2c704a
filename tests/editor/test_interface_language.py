"""The interface in Serbian: in every state, also where something goes wrong, no word of it is English."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from playwright.sync_api import expect

from plugins.devserver.preview import Preview
from plugins.diagnostics import ContentErrors, Message, SettingError, UserError
from plugins.editor.http import EDITOR
from plugins.project.error_messages import ERROR_KINDS, failure_of
from plugins.project.events import Failed, Step
from plugins.project.publish_events import Done, Held, Outcome, StepBegun, from_line, to_line
from plugins.project.publish_record import PublishRecord, write_record
from plugins.publishing import PublishError, VerificationStatus
from plugins.publishing.failures import Failure
from plugins.publishing.summary import ChangeKind, StoryChange
from tests.editor.running import SITE
from tests.editor.windows import (
    APPEARANCE,
    DROP,
    PDF,
    STORY,
    TEXT,
    axe_faults,
    picture,
    rest,
    state,
    type_at_end,
    until,
    written,
)
from tests.loops import IS_LONG

CYRILLIC = "interface=sr-cyrl"
# What the page says: texts and labels outside of what people wrote, of code, and of what is marked as another language.
SAID = """() => {
  const content = ".cm-content, textarea, iframe, kbd, code, script, .interfaces, .row-title, .row-other, .offer";
  const isOurs = (element) => !element.closest(content) && element.closest("[lang]") === document.documentElement;
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.textContent.trim() && isOurs(element) && element.checkVisibility()) found.push(node.textContent.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "aria-roledescription"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (isOurs(element.parentElement)) found.push(element.getAttribute(name));
  return found;
}"""
# Latin letters that Serbian in Cyrillic has too: names of formats and programs, addresses, and what people wrote.
LATIN = re.compile(
    r"iPhone|JPEG|PNG|WebP|Word|Excel|PDF|HEIC|MB|\./inv edit|(?:Alt|Ctrl)\+[A-Z]"
    r"|[\w./~-]+\.(?:md|jpg|heic|txt|pdf)\b|/[\w/-]+/|content/|\.editor"
    r"|UNS?\b|Упиши: \w+|„[^”]*”|“[^”]*”"
)


def latin_words(page):
    """What the page says in Latin letters."""
    return [text for text in page.evaluate(SAID) if re.search("[A-Za-zčćšžđ]{2,}", LATIN.sub("", text))]


@pytest.fixture
def cyrillic(visit):
    """Opens pages with the interface in Cyrillic; gives the page, and what collects its Latin words by state, and,
    where a part of it is scanned, what axe finds broken of WCAG 2.2 AA there: of two states that follow one another one
    is light and one is dark; a whole run looks at each in both."""

    def open_page(path):
        page = visit(f"{path}{'&' if '?' in path else '?'}{CYRILLIC}")
        # Colours are those of the other scheme at once.
        page.emulate_media(reduced_motion="reduce")
        found, schemes = {}, ["light", "dark"]

        def look(name, scanned=""):
            rest(page)
            if words := latin_words(page):
                found[name] = words
            if not scanned:
                return
            if faults := axe_faults(page, part=scanned):
                found["axe", name] = faults
            schemes.reverse()
            page.emulate_media(color_scheme=schemes[0])
            if IS_LONG and (faults := axe_faults(page, APPEARANCE, scanned)):
                found[f"axe in {schemes[0]}", name] = faults

        return page, look, found

    return open_page


def test_the_list_and_its_dialogs(cyrillic, running):
    """The list of stories, its keys, a new story, a search that finds nothing, the plan of a publish, and one that
    fails: its steps, where it stopped and what to do are said; what the command printed is marked as English."""
    (running.folder / "published").write_text("no folder", "utf-8")
    page, look, found = cyrillic("/~editor/")
    page.wait_for_selector(".row")
    look("list", "html")
    page.keyboard.press("?")
    look("keys", "dialog")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    look("new story", "dialog")
    page.keyboard.press("Escape")
    page.fill("#text", "qqqq")
    until(page, "!document.getElementById('empty').hidden")
    look("nothing found")
    page.click("#publish")
    until(page, "!document.querySelector('dialog button[value=yes]').disabled")
    look("plan", "dialog")
    page.click("dialog button[value=yes]")
    page.wait_for_selector(".publish .warning", timeout=60_000)
    look("publish failed")
    steps = page.eval_on_selector_all(".publish-steps li", "all => all.map(one => one.dataset.kind)")
    assert steps == ["done", "done", "done", "failed"]
    expect(page.locator(".publish-outcome").first).to_contain_text("није могао да се постави", use_inner_text=True)
    assert page.get_attribute(".publish-output", "lang") == "en"
    assert found == {}


def test_a_story_and_its_sides(cyrillic, running):
    """A story with its fields open, each side, its menu and dialogs, the search in the text, the whole file, pictures
    and files that are put into it, and a story that is not translated."""
    page, look, found = cyrillic(STORY)
    state(page, "saved")
    page.click("#shared > summary")
    for line in page.query_selector_all("details:not([open]) > summary"):
        if line.is_visible():
            line.click()
    type_at_end(page, " Teh  zastita.", "sr")
    page.wait_for_selector(".cm-lintRange")
    for key in "cvop":
        page.keyboard.press(f"Alt+{key}")
        look(f"side {key}", {"c": "html", "v": "#side"}.get(key, ""))
    page.keyboard.press("Alt+p")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+f")
    look("search in the text")
    page.keyboard.press("Escape")
    for number in range(8):
        page.click("#open-menu")
        if number in (3, 4, 6, 7):
            page.locator(".menu-item").nth(number).click()
        look(f"menu {number}", "" if number else ".menu")
        page.keyboard.press("Escape")
    page.keyboard.press("Alt+g")
    page.wait_for_selector("#new-picture")
    look("choose a picture", "dialog")
    files = [("a.jpg", "image/jpeg", picture(size=(300, 200))), ("b.pdf", "application/pdf", PDF)]
    page.set_input_files("#new-picture", [{"name": n, "mimeType": kind, "buffer": data} for n, kind, data in files])
    page.click("dialog button[value=yes]")
    page.wait_for_selector("dialog .describe-picture")
    page.check("#field-decorative")
    look("describe a picture", "dialog")
    page.click("dialog button[value=yes]")
    page.wait_for_selector("dialog .file-name")
    look("name a file", "dialog")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.click(".pane[data-language=en] .pane-tools button")
    look("whole file")
    page.goto(f"{running.root}/~editor/story?stem=news/2026/alone")
    page.wait_for_selector(".pane-missing")
    look("not translated", "#panes")
    assert found == {}


def test_what_can_go_wrong_while_writing(cyrillic, running):
    """A full disk, a protected file, a change by another program, both texts compared, an ended server."""
    page, look, found = cyrillic(STORY)
    state(page, "saved")
    file = running.folder / "content/news/2026/bridge.en.md"
    (running.folder / "disk-full").touch()
    type_at_end(page, "Mine.")
    page.keyboard.press("Control+s")
    state(page, "failed")
    look("disk full")
    (running.folder / "disk-full").unlink()
    file.chmod(0o444)
    page.keyboard.press("Control+s")
    page.wait_for_selector("#banners >> text=заштићена")
    look("protected")
    file.chmod(0o644)
    page.keyboard.press("Control+s")
    state(page, "saved")
    # A list of the whole site is broken: what is saved is saved, with what is wrong beside it.
    glossary = running.folder / "content/glossary.txt"
    glossary.write_text("UNDP\n", "utf-8")
    type_at_end(page, " Saved.")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.wait_for_selector("#banner-problem >> text=content/glossary.txt, ред 1")
    look("broken list")
    assert written(running).endswith("Mine. Saved.")
    glossary.unlink()
    page.wait_for_selector("#banner-problem", state="detached")
    type_at_end(page, " More.")
    file.write_text(written(running).replace("The second", "Their second"), "utf-8")
    page.wait_for_selector("#banner-changed-en")
    look("changed on disk")
    page.keyboard.press("Control+s")
    state(page, "conflict")
    look("conflict")
    page.click("#banner-conflict-en .button[data-kind=primary]")
    page.wait_for_selector(".merge .cm-merge-b")
    look("both texts")
    page.keyboard.press("Escape")
    page.evaluate(DROP, [TEXT.format("en"), "photo.heic", "", list(b"\0\0\0\x18ftypheic" + b"\0" * 40)])
    page.wait_for_selector(".toast")
    look("picture refused")
    running.kill()
    page.keyboard.press("Control+s")
    page.wait_for_selector("#banner-failed >> text=не јавља")
    for key in "pvco":
        page.keyboard.press(f"Alt+{key}")
        look(f"no server, side {key}")
    page.click("#publish")
    look("no server, publish")
    assert found == {}


def ended(editor):
    """The state of the editor's publish when it has ended."""
    import time

    editor.publisher.start()
    while editor.publisher.state().running:
        time.sleep(0.01)
    return editor.publisher.state()


def test_what_is_live_but_not_verified_is_no_failed_publish(editor, monkeypatch):
    """A publish whose site is live, and which could not be verified, is not said to have changed nothing."""
    import datetime as dt

    def publish(command, emit, say):
        emit(StepBegun(Step.UPLOAD))
        record = PublishRecord("local", "https://news.example", "/srv", "000001-0", dt.datetime.now(dt.UTC), {})
        write_record(editor.site.work, record)
        outcome, verification = Outcome.PUBLISHED, VerificationStatus.UNREACHABLE
        emit(Done(outcome, "local", "https://news.example", "/srv", "000001-0", "", verification, 1, 1, 1, 1.0))

    monkeypatch.setattr(editor.process, "run", publish)
    found = ended(editor)
    assert (found.step, found.failed, found.unverified) == (Step.UPLOAD, True, True)
    said = editor.interface.texts["sr"](found.reason.cause)
    assert said == "sajt nije mogao da se preuzme sa ovog računara"


def test_every_failure_reaches_the_editor_in_its_language(editor, monkeypatch):
    """Whatever a publish to whatever target fails at, the editor says what happened and what to do in the language of
    its interface, with what a program said of it as it came, and with no other reading than that of the event."""
    english, serbian = (editor.interface.texts[name] for name in ("en", "sr"))
    for failure in Failure:
        places = {name for text in (failure.cause, failure.correction) for _, name, _, _ in Formatter().parse(text)}
        error = PublishError(failure, ["/x/ answers 500"], output="as it came", **dict.fromkeys(places - {None}, 7))
        line = to_line(Failed(Step.UPLOAD, failure.code, error.cause, error.correction, error.output, error.details))
        monkeypatch.setattr(editor.process, "run", lambda command, emit, say, line=line: emit(from_line(line)))
        reason = ended(editor).reason
        assert (reason.code, reason.output, [*reason.details]) == (failure.code, "as it came", ["/x/ answers 500"])
        assert serbian(reason.cause) != str(error.cause), failure
        assert serbian(reason.correction) != str(error.correction) or not failure.correction, failure
        assert english(reason.cause) == str(error.cause), failure


def test_a_publish_names_stories_in_the_language_of_the_interface(client, editor, monkeypatch):
    """What will change for readers, what changed, and what is held back have the titles of whoever reads, where a story
    has one in that language."""
    held = Message(
        "{story!r} stays as readers have it, because its new text has an error: {problem}",
        story="The bridge is open",
        problem=Message("a title ends without a full stop: take it out"),
    )
    events = [Held("news/2026/bridge", True, held), StoryChange(ChangeKind.CHANGED, "bridge", ("English",))]
    monkeypatch.setattr(
        editor.process, "run", lambda command, emit, say: [emit(from_line(to_line(event))) for event in events]
    )
    ended(editor)
    for tag, bridge, alone in (
        ("en", "The bridge is open", "Only in English"),
        ("sr-Latn", "Most je otvoren", "Only in English"),
    ):
        headers = {"accept-language": tag}
        plan = client.get(f"{EDITOR}/api/publish-plan", headers=headers).json()
        assert {bridge, alone} <= {one["title"] for one in plan["added"]}
        assert [one["tag"] for one in plan["added"] if one["title"] == bridge] == [tag]
        found = client.get(f"{EDITOR}/api/publish-state", headers=headers).json()
        assert bridge in found["held"][0]
        assert [one["slug"] for one in found["changes"]] == [bridge]


def test_what_is_no_event_is_kept_for_the_maintainer(editor, monkeypatch):
    """The traceback of a bug is shown, and the publish has failed without a reason."""
    monkeypatch.setattr(editor.process, "run", lambda command, emit, say: say("ZeroDivisionError: division by zero"))
    found = ended(editor)
    assert (found.failed, found.reason, found.output) == (True, None, "ZeroDivisionError: division by zero")


def test_a_build_that_failed_is_explained(client, editor):
    """Whatever kind of error a build ends with, the waiting page and the site's pages say what failed in the
    interface's language; what only a maintainer can use is marked as English."""
    client.cookies.set("editor-interface", "sr-cyrl")
    for built in (False, True):
        if built:
            editor.builds.build()
        for kind in ERROR_KINDS:
            editor.builds.preview.fail("SITEURL: expected an address, got 5", kind)
            page = client.get(f"{SITE}/news/bridge/").text
            said = re.search(r'role="alert">(?:<div lang="sr-Cyrl">)?(?:<p>)?([^<]+)<', page)[1]
            assert not re.search("[A-Za-z]{2,}", said), kind
            assert re.search(r'<pre[^>]* lang="en"[^>]*>SITEURL', page), kind


def test_errors_of_builds_have_kinds():
    """A build's error says whether a text, a setting, a template, the disk or the memory is at fault."""
    from jinja2 import TemplateSyntaxError

    from plugins.editions.page_writer import PageError

    errors = {
        "content": ContentErrors(()),
        "settings": SettingError("SITEURL", "an address", 5),
        "template": TemplateSyntaxError("odd", 1, "a.html", "a.html"),
        "disk": OSError(28, "No space left on device"),
        "memory": MemoryError(),
        "program": UserError("another build is running"),
    }
    assert {kind: failure_of(error).code for kind, error in errors.items()} == {kind: kind for kind in ERROR_KINDS}
    assert failure_of(PageError("theme/templates/a.html:1: odd (template)")).code == "template"
    assert failure_of(ZeroDivisionError()) is None
    preview = Preview()
    preview.fail("odd", "template")
    assert preview.state.error_kind == "template"


def test_who_is_refused_reads_it_in_every_language(client):
    """A page without the session's key says what to do in all languages of the interface, each marked as such."""
    client.cookies.clear()
    page = client.get(f"{EDITOR}/").text
    for tag, word in (
        ("en", "Open the whole address"),
        ("sr-Latn", "Otvorite celu adresu"),
        ("sr-Cyrl", "Отворите целу"),
    ):
        assert re.search(rf'<(?:html|section) lang="{tag}">(?:(?!lang=).)*{word}', page, re.DOTALL), tag


@pytest.mark.parametrize(
    ("accepted", "first"),
    [
        ("sr-Latn-RS,sr;q=0.8,en;q=0.5", "sr-Latn"),
        ("sr-Cyrl", "sr-Cyrl"),
        ("sr,en;q=0.5", "sr-Latn"),
        ("de, *;q=0.5", "en"),
        ("en;q=0.1, sr-RS;q=0.9, x;q=y", "sr-Latn"),
        ("", "en"),
    ],
)
def test_a_browser_is_spoken_to_in_its_language(client, accepted, first):
    """Until an editor chooses, the interface is in the language that the browser asks for; so is a refusal."""
    headers = {"accept-language": accepted}
    assert f'<html lang="{first}" ' in client.get(f"{EDITOR}/", headers=headers).text
    client.cookies.set("editor-interface", "sr-cyrl")
    assert '<html lang="sr-Cyrl" ' in client.get(f"{EDITOR}/", headers=headers).text
    client.cookies.clear()
    refused = client.get(f"{EDITOR}/", headers=headers)
    assert refused.status_code == 403
    assert f'<html lang="{first}">' in refused.text
    nonce = re.search(r"'nonce-([^']+)'", refused.headers["content-security-policy"])[1]
    assert f'<style nonce="{nonce}">' in refused.text


def test_a_story_that_is_gone_leads_back_to_the_list(client):
    """An address without a story is a page of the editor, in the interface's language, with the way back."""
    client.cookies.set("editor-interface", "sr-cyrl")
    answer = client.get(f"{EDITOR}/story", params={"stem": "news/2026/none"})
    assert answer.status_code == 404
    assert "ове приче више нема" in answer.text
    assert re.search(rf'<a class="button" href="{EDITOR}/">', answer.text)
