"""The editor in Chromium: typing, saving, checking, pasting, dropping, publishing, by mouse and by keyboard alone."""

from __future__ import annotations

import itertools
import time
from base64 import b64encode
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from tests.editor.windows import (
    DROP,
    MAIL,
    PASTE,
    SCROLLS,
    STORY,
    TEXT,
    TOPS,
    built,
    kept_in_browser,
    opened,
    rest,
    state,
    type_at_end,
    until,
    words_of,
    written,
)


def test_typing_and_saving_by_keyboard_alone(visit, running):
    """Without a mouse one finds a story, writes in both languages, each of which the browser knows and is to check, and
    saves."""
    page = visit()
    page.wait_for_selector(".row")
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


def test_rows_are_asked_for_once_and_the_keyboard_keeps_its_row(visit, running):
    """The list's rows are asked for once; of a filtered list, only those that pass. A list that is drawn anew, since a
    file has changed, leaves the keyboard at the same story."""
    asked = """[...performance.getEntriesByType('resource')].filter(one => one.name.includes('/api/list'))
      .map(one => [one.initiatorType, one.name.split('?')[1]])"""
    page = visit("/~editor/?text=most")
    until(page, "document.querySelectorAll('.row').length === 1")
    assert [kind for kind, _ in page.evaluate(asked)] == ["fetch"]
    page.goto(f"{running.root}/~editor/")
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


def test_filters_stay_on_the_way_to_a_story_and_to_another_language(visit):
    """All filters together are in the address; the way back from a story and the interface in another language keep
    them. What the site does not have is no filter."""
    page = visit("/~editor/?category=nowhere&goal=99")
    page.wait_for_selector(".row")
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


def test_days_are_those_of_the_sites_zone(visit, running):
    """A story of midnight in Belgrade has its own day in the list and above its text, also on a computer whose clock is
    behind. Beside the day stands its category, and not the name of its picture's file."""
    (running.folder / "content/images").mkdir(exist_ok=True)
    Image.new("RGB", (300, 200), "teal").save(running.folder / "content/images/bridges.jpg")
    file = running.folder / "content/news/2026/fair.en.md"
    file.write_text(file.read_text("utf-8").replace("Title:", "Image: images/bridges.jpg\nTitle:"), "utf-8")
    page = visit(timezone_id="UTC")
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


def test_paragraphs_of_a_long_story_are_level_and_come_to_rest(visit, running):
    """In a text of which only a part is drawn, paragraphs are level wherever one goes, also with a jump and after a
    change above, and the page does nothing more once they are."""
    write_long_story(running)
    page = opened(visit)
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


def test_a_key_waits_for_nothing_but_its_own_letter(visit, running, chromium):
    """At a key no more is laid out than the letter needs, whatever stands around it: nothing moves by itself, and
    counts, states, alignment, checks and preview follow after the letter is seen."""
    write_long_story(running)
    page = opened(visit)
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


def test_fields_and_paragraphs_stand_beside_their_counterparts(visit, running):
    """Titles, summaries and folds are level across the panes, also where one title has two lines and beside the
    preview; the tools of both heads stand in one row. Paragraphs that belong together begin at the same height, also
    where a translator made two of one."""
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


def test_checks_are_shown_in_place_and_mended_by_key(visit, running):
    """A slip is underlined as it is typed, listed, and mended by one key; Ctrl+Z takes the change back."""
    page = opened(visit)
    type_at_end(page, "Two  spaces.")
    # The story has one piece of advice already.
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 2")
    page.keyboard.press("Alt+c")
    # What is wrong is said to people; the rule and the file are in the details.
    expect(page.locator("#side").first).to_contain_text("two spaces", use_inner_text=True)
    assert "double-space" not in page.inner_text("#side")
    assert "double-space" in page.text_content("#side .check:has-text('two spaces') details")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("F8")
    page.keyboard.press("Alt+Enter")
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 1")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert "Two spaces." in written(running)
    page.keyboard.press("Control+z")
    state(page, "unsaved")


