"""The editor in Chromium: typing, saving, checking, pasting, dropping, publishing, by mouse and by keyboard alone."""

from __future__ import annotations

import itertools
import time

from PIL import Image
from playwright.sync_api import expect

from tests.editor.windows import (
    DROP,
    PDF,
    PLAIN,
    SCROLLS,
    SIZE,
    STORY,
    TEXT,
    TOPS,
    built,
    choose,
    decided,
    everything,
    file,
    kept_in_browser,
    opened,
    picture,
    rest,
    state,
    type_at_end,
    until,
    written,
)


def test_a_story_is_found_and_written_by_keyboard_alone(visit, running):
    """The list's rows are asked for once; of a filtered list, only those that pass. A list that is drawn anew, since a
    file has changed, leaves the keyboard at the same story. Without a mouse one finds a story, writes in both
    languages, each of which the browser knows and is to check, and saves. All filters together are in the address; the
    way back from a story and the interface in another language keep them. What the site does not have is no filter."""
    asked = """[...performance.getEntriesByType('resource')].filter(one => one.name.includes('/api/list'))
      .map(one => [one.initiatorType, one.name.split('?')[1]])"""
    page = visit()
    page.wait_for_selector(".row")
    assert page.evaluate(asked) == [["fetch", "order=work&start=0"]]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    title = page.evaluate("document.activeElement.innerText")
    name = "alone" if title != "Only in English" else "fair"
    file = running.folder / f"content/news/2026/{name}.en.md"
    file.write_text(file.read_text("utf-8").replace("Title: ", "Title: Changed "), "utf-8")
    until(page, "document.getElementById('rows').innerText.includes('Changed ')")
    assert page.evaluate("document.activeElement.innerText") == title
    page.keyboard.press("/")
    page.keyboard.type("most")
    until(page, "document.querySelectorAll('.row').length === 1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/story?**")
    state(page, "saved")
    for language, tag in (("en", "en"), ("sr", "sr-Latn")):
        text = page.locator(TEXT.format(language))
        assert (text.get_attribute("lang"), text.get_attribute("spellcheck")) == (tag, "true")
    page.keyboard.press("Alt+2")
    page.keyboard.press("Control+End")
    page.keyboard.type("Dodato.")
    state(page, "unsaved")
    page.keyboard.press("Alt+1")
    page.keyboard.press("Control+End")
    page.keyboard.type("Added.")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running).endswith("The second paragraph.\nAdded.")
    assert written(running, "sr").endswith("Drugi pasus.\nDodato.")
    assert written(running, "sr").startswith("Title: Most je otvoren\nSummary: Otvoren je.\n\nPrvi")
    page.goto(f"{running.root}/~editor/?category=nowhere&goal=99")
    page.wait_for_selector(".row")
    assert [kind for kind, _ in page.evaluate(asked)] == ["fetch"]
    assert page.locator("#category").input_value() == ""
    page.select_option("#category", "local")
    page.select_option("#language", "sr")
    page.locator(".goal-filter label:has(input[value='16'])").click()
    until(page, "document.querySelectorAll('.row').length === 1 && location.search.includes('goal=16')")
    kept = page.url.partition("?")[2]
    page.locator(".row-title a").click()
    state(page, "saved")
    page.locator("#back").click()
    page.wait_for_selector(".row")
    assert page.url.partition("?")[2] == kept
    expect(page.locator(".row")).to_have_count(1)
    page.locator(".interfaces a").nth(1).click()
    page.wait_for_selector(".row:has-text('Iz Srbije')")
    until(page, "!location.search.includes('interface')")
    assert page.url.partition("?")[2] == kept
    expect(page.locator(".row")).to_have_count(1)


def write_long_story(running, parts=90):
    """A story of some 5,000 words whose translation is now longer, now shorter, with a numbered heading each part."""
    for code, sentence in (
        ("en", "The road to the village was open. "),
        ("sr", "Put do sela bio je otvoren, i to ceo. "),
    ):
        lengths = [2 + number * 7 % 11 + (number % 3 if code == "sr" else 1) for number in range(parts)]
        bodies = [f"## {number}\n\n{sentence * length}" for number, length in enumerate(lengths)]
        head = "Title: T\nDate: 2026-03-01" if code == "en" else "Title: T"
        file = running.folder / f"content/news/2026/bridge.{code}.md"
        file.write_text(f"{head}\n\n" + "\n\n".join(bodies) + "\n", "utf-8")


