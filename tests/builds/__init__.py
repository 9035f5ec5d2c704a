"""Tests of whole builds: what they survive, and what they never do."""
