"""Looking into a waiting discipline early, on purpose."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessments.models import Assessment, User
from tests.factories import Organisation, client_of, put_in_place, submit

pytestmark = pytest.mark.django_db


def open_look(user: User, assessment: Assessment, discipline: str = "aiops") -> HttpResponse:
    address = reverse("assessments:early-look-open", args=(assessment.pk, discipline))
    return client_of(user).post(address)  # type: ignore[return-value]


def looks(assessment: Assessment) -> list[str]:
    assessment.refresh_from_db()
    return list(assessment.early_looks)


def test_a_lead_opens_it_once_and_lands_in_it(organisation: Organisation) -> None:
    for _ in range(2):
        response = open_look(organisation.lead, organisation.assessment)
        assert response["Location"].endswith("/AIO-TEL/")
    assert looks(organisation.assessment) == ["aiops"]


def test_what_does_not_wait_needs_none(organisation: Organisation) -> None:
    put_in_place(organisation.assessment, organisation.lead, "mlops")
    for discipline in ("dataops", "modelops"):
        assert open_look(organisation.lead, organisation.assessment, discipline).status_code == 302
    assert looks(organisation.assessment) == []


def test_only_a_lead_of_the_team_may(organisation: Organisation) -> None:
    for user, status in (
        (organisation.member, 403),
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.stranger, 404),
    ):
        assert open_look(user, organisation.assessment).status_code == status
    assert open_look(organisation.lead, organisation.assessment, "no-such").status_code == 404
    assert looks(organisation.assessment) == []


def test_it_is_posted_to_an_open_assessment_only(organisation: Organisation) -> None:
    address = reverse("assessments:early-look-open", args=(organisation.assessment.pk, "aiops"))
    assert client_of(organisation.lead).get(address).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert open_look(organisation.lead, organisation.assessment).status_code == 409
    assert looks(organisation.assessment) == []
