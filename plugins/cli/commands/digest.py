"""`digest`: the newest stories as an e-mail in each edition, written to files."""

from __future__ import annotations

from pathlib import Path

from plugins.cli.terminal import command, count, print_error, print_line
from plugins.project.settings import read_library

FOLDER = Path("digest")


@command
def digest(since: str, week: bool, force: bool) -> int:
    """Write the digest of the stories since then; say what is in it, and what the built site lacks."""

    from plugins.digest.mailing import find_missing, make_mailings, read_since, write_mailings
    from plugins.images import album_of
    from plugins.project.settings import PUBLISH_SETTINGS, settings_of

    # Readers are led to the published site.
    settings = settings_of(PUBLISH_SETTINGS)
    library = read_library(settings)
    mailings = make_mailings(library, album_of(settings), settings, read_since(since, week, library))
    files = write_mailings(mailings, FOLDER, replace=force)
    for mailing in mailings:
        print_line(f"{mailing.label}: {mailing.subject} ({count(mailing.stories, 'story', 'stories')})")
    for file, is_new in files.items():
        if file.suffix == ".eml":
            print_line(f"{file} is ready to open in a mail program{'' if is_new else '; it was there already'}.")
    missing = find_missing(mailings, Path(settings["OUTPUT_PATH"]), settings["SITEURL"])
    if missing:
        print_error(f"Publish before you send: the built site lacks {len(missing)} addresses, such as {missing[0]}")
    return 0
