"""Ids and codes in the query, in the body and as codes in the path count as much as the ids that lead to an object."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.models import Evidence, Unit
from assessments.queries import portfolio
from tests import factories
from tests.factories import Organisation, client_of
from tests.role_table import MISSING, OWNER_ROLE, PATTERNS, ROWS, WAITING, body, sides
from tests.stored import everything, nothing_changed, rolled_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_organisation")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A request by a lead that names something: what it answers if that is the own, and what if it is not."""

    name: str
    method: str = "post"
    own: Callable[[Organisation], object]
    foreign: Callable[[Organisation], object]
    missing: object
    accepted: int
    refused: int
    part: str = ""
    sent: str = ""
    by: str = "lead"
    data: dict[str, Any] | None = None


def _other_version(organisation: Organisation) -> int:
    return factories.publish(factories.small_catalog()).version_id


def _same_questions_anew(organisation: Organisation) -> int:
    return factories.publish(read_catalog(BUILT_IN)).version_id


def _code_of_another_version(code: str) -> Callable[[Organisation], object]:
    def published(organisation: Organisation) -> str:
        _other_version(organisation)
        return code

    return published


def _entry_of(name: str) -> Callable[[Organisation], object]:
    return lambda organisation: Evidence.objects.get(assessment=getattr(organisation, name)).pk


def _earlier_entry_of(name: str) -> Callable[[Organisation], object]:
    """The first entry that was shown in the assessment of a Result."""
    return lambda organisation: _first_entry(getattr(organisation, name).assessment_id)


def _first_entry(assessment_id: int) -> int:
    return Evidence.objects.filter(assessment=assessment_id).order_by("id").values_list("id", flat=True)[0]


def _path(name: str, part: str, own: str, other: str, accepted: int, method: str = "post") -> Named:
    return Named(
        name=name, part=part, method=method, own=lambda _: own, foreign=_code_of_another_version(other),
        missing="NO-SUCH", accepted=accepted, refused=404,
    )  # fmt: skip


NAMED = [
    _path("response-save", "practice", "DAT-STO-03", "SOI-1", 200),
    _path("evidence-add", "practice", "DAT-STO-03", "SOI-1", 302),
    # They are found, and have nothing left to confirm.
    _path("response-confirm", "practice", "MLO-TRN-01", "SOI-1", 409),
    _path("dimension-confirm", "dimension", "MLO-TRN", "SOIL", 409),
    _path("confirmation-record", "practice", "DAT-PIP-01", "SOI-1", 302),
    _path("response-history", "practice", "DAT-PIP-01", "SOI-1", 200, method="get"),
    _path("discussion-show", "practice", "DAT-PIP-01", "SOI-1", 200, method="get"),
    _path("settling-practice", "practice", "DAT-PIP-01", "SOI-1", 200, method="get"),
    _path("agreed-level-record", "practice", "DAT-PIP-01", "SOI-1", 302),
    _path("agreed-level-undo", "practice", "DAT-PIP-01", "SOI-1", 302),
    _path("dimension-answer", "dimension", "DAT-STO", "SOIL", 200, method="get"),
    _path("early-look-open", "discipline", WAITING, "fruit", 302),
    _path("result-explain", "discipline", "mlops", "fruit", 200, method="get"),
    Named(
        name="evidence-remove", part="evidence_id", own=_entry_of("assessment"),
        foreign=_entry_of("assessment_elsewhere"), missing=MISSING, accepted=302, refused=404,
    ),
    Named(
        name="evidence-renew", part="evidence_id", own=_entry_of("assessment"),
        foreign=_entry_of("assessment_elsewhere"), missing=MISSING, accepted=302, refused=404,
    ),
    Named(
        name="evidence-reuse", part="evidence_id", own=_earlier_entry_of("result"),
        foreign=_earlier_entry_of("result_elsewhere"), missing=MISSING, accepted=302, refused=404,
    ),
    Named(
        name="dimension-answer", sent="renew", own=_entry_of("assessment"), foreign=_entry_of("assessment_elsewhere"),
        missing=MISSING, accepted=302, refused=302, data={},
    ),
    Named(
        name="dimension-answer", sent="reuse", own=_earlier_entry_of("result"),
        foreign=_earlier_entry_of("result_elsewhere"), missing=MISSING, accepted=302, refused=302, data={},
    ),
    Named(
        name="dimension-answer", sent="remove", own=_entry_of("assessment"), foreign=_entry_of("assessment_elsewhere"),
        missing=MISSING, accepted=302, refused=302, data={},
    ),
    Named(
        name="response-save", sent="version", own=lambda organisation: organisation.assessment.catalog_version_id,
        foreign=_same_questions_anew, missing=MISSING, accepted=200, refused=400,
    ),
    Named(
        name="plan-adopt", sent="result", own=lambda organisation: organisation.result.pk,
        foreign=lambda organisation: organisation.result_elsewhere.pk, missing=MISSING, accepted=302, refused=409,
    ),
    Named(
        name="plan-adopt", sent="replaces", own=lambda organisation: organisation.plans.baseline.pk,
        foreign=lambda organisation: organisation.plans_elsewhere.baseline.pk, missing=MISSING, accepted=302,
        refused=409,
    ),
    Named(
        name="plan-adopt", sent=f"owner-{OWNER_ROLE}", own=lambda organisation: organisation.member.pk,
        foreign=lambda organisation: organisation.lead_elsewhere.pk, missing=MISSING, accepted=302, refused=400,
    ),
    Named(
        name="milestone-show", sent="owner", own=lambda organisation: organisation.member.pk,
        foreign=lambda organisation: organisation.lead_elsewhere.pk, missing=MISSING, accepted=302, refused=400,
    ),
    Named(
        name="sharing-show", sent="people", own=lambda organisation: organisation.member.pk,
        foreign=lambda organisation: organisation.lead_elsewhere.pk, missing=MISSING, accepted=302, refused=400,
    ),
    Named(
        name="sharing-show", sent="dimensions", own=lambda organisation: "DAT-STO",
        foreign=_code_of_another_version("SOIL"), missing="NO-SUCH", accepted=302, refused=400,
    ),
    Named(
        name="handover-show", sent="person", own=lambda organisation: organisation.lead.pk,
        foreign=lambda organisation: organisation.lead_elsewhere.pk, missing=MISSING, accepted=302, refused=400,
    ),
    Named(
        name="handover-show", sent="to", own=lambda organisation: organisation.member.pk,
        foreign=lambda organisation: organisation.lead_elsewhere.pk, missing=MISSING, accepted=302, refused=400,
    ),
    Named(
        name="results-compare", method="get", sent="to", own=lambda organisation: organisation.result.pk,
        foreign=lambda organisation: organisation.result_elsewhere.pk, missing=MISSING, accepted=200, refused=404,
    ),
    Named(
        name="results-compare", method="get", sent="from", own=lambda organisation: organisation.result.pk,
        foreign=lambda organisation: organisation.result_elsewhere.pk, missing=MISSING, accepted=200, refused=404,
    ),
    Named(
        name="portfolio-show", method="get", sent="branch", by="manager",
        own=lambda organisation: organisation.branch.pk, foreign=lambda organisation: organisation.branch_elsewhere.pk,
        missing=MISSING, accepted=200, refused=404,
    ),
    Named(
        name="portfolio-export", method="get", sent="branch", by="manager",
        own=lambda organisation: organisation.branch.pk, foreign=lambda organisation: organisation.branch_elsewhere.pk,
        missing=MISSING, accepted=200, refused=404,
    ),
]  # fmt: skip


