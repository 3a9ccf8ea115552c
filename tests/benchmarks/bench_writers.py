"""Autosave under several writers at once, against the server that `make run` starts."""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from statistics import median, quantiles
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from assessments.core.workflow import Role
from assessments.models import Assessment, User
from tests.benchmarks.measuring import ROUNDS, Line, table
from tests.benchmarks.visitors import CSRF, cookies
from tests.factories import built_in, member_of, open_assessment, practices_of, team, unit
from tests.served import HOST, PATIENCE, served
from tests.services.test_kill import database_url

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]

TEAMS = 4
SAVES = {1: 60, 8: 20, 32: 8}  # of each writer in each round, by the number of writers


class Writer:
    """One person in a browser, who changes one answer again and again as fast as the site says `saved`."""

    def __init__(self, port: int, assessment: Assessment, user: User) -> None:
        self.practice = practices_of(assessment, "mlops")[user.pk % 25]
        self.version = assessment.catalog_version_id
        self.path = reverse("assessments:response-save", args=(assessment.pk, self.practice))
        self.headers = {
            "Cookie": cookies(user), "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"
        }  # fmt: skip
        self.port = port
        self.revision = 0

    def write(self, saves: int) -> list[tuple[int, float]]:
        """The status of each save and how long it took, in seconds."""
        return [self._save() for _ in range(saves)]

    def _save(self) -> tuple[int, float]:
        data = {"answer": self.revision % 5, "reason": "", "remark": "As of today.", "revision": self.revision}
        form = {f"{self.practice}-{name}": value for name, value in data.items()}
        body = urlencode({"csrfmiddlewaretoken": CSRF, "version": self.version, **form})
        begun = time.perf_counter()
        status = self._posted(body)
        self.revision += status == http.client.OK
        return status, time.perf_counter() - begun

    def _posted(self, body: str) -> int:
        """Each on a connection of its own, as from most proxies, so that none is closed for having been idle."""
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)) as one:
            one.request("POST", self.path, body, self.headers)
            response = one.getresponse()
            response.read()
        return response.status


def at_once(writers: Sequence[Writer], saves: int) -> list[tuple[int, float]]:
    """Let all write at the same time."""
    with ThreadPoolExecutor(len(writers)) as pool:
        return [save for of_one in pool.map(lambda one: one.write(saves), writers) for save in of_one]


def lines_of(writers: int, rounds: Sequence[list[tuple[int, float]]]) -> list[Line]:
    """What this many writers met with, the median of the rounds; milliseconds are for this machine and moment."""
    name = f"autosave, {writers} writer{'s' if writers > 1 else ''}"
    failed = sum(status != http.client.OK for saves in rounds for status, _ in saves)
    times = [[seconds for _, seconds in saves] for saves in rounds]
    return [
        Line(f"{name}: answers other than 200", failed, 0, f"of {sum(map(len, rounds))}"),
        Line(f"{name}: p50", 1000 * median(map(median, times)), None, "ms"),
        Line(f"{name}: p95", median(map(_tail, times)), 3 if writers == 8 else None, "p50"),
    ]


def _tail(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1] / median(times)


def test_writers() -> None:
    branch, catalog = unit(), built_in()
    teams = [team(parent=branch) for _ in range(TEAMS)]
    assessments = [open_assessment(one, by=member_of(one, Role.LEAD), catalog=catalog) for one in teams]
    people = [(one, member_of(one.unit)) for _ in range(max(SAVES) // TEAMS) for one in assessments]
    rounds: dict[int, list[list[tuple[int, float]]]] = {count: [] for count in SAVES}
    with served(database_url=database_url(), secret_key=settings.SECRET_KEY) as app:
        writers = [Writer(app.port, assessment, user) for assessment, user in people]
        at_once(writers, 1)
        for _ in range(ROUNDS):
            for count, saves in SAVES.items():
                rounds[count].append(at_once(writers[:count], saves))
    lines = [line for count, saves in rounds.items() for line in lines_of(count, saves)]
    print(f"\n\n{connection.vendor}{table('job', lines)}")
