"""Tests; their folders mirror the app."""
