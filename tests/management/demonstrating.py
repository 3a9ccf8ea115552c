"""Running the command that creates the demonstration, as on a machine of one's own."""

import io
import re
from collections.abc import Sequence

from django.core.management import call_command
from django.test import override_settings


def created(*, hosts: Sequence[str] = ("localhost", "127.0.0.1", "[::1]")) -> str:
    """Run the command on a site with these hosts and return what it prints."""
    out = io.StringIO()
    with override_settings(ALLOWED_HOSTS=list(hosts)):
        call_command("create_demonstration", stdout=out)
    return out.getvalue()


def passwords(printed: str) -> dict[str, str]:
    """The printed passwords by e-mail address."""
    return dict(re.findall(r"^ +(\S+@northlight\.example) +(\S+)", printed, re.MULTILINE))
