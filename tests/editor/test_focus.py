"""By keyboard alone: the place of the keyboard is never lost, dialogs begin where one writes, Enter decides."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.editor.running import wait_until
from tests.editor.windows import SIZE, STORY, TEXT, opened, rest, state, type_at_end, until, words_of, written

# Where the keyboard is: "" where it is nowhere.
FOCUS = """() => {
  const at = document.activeElement;
  return at === document.body || !at.checkVisibility() ? "" : at.id || at.className || at.textContent;
}"""
SERBIAN = "content/news/2026/bridge.sr.md"
# The next check is not answered in time.
TOO_LATE = """() => { const fetches = fetch; window.fetch = (...all) => {
  if (!all[0].includes("check")) return fetches(...all);
  window.fetch = fetches;
  return Promise.reject(new DOMException("", "TimeoutError")); }; }"""


def focus(page):
    """Where the keyboard is, once the page has answered."""
    rest(page)
    return page.evaluate(FOCUS)


def in_text(page, language="en"):
    """Put the keyboard at the end of a text."""
    page.locator(TEXT.format(language)).focus()
    page.keyboard.press("Control+End")


def choose(page, label):
    """Choose an entry of the menu by keyboard."""
    page.locator("#open-menu").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".menu-item:focus")
    for _ in range(12):
        if page.evaluate("document.activeElement.textContent") == label:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")


def test_dialogs_begin_where_one_writes_and_enter_decides(visit, running):
    """The dialog of a new story begins in the title, Enter there begins the story with all of it, however long, and its
    page begins in the empty text; Alt+W adds the word at the cursor there, in the title and in the text, saved or not,
    also where a busy server does not answer the first check in time. A new address is written and confirmed by Enter;
    what an address has is said in the interface's language; a deletion is not under the first key."""
    page = visit("/~editor/?interface=sr")
    page.wait_for_selector(".row")
    page.keyboard.press("n")
    assert focus(page) == "field-title"
    page.keyboard.press("Enter")
    said = page.evaluate("document.getElementById('field-title').validationMessage")
    assert said == "Ovo polje ne može da ostane prazno."
    title = f"Most na reci{' koja je duga' * 20}"
    page.keyboard.insert_text(title)
    page.keyboard.press("Enter")
    page.wait_for_url("**/story?**")
    state(page, "saved")
    assert focus(page).startswith("cm-content")
    # The page says where to write; the file has no words that it would have to lose again.
    (file,) = running.folder.glob("content/news/*/most-na-reci*.sr.md")
    assert file.read_text("utf-8").startswith(f"Title: {title}\n")
    assert "<!--" not in file.read_text("utf-8")
    expect(page.locator(".cm-placeholder")).to_be_visible()
    page.evaluate(TOO_LATE)
    content = running.folder / "content"
    page.fill("#sr-title", "Radionica u Nišu i zvrkovcu")
    page.locator("#sr-title").press("End")
    page.keyboard.press("Alt+w")
    page.wait_for_selector(".toast:has-text('zvrkovcu')")
    wait_until(lambda: "zvrkovcu" in words_of(content))
    page.locator(TEXT.format("sr")).click()
    page.keyboard.type("Okupljanje u zvrkalju")
    page.wait_for_selector(".cm-lintRange")
    page.keyboard.press("Alt+w")
    wait_until(lambda: "zvrkalju" in words_of(content))
    assert "Okupljanje" not in words_of(content)
    choose(page, "Obriši priču")
    until(page, "document.activeElement.textContent === 'Odustani'")
    assert page.get_attribute("dialog", "aria-describedby") == "dialog-text"
    page.keyboard.press("Escape")
    assert focus(page) == "open-menu"
    choose(page, "Promeni adresu")
    assert focus(page) == "field-slug"
    page.fill("#field-slug", "Most!")
    page.keyboard.press("Enter")
    said = page.evaluate("document.getElementById('field-slug').validationMessage")
    assert said == "Mala slova, cifre i crtice"
    page.fill("#field-slug", "the-bridge")
    page.keyboard.press("Enter")
    page.wait_for_url("**the-bridge")
    assert list(running.folder.glob("content/news/*/the-bridge.sr.md"))


