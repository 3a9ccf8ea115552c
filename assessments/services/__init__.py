"""Writes: one use case, one function, one transaction."""
