"""The configurations that we deploy, in the real servers."""

import gzip
import http.client
import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
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
MINUTELY = {"cache-control": MINUTE}
NEWCOMERS = [
    ("/", "sr-RS,sr;q=0.8,en;q=0.5", "", "/sr/"),
    ("/", "sr-Cyrl-RS,en", "", "/sr-cyrl/"),
    ("/", "sr", "https://search.example/x", "/sr/"),
    ("/", "en,sr", "", None),
    ("/", "", "", None),
    ("/", "sr", "http://127.0.0.1:{port}/sr/", None),
    ("/", "sr-Cyrl", "http://127.0.0.1:{port}/sr/", None),
    ("/news/story-1/", "sr", "", None),
]
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


# What an address answers with: the edition's page for what is missing, where a redirect leads, headers.
MISSING = {address: edition for edition in sites.EDITIONS for address in (f"/{edition}nothing/", f"/{edition}a/b/c/")}
HEADERS = {
    "/sr/news/story-1/": {"cache-control": MINUTE, "content-type": "text/html; charset=utf-8"},
    f"/{sites.style_name(1)}": {"cache-control": YEAR, "content-type": "text/css; charset=utf-8"},
    "/theme/site.0123456789ab.css": {"cache-control": None},
    # Feeds may be read by scripts of other sites, and by nobody else is anything of ours.
    "/sr/feeds/news.atom.xml": {
        "content-type": "application/atom+xml; charset=utf-8",
        "access-control-allow-origin": "*",
    },
    "/": {"access-control-allow-origin": None, "cache-control": MINUTE},
    # A kind that only the settings know is saved; where there is no file, the page that says so is HTML.
    "/files/news/report.strange": {"content-type": "application/octet-stream"},
    "/files/news/nothing.pdf": {"content-type": "text/html; charset=utf-8"},
    "/feeds/nothing.atom.xml": {"content-type": "text/html; charset=utf-8"},
    **{
        f"/files/news/report.{ending}": {"content-type": content_type(f"files/news/report.{ending}")} | MINUTELY
        for ending in TYPES
    },
    **{f"/news/story-1/{name}": {"content-type": content_type(name)} for name in BESIDE_A_PAGE},
}


def test_headers_by_address(port) -> None:
    """Each answer, also an error, has all that keeps a reader safe; media type and caching follow from the address."""
    for address, expected in HEADERS.items():
        _, headers, _ = servers.get(port, address)
        assert headers["content-security-policy"] == POLICY
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert headers["permissions-policy"].startswith("camera=()")
        assert headers["cross-origin-opener-policy"] == "same-origin"
        for name, value in expected.items():
            found = headers.get(name)
            assert (found or "").lower().replace(" ", "") == (value or "").lower().replace(" ", ""), (address, name)


def test_what_each_address_leads_to(port, published) -> None:
    """A missing address shows the page of its edition; moved pages and folders redirect, and redirects hide no file of
    the site, whatever they say; what lies beside the site is not served; an old address that is newer than the server's
    configuration leads on by its page."""
    for address, edition in (MISSING | {"/sr/nothing": "sr/", "/theme/": ""}).items():
        status, _, body = servers.get(port, address)
        assert (status, f"<title>{edition or 'en'} not found" in body.decode()) == (404, True), address
    for address in ("/news/old/", "/news/old"):
        status, headers, _ = servers.get(port, address)
        assert (status, headers["location"]) == (301, "/news/story-1/")
    status, headers, _ = servers.get(port, "/news/story-1")
    assert status in (301, 308)
    assert headers["location"].endswith("/news/story-1/")
    assert [address for address in TAKEN if servers.get(port, address)[0] != 200] == []
    for address in ("/manifest.json", "/../manifest.json", "/.lock"):
        assert servers.get(port, address)[0] in (400, 404), address
    assert servers.get(port, "/", Accept_Language="sr")[0] == 200, "by default nobody is led to an edition"
    page = published / "current" / "moved" / "news" / "newer" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(redirect_page("/news/story-1/", "https://example.org"), "utf-8")
    status, _, body = servers.get(port, "/news/newer/")
    assert (status, b'url=/news/story-1/"' in body) == (200, True)


@pytest.mark.parametrize(("coding", "opened"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_precompressed_files_are_sent(port, coding, opened) -> None:
    """Whoever takes a compressed form gets it from disk, with the type of the page and a word to caches."""
    _, plain, body = servers.get(port, "/sr/", Accept_Encoding="identity")
    status, headers, pressed = servers.get(port, "/sr/", Accept_Encoding=coding)
    assert (status, headers["content-encoding"]) == (200, coding)
    assert opened(pressed) == body
    assert headers["content-type"] == plain["content-type"] == "text/html; charset=utf-8"
    assert "accept-encoding" in headers["vary"].lower()


@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_language_of_a_newcomer(server, published, tmp_path) -> None:
    """Switched on, only the bare front page redirects, by the first language, to editions that the site has, and never
    against a choice; nginx itself has nothing to warn of."""
    opened = partial(servers.nginx_for, brotli=True) if server == "nginx" else caddy_for
    albanian = servers.served_site(published, editions={"en": "", "sq": "sr"}, by_language=True)
    for site, table in (
        (servers.served_site(published, by_language=True), NEWCOMERS),
        (albanian, [("/", asked, "", goal) for asked, goal in (("sq-AL,en", "/sr/"), ("sr-Cyrl", None), ("sr", None))]),
    ):
        with opened(site, tmp_path / str(len(table))) as port:
            for address, asked, referer, goal in table:
                from_here = {"Referer": referer.format(port=port)} if referer else {}
                status, headers, _ = servers.get(port, address, Accept_Language=asked, **from_here)
                assert (status, headers.get("location")) == ((302, goal) if goal else (200, None)), asked
                assert address != "/" or "Accept-Language, Referer" in headers["vary"]
                assert headers["content-security-policy"] == POLICY
    said = "".join(log.read_text() for log in tmp_path.glob("*/*.log")) if server == "nginx" else ""
    assert [line for line in said.splitlines() if "[warn]" in line] == []


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
