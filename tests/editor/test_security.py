"""Who the editor's server answers: nobody but the session's own pages."""

import html
import json
import re
import stat
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image, ImageFile
from starlette.testclient import TestClient

from plugins.editor import uploads
from plugins.editor.http import EDITOR, security
from plugins.editor.http.application import editor_routes, site_routes
from plugins.editor.http.security import KEY_HEADER
from plugins.editor.pictures import open_picture
from tests.editor.running import HOST, PORT, SESSION, SITE
from tests.editor.windows import PDF, picture

SAVE = f"{EDITOR}/api/save"


@pytest.fixture
def stranger(application):
    """A client without the session's cookie."""
    with TestClient(application, base_url=f"http://{HOST}", follow_redirects=False) as opened:
        yield opened


def test_no_page_is_given_without_the_token(stranger):
    """Without the session's cookies neither the editor, nor its data, nor the built site is given."""
    for origin in (f"http://{HOST}", SITE):
        for path in (
            f"{EDITOR}/",
            f"{EDITOR}/api/list",
            f"{EDITOR}/files/1/static/editor.css",
            f"{EDITOR}/preview",
            "/news/x/",
        ):
            answer = stranger.get(origin + path)
            assert answer.status_code == 403, path
            assert "bridge" not in answer.text


def test_the_token_becomes_a_strict_cookie(stranger, entrance):
    """The printed address gives HttpOnly, SameSite=Strict cookies, whose values are others than the token, and leads on
    to an address without it; the key of the session is where browsers send nothing of it."""
    address = entrance.address
    token = address.partition("=")[2]
    answer = stranger.get(address)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{EDITOR}/#key={SESSION.key}"
    cookies = answer.headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == [SESSION.cookie_name, SESSION.site_cookie_name]
    for cookie in cookies:
        assert "httponly" in cookie.lower()
        assert "samesite=strict" in cookie.lower()
        assert token not in cookie
        assert SESSION.key not in cookie
    assert stranger.get(f"{EDITOR}/").status_code == 200


def test_a_token_works_once(application, entrance):
    """Whoever reads an address that was used gets nothing by it; the next one is another."""
    used = entrance.address
    for _ in range(2):
        with TestClient(application, base_url=f"http://{HOST}", follow_redirects=False) as browser:
            answers = [browser.get(used).status_code for _ in range(2)]
        assert answers in ([303, 403], [403, 403])
    assert answers == [403, 403]
    assert entrance.address != used


