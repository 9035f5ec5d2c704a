"""Whatever bytes one content file has, a build publishes it or reports it, and writes only to its own folders."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from plugins.diagnostics import ContentErrors
from tests.builds.mutants import SECRET, VICTIMS, adversarial_site, contents
from tests.builds.write_recorder import outside, record_writes
from tests.loops import times
from tests.small_site import SmallSite

EXAMPLES = times(15, 2000)
OTHERS = [f"{prefix}news/{slug}/index.html" for prefix in ("", "sr/", "sr-cyrl/") for slug in ("steady", "second")]


@dataclass(frozen=True)
class BuiltSite:
    """A built site, and its other stories before the mutation."""

    site: SmallSite = field(repr=False)
    stories: dict[str, str] = field(repr=False)


@pytest.fixture(scope="module")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltSite]:
    """A site built once without the file that is mutated."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPLOY_PASSWORD", SECRET)
        site = adversarial_site(tmp_path_factory.mktemp("mutations"))
        site.build()
        yield BuiltSite(site, read_stories(site))


def read_stories(site: SmallSite) -> dict[str, str]:
    """The articles of the other stories, without the lists of related ones."""
    return {name: site.text(f"/{name}").partition("<article")[2].partition("</article>")[0] for name in OTHERS}


def read_outside_files(site: SmallSite) -> dict[str, bytes]:
    """Every file of the content and around the site, which a build may not change."""
    top = site.folder.parent.parent.parent
    mine = (site.output, site.folder / ".cache")
    found = (file for file in top.rglob("*") if not any(file.is_relative_to(folder) for folder in mine))
    return {str(file): file.read_bytes() for file in found if file.is_file() and not file.is_symlink()}


@pytest.mark.long
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(victim=st.sampled_from(VICTIMS), raw=contents, paired=st.booleans())
def test_mutated_content(built_site: BuiltSite, victim: str, raw: bytes, paired: bool) -> None:
    """A mutated file is published or reported; nothing is written outside the site, no file outside it is published,
    and no other story changes."""
    site = built_site.site
    for name in VICTIMS:
        (site.content / name).unlink(missing_ok=True)
    if paired and victim.startswith("news"):
        site.article("victim", "sr" if victim == VICTIMS[0] else "en", date="")
    site.write(victim, raw)
    before = read_outside_files(site)

    with record_writes() as places:
        diagnostics = build_errors(site)

    event("named" if diagnostics else "published")
    assert all("victim" in diagnostic for diagnostic in diagnostics), diagnostics
    assert outside(places, site.output, site.folder / ".cache") == []
    assert read_outside_files(site) == before
    assert read_stories(site) == built_site.stories
    assert SECRET not in "".join(diagnostics)
    assert not any(SECRET.encode() in data for data in site.files().values())


def build_errors(site: SmallSite) -> list[str]:
    """Build, and return the errors in the content as messages."""
    before = site.files()
    try:
        site.build()
    except ContentErrors as error:
        assert site.files() == before
        return list(map(str, error.diagnostics))
    return []
