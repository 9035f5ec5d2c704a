"""The plugin's handlers: they bring the last build's knowledge to this one and keep this one's for the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.build_cache import DEFAULTS
from plugins.build_cache.file_stats import looks_below, looks_of
from plugins.build_cache.fingerprints import code_version, digest, settings_version
from plugins.build_cache.reader import RememberingReader, remember_scripts
from plugins.build_cache.store import load, save
from plugins.build_cache.text_store import Texts
from plugins.build_cache.workers import begun, processors
from plugins.build_cache.writer import LaterWriter, Record, remembering

STORE = "build.cache"


def prepare(pelican: Any) -> None:
    """Handler of `initialized`: in the first run of a build, bring back what the last build kept."""
    settings = pelican.settings
    if "RECORD" in settings:
        return
    wanted = settings.setdefault("WORKERS", DEFAULTS["WORKERS"])
    workers = wanted if isinstance(wanted, int) and wanted > 0 else processors()
    output = Path(settings["OUTPUT_PATH"])
    looks = begun([str(output)], looks_below, workers, worth=1, end=settings.get("AT_END"))
    version = code_version()
    base = digest([version, settings_version(settings)])
    file = Path(settings["CACHE_PATH"], f"{digest([str(output.resolve())])[:12]}.{STORE}")
    # `serve` builds again and again in one process, and keeps what was kept in memory.
    state = settings.setdefault("BUILD_STATE", {})
    kept = state if state.get("of") == (file.name, version) else load(file, version)
    settings.update(KNOWN_SOURCES=kept.get("sources", {}), KNOWN_PAIRS=kept.get("pairs", {}))
    # What a template compiles to depends on settings too.
    settings["KNOWN_TEMPLATES"] = kept.get("templates", {}).get(base, {})
    settings["TEXTS"] = Texts(file.with_suffix(".texts"), kept.get("places", {}), kept.get("fresh", {}))
    settings.update(KNOWN_PAGES=kept.get("pages", {}), LOOKS=looks, RECORD=Record(base, workers))
    settings.update(STORE=(file, version), ONCE=remembering)
    # Connected late, so that it runs after the output has taken its place.
    signals.finalized.connect(remember)


def get_ready(pelican: Any) -> None:
    """Handler of `get_generators`: conversions get a memory; runs after everything is read, before anything is made."""
    settings = pelican.settings
    if "STAGING" not in settings:
        settings["STAGING"] = settings["OUTPUT_PATH"]
        remember_scripts(settings["NEWSROOM"].config, settings["TEXTS"])
        there = settings["PRESENT"] = settings["LOOKS"]()[0]
        pages = settings["KNOWN_PAGES"].items()
        settings["RECORD"].before = {name: page for name, (page, look) in pages if there.get(name, "").startswith(look)}


def remember_reader(generator: Any) -> None:
    """Handler of `generator_init`: Markdown is read from memory."""
    readers = generator.readers.readers
    if "md" in readers:
        readers["md"] = RememberingReader(readers["md"], generator.settings)


def later_writer(pelican: Any) -> type[LaterWriter]:
    """Handler of `get_writer`."""
    return LaterWriter


def flush(pelican: Any) -> None:
    """Handler of `finalized`, before the output takes its place: make this edition's pages."""
    pelican.settings["LATER"].flush()


def remember(pelican: Any) -> None:
    """Handler of `finalized`, after the output has taken its place: keep what the next build can use."""
    settings = pelican.settings
    if "CHANGES" not in settings:
        return
    written, removed = settings["CHANGES"].written, set(settings["CHANGES"].removed)
    looks = {name: look for name, look in settings["PRESENT"].items() if name not in removed}
    looks = settings["OUTPUT_LOOKS"] = looks | looks_of(settings["SITE_OUTPUT"], written)
    # Times and sizes are the same where the output was put back from a copy; inodes are not.
    pages = {name: (page, f"{looks[name].partition('/')[0]}/") for name, page in settings["RECORD"].now.items()}
    library = settings["NEWSROOM"]
    read = (text.source for pair in library.by_name.values() for text in pair.texts.values())
    sources = {f"{source.name}:{source.digest}": source for source in read}
    kept = {"sources": sources, "pairs": library.keyed_pairs(), "pages": pages}
    kept["templates"] = {settings["RECORD"].base: settings["KNOWN_TEMPLATES"]}
    kept_texts: Texts = settings["TEXTS"]
    (file, version), state = settings["STORE"], settings["BUILD_STATE"]
    # A build that is one of many in this process is written down only at first, to be quick.
    if not state.get("live") or "of" not in state:
        save(file, version, kept | {"places": kept_texts.save()})
    kept_texts.settle()
    state.update(kept, places=kept_texts.places, fresh=kept_texts.fresh, of=(file.name, version))


def connect() -> None:
    """Connect the handlers."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(get_ready)
    signals.generator_init.connect(remember_reader)
    signals.get_writer.connect(later_writer)
    signals.finalized.connect(flush)
