"""Kinds of files, each read into one document."""
