"""Bodies read once: each file is rendered once for all editions and builds, and derived once for each script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from plugins.build_cache.fingerprints import digest
from plugins.build_cache.text_store import Texts
from plugins.build_cache.workers import begun, progress


def remember_scripts(config: Any, texts: Texts) -> None:
    """Give each script of the desk a memory of bodies."""
    for name, script in list(config.scripts.items()):
        config.scripts[name] = replace(script, html=partial(_once, texts, _label(script), script.html))


def _once(texts: Texts, label: str, convert: Callable[[str], str], text: str) -> str:
    key = f"{label}:{digest([text])}"
    found = texts.get(key)
    return texts.put(key, convert(text)) if found is None else found


def _label(script: Any) -> str:
    """Stands for all that a script is: which functions do it for which edition, and the glossary."""
    return digest([script.edition.name, repr(script.edition.script), script.digest])


class RememberingReader:
    """Stands in for a Pelican reader of Markdown; asked to learn, it reads all the newsroom's files."""

    def __init__(self, reader: Any, settings: Any) -> None:
        self.reader, self.settings = reader, settings
        self.texts: Texts = settings["TEXTS"]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reader, name)

    def learn(self) -> None:
        """Have every body rendered that is not known yet, and derived where an edition is derived from its language:
        the other processors begin, while this one goes on until a body is asked for."""
        if self.texts.keys:
            return
        library, texts = self.settings["NEWSROOM"], self.texts
        reader = digest([repr(self.settings["MARKDOWN"])])
        scripts = [(_label(script), script) for script in library.config.scripts.values()]
        missing: dict[str, list[tuple[str, Any]]] = {}
        for text in library.texts():
            path = f"{library.config.content}/{text.source.name}"
            texts.keys[path] = f"{reader}:{text.source.digest}"
            derived = [(label, script) for label, script in scripts if script.edition.language == text.language]
            if not texts.holds(texts.keys[path], *(label for label, _ in derived)):
                missing[path] = derived

        def work(path: str) -> tuple[str, list[str]]:
            html = self.reader.read(path)[0]
            return html, [script.html(html) for _, script in missing[path]]

        told = progress(self.settings, "texts")
        results = begun(list(missing), work, self.settings["RECORD"].workers, told, end=self.settings.get("AT_END"))

        def arrive() -> None:
            for (path, derived), (html, converted) in zip(missing.items(), results(), strict=True):
                texts.put(texts.keys[path], html)
                for (label, _), result in zip(derived, converted, strict=True):
                    texts.put(f"{label}:{digest([html])}", result)

        texts.coming = arrive

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body's HTML, from memory where its file is as it was."""
        found = self.texts.get(self.texts.keys.get(source_path, ""))
        return (found, {}) if found is not None else self.reader.read(source_path)