def test_words_are_decided_from_the_list_of_checks(visit, running):
    """A word that no dictionary has is added to the site's words by one key, an undecided one is written in either
    script by a button, and a false alarm is dismissed; all of it is said in the interface's language."""
    content = running.folder / "content"
    page = opened(visit, f"{STORY}&interface=sr")
    type_at_end(page, " Prekrasnno je bilo. Saopštenje OEBSKU.  Kraj.", "sr")
    page.keyboard.press("Alt+c")
    page.wait_for_selector("text=„Prekrasnno” nije u rečniku")
    page.locator(TEXT.format("sr")).click()
    page.keyboard.press("Control+Home")
    # The next such word is shown first: none is added unseen.
    page.keyboard.press("Alt+w")
    page.wait_for_selector(".toast:has-text('Reči „Prekrasnno” nema ni u jednom rečniku')")
    assert "Prekrasnno" not in words_of(content)
    page.keyboard.press("Alt+w")
    until(page, "!document.getElementById('side').textContent.includes('Prekrasnno')")
    assert "Prekrasnno" in words_of(content)
    page.click("#side button:has-text('Latinicom: OEBSKU')")
    until(page, "!document.getElementById('side').textContent.includes('OEBSKU')")
    assert "OEBSKU = OEBSKU" in (content / "glossary.txt").read_text("utf-8").splitlines()
    page.click(".check:has-text('dva razmaka, a dovoljan je jedan: obrišite jedan') button:has-text('Nije greška')")
    hidden = ".dismissed:has(summary:text('Označeno kao „nije greška”: 1')) .dismissed-check:has-text('dva razmaka')"
    page.wait_for_selector(hidden, state="attached")
    assert "bridge.sr.md | double-space | two spaces" in (content / "dismissed.txt").read_text("utf-8")
    # Each decision is taken back by a button: at once in the line below, later in the list.
    page.click(".toast:has-text('Više se neće prikazivati') button:has-text('Opozovi')")
    page.wait_for_selector(".side-body > .checks > .check:has-text('dva razmaka')")
    page.click(".check:has-text('dva razmaka') button:has-text('Nije greška')")
    page.click(".dismissed summary")
    page.click(f"{hidden} button:has-text('Ponovo prikaži')")
    page.wait_for_selector(".side-body > .checks > .check:has-text('dva razmaka')")
    assert "double-space" not in (content / "dismissed.txt").read_text("utf-8")


def test_an_outdated_translation_is_shown_and_accepted(visit, running):
    """A change of the original is shown in words that went and came; one key says that the translation stands."""
    page = opened(visit)
    page.evaluate(
        """ofEditor('api.js').then((api) =>
        api.post('accept', { stem: 'news/2026/bridge', language: 'sr' }))"""
    )
    type_at_end(page, "\n\nA new paragraph.")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.wait_for_selector(".pane[data-language=sr] .pill[data-state=behind]")
    page.keyboard.press("Alt+o")
    page.wait_for_selector("#side ins")
    assert page.locator(".cm-line.outdated").count() >= 1
    page.wait_for_selector("#sr-title-problem:has-text('see the change, then say that the translation is up to date')")
    # To the end of the translation that stands beside it, or above the place where it is missing.
    page.click("#side .change button")
    page.keyboard.type("Ovde.")
    assert page.locator(TEXT.format("sr")).inner_text().rstrip().endswith("Drugi pasus.Ovde.")
    page.keyboard.press("Alt+u")
    until(page, "!document.querySelector('.pill[data-state=behind]')")
    page.wait_for_selector("#sr-title-problem", state="hidden")


def test_a_full_disk_loses_nothing(visit, running):
    """While the disk is full the page says so and keeps the text; the file stays whole, and a reload of the window has
    the text again; with space on the disk it is saved."""
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
    page.click("#banner-recovery-0 .button[data-kind=primary]")
    assert "Kept although full." in page.inner_text(TEXT.format("en"))
    full.unlink()
    page.click("#save")
    state(page, "saved")
    assert written(running).endswith("Kept although full.")