HEADINGS = """language => Object.fromEntries([...document.querySelectorAll(
  `.pane[data-language=${language}] .cm-line`)].filter(line => /^## \\d+$/.test(line.textContent))
  .map(line => [line.textContent, Math.round(line.getBoundingClientRect().top)])
  .filter(([, top]) => top > 0 && top < innerHeight))"""
CHANGES = """() => new Promise(done => { let changes = 0;
  const observer = new MutationObserver(records => changes += records.length);
  for (const text of document.querySelectorAll(".cm-content"))
    observer.observe(text, { childList: true, subtree: true });
  setTimeout(() => (observer.disconnect(), done(changes)), 600); })"""


def test_both_texts_are_level_come_to_rest_and_are_written_without_delay(visit, running, chromium):
    """Titles, summaries and folds are level across the panes, also where one title has two lines and beside the
    preview; the tools of both heads stand in one row. Paragraphs that belong together begin at the same height, also
    where a translator made two of one. In a long text, of which only a part is drawn, they are level wherever one goes,
    also with a jump and after a change above, and the page does nothing more once they are. At a key no more is laid
    out than the letter needs, whatever stands around it: nothing moves by itself, and counts, states, alignment, checks
    and preview follow after the letter is seen."""
    long = "A sentence that goes on for a while, so that the lines break. " * 6
    files = {"en": f"{long}\n\n## What changed\n\nOne and two, all in one. {long}\n\nThe end of it.\n"}
    files["sr"] = f"Kratko.\n\n## Šta je novo\n\nPrvo. {long[:180]}\n\nDrugo. {long[180:]}\n\nKraj priče.\n"
    heads = {"en": "Title: T\nDate: 2026-03-01", "sr": f"Title: {'Veoma dug naslov ' * 5}"}
    for code, body in files.items():
        (running.folder / f"content/news/2026/bridge.{code}.md").write_text(f"{heads[code]}\n\n{body}", "utf-8")
    page = opened(visit)
    end = time.monotonic() + 60
    while True:
        english, serbian = page.evaluate(TOPS, "en"), page.evaluate(TOPS, "sr")
        if (len(english), len(serbian)) == (4, 5) and all(
            abs(english[one] - serbian[other]) <= 2 for one, other in ((0, 0), (1, 1), (2, 2), (3, 4))
        ):
            break
        assert time.monotonic() < end, (english, serbian)
        page.wait_for_timeout(50)
    for open_preview, width in itertools.product((False, True), (1280, 1440)):
        page.set_viewport_size({"width": width, "height": 800})
        if open_preview and width == 1280:
            page.click("#open-preview")
        rest(page)
        tops = page.evaluate(
            """() => [...document.querySelectorAll('.pane')].map(pane =>
              [...pane.querySelectorAll('.pane-tools, .pane-fields > *, .pane-text')]
                .map(part => Math.round(part.getBoundingClientRect().top)))"""
        )
        assert len(tops[0]) == 6
        assert tops[0] == tops[1], (open_preview, width)
    # What another program writes is shown at once where nothing is typed.
    page.click("#open-preview")
    write_long_story(running)
    for language in ("en", "sr"):
        page.locator(TEXT.format(language), has_text="## 0").wait_for()
    page.locator(TEXT.format("en")).focus()
    for steps in (("Control+Home",), ("Control+End",), ("PageUp",) * 6, ("Enter", "x", "Enter"), ("Control+Home",)):
        for step in steps:
            page.keyboard.press(step)
        rest(page)
        # On a busy machine a pause takes longer; a page that never rests changes at every look.
        assert any(page.evaluate(CHANGES) == 0 for _ in range(12)), steps
        english, serbian = page.evaluate(HEADINGS, "en"), page.evaluate(HEADINGS, "sr")
        assert english.keys() == serbian.keys(), steps
        assert len(english) > 1, steps
        assert all(abs(top - serbian[number]) <= 2 for number, top in english.items()), (steps, english, serbian)
    # One sees in which text one writes, and what one looks for; the bar hides neither the line nor the search.
    bar = page.locator(".bar").bounding_box()
    assert page.locator(f"{TEXT.format('en')} >> .cm-line").first.bounding_box()["y"] >= bar["height"]
    ring = "getComputedStyle(document.querySelector('.cm-focused')).outline"
    assert page.evaluate(ring).endswith("solid 2px")
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+f")
    page.wait_for_selector(".cm-panels-top")
    assert page.locator(".cm-panels-top").bounding_box()["y"] >= bar["height"]
    page.keyboard.press("Escape")
    page.click("#open-checks")
    page.locator(TEXT.format("sr")).focus()
    page.locator(TEXT.format("en")).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Warm")
    rest(page)
    assert page.evaluate("document.getAnimations().length") == 0
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def layouts():
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "LayoutCount")

    # Within one frame: CodeMirror reads its line's place once. What follows later stays away, however long the test
    # takes to look.
    page.evaluate(
        """() => { window.touched = []; const own = document.querySelector(".pane[data-language=en] .cm-content");
        const later = setTimeout;
        window.setTimeout = () => 0;
        const observer = new MutationObserver(records => window.touched.push(
          ...records.filter(one => !own.contains(one.target)).map(one => one.target.nodeName + one.target.className)));
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        document.addEventListener("input", () => requestAnimationFrame(() => later(() => {
          observer.takeRecords();
          observer.disconnect();
          window.isDrawn = true;
        })), { once: true }); }"""
    )
    before = layouts()
    page.keyboard.press("x")
    until(page, "window.isDrawn")
    assert page.evaluate("window.touched") == []
    assert layouts() - before <= 2
    session.detach()


