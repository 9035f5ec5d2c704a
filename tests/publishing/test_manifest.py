"""Manifests of releases."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.publishing.manifest import Entry, Manifest, differences, keep_assets
from tests.publishing import sites

ENTRIES = st.builds(Entry, st.sampled_from(["a" * 64, "b" * 64]), st.integers(0, 99), st.just(""), st.integers(0, 3))
PATHS = st.sampled_from(
    [
        "index.html",
        "theme/x.0123456789.css",
        "theme/y.css",
        "theme/z/a.abcdef01.js.br",
        "pictures/p-320.abcdef01.webp",
        "вести/index.html",
    ]
)
FILES = st.dictionaries(PATHS, ENTRIES)


@given(FILES, st.text(), st.text())
def test_json_and_back(files, name, previous) -> None:
    """What `to_json` writes `from_json` reads, whatever the names."""
    manifest = Manifest(name, previous, files)

    assert Manifest.from_json(manifest.to_json()) == manifest
    assert "\n" not in manifest.to_json()


@given(FILES, FILES)
def test_differences_account_for_every_file(old, new) -> None:
    """Each path is added, changed, removed or the same, and only one of them."""
    changes = differences(Manifest("1", "", old), new)

    assert set(changes.added) == new.keys() - old.keys()
    assert set(changes.removed) == old.keys() - new.keys()
    assert set(changes.changed) == {p for p in old.keys() & new.keys() if old[p].digest != new[p].digest}


@given(FILES, FILES, st.integers(0, 4))
def test_old_assets_are_kept_for_some_releases(old, new, keep) -> None:
    """Fingerprinted parts of the theme are kept for `keep` releases; what says something of a story never."""
    result = keep_assets(new, [Manifest("1", "", old)], keep)

    for path in result.keys() - new.keys():
        assert path in ("theme/x.0123456789.css", "theme/z/a.abcdef01.js.br")
        assert result[path].kept == old[path].kept + 1 <= keep
    assert all(result[path] == new[path] for path in new)


def test_scan_distinguishes_versions(tmp_path) -> None:
    """Two builds differ where their bytes differ."""
    one, two = sites.scan(sites.build(tmp_path / "1", 1)), sites.scan(sites.build(tmp_path / "2", 2))

    assert one["pictures/steady.webp"] == two["pictures/steady.webp"]
    assert one["index.html"] != two["index.html"]
    assert one["index.html"].size == len(sites.page_of(1, "index.html"))
