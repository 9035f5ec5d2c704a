"""Boilerplate: menus, banners, buttons and whatever else belongs to a page and not to its article."""