def ask(organisation: Organisation, named: Named, value: object) -> Any:
    """The request with this value where it names something."""
    row, side = ROWS[named.name], sides(organisation)["own"]
    given = {**side.arguments(), **row.arguments(side), **({named.part: value} if named.part else {})}
    address = reverse(
        f"assessments:{named.name}", kwargs={key: given[key] for key in PATTERNS[named.name].pattern.converters}
    )
    data = row.data(side) if named.data is None else named.data
    data = {key.replace("DAT-STO-03", str(given["practice"])): one for key, one in data.items()}
    sent = {**data, **({named.sent: value} if named.sent else {})}
    return getattr(client_of(getattr(organisation, named.by)), named.method)(address, sent)


def check(organisation: Organisation, named: Named) -> None:
    """The own is accepted; foreign and missing are refused alike, and nothing is changed."""
    with rolled_back():
        assert ask(organisation, named, named.own(organisation)).status_code == named.accepted
    value = named.foreign(organisation)
    with nothing_changed(everything()):
        foreign, missing = ask(organisation, named, value), ask(organisation, named, named.missing)
    assert (foreign.status_code, missing.status_code) == (named.refused, named.refused)
    assert body(foreign) == body(missing)


@pytest.mark.parametrize("named", NAMED, ids=lambda named: f"{named.name}-{named.part or named.sent}")
def test_what_a_request_names_is_the_own_or_nothing(organisation: Organisation, named: Named) -> None:
    check(organisation, named)


def test_an_early_look_of_another_version_cannot_be_confirmed(organisation: Organisation) -> None:
    _other_version(organisation)
    address = reverse("assessments:assessment-submit", args=[organisation.assessment.pk])
    before = everything()
    for code in ("fruit", "no-such", WAITING):
        response = client_of(organisation.lead).post(address, {"early_looks": [code]})
        assert response.status_code == 400, code
    assert everything() == before


def test_a_target_of_another_version_changes_nothing_of_the_roadmap(organisation: Organisation) -> None:
    _other_version(organisation)
    client, address = client_of(organisation.lead), reverse("assessments:roadmap-show", args=[organisation.team.pk])
    plain, other = client.get(address), client.get(address, {"target-fruit": "2"})
    missing = client.get(address, {"target-no-such": "2"})
    assert plain.status_code == 200
    assert "“fruit” is no discipline of these questions" in other.text
    assert body(other).replace("“fruit”".encode(), "“no-such”".encode()) == body(missing)


def test_teams_outside_the_own_branch_are_never_shown(organisation: Organisation) -> None:
    page = client_of(organisation.manager).get(reverse("assessments:portfolio-show"))
    table = client_of(organisation.manager).get(reverse("assessments:portfolio-export"))
    for told in (body(page).decode(), body(table).decode()):
        assert "Otters" in told
        assert "Badgers" not in told


def test_a_portfolio_without_its_limit_is_noticed(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = portfolio._teams

    def careless(unit_ids: object) -> "QuerySet[Unit]":
        return honest(list(Unit.objects.filter(parent=None).values_list("id", flat=True)))

    monkeypatch.setattr(portfolio, "_teams", careless)
    with pytest.raises(AssertionError):
        test_teams_outside_the_own_branch_are_never_shown(organisation)
