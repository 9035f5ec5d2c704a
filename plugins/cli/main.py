"""The command line: Invoke reads it; what it does not understand is told with the cure, in an editor's words."""

from __future__ import annotations

import difflib
import itertools
import re
import signal
import sys
from collections.abc import Collection, Sequence

from invoke import __version__
from invoke.exceptions import Exit, ParseError
from invoke.parser.context import ParserContext
from invoke.program import Program

# What Invoke says, by which its errors are told apart: it has one class for all of them.
UNKNOWN = re.compile(r"No idea what '(?P<word>.*)' is!", re.S)
MISSING = re.compile(r"did not receive required positional arguments: '(?P<name>[\w-]+)'")
NO_VALUE = re.compile(r"Flag <Argument: (?P<name>[\w-]+).*needed value")
NO_NUMBER = re.compile(r"invalid literal for int\(\).*: '(?P<word>.*)'", re.S)
# What shells expect of a program that Ctrl+C has ended.
INTERRUPTED = 130
STOPPED = "\nStopped; nothing is lost. Say it again to go on."


class CommandLine(Program):
    """Invoke's program, whose errors say what to type instead."""

    def parse_tasks(self) -> None:
        """Read verbs and their options."""
        try:
            super().parse_tasks()
        except ParseError as error:
            raise self._worded(error) from error
        except ValueError as error:
            raise ParseError(_no_number(str(error), self.core.unparsed)) from error

    def parse_cleanup(self) -> None:
        """Do what `--help` and `--list` ask for."""
        try:
            super().parse_cleanup()
        except ParseError as error:
            raise self._worded(error) from error

    def execute(self) -> None:
        """Do what the verbs say; Ctrl+C ends it with a sentence."""
        try:
            super().execute()
        except KeyboardInterrupt as stop:
            raise Exit(STOPPED, INTERRUPTED) from stop

    def _worded(self, error: ParseError) -> ParseError:
        verbs = sorted(self.parser.contexts)
        return ParseError(worded(str(error), error.context, verbs), error.context)


def worded(said: str, verb: ParserContext | None, verbs: Collection[str]) -> str:
    """What Invoke said of a command line, with what to type instead."""
    name = verb.name if verb else None
    if found := UNKNOWN.fullmatch(said):
        return _unknown(found["word"], verb if name else None, verbs)
    if verb is None or name is None:
        return said
    if found := MISSING.search(said):
        return f"{name} needs a {found['name']}: ./inv {name} {found['name'].upper()}; ./inv --help {name} says more"
    if found := NO_VALUE.match(said):
        return f"--{found['name']} needs a value: {verb.args[found['name']].help}; ./inv --help {name} says more"
    return said


def _unknown(word: str, verb: ParserContext | None, verbs: Collection[str]) -> str:
    """A verb, an option or a word that is not known."""
    if verb is None:
        return f"there is no verb {word!r}: {_meant(word, verbs)}./inv alone lists them all"
    more = f"./inv --help {verb.name} lists what it takes"
    if not word.startswith("-"):
        cure = "leave it out, or put a name with spaces in quotation marks"
        return f"{verb.name} can do nothing with {word!r}: {cure}; {more}"
    options = [option for option in verb.flags if option.startswith("--")]
    return f"{verb.name} has no option {word!r}: {_meant(word, options)}{more}"


def _meant(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, known, 1) or [name for name in known if len(word) > 2 and word in name][:1]
    return f"did you mean {near[0]}? " if near else ""


def _no_number(said: str, words: Sequence[str]) -> str:
    found = NO_NUMBER.match(said)
    if found is None:
        return said
    value = found["word"]
    option = next((before for before, word in itertools.pairwise(words) if word == value), "this option")
    if (joined := next((word for word in words if word.endswith(f"={value}")), "")) and option == "this option":
        option = joined.removesuffix(f"={value}")
    return f"{option} needs a number, such as 8000, and {value!r} is none"


def main() -> None:
    """Run the verbs of `tasks.py`; a Ctrl+C that `inv` has put off until all is loaded has its effect."""
    try:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        sys.exit(INTERRUPTED)
    CommandLine(name="Dvoglas", binary="./inv", binary_names=["inv"], version=__version__).run()


if __name__ == "__main__":
    main()
