"""An adopted plan: its milestones, what is entered into it, how it is followed, and what came of it."""
