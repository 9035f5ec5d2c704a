"""The facts of a text that every language must share: its numbers, amounts, dates and times, however each writes them.

`extraction.find_facts` finds them; `rules/translation/same_facts.py` compares those of two texts.
"""
