"""What an article may not do: run anything in a reader's browser, change how the site looks, or tell what the computer
knows that builds it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.content.markup.allowed_html import ALLOWED_ATTRIBUTES, ALLOWED_ELEMENTS, SCHEMES
from plugins.content.markup.allowed_html import clean_html as cleaned
from tests.checkout import checkout
from tests.loops import times
from tests.small_site import SmallSite, small_site

LIGHT = {"SEARCH": False, "SOCIAL_CARDS": False, "WORKERS": 1}
SECRET = "sesame-93af-never-shown"
# What an author may not write, each beside a word of text that is to be kept.
FORBIDDEN = (
    "<script>alert('gone-a')</script>kept-a",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>kept-b",
    "<p onclick=\"alert('gone-c')\">kept-c</p>",
    '<img src="images/dot.png" onerror="alert(\'gone-d\')">kept-d',
    '<p style="position:fixed;inset:0">kept-e</p>',
    "<style>body { display: none }</style>kept-f",
    '<a href="javascript:alert(1)">kept-g</a>',
    '<a href="JaVaScript:alert(1)">kept-h</a>',
    "[kept-i](JAVASCRIPT:alert(1))",
    "[kept-j](javascript:alert(1))",
    '[kept-k](data:text/html;base64,PHNjcmlwdD4= "title")',
    "[kept-l][odd]\n\n[odd]: vbscript:run",
    '<iframe src="https://evil.example"></iframe>kept-m',
    '<object data="x.swf"></object>kept-n',
    '<form action="https://evil.example"><button>kept-o</button></form>',
    '<svg onload="alert(1)"><circle r="1"></circle></svg>kept-p',
    '<math><mtext><img src=images/dot.png onerror="alert(1)"></mtext></math>kept-q',
    '<base href="https://evil.example/">kept-r',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">kept-s',
    '<link rel="stylesheet" href="https://evil.example/x.css">kept-t',
    "<!-- gone-u -->kept-u",
    '<a href="https://un.org" target="_blank" ping="https://evil.example">kept-v</a>',
    '<p class="site-header" data-role="x">kept-w</p>',
    "<details ontoggle=alert(1) open><summary>kept-x</summary></details>",
    '<a href="file:///etc/passwd">kept-y</a>',
    '<noscript><p title="</noscript><img src=images/dot.png onerror=alert(1)>">kept-z</p></noscript>',
)
# Ways to write an address that runs something, so that a careless filter does not see it.
HIDDEN = (
    '<a href="JaVa&#115;cript:alert(1)">kept</a>',
    '<a href=" &#9;javascript:alert(1)">kept</a>',
    '<a href="java&#10;script:alert(1)">kept</a>',
    '<a href="&#1;javascript:alert(1)">kept</a>',
    '<img src="data:image/svg+xml,x" alt="kept">',
)
# What an author may write, as it then is in the page.
ALLOWED = (
    '<abbr title="United Nations">UN</abbr>',
    '<span lang="fr">bonjour</span>',
    "<sup>2</sup>",
    "<kbd>Ctrl</kbd>",
    '<a href="mailto:desk@example.org">write</a>',
    '<a href="tel:+381">call</a>',
    '<time datetime="2026-03-01">1 March</time>',
)


class Elements(HTMLParser):
    """The elements of a piece of HTML, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))


def permitted(tag: str) -> set[str]:
    """The attributes that an element may have."""
    extra = {"class"} if tag in {"td", "th", "span"} else set()
    return ALLOWED_ATTRIBUTES["*"] | ALLOWED_ATTRIBUTES.get(tag, set()) | extra


