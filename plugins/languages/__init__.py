"""The Serbian transliterator, until it has a package of its own."""
