"""One invented story, its layouts, and the cases, each a page with what becomes of it."""

from __future__ import annotations

from pathlib import Path

import yaml

from plugins.importer import site_of
from tests.importer.harness import CATEGORIES, LANGUAGES


def read_yaml(path: Path) -> dict:
    """What a file says, by the loader in C where there is one, which takes a tenth of the time."""
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


SITE = site_of(LANGUAGES, CATEGORIES, {"date": "", "slug": "", "category": "", "goals": ""})
LAYOUTS = read_yaml(Path(__file__).with_name("layouts.yaml"))
STORY = {
    "a": "Ferry returns to the river at Kladovo",
    "a1": "People of both villages had waited all summer for the ferry to be mended, and on Sunday they met it with "
    "songs and candles on the water.",
    "a2": "Children will again reach their school in ten minutes. The first week of rides costs nothing.",
    "a3": "The new ropes were paid for by a fund that eleven towns along the river keep together.",
    "b": "Skela se vraća na reku kod Kladova",
    "b1": "Stanovnici oba sela čekali su celo leto da se skela popravi, a u nedelju su je dočekali pesmom i svećama na "
    "vodi.",
    "b2": "Deca će ponovo stizati u školu za deset minuta. Prve nedelje vožnja je besplatna.",
    "b3": "Novu užad platio je fond koji zajedno vodi jedanaest gradova duž reke.",
    "c": "Скела се враћа на реку код Кладова",
    "c1": "Становници оба села чекали су цело лето да се скела поправи, а у недељу су је дочекали песмом и свећама на "
    "води.",
    "c2": "Деца ће поново стизати у школу за десет минута. Прве недеље вожња је бесплатна.",
}  # fmt: skip
WHOLE = {letter.upper(): "\n\n".join(STORY[key] for key in (letter, f"{letter}1", f"{letter}2")) for letter in "abc"}

CASES = sorted(Path(__file__).with_name("cases").glob("*.yaml"))


def case_of(path: Path) -> dict:
    """The case in a file."""
    return read_yaml(path)
