"""Imports that are interrupted go on where they were, and files that came with a message are not lost."""

from __future__ import annotations

from email.message import EmailMessage

from playwright.sync_api import expect

from plugins.editor.http import EDITOR
from plugins.editor.import_page import GonePage, Imports, SettledRow
from tests.editor.imports import PAGE, read
from tests.editor.windows import axe_faults, rest, state, until

SETTLED = "document.querySelectorAll('.block').length > 0"
ROWS = "[...document.querySelectorAll('.block')].map(one => [one.dataset.language, one.dataset.role].join())"
PLAIN = PAGE.split("Bonjour")[0]
SECOND = PLAIN.replace("The bridge is", "The ferry is").replace("Most je", "Skela je")


def message():
    """A message with a text, a picture within it, and files attached to it."""
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "Ana <ana@un.org>", "Most", "Mon, 10 Nov 2025 09:12:00 +0100"
    mail.set_content(PLAIN)
    mail.add_attachment(b"\xff\xd8\xff photo", maintype="image", subtype="jpeg", filename="Šuma.jpg")
    mail.add_attachment(SECOND.encode(), maintype="text", subtype="plain", filename="tekst.txt")
    mail.add_attachment(
        b"GIF89a", maintype="image", subtype="gif", filename="logo.gif", disposition="inline", cid="<a>"
    )
    return mail.as_bytes()


def test_files_attached_to_a_message_are_offered(client):
    """Each has its name, and is given as it came, as a file to save; pictures within the text are none."""
    _, page = read(client, message(), "most.eml")
    assert page["attached"] == [{"name": "Šuma.jpg", "text": False}, {"name": "tekst.txt", "text": True}]
    answer = client.get(f"{EDITOR}/api/import-attachment", params={"id": page["id"], "n": "0"})
    assert answer.content == b"\xff\xd8\xff photo"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    for number, status in (("2", 404), ("", 404), ("-1", 400), ("x", 400)):
        answer = client.get(f"{EDITOR}/api/import-attachment", params={"id": page["id"], "n": number})
        assert answer.status_code == status, number
    assert read(client)[1]["attached"] == []


def test_a_page_that_is_no_longer_kept_is_asked_for_again(client, editor):
    """The pair of a page that was read before a restart is not written, and never that of another page in its place,
    which another window has read since; the page is to be read again."""
    _, page = read(client, PLAIN.encode())
    started_again = Imports(editor.imports.site, editor.imports.store)
    other = started_again.read(SECOND.encode(), "other.txt")
    assert len(other.rows) == len(page["rows"])
    rows = [SettledRow(row["id"], "text", "en") for row in page["rows"]]
    assert started_again.write(page["id"], rows, {}, "of-another") == GonePage()
    assert started_again.decide_again(page["id"], rows) == GonePage()


# Whether the browser has on its disk what was decided last.
KEPT = """ofEditor('browser-store.js').then(async ({ forms }) =>
  (await forms.entries()).some(([, { name, state }]) => name === "import" && JSON.stringify(state).includes("Ana")))"""


def chosen(page, running):
    """Choose two pages, and settle a few things of the first."""
    files = [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()}
             for name, text in (("one", PLAIN), ("two", SECOND))]  # fmt: skip
    page.set_input_files("#import-files", files)
    until(page, SETTLED)
    page.locator(".block").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    page.fill("[name=author]", "Ana")
    until(page, KEPT)
    return page.evaluate(ROWS)


def test_a_reload_loses_nothing(visit, running):
    """After a reload, the way to another page and back, or in another window once this one is closed, blocks, fields
    and the pages to come are as they were."""
    page = visit("/~editor/import")
    before = chosen(page, running)
    assert "0" in before[1] or "left-out" in ",".join(before)
    page.reload()
    until(page, SETTLED)
    assert page.evaluate(ROWS) == before
    expect(page.locator("[name=author]").first).to_have_value("Ana")
    expect(page.locator("#import-origin").first).to_contain_text("1 more", use_inner_text=True)
    page.goto(running.root + "/~editor/")
    page.wait_for_selector(".row")
    page.go_back()
    until(page, SETTLED)
    assert page.evaluate(ROWS) == before
    other = page.context.new_page()
    page.close()
    page = other
    page.goto(running.root + "/~editor/import")
    page.click(".banner button[data-kind=primary]")
    until(page, SETTLED)
    assert page.evaluate(ROWS) == before
    page.click("#import-write")
    until(page, "document.querySelector('#import-origin').textContent.startsWith('two')")
    page.click("#import-write")
    page.wait_for_url("**/story?**")
    state(page, "saved")
    page.go_back()
    page.wait_for_selector("#drop:not([hidden])")
    rest(page)
    expect(page.locator(".block:visible")).to_have_count(0)


