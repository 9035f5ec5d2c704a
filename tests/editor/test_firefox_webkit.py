"""The editor in Firefox and, with `--long`, in WebKit: what people do most, without Chromium's own ways."""

from __future__ import annotations

import json
import time

import pytest

from tests.editor.bidi import Firefox
from tests.editor.webdriver import WebKit
from tests.editor.windows import STORY, TEXT, picture, written
from tests.needs import need

LEVEL = """(() => { const [a, b] = [...document.querySelectorAll('.cm-line .md-heading')]
  .filter(e => e.textContent.length > 3).map(e => e.getBoundingClientRect().top);
  return Math.abs(a - b) < 3; })()"""
DROP_BROKEN = f"""(() => {{ const data = new DataTransfer();
  data.items.add(new File([new Uint8Array([255, 216, 255, 1])], 'photo.jpg', {{ type: 'image/jpeg' }}));
  document.querySelector('{TEXT.format("en")}').dispatchEvent(
    new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }})); }})()"""


@pytest.fixture(scope="module", params=["firefox", pytest.param("webkit", marks=pytest.mark.only_long)])
def other_browser(request, tmp_path_factory):
    """One browser for all tests of this module."""
    folder = tmp_path_factory.mktemp(request.param)
    is_webkit = request.param == "webkit"
    programs = [need(name) for name in (("WebKitWebDriver", "Xvfb") if is_webkit else ("firefox-esr",))]
    opened = (WebKit if is_webkit else Firefox)(*programs, folder)
    yield opened
    opened.close()


@pytest.fixture
def page(other_browser, running):
    """The page of a story, ready to type in."""
    other_browser.goto(running.address)
    other_browser.goto(running.root + STORY)
    other_browser.until("document.querySelector('#state[data-state=saved]')")
    return other_browser


def at_end(page, language):
    """Put the cursor at the end of a text."""
    page.evaluate(f"document.querySelector('{TEXT.format(language)}').focus()")
    page.press("Control+End")


def saved(page):
    """Save by key, and wait until it is done."""
    page.press("Control+s")
    page.until("document.querySelector('#state[data-state=saved]')")


def frame_until(page, claim, seconds=60):
    """Wait until an expression is true in the preview's frame, which has the site's origin."""
    end = time.monotonic() + seconds
    while not page.frame_evaluate(".preview-frame", f"Boolean({claim})"):
        assert time.monotonic() < end, claim
        time.sleep(0.05)


@pytest.mark.browser
def test_a_story_is_written(page, running):
    """Loading is no step that can be undone, headings of both languages begin at the same height, and a dropped file
    that cannot be shown is refused with a way out. What is typed in either pane is saved by key, and nothing else of
    the files changes. A slip is underlined, and mended by one key; a paste with styles becomes Markdown; a dropped
    picture is described with the keyboard alone, where it is asked for, and stands in both texts. The preview has the
    real page, and what is typed is in it."""
    page.press("Alt+1")
    page.press("Control+z")
    assert page.evaluate(f"document.querySelector('{TEXT.format('en')}').textContent.includes('The second paragraph.')")
    assert page.evaluate("document.querySelector('#state').dataset.state") == "saved"
    page.until(LEVEL)
    page.evaluate(DROP_BROKEN)
    page.until("document.querySelector('.toast')?.textContent.includes('broken')")
    page.press("Alt+1")
    page.press("Control+End")
    page.type("Two  spaces.")
    page.until("document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 2")
    page.press("F8")
    page.press("Alt+Enter")
    page.until("document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 1")
    page.press("Alt+2")
    page.press("Control+End")
    page.type("Dodato: šđčćž.")
    page.until("document.querySelector('#state[data-state=unsaved]')")
    saved(page)
    assert written(running).endswith("The second paragraph.\nTwo spaces.")
    assert written(running, "sr").endswith("Drugi pasus.\nDodato: šđčćž.")
    assert written(running).startswith("Title: The bridge is open\nDate: 2026-03-01\n")
    html = json.dumps("<p class='MsoNormal' style='color:red'>From <b>Word</b></p>")
    # A text that has the keyboard takes the selection back whenever it is drawn anew.
    page.evaluate(
        f"""(() => {{ const box = document.createElement('div'); box.innerHTML = {html}.replace(/style='[^']*'/, '');
        document.activeElement.blur();
        document.getElementById('main').prepend(box); getSelection().selectAllChildren(box); }})()"""
    )
    page.press("Control+c")
    at_end(page, "en")
    page.press("Control+v")
    page.until(f"document.querySelector('{TEXT.format('en')}').textContent.includes('**Word**')")
    page.evaluate(
        f"""(() => {{ const data = new DataTransfer();
        data.items.add(new File([new Uint8Array({list(picture())})], 'Most.jpg', {{ type: 'image/jpeg' }}));
        document.querySelector('.bar').dispatchEvent(
          new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }})); }})()"""
    )
    page.until("document.activeElement.id === 'field-alt-en'")
    page.type("A bridge")
    page.evaluate("document.querySelector('dialog button[value=yes]').click()")
    for language in ("en", "sr"):
        page.until(f"document.querySelector('{TEXT.format(language)}').textContent.includes('](images/most.jpg)')")
    saved(page)
    assert "![A bridge](images/most.jpg)" in written(running)
    page.press("Alt+p")
    frame_until(page, "document.querySelector('.story h1')")
    at_end(page, "en")
    page.type("Seen at once.")
    frame_until(page, "document.body.textContent.includes('Seen at once.')")


