"""Reads: rows in, core values out, a fixed number of SQL queries each."""
