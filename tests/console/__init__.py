"""Tests of what the verbs do on a terminal."""
