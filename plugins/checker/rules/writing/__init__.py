"""Rules about the words of a text: language, letters, quotation marks, spaces, spelling, script."""