def test_the_browser_is_given_a_file_that_only_the_user_reads(stranger, entrance):
    """The address in it is another than the printed one, and works once; the file has the next one then. What comes
    from a file is led on by a page of this origin, or the strict cookie would not be sent."""
    entrance.write_file()
    assert stat.S_IMODE(entrance.file.stat().st_mode) == 0o600
    address = html.unescape(re.search(r'url=([^"]+)"', entrance.file.read_text("utf-8"))[1])
    assert address != entrance.address
    answer = stranger.get(address, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200
    assert f'content="0;url={EDITOR}/#key={SESSION.key}"' in answer.text
    assert len(answer.headers.get_list("set-cookie")) == 2
    assert address not in html.unescape(entrance.file.read_text("utf-8"))
    assert stat.S_IMODE(entrance.file.stat().st_mode) == 0o600
    assert stranger.get(address).status_code == 403
    entrance.close()
    assert not entrance.file.exists()


@pytest.mark.parametrize("change", [lambda t: "", lambda t: "x", lambda t: t[:-1], lambda t: t + "t", lambda t: "ђ"])
def test_a_wrong_token_gives_no_cookie(stranger, entrance, change):
    """Only the whole token is taken; none is where there is no file, or no session any more."""
    for end in (lambda: None, entrance.close):
        token = change(entrance.address.partition("=")[2])
        end()
        answer = stranger.get(f"{EDITOR}/", params={"token": token})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


def test_a_cookie_alone_opens_no_text(client, editor, site_folder):
    """Browsers send cookies to every port of a computer: whoever has the editor's cookie, by whatever server it came
    to, reads and writes nothing without the key, which stands in no page that the cookie opens."""
    before = site_folder.files_of(site_folder.content)
    client.headers.pop(KEY_HEADER)
    keyed = [one for one in editor_routes(editor, SESSION) if one.path.startswith(security.KEYED)]
    assert len(keyed) > 35
    for route in keyed:
        method = "POST" if "POST" in route.methods else "GET"
        path = route.path.replace("{name:path}", "images/a.jpg")
        for headers in ({}, {KEY_HEADER: "x"}, {KEY_HEADER: SESSION.cookie}, {KEY_HEADER: ""}):
            answer = client.request(method, path, headers={"content-type": "application/json", **headers}, content="{}")
            assert answer.status_code == 403, path
    assert site_folder.files_of(site_folder.content) == before
    for path in (f"{EDITOR}/", f"{EDITOR}/story?stem=news/2026/bridge", f"{EDITOR}/import"):
        page = client.get(path).text
        assert SESSION.key not in page
        assert "The bridge is open" not in page
    assert {one.path for one in editor_routes(editor, SESSION)} - {one.path for one in keyed} == {
        f"{EDITOR}/", f"{EDITOR}/story", f"{EDITOR}/import", f"{EDITOR}/files/{{version}}/{{place}}/{{name:path}}",
        f"{EDITOR}/preview", f"{EDITOR}/{{path:path}}", "/{path:path}",
    }  # fmt: skip
    # What is none of the editor's pages ends here: the site's port would lead back.
    assert client.get(f"{EDITOR}/page.story?stem=news/2026/bridge").status_code == 404


def test_the_site_has_an_origin_of_its_own(client, editor):
    """Scripts of the theme or of a plugin run at the site's origin: nothing of the editor is answered there, requests
    from there are refused, and its cookie opens nothing of the editor's."""
    assert client.get("/news/bridge/").headers["location"] == f"{SITE}/news/bridge/"
    for one in editor_routes(editor, SESSION):
        method = "POST" if "POST" in (one.methods or ()) else "GET"
        if one.path.startswith(security.KEYED):
            there = client.request(
                method, f"{SITE}{one.path}", content="{}", headers={"content-type": "application/json"}
            )
            assert there.status_code == (403 if method == "POST" else 307), one.path
            for origin in ({"origin": SITE}, {"origin": f"http://{HOST}", "sec-fetch-site": "same-site"}):
                headers = {"content-type": "application/json", **origin}
                if method == "POST" or origin["origin"] == SITE:
                    assert client.request(method, one.path, content="{}", headers=headers).status_code == 403
    client.cookies.delete(SESSION.cookie_name)
    client.cookies.set(SESSION.cookie_name, SESSION.site_cookie)
    assert client.get(f"{EDITOR}/api/list").status_code == 403
    for route in site_routes(editor, SESSION):
        assert "POST" not in (getattr(route, "methods", None) or ())


def test_only_the_editors_script_runs_in_the_frame(client, editor):
    """The page of the preview has no script of its own, its policy lets in no other than that which says what is
    clicked and pressed, and only the editor shows it."""
    editor.windows.rendered["w"] = (
        '<body><script src="/theme/x.js"></script><SCRIPT>alert(1)</SCRIPT ><p onclick="x()">Text</p>'
        '<script type="application/ld+json">{}</script></body>'
    )
    answer = client.get(f"{SITE}{EDITOR}/preview?window=w")
    nonce = re.search(r"script-src 'nonce-([\w-]+)';", answer.headers["content-security-policy"])[1]
    scripts = re.findall(r"(?i)<script[^>]*>", answer.text)
    assert scripts == [
        '<script type="application/ld+json">',
        f'<script nonce="{nonce}" src="{editor.interface.files_address()}/static/frame.js" data-editor="http://127.0.0.1:{PORT}">',
    ]
    assert (
        f"frame-ancestors http://127.0.0.1:{PORT} http://localhost:{PORT}" in answer.headers["content-security-policy"]
    )
    assert "connect-src 'none'" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert client.get(f"{EDITOR}/preview?window=w").headers["location"] == f"{SITE}{EDITOR}/preview?window=w"


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1:9", "127.0.0.1.evil.example", ""])
def test_a_rebound_name_is_refused(client, host):
    """A name of another site that is made to lead to this computer (DNS rebinding) gets nothing, cookie or not."""
    answer = client.get(f"{EDITOR}/api/list", headers={"host": host})
    assert answer.status_code == 421
    assert "bridge" not in answer.text


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", f"http://localhost:{PORT}", "http://127.0.0.1:9", SITE]
)
def test_other_origins_cannot_write(client, site_folder, origin):
    """A request that another site's page sends (CSRF) changes nothing, even with the cookie."""
    before = site_folder.files_of(site_folder.content)
    data = {"stem": "news/2026/bridge", "language": ""}
    answer = client.post(f"{EDITOR}/api/delete", json=data, headers={"origin": origin})
    assert answer.status_code == 403
    assert site_folder.files_of(site_folder.content) == before


