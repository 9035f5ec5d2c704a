"""Which language a text or a line is in, layout tables in two languages, repeated text, Cyrillic to Latin."""