def test_a_full_disk_and_a_server_started_again_lose_nothing(visit, editors, running):
    """While the disk is full the page says so and keeps the text; the file stays whole, and a reload of the window has
    the text again; with space on the disk it is saved. A page whose server was started again keeps its text, says that
    the new address is to be opened, and goes on once that is done. What another window left of the fields alone is
    offered as that, not as 0 words."""
    page = opened(visit)
    before = written(running)
    full = running.folder / "disk-full"
    full.touch()
    type_at_end(page, "Kept although full.")
    page.keyboard.press("Control+s")
    state(page, "failed")
    expect(page.locator("#banners").first).to_contain_text("No space left on device", use_inner_text=True)
    assert written(running) == before
    kept_in_browser(page, "Kept although full.")
    page.reload()
    page.locator(TEXT.format("en"), has_text="Kept although full.").wait_for()
    state(page, "failed")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    page = other
    page.goto(running.root + STORY)
    page.click("[id^=banner-recovery] .button[data-kind=primary]")
    assert "Kept although full." in page.inner_text(TEXT.format("en"))
    full.unlink()
    page.click("#save")
    state(page, "saved")
    assert written(running).endswith("Kept although full.")
    running.kill()
    again = editors.start(running.folder, running.port)
    type_at_end(page, " Kept.")
    page.wait_for_selector("#state-text:has-text('started again')")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#banner-failed:has-text('open the address that ./inv edit printed')")
    other = page.context.new_page()
    other.goto(again.address)
    state(page, "unsaved")
    expect(page.locator("#banner-failed")).to_have_count(0)
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(again).endswith("Kept although full. Kept.")
    page.click("#shared summary")
    page.click(".goal-button >> nth=3")
    state(page, "unsaved")
    rest(page)
    page.close()
    other.goto(running.root + STORY)
    other.wait_for_selector(".banner")
    expect(other.locator(".banner").first).to_contain_text("in the fields", use_inner_text=True)
    assert " 0 " not in other.inner_text(".banner")


