"""Messages for people that can be said in other languages too: an English template, and the values in its places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class Message(str):
    """A text for people, in English, which keeps what it was made of: `Message("{name!r} is empty", name="a.md")`.

    `template` is the English sentence with `{places}`, by which a catalogue of another language finds its own;
    `values` are what stands in the places: texts, numbers, alternatives, and messages that are part of this one.
    Everywhere else a message is the text that it says.
    """

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, /, **values: object) -> Message:
        """The message that a template says with these values."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy by template and values."""
        return fill, (self.template, dict(self.values))


def fill(template: str, values: Mapping[str, Any]) -> Message:
    """The message of a template that stands in a table, with these values."""
    return Message(template, **values)


class Either(tuple[str, ...]):
    """Texts of which one is meant: "one or other"; `quoted` says whether each has quotation marks."""

    quoted: bool

    def __new__(cls, texts: Iterable[str], quoted: bool = False) -> Either:
        """The choice between these texts."""
        made = super().__new__(cls, texts)
        made.quoted = quoted
        return made

    def __str__(self) -> str:
        return " or ".join(map(repr, self) if self.quoted else self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy by the texts."""
        return type(self), (tuple(self), self.quoted)


def message_of(error: BaseException) -> str:
    """The message of an exception: a `Message` where it was raised with one, or where it has `template` and `values`,
    as those of packages have that import nothing of the project; else its text."""
    first: object = error.args[0] if error.args else ""
    if isinstance(first, Message):
        return first
    template = getattr(error, "template", None)
    return Message(template, **error.values) if isinstance(template, str) else str(error)  # type: ignore[attr-defined]


def message_parts(message: str) -> dict[str, Any]:
    """A message's template and values as JSON has them; the text itself where it has none."""
    if not isinstance(message, Message):
        return {"template": "", "values": {}}
    return {"template": message.template, "values": {name: _plain(value) for name, value in message.values.items()}}


def restore_message(text: str, parts: Mapping[str, Any]) -> str:
    """The message with this text and these parts, as `message_parts` gives them."""
    if not parts["template"]:
        return text
    made = str.__new__(Message, text)
    made.template = parts["template"]
    made.values = {name: _restore(value) for name, value in parts["values"].items()}
    return made


def _restore(value: Any) -> object:
    if isinstance(value, dict):
        return restore_message(value["message"], value)
    return Either(value) if isinstance(value, list) else value


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return {"message": str(value), **message_parts(value)}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(map(str, value))
    return value if isinstance(value, str | int | float) else str(value)
