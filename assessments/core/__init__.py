"""Decisions: frozen values and pure functions of the standard library, computable on paper."""