@pytest.mark.browser
@pytest.mark.only_long
def test_a_conflict_is_merged_and_what_is_typed_meanwhile_stays(page, running):
    """What another program wrote is merged with one's own text. The next time one goes on typing after the banner, and
    the file cannot be written when one decides: the text is on the screen, and is saved with all of it once the file
    can be written. The third time one's own text alone is taken."""
    file = running.folder / "content/news/2026/bridge.en.md"

    def write_and_save(mine, present, other):
        at_end(page, "en")
        page.type(mine)
        file.write_text(written(running).replace(present, other), "utf-8")
        page.press("Control+s")
        page.until("document.querySelector('#banner-conflict-en .button[data-kind=primary]')")

    def merge(outcome, answer="merged"):
        page.evaluate("document.querySelector('#banner-conflict-en .button[data-kind=primary]').click()")
        page.until("document.querySelector('.merge .cm-merge-b')")
        page.evaluate(f"document.querySelector('dialog button[value={answer}]').click()")
        page.until(f"!document.querySelector('dialog') && document.querySelector('#state[data-state={outcome}]')")

    write_and_save("Mine.", "The first paragraph", "Their first paragraph")
    merge("saved")
    assert "Their first paragraph" in written(running)
    assert written(running).endswith("Mine.")
    write_and_save(" Also.", "Their first paragraph", "Their own paragraph")
    at_end(page, "en")
    page.type(" Later.")
    file.chmod(0o444)
    merge("failed")
    assert page.evaluate(f"document.querySelector('{TEXT.format('en')}').textContent.includes('Mine. Also. Later.')")
    file.chmod(0o644)
    saved(page)
    assert "Their own paragraph" in written(running)
    assert written(running).endswith("Mine. Also. Later.")
    write_and_save(" More.", "Their own paragraph", "Another paragraph")
    at_end(page, "en")
    page.type(" Last.")
    merge("saved", "own")
    assert "Another paragraph" not in written(running)
    assert written(running).endswith("Mine. Also. Later. More. Last.")


@pytest.mark.browser
@pytest.mark.only_long
def test_a_version_brought_back_keeps_the_unsaved_text(page, running):
    """What was not saved when an earlier version is brought back becomes a version itself."""
    at_end(page, "en")
    page.type(" Saved.")
    saved(page)
    at_end(page, "en")
    page.type(" Unsaved.")
    page.press("Alt+v")
    page.until("document.querySelector('.versions button')")
    page.evaluate("document.querySelector('.versions button').click()")
    page.until("document.querySelector('dialog .cm-mergeView')")
    page.evaluate("document.querySelector('dialog button[value=restore]').click()")
    page.until("document.querySelector('#state[data-state=saved]')")
    assert "Saved." not in written(running)
    end = time.monotonic() + 60
    while not any("Saved. Unsaved." in file.read_text("utf-8") for file in running.folder.rglob("*.version")):
        assert time.monotonic() < end, "no version has what was not saved"
        time.sleep(0.05)


