"""The Cyrillic transliterator."""
