"""Discarding an open assessment."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.core.workflow import AssessmentState
from assessments.models import Assessment, Response
from assessments.services.assessments import reopen_assessment
from tests.factories import Organisation, client_of, submit

pytestmark = pytest.mark.django_db


def address(assessment: Assessment) -> str:
    return reverse("assessments:assessment-discard", args=(assessment.pk,))


def test_it_is_asked_before_and_keeps_the_answers(organisation: Organisation) -> None:
    client, assessment = client_of(organisation.lead), organisation.assessment
    answers = Response.objects.count()
    assert "This cannot be undone." in client.get(address(assessment)).text
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.OPEN
    response = client.post(address(assessment))
    assert response["Location"] == reverse("assessments:team-show", args=(organisation.team.pk,))
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.DISCARDED
    assert Response.objects.count() == answers


def test_a_discarded_one_says_so(organisation: Organisation) -> None:
    client = client_of(organisation.lead)
    client.post(address(organisation.assessment))
    response = client.post(address(organisation.assessment))
    assert response.status_code == 409
    assert "This assessment is discarded" in response.text


def test_a_submitted_one_is_not_discarded(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    assert client_of(organisation.lead).post(address(organisation.assessment)).status_code == 409
    organisation.assessment.refresh_from_db()
    assert organisation.assessment.state == AssessmentState.SUBMITTED


def test_only_a_lead_of_the_team_may(organisation: Organisation) -> None:
    for user, status in (
        (organisation.member, 403),
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.administrator, 404),
    ):
        assert client_of(user).get(address(organisation.assessment)).status_code == status
        assert client_of(user).post(address(organisation.assessment)).status_code == status
    assert client_of(organisation.lead).put(address(organisation.assessment)).status_code == 405
    organisation.assessment.refresh_from_db()
    assert organisation.assessment.state == AssessmentState.OPEN


def test_a_reopened_one_says_that_its_result_stays_in_force(organisation: Organisation) -> None:
    client, assessment = client_of(organisation.lead), organisation.assessment
    assert "stays in force" not in client.get(address(assessment)).text  # the one in force is of another assessment
    result = submit(assessment, by=organisation.lead)
    reopen_assessment(assessment_id=assessment.pk, user_id=organisation.lead.pk, at=timezone.now())
    page = client.get(address(assessment)).text
    assert f"The result of {result.decided_at:%-d %B %Y} was made from this assessment" in page
    assert "stays in force" in page
    client.post(address(assessment))
    organisation.team.refresh_from_db()
    assert organisation.team.result_in_force == result
