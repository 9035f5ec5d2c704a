"""Tests of press kits."""
