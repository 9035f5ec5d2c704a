"""The configurations that we deploy, in the real servers."""

import gzip
import http.client
import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.links.attachments import TYPES
from plugins.publishing import compress
from plugins.publishing.media_types import content_type
from plugins.publishing.redirects import caddy_redirects, nginx_map, redirect_page
from plugins.publishing.web_servers import (
    ServedSite,
    language_redirects,
    server_configuration,
)
from plugins.system.digests import FileDigests
from tests.needs import need
from tests.ports import free_port
from tests.publishing import servers, sites
from tests.publishing.attempts import Log, publishes

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
YEAR = "public, max-age=31536000, immutable"
TAKEN = ("/", "/sr/", "/robots.txt", "/feeds/news.atom.xml", "/files/news/report.pdf", "/news/story-1/", "/404.html")
# Other forms of a story, beside its page.
BESIDE_A_PAGE = ("index.md", "event.ics", "story-1.zip")
MINUTE = "public, max-age=60, must-revalidate"
ADMIN = "{{\n\tadmin off\n\tauto_https off\n\tstorage file_system {}\n}}\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """A published, compressed site with a moved page; its redirects wrongly name addresses of the site too."""
    folder = tmp_path_factory.mktemp("serving")
    built = sites.build(folder / "output", 1)
    for ending in (*TYPES, "strange"):
        (built / "files" / "news").mkdir(parents=True, exist_ok=True)
        (built / "files" / "news" / f"report.{ending}").write_bytes(b"1;2;3\n" * 200)
    for name in BESIDE_A_PAGE:
        (built / "news" / "story-1" / name).write_bytes(b"words\n" * 200)
    output = compress(built, folder / "cache", FileDigests())
    targets = {"here": {"kind": "folder", "path": str(folder / "published")}}
    moved = {"/news/old/": "/news/story-1/"}
    log = Log()
    assert publishes(output, targets, log, redirects=moved)
    wrong = dict.fromkeys(TAKEN, "/news/story-1/")
    for name, text in (("redirects.map", nginx_map(wrong)), ("redirects.caddy", caddy_redirects(wrong))):
        with (folder / "published" / "current" / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return folder / "published"


@contextmanager
def caddy_for(site: ServedSite, folder: Path) -> Iterator[int]:
    """Caddy with our Caddyfile."""
    program, port = need("caddy"), free_port()
    text = server_configuration("caddy", site).replace(f"{site.host} {{\n", f"http://127.0.0.1:{port} {{\n")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Caddyfile").write_text(ADMIN.format(folder) + text, "utf-8")
    command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with servers.running(command, port, folder / "caddy.log"):
        yield port


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def port(request, published, tmp_path_factory) -> Iterator[int]:
    """Each server in turn over the same site."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "caddy":
        with caddy_for(servers.served_site(published), folder) as number:
            yield number
    else:
        with servers.nginx_for(servers.served_site(published), folder, brotli=True) as number:
            yield number


def test_security_headers_on_every_answer(port) -> None:
    """Pages, parts and errors carry the whole set, and no policy allows inline code."""
    for address in ("/", f"/{sites.style_name(1)}", "/nothing/", "/feeds/news.atom.xml"):
        _, headers, _ = servers.get(port, address)

        assert headers["content-security-policy"] == POLICY
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert headers["permissions-policy"].startswith("camera=()")
        assert headers["cross-origin-opener-policy"] == "same-origin"


def test_nginx_starts_without_a_warning(published, tmp_path) -> None:
    """An administrator sees what nginx itself reports, and nothing of ours."""
    with servers.nginx_for(servers.served_site(published, by_language=True), tmp_path / "s", brotli=True):
        reported = (tmp_path / "s" / "error.log").read_text() + (tmp_path / "s" / "out.log").read_text()
    assert [line for line in reported.splitlines() if "[warn]" in line] == []


def test_cache_headers_by_name(port) -> None:
    """Fingerprinted parts for a year, all else for a minute, and an error not at all."""
    assert servers.get(port, f"/{sites.style_name(1)}")[1]["cache-control"] == YEAR
    assert servers.get(port, "/")[1]["cache-control"] == MINUTE
    assert servers.get(port, "/sr/news/story-1/")[1]["cache-control"] == MINUTE
    assert "cache-control" not in servers.get(port, "/theme/site.0123456789ab.css")[1]


