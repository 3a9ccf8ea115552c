"""Reopening a submitted assessment."""

import pytest
from django.urls import reverse

from assessments.core.workflow import AssessmentState
from assessments.models import Assessment
from tests.factories import Organisation, client_of, submit

pytestmark = pytest.mark.django_db


def address(assessment: Assessment) -> str:
    return reverse("assessments:assessment-reopen", args=(assessment.pk,))


@pytest.fixture
def submitted(organisation: Organisation) -> Assessment:
    submit(organisation.assessment, by=organisation.lead)
    return organisation.assessment


def test_it_is_asked_before_and_the_result_stays(organisation: Organisation, submitted: Assessment) -> None:
    client = client_of(organisation.lead)
    assert "Its result is kept and stays in force" in client.get(address(submitted)).text
    submitted.refresh_from_db()
    assert submitted.state == AssessmentState.SUBMITTED
    response = client.post(address(submitted))
    assert response["Location"] == reverse("assessments:assessment-review", args=(submitted.pk,))
    submitted.refresh_from_db()
    organisation.team.refresh_from_db()
    assert submitted.state == AssessmentState.OPEN
    assert organisation.team.result_in_force is not None
    assert organisation.team.result_in_force.assessment == submitted


def test_not_while_another_is_open(organisation: Organisation) -> None:
    earlier = organisation.result.assessment
    response = client_of(organisation.lead).post(address(earlier), follow=True)
    assert "Submit or discard that one first." in response.text
    earlier.refresh_from_db()
    assert earlier.state == AssessmentState.SUBMITTED


def test_an_open_one_says_so(organisation: Organisation) -> None:
    response = client_of(organisation.lead).post(address(organisation.assessment))
    assert response.status_code == 409
    assert "This assessment is open" in response.text


def test_only_a_lead_of_the_team_may(organisation: Organisation, submitted: Assessment) -> None:
    for user, status in (
        (organisation.member, 403),
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.administrator, 404),
    ):
        assert client_of(user).get(address(submitted)).status_code == status
        assert client_of(user).post(address(submitted)).status_code == status
    assert client_of(organisation.lead).put(address(submitted)).status_code == 405
    submitted.refresh_from_db()
    assert submitted.state == AssessmentState.SUBMITTED
