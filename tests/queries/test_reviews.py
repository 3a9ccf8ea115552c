"""The review as far as each person may see it."""

import pytest
from django.utils import timezone

from assessments import access
from assessments.core.agreement import Kind, Verdict
from assessments.core.workflow import Action
from assessments.models import Response, User
from assessments.queries.reviews import Review, blanks, review
from assessments.queries.visits import Visit, visit
from tests.factories import Organisation, answer, member_of, practices_of, put_in_place

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"


def seen(user: User, organisation: Organisation) -> Visit:
    assessment = access.assessment(user, organisation.assessment.pk, Action.ANSWER)
    return visit(assessment, respondent_id=user.pk, on=timezone.now().date())


def reviewed(user: User, organisation: Organisation) -> Review:
    return review(seen(user, organisation), respondent_id=user.pk)


def test_blanks_are_what_nobody_answered(organisation: Organisation) -> None:
    answer(organisation.assessment, "DAT-STO-03", organisation.lead, kind=Kind.DONT_KNOW)
    assert len(blanks(seen(organisation.member, organisation))) == 48 - 5 - 1
    own = reviewed(organisation.member, organisation)
    assert own.blanks == 42
    assert sum(len(one.practices) for one in own.unanswered) == 48
    assert sum(len(one.blanks) for one in own.unanswered) == 42


def test_a_disagreement_names_people_to_a_lead_only(organisation: Organisation) -> None:
    answer(organisation.assessment, CODE, organisation.lead, level=4)
    answer(organisation.assessment, CODE, organisation.member, level=1)
    (to_lead,) = reviewed(organisation.lead, organisation).disagreements
    assert [one.name for one in to_lead.answers] == ["Lea Lead", "Mem Ber"]
    assert to_lead.contested
    assert to_lead.offered == (1, 2, 3, 4)
    (to_member,) = reviewed(organisation.member, organisation).disagreements
    assert to_member.answers == ()
    assert to_member.spread is not None
    assert (to_member.spread.lowest, to_member.spread.highest, to_member.spread.verdict) == (1, 4, Verdict.CONTESTED)
    assert reviewed(member_of(organisation.team), organisation).disagreements == ()


def test_close_answers_are_no_disagreement(organisation: Organisation) -> None:
    answer(organisation.assessment, CODE, organisation.lead, level=3)
    answer(organisation.assessment, CODE, organisation.member, level=2)
    assert reviewed(organisation.lead, organisation).disagreements == ()


def test_members_are_asked_about_their_own_answers(organisation: Organisation) -> None:
    answer(organisation.assessment, "MLO-DEV-02", organisation.member, level=3)
    answer(organisation.assessment, "MLO-DEV-01", organisation.lead, level=0)
    assert reviewed(organisation.member, organisation).doubts == ()
    ((doubt, _, _),) = reviewed(organisation.lead, organisation).doubts
    assert (doubt.practice.code, doubt.have) == ("MLO-DEV-02", 0)


def test_what_a_gate_asks_to_be_shown_comes_first(organisation: Organisation) -> None:
    answer(organisation.assessment, practices_of(organisation.assessment, "mlops"), organisation.lead)
    answer(organisation.assessment, "DAT-TEA-01", organisation.lead)
    claimed = reviewed(organisation.lead, organisation).unshown
    assert [one.gated for one in claimed] == sorted((one.gated for one in claimed), reverse=True)
    assert claimed[0].gated
    assert claimed[-1].practice.code == "DAT-TEA-01"


def test_what_the_answers_opened_is_asked_for(organisation: Organisation) -> None:
    put_in_place(organisation.assessment, organisation.lead, "mlops")
    assert {one.page.discipline.code for one in reviewed(organisation.lead, organisation).unanswered} == {
        "dataops",
        "modelops",
        "aiops",
    }


@pytest.mark.parametrize("early_looks", [[], ["modelops"]])
def test_what_waits_is_not_reviewed(organisation: Organisation, early_looks: list[str]) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    put_in_place(assessment, lead, "mlops")
    codes = practices_of(assessment, "modelops")
    answer(assessment, codes[:4], lead, level=4)
    answer(assessment, codes[4:8], lead, kind=Kind.DONT_KNOW)
    open_ = reviewed(lead, organisation)
    assert len(open_.dont_know) == 4
    assert any(one.practice.code in codes for one in open_.unshown)
    Response.objects.filter(practice__code="MLO-MON-01").update(level=1)
    assessment.early_looks = early_looks
    assessment.save()
    shut = reviewed(lead, organisation)
    assert shut.dont_know == ()
    assert not [one for one in shut.unshown if one.practice.code in codes]
    assert not [one for one, _, _ in shut.doubts if one.practice.code in codes]
