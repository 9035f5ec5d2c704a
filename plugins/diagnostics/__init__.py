"""Diagnostics: what is wrong or doubtful in a site, with its place, as the Language Server Protocol has them.

Build errors, the checker's results and the audit's results are all of one type, `Diagnostic`. `codes.toml` is the list
of their codes, `rule` what finds them, `formats` prints them, `fixes` applies fixes that are certain, and `overrides`
reads the setting `DIAGNOSTICS`, which switches a code off (`"off"`) or counts it as less (`"advice"`, `"warning"`).
Exceptions whose message is for people are `UserError` and its subclasses. Imports nothing of the project but
`atomic_files`.
"""

from __future__ import annotations

from plugins.diagnostics.diagnostic import SEVERITIES, Diagnostic, Fix, Place, Replacement, Severity
from plugins.diagnostics.errors import (
    ContentErrors,
    SettingError,
    UserError,
    describe_failure,
    keep_bug,
    keep_faults,
    program_fault,
)
from plugins.diagnostics.formats import FORMATS, Format, format_diagnostics
from plugins.diagnostics.message import Either, Message, message_of

__all__ = [
    "FORMATS",
    "SEVERITIES",
    "ContentErrors",
    "Diagnostic",
    "Either",
    "Fix",
    "Format",
    "Message",
    "Place",
    "Replacement",
    "SettingError",
    "Severity",
    "UserError",
    "describe_failure",
    "format_diagnostics",
    "keep_bug",
    "keep_faults",
    "message_of",
    "program_fault",
]
