"""Rules about a pair: a missing or outdated translation, and facts that differ from the original."""
