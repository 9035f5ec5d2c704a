"""Languages, editions and scripts."""