def test_a_write_without_an_origin_is_refused(stranger):
    """A request that does not say where it comes from may not write."""
    stranger.cookies.set(SESSION.cookie_name, SESSION.cookie)
    assert stranger.post(SAVE, json={}, headers={KEY_HEADER: SESSION.key}).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_forms_of_other_sites_are_refused(client, kind):
    """The content types that a plain form can send are not taken."""
    answer = client.post(SAVE, content=b'{"stem": "news/2026/bridge"}', headers={"content-type": kind})
    assert answer.status_code == 415


def test_no_header_lets_other_origins_read(client):
    """There is no CORS: other origins are refused, asked first or not, and no answer says that they may read."""
    for method in ("GET", "OPTIONS"):
        answer = client.request(
            method,
            f"{EDITOR}/api/list",
            headers={"origin": "https://evil.example", "access-control-request-method": "POST"},
        )
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_pages_allow_nothing_inline(client):
    """The policy allows no inline script or style, and the pages have none."""
    answer = client.get(f"{EDITOR}/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    for page in (answer.text, client.get(f"{EDITOR}/story?stem=news/2026/bridge").text):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
        assert not re.search(r"<script(?![^>]*(?: src=|type=\"application/json\"))", page)


def test_the_policy_differs_from_answer_to_answer(client):
    """The key of the style sheet that CodeMirror adds is that of the page, and cannot be known before."""
    keys = set()
    for answer in (client.get(f"{EDITOR}/"), client.get(f"{EDITOR}/")):
        (key,) = re.findall(r"'nonce-([\w-]{16,})'", answer.headers["content-security-policy"])
        assert f'data-nonce="{key}"' in answer.text
        keys.add(key)
    assert len(keys) == 2


def test_answers_carry_protecting_headers(client):
    """Every answer says that it may not be framed, guessed at, kept, or read by others; refusals too."""
    for answer in (client.get(f"{EDITOR}/"), client.get(f"{SITE}/"), client.get("/", headers={"host": "evil.example"})):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "stem",
    ["../../etc/passwd", "news/../../x", "news/2026/../../../x", "/etc/passwd", "news/2026/.hidden/x", "images/x", ""],
)
def test_no_name_leads_out_of_the_content(client, site_folder, stem):
    """Names that lead elsewhere are refused by every request that takes one."""
    outside = site_folder.folder / "x.en.md"
    outside.write_text("Title: Outside\n\nSecret.\n", "utf-8")
    for path in (f"{EDITOR}/api/story?stem={stem}", f"{EDITOR}/api/versions?name={stem}.en.md"):
        answer = client.get(path)
        assert answer.status_code in (400, 422), path
        assert "Secret" not in answer.text
    drafts = {"texts": {"en": {"version": "", "base": "", "whole": "Title: Mine\n\nMine.\n"}}}
    for name, data in (
        ("save", {"stem": stem, "drafts": drafts, "window": "w"}),
        ("journal", {"stem": stem, "state": {}, "window": "w"}),
        ("delete", {"stem": stem}),
        ("translate", {"stem": stem, "language": "sr"}),
    ):
        assert client.post(f"{EDITOR}/api/{name}", json=data).status_code == 422, name
    assert outside.read_text("utf-8") == "Title: Outside\n\nSecret.\n"


