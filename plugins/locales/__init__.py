"""What belongs to a language: dates, numbers, interface strings, scripts of letters. Imports no Pelican."""
