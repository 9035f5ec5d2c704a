"""Tests of the incremental plugin."""
