"""Putting back what an answer said before: it is a save of its own, and nothing is overwritten unseen."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessments.core.agreement import Kind
from assessments.models import Assessment, Response, ResponseRevision, User
from tests.factories import Organisation, answer, change_answer, client_of, submit
from tests.services.acts import statements
from tests.stored import everything

pytestmark = pytest.mark.django_db
CODE, WAITING = "DAT-STO-01", "MOD-GOV-01"


@pytest.fixture
def changed(organisation: Organisation) -> Organisation:
    """The member said level 1 with a remark first, and level 3 without one now."""
    answer(organisation.assessment, CODE, organisation.member, level=1, remark="As it was.")
    change_answer(organisation.assessment, CODE, organisation.member, level=3, remark="")
    return organisation


def put_back(
    user: User, assessment: Assessment, *, wanted: object = 1, revision: object = 2, practice: str = CODE
) -> HttpResponse:
    address = reverse("assessments:response-put-back", args=(assessment.pk, practice))
    return client_of(user).post(address, {"wanted": wanted, "revision": revision})  # type: ignore[return-value]


def stored(user: User) -> tuple[str, int | None, str, int]:
    return Response.objects.values_list("kind", "level", "remark", "revision").get(respondent=user)


def test_it_is_saved_on_top_and_nothing_is_lost(changed: Organisation) -> None:
    response = put_back(changed.member, changed.assessment)
    assert response.status_code == 302
    assert response["Location"] == reverse("assessments:response-history", args=(changed.assessment.pk, CODE))
    assert stored(changed.member) == ("level", 1, "As it was.", 3)
    kept = ResponseRevision.objects.filter(respondent=changed.member).order_by("revision")
    assert list(kept.values_list("revision", "level")) == [(1, 1), (2, 3), (3, 1)]


def test_it_says_so(changed: Organisation) -> None:
    address = reverse("assessments:response-put-back", args=(changed.assessment.pk, CODE))
    text = client_of(changed.member).post(address, {"wanted": 1, "revision": 2}, follow=True).text
    assert "Put back. What it replaced stays in the history below." in text


def test_an_answer_that_changed_meanwhile_is_shown_beside_it(changed: Organisation) -> None:
    change_answer(changed.assessment, CODE, changed.member, kind=Kind.DONT_KNOW, level=None, remark="From my phone.")
    response = put_back(changed.member, changed.assessment)
    assert response.status_code == 409
    for words in (
        "Not put back yet",
        "From my phone.",
        "Don’t know",
        "As it was.",
        "Put mine back",
        "Leave it as it is",
    ):
        assert words in response.text
    assert 'name="revision" value="3"' in response.text
    assert stored(changed.member) == ("dont_know", None, "From my phone.", 3)
    assert put_back(changed.member, changed.assessment, revision=3).status_code == 302
    assert stored(changed.member) == ("level", 1, "As it was.", 4)


def test_what_is_no_longer_valid_is_told(changed: Organisation) -> None:
    ResponseRevision.objects.filter(respondent=changed.member, revision=1).update(kind="not_applicable", level=None)
    response = put_back(changed.member, changed.assessment)
    assert response.status_code == 400
    assert "It cannot be put back any more." in response.text
    assert "This question always applies" in response.text
    assert stored(changed.member)[1] == 3


def test_a_waiting_discipline_takes_nothing_back(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    Assessment.objects.filter(id=assessment.pk).update(early_looks=["modelops"])
    answer(assessment, WAITING, member, level=1)
    change_answer(assessment, WAITING, member, level=2)
    Assessment.objects.filter(id=assessment.pk).update(early_looks=[])
    response = put_back(member, assessment, practice=WAITING)
    assert response.status_code == 400
    assert "This discipline waits by now, so nothing was put back." in response.text
    assert stored(member)[1] == 2


@pytest.mark.parametrize(
    ("wanted", "revision", "status"),
    [(7, 2, 404), ("", 2, 400), ("x", 2, 400), (1, "", 400), (1, -1, 400), (0, 2, 404)],
)
def test_what_makes_no_sense_changes_nothing(
    changed: Organisation, wanted: object, revision: object, status: int
) -> None:
    before = everything()
    assert put_back(changed.member, changed.assessment, wanted=wanted, revision=revision).status_code == status
    assert everything() == before


def test_a_revision_of_somebody_else_is_not_there(changed: Organisation) -> None:
    answer(changed.assessment, CODE, changed.lead, level=0)
    response = put_back(changed.lead, changed.assessment, wanted=2, revision=1)
    assert response.status_code == 404
    assert stored(changed.lead)[1] == 0


def test_only_who_answers_in_the_team_may(changed: Organisation) -> None:
    before = everything()
    for user, status in ((changed.manager, 403), (changed.lead_elsewhere, 404), (changed.removed, 404)):
        assert put_back(user, changed.assessment).status_code == status
    assert put_back(changed.member, changed.assessment, practice="NO-SUCH-1").status_code == 404
    assert everything() == before


def test_a_closed_assessment_says_where_to_go(changed: Organisation) -> None:
    submit(changed.assessment, by=changed.lead)
    assert put_back(changed.member, changed.assessment).status_code == 409
    assert stored(changed.member)[1] == 3


def test_seven_statements(changed: Organisation) -> None:
    client = client_of(changed.member)
    address = reverse("assessments:response-put-back", args=(changed.assessment.pk, CODE))
    taken = statements(lambda: client.post(address, {"wanted": 1, "revision": 2}))
    assert [sql.split()[0] for sql in taken] == ["SELECT"] * 3 + ["UPDATE", "SELECT", "UPDATE", "INSERT"]
