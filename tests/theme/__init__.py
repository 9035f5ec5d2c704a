"""Tests of the theme, on a small newsroom of plain facts."""
