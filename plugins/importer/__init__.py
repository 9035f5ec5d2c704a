"""Old pages into pairs of articles. Builds do not use this package, and it has no settings.

`import_document` reads plain text, Markdown, HTML saved from a browser, Word documents and saved messages, finds the
article, decides of each line its language and its role, and returns an `ImportResult`: the files as texts, and all
decisions with their reasons and questions. `resolve` runs the decisions again with what a person changed;
`write_result` writes the files; `import_files` does all this for many. What is known of a language stands in
`plugins/locales/data/<code>.toml`; the languages and categories are those of `pelicanconf.py`. Nothing here prints:
`report_lines` gives the lines of a report, `next_step` what to do with the files."""

from plugins.importer.asked import Question
from plugins.importer.batch import import_files
from plugins.importer.document import Document, ImportFailure
from plugins.importer.options import ImportSite, site_of
from plugins.importer.pipeline import import_document, resolve
from plugins.importer.report import ImportOutcome, ask_once, next_step, report_lines, table_rows
from plugins.importer.result import DecidedBlock, ImportResult
from plugins.importer.roles import Overrides
from plugins.importer.writers.files import write_result

__all__ = [
    "DecidedBlock",
    "Document",
    "ImportFailure",
    "ImportOutcome",
    "ImportResult",
    "ImportSite",
    "Overrides",
    "Question",
    "ask_once",
    "import_document",
    "import_files",
    "next_step",
    "report_lines",
    "resolve",
    "site_of",
    "table_rows",
    "write_result",
]
