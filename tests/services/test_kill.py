"""`kill -9` of a process that saves: what it acknowledged is there."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from assessments.models import Assessment, Response, User

pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    """Where another process finds the test database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}"))


def acknowledged_until_killed(assessment: Assessment, respondent: User, *, when: str, saves: int) -> int:
    """The last revision that the process said it had saved, before it was killed in the middle of its work."""
    command = [sys.executable, "-m", "tests.services.endless_saver", str(assessment.pk), str(respondent.pk), when]
    environment = os.environ | {"DATABASE_URL": database_url()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline() for _ in range(saves)]
        finally:
            process.kill()
        lines += process.stdout.read().splitlines(keepends=True)
    # A line that the kill cut short was never read to its end by anybody.
    return max(int(line) for line in lines if line.endswith("\n"))


@pytest.mark.parametrize("saves", [1, 30, 90])
def test_what_was_acknowledged_is_there(assessment: Assessment, lead: User, saves: int) -> None:
    acknowledged = acknowledged_until_killed(assessment, lead, when="after", saves=saves)
    assert acknowledged >= saves
    row = Response.objects.get()
    assert row.revision in (acknowledged, acknowledged + 1)
    assert row.remark == f"Save {row.revision}"


def test_broken_variant_that_acknowledges_before_the_end_loses_it(assessment: Assessment, lead: User) -> None:
    assert acknowledged_until_killed(assessment, lead, when="before", saves=1) == 1
    assert not Response.objects.exists()