# Where the middle of an element is, once it has not moved for some frames.
RESTING = """(async () => { let box, still = 0; while (still < 10) {
  await new Promise(requestAnimationFrame);
  const sign = [...document.querySelectorAll('.comment-sign')].at(-2);
  const now = JSON.stringify(sign?.getBoundingClientRect());
  still = sign && now === box ? still + 1 : 0; box = now; }
  const { x, y, width, height } = JSON.parse(box); return `${x + width / 2} ${y + height / 2}`; })()"""


@pytest.mark.browser
@pytest.mark.only_long
def test_a_click_on_the_sign_of_a_paragraph_leads_to_where_it_is_translated(page, running):
    """In a translation that was just begun, what is typed after a click exactly on a sign stands below its comment."""
    page.goto(running.root + STORY.replace("bridge", "alone"))
    page.until("document.querySelector('.pane-missing .button')")
    page.evaluate("document.querySelector('.pane-missing .button').click()")
    page.until("document.querySelectorAll('.comment-sign').length > 2")
    page.evaluate("[...document.querySelectorAll('.comment-sign')].at(-2).scrollIntoView({ block: 'center' })")
    page.click(*map(float, page.evaluate(RESTING).split()))
    page.until("document.activeElement.closest('.pane[data-language=sr]')")
    page.type("Dva.")
    page.until("document.querySelector('#state[data-state=unsaved]')")
    saved(page)
    body = (running.folder / "content/news/2026/alone.sr.md").read_text("utf-8")
    order = [body.index(words) for words in ("What changed", "Dva.", "The second paragraph")]
    assert order == sorted(order), body
    assert "-->Dva" not in body


@pytest.mark.browser
@pytest.mark.only_long
def test_a_killed_server_loses_nothing(page, running, editors):
    """After the server is killed, what was typed is offered by the next one."""
    at_end(page, "en")
    page.type("Typed before the crash.")
    page.until("document.querySelector('#state[data-state=unsaved]')")
    page.evaluate("new Promise(done => setTimeout(() => done(true), 1500))")
    running.kill()
    again = editors.start(running.folder)
    page.goto(again.address)
    page.goto(again.root + STORY)
    page.until(f"document.querySelector('.banner') || document.querySelector('{TEXT.format('en')}')")
    page.evaluate("document.querySelector('.banner .button[data-kind=primary]')?.click()")
    page.until(f"document.querySelector('{TEXT.format('en')}').textContent.includes('Typed before the crash.')")


@pytest.mark.browser
@pytest.mark.only_long
def test_what_stands_in_a_dialog_is_there_again(page, running):
    """A table that is being filled when the page is loaded again is open again, and goes into the text."""
    at_end(page, "en")
    page.evaluate("document.querySelector('.pane[data-language=en] [data-tool=table]').click()")
    page.until("document.activeElement.matches('.table-grid input')")
    page.type("Metres")
    page.goto(running.root + STORY)
    page.until("document.querySelector('dialog[open] .table-grid input')?.value === 'Metres'")
    page.evaluate("document.querySelector('dialog button[value=yes]').click()")
    page.until(f"document.querySelector('{TEXT.format('en')}').textContent.includes('| Metres |')")
    saved(page)
    assert "| Metres |" in written(running)


@pytest.mark.browser
@pytest.mark.only_long
def test_publishing_to_the_local_target(page, running):
    """The button publishes, and says so."""
    page.evaluate("document.querySelector('#publish').click()")
    page.until("document.querySelector('dialog button[value=yes]')?.disabled === false")
    page.evaluate("document.querySelector('dialog button[value=yes]').click()")
    page.until("document.querySelector('.publish .success')", 180)
    assert list((running.folder / "published").rglob("news/bridge/index.html"))
