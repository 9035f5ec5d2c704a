"""usage: python -m tests.tools.word_tables CODE OTHER [FOLDER …]

Learns the importer's table of words for two languages again and writes it, from texts that stand in both: the pairs of
articles and pages below each FOLDER (`content` if none is named), the interface's strings, and the sentences in
`data/CODE-OTHER.sentences.txt`.
"""

from __future__ import annotations

import math
import random
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from plugins.importer.alignment.partners import features
from plugins.importer.alignment.words import DATA, STEM, WORD_OR_NUMBER, WordTable, reverse, words_of_line
from plugins.locales.letters import fold as plain_letters

Pair = tuple[str, str]
ROUNDS, LEAST_SHARE, MOST_TRANSLATIONS, LEAST_LIKELY = 6, 0.12, 5, 0.01
COMMON_WEIGHT = 5.0
WRONG_PAIRS, TURNS = 4, 40
SENTENCE_END = re.compile(r"(?<=[.!?])[”“\"’]?\s+")
ROOT = Path(__file__).parents[2]


def pairs_in(folder: Path, code: str, other: str) -> Iterator[Pair]:
    """The paragraphs of all pairs of files below a folder, and their sentences where both have as many."""
    for file in sorted(folder.rglob(f"*.{code}.md")):
        beside = file.with_name(file.name.removesuffix(f"{code}.md") + f"{other}.md")
        if beside.is_file():
            yield from _pairs_of(*(path.read_text("utf-8").strip().split("\n\n") for path in (file, beside)))


def _pairs_of(first: Sequence[str], second: Sequence[str]) -> Iterator[Pair]:
    if len(first) != len(second):
        return
    for one, two in zip(first, second, strict=True):
        rows = ([*map(str.strip, one.split("\n"))], [*map(str.strip, two.split("\n"))])
        for ours, theirs in zip(*rows, strict=True) if len(rows[0]) == len(rows[1]) else ():
            halves = (SENTENCE_END.split(ours), SENTENCE_END.split(theirs))
            yield from zip(*halves, strict=True) if len(halves[0]) == len(halves[1]) else ((ours, theirs),)


def strings_of(code: str, other: str) -> Iterator[Pair]:
    """The sentences of the interface in both languages."""
    for place in ("theme/strings/{}.toml", "plugins/editor/texts/{}.toml"):
        files = [ROOT / place.format(name) for name in (code, other)]
        if all(file.is_file() for file in files):
            tables = [tomllib.loads(file.read_text("utf-8")) for file in files]
            first, second = (_flat(table.get("interface", table)) for table in tables)
            yield from ((first[key], second[key]) for key in first if key in second)
    messages = ROOT / f"plugins/editor/texts/{other}.toml"
    if code == "en" and messages.is_file():
        table = tomllib.loads(messages.read_text("utf-8"))
        yield from _flat({key: value for key, value in table.items() if key != "interface"}).items()


def _flat(table: dict[str, object], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict) and "other" in value and "." not in before:
            found[before + key] = str(value["other"])
        elif isinstance(value, dict):
            found |= _flat(value, f"{before}{key}." if before or " " not in key else "")
        elif isinstance(value, str):
            found[before + key] = value
    return found


def sentences_of(file: Path) -> Iterator[Pair]:
    """The sentences of a file, one pair a line with a stroke between them."""
    for line in file.read_text("utf-8").split("\n") if file.is_file() else ():
        first, stroke, second = line.partition(" | ")
        if stroke and not line.startswith("#"):
            yield first, second


def stems_of(text: str) -> list[str]:
    """The stems of a text, each once."""
    words = (plain_letters(word)[:STEM] for word in WORD_OR_NUMBER.findall(text) if not word[0].isdigit())
    return list(dict.fromkeys(words))


def learn(pairs: Sequence[Pair]) -> WordTable:
    """The table of some pairs of sentences; half of them teach the words by which the other half fits the factors."""
    shuffled = list(pairs)
    random.Random(1).shuffle(shuffled)
    half = len(shuffled) // 2
    factors, ratio = fit(shuffled[half:], words_from(shuffled[:half]))
    whole = words_from(shuffled)
    return WordTable(whole.translations, whole.weights, factors, ratio)