def test_versions_the_whole_file_and_the_fields_of_the_form(visit, running):
    """The side lists what each save replaced, shows the difference and restores it; what was not saved then becomes a
    version itself, also where the file cannot be written. The raw file can be edited, header and all, and the form then
    has what was written. Title, goal, category and status, beginning, end and place of an event, and the press kit are
    changed in the form, each in its own line of the file."""
    page = opened(visit)
    before = written(running)
    page.fill("#en-title", "Another title")
    page.keyboard.press("Control+s")
    state(page, "saved")
    type_at_end(page, " Unsaved.")
    english = running.folder / "content/news/2026/bridge.en.md"
    english.chmod(0o444)
    page.click("#open-versions")
    page.wait_for_selector("#side .check-text")
    expect(page.locator("#side").first).to_contain_text("before the title was changed", use_inner_text=True)
    page.click("#side .check-text")
    page.wait_for_selector(".merge .cm-changedText")
    page.click("dialog button[value=restore]")
    until(page, "document.querySelector('#en-title').value === 'The bridge is open'")
    state(page, "failed")
    rest(page)
    assert " Unsaved." in everything(running)
    assert "Unsaved." not in page.inner_text(TEXT.format("en"))
    english.chmod(0o644)
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running) == before
    rest(page)
    page.click(".pane[data-language=en] button[aria-pressed]")
    until(page, "document.querySelector('.pane[data-language=en] .cm-content').textContent.includes('Title:')")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.type(" at last")
    page.click(".pane[data-language=en] button[aria-pressed]")
    page.wait_for_selector("#en-title")
    expect(page.locator("#en-title").first).to_have_value("The bridge is open at last")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running).startswith("Title: The bridge is open at last\n")
    page.fill("#sr-title", "Novi naslov")
    page.click("#shared > summary")
    page.click(".goal-button[data-goal='4']")
    page.select_option("#field-category", "regional")
    page.select_option(".pane[data-language=sr] .pane-status", "draft")
    page.click("#save")
    state(page, "saved")
    assert written(running, "sr").startswith("Title: Novi naslov\nSummary: Otvoren je.\nStatus: draft\n")
    assert "Category: Regional\nSdgs: 4, 9, 16.2\n" in written(running)
    page.click("#shared-body summary:has-text('Event and press kit')")
    page.fill("#field-event-start", "2026-12-03")
    page.fill("#field-event-start + input", "11:00")
    page.fill("#field-event-end", "2026-12-03")
    page.check("#field-press-kit")
    page.click(".pane[data-language=sr] summary:has-text('Event and press kit')")
    page.fill("#sr-event-place", "Dom omladine")
    page.click("#save")
    state(page, "saved")
    assert "Event-Start: 2026-12-03 11:00\nEvent-End: 2026-12-03\n" in written(running)
    assert "Press-Kit: yes\n" in written(running)
    assert "Event-Place: Dom omladine\n" in written(running, "sr")
    page.uncheck("#field-press-kit")
    page.click("#save")
    state(page, "saved")
    assert "Press-Kit: yes" not in written(running)


