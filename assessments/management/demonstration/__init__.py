"""The demonstration: an invented organisation, its people and the stories of its nine teams."""
