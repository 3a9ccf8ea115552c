"""How a roadmap is laid out: which steps, in which order, in which quarters, and why."""
