"""A header that is YAML between `---` lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from plugins.content.control_characters import CONTROL
from plugins.content.headers.header import Field, Header, HeaderError
from plugins.diagnostics import Message

# YAML escapes can produce lone surrogates, which cannot be encoded.
HALF = re.compile(r"[\ud800-\udfff]")
# Characters of a header: a hundred pages of fields.
LONGEST = 200_000


def read_yaml_header(lines: list[str]) -> Header:
    """The header of a file that begins with `---`; raises HeaderError."""
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        raise HeaderError(
            1,
            Message("the header begins with `---` but does not end: put a line of `---` alone after its last field"),
            "bad-yaml",
        )
    node = _compose("\n".join(["", *lines[1:end]]))
    if node is None:
        return Header((), end + 2)
    if not isinstance(node, yaml.MappingNode):
        raise HeaderError(2, Message("the YAML header must be lines of `Name: value`"), "bad-yaml")
    return Header(tuple(_yaml_fields(node)), end + 2)


def _compose(text: str) -> yaml.Node | None:
    if len(text) > LONGEST:
        message = Message("the YAML header is too long: put the text below it, after a line of ---")
        raise HeaderError(1, message, "bad-yaml")
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise HeaderError(*_explain_error(error)) from None
    except RecursionError:
        message = Message(
            "the YAML header does not parse: brackets lie too deep in one another: put the value in quotes, or take "
            "the brackets away"
        )
        raise HeaderError(2, message, "bad-yaml") from None
    except (ValueError, OverflowError) as error:
        # Escapes that name no character.
        message = Message(
            "the YAML header does not parse: {problem}; write the letter itself in place of an escape such as \\U",
            problem=str(error),
        )
        raise HeaderError(2, message, "bad-yaml") from None


def _explain_error(error: yaml.YAMLError) -> tuple[int, Message, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or Message("it is not YAML")
    message = Message(
        "the YAML header does not parse: {problem}; put the value in quotes if it has a colon, a quotation mark or a # "
        "in it",
        problem=problem,
    )
    if r"'\t'" in problem:
        message = Message(
            "the YAML header does not parse: a tab is in this line; write a space in its place, and nothing before a "
            "field's name"
        )
    return (mark.line + 1 if mark else 1), message, "bad-yaml"


def _yaml_fields(node: yaml.MappingNode) -> Iterator[Field]:
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise HeaderError(line, Message("a field's name must be a word"), "bad-yaml")
        text = _yaml_value(value, line)
        if HALF.search(text) or HALF.search(str(key.value)):
            message = Message("this field holds half of a letter (such as \\ud800): write the letter itself")
            raise HeaderError(line, message, "bad-yaml")
        if CONTROL.search(text) or CONTROL.search(str(key.value)):
            message = Message(
                "this field holds a control character (such as \\0 or \\e), which no page can show: take it out"
            )
            raise HeaderError(line, message, "bad-yaml")
        yield Field(str(key.value).lower(), text, line)


def _yaml_value(node: yaml.Node, line: int) -> str:
    if isinstance(node, yaml.ScalarNode):
        value = "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
        return " ".join(value.split())
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return ", ".join(str(item.value) for item in node.value)
    raise HeaderError(line, Message("a field's value must be text or a list of words"), "bad-yaml")