def test_an_import_goes_on_after_the_editor_was_started_again(visit, running, editors):
    """Another session reads the page again, and writes what was decided before."""
    page = visit("/~editor/import")
    before = chosen(page, running)
    port = running.port
    running.kill()
    again = editors.start(running.folder, port)
    page.goto(again.address)
    page.goto(again.root + "/~editor/import")
    until(page, SETTLED)
    assert page.evaluate(ROWS) == before
    page.click("#import-write")
    until(page, "document.querySelector('#import-origin').textContent.startsWith('two')")
    assert "Author: Ana" in "".join(
        file.read_text("utf-8") for file in (running.folder / "content/news/2023").glob("*.md")
    )


def test_a_question_goes_once_it_is_answered(visit):
    """What a page leaves open is shown until it is settled, and the button to write it stays in sight."""
    page = visit("/~editor/import", viewport={"width": 1280, "height": 640})
    text = PLAIN.replace("22 August 2023\n\n", "")
    page.set_input_files("#import-files", [{"name": "a.txt", "mimeType": "text/plain", "buffer": text.encode()}])
    until(page, SETTLED)
    asked = "it does not say when it was published"
    assert asked in page.inner_text("#import-questions")
    assert page.locator("#import-write").evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")
    page.fill("[name=date]", "2023-08-22")
    assert asked not in page.inner_text("#import-questions")
    page.select_option("[name=category]", index=1)
    until(page, "document.querySelector('#import-questions').hidden")


def test_pages_of_a_folder_are_written_by_keys_alone(visit, running):
    """A page is settled block by block with keys, and written once no word is without a place. Ctrl+Enter writes the
    next one; where a block has no place yet, it leads there. What another window left may be forgotten."""
    page = visit("/~editor/import")
    texts = {"one": PAGE, "two": PAGE.replace("The bridge is", "The ferry is").replace("Most je", "Skela je")}
    files = [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()} for name, text in texts.items()]
    page.set_input_files("#import-files", files)
    until(page, SETTLED)
    rest(page)
    other = page.context.new_page()
    other.goto(running.root + "/~editor/import")
    page.close()
    other.reload()
    other.click(".banner-buttons button:not([data-kind=primary])")
    until(other, "!document.querySelector('.banner')")
    other.reload()
    other.wait_for_selector("#drop")
    rest(other)
    expect(other.locator(".banner")).to_have_count(0)
    page = other
    page.set_input_files("#import-files", files)
    until(page, SETTLED)
    assert page.locator("#import-write").is_disabled()
    page.locator(".block").first.focus()
    page.keyboard.press("u")
    assert "Bonjour" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("2")
    until(page, "document.activeElement.dataset.role === 'text'")
    page.keyboard.press("x")
    until(page, "document.querySelector('#import-count').dataset.ready === 'yes'")
    rest(page)
    assert axe_faults(page) == []
    page.locator("#import-write").focus()
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#import-origin').textContent.startsWith('two')")
    serbian = running.folder / "content/news/2023/the-bridge-is-open-again.sr.md"
    assert "Novi most preko reke" in serbian.read_text("utf-8")
    page.keyboard.press("Control+Enter")
    assert "Bonjour" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("x")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/story?**the-ferry-is-open-again")
    state(page, "saved")


def test_what_is_pasted_takes_the_place_of_no_page(visit):
    """A page that was dropped while the dialog was open comes after what was pasted into it."""
    page = visit("/~editor/import")
    page.click("#import-paste")
    page.fill("#field-text", SECOND)
    page.set_input_files("#import-files", {"name": "one.txt", "mimeType": "text/plain", "buffer": PLAIN.encode()})
    until(page, SETTLED)
    page.click("dialog [type=submit]")
    expect(page.locator("#import-origin")).to_contain_text("1 more after this one", use_inner_text=True)
