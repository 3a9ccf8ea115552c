"""Every address for every role, closed by default: a URL name without a row in `tests/role_table.py` fails."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import URLPattern, path, reverse

from assessments import access
from assessments.core.workflow import Role, Standing
from assessments.models import Assessment, Membership, Unit, User
from tests.factories import Organisation, client_of
from tests.role_table import (
    ANONYMOUS,
    PATTERNS,
    ROWS,
    SIGN_IN,
    STRANGER,
    Side,
    address,
    body,
    people,
    sides,
    standing,
    standing_at_home,
)
from tests.stored import everything, nothing_written, rolled_back

OTHERS = ("put", "patch", "delete", "options", "trace")
SECRETS_ELSEWHERE = ("Badgers", "badgers", "Elsa", "South branch")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_organisation")]


@dataclass(slots=True)
class Table:
    """The rows asked of a running site, each person with a client of the own."""

    organisation: Organisation
    clients: dict[str, Client] = field(default_factory=dict)
    sides: Mapping[str, Side] = field(default_factory=dict)
    _cookies: Mapping[str, Any] = field(default_factory=dict)
    _read: dict[tuple[str, str, str], HttpResponse] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sides = sides(self.organisation)
        self.clients = {name: client_of(user) for name, user in people(self.organisation).items()}
        self._cookies = {name: deepcopy(client.cookies) for name, client in self.clients.items()}

    def ask(self, name: str, person: str, side: str, method: str) -> Any:
        """One request, undone afterwards; what reads may not write."""
        row, at = ROWS[name], self.sides[side]
        with rolled_back():
            row.prepare(at)
            client = self.clients[person]
            client.cookies = deepcopy(self._cookies[person])
            if method == "post":
                return client.post(address(name, at), row.data(at))
            with nothing_written():
                response = getattr(client, method)(address(name, at))
                return HttpResponse(response.getvalue(), status=response.status_code, headers=response.headers)

    def read(self, name: str, person: str, side: str) -> HttpResponse:
        """What GET answers, asked but once: whatever was asked before is undone."""
        asked = (name, person, side)
        if asked not in self._read:
            self._read[asked] = self.ask(*asked, "get")
        return self._read[asked]

    def answer(self, name: str, person: str, side: str, method: str) -> Any:
        """What one of the two methods that a row tells of answers."""
        return self.read(name, person, side) if method == "get" else self.ask(name, person, side, method)


@pytest.fixture(scope="module")
def table(shared_organisation: Organisation) -> Table:
    """One table for all tests, so that each page is made but once for each person."""
    return Table(shared_organisation)


@pytest.fixture
def broken_table(organisation: Organisation) -> Table:
    """A table that has read nothing yet, for tests that break what answers."""
    return Table(organisation)


def names_without_row(patterns: Mapping[str, URLPattern]) -> list[str]:
    return sorted(set(patterns) ^ set(ROWS))


def check_statuses(table: Table, name: str) -> None:
    """Each standing gets what its row says, by each method that reads or writes."""
    row = ROWS[name]
    for method, statuses in (("get", row.get), ("post", row.post)):
        for person in table.clients:
            for side in table.sides if row.names_object else ("own",):
                who = standing(person, side) if row.names_object else standing_at_home(person)
                response = table.answer(name, person, side, method)
                what = f"{method} {name} of {side} by {person}"
                if who == ANONYMOUS and not row.is_open:
                    assert response.status_code == SIGN_IN[method], what
                else:
                    assert response.status_code == (statuses[who] if statuses else 405), what


def check_alike(table: Table, name: str) -> None:
    """To a stranger what is foreign and what is missing answer alike, in status and in body."""
    for method, statuses in (("get", ROWS[name].get), ("post", ROWS[name].post)):
        for person in table.clients:
            if statuses is None:
                continue
            strange = [side for side in ("own", "elsewhere") if standing(person, side) == STRANGER]
            missing = table.answer(name, person, "missing", method)
            for side in strange:
                foreign = table.answer(name, person, side, method)
                assert foreign.status_code == missing.status_code, f"{method} {name} of {side} by {person}"
                assert body(foreign) == body(missing), f"{method} {name} of {side} by {person}"


OF_SOMEBODY = sorted(name for name, row in ROWS.items() if row.names_object)
POSTED = sorted(name for name, row in ROWS.items() if row.post)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert names_without_row(PATTERNS) == []


def test_an_address_without_a_row_is_noticed() -> None:
    added = path("teams/<int:unit_id>/secrets/", lambda request, unit_id: HttpResponse(), name="secrets-show")
    assert names_without_row({**PATTERNS, "secrets-show": added}) == ["secrets-show"]


def test_rows_that_name_an_object_are_those_with_an_id_in_the_path() -> None:
    with_id = {
        name for name, pattern in PATTERNS.items() if any(key.endswith("_id") for key in pattern.pattern.converters)
    }
    assert with_id == set(OF_SOMEBODY)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_role_gets_what_its_row_says(table: Table, name: str) -> None:
    check_statuses(table, name)


def test_head_answers_as_get_without_a_body(table: Table) -> None:
    for name, person in product(sorted(ROWS), ("lead", "stranger", "anonymous")):
        head, get = table.ask(name, person, "own", "head"), table.read(name, person, "own")
        assert (head.status_code, body(head)) == (get.status_code, b""), f"{name} by {person}"


@pytest.mark.parametrize("name", OF_SOMEBODY)
def test_foreign_and_missing_answer_alike(table: Table, name: str) -> None:
    check_alike(table, name)


def test_other_methods_are_refused(table: Table) -> None:
    sign_in = reverse("assessments:sign-in")
    for name, method in product(sorted(ROWS), OTHERS):
        for person in ("lead", "stranger"):
            assert table.ask(name, person, "own", method).status_code == 405, f"{method} {name} by {person}"
        anonymous = table.ask(name, "anonymous", "own", method)
        assert anonymous.status_code == 405 or anonymous.headers["Location"].startswith(sign_in), f"{method} {name}"


def test_no_page_tells_of_the_other_branch(table: Table) -> None:
    pages = sorted(name for name, row in ROWS.items() if row.get)
    for name, person in product(pages, ("stranger", "removed", "member", "lead", "manager")):
        told = body(table.read(name, person, "own")).decode()
        assert [secret for secret in SECRETS_ELSEWHERE if secret in told] == [], f"{name} by {person}"


@pytest.mark.parametrize("name", sorted(name for name, row in ROWS.items() if row.get and row.names_object))
def test_only_a_lead_reads_what_another_person_wrote(table: Table, name: str) -> None:
    """Who has answered a practice too reads the remarks in its meeting, and not whose they are."""
    for person in ("member", "manager"):
        told = body(table.read(name, person, "own")).decode()
        if (name, person) == ("settling-practice", "member"):
            told = told.partition("What was said and shown")[2].partition("Evidence")[0]
            assert ("A secret of Otters" in told, "Remy" in told) == (True, False)
        else:
            assert "A secret of Otters" not in told, person


@pytest.mark.parametrize("name", POSTED)
def test_a_forged_request_is_refused(organisation: Organisation, name: str) -> None:
    side = sides(organisation)["own"]
    ROWS[name].prepare(side)
    client = Client(enforce_csrf_checks=True)
    client.force_login(organisation.lead)
    before = everything()
    response = client.post(address(name, side), ROWS[name].data(side))
    assert response.status_code == 403
    assert everything() == before


def test_anonymous_people_are_sent_to_sign_in_and_back(table: Table) -> None:
    for name in OF_SOMEBODY:
        if ROWS[name].get:
            response = table.read(name, "anonymous", "own")
            assert (
                response.headers["Location"]
                == f"{reverse('assessments:sign-in')}?next={address(name, table.sides['own'])}"
            )


@pytest.mark.parametrize("role", ["lead", "member", "manager"])
def test_the_next_request_of_a_removed_person_fails(table: Table, role: str) -> None:
    for name in OF_SOMEBODY:
        row = ROWS[name]
        for method, statuses in (("get", row.get), ("post", row.post)):
            if statuses is None or statuses[role] in (403, 404):
                continue
            with rolled_back():
                first = table.answer(name, role, "own", method)
                Membership.objects.filter(user=people(table.organisation)[role]).delete()
                after = table.ask(name, role, "own", method)
                missing = table.ask(name, role, "missing", method)
            assert (first.status_code, after.status_code) == (statuses[role], 404), name
            assert body(after) == body(missing), name


def test_the_next_request_of_a_disabled_person_asks_to_sign_in(table: Table) -> None:
    User.objects.filter(id=table.organisation.lead.pk).update(is_active=False)
    for name in OF_SOMEBODY:
        if ROWS[name].get:
            response = table.ask(name, "lead", "own", "get")
            assert response.headers["Location"].startswith(reverse("assessments:sign-in")), name


def _careless_team(user: User, unit_id: int, action: object) -> Unit:
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None:
        raise Http404
    unit.standing = Standing(frozenset({Role.LEAD}))
    return unit


def _careless_assessment(user: User, assessment_id: int, action: object) -> Assessment:
    found = Assessment.objects.filter(id=assessment_id).select_related("unit").first()
    if found is None:
        raise Http404
    found.unit.standing = Standing(frozenset({Role.LEAD}))
    return found


def test_a_view_without_its_loader_is_noticed(broken_table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "team", _careless_team)
    monkeypatch.setattr(access, "assessment", _careless_assessment)
    for name in ("team-show", "roadmap-show", "assessment-review", "dimension-answer", "assessment-submit"):
        with pytest.raises(AssertionError):
            check_statuses(broken_table, name)
        with pytest.raises(AssertionError):
            check_alike(broken_table, name)


def test_a_loader_that_tells_foreign_from_missing_is_noticed(
    broken_table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest: Callable[..., Unit] = access.team

    def telling(user: User, unit_id: int, action: Any) -> Unit:
        try:
            return honest(user, unit_id, action)
        except Http404:
            if Unit.objects.filter(id=unit_id).exists():
                raise PermissionDenied from None
            raise

    monkeypatch.setattr(access, "team", telling)
    with pytest.raises(AssertionError):
        check_alike(broken_table, "team-show")


def test_a_view_that_writes_while_it_reads_is_noticed(broken_table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    honest: Callable[..., Unit] = access.team

    def writing(user: User, unit_id: int, action: Any) -> Unit:
        Unit.objects.filter(id=unit_id).update(name="Seen")
        return honest(user, unit_id, action)

    monkeypatch.setattr(access, "team", writing)
    with pytest.raises(AssertionError):
        check_statuses(broken_table, "team-show")
