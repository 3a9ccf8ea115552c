"""`kill -9` of the served app under the saves of eight browsers: what it acknowledged is there."""

import random

from tests.served import served
from tests.soak.answering import ACKNOWLEDGED, CHANGED, browsers
from tests.soak.databases import Prepared
from tests.soak.forms import BOTH, Form, report

# What comes of a connection to a server that is killed, or not there yet.
CUT_OFF = {
    "ConnectionRefusedError", "ConnectionResetError", "RemoteDisconnected", "IncompleteRead", "BrokenPipeError",
    "BadStatusLine",
}  # fmt: skip


@BOTH
def test_what_was_acknowledged_is_there(prepared: Prepared, form: Form) -> None:
    moments = random.Random(4)
    with served(database_url=prepared.database.url, secret_key=prepared.secret_key) as app:

        def kill() -> None:
            everybody.wait_for(more=moments.randrange(1, 9))
            app.kill()
            app.start()

        with browsers(app.port, prepared.people()) as everybody:
            kills = form.strike(everybody, kill)
    gone = report("server killed", prepared, everybody, kills)
    assert gone == 0
    assert set(everybody.answers) <= {ACKNOWLEDGED, CHANGED, *CUT_OFF}


def test_broken_variant_that_acknowledges_before_it_commits_loses(prepared: Prepared) -> None:
    with (
        served(
            database_url=prepared.database.url, secret_key=prepared.secret_key, application="tests.soak.hasty"
        ) as app,
        browsers(app.port, prepared.people()[:1]) as one,
    ):
        one.wait_for(more=1)
        app.kill()
        gone = report("server killed, acknowledging too early", prepared, one, 1)
    assert gone > 0