@pytest.mark.parametrize(("coding", "opened"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_precompressed_files_are_sent(port, coding, opened) -> None:
    """Whoever takes a compressed form gets it from disk, with the type of the page and a word to caches."""
    _, plain, body = servers.get(port, "/sr/", Accept_Encoding="identity")

    status, headers, pressed = servers.get(port, "/sr/", Accept_Encoding=coding)

    assert (status, headers["content-encoding"]) == (200, coding)
    assert opened(pressed) == body
    assert headers["content-type"] == plain["content-type"] == "text/html; charset=utf-8"
    assert "accept-encoding" in headers["vary"].lower()


def test_each_edition_has_its_own_page_for_what_is_missing(port) -> None:
    """A missing address below an edition shows that edition's page; below anything else the root's."""
    for address, edition in (("/nothing/", ""), ("/news/nothing/", ""), ("/sr/nothing", "sr/"), ("/sr/a/b/c/", "sr/")):
        status, _, body = servers.get(port, address)

        assert status == 404, address
        assert f"<title>{edition or 'en'} not found" in body.decode(), address


def test_moved_page_is_a_permanent_redirect(port) -> None:
    """An old address leads to the new one, with and without its last slash."""
    for address in ("/news/old/", "/news/old"):
        status, headers, _ = servers.get(port, address)

        assert (status, headers["location"]) == (301, "/news/story-1/")


@pytest.mark.parametrize("address", TAKEN)
def test_redirect_never_hides_a_file_of_the_site(port, address) -> None:
    """Whatever the redirects say, an address that the site has is answered with its file."""
    assert servers.get(port, address)[0] == 200


def test_redirect_page_works_before_the_server_reads_redirects(port, published) -> None:
    """An old address that is newer than the server's configuration leads on by its page, which needs no reload."""
    page = published / "current" / "moved" / "news" / "newer" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(redirect_page("/news/story-1/", "https://example.org"), "utf-8")

    status, _, body = servers.get(port, "/news/newer/")

    assert status == 200
    assert b'url=/news/story-1/"' in body


def test_folder_without_an_index_is_missing(port) -> None:
    """A folder that is no page answers as any missing address does."""
    status, _, body = servers.get(port, "/theme/")

    assert status == 404
    assert b"<title>en not found" in body


def test_folder_without_slash_is_led_to_its_page(port) -> None:
    """``/news/story-1`` leads to ``/news/story-1/`` on the same host."""
    status, headers, _ = servers.get(port, "/news/story-1")

    assert status in (301, 308)
    assert headers["location"] == "/news/story-1/" or headers["location"].endswith(f":{port}/news/story-1/")


def test_feeds_have_their_type_and_are_open(port) -> None:
    """A feed is Atom in UTF-8, and scripts of other sites may read it."""
    _, headers, _ = servers.get(port, "/sr/feeds/news.atom.xml")

    assert headers["content-type"].lower().replace(" ", "") == "application/atom+xml;charset=utf-8"
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in servers.get(port, "/")[1]


@pytest.mark.parametrize("ending", TYPES)
def test_attachments_have_their_type(port, ending) -> None:
    """A file that stories link to is sent as what it is, never guessed at, and asked for again as soon as a page."""
    status, headers, body = servers.get(port, f"/files/news/report.{ending}")

    assert (status, body) == (200, b"1;2;3\n" * 200)
    assert headers["content-type"] == content_type(f"files/news/report.{ending}")
    assert (headers["cache-control"], headers["x-content-type-options"]) == (MINUTE, "nosniff")


@pytest.mark.parametrize("name", BESIDE_A_PAGE)
def test_other_forms_of_a_story_have_their_type(port, name) -> None:
    """A story's Markdown, its entry for calendars and its press kit are sent as what they are."""
    status, headers, body = servers.get(port, f"/news/story-1/{name}")

    assert (status, body) == (200, b"words\n" * 200)
    assert headers["content-type"].lower().replace(" ", "") == content_type(name).replace(" ", "")


def test_other_attachments_are_saved(port) -> None:
    """A kind that only the settings know is no page of ours; where there is no file, the page that says so is HTML."""
    assert servers.get(port, "/files/news/report.strange")[1]["content-type"] == "application/octet-stream"
    for address in ("/files/news/nothing.pdf", "/feeds/nothing.atom.xml"):
        status, headers, body = servers.get(port, address)
        assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8"), address
        assert b"not found" in body


def test_front_page_redirects_nobody_by_default(port) -> None:
    """Off by default: the bare front page is English for everybody."""
    assert servers.get(port, "/", Accept_Language="sr")[0] == 200


def test_manifest_is_not_served(port) -> None:
    """What lies beside the site is not of the site."""
    for address in ("/manifest.json", "/../manifest.json", "/.lock"):
        assert servers.get(port, address)[0] in (400, 404), address


@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_language_of_a_newcomer(server, published, tmp_path) -> None:
    """Switched on, only the bare front page redirects, by the first language, and never against a choice."""
    opened = servers.nginx_for if server == "nginx" else caddy_for
    with opened(servers.served_site(published, by_language=True), tmp_path / "s") as port:
        own = {"Referer": f"http://127.0.0.1:{port}/sr/"}
        table = [
            ("/", {"Accept_Language": "sr-RS,sr;q=0.8,en;q=0.5"}, "/sr/"),
            ("/", {"Accept_Language": "sr-Cyrl-RS,en"}, "/sr-cyrl/"),
            ("/", {"Accept_Language": "sr", "Referer": "https://search.example/x"}, "/sr/"),
            ("/", {"Accept_Language": "en,sr"}, None),
            ("/", {}, None),
            ("/", {"Accept_Language": "sr", **own}, None),
            ("/", {"Accept_Language": "sr-Cyrl", **own}, None),
            ("/news/story-1/", {"Accept_Language": "sr"}, None),
        ]
        for address, asked, goal in table:
            status, headers, _ = servers.get(port, address, **asked)

            assert (status, headers.get("location")) == ((302, goal) if goal else (200, None)), asked
            assert address != "/" or "Accept-Language, Referer" in headers["vary"]
            assert headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_newcomers_get_only_editions_that_the_site_has(server, published, tmp_path) -> None:
    """The languages are those of the site: an Albanian edition gets who asks for sq, and nobody is sent to /sr-cyrl/
    of a site that has none."""
    editions = {"en": "", "sq": "sr"}
    opened = servers.nginx_for if server == "nginx" else caddy_for
    with opened(servers.served_site(published, editions=editions, by_language=True), tmp_path / "s") as port:
        for asked, goal in (("sq-AL,en", "/sr/"), ("sr-Cyrl", None), ("sr", None), ("en", None)):
            assert servers.get(port, "/", Accept_Language=asked)[1].get("location") == goal, asked


@given(st.lists(st.sampled_from("en sr sr-Latn sr-Cyrl sr-Latn-RS sq pt-BR pt ar".split()), unique=True, min_size=1))
def test_each_language_leads_to_its_edition(tags: list[str]) -> None:
    """Whatever a browser asks for, redirects that fit agree; an edition's own tag leads to it, another tag to one
    in that language, or stays where the root has it."""
    editions = {tag: tag.lower() if place else "" for place, tag in enumerate(tags)}
    redirects = language_redirects(editions)
    for asked in ("en", "sr", "sr-Latn", "sr-Cyrl", "sr-RS", "sr-Latn-RS", "sq-AL", "pt-PT", "ar-EG", "fr"):
        fitting = [
            redirect
            for redirect in redirects
            if re.match(rf"{redirect.language}\b", asked, re.I)
            and not any(re.match(rf"{tag}\b", asked, re.I) for tag in redirect.more_exact)
        ]
        (prefix,) = {redirect.path.strip("/") for redirect in fitting} or {""}
        reached = next(tag for tag, folder in editions.items() if folder == prefix)
        in_language = [tag for tag in tags if tag.split("-")[0] == asked.split("-")[0]]
        assert reached == asked if asked in tags else reached in (in_language or tags[:1])


def test_nginx_over_tls(published, tmp_path) -> None:
    """With a certificate the configuration is used as it stands, and speaks only modern TLS."""
    keys = tmp_path / "keys"
    keys.mkdir()
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout privkey.pem -out fullchain.pem"
    )
    subprocess.run(command.split(), cwd=keys, check=True, capture_output=True)
    context = ssl.create_default_context(cafile=str(keys / "fullchain.pem"))
    context.check_hostname = False
    with servers.nginx_for(servers.served_site(published), tmp_path / "nginx", keys=keys) as port:
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context)
        with closing(connection):
            connection.request("GET", "/sr/")
            answer = connection.getresponse()

            assert (answer.status, answer.getheader("Strict-Transport-Security")) == (200, "max-age=31536000")
            assert answer.read() == sites.page_of(1, "sr/index.html")
            assert connection.sock.version() in ("TLSv1.2", "TLSv1.3")


def test_plain_http_serves_certbot_and_redirects_the_rest(tmp_path) -> None:
    """Port 80 answers the certificate authority, without a certificate of its own, and leads all else to https."""
    text = server_configuration("nginx", servers.served_site(tmp_path))
    start, end = text.index("server {\n    listen 80;"), text.index("server {\n    listen 443")
    port = free_port()
    block = text[start:end].replace("    listen [::]:80;\n", "").replace("listen 80", f"listen 127.0.0.1:{port}")
    proof = tmp_path / "acme" / ".well-known" / "acme-challenge" / "token"
    proof.parent.mkdir(parents=True)
    proof.write_text("proof", "utf-8")
    with servers.nginx(tmp_path / "nginx", block.replace("/var/www/acme", str(tmp_path / "acme")), port):
        assert servers.get(port, "/.well-known/acme-challenge/token")[::2] == (200, b"proof")
        status, headers, _ = servers.get(port, "/sr/")
    assert (status, headers["location"]) == (301, "https://127.0.0.1/sr/")
