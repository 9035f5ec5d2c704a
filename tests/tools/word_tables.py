"""usage: python -m tests.tools.word_tables CODE OTHER [FOLDER …]

Learns the importer's table of words for two languages again, from the pairs below each FOLDER (`content` if none is
named), and writes it."""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.importer.alignment.learning import learn_table

if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    code, other, *folders = sys.argv[1:]
    file, pairs = learn_table(code, other, map(Path, folders or ("content",)))
    print(f"{file}: of {pairs} pairs of sentences")
