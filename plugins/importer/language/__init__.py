"""Languages: their data, detection of a text's language, and joint decoding of a whole page."""