def forbidden_markup(html: str) -> list[str]:
    """Whatever in a piece of HTML is not on the lists."""
    found = Elements(html).found
    odd = [tag for tag, _ in found if tag not in ALLOWED_ELEMENTS]
    odd += [f"{tag} {name}" for tag, given in found for name in given if name not in permitted(tag)]
    addresses = [given[name] or "" for _, given in found for name in ("href", "src") if name in given]
    return odd + [
        address
        for address in addresses
        if address.partition(":")[0].strip().lower() in {"javascript", "data", "vbscript", "file"}
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with everything forbidden in one article and everything allowed in another, in both languages."""
    site = small_site(tmp_path_factory.mktemp("safety"), **LIGHT)
    site.write("images/dot.png", (Path(__file__).parent.parent / "build_cache" / "dot.png").read_bytes())
    for language in ("en", "sr"):
        site.article(
            "forbidden", language, "\n\n".join(FORBIDDEN), **({"category": "local"} if language == "en" else {})
        )
    site.article("allowed", "en", "\n\n".join(ALLOWED), category="local")
    fields = {"title": "A <script>alert('t')</script> title", "summary": "<img src=x onerror=alert('s')> in short"}
    site.article("titled", "en", author="<b onclick=alert('n')>Ana</b>", category="local", **fields)
    site.build()
    return site


def body_of(site: SmallSite, address: str) -> str:
    """The HTML of an article's text."""
    body = site.page(address).select_one("article")
    assert body
    return str(body)


@pytest.mark.parametrize("edition", ["", "/sr", "/sr-cyrl"])
def test_raw_html_is_restricted(site: SmallSite, edition: str) -> None:
    """Scripts, handlers, styles, frames, forms and addresses that run something are gone in every edition."""
    html = body_of(site, f"{edition}/news/forbidden/").lower()
    for gone in (
        "gone-",
        "evil.example",
        "onerror",
        "onclick",
        "onload",
        "ontoggle",
        "vbscript",
        "javascript:",
        "data:text",
    ):
        assert gone not in html, gone
    for word in ("position:fixed", "site-header", "<iframe", "<form", "<svg onload", "<object", "<base", "/etc/passwd"):
        assert word not in html, word


def test_the_text_is_kept(site: SmallSite) -> None:
    """Whatever stood beside or inside what is gone is still to be read."""
    text = BeautifulSoup(site.text("/news/forbidden/"), "lxml").get_text()
    assert [letter for letter in "abcdefghijklmnopqrstuvwxyz" if f"kept-{letter}" not in text] == []


@pytest.mark.parametrize("allowed", ALLOWED)
def test_what_is_listed_is_allowed(site: SmallSite, allowed: str) -> None:
    """The HTML that the manual allows is in the page as written."""
    assert allowed in site.text("/news/allowed/")


def test_titles_summaries_and_names_are_text(site: SmallSite) -> None:
    """HTML in a header is shown as it was written, in pages, lists and feeds, and is never run."""
    for address in ("/news/titled/", "/", "/category/local/", "/feeds/news.atom.xml"):
        text = site.text(address)
        for part in ("<script>alert", "<img src=x", "<b onclick"):
            assert part not in text, address
    assert site.page("/news/titled/").select_one("h1").get_text(strip=True) == "A <script>alert('t')</script> title"


@pytest.mark.parametrize("html", HIDDEN)
def test_a_hidden_scheme_is_seen(html: str) -> None:
    """An address that runs something goes however it is written, and the text stays."""
    clean = cleaned(html)
    assert forbidden_markup(clean) == []
    assert not any({"href", "src"} & set(given) for _, given in Elements(clean).found)
    assert "kept" in clean


TOKENS = st.sampled_from(
    "< > \" ' = / : ; & \0 \t \n <script> </script> <style> </style> <a href= <img src= onerror= onclick= style= "
    "javascript: data: &#106; &colon; <!-- --> <![CDATA[ ]]> <svg> <math> <mtext> <noscript> <template> <p> </p> "
    "<table> <td> <select> <textarea> <title> <xmp> <h1> <b> x y ` ![ ]( ) [x]: **".split(" ")
)


@settings(max_examples=times(150, 400), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TOKENS, max_size=30).map("".join))
def test_whatever_is_written_only_the_lists_remain(html: str) -> None:
    """Out of any broken or hostile HTML come only elements, attributes and schemes of the lists."""
    assert forbidden_markup(cleaned(html)) == []


def test_the_lists_name_nothing_that_runs() -> None:
    """No list of what is allowed holds a handler, a style, an element that loads a program, or a scheme that runs
    one."""
    names = {name for allowed in ALLOWED_ATTRIBUTES.values() for name in allowed}
    assert not any(name.startswith("on") or name in {"style", "srcdoc", "formaction"} for name in names)
    assert ALLOWED_ELEMENTS.isdisjoint(
        "script style iframe object embed form input button svg math link meta base template".split()
    )
    assert {"http", "https", "mailto", "tel"} == SCHEMES


@pytest.mark.long
@pytest.mark.parametrize("broken", [False, True])
def test_a_secret_of_the_environment_is_never_shown(tmp_path: Path, broken: bool) -> None:
    """Passwords in the environment stand neither in the output, nor in the cache, nor in what a build says, be it good
    or bad."""
    names = ("DEPLOY_PASSWORD", "AWS_SECRET_ACCESS_KEY", "PREVIEW_KEY", "GITHUB_TOKEN")
    place = checkout(tmp_path / "site", **{name: f"{SECRET}-{name}" for name in names})
    body = "Read $DEPLOY_PASSWORD, ${PREVIEW_KEY}, {{ DEPLOY_PASSWORD }}, {{ PREVIEW_KEY }} and %GITHUB_TOKEN%.\n"
    place.site.article("curious", body=body, category="local", **({"sdgs": "$GITHUB_TOKEN"} if broken else {}))
    (place.folder / "publishconf.py").write_bytes((Path(__file__).parents[2] / "publishconf.py").read_bytes())
    for settings_file in ("pelicanconf.py", "publishconf.py"):
        code = f"from plugins.cli.commands.build import build; raise SystemExit(build({settings_file!r}))"
        done = place.run(code)
        assert done.returncode == int(broken), done.stderr
        assert SECRET not in done.stdout + done.stderr
    for folder in (place.site.output, place.folder / "published", place.folder / ".cache"):
        assert not any(SECRET.encode() in data for data in SmallSite.files_of(folder).values())
