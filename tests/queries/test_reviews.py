"""The review as far as each person may see it."""

import pytest
from django.utils import timezone

from assessments import access
from assessments.core.agreement import Kind
from assessments.core.workflow import Action
from assessments.models import Comment, Discussion, Response, RightAsItIs, User
from assessments.queries.reviews import Raised, Review, blanks, review, right_as_it_is
from assessments.queries.visits import Visit, visit
from tests.factories import Organisation, answer, built_in, member_of, practices_of, put_in_place, show

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"


def seen(user: User, organisation: Organisation) -> Visit:
    assessment = access.assessment(user, organisation.assessment.pk, Action.ANSWER)
    return visit(assessment, respondent_id=user.pk, on=timezone.now().date())


def reviewed(user: User, organisation: Organisation) -> Review:
    accepted = right_as_it_is(organisation.assessment.pk, user.pk)
    return review(seen(user, organisation), respondent_id=user.pk, accepted=accepted)


def test_blanks_are_what_nobody_answered(organisation: Organisation) -> None:
    answer(organisation.assessment, "DAT-STO-03", organisation.lead, kind=Kind.DONT_KNOW)
    assert len(blanks(seen(organisation.member, organisation))) == 48 - 5 - 1
    own = reviewed(organisation.member, organisation)
    assert own.blanks == 42
    assert sum(len(one.practices) for one in own.unanswered) == 48
    assert sum(len(one.blanks) for one in own.unanswered) == 42


def test_what_others_said_waits_for_the_own_answer(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    answer(assessment, "DAT-STO-03", organisation.member, kind=Kind.DONT_KNOW)
    answer(assessment, "DAT-STO-02", organisation.member, kind=Kind.NOT_APPLICABLE, reason="Tiny.")
    answer(assessment, CODE, organisation.member, level=3)
    before = reviewed(lead, organisation)
    assert (before.dont_know, before.not_applicable, before.unshown) == ((), (), ())
    assert before.unheard == 5 + 3
    answer(assessment, ["DAT-STO-03", "DAT-STO-02", CODE], lead, level=1)
    after = reviewed(lead, organisation)
    assert [[one.name for one in said.answers] for said in (*after.dont_know, *after.not_applicable)] == [
        ["Mem Ber"]
    ] * 2
    assert [one.practice.code for one in after.unshown] == [CODE]
    assert after.unheard == 5


def test_with_names_hidden_a_lead_sees_the_own_answers_only(organisation: Organisation) -> None:
    assessment = organisation.assessment
    assessment.names_hidden = True
    assessment.save()
    others = [organisation.member, *(member_of(organisation.team) for _ in range(3))]
    for person in others:
        answer(assessment, ["DAT-STO-03", "DAT-STO-02"], person, kind=Kind.DONT_KNOW)
    answer(assessment, "DAT-STO-03", organisation.lead, kind=Kind.DONT_KNOW)
    (said,) = reviewed(organisation.lead, organisation).dont_know
    assert [one.name for one in said.answers] == ["Lea Lead"]


def test_open_discussions_are_listed_to_who_has_answered(organisation: Organisation) -> None:
    answer(organisation.assessment, CODE, organisation.member)
    ids = built_in().practice_ids
    for code in (CODE, "MLO-MON-01"):
        discussion = Discussion.objects.create(assessment=organisation.assessment, practice_id=ids[code])
        Comment.objects.create(discussion=discussion, author=organisation.member, text="So?", written_at=timezone.now())
    assert reviewed(organisation.lead, organisation).discussions == ()
    (open_,) = reviewed(organisation.member, organisation).discussions
    assert (open_.practice.code, open_.comments) == (CODE, 1)
    Discussion.objects.update(settled_by=organisation.lead, settled_at=timezone.now())
    assert reviewed(organisation.member, organisation).discussions == ()


def keys(raised: tuple[Raised, ...]) -> list[str]:
    return [one.doubt.key for one in raised]


def test_members_are_asked_about_their_own_answers_and_leads_about_what_they_hear(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    answer(assessment, "MLO-DEV-02", organisation.member, level=3)
    answer(assessment, "MLO-DEV-01", lead, level=0)
    assert reviewed(organisation.member, organisation).doubts == ()
    assert reviewed(lead, organisation).doubts == ()
    answer(assessment, "MLO-DEV-02", lead, level=3)
    assert keys(reviewed(lead, organisation).doubts) == ["needs:MLO-DEV-02@3>MLO-DEV-01@0"]
    assert reviewed(organisation.member, organisation).doubts == ()


def test_a_level_without_evidence_that_a_lower_one_has(organisation: Organisation) -> None:
    answer(organisation.assessment, "DAT-STO-01", organisation.member, level=1)
    answer(organisation.assessment, "DAT-STO-03", organisation.member, level=3)
    show(organisation.assessment, "DAT-STO-01", organisation.lead)
    assert keys(reviewed(organisation.member, organisation).doubts) == ["evidence:DAT-STO-03@3>DAT-STO-01@1"]


def test_pasted_remarks_are_asked_of_who_may_read_them(organisation: Organisation) -> None:
    codes = practices_of(organisation.assessment, "mlops")[:3]
    answer(organisation.assessment, codes, organisation.member, level=0, remark="As every year.")
    (doubt,) = reviewed(organisation.member, organisation).doubts
    assert [page.dimension.practices[0].code[:3] for _, page in doubt.places] == ["MLO"] * 3
    answer(organisation.assessment, codes[:2], organisation.lead, level=0)
    assert reviewed(organisation.lead, organisation).doubts == ()
    answer(organisation.assessment, codes[2], organisation.lead, level=0)
    assert keys(reviewed(organisation.lead, organisation).doubts) == keys((doubt,))


def test_pasted_evidence_is_asked_of_its_author_and_the_lead(organisation: Organisation) -> None:
    codes = practices_of(organisation.assessment, "mlops")[:3]
    show(organisation.assessment, codes, organisation.member, text="https://example.org/same")
    for person, count in ((organisation.member, 1), (organisation.lead, 1), (member_of(organisation.team), 0)):
        assert len(reviewed(person, organisation).doubts) == count


def test_right_as_it_is_until_something_changes(organisation: Organisation) -> None:
    answer(organisation.assessment, "MLO-DEV-02", organisation.member, level=3)
    answer(organisation.assessment, "MLO-DEV-01", organisation.member, level=0)
    key = "needs:MLO-DEV-02@3>MLO-DEV-01@0"
    RightAsItIs.objects.create(
        assessment=organisation.assessment, person=organisation.member, doubt=key, said_at=timezone.now()
    )
    found = reviewed(organisation.member, organisation)
    assert (keys(found.doubts), keys(found.right_as_it_is)) == ([], [key])
    Response.objects.filter(practice__code="MLO-DEV-01").update(level=1)
    found = reviewed(organisation.member, organisation)
    assert (keys(found.doubts), keys(found.right_as_it_is)) == (["needs:MLO-DEV-02@3>MLO-DEV-01@1"], [])


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
    assert not [one for one in shut.doubts if one.places[0][0].code in codes]