def test_what_is_beside_the_text_or_drawn_anew_keeps_the_keyboard(visit, running):
    """F6 goes from the text to what is open beside it, and back; a side that is closed leaves the keyboard in the text.
    Within the page that is shown, the editor's keys do what they do elsewhere. On a keyboard that has "@" on Alt+V, the
    key writes it. After a deletion the keyboard is at Undo, which stays; nothing is written to what is gone, and what
    was not saved is in a version. A fix from the list of checks leads on to the next entry, the last one to the title
    of the list. A whole file that is shown, and a message that is closed, leave the keyboard where one goes on."""
    page = opened(visit)
    in_text(page)
    taken = """([key, code]) => !document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { code, key, altKey: true, bubbles: true, cancelable: true }))"""
    assert not page.evaluate(taken, ["@", "KeyV"])
    assert page.evaluate(taken, ["v", "KeyV"])
    in_text(page)
    page.keyboard.press("Alt+c")
    page.keyboard.press("F6")
    until(page, "document.activeElement.textContent === 'Checks'")
    page.keyboard.press("F6")
    until(page, "document.activeElement.className.startsWith('cm-content')")
    page.keyboard.press("F6")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, "document.activeElement.className.startsWith('cm-content')")
    until(page, "document.getElementById('announcements').textContent === 'Closed: Checks'")
    page.keyboard.press("Alt+p")
    page.wait_for_selector(".preview-frame")
    frame = page.frame_locator(".preview-frame")
    frame.locator("main h1").wait_for()
    frame.locator("a").first.focus()
    until(page, "document.activeElement.className === 'preview-frame'")
    page.keyboard.press("F6")
    assert focus(page).startswith("cm-content")
    frame.locator("a").first.focus()
    page.keyboard.press("Alt+p")
    page.wait_for_selector("#side[hidden]", state="attached")
    assert focus(page).startswith("cm-content")
    type_at_end(page, " Unsaved.")
    choose(page, "Delete the story")
    page.locator("dialog button[value=yes]").press("Enter")
    page.wait_for_selector("#banner-deleted")
    until(page, "document.activeElement.textContent === 'Undo'")
    assert not (running.folder / SERBIAN).exists()
    page.keyboard.press("Alt+1")
    page.keyboard.press("Control+s")
    rest(page)
    assert not (running.folder / SERBIAN).exists()
    assert not list(running.folder.glob(".editor/journal/*/*.json"))
    assert any("Unsaved." in file.read_text("utf-8") for file in running.folder.rglob(".editor/**/*.version"))
    page.locator("#banner-deleted button").press("Enter")
    page.wait_for_selector("#banner-deleted", state="detached")
    page.wait_for_selector(TEXT.format("sr"))
    assert (running.folder / SERBIAN).is_file()
    type_at_end(page, "Two  spaces and a  third.")
    page.keyboard.press("Alt+c")
    page.wait_for_selector("#side .check")
    rest(page)
    left = page.locator("#side .check").count()
    while left:
        page.locator(".check-actions button").first.focus()
        page.keyboard.press("Enter")
        until(page, f"document.querySelectorAll('#side .check').length < {left}")
        left = page.locator("#side .check").count()
        until(page, "document.getElementById('side').contains(document.activeElement)")
    for key in ("Alt+v", "Alt+c", "Alt+p"):
        page.keyboard.press(key)
        assert focus(page)
        until(page, "document.getElementById('side').contains(document.activeElement)")
    page.keyboard.press("Alt+p")
    page.locator(".pane[data-language=en] .pane-tools button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".pane[data-language=en] .pane-tools button[aria-pressed=true]")
    until(page, "document.activeElement.getAttribute('aria-pressed') === 'true'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pane[data-language=en] .pane-tools button[aria-pressed=false]")
    until(page, "document.activeElement.getAttribute('aria-pressed') === 'false'")
    file = running.folder / SERBIAN
    type_at_end(page, "Moje.", "sr")
    file.write_text(file.read_text("utf-8") + "\nBy another.\n", "utf-8")
    page.wait_for_selector(".banner")
    page.locator(".banner button").first.focus()
    page.keyboard.press("Enter")
    assert focus(page).startswith("cm-content")


def test_a_conflict_ends_in_the_text_and_is_said_when_the_page_rests(visit, running):
    """When both texts are one again, with all that was typed meanwhile, the keyboard is in it. Screen
    readers leave out what changes together with the rest of the page: words for them come after the last change, those
    of one moment together, and a message above the text is said with the state."""
    page = opened(visit)
    file = running.folder / SERBIAN

    def compare():
        file.write_text(f"{file.read_text('utf-8').rstrip()}\n\nBy another.\n", "utf-8")
        page.keyboard.press("Control+s")
        state(page, "conflict")
        type_at_end(page, " Kasnije.", "sr")
        page.keyboard.press("F6")
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog .cm-editor")

    def merge():
        page.locator("dialog button[value=merged]").focus()
        page.keyboard.press("Enter")
        state(page, "saved")
        assert focus(page).startswith("cm-content")
        until(page, "document.activeElement.closest('.pane').dataset.language === 'sr'")
        return written(running, "sr")

    type_at_end(page, " Moje.", "sr")
    compare()
    merged = merge()
    assert "Moje. Kasnije." in merged
    assert "By another." in merged
    page.set_viewport_size(SIZE)
    rest(page)
    page.evaluate("""() => {
      window.heard = [];
      let changed = 0;
      const region = document.getElementById("announcements");
      new MutationObserver((records) => {
        for (const { target } of records) {
          if (target !== region) changed = performance.now();
          else if (region.textContent) heard.push([region.textContent, performance.now() - changed]);
        }
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    }""")
    file = running.folder / SERBIAN
    type_at_end(page, "Moje.", "sr")
    until(page, "heard.length === 1")
    file.write_text(f"{file.read_text('utf-8')}\n\nBy another.\n", "utf-8")
    page.wait_for_selector(".banner")
    until(page, "heard.length === 2")
    page.keyboard.press("Control+s")
    state(page, "conflict")
    until(page, "heard.length === 3")
    said = page.evaluate("heard")
    assert said[0][0] == "Not saved yet; kept safe"
    assert "was changed on disk" in said[1][0]
    assert said[2][0].startswith("Changed elsewhere: compare. The Serbian text was changed by another program")
    assert min(after for _, after in said) > 100


def test_a_file_that_another_program_deleted(visit, running):
    """Where its text was not touched that is reported, and the text shown again when the file is back. Where its header
    cannot be read any more there are no fields whose words would be lost. Where it was touched one is asked whether it
    stays, with all that was typed meanwhile; what was chosen is what the page shows, too."""
    page = opened(visit)
    in_text(page, "sr")
    file = running.folder / SERBIAN
    before = file.read_bytes()
    file.unlink()
    page.wait_for_selector(".toast:has-text('was deleted')")
    expect(page.locator(".pane[data-language=sr] .pane-missing")).to_be_visible()
    assert focus(page)
    file.write_bytes(before)
    page.wait_for_selector(TEXT.format("sr"))
    assert focus(page)
    file.write_text("No colon\n" + file.read_text("utf-8"), "utf-8")
    page.wait_for_selector(".pane[data-language=sr] .warning")
    expect(page.locator(".pane[data-language=sr] textarea")).to_have_count(0)
    type_at_end(page, "Moje.", "sr")
    file.write_text(file.read_text("utf-8").removeprefix("No colon\n") + "\n\nBy another.\n", "utf-8")
    page.keyboard.press("Control+s")
    state(page, "conflict")
    page.locator(".banner button:has-text('Compare')").press("Enter")
    page.wait_for_selector("dialog .cm-mergeView")
    page.locator("dialog button[value=other]").press("Enter")
    page.wait_for_selector("#sr-title")
    expect(page.locator("#sr-title").first).to_have_value("Most je otvoren")
    for kept in ("own", "other"):
        type_at_end(page, f" Moje, {kept}.", "sr")
        (running.folder / SERBIAN).unlink()
        page.wait_for_selector(".banner:has-text('was deleted')")
        page.keyboard.press("Control+s")
        state(page, "conflict")
        type_at_end(page, " Kasnije.", "sr")
        page.locator(".banner button:has-text('Decide')").press("Enter")
        page.wait_for_selector("dialog:has-text('was deleted')")
        until(page, "document.activeElement.value === 'own'")
        page.locator(f"dialog button[value={kept}]").press("Enter")
        state(page, "saved")
        assert focus(page)
        if kept == "own":
            assert written(running, "sr").endswith("Moje, own. Kasnije.")
            expect(page.locator(TEXT.format("sr"))).to_be_visible()
    assert not (running.folder / SERBIAN).exists()
    expect(page.locator(".pane[data-language=sr] .pane-missing")).to_be_visible()


def test_the_search_is_left_by_escape_and_keys_of_one_letter_can_be_switched_off(visit, running):
    """Escape empties the search, then leads to the stories; a story that no longer fits leaves the keyboard in the
    list. On every page, the list of keys has the choice; F1 shows the list in any case."""
    page = visit()
    page.wait_for_selector(".row")
    page.keyboard.press("/")
    page.keyboard.type("sajam")
    page.wait_for_selector("#count:has-text('1 of')")
    page.keyboard.press("Escape")
    expect(page.locator("#text").first).to_have_value("")
    assert focus(page) == "text"
    page.keyboard.press("Escape")
    until(page, "document.activeElement.closest('.row') !== null")
    for path, ready in (
        ("", ".row"),
        (STORY, "#state[data-state=saved]"),
        ("/~editor/import", "#import-files"),
    ):
        if path:
            page.goto(running.root + path)
        page.wait_for_selector(ready, state="attached")
        rest(page)
        page.locator("#main").focus()
        page.keyboard.press("?")
        page.wait_for_selector("dialog .keys")
        page.locator("#single-keys").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
        page.locator("#main").focus()
        for key in ("?", "n", "/"):
            page.keyboard.press(key)
            assert focus(page) == "main", (path, key)
            expect(page.locator("dialog")).to_have_count(0)
        page.keyboard.press("F1")
        page.wait_for_selector("dialog .keys")
        assert not page.is_checked("#single-keys")
        page.check("#single-keys")
