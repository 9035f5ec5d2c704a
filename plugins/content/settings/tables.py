"""The tables of the content folder that editors write as TOML, such as `content/authors.toml`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from plugins.content.regular_files import read_regular_file
from plugins.diagnostics import ContentErrors, Diagnostic, Message, message_of
from plugins.diagnostics.toml_lines import Keys, TomlError, line_of, lines_of, parse_toml
from plugins.diagnostics.utf8 import NotUtf8, plain_text

# Of a table with more, nobody reads them all; the place of each is looked for in the whole file.
MOST_PROBLEMS = 100

Problem = tuple[Keys, Message]
"""What is wrong with a table: where, and the message."""


def read_table(
    file: Path,
    code: str,
    malformed: Callable[[str], Message],
    find_problems: Callable[[Mapping[str, Any]], Iterable[Problem]],
) -> dict[str, Any]:
    """A table of the content folder as it stands, empty where there is none. Raises ContentErrors, of that code, with
    all that `find_problems` finds, or for a file that is no table, of which `malformed` says how one is written."""

    def problem(line: int, message: str) -> Diagnostic:
        return Diagnostic(f"{file.parent.name}/{file.name}", line, 1, message, code)

    try:
        text = plain_text(read_regular_file(file))
        table = parse_toml(text)
    except FileNotFoundError:
        return {}
    except OSError as error:
        message = Message("the file cannot be read: {reason}", reason=error.strerror)
        raise ContentErrors([problem(1, message)]) from None
    except NotUtf8 as error:
        raise ContentErrors([problem(error.line, message_of(error))]) from None
    except TomlError as error:
        raise ContentErrors([problem(error.line, malformed(str(error)))]) from None
    if problems := list(itertools.islice(find_problems(table), MOST_PROBLEMS)):
        lines = lines_of(text)
        raise ContentErrors([problem(line_of(lines, keys), message) for keys, message in problems])
    return table
