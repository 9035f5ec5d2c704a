"""The commands of `tasks.py` by Invoke, with this project's parser, help and version."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from types import ModuleType

from invoke.collection import Collection
from invoke.exceptions import ParseError
from invoke.parser import Parser
from invoke.parser.argument import Argument
from invoke.program import Program

from plugins.cli.parsing import CommandParser, label_of, unknown_command, usage_of
from plugins.cli.terminal import ended_early

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


class CommandLine(Program):
    """Invoke's program for the tasks of a module, which are called commands."""

    def __init__(self, tasks: ModuleType) -> None:
        super().__init__(name="Dvoglas", binary="./inv", binary_names=["inv"], namespace=Collection.from_module(tasks))

    def core_args(self) -> list[Argument]:
        """Invoke's own options, also where it looks for tasks, which programs of others name: it is always here."""
        return [*super().core_args(), Argument(names=("search-root",))]

    def parse_core(self, argv: list[str] | None) -> None:
        """Read Invoke's own options. Compiled modules are kept, which Invoke would switch off."""
        keep = sys.dont_write_bytecode
        super().parse_core(argv)
        sys.dont_write_bytecode = keep

    def parse_cleanup(self) -> None:
        """Run `--help` and `--list`."""
        wanted = self.args.help.value
        if isinstance(wanted, str) and wanted not in self.parser.contexts:
            raise ParseError(unknown_command(wanted, self.parser.contexts))
        with ended_early():
            super().parse_cleanup()

    def execute(self) -> None:
        """Run the commands."""
        with ended_early():
            super().execute()

    def print_version(self) -> None:
        """Print this project's version, not Invoke's."""
        import tomllib

        print(f"Dvoglas {tomllib.loads(PROJECT.read_text('utf-8'))['project']['version']}")

    def print_help(self) -> None:
        """Print the usage and the list of commands."""
        print("Usage: ./inv COMMAND [ARGUMENTS] [OPTIONS]\n")
        self.list_flat()

    def list_flat(self) -> None:
        """Print the commands, each with its description."""
        print("Commands:\n")
        self.print_columns([(name, inspect.getdoc(task)) for name, task in sorted(self.collection.tasks.items())])
        print("./inv --help COMMAND shows its arguments and options; ./inv --version the version.")

    def print_task_help(self, name: str) -> None:
        """Print the usage, the arguments and the options of one command."""
        context = self.parser.contexts[name]
        print(f"Usage: {self.binary} {' '.join(usage_of(context))}\n")
        print(f"{inspect.getdoc(self.collection[name])}\n")
        positional = context.positional_args
        if positional:
            print("Arguments:")
            self.print_columns([(label_of(argument).strip("[]"), argument.help) for argument in positional])
        by_position = {context.help_for(f"--{argument.name}") for argument in positional}
        options = [row for row in context.help_tuples() if row not in by_position]
        if options:
            print("Options:")
            self.print_columns(options)

    def _make_parser(self) -> Parser:
        return CommandParser(initial=self.initial_context, contexts=self.collection.to_contexts())


def run_in_place_of_invoke(tasks: ModuleType) -> None:
    """Run the command line where `invoke` has loaded the tasks, and end: `invoke` parses and helps as `./inv` does."""
    if "invoke.main" in sys.modules:
        CommandLine(tasks).run()
        sys.exit()
