"""Submitting: what is frozen is said first, and early looks count only when confirmed."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessments.core.agreement import Kind
from assessments.core.gates import State
from assessments.core.workflow import AssessmentState
from assessments.models import Assessment, Response, Result, User
from tests.factories import (
    Organisation,
    answer,
    client_of,
    open_assessment,
    practices_of,
    put_in_place,
    show,
    submit,
)
from tests.services.acts import statements

pytestmark = pytest.mark.django_db

# Session and user, and six of the service.
SUBMIT_STATEMENTS = 8


def address(assessment: Assessment) -> str:
    return reverse("assessments:assessment-submit", args=(assessment.pk,))


def post(user: User, assessment: Assessment, **fields: object) -> HttpResponse:
    return client_of(user).post(address(assessment), fields)  # type: ignore[return-value]


def newest(organisation: Organisation) -> Result:
    return Result.objects.filter(unit=organisation.team).latest("decided_at")


def test_it_is_asked_before_and_opens_the_result(organisation: Organisation) -> None:
    page = client_of(organisation.lead).get(address(organisation.assessment)).text
    assert "What will be frozen" in page
    assert "43 questions nobody has answered" in page
    assert "version 1" in page
    response = client_of(organisation.lead).post(address(organisation.assessment), follow=True)
    assert response.redirect_chain[-1][0] == reverse("assessments:team-show", args=(organisation.team.pk,))
    assert "This is what it comes to" in response.text
    organisation.assessment.refresh_from_db()
    assert organisation.assessment.state == AssessmentState.SUBMITTED
    assert newest(organisation).assessment == organisation.assessment


@pytest.mark.parametrize(("confirmed", "state"), [(["aiops"], State.STARTED), ([], State.NOT_ASSESSED)])
def test_an_early_look_counts_if_confirmed(organisation: Organisation, confirmed: list[str], state: State) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    assessment.early_looks = ["aiops"]
    assessment.save()
    answer(assessment, practices_of(assessment, "aiops"), lead, level=1)
    assert "Early looks that could count now" not in client_of(lead).get(address(assessment)).text
    put_in_place(assessment, lead, "mlops")
    assert "Early looks that could count now" in client_of(lead).get(address(assessment)).text
    post(lead, assessment, early_looks=confirmed)
    assert newest(organisation).readiness.get(discipline="aiops").state == state


def test_a_made_up_early_look_is_refused(organisation: Organisation) -> None:
    response = post(organisation.lead, organisation.assessment, early_looks=["modelops"])
    assert response.status_code == 400
    organisation.assessment.refresh_from_db()
    assert organisation.assessment.state == AssessmentState.OPEN


def test_nothing_to_submit(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    empty = open_assessment(organisation.team, by=organisation.lead)
    page = client_of(organisation.lead).get(address(empty))
    assert "there is nothing to submit" in page.text
    assert ">Submit</button>" not in page.text
    answer(empty, "DAT-PIP-01", organisation.lead, kind=Kind.DONT_KNOW)
    assert ">Submit</button>" in client_of(organisation.lead).get(address(empty)).text
    Response.objects.filter(assessment=empty).delete()
    response = client_of(organisation.lead).post(address(empty), follow=True)
    assert "there is nothing to submit" in response.text
    empty.refresh_from_db()
    assert empty.state == AssessmentState.OPEN


def test_what_nobody_has_confirmed_is_told_before(organisation: Organisation) -> None:
    assessment, reason = organisation.assessment, "We keep nothing."
    answer(assessment, "DAT-STO-02", organisation.member, kind=Kind.NOT_APPLICABLE, reason=reason)
    assert "1 “not applicable” that nobody has confirmed" in client_of(organisation.lead).get(address(assessment)).text
    answer(assessment, "DAT-STO-02", organisation.lead, level=1)
    assert "that nobody has confirmed" not in client_of(organisation.lead).get(address(assessment)).text


def test_with_names_hidden_it_says_what_too_few_answered(organisation: Organisation) -> None:
    organisation.assessment.names_hidden = True
    organisation.assessment.save()
    page = client_of(organisation.lead).get(address(organisation.assessment)).text
    assert "48 questions fewer than 4 people have answered" in page
    assert "never who answered what" in page
    assert "with names hidden it takes 4 people to a question" in page
    assert ">Submit</button>" not in page
    response = client_of(organisation.lead).post(address(organisation.assessment), follow=True)
    assert "Nobody has answered anything yet that counts" in response.text


def test_what_may_count_nowhere_is_not_counted_among_what_is_frozen(organisation: Organisation) -> None:
    lead = organisation.lead
    submit(organisation.assessment, by=lead)
    assessment = open_assessment(organisation.team, by=lead)
    client = client_of(lead)
    assessment.early_looks = ["aiops"]
    assessment.save()
    answer(assessment, practices_of(assessment, "dataops", "aiops"), lead)
    assert "of every practice: 23 answered so far</li>" in client.get(address(assessment)).text
    put_in_place(assessment, lead, "mlops")
    answer(assessment, "MOD-INV-01", lead)
    assert "of every practice: 49 answered so far, without early looks</li>" in client.get(address(assessment)).text
    Response.objects.filter(practice__code="MLO-MON-01").update(level=1)
    assert "of every practice: 48 answered so far</li>" in client.get(address(assessment)).text


def test_only_a_lead_of_the_team_may(organisation: Organisation) -> None:
    for user, status in (
        (organisation.member, 403),
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.administrator, 404),
    ):
        assert client_of(user).get(address(organisation.assessment)).status_code == status
        assert post(user, organisation.assessment).status_code == status
    assert client_of(organisation.lead).put(address(organisation.assessment)).status_code == 405
    organisation.assessment.refresh_from_db()
    assert organisation.assessment.state == AssessmentState.OPEN


def test_a_second_time_points_to_the_result(organisation: Organisation) -> None:
    post(organisation.lead, organisation.assessment)
    assert post(organisation.lead, organisation.assessment).status_code == 409
    assert Result.objects.filter(assessment=organisation.assessment).count() == 1


def test_statements_do_not_grow_with_the_answers(organisation: Organisation) -> None:
    client = client_of(organisation.lead)
    few = len(statements(lambda: client.post(address(organisation.assessment))))
    assert few == SUBMIT_STATEMENTS
    more = open_assessment(organisation.team, by=organisation.lead)
    answer(more, practices_of(more, "dataops", "mlops"), organisation.lead)
    show(more, practices_of(more, "mlops"), organisation.lead)
    assert len(statements(lambda: client.post(address(more)))) == few
