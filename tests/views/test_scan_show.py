"""What the quick scan shows: not in place with its proof, may be, or not finished, and one next step."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, User
from tests.factories import (
    Organisation,
    answer,
    client_of,
    member_of,
    practices_of,
    put_in_place,
    small_catalog,
    submit,
)
from tests.views.asking import asked_from, foundations, name

pytestmark = pytest.mark.django_db
FIRST, SECOND = "MLO-TRN-01", "MLO-DEP-01"


def address(assessment: Assessment) -> str:
    return reverse("assessments:scan-show", args=(assessment.pk,))


def text_of(user: User, assessment: Assessment) -> str:
    return re.sub(r"\s+", " ", client_of(user).get(address(assessment)).text)


def section(user: User, assessment: Assessment, code: str) -> str:
    return text_of(user, assessment).split(f'<section class="card card-body" id="{code}">')[1].split("</section>")[0]


def next_step(page: str) -> tuple[str, str]:
    ((address_of, words),) = re.findall(r'class="btn btn-primary" href="([^"]+)">([^<]+)<', page)
    return address_of, words


def test_before_the_first_answer_it_says_what_it_is(organisation: Organisation) -> None:
    page = text_of(organisation.member, organisation.assessment)
    assert "17 questions in about ten minutes" in page
    assert "It can never show that one is" in page
    assert "MLOps: not finished" in page
    assert "ModelOps waits for MLOps, so it is not scanned yet." in page
    at = reverse("assessments:scan-answer", args=(organisation.assessment.pk, "mlops"))
    assert next_step(page) == (at, "Begin with MLOps")


def test_it_goes_on_where_it_was_left(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, FIRST, member)
    assert "9 to answer of 10" in section(member, assessment, "mlops")
    address_of, words = next_step(text_of(member, assessment))
    assert words == "Go on with MLOps"
    assert address_of.endswith(f"/scan/mlops/#{foundations('mlops')[1]}")


def test_one_foundation_below_proves_it_and_is_named(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, FIRST, member, level=1)
    found = section(member, assessment, "mlops")
    assert "MLOps: not in place" in found
    assert name(FIRST) in found
    assert "9 foundations still to answer" in found
    assert next_step(text_of(member, assessment))[1] == "Next: DataOps"


def test_all_foundations_at_two_show_only_that_it_may_be(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, foundations("mlops", "dataops"), member)
    found = section(member, assessment, "mlops")
    assert "MLOps: may be" in found
    assert "answer the rest, 15 questions" in found
    page = text_of(member, assessment)
    continued = reverse("assessments:assessment-continue", args=(assessment.pk,))
    assert next_step(page) == (continued, "Answer the rest")


def test_it_never_says_in_place_even_where_the_gate_is_open(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    put_in_place(assessment, lead, "mlops", level=4)
    page = text_of(lead, assessment)
    found = section(lead, assessment, "mlops")
    assert "MLOps: may be" in found
    assert "in place</h2>" not in page.replace("not in place</h2>", "")
    assert "ModelOps: not finished" in page


def test_when_all_is_answered_the_review_comes_next(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, practices_of(assessment, "mlops", "dataops"), member, level=0)
    page = text_of(member, assessment)
    assert next_step(page)[1] == "Review your answers"
    assert page.count("not in place</h2>") == 2


def test_nothing_shows_of_what_others_answered_before_the_own_answer(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, foundations("mlops"), organisation.lead, level=0)
    assert "MLOps: not finished" in section(member, assessment, "mlops")
    answer(assessment, FIRST, member, level=3)  # the lower median of the two is 0
    found = section(member, assessment, "mlops")
    assert "MLOps: not in place" in found
    assert name(FIRST) in found
    assert name(SECOND) not in found


def test_with_names_hidden_the_own_answers_speak_until_four_have_answered(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    Assessment.objects.filter(id=assessment.pk).update(names_hidden=True)
    answer(assessment, FIRST, organisation.lead, level=0)
    answer(assessment, FIRST, member, level=3)
    assert "MLOps: not finished" in section(member, assessment, "mlops")
    answer(assessment, SECOND, member, level=1)
    found = section(member, assessment, "mlops")
    assert name(SECOND) in found
    assert name(FIRST) not in found
    for _ in range(2):
        answer(assessment, FIRST, member_of(organisation.team), level=0)
    assert name(FIRST) in section(member, assessment, "mlops")


def test_a_catalog_without_foundations_sends_to_the_questions(organisation: Organisation) -> None:
    small = small_catalog()
    assessment = asked_from(organisation, replace(small, disciplines=small.disciplines[:1], gates=()))
    page = text_of(organisation.lead, assessment)
    assert "there is nothing to scan" in page
    assert next_step(page)[1] == "Answer the rest"


def test_who_may_see_it(organisation: Organisation) -> None:
    for user, status in ((organisation.manager, 403), (organisation.lead_elsewhere, 404), (organisation.stranger, 404)):
        assert client_of(user).get(address(organisation.assessment)).status_code == status
    assert client_of(organisation.lead).post(address(organisation.assessment)).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert client_of(organisation.lead).get(address(organisation.assessment)).status_code == 409


def test_four_statements_whatever_the_size(
    of_any_size: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(of_any_size.member)
    with django_assert_num_queries(4):
        assert client.get(address(of_any_size.assessment)).status_code == 200
