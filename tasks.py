"""The commands of this project: `./inv COMMAND`, or `invoke COMMAND` in an activated environment; the work is done in
`plugins/`."""

import sys

from invoke.context import Context
from invoke.tasks import task

from plugins.cli.program import run_in_place_of_invoke
from plugins.cli.terminal import exit_with


@task(
    help={
        "production": "with the settings of publishconf.py",
        "hold": "leave out new texts with errors, as a publish does; readers' own stay",
    }
)
def build(c: Context, production: bool = False, hold: bool = False) -> None:
    """Build the site in output/ from content/."""
    from plugins.cli.commands.build import build

    exit_with(build("publishconf.py" if production else "pelicanconf.py", hold=hold))


@task(
    help={
        "port": "the port to serve on",
        "host": "the address to listen on; only this computer sees the default",
        "screenshots": "save screenshots of the site in this folder instead, and end",
    }
)
def serve(c: Context, port: int = 8000, host: str = "127.0.0.1", screenshots: str = "") -> None:
    """Build, show the site on this computer, and rebuild and reload whenever a file is saved."""
    if screenshots:
        from plugins.cli.commands.starting import run_tool

        exit_with(run_tool("screenshots", "screenshots", screenshots))
    else:
        from plugins.cli.commands.serve import serve

        exit_with(serve(host, port))


@task(
    help={
        "port": "the port to serve on",
        "open": "open the address in the browser; --no-open only prints it",
        "publish": "offer to publish; --no-publish leaves that to others",
    }
)
def edit(c: Context, port: int = 8000, open: bool = True, publish: bool = True) -> None:
    """Open the editor in the browser: both languages side by side, with checks and the page as readers see it."""
    from plugins.cli.commands.edit import edit

    exit_with(edit(port, open, publish))


@task(
    positional=["title"],
    iterable=["title", "sdg"],
    help={
        "title": "the headline",
        "category": "one of the site's categories",
        "sdg": "a goal or target; may be given several times",
        "language": "the language you write in; the site's first by default",
        "date": "the date of publication, such as 2026-09-03",
    },
)
def new(
    c: Context, title: list[str], category: str = "", sdg: list[str] | None = None, language: str = "", date: str = ""
) -> None:
    """Start a story: make the first file of a pair, ready to write in."""
    from plugins.cli.commands.new_and_translate import new

    exit_with(new(" ".join(title), category, sdg or [], language, date))


@task(positional=["slug"], help={"slug": "the story's name in its address", "to": "the language to translate into"})
def translate(c: Context, slug: str, to: str = "") -> None:
    """Start the translation of a story, with each source paragraph as a comment above an empty line for yours."""
    from plugins.cli.commands.new_and_translate import translate

    exit_with(translate(slug, to))


@task(
    name="import",
    positional=["source"],
    iterable=["title"],
    help={
        "source": "a file, a folder, or - for what is piped in",
        "date": "the date of publication",
        "slug": "the story's name in its address",
        "category": "one of the site's categories",
        "sdg": "goals, where the page does not name them",
        "title": "a headline that the page lacks, as language=text; may be given several times",
        "force": "replace files that are there",
    },
)
def import_(
    c: Context,
    source: str,
    date: str = "",
    slug: str = "",
    category: str = "",
    sdg: str = "",
    title: list[str] | None = None,
    force: bool = False,
) -> None:
    """Turn old pages, with both languages on one, into pairs of articles."""
    from plugins.cli.commands.importing import import_pages

    exit_with(import_pages(source, date, slug, category, sdg, title or [], force))


@task(
    positional=["path"],
    iterable=["path"],
    help={
        "path": "a file, folder or slug to check; all of content/ by default",
        "format": "text, json or github",
        "strict": "advice counts as an error, but not that of drafts",
        "fix": "apply the fixes that are certain, and show them",
        "accept": "a slug: its translation is up to date as it stands",
        "site": "check the built site in output/ instead",
        "verbose": "with --site, list every check",
        "list-rules": "list the rules with their codes",
        "all": "list all that was found, also each piece of advice",
    },
)
def check(
    c: Context,
    path: list[str] | None = None,
    format: str = "text",
    strict: bool = False,
    fix: bool = False,
    accept: str = "",
    site: bool = False,
    verbose: bool = False,
    list_rules: bool = False,
    all: bool = False,
) -> None:
    """Check the content: what is wrong, where, and how to fix it."""
    from plugins.cli.commands.check import check

    exit_with(
        check(
            path or [],
            format,
            strict=strict,
            fix=fix,
            accept=accept,
            site=site,
            list_rules=list_rules,
            everything=all,
            verbose=verbose,
        )
    )