def test_versions_the_whole_file_and_the_fields_of_the_form(visit, running):
    """The side lists what each save replaced, shows the difference and restores it. The raw file can be edited, header
    and all, and the form then has what was written. Title, goal, category and status, beginning, end and place of an
    event, and the press kit are changed in the form, each in its own line of the file."""
    page = opened(visit)
    before = written(running)
    page.fill("#en-title", "Another title")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.click("#open-versions")
    page.wait_for_selector("#side .check-text")
    expect(page.locator("#side").first).to_contain_text("before the title was changed", use_inner_text=True)
    page.click("#side .check-text")
    page.wait_for_selector(".merge .cm-changedText")
    page.click("dialog button[value=restore]")
    until(page, "document.querySelector('#en-title').value === 'The bridge is open'")
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


PLAIN_KEY = """selector => document.querySelector(selector).dispatchEvent(
  new KeyboardEvent("keydown", { key: "V", code: "KeyV", ctrlKey: true, shiftKey: true, bubbles: true }))"""


def test_a_paste_is_cleaned_and_can_be_undone(visit, running):
    """A paste from Word is Markdown, says what it left out, and is undone by one key. A text that a PDF reader broke
    into lines is whole; by the key of the plain paste it stays as it is. Of an e-mail head, greeting and signature stay
    out. A picture that is in the HTML itself is kept as a file."""
    page = opened(visit)
    before, text = written(running), TEXT.format("en")
    page.locator(text).click()
    page.keyboard.press("Control+End")

    def undo(word):
        page.locator(text).focus()
        page.keyboard.press("Control+z")
        until(page, f"!document.querySelector('{text}').textContent.includes('{word}')")

    html = "<p class='MsoNormal' style='color:red'>From <b>Word</b> <img src='x.png'></p>"
    page.evaluate(PASTE, [text, html, ""])
    page.wait_for_selector(".toast:has-text('1 picture')")
    assert "From **Word**" in page.inner_text(text)
    undo("Word")
    lines = "The bridge was announ-\nced by the two towns on its banks, which\nhad waited for it since the flood."
    page.evaluate(PASTE, [text, "", lines])
    until(page, f"document.querySelector('{text}').textContent.includes('announced by the two towns')")
    page.wait_for_selector(".toast:has-text('line breaks')")
    undo("announced")
    # The key alone: what is on this computer's clipboard is not known.
    page.evaluate(PLAIN_KEY, text)
    page.evaluate(PASTE, [text, "", lines])
    until(page, f"document.querySelector('{text}').textContent.includes('announ-')")
    undo("announ-")
    page.evaluate(PASTE, [text, "", MAIL])
    page.wait_for_selector(".toast:has-text('greeting and the signature of the e-mail')")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running).endswith(
        "The bridge in Niš was opened on Monday by the mayor and the Resident Coordinator."
    )
    undo("Niš")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running) == before
    stream = BytesIO()
    Image.effect_noise((60, 40), 80).save(stream, "PNG")
    picture = b64encode(stream.getvalue()).decode()
    page.evaluate(PASTE, [text, f"<p>A page.</p><img src='data:image/png;base64,{picture}'>", "A page."])
    page.wait_for_selector("dialog .describe-picture")
    page.fill("#field-alt-en", "Noise")
    page.click("dialog button[value=yes]")
    until(page, f"document.querySelector('{text}').textContent.includes('![Noise](images/picture-1.jpg)')")
    assert (running.folder / "content/images/picture-1.jpg").is_file()


