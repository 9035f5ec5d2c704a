"""Tests of the editors' verbs."""
