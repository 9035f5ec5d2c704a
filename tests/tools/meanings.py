"""Counts how often translators leave out or add each meaning of `shared.toml`, in the aligned sentences of the site:
`python -m tests.tools.meanings`. What is often left out is not among its `kept` ones."""

from __future__ import annotations

from collections import Counter

from plugins.checker.engine.check_context import contexts_of, read_resources
from plugins.checker.engine.translation_pair import Mention, TranslationPair
from plugins.checker.rules.translation.meanings import find_policies, without_answer
from plugins.project.settings import SETTINGS, read_library, settings_of


def count_meanings() -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How often each meaning of a kind stands in a sentence, and how often the other sentence lacks it."""
    library = read_library(settings_of(SETTINGS))
    resources = read_resources(library.config, library.links.extract)
    said, lost = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for pair in library.pairs:
        texts = contexts_of(library.config, pair, resources)
        for translation in (text for code, text in texts.items() if code != pair.original):
            both = TranslationPair(texts[pair.original], translation)
            for ours, theirs in both.counterparts(both.parts):
                for kind in find_policies(both):
                    mine = [Mention(fact, ours) for fact in both.original.facts(ours.text, (kind,))]
                    others = [Mention(fact, theirs) for fact in translation.facts(theirs.text, (kind,))]
                    for here, there in ((mine, others), (others, mine)):
                        said.update((kind, *mention.fact.keys) for mention in here if mention.is_sure)
                        lost.update((kind, *one.fact.keys) for one in without_answer(here, there) if one.is_sure)
    return said, lost


if __name__ == "__main__":
    said, lost = count_meanings()
    for kind, meaning in sorted(said):
        print(f"{kind:12} {meaning:12} {said[kind, meaning]:4} said, {lost[kind, meaning]:3} only in one text")