PASTE_PICTURE = """async ([selector, html, bytes]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP_BESIDE = """bytes => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "a.jpg", { type: "image/jpeg" }));
  const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  return document.querySelector(".bar").dispatchEvent(event);
}"""
# A file of 81 MB.
LARGE = """selector => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(81e6)], "large.jpg", { type: "image/jpeg" }));
  document.querySelector(selector).dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_files_come_by_key_drop_and_clipboard_or_are_refused(visit, running):
    """Several files that are chosen by key are asked about one after the other, then stand after the paragraph of the
    cursor, in their order, in both texts; one action takes them out of both. A file that a build would refuse is
    refused at once, and nothing of it stays. What the browser reads of a .heic file of a telephone is sent as an
    upright JPEG of a sensible size. A dropped photograph is turned, made smaller and described in each language, and
    shown in both texts. So is a picture alone on the clipboard, also with the HTML of its element, as browsers copy it.
    A file that is dropped beside the texts does not replace the page: it goes into the text that was written in
    last."""
    page = opened(visit)
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+Home")
    choose(page, [file("a.jpg", picture()), file("b.jpg", picture(colour="gold")), file("Izveštaj.pdf", PDF)])
    page.wait_for_selector("dialog .describe-picture")
    until(page, "document.activeElement.id === 'field-alt-en'")
    page.click("dialog button[value=yes]")
    assert page.locator("dialog .describe-picture").is_visible(), (
        "it needs a description, or the word that it decorates"
    )
    page.check("#field-decorative")
    page.uncheck("#field-decorative")
    page.fill("#field-alt-en", "One")
    page.click("dialog button[value=yes]")
    until(page, "/2/.test(document.querySelector('dialog h2')?.textContent)")
    page.click("dialog button[value='']")
    until(page, "/3/.test(document.querySelector('dialog h2')?.textContent)")
    page.fill("#field-words-sr", "Izveštaj za medije")
    page.click("dialog button[value=yes]")
    until(page, f"document.querySelector('{TEXT.format('sr')}').textContent.includes('izvestaj.pdf')")
    page.keyboard.press("Control+s")
    state(page, "saved")
    part = "\n\n![One](images/a.jpg)\n\n[Izveštaj](izvestaj.pdf)\n\n## What"
    assert part in written(running)
    assert "\n\n![](images/a.jpg)\n\n[Izveštaj za medije](izvestaj.pdf)\n\n## Šta" in written(running, "sr")
    assert not (running.folder / "content/images/b.jpg").exists(), "what was not wanted is gone"
    page.click("#toasts .toast:last-child button")
    state(page, "unsaved")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert "images/a.jpg" not in written(running) + written(running, "sr")
    before = sorted((running.folder / "content").rglob("*"))
    for name, data, said in (
        ("photo.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40, "Most Compatible"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 cut short", "broken"),
        ("page.html", b"<script>alert(1)</script>", "could act as a page"),
        ("report.pdf", b"no pdf at all", "no whole .pdf file"),
    ):
        page.evaluate(DROP, [TEXT.format("en"), name, "", list(data)])
        page.wait_for_selector(f".toast:has-text('{said}')")
        assert sorted((running.folder / "content").rglob("*")) == before, name
    # What the server would not take is not sent, and each refused file has its line.
    page.evaluate(LARGE, TEXT.format("en"))
    page.wait_for_selector(".toast:has-text('at most 80 MB')")
    for name in ("one.exe", "two.exe"):
        page.evaluate(DROP, [TEXT.format("en"), name, "", [1, 2]])
        page.wait_for_selector(f".toast:has-text('{name}')")
    exif = Image.Exif()
    exif[0x0112] = 6
    data = list(picture(size=(3600, 200), exif=exif))
    with page.expect_request("**/api/upload**") as request:
        page.evaluate(DROP, [TEXT.format("en"), "IMG_1234.HEIC", "image/heic", data])
    assert "name=IMG_1234.jpg" in request.value.url
    page.wait_for_selector("dialog .describe-picture")
    with Image.open(running.folder / "content/images/img-1234.jpg") as kept:
        assert kept.size == (167, 3000)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    exif[0x010F] = "Camera of Ana"
    data = list(picture(size=(4000, 200), exif=exif))
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.evaluate(DROP, [TEXT.format("en"), "Moj Most (1).JPG", "image/jpeg", data])
    page.wait_for_selector("dialog")
    page.fill("#field-alt-en", "A bridge")
    page.fill("#field-alt-sr", "Most")
    page.click("dialog button[value=yes]")
    until(page, f"document.querySelector('{TEXT.format('sr')}').textContent.includes('![Most]')")
    # It stands small below its line.
    until(page, "document.querySelector('.pane[data-language=sr] .text-picture img')?.naturalWidth > 0")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert "![A bridge](images/moj-most-1.jpg)" in written(running)
    assert "![Most](images/moj-most-1.jpg)" in written(running, "sr")
    with Image.open(running.folder / "content/images/moj-most-1.jpg") as kept:
        assert kept.size == (150, 3000)
        assert not kept.getexif()
    copied = {"": "teal", "<meta charset='utf-8'><img src='https://un.org/a.png' alt='A'>": "gold"}
    for number, (html, colour) in enumerate(copied.items(), 1):
        page.locator(TEXT.format("en")).click()
        page.evaluate(PASTE_PICTURE, [TEXT.format("en"), html, list(picture("PNG", colour=colour))])
        page.wait_for_selector("dialog .describe-picture")
        page.fill("#field-alt-en", "A bridge")
        decided(page)
        for language in ("en", "sr"):
            shown = f"document.querySelector('{TEXT.format(language)}').textContent.split('(images/image').length"
            until(page, f"{shown} === {number + 1}")
    page.locator(TEXT.format("sr")).click()
    assert page.evaluate(DROP_BESIDE, list(picture())) is False, "the browser does not open it"
    page.wait_for_selector("dialog .describe-picture")
    expect(page.locator("#field-alt-sr[required]")).to_have_count(1)


def publish(page):
    """Publish by the button; gives the sentences that were said first."""
    page.click("#publish")
    until(page, "!document.querySelector('dialog button[value=yes]').disabled")
    said = page.inner_text("dialog")
    page.click("dialog button[value=yes]")
    page.wait_for_selector(".publish .success", timeout=120_000)
    return said


