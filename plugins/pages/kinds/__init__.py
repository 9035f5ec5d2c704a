"""The kinds of pages, a module each: stories, lists, press kits, search, and others."""
