"""Reads a file into a document: a module for each kind of file; `dispatch` chooses among them."""
