"""Pictures of every page, light and dark, wide and narrow: python -m tests.browser.screenshots [PART OF A NAME ...].

They show the demonstration organisation, in a database of its own that is gone afterwards, and land in
var/screenshots/<name>-<theme>-<width>.png.
"""

import os
import sys
import tempfile
from io import StringIO

import django


def main(wanted: list[str]) -> None:
    """Create the demonstration, then take the pictures whose name holds one of the wanted parts, or all."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/demonstration.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
        django.setup()
        from django.core.management import call_command

        from tests.browser.pictures import take

        call_command("migrate", verbosity=0)
        for command in ("load_catalog", "create_demonstration"):
            call_command(command, stdout=StringIO())
        take(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
