"""Going on where one left."""

import pytest
from django.urls import reverse

from assessments.models import Assessment, User
from tests.factories import Organisation, answer, assign, client_of, practices_of, put_in_place, submit

pytestmark = pytest.mark.django_db


def address(assessment: Assessment) -> str:
    return reverse("assessments:assessment-continue", args=(assessment.pk,))


def goal(user: User, assessment: Assessment) -> str:
    return client_of(user).get(address(assessment))["Location"].removeprefix(address(assessment))


def test_it_lands_on_the_first_open_question_of_this_person(organisation: Organisation) -> None:
    answer(organisation.assessment, ["DAT-PIP-01", "DAT-PIP-02"], organisation.lead)
    assert goal(organisation.lead, organisation.assessment) == "dimensions/DAT-PIP/#DAT-PIP-03"


def test_a_page_that_is_not_begun_opens_at_its_top(organisation: Organisation) -> None:
    assert goal(organisation.member, organisation.assessment) == "dimensions/DAT-PIP/"


def test_what_one_is_asked_in_particular_comes_first(organisation: Organisation) -> None:
    assign(organisation.assessment, "MLO-TRN", organisation.member)
    assert goal(organisation.member, organisation.assessment) == "dimensions/MLO-TRN/"
    assert goal(organisation.lead, organisation.assessment) == "dimensions/DAT-PIP/"


def test_what_others_are_asked_is_passed_over(organisation: Organisation) -> None:
    assign(organisation.assessment, "DAT-PIP", organisation.lead)
    assert goal(organisation.lead, organisation.assessment).startswith("dimensions/DAT-PIP/")
    assert goal(organisation.member, organisation.assessment).startswith("dimensions/DAT-STO/")


def test_when_all_is_answered_it_lands_on_the_review(organisation: Organisation) -> None:
    codes = practices_of(organisation.assessment, "dataops", "mlops")
    answer(organisation.assessment, codes, organisation.member, level=1)
    assert goal(organisation.member, organisation.assessment) == "review/"


def test_an_opened_discipline_is_gone_on_with(organisation: Organisation) -> None:
    assessment = organisation.assessment
    answer(assessment, practices_of(assessment, "dataops"), organisation.member)
    put_in_place(assessment, organisation.member, "mlops")
    assert goal(organisation.member, assessment).startswith("dimensions/MOD-INV/")


def test_who_may_not_answer_is_not_sent_anywhere(organisation: Organisation) -> None:
    for user, status in ((organisation.manager, 403), (organisation.lead_elsewhere, 404), (organisation.removed, 404)):
        assert client_of(user).get(address(organisation.assessment)).status_code == status
    assert client_of(organisation.lead).post(address(organisation.assessment)).status_code == 405


def test_a_submitted_one_points_to_its_result(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    response = client_of(organisation.lead).get(address(organisation.assessment))
    assert response.status_code == 409
    above = reverse("assessments:team-show", args=(organisation.team.pk,))
    assert f'<li class="breadcrumb-item"><a href="{above}">{organisation.team.name}</a></li>' in response.text
    assert f'<a class="btn btn-primary" href="{above}">See the result</a>' in response.text
