"""Languages: dates, numbers, interface strings, Unicode scripts, language detection. Does not import Pelican."""
