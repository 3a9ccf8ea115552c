"""A disk that is full: a clear 503, nothing acknowledged is lost, and saving works again once there is room."""

from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from tests.served import HOST, PATIENCE, served
from tests.soak.answering import ACKNOWLEDGED, UNAVAILABLE, Person, browsers
from tests.soak.databases import Prepared
from tests.soak.forms import BOTH, Form, report
from tests.soak.shortages import Shortage, shortages

WAYS = pytest.mark.parametrize("way", shortages(connection.vendor))
WORDS = "What it told you is saved is saved"
# The last page of the history may have room for six more remarks of 600 bytes; two more saves are on their way when
# there is room again. One of so many has to be lost.
MORE_THAN_FIT = 12


def page(port: int, person: Person) -> tuple[int, str]:
    """The status and the text of a person's own page."""
    request = Request(f"http://{HOST}:{port}/", headers={"Cookie": person.cookies})
    try:
        with urlopen(request, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@BOTH
@WAYS
def test_what_was_acknowledged_is_there(prepared: Prepared, way: Callable[[Prepared], Shortage], form: Form) -> None:
    shortage = way(prepared)
    people = prepared.people()
    with served(database_url=prepared.database.url, secret_key=prepared.secret_key, more=shortage.served_with) as app:

        def run_short() -> None:
            shortage.begin()
            try:
                everybody.wait_for(more=8, status=UNAVAILABLE)
                status, text = page(app.port, people[0])
                assert status == ACKNOWLEDGED or (status, WORDS in text) == (UNAVAILABLE, True)
            finally:
                shortage.end()
            everybody.wait_for(more=8)

        with browsers(app.port, people) as everybody:
            times = form.strike(everybody, run_short)
    gone = report(f"disk full ({way.__name__})", prepared, everybody, times)
    assert gone == 0
    assert set(everybody.answers) == {ACKNOWLEDGED, UNAVAILABLE}
    assert all(WORDS in one.pages[UNAVAILABLE] for one in everybody.all if UNAVAILABLE in one.pages)


@WAYS
def test_broken_variant_that_acknowledges_before_it_commits_loses(
    prepared: Prepared, way: Callable[[Prepared], Shortage]
) -> None:
    shortage = way(prepared)
    with (
        served(
            database_url=prepared.database.url,
            secret_key=prepared.secret_key,
            application="tests.soak.hasty",
            more=shortage.served_with,
        ) as app,
        browsers(app.port, prepared.people()[:2]) as both,
    ):
        both.wait_for(more=1)
        shortage.begin()
        try:
            both.wait_for(more=MORE_THAN_FIT)
        finally:
            shortage.end()
    gone = report(f"disk full ({way.__name__}), acknowledging too early", prepared, both, 1)
    assert gone > 0
