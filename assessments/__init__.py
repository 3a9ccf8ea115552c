"""The one app: asking, scoring, gating, planning and explaining."""
