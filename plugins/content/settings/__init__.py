"""What holds for the whole site: its settings, their types, its authors, and the press office."""