# A file of 81 MB.
LARGE = """selector => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(81e6)], "large.jpg", { type: "image/jpeg" }));
  document.querySelector(selector).dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_a_dropped_file_is_described_converted_or_refused(visit, running):
    """A file that a build would refuse is refused at once, and nothing of it stays. What the browser reads of a .heic
    file of a telephone is sent as an upright JPEG of a sensible size. A dropped photograph is turned, made smaller and
    described in each language, and shown in both texts."""
    page = opened(visit)
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
    stream, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (3600, 200), "teal").save(stream, "JPEG", exif=exif)
    with page.expect_request("**/api/upload**") as request:
        page.evaluate(DROP, [TEXT.format("en"), "IMG_1234.HEIC", "image/heic", list(stream.getvalue())])
    assert "name=IMG_1234.jpg" in request.value.url
    page.wait_for_selector("dialog .describe-picture")
    with Image.open(running.folder / "content/images/img-1234.jpg") as kept:
        assert kept.size == (167, 3000)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    stream, exif = BytesIO(), Image.Exif()
    picture = Image.new("RGB", (4000, 200), "teal")
    exif[0x0112], exif[0x010F] = 6, "Camera of Ana"
    picture.save(stream, "JPEG", exif=exif)
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.evaluate(DROP, [TEXT.format("en"), "Moj Most (1).JPG", "image/jpeg", list(stream.getvalue())])
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


def publish(page):
    """Publish by the button; gives the sentences that were said first."""
    page.click("#publish")
    until(page, "!document.querySelector('dialog button[value=yes]').disabled")
    said = page.inner_text("dialog")
    page.click("dialog button[value=yes]")
    page.wait_for_selector(".publish .success", timeout=120_000)
    return said


def test_publishing_says_first_what_readers_get(visit, running):
    """The button says what goes out, publishes to the local target and says where the story is. *Publish this story*
    then brings it alone to readers, as it stands on the screen; what else was changed stays as they had it. Undo brings
    back what readers had before, and the next plan says so. A story whose date is still to come says when it goes
    out."""
    page = opened(visit)
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
    page.click("#open-menu")
    page.click(".menu-item:text-is('Publish this story')")
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


def test_a_phone_shows_one_language_at_a_time(visit, running):
    """On a narrow screen a tab, an arrow key or a key leads from one language to the other; so does a swipe to the
    left, and one to the right back, and a short one changes nothing. The state of saving is a word there, and the whole
    sentence for screen readers. On paper the texts stand one after the other."""
    page = opened(visit, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
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


def test_a_publish_names_the_stories_that_wait(visit, running):
    """A story with errors waits, which the window says with a link to it, and stops no publish: a day that no calendar
    has, and that the translation lacks. Each untranslated story stands in a row of its own, its button at the end, on
    any screen."""
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


# The first answer to a check comes at once, whatever else the computer does, the others late; `checks` has after what
# pause each was asked for, null where it follows another, how many were under way, and what it was about.
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
    return answer; }; })(260)"""


def test_checks_that_take_long_begin_sooner_and_one_at_a_time(visit, running):
    """Where answers come late a check begins sooner after the last key, never beside another, and what is marked in
    the end is what was typed last."""
    page = visit().context.new_page()
    page.add_init_script(SLOW_CHECKS)
    page.goto(running.root + STORY)
    state(page, "saved")
    until(page, "checks.length > 0")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("Two  spaces.")
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 2")
    for word in ("One", "more", "word", "follows", "here"):
        page.keyboard.type(f" {word}", delay=70)
        page.wait_for_timeout(450)
    page.keyboard.type("  end")
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 3")
    checks = page.evaluate("checks.slice(1)")
    assert {check["open"] for check in checks} == {1}
    last = checks[-1]["pause"] or 0
    assert last < 100
    assert last < checks[0]["pause"]
    assert "here  end" in checks[-1]["text"]


# Answers to renderings come late; `renderings` has how many were under way at each, and what it was about.
SLOW_RENDERINGS = """late => { window.renderings = []; let open = 0; const plain = window.fetch;
  window.fetch = async (...given) => {
    if (!String(given[0]).endsWith("/api/render")) return plain(...given);
    renderings.push({ open: ++open, text: given[1].body });
    const [answer] = await Promise.all([plain(...given), new Promise(done => setTimeout(done, late))]);
    open -= 1;
    return answer; }; }"""


def test_the_page_is_shown_while_typing(visit, running):
    """The preview has the real page in each edition and leads back to the paragraph. However long pages take, one is
    asked for at a time, and the one that is shown in the end has what was typed last, in the edition that was chosen
    last."""
    page = opened(visit)
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
