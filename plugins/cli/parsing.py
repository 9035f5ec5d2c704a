"""Parsing of command lines: Invoke's contexts and arguments, with optional positional arguments and clear errors."""

from __future__ import annotations

import copy
import difflib
import inspect
from collections.abc import Collection, Iterator, Sequence

from invoke.exceptions import ParseError
from invoke.parser import Parser, ParseResult
from invoke.parser.argument import Argument
from invoke.parser.context import ParserContext


class CommandParser(Parser):
    """Parses what follows the core options.

    It differs from Invoke's parser in two things. A positional argument that has a default may be left out, and one
    that is a list takes all words that follow. Each error says what to type instead; Invoke has one class and one
    sentence for each, and neither names the command or a similar word.
    """

    def parse_argv(self, argv: list[str]) -> ParseResult:
        """The contexts of the commands in a command line, after that of the core options; raises ParseError."""
        return _CommandLineParse(self, argv).result


class _CommandLineParse:
    """One command line; `rest` are the words that are not yet parsed."""

    def __init__(self, parser: CommandParser, argv: Sequence[str]) -> None:
        assert parser.initial is not None
        self.commands, self.rest = parser.contexts, list(argv)
        self.initial: ParserContext = copy.deepcopy(parser.initial)
        self.context: ParserContext | None = None
        self.result = ParseResult([self.initial])
        while self.rest:
            word = self.rest.pop(0)
            if word.startswith("-") and len(word) > 1:
                self._read_option(word)
            else:
                self._read_word(word)
        self._finish_context()

    def _finish_context(self) -> None:
        """Check that the current command has its required arguments."""
        if self.context:
            wanted = (argument for argument in self.context.positional_args if not argument.got_value)
            missing = next(filter(_is_required, wanted), None)
            if missing:
                name, value = self.context.name, label_of(missing)
                raise self._error(f"{name} needs a {missing.name}: ./inv {name} {value}; ./inv --help {name} says more")

    def _read_word(self, word: str) -> None:
        argument = next(filter(_takes_more, self.context.positional_args), None) if self.context else None
        if argument:
            self._set_value(argument, f"--{argument.name}", word)
        elif word in self.commands:
            self.context = copy.deepcopy(self.commands[word])
            self.result.append(self.context)
        elif self.context:
            fix = "leave it out, or put a name with spaces in quotation marks"
            raise self._error(f"{self.context.name} can do nothing with {word!r}: {fix}; {self._list_arguments()}")
        else:
            raise self._error(unknown_command(word, self.commands))

    def _read_option(self, word: str) -> None:
        """An option in any spelling: `--name`, `--name=value`, `-n`, `-nvalue`, and flags together, `-ab`."""
        option, equals, value = word.partition("=")
        if not option.startswith("--") and len(option) > 2:
            option, equals, value = word[:2], "", word[2:]
        context = self.context or self.initial
        # These mappings have aliases, which `get` does not look up.
        argument = next((flags[option] for flags in (context.flags, self.initial.flags) if option in flags), None)
        if option in context.inverse_flags:
            context.flags[context.inverse_flags[option]].set_value(False, cast=False)
        elif argument is None:
            raise self._error(self._unknown_option(word.partition("=")[0]))
        elif argument.name == "help" and self.context:
            argument.set_value(self.context.name)
        elif argument.takes_value:
            self._set_value(argument, option, value if equals or value else self._next_value(context, argument, option))
        else:
            argument.set_value(True)
            if value and not equals:
                self.rest.insert(0, f"-{value}")
            elif equals:
                raise self._error(f"{option} takes no value: write {option} alone; {self._list_arguments()}")

    def _next_value(self, context: ParserContext, argument: Argument, option: str) -> str:
        if not self.rest or self.rest[0].partition("=")[0] in context.flags:
            hint = f": {argument.help}" if argument.help else ""
            raise self._error(f"{option} needs a value{hint}; ./inv --help {context.name} says more")
        return self.rest.pop(0)

    def _set_value(self, argument: Argument, option: str, value: str) -> None:
        try:
            argument.set_value(value)
        except ValueError:
            raise self._error(f"{option} needs a number, such as 8000, and {value!r} is none") from None

    def _unknown_option(self, option: str) -> str:
        if not self.context:
            hint = _suggest(option, [name for name in self.initial.flags if name.startswith("--")])
            return f"there is no option {option!r}: {hint}./inv --help lists them"
        options = [name for name in self.context.flags if name.startswith("--")]
        return f"{self.context.name} has no option {option!r}: {_suggest(option, options)}{self._list_arguments()}"

    def _list_arguments(self) -> str:
        return f"./inv --help {self.context.name if self.context else ''} lists what it takes"

    def _error(self, message: str) -> ParseError:
        return ParseError(message, self.context or self.initial)


def unknown_command(word: str, commands: Collection[str]) -> str:
    """The message for a word that is no command."""
    return f"there is no command {word!r}: {_suggest(word, sorted(commands))}./inv alone lists them all"


def label_of(argument: Argument) -> str:
    """A positional argument in a usage line: `TITLE`, `[TARGET]` or `[PATH ...]`."""
    name = str(argument.name).upper().replace("_", "-")
    if _is_required(argument):
        return name
    return f"[{name} ...]" if argument.kind is list else f"[{name}]"


def usage_of(context: ParserContext) -> Iterator[str]:
    """The parts of a usage line after the program's name."""
    yield str(context.name)
    yield from map(label_of, context.positional_args)
    if len(context.args) > len(context.positional_args):
        yield "[OPTIONS]"


def _is_required(argument: Argument) -> bool:
    """Whether a positional argument has no default; Invoke gives a list without one the mark of `inspect`."""
    return argument.default is (inspect.Signature.empty if argument.kind is list else None)


def _takes_more(argument: Argument) -> bool:
    return argument.kind is list or not argument.got_value


def _suggest(word: str, names: Collection[str]) -> str:
    near = difflib.get_close_matches(word, names, 1) or [name for name in names if len(word) > 2 and word in name][:1]
    return f"did you mean {near[0]}? " if near else ""