@task(help={"html": "write the table to this file too, as an HTML page"})
def status(c: Context, html: str = "") -> None:
    """Show what is translated, what is missing, a draft, or older than its original."""
    from plugins.cli.commands.status import status

    exit_with(status(html))


@task(
    help={
        "since": "the first day whose stories are taken, such as 2026-11-01",
        "week": "the stories of the last seven days, as without any option",
        "force": "replace files that are there with other words",
    }
)
def digest(c: Context, since: str = "", week: bool = False, force: bool = False) -> None:
    """Write the newest stories as an e-mail in each edition, ready to open in a mail program."""
    from plugins.cli.commands.digest import digest

    exit_with(digest(since, week, force))


@task(
    optional=["faults"],
    help={
        "faults": "plant the faults listed for a package, or for all, and show which the tests see",
        "fast": "leave out what needs a browser, a server or much time",
        "only": "a package or test file by its name, or a path in tests/",
        "long": "run the long loops whole: kills, load, random edits, thousands of examples",
        "durations": "keep in .cache/durations.txt what each file, fixture and test took",
    },
)
def test(
    c: Context, fast: bool = False, only: str = "", long: bool = False, durations: bool = False, faults: str = ""
) -> None:
    """Run the whole suite: style, types, imports, and every test."""
    from plugins.cli.commands.starting import run_tool

    if faults:
        exit_with(run_tool("faults", "faults", faults))
    else:
        exit_with(run_tool("suite", "test", fast, only, long, durations))


@task(
    positional=["target", "story"],
    iterable=["story"],
    help={
        "target": "a target named in publishconf.py; may be left out",
        "story": "stories to publish alone, by slug or path; all else stays as readers have it",
        "dry-run": "show what would change, and change nothing",
        "files": "list every changed file",
        "verbose": "list every changed file and every check of the audit",
        "no-verify": "do not fetch what was published",
        "format": "text or json: each event as a line",
    },
)
def publish(
    c: Context,
    target: str = "",
    story: list[str] | None = None,
    dry_run: bool = False,
    files: bool = False,
    verbose: bool = False,
    no_verify: bool = False,
    format: str = "text",
) -> None:
    """Check, build, audit, upload and verify the site."""
    from plugins.cli.commands.publish import publish

    names = [name for name in (target, *(story or ())) if name]
    exit_with(publish(names, dry_run, files=files, verbose=verbose, no_verify=no_verify, format=format))


@task(
    positional=["target"],
    help={
        "target": "a target named in publishconf.py",
        "to": "a release; the one before by default",
        "no-verify": "do not fetch what is live afterwards",
        "format": "text or json: each event as a line",
    },
)
def rollback(c: Context, target: str = "", to: str = "", no_verify: bool = False, format: str = "text") -> None:
    """Restore the release before."""
    from plugins.cli.commands.publish import rollback

    exit_with(rollback(target, to, no_verify=no_verify, format=format))


@task(
    positional=["server", "target"],
    help={
        "server": "nginx or caddy",
        "target": "a target named in publishconf.py",
        "by-language": "send newcomers from the front page to an edition in the first language that they ask for",
    },
)
def deploy(c: Context, server: str, target: str = "", by_language: bool = False) -> None:
    """Write the configuration of a web server for this site to deploy/."""
    from plugins.cli.commands.deploy import deploy

    exit_with(deploy(server, target, by_language))


@task(help={"pairs": "the size of the site to measure", "save": "keep the figures in this file, not in .cache/"})
def bench(c: Context, pairs: int = 1000, save: str = "") -> None:
    """Measure builds and publishes of a generated site, beside stock Pelican and what was measured before."""
    from plugins.cli.commands.starting import run_tool

    exit_with(run_tool("bench", "bench", pairs, save))


@task(
    positional=["folder"],
    help={
        "folder": "the folder to make",
        "name": "the site's name",
        "languages": "codes of languages with commas between them, the one at the root first",
        "address": "the site's public address",
    },
)
def start(c: Context, folder: str, name: str = "", languages: str = "en", address: str = "") -> None:
    """Start a new site with this engine, without the demonstration content."""
    from plugins.cli.commands.starting import start

    exit_with(start(folder, name, languages, address))


@task(positional=["code"], help={"code": "the code of the language, such as sq"})
def language(c: Context, code: str) -> None:
    """Make the files that another language needs, and list what a person must fill in."""
    from plugins.cli.commands.starting import language

    exit_with(language(code))


@task(
    positional=["folder"],
    help={"folder": "the folder of the site to upgrade", "dry-run": "show what would change, and change nothing"},
)
def upgrade(c: Context, folder: str, dry_run: bool = False) -> None:
    """Upgrade a site to this version of the engine; run it in the folder of the new version."""
    from plugins.cli.commands.starting import upgrade

    exit_with(upgrade(folder, dry_run))


run_in_place_of_invoke(sys.modules[__name__])
