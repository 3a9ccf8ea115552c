"""How numbers and the core's values look on a page."""
