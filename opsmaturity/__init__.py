"""Wiring of the project: settings, URLs and the WSGI entry point."""
