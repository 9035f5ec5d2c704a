"""Tests of the pictures plugin."""
