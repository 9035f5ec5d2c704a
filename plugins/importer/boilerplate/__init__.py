"""What belongs to a page and not to its article."""