def test_a_link_out_of_the_content_is_not_followed(client, site_folder):
    """A file of the content folder that is really a link to one elsewhere is neither shown nor written."""
    outside = site_folder.folder / "secret.txt"
    outside.write_text("Title: Secret\n\nSecret.\n", "utf-8")
    (site_folder.content / "news/2026/sneaky.en.md").symlink_to(outside)
    answer = client.get(f"{EDITOR}/api/story?stem=news/2026/sneaky")
    assert answer.status_code == 422
    assert "Secret" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"{EDITOR}/files/1/static/..%2f..%2fsite.py",
        f"{EDITOR}/files/1/theme/..%2f..%2fpelicanconf.py",
        f"{EDITOR}/files/1/..%2f/site.py",
        f"{EDITOR}/content/..%2fpelicanconf.py",
        f"{EDITOR}/content/news/2026/bridge.en.md",
        f"{SITE}/..%2fpelicanconf.py",
    ],
)
def test_only_public_files_are_served(client, path):
    """No address reaches the code, the settings or a text as a file."""
    answer = client.get(path)
    assert answer.status_code in (404, 503)
    for mark in ("__future__", "OUTPUT_PATH", "Title: "):
        assert mark not in answer.text
    assert "Title:" not in answer.text


def test_errors_show_no_secrets(client, editor, monkeypatch):
    """An error of the program itself is shown without its words, which may hold anything."""

    def fails(*_: object) -> None:
        raise RuntimeError("password=hunter2 in /home/ana")

    monkeypatch.setattr(editor.store, "journals", fails)
    answer = client.get(f"{EDITOR}/api/story?stem=news/2026/bridge")
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "/home" not in answer.text


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff", b'{"stem": 1}', b"[" * 100_000])
def test_malformed_requests_are_refused(client, body):
    """Whatever is sent, the answer is a refusal and not a failure of the server."""
    answer = client.post(SAVE, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)


def test_too_large_requests_are_refused(client):
    """A request that says it is larger than any file that is taken is not read."""
    answer = client.post(
        SAVE, content=b"{}", headers={"content-type": "application/json", "content-length": "999999999"}
    )
    assert answer.status_code == 413


def test_a_body_that_says_nothing_of_its_size_is_cut_off(client, monkeypatch):
    """A request that does not say how large it is is read up to the limit and refused then, without a word on the
    terminal."""
    monkeypatch.setattr(security, "LARGEST_REQUEST", 5000)
    for path in (SAVE, f"{EDITOR}/api/upload?stem=news/2026/bridge&name=a.jpg", f"{EDITOR}/api/import-read"):
        parts = (b"x" * 1000 for _ in range(9))
        answer = client.post(path, content=parts, headers={"content-type": "application/octet-stream"})
        assert answer.status_code == 413, path


# What stands where a page sends words: names that lead elsewhere, ends of lines, half a character, other types.
EVIL = (
    "../../x", "..\\..\\x", "/etc/passwd", "a\r\nX-Evil: 1", "a\u2028b | c", "a\0b", "\ud800", "x" * 9000, "", None, -1,
    1e308, [], {}, {"en": {"whole": 1, "fields": []}},
)  # fmt: skip
GIVEN = {
    "stem": "news/2026/bridge", "window": "w", "state": {}, "drafts": {"texts": {}, "shared": {}}, "edition": "en",
    "title": "New", "category": "", "goals": "", "language": "sr", "date": "", "key": "k", "slug": "other",
    "name": "news/2026/bridge.en.md", "rule": "double-space", "message": "m", "picture": "a.jpg", "value": "v",
    "word": "w", "source": "en", "target": "sr", "paragraphs": ["a"], "html": "", "plain": "p", "id": "1", "rows": [],
    "fields": {}, "number": 1, "moment": 1,
}  # fmt: skip
# Those that name a file or a place.
NAMES = "stem name language slug target edition id key window date".split()
ASKED = "stem name id window interface text language state category author goal kind order start n within".split()


def evil_requests(routes):
    """A request for each route and value: a text in all places of texts but that of the story, which is looked at
    first, and in those of words; what is no text in all places; and a name in each place of names alone."""
    texts = [key for key, value in GIVEN.items() if isinstance(value, str) and key != "stem"]
    words = [key for key in texts if key not in NAMES]
    for route in routes:
        if "POST" in route.methods and not route.path.endswith(("upload", "import-read")):
            for value in EVIL:
                for keys in (texts, words) if isinstance(value, str) else (GIVEN,):
                    yield "POST", route.path, {"content": json.dumps({**GIVEN, **dict.fromkeys(keys, value)})}
            for key in NAMES:
                yield "POST", route.path, {"content": json.dumps({**GIVEN, key: EVIL[0]})}
        elif "GET" in route.methods and not route.path.endswith("events"):
            for value in EVIL[:6]:
                path = route.path.replace("{name:path}", "..%2f..%2fsecret.txt")
                yield "GET", path, {"params": dict.fromkeys(ASKED, value)}


def test_no_request_leads_out_or_makes_the_server_fail(client, editor, site_folder, monkeypatch):
    """Whatever stands in any of the values that any request takes, no answer is a failure of the server or has a word
    of another file or of this computer, and nothing outside of the content and the cache is written; lists keep one
    entry a line."""
    folder, failures, secret = site_folder.folder, [], "S3cret."
    for name in ("x", "x.en.md", "secret.txt"):
        (folder / name).write_text(f"Title: Outside\n\n{secret}\n", "utf-8")
    monkeypatch.setattr(editor.process, "run", lambda command, emit, say: None)
    # What follows a change of the content is the same for all.
    monkeypatch.setattr(editor.site, "reload", lambda: None)
    outside = {file: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    routes = [route for route in editor_routes(editor, SESSION) if getattr(route, "methods", None)]
    for method, path, given in evil_requests(routes):
        answer = client.request(method, path, headers={"content-type": "application/json"}, **given)
        is_bad = answer.status_code >= 500 and answer.status_code != 503
        if is_bad or secret in answer.text or str(folder) in answer.text or "x-evil" in answer.headers:
            failures.append((path, str(given)[:200], answer.status_code, answer.text[:100]))
    assert failures == [], "\n".join(map(str, failures))
    assert {file: file.read_bytes() for file in folder.iterdir() if file.is_file()} == outside
    for name in ("dismissed.txt", "words.txt", "glossary.txt"):
        file = site_folder.content / name
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        assert not [line for line in lines if len(line) > 900 or line.startswith("X-Evil")], name


def test_nothing_is_written_through_a_folder_that_is_elsewhere(client, editor, site_folder):
    """Where a folder of the content is a link to one outside, no picture, file, story or translation is put there."""
    elsewhere = site_folder.folder / "elsewhere"
    elsewhere.mkdir()
    for name in ("images", "news/2027", "news/2028"):
        (site_folder.content / name).symlink_to(elsewhere)
    upload = f"{EDITOR}/api/upload?stem=news/2026/bridge&name=a.jpg"
    asked = [client.post(upload, content=picture(), headers=OCTETS)]
    asked.append(client.post(f"{EDITOR}/api/create", json={"title": "New", "date": "2027-01-01"}))
    assert [answer.status_code for answer in asked] == [422, 422]
    assert "leads out of content/" in asked[0].json()["error"]
    assert list(elsewhere.iterdir()) == []


def test_half_a_character_is_no_trap(client, editor):
    """Text that a program cut in the middle of a character is kept, checked, saved and opened, with a sign in its
    place; what an earlier version kept of it is opened too."""
    stem = "news/2026/bridge"
    story = client.get(f"{EDITOR}/api/story?stem={stem}").json()["texts"]["en"]
    draft = {
        "version": story["version"],
        "base": story["text"],
        "body": "Half \ud83d and \ud83d\ude00.\n",
        "fields": {},
    }
    drafts = {"texts": {"en": draft}, "shared": {}}
    json_type = {"content-type": "application/json"}
    for name, more in (("journal", {"state": drafts}), ("check", {"drafts": drafts}), ("save", {"drafts": drafts})):
        body = json.dumps({"stem": stem, "window": "w", **more})
        assert client.post(f"{EDITOR}/api/{name}", content=body, headers=json_type).status_code == 200, name
    assert (
        client.get(f"{EDITOR}/api/story?stem={stem}").json()["texts"]["en"]["body"] == "Half \ufffd and \U0001f600.\n"
    )
    editor.store.write_journal(stem, "old", {"texts": {"en": {**draft, "body": "\ud800"}}})
    answer = client.get(f"{EDITOR}/api/story?stem={stem}")
    assert answer.status_code == 200
    assert "\\ud800" in answer.text


OCTETS = {"content-type": "application/octet-stream"}
POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n%%EndComments\nshowpage\n%%EOF\n"
PSD = b"8BPS\x00\x01" + bytes(6) + b"\x00\x03\x00\x00\x00\x10\x00\x00\x00\x10\x00\x08\x00\x03" + bytes(900)


@pytest.mark.parametrize("data", [POSTSCRIPT, PSD, picture("ICNS", (64, 64)), picture("PCX")])
def test_only_known_formats_are_decoded(client, monkeypatch, data):
    """What is named .jpg and is another format, such as PostScript, starts no other program and is not decoded."""
    started = []
    monkeypatch.setattr(subprocess, "Popen", lambda *given, **_: started.append(given))
    monkeypatch.setattr(Image.Image, "load", lambda *_: started.append("decoded"))
    for name in ("a.jpg", "a.tif"):
        answer = client.post(f"{EDITOR}/api/upload?stem=news/2026/bridge&name={name}", content=data, headers=OCTETS)
        assert answer.status_code == 422
    assert started == []


def test_the_size_of_a_picture_is_known_before_it_is_decoded(client, monkeypatch):
    """A small file that would be huge in memory is refused by its header."""
    data = picture("PNG", (20_000, 8_000), "1")
    assert len(data) < 700_000
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("it is decoded"))
    answer = client.post(f"{EDITOR}/api/upload?stem=news/2026/bridge&name=a.png", content=data, headers=OCTETS)
    assert answer.status_code == 422
    assert "too large" in answer.json()["error"]


def test_one_picture_is_decoded_at_a_time(client, monkeypatch):
    """Requests that come together wait for each other where they take memory."""
    under_way, most, load = [], [], ImageFile.ImageFile.load

    def slow(self):
        under_way.append(self)
        most.append(len({id(one) for one in under_way}))
        time.sleep(0.05)
        try:
            return load(self)
        finally:
            under_way.remove(self)

    monkeypatch.setattr(ImageFile.ImageFile, "load", slow)
    pictures = [picture("TIFF", (900, 600 + number)) for number in range(4)]
    with ThreadPoolExecutor() as pool:
        opened = list(pool.map(open_and_close, pictures))
    assert opened == [(900, 600 + number) for number in range(4)]
    assert max(most) == 1


def open_and_close(data):
    """The size of a picture that is opened as an upload is."""
    with open_picture("a.tif", data, 3000) as picture:
        return picture.image.size


def test_what_may_not_be_attached_never_stands_in_the_content(client, site_folder, monkeypatch):
    """Files are checked elsewhere first: a build that reads the folder meanwhile sees nothing of them."""
    written = []
    monkeypatch.setattr(uploads, "write_atomically", lambda file, *_, **__: written.append(file))
    for name in ("a.html", "a.exe", "a.pdf"):
        upload = f"{EDITOR}/api/upload?stem=news/2026/bridge&name={name}"
        assert client.post(upload, content=b"<script>", headers=OCTETS).status_code == 422
    assert written == []


def test_a_story_that_was_renamed_outside_takes_uploads(client, editor, site_folder):
    """The window that has it open under its old name may go on adding pictures."""
    news = site_folder.content / "news/2026"
    editor.windows.stems["w"] = "news/2026/bridge"
    client.get(f"{EDITOR}/api/story?stem=news/2026/bridge")
    for language in ("en", "sr"):
        (news / f"bridge.{language}.md").rename(news / f"span.{language}.md")
    editor.site.reload()
    editor.follow_change()
    upload = f"{EDITOR}/api/upload?stem=news/2026/bridge&name=a.jpg"
    answer = client.post(upload, content=picture("JPEG"), headers=OCTETS)
    assert answer.status_code == 200, answer.text
    answer = client.post(upload.replace("a.jpg", "a.pdf"), content=PDF, headers=OCTETS)
    assert answer.json()["name"] == "news/2026/a.pdf"


@pytest.mark.usefixtures("own_theme")
def test_scripts_and_styles_are_kept_until_they_change(client, editor, site_folder):
    """A browser loads them once: pages name them at an address that changes with any of them, and only what is asked
    for there may be kept."""
    page = client.get(f"{EDITOR}/").text
    (style,) = re.findall(r'href="([^"]+tokens.css)"', page)
    assert "immutable" in client.get(style).headers["cache-control"]
    file = site_folder.folder / "theme/static/css/tokens.css"
    file.write_text(file.read_text("utf-8") + "/* changed */", "utf-8")
    assert client.get(style).headers["cache-control"] == "no-store"
    (changed,) = re.findall(r'href="([^"]+tokens.css)"', client.get(f"{EDITOR}/").text)
    assert changed != style
    assert client.get(changed).text.endswith("/* changed */")
    assert client.get(f"{editor.interface.files_address()}/static/story.js").status_code == 200


def test_pictures_of_the_list_are_small_and_may_be_kept(client, editor, site_folder):
    """A picture of three thousand pixels is a few kilobytes in the list, and is not sent again while it is the same."""
    (site_folder.content / "images").mkdir(exist_ok=True)
    file = site_folder.content / "images/large.jpg"
    file.write_bytes(picture("JPEG", (3000, 2000)))
    editor.site.reload()
    answer = client.get(f"{EDITOR}/thumbnail/images/large.jpg")
    assert answer.status_code == 200
    assert max(Image.open(BytesIO(answer.content)).size) == 240
    assert len(answer.content) < 20_000
    assert "no-store" not in answer.headers["cache-control"]
    again = client.get(f"{EDITOR}/thumbnail/images/large.jpg", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    file.write_bytes(picture("JPEG", (2000, 1000)))
    assert client.get(f"{EDITOR}/thumbnail/images/large.jpg").headers["etag"] != answer.headers["etag"]
    assert client.get(f"{EDITOR}/thumbnail/news/2026/bridge.en.md").status_code == 404


@pytest.mark.parametrize("digits", [400, 5000])
def test_numbers_that_are_none_are_refused(client, digits):
    """A number of hundreds of digits is a request that was not understood, and no failure of the server."""
    many = "9" * digits
    for path in (f"list?start={many}", f"list?goal={many}", f"import-attachment?id=x&n={many}"):
        assert client.get(f"{EDITOR}/api/{path}").status_code == 400, path
    json_type = {"content-type": "application/json"}
    for state in ("{}", "null"):
        body = f'{{"stem": "news/2026/bridge", "window": "w", "state": {state}, "number": {many}}}'
        answer = client.post(f"{EDITOR}/api/journal", content=body, headers=json_type)
        assert 400 <= answer.status_code < 500, state


def test_what_would_take_minutes_is_refused_in_a_sentence(client):
    """Four megabytes of signs, and a body of ten, are answered at once with what can be done."""
    started, marks = time.monotonic(), "<" * 4_000_000
    answers = [
        client.post(f"{EDITOR}/api/import-read?name=a.html", content=marks.encode(), headers=OCTETS),
        client.post(f"{EDITOR}/api/paste", json={"html": marks, "plain": ""}),
    ]
    drafts = {"texts": {"en": {"version": "", "base": "", "fields": {}, "body": "word " * 2_000_000}}, "shared": {}}
    for name in ("check", "render", "recompose"):
        data = {"stem": "news/2026/bridge", "window": "w", "edition": "en", "drafts": drafts}
        answers.append(client.post(f"{EDITOR}/api/{name}", json=data))
    assert [answer.status_code for answer in answers] == [422] * 5
    assert "too much markup" in answers[0].json()["error"]
    assert "too long" in answers[2].json()["error"]
    # Minutes, on a computer that is slow too.
    assert time.monotonic() - started < 60
    kept = {"stem": "news/2026/bridge", "window": "w", "state": drafts, "number": 1}
    assert client.post(f"{EDITOR}/api/journal", json=kept).status_code == 200
