"""A report value as a file that other programs read or people print, one module for each kind of file."""
