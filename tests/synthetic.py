"""A generated site of any size: pairs of articles whose words are drawn from small lists with a fixed seed."""

import datetime as dt
import random
from pathlib import Path

CATEGORIES = ("local", "regional", "global", "stories", "press-releases", "statements")
NEWEST = dt.date(2026, 10, 30)
WORDS = {
    "en": (
        "water school village health office river road women farmers climate energy support report project month "
        "partners rights training families new local public clean early shared across with from about through "
        "between after before opened agreed visited planted measured repaired finished explained began learned "
        "found kept made"
    ).split(),
    "sr": (
        "voda škola selo zdravlje kancelarija reka put žene poljoprivrednici klima energija podrška izveštaj "
        "projekat mesec partneri prava obuka porodice novi lokalni javni čisti rani zajednički preko sa od kroz "
        "između posle pre otvorili dogovorili posetili zasadili izmerili popravili završili objasnili počeli "
        "naučili našli zadržali napravili ljudi"
    ).split(),
}


def write_site(content: Path, pairs: int, words: int = 300) -> None:
    """Fill a content folder with so many pairs, about `words` words a side, over as many days back from the newest."""
    for number in range(pairs):
        write_pair(content, number, words)


def write_pair(content: Path, number: int, words: int = 300) -> None:
    """The pair of that number; a higher number is an older story. The same number always gives the same text."""
    date = NEWEST - dt.timedelta(hours=8 * number)
    folder = content / "news" / str(date.year)
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(number)
    facts = [
        f"Date: {date.isoformat()} {8 + number % 10:02d}:00",
        f"Category: {CATEGORIES[number % len(CATEGORIES)]}",
        f"SDGs: {1 + number * 7 % 17}, {1 + number * 3 % 17}",
    ]
    for language in ("en", "sr"):
        head = [f"Title: {sentence(chance, language, 6)[:-1]} {number}", f"Summary: {sentence(chance, language, 18)}"]
        header = "\n".join([*head, *(facts if language == "en" else [])])
        (folder / f"story-{number:05d}.{language}.md").write_text(
            f"{header}\n\n{body(chance, language, words)}\n", "utf-8"
        )


def body(chance: random.Random, language: str, words: int) -> str:
    """Paragraphs, a heading, a list and a link."""
    parts = [" ".join(sentence(chance, language, 15) for _ in range(3)) for _ in range(max(1, words // 45))]
    parts.insert(len(parts) // 2, "## " + sentence(chance, language, 4)[:-1])
    parts.insert(
        -1, "\n".join(f"- **{chance.choice(WORDS[language])}**: {sentence(chance, language, 6)}" for _ in range(3))
    )
    parts.append(f"{sentence(chance, language, 5)} [{chance.choice(WORDS[language])}](https://www.un.org/en).")
    return "\n\n".join(parts)


def sentence(chance: random.Random, language: str, length: int) -> str:
    """A sentence without sense."""
    return " ".join(chance.choices(WORDS[language], k=length)).capitalize() + "."
