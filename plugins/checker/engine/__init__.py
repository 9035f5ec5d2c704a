"""Runs the rules: catalogue of rules, context of a text, data of a language, results."""