def test_publishing_says_first_what_readers_get(visit, running):
    """A story with errors waits, which the window says with a link to it, and stops no publish: a day that no calendar
    has, and that the translation lacks. Each untranslated story stands in a row of its own, its button at the end, on
    any screen. The button says what goes out, publishes to the local target and says where the story is. *Publish this
    story* then brings it alone to readers, as it stands on the screen; what else was changed stays as they had it. Undo
    brings back what readers had before, and the next plan says so. A story whose date is still to come says when it
    goes out."""
    page = opened(visit)
    type_at_end(page, "It opens on 30 February.")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.click("#publish")
    page.wait_for_selector("dialog .warning")
    expect(page.locator("dialog").first).to_contain_text("2 errors are in stories that wait", use_inner_text=True)
    until(page, "!document.querySelector('dialog button[value=yes]').disabled")
    assert set(page.locator("dialog a[href*='bridge']").all_inner_texts()) == {"The bridge is open"}
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        rights = page.evaluate(
            "[...document.querySelectorAll('.publish li .button')].map(one => one.getBoundingClientRect().right)"
        )
        assert len(rights) > 1
        assert len(set(rights)) == 1
    page.set_viewport_size(SIZE)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.locator(TEXT.format("en")).focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+s")
    state(page, "saved")
    said = publish(page)
    assert "Nothing has been published from this computer yet" in said
    assert "draft stays here" in said
    assert page.inner_text("dialog h2") == "Published"
    expect(page.locator(".publish-outcome > .button")).to_have_count(0)
    live = running.folder / "published/current/site/news"
    front = live / "bridge/index.html"
    before = front.read_text("utf-8")
    page.click("dialog button[value='']")
    other = running.folder / "content/news/2026/alone.en.md"
    other.write_text(other.read_text("utf-8") + "\n\nAnother word.\n", "utf-8")
    type_at_end(page, "More.")
    state(page, "unsaved")
    page.click("#publish")
    page.click("dialog .publish-unsaved button")
    until(page, "document.activeElement.matches('dialog button[value=yes]')")
    expect(page.locator("dialog").first).to_contain_text("2 changed stories", use_inner_text=True)
    page.keyboard.press("Escape")
    state(page, "saved")
    page.wait_for_selector(".pane[data-language=en] .pill[data-state=changed]")
    type_at_end(page, " Again.")
    state(page, "unsaved")
    page.click("#publish-story")
    expect(page.locator("dialog").first).to_contain_text("Only this story goes out", use_inner_text=True)
    page.click("dialog button[value=yes]")
    page.wait_for_selector(".publish .success", timeout=120_000)
    page.wait_for_selector(".pane[data-language=en] .pill[data-state=published]")
    assert page.inner_text(".pane[data-language=en] .pill[data-state=published]") == "published in the folder published"
    assert "More. Again." in front.read_text("utf-8")
    assert "Another word." not in (live / "alone/index.html").read_text("utf-8")
    expect(page.locator(".publish-outcome > .button")).to_have_count(1)
    page.click(".publish .success ~ .button")
    page.wait_for_selector("dialog:last-of-type .publish .success", timeout=60_000)
    assert front.read_text("utf-8") == before
    assert "More. Again." in written(running), "the text itself stays"
    page.click("dialog button[value='']")
    page.click("#publish")
    until(page, "!document.querySelector('dialog button[value=yes]').disabled")
    expect(page.locator("dialog").first).to_contain_text("2 changed stories", use_inner_text=True)
    page.keyboard.press("Escape")
    page.click("#shared summary")
    page.fill("#field-date", "2099-01-02")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.wait_for_selector(".pane[data-language=en] .pill[data-state=scheduled]")
    page.reload()
    state(page, "saved")
    expect(page.locator(".pane[data-language=en] .pill[data-state=scheduled]").first).to_contain_text(
        "2099", use_inner_text=True
    )


SWIPE = """async ([from, to]) => {
  const panes = document.querySelector("#panes");
  const touch = x => new Touch({ identifier: 1, target: panes, clientX: x, clientY: 400 });
  const send = (type, touches, x) => panes.dispatchEvent(
    new TouchEvent(type, { touches, changedTouches: [touch(x)], bubbles: true, cancelable: true }));
  send("touchstart", [touch(from)], from);
  send("touchmove", [touch(to)], to);
  send("touchend", [], to);
}"""


