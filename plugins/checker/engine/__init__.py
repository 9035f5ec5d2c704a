"""How rules are run: the catalogue, the context of a text, the facts of a language, the reports."""
