"""Whatever one file of the content holds, a build succeeds or names that file, and touches nothing that is not its
own."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from plugins.diagnostics import ContentErrors
from tests.builds.mutants import SECRET, VICTIMS, besieged, contents
from tests.builds.watching import outside, watched
from tests.small_site import SmallSite

# A longer run: MUTATIONS=5000 ./inv test --only tests/builds
EXAMPLES = int(os.environ.get("MUTATIONS", "120" if os.environ.get("CI") == "true" else "300"))
OTHERS = [f"{prefix}news/{slug}/index.html" for prefix in ("", "sr/", "sr-cyrl/") for slug in ("steady", "second")]


@dataclass(frozen=True)
class Siege:
    """A site, and the stories that stand beside the mutated one, as they were."""

    site: SmallSite = field(repr=False)
    stories: dict[str, str] = field(repr=False)


@pytest.fixture(scope="module")
def siege() -> Iterator[Siege]:
    """A site built once without the file that is mutated."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="mutations-", dir=memory) as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPLOY_PASSWORD", SECRET)
        site = besieged(Path(folder))
        site.build()
        yield Siege(site, stories(site))


def stories(site: SmallSite) -> dict[str, str]:
    """What the other stories say: their articles without the lists of further ones."""
    return {name: site.text(f"/{name}").partition("<article")[2].partition("</article>")[0] for name in OTHERS}


def around(site: SmallSite) -> dict[str, bytes]:
    """Every file near the site that a build has no business with."""
    top = site.folder.parent.parent.parent
    mine = (site.output, site.folder / ".cache")
    found = (file for file in top.rglob("*") if not any(file.is_relative_to(folder) for folder in mine))
    return {str(file): file.read_bytes() for file in found if file.is_file() and not file.is_symlink()}


@pytest.mark.long
@pytest.mark.beside
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(victim=st.sampled_from(VICTIMS), raw=contents, paired=st.booleans())
def test_mutated_content(siege: Siege, victim: str, raw: bytes, paired: bool) -> None:
    """A mutated file is published or named; nothing is written outside, nothing outside is shown, no other story
    changes."""
    site = siege.site
    for name in VICTIMS:
        (site.content / name).unlink(missing_ok=True)
    if paired and victim.startswith("news"):
        site.article("victim", "sr" if victim == VICTIMS[0] else "en", date="")
    site.write(victim, raw)
    before = around(site)

    with watched() as places:
        diagnostics = fault_of(site)

    event("named" if diagnostics else "published")
    assert all("victim" in diagnostic for diagnostic in diagnostics), diagnostics
    assert outside(places, site.output, site.folder / ".cache") == []
    assert around(site) == before
    assert stories(site) == siege.stories
    assert SECRET not in "".join(diagnostics)
    assert not any(SECRET.encode() in data for data in site.files().values())


def fault_of(site: SmallSite) -> list[str]:
    """Build; the faults in the content, each as an editor reads it."""
    before = site.files()
    try:
        site.build()
    except ContentErrors as error:
        assert site.files() == before
        return list(map(str, error.diagnostics))
    return []