PHONE = {"width": 360, "height": 740}


def test_a_phone_abroad_shows_one_language_at_a_time(visit, running):
    """A story of midnight in Belgrade has its own day in the list and above its text, also on a device whose clock is
    behind. Beside the day stands its category, and not the name of its picture's file. On a narrow screen a tab, an
    arrow key or a key leads from one language to the other; so does a swipe to the left, and one to the right back, and
    a short one changes nothing. The state of saving is a word there, and the whole sentence for screen readers. On
    paper the texts stand one after the other. The language of the interface comes first: in the list, as title and
    among the states; on a phone, of the two texts; among what the checks find."""
    (running.folder / "content/images").mkdir(exist_ok=True)
    Image.new("RGB", (300, 200), "teal").save(running.folder / "content/images/bridges.jpg")
    file = running.folder / "content/news/2026/fair.en.md"
    file.write_text(file.read_text("utf-8").replace("Title:", "Image: images/bridges.jpg\nTitle:"), "utf-8")
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True, timezone_id="UTC")
    page.wait_for_selector(".row[data-stem='news/2026/fair']")
    expect(page.locator(".row[data-stem='news/2026/fair'] .row-meta").first).to_contain_text(
        "10 Jan 2026", use_inner_text=True
    )
    page.click(".row[data-stem='news/2026/fair'] .row-title a")
    state(page, "saved")
    summary = page.inner_text("#shared-summary")
    assert "10 Jan 2026" in summary
    assert "Regional" in summary
    assert "bridges" not in summary
    page.goto(running.root + STORY)
    state(page, "saved")
    shown = (
        "[...document.querySelectorAll('.pane')].filter(pane => pane.checkVisibility()).map(p => p.dataset.language)"
    )
    assert page.evaluate(shown) == ["en"]
    page.tap(".pane-tab:nth-child(2)")
    assert page.evaluate(shown) == ["sr"]
    page.keyboard.press("Alt+1")
    assert page.evaluate(shown) == ["en"]
    page.locator("#pane-tabs [aria-selected=true]").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(shown) == ["sr"]
    until(page, "document.activeElement.getAttribute('role') === 'tab'")
    page.keyboard.press("Alt+1")
    for start, end, language in ((300, 60, "sr"), (60, 40, "sr"), (60, 300, "en"), (60, 300, "en")):
        page.evaluate(SWIPE, [start, end])
        assert page.evaluate(shown) == [language]
    assert page.evaluate(SCROLLS) <= 0
    # Chromium takes a finger's way to the right for the way back to the page before, where a page does not refuse that.
    assert page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorX") == "none"
    # The menu's button closes it, too.
    for number in (1, 0):
        page.tap("#open-menu")
        until(page, f"document.querySelectorAll('.menu').length === {number}")
    type_at_end(page, "x")
    state(page, "unsaved")
    assert page.inner_text("#state-short") == "Not saved"
    expect(page.locator("#state-short").first).to_be_visible()
    assert page.text_content("#state-text") == "Not saved yet; kept safe"
    until(page, "document.getElementById('announcements').textContent === 'Not saved yet; kept safe'")
    page.emulate_media(media="print")
    assert page.evaluate(shown) == ["en", "sr"]
    expect(page.locator("#save")).to_be_hidden()
    expect(page.locator("#pane-tabs")).to_be_hidden()
    page.emulate_media(media="null")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.goto(f"{running.root}/~editor/?interface=sr")
    row = page.locator("[data-stem='news/2026/bridge']")
    # A row that the browser has not laid out yet has no text to see.
    row.locator(".row-title", has_text="Most je otvoren").wait_for()
    assert row.locator(".row-title").get_attribute("lang").startswith("sr")
    assert row.locator(".row-language").first.text_content() == page.locator("#language option").nth(1).text_content()
    page.goto(f"{running.root}{STORY}&interface=sr")
    state(page, "saved")
    assert [page.locator(TEXT.format(code)).is_visible() for code in ("sr", "en")] == [True, False]
    for _ in range(2):
        page.locator("#pane-tabs button[aria-selected=false]").click()
        until(page, "document.activeElement.closest('.pane')")
        type_at_end(page, " Twoo  spaces", page.evaluate("document.activeElement.closest('.pane').dataset.language"))
    page.keyboard.press("Alt+c")
    own = page.locator(".pane[data-language=sr]").get_attribute("aria-label")
    places = page.locator("#side .check-place")
    for options in ({"has_text": own}, {"has_not_text": own}):
        places.filter(**options).first.wait_for()
    said = [own in place for place in places.all_text_contents()]
    assert said == sorted(said, reverse=True)


