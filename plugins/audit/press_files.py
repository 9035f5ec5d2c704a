"""Press kits and calendar entries of the output, as records."""

from __future__ import annotations

import io
import zipfile

import msgspec

KIT, ENTRY = "/press-kit/", "/event.ics"
ATTACHMENTS = "files/"
TEXT = ".txt"
ENDING = "\r\n"


class PressKit(msgspec.Struct, frozen=True, tag=True):
    """An archive: the paths in it, and why it cannot be opened, "" where it can."""

    path: str
    names: tuple[str, ...]
    problem: str = ""


class CalendarEntry(msgspec.Struct, frozen=True, tag=True):
    """An event for calendars: what its fields say, by their names, and what is wrong with its form."""

    path: str
    fields: dict[str, str]
    problem: str = ""


def is_press_file(name: str) -> bool:
    """Whether a file of the output is a press kit or a calendar entry of a story, and none that a text links to."""
    is_kit = KIT in f"/{name}" and name.endswith(".zip")
    return not name.startswith(ATTACHMENTS) and (is_kit or f"/{name}".endswith(ENTRY))


def read_press_file(path: str, data: bytes) -> PressKit | CalendarEntry:
    """Parse such a file; what is wrong with it is in its `problem`."""
    return _read_entry(path, data) if path.endswith(ENTRY) else _read_kit(path, data)


def words_in(data: bytes) -> bytes:
    """The names and plain texts of an archive, one after the other; of any other file its bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            texts = (archive.read(name) for name in archive.namelist() if name.endswith(TEXT))
            return b"\n".join([*(f"/{name}/".encode() for name in archive.namelist()), *texts])
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError):
        return data


def _read_kit(path: str, data: bytes) -> PressKit:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            damaged = archive.testzip()
            return PressKit(path, tuple(archive.namelist()), f"{damaged} is damaged" if damaged else "")
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError) as error:
        return PressKit(path, (), str(error) or "it is cut short")


def _read_entry(path: str, data: bytes) -> CalendarEntry:
    text = data.decode("utf-8", "replace")
    lines = text.replace(f"{ENDING} ", "").split(ENDING)
    pairs = (line.partition(":") for line in lines)
    fields = {name.partition(";")[0]: value for name, _, value in pairs if value}
    problem = ""
    if "\n" in text.replace(ENDING, ""):
        problem = "a line does not end with CR LF"
    elif lines[0] != "BEGIN:VCALENDAR" or "END:VCALENDAR" not in lines:
        problem = "it is no calendar"
    elif any(len(line.encode()) > 75 for line in text.split(ENDING)):
        problem = "a line is longer than 75 bytes"
    elif missing := [name for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY") if not fields.get(name)]:
        problem = f"it has no {missing[0]}"
    return CalendarEntry(path, fields, problem)
