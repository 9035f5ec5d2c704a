"""Languages: their data, how a text is told, and the decoding of a whole page."""
