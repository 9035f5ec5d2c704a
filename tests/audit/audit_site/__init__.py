"""A site in which nothing is wrong, written for the audit to read."""
