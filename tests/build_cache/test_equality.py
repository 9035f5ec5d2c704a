"""The law: with the plugin, after any sequence of edits, the output is byte for byte that of a clean build without
it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.devserver.fast_preview import preview_changes
from tests.build_cache.newsdesk import EDITS, SETTINGS, NewsDesk, newsdesk
from tests.small_site import SmallSite

# A longer run: LAW_EXAMPLES=3000 ./inv test --only tests/build_cache
EXAMPLES = int(os.environ.get("LAW_EXAMPLES", "300"))
# Those of them in one process; each of their steps is compared, which takes several times as long.
SERVED = max(1, EXAMPLES // 10)
Edits = list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewsDesk]:
    """A site built once, from which every sequence starts."""
    memory = Path("/dev/shm")
    folder = tmp_path_factory.mktemp("law") if not os.access(memory, os.W_OK) else memory / f"law-{os.getpid()}"
    desk = newsdesk(folder)
    desk.build()
    yield desk
    for leftover in folder.parent.glob(f"{folder.name}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def begun(beginning: NewsDesk) -> NewsDesk:
    """The site at its beginning, in the same place, since a cache knows what it is the cache of."""
    master = beginning.site.folder.with_name(f"{beginning.site.folder.name}-master")
    if not master.exists():
        shutil.copytree(beginning.site.folder, master)
    shutil.rmtree(beginning.site.folder)
    shutil.copytree(master, beginning.site.folder)
    return beginning


SEQUENCES = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9), st.integers(0, len(SETTINGS) - 1)),
    min_size=1,
    max_size=3,
)


def files(desk: NewsDesk) -> dict[str, bytes]:
    """Every file of the output."""
    return SmallSite(desk.site.folder, {}).files_of(desk.site.output)


@pytest.mark.long
@pytest.mark.beside
@settings(max_examples=max(1, EXAMPLES - SERVED), deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=SEQUENCES)
def test_law(beginning: NewsDesk, edits: Edits) -> None:
    """Whatever is added, changed, removed, renamed, translated or set, an incremental build gives a clean build's
    bytes."""
    desk = begun(beginning)
    setting: dict[str, object] = {}
    for name, number, chosen in edits:
        EDITS[name](desk, number)
        setting = dict(SETTINGS[chosen])
        try_build(desk, setting)
    try:
        expected = desk.clean(desk.site.folder, **setting)
    except Exception as diagnostic:
        with pytest.raises(type(diagnostic)):
            desk.build(**setting)
        return

    assert files(desk) == expected


def try_build(desk: NewsDesk, setting: dict[str, object]) -> None:
    """Build; what editors got wrong on the way is no matter of this test."""
    from plugins.diagnostics import ContentErrors

    try:
        desk.build(**setting)
    except ContentErrors:
        return


@pytest.mark.long
@pytest.mark.beside
@settings(max_examples=SERVED, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=SEQUENCES)
def test_law_of_serving(beginning: NewsDesk, edits: Edits) -> None:
    """The same in one process, as `serve` builds: each build by what the last one left in memory, after a first look
    where that one succeeded; and so does a build by another process afterwards, by what was left on disk."""
    desk = begun(beginning)
    state: dict[str, object] = {"live": True}
    setting: dict[str, object] = {}
    last = desk.build(BUILD_STATE=state)
    for name, number, chosen in edits:
        before = looks(desk)
        EDITS[name](desk, number)
        if last:
            preview_changes(last, {Path(file) for file, _ in before ^ looks(desk)})
        setting = dict(SETTINGS[chosen])
        try:
            expected = desk.clean(desk.site.folder, **setting)
        except Exception as diagnostic:
            with pytest.raises(type(diagnostic)):
                desk.build(BUILD_STATE=state, **setting)
            last = {}
        else:
            last = desk.build(BUILD_STATE=state, **setting)
            assert files(desk) == expected
    if last:
        desk.build(**setting)
        assert files(desk) == expected


def looks(desk: NewsDesk) -> set[tuple[str, int]]:
    """The files of the content and the theme, with their times."""
    folders = (desk.site.content, desk.theme)
    return {(str(file), file.stat().st_mtime_ns) for folder in folders for file in folder.rglob("*") if file.is_file()}
