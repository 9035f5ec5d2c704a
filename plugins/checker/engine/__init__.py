"""Runs the rules: the list of all rules, the input of a rule, the data and dictionaries of languages, the results."""