# The first answer to a check comes at once, whatever else the computer does, the others late; `checks` has after what
# pause each was asked for, null where it follows another, how many were under way, what it was about, and whether it is
# answered.
SLOW_CHECKS = """(late => { window.checks = []; let open = 0, paused = null;
  const { fetch: plain, setTimeout } = window;
  window.setTimeout = (work, pause, ...all) => setTimeout((...given) => {
    paused = pause;
    setTimeout(() => { paused = null; });
    work(...given);
  }, pause, ...all);
  window.fetch = async (...given) => {
    if (!String(given[0]).endsWith("/api/check")) return plain(...given);
    const check = { pause: paused, open: ++open, text: given[1].body };
    if (checks.push(check) === 1) {
      open -= 1;
      return new Response('{"diagnostics": []}', { headers: { "content-type": "application/json" } });
    }
    const [answer] = await Promise.all([plain(...given), new Promise(done => setTimeout(done, late))]);
    open -= 1;
    setTimeout(() => { check.isAnswered = true; });
    return answer; }; })(260)"""


# Answers to renderings come late; `renderings` has how many were under way at each, and what it was about.
SLOW_RENDERINGS = """late => { window.renderings = []; let open = 0; const plain = window.fetch;
  window.fetch = async (...given) => {
    if (!String(given[0]).endsWith("/api/render")) return plain(...given);
    renderings.push({ open: ++open, text: given[1].body });
    const [answer] = await Promise.all([plain(...given), new Promise(done => setTimeout(done, late))]);
    open -= 1;
    return answer; }; }"""


def test_checks_and_pages_that_take_long_are_those_of_what_was_typed_last(visit, running):
    """Where answers come late a check begins sooner after the last key, never beside another, and what is marked in
    the end is what was typed last. The preview has the real page in each edition and leads back to the paragraph.
    However long pages take, one is asked for at a time, and the one that is shown in the end has what was typed last,
    in the edition that was chosen last."""
    page = visit(PLAIN).context.new_page()
    page.add_init_script(SLOW_CHECKS)
    page.goto(running.root + STORY)
    state(page, "saved")
    until(page, "checks.length > 0")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("Two  spaces.")
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 2")
    for word in ("One", "more", "word", "follows", "here"):
        begun = page.evaluate("checks.length")
        page.keyboard.type(f" {word}", delay=70)
        until(page, f"checks.length > {begun} && checks.at(-1).isAnswered")
    page.keyboard.type("  end")
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 3")
    checks = page.evaluate("checks.slice(1)")
    assert {check["open"] for check in checks} == {1}
    pauses = [check["pause"] for check in checks if check["pause"] is not None]
    assert pauses[-1] < min(100, pauses[0])
    assert "here  end" in checks[-1]["text"]
    built(page, running)
    page.keyboard.press("Alt+p")
    frame = page.frame_locator(".preview-frame")
    frame.locator(".story h1").wait_for()
    page.evaluate(SLOW_RENDERINGS, 500)
    page.locator(TEXT.format("sr")).click()
    page.keyboard.press("Control+End")
    for word in ("jedan", "dva", "tri", "Njegoševa"):
        page.keyboard.type(f" {word}", delay=30)
        page.wait_for_timeout(200)
    page.click(".preview-tabs button:nth-child(3)")
    frame.locator("text=Његошева").wait_for()
    assert "Мост је отворен" in frame.locator(".story h1").inner_text()
    assert "Njegoševa" not in written(running, "sr")
    renderings = page.evaluate("renderings")
    assert {one["open"] for one in renderings} == {1}
    assert "Njegoševa" in renderings[-1]["text"]
    frame.locator("text=Први пасус").click()
    until(page, "document.activeElement.closest('.pane')?.dataset.language === 'sr'")
    page.locator(".preview-tabs [aria-selected=true]").focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.activeElement.getAttribute('aria-selected') === 'true'")
    until(page, "document.activeElement.textContent === 'English'")
