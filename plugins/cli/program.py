"""The commands of `tasks.py` by Invoke, with this project's parser, help and version."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from invoke.exceptions import Exit, ParseError
from invoke.parser import Parser
from invoke.program import Program

from plugins.cli.parsing import CommandParser, label_of, unknown_command, usage_of
from plugins.cli.terminal import ended_early

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
TASKS = PROJECT.with_name("tasks.py")


class CommandLine(Program):
    """Invoke's program for the tasks of `tasks.py`, which are called commands."""

    def parse_core(self, argv: list[str] | None) -> None:
        """Read Invoke's own options. Compiled modules are kept, which Invoke would switch off."""
        keep = sys.dont_write_bytecode
        super().parse_core(argv)
        sys.dont_write_bytecode = keep

    def load_collection(self) -> None:
        """Load `tasks.py`, unless it is a pipe or a device, or not there."""
        if not TASKS.is_file():
            raise Exit(f"{TASKS.name} is not here, or is no file: put it back, then run the command again", 1)
        super().load_collection()

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
        # Invoke prints its help before it loads the tasks.
        if not hasattr(self, "collection"):
            self.load_collection()
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


def use_in_invoke() -> None:
    """Make `invoke`, when it loads `tasks.py`, parse and help as `./inv` does."""
    main = sys.modules.get("invoke.main")
    if main is not None:
        # The program is already running; its further steps are those of the class.
        main.program.__class__ = CommandLine
        main.program._binary = "./inv"
