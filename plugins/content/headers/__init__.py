"""A file's header: its fields as written, their types, and the two ways of writing them."""
