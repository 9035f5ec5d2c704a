"""Tests of whole builds: safety, reproducibility, mutated content."""