def words_from(pairs: Sequence[Pair]) -> WordTable:
    """The translations and weights of stems: those that explain each other best in both directions."""
    stems = [(stems_of(one), stems_of(other)) for one, other in pairs]
    forth, back = explain(stems), explain([(other, one) for one, other in stems])
    table: dict[str, tuple[str, ...]] = {}
    for one, row in sorted(forth.items()):
        both = {other: math.sqrt(share * back.get(other, {}).get(one, 0.0)) for other, share in row.items()}
        best = sorted((other for other in both if both[other] >= LEAST_SHARE), key=lambda other: -both[other])
        if best:
            table[one] = tuple(best[:MOST_TRANSLATIONS])
    seen = [Counter(stem for pair in stems for stem in pair[side]) for side in (0, 1)]
    weights = [{stem: round(math.log(len(pairs) / times), 1) for stem, times in counted.items()} for counted in seen]
    common = [{stem: weight for stem, weight in one.items() if weight < COMMON_WEIGHT} for one in weights]
    return WordTable((table, reverse(table)), (common[0], common[1]))


def explain(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> dict[str, dict[str, float]]:
    """For each stem of the first language how likely each stem of the second is its translation (IBM Model 1)."""
    table: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(lambda: 1.0))
    for _ in range(ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for first, second in pairs:
            for word in second:
                shares = [(one, table[one][word]) for one in first]
                total = sum(share for _, share in shares) or 1.0
                for one, share in shares:
                    counts[one][word] += share / total
        table = defaultdict(lambda: defaultdict(float))
        for one, row in counts.items():
            whole = sum(row.values())
            likely = {word: value / whole for word, value in row.items() if value > LEAST_LIKELY * whole}
            table[one] = defaultdict(float, likely)
    return table


def fit(pairs: Sequence[Pair], table: WordTable) -> tuple[tuple[float, ...], float]:
    """The factors of the features, and the usual ratio of lengths, from whole sentences and from their beginnings:
    lines of pages are both (logistic regression, as much weight on right pairs as on wrong ones)."""
    chance = random.Random(2)
    both = [*pairs, *(_beginnings(pair, chance) for pair in pairs)]
    known = [(words_of_line(one, table, 0), words_of_line(other, table, 1)) for one, other in both]
    known = [pair for pair in known if pair[0].words and pair[1].words]
    ratio = sum(math.log(other.letters / one.letters) for one, other in known if one.letters and other.letters)
    ratio /= len(known)
    rows: list[tuple[tuple[float, ...], float, float]] = []
    for one, other in known:
        rows.append((features(one, other, ratio), 1.0, 1.0))
        for _ in range(WRONG_PAIRS):
            rows.append((features(one, chance.choice(known)[1], ratio), 0.0, 1 / WRONG_PAIRS))
    factors = [0.0] * len(rows[0][0])
    for turn in range(TURNS):
        chance.shuffle(rows)
        rate = 0.05 / (1 + turn / 5)
        for row, right, share in rows:
            value = max(-30.0, min(30.0, sum(map(float.__mul__, factors, row))))
            error = share * (right - 1 / (1 + math.exp(-value)))
            factors = [factor + rate * error * one for factor, one in zip(factors, row, strict=True)]
    return tuple(round(factor, 2) for factor in factors), round(ratio, 3)


def _beginnings(pair: Pair, chance: random.Random) -> Pair:
    one, other = (text.split() for text in pair)
    size = chance.randint(1, 9)
    return " ".join(one[:size]), " ".join(other[: max(1, round(size * len(other) / max(size, len(one))))])


def write_table(table: WordTable) -> str:
    """The file of a table."""
    lines = ["factors " + " ".join(map(str, table.factors)), f"ratio {table.length_ratio}"]
    lines += [" ".join((one, *row)) for one, row in sorted(table.translations[0].items())]
    lines += [f"{side} {stem} {weight}" for side in (0, 1) for stem, weight in sorted(table.weights[side].items())]
    return "\n".join(lines) + "\n"


def learn_table(code: str, other: str, folders: Iterable[Path]) -> tuple[Path, int]:
    """Learn the table of two languages and write it; gives its file, and of how many pairs of sentences it is."""
    sources: list[Iterable[Pair]] = [pairs_in(folder, code, other) for folder in folders]
    sources += [strings_of(code, other), sentences_of(DATA / f"{code}-{other}.sentences.txt")]
    pairs = [pair for source in sources for pair in source if all(map(stems_of, pair))]
    file = DATA / f"{code}-{other}.txt"
    file.write_text(write_table(learn(pairs)), "utf-8")
    return file, len(pairs)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    code, other, *folders = sys.argv[1:]
    file, pairs = learn_table(code, other, map(Path, folders or ("content",)))
    print(f"{file}: of {pairs} pairs of sentences")
