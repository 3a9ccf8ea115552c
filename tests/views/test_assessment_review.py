"""The review: what is open, doubtful or disagreed on, as far as the reader may see it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Kind
from assessments.core.workflow import Role
from assessments.models import Assessment, User
from assessments.services.discussions import add_comment
from tests.browsing import read
from tests.factories import (
    Organisation,
    answer,
    built_in,
    client_of,
    member_of,
    practices_of,
    put_in_place,
    show,
    submit,
)
from tests.services.acts import agree

pytestmark = pytest.mark.django_db


def review(user: User, assessment: Assessment) -> str:
    response = client_of(user).get(reverse("assessments:assessment-review", args=(assessment.pk,)))
    assert response.status_code == 200
    return response.text


def test_unanswered_lead_to_the_very_question(organisation: Organisation) -> None:
    answer(organisation.assessment, "DAT-STO-03", organisation.member)
    page = review(organisation.member, organisation.assessment)
    address = reverse("assessments:dimension-answer", args=(organisation.assessment.pk, "DAT-PIP"))
    assert f'href="{address}#DAT-PIP-01"' in page
    assert 'DAT-STO/#DAT-STO-03"' not in page
    assert "You have answered 1 of 48 questions." in page
    assert page.count("others have answered") == 5  # what somebody answered before being removed


def test_a_lead_sees_what_others_said_once_the_own_answer_is_given(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, "DAT-STO-03", member, kind=Kind.DONT_KNOW)
    answer(assessment, "DAT-STO-02", member, kind=Kind.NOT_APPLICABLE, reason="A tiny store.")
    before = review(organisation.lead, assessment)
    assert "said by" not in before
    assert "7 of these are answered by others" in before
    assert "to you as their lead too" in before
    answer(assessment, "DAT-STO-03", organisation.lead)
    answer(assessment, "DAT-STO-02", organisation.lead)
    page = review(organisation.lead, assessment)
    assert "said by Mem Ber" in page
    assert "A tiny store." in page
    assert "Submit…" in page


def test_a_lead_is_asked_to_confirm_what_others_call_not_applicable(organisation: Organisation) -> None:
    answer(
        organisation.assessment,
        "DAT-STO-02",
        organisation.member,
        kind=Kind.NOT_APPLICABLE,
        reason="A tiny store.",
    )
    assert "A tiny store." in review(organisation.lead, organisation.assessment)
    silent = member_of(organisation.team)
    assert "A tiny store." not in review(silent, organisation.assessment)


def test_a_member_sees_the_own_answers_only(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    answer(assessment, "DAT-STO-03", lead, kind=Kind.DONT_KNOW)
    answer(assessment, "DAT-STO-02", lead, kind=Kind.NOT_APPLICABLE, reason="A tiny store.")
    member_of(organisation.team, Role.LEAD)  # who confirms it
    answer(assessment, "MLO-TRN-01", lead, level=4, remark="Sure of it.")
    answer(assessment, "MLO-TRN-01", organisation.member, level=0)
    page = review(organisation.member, assessment)
    for hidden in ("A tiny store.", "said by", "Sure of it.", "Lea Lead", "Record", "Submit"):
        assert hidden not in page


def test_open_discussions_lead_to_them(organisation: Organisation) -> None:
    answer(organisation.assessment, "MLO-TRN-01", organisation.member)
    add_comment(
        assessment_id=organisation.assessment.pk, published=built_in(), practice="MLO-TRN-01",
        author_id=organisation.member.pk, text="Is it so?", at=timezone.now(),
    )  # fmt: skip
    address = reverse("assessments:discussion-show", args=(organisation.assessment.pk, "MLO-TRN-01"))
    assert f'href="{address}"' in review(organisation.member, organisation.assessment)
    assert "Discussions still open" not in review(organisation.lead, organisation.assessment)


def test_disagreement_is_short_and_leads_to_settling_it(organisation: Organisation) -> None:
    assessment = organisation.assessment
    answer(assessment, "MLO-TRN-01", organisation.lead, level=3)
    answer(assessment, "MLO-TRN-01", organisation.member, level=1, remark="Not on Fridays.")
    listed = review(organisation.lead, assessment).split('id="disagreements"')[1].split("</section>")[0]
    assert "contested" in listed
    assert reverse("assessments:settling-show", args=(assessment.pk,)) in listed
    assert reverse("assessments:settling-practice", args=(assessment.pk, "MLO-TRN-01")) in listed
    assert "Not on Fridays." not in listed
    agree(assessment, organisation.lead, 2, "MLO-TRN-01")
    settled = review(organisation.lead, assessment).split('id="disagreements"')[1].split("</section>")[0]
    assert "Nothing is left to settle of what you have answered." in settled
    assert "1 settled" in settled


def next_step(user: User, assessment: Assessment) -> str:
    """Where the one filled button leads."""
    return read(review(user, assessment)).one("a", of="btn-primary")["href"]


def test_the_one_next_step_is_what_comes_before_submitting(organisation: Organisation) -> None:
    assessment, lead, member = organisation.assessment, organisation.lead, organisation.member
    onward, meeting, submitting = (
        reverse(f"assessments:{name}", args=(assessment.pk,))
        for name in ("assessment-continue", "settling-show", "assessment-submit")
    )
    asked = practices_of(assessment, "dataops", "mlops", but=("MLO-TRN-01",))
    answer(assessment, asked, lead)
    answer(assessment, [*asked, "MLO-TRN-01"], member)
    assert next_step(lead, assessment) == onward
    answer(assessment, "MLO-TRN-01", lead, level=4)
    assert next_step(lead, assessment) == next_step(member, assessment) == meeting
    agree(assessment, lead, 3, "MLO-TRN-01")
    assert next_step(lead, assessment) == submitting


def test_foundations_that_nothing_shows(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    answer(assessment, ["MLO-TRN-01", "MLO-DEP-01", "DAT-PIP-02"], lead)
    show(assessment, "MLO-DEP-01", lead)
    section = review(lead, assessment).split('id="unshown"')[1].split("</section>")[0]
    assert "MLO-DEP-01" not in section
    parts = ("These hold a gate shut", "#MLO-TRN-01", "No gate looks at these.", "#DAT-PIP-02")
    places = [section.index(part) for part in parts]
    assert places == sorted(places)


def test_answers_above_an_unmet_prerequisite(organisation: Organisation) -> None:
    answer(organisation.assessment, "MLO-DEV-02", organisation.lead, level=3)
    answer(organisation.assessment, "MLO-DEV-01", organisation.lead, level=0)
    section = review(organisation.lead, organisation.assessment).split('id="doubts"')[1].split("</section>")[0]
    section = " ".join(section.split())
    assert "is at level 3, but" in section
    assert "is at 0; it usually takes 2." in section


def test_what_is_opened_and_what_is_looked_into_early_says_so(organisation: Organisation) -> None:
    assessment = organisation.assessment
    assessment.early_looks = ["aiops"]
    assessment.save()
    assert "Early look at AIOps." in review(organisation.member, assessment)
    put_in_place(assessment, organisation.lead, "mlops")
    page = review(organisation.member, assessment)
    assert "MLOps is in place by your team’s answers, so ModelOps is open and counts." in page
    assert "Early look" not in page


def test_when_nothing_is_left_it_says_so(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    codes = practices_of(assessment, "dataops", "mlops")
    answer(assessment, codes, lead, level=0)
    show(assessment, codes, lead)
    page = review(member_of(organisation.team), assessment)
    assert "You have answered 0 of 48" in page
    assert "You have answered all 48 questions." in review(lead, assessment)


def test_only_members_and_leads_of_the_team_see_it(organisation: Organisation) -> None:
    address = reverse("assessments:assessment-review", args=(organisation.assessment.pk,))
    for user, status in (
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.removed, 404),
    ):
        assert client_of(user).get(address).status_code == status
    assert Client().get(address).status_code == 302
    assert client_of(organisation.lead).post(address).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert client_of(organisation.lead).get(address).status_code == 409


@pytest.mark.parametrize("others", [1, 4])
def test_five_statements_whatever_the_size(
    organisation: Organisation, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(others):
        colleague = member_of(organisation.team)
        answer(organisation.assessment, practices_of(organisation.assessment, "mlops"), colleague, level=number)
    client = client_of(organisation.lead)
    with django_assert_num_queries(5):
        client.get(reverse("assessments:assessment-review", args=(organisation.assessment.pk,)))


def test_the_same_text_and_missing_evidence_are_asked_about(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, "DAT-STO-01", member, level=1, remark="As every year.")
    answer(assessment, ["DAT-STO-03", "MLO-TRN-01"], member, level=3, remark="as every  YEAR.")
    show(assessment, "DAT-STO-01", member)
    section = " ".join(review(member, assessment).split('id="doubts"')[1].split("</section>")[0].split())
    assert "is at level 3 without evidence, though" in section
    assert "has some at level 1." in section
    assert "The same text stands beside 3 questions: <q>As every year.</q>" in section
    assert section.count("It is right as it is<") == 2
