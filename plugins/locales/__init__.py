"""Languages: dates, numbers, interface strings, Unicode scripts. Does not import Pelican."""
