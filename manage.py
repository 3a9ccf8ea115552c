#!/usr/bin/env python
"""Run a management command of this project."""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

# Commands that read files only: they must run on a bare machine, whatever its environment.
WITHOUT_DATABASE = ("check_catalog", "score_answers")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsmaturity.settings")
    if sys.argv[1:2] and sys.argv[1] in WITHOUT_DATABASE:
        os.environ |= {"SECRET_KEY": secrets.token_urlsafe(64), "DATABASE_URL": ""}
    execute_from_command_line(sys.argv)
