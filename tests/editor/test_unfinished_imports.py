"""Imports that are interrupted go on where they were, and files that came with a message are not lost."""

from __future__ import annotations

from email.message import EmailMessage

from plugins.editor.http.addresses import EDITOR
from tests.editor.imports import PAGE, STRINGS, read, write
from tests.editor.windows import rest, state, until

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
    """The pair of a page that was read before a restart is not written; the page is to be read again."""
    _, page = read(client)
    editor.imports._pages.clear()
    assert write(client, page, [])[1] == {"gone": True}


# Whether the browser has on its disk what was decided last.
KEPT = """new Promise((resolve) => {
  const request = indexedDB.open("editor-import");
  request.onsuccess = () => {
    const rows = request.result.transaction("kept").objectStore("kept").getAll();
    rows.onsuccess = () => {
      request.result.close();
      resolve(rows.result.some((one) => JSON.stringify(one.decided).includes("Ana")));
    };
  };
})"""


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
    """After a reload, or the way to another page and back, blocks, fields and the pages to come are as they were."""
    page = visit("/~editor/import")
    before = chosen(page, running)
    assert "0" in before[1] or "left-out" in ",".join(before)
    page.reload()
    until(page, SETTLED)
    assert page.evaluate(ROWS) == before
    assert page.input_value("[name=author]") == "Ana"
    assert "1 more" in page.inner_text("#import-origin")
    page.goto(running.root + "/~editor/")
    page.wait_for_selector(".row")
    page.go_back()
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
    assert page.locator(".block:visible").count() == 0, "what was written is not offered again"


def test_an_import_goes_on_after_the_editor_was_started_again(visit, running, editors):
    """Another session reads the page again, and writes what was decided before."""
    page = visit("/~editor/import")
    before = chosen(page, running)
    port = running.port
    running.kill()
    again = editors.start(running.folder, port)
    try:
        page.goto(again.address)
        page.goto(again.root + "/~editor/import")
        until(page, SETTLED)
        assert page.evaluate(ROWS) == before
        page.click("#import-write")
        until(page, "document.querySelector('#import-origin').textContent.startsWith('two')")
        assert "Author: Ana" in "".join(
            file.read_text("utf-8") for file in (running.folder / "content/news/2023").glob("*.md")
        )
    finally:
        again.stop()


def test_what_another_window_left_is_offered(visit, running):
    """An import of a window that was closed goes on in another one, or is forgotten there."""
    page = visit("/~editor/import")
    before = chosen(page, running)
    other = page.context.new_page()
    page.close()
    other.goto(running.root + "/~editor/import")
    other.click(".banner button[data-kind=primary]")
    until(other, SETTLED)
    assert other.evaluate(ROWS) == before
    other.close()
    third = other.context.new_page()
    third.goto(running.root + "/~editor/import")
    third.click(".banner-buttons button:not([data-kind=primary])")
    until(third, "!document.querySelector('.banner')")
    third.reload()
    third.wait_for_selector("#drop")
    rest(third)
    assert third.locator(".banner").count() == 0


def test_a_question_goes_once_it_is_answered(visit):
    """What a page leaves open is shown until it is settled, and the button to write it stays in sight."""
    page = visit("/~editor/import", viewport={"width": 1280, "height": 640})
    text = PLAIN.replace("22 August 2023\n\n", "")
    page.set_input_files("#import-files", [{"name": "a.txt", "mimeType": "text/plain", "buffer": text.encode()}])
    until(page, SETTLED)
    assert STRINGS["question_date"] in page.inner_text("#import-questions")
    assert page.locator("#import-write").evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")
    page.fill("[name=date]", "2023-08-22")
    assert STRINGS["question_date"] not in page.inner_text("#import-questions")
    page.select_option("[name=category]", index=1)
    until(page, "document.querySelector('#import-questions').hidden")


def test_pages_of_a_folder_are_written_by_keys_alone(visit, running):
    """Ctrl+Enter writes a page and goes on with the next one; where a block has no place yet, it leads there."""
    page = visit("/~editor/import")
    texts = {"one": PAGE, "two": SECOND}
    files = [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()} for name, text in texts.items()]
    page.set_input_files("#import-files", files)
    until(page, SETTLED)
    page.keyboard.press("Control+Enter")
    assert "Bonjour" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("x")
    page.keyboard.press("Control+Enter")
    until(page, "document.querySelector('#import-origin').textContent.startsWith('two')")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/story?**the-ferry-is-open-again")
    state(page, "saved")
