"""Saying something about a practice."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.core.workflow import AssessmentState
from assessments.models import Assessment, Comment, Discussion, User
from tests.factories import Organisation, answer, client_of
from tests.services.acts import statements

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"
LOST = "A long thought about it."


def say(user: User, assessment: Assessment, text: str = LOST, **more: object) -> HttpResponse:
    address = reverse("assessments:comment-add", args=(assessment.pk, CODE))
    return client_of(user).post(address, {"text": text, **more})  # type: ignore[return-value]


@pytest.fixture
def answered(organisation: Organisation) -> Organisation:
    for person in (organisation.lead, organisation.member):
        answer(organisation.assessment, CODE, person)
    return organisation


def test_it_is_stored_and_led_to(answered: Organisation) -> None:
    response = say(answered.member, answered.assessment, " First.\r\nSecond. ")
    comment = Comment.objects.get()
    assert (comment.text, comment.author) == ("First.\nSecond.", answered.member)
    address = reverse("assessments:discussion-show", args=(answered.assessment.pk, CODE))
    assert response["Location"] == f"{address}#comment-{comment.pk}"


def test_a_further_comment_opens_what_was_settled(answered: Organisation) -> None:
    say(answered.member, answered.assessment)
    Discussion.objects.update(settled_by=answered.lead, settled_at=timezone.now())
    say(answered.lead, answered.assessment, "Wait.")
    assert Discussion.objects.get().settled_at is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Say something first."),
        ("  \n ", "Say something first."),
        ("x" * 4001, "Please keep this to 4,000 characters"),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_stored_is_told_and_kept(answered: Organisation, text: str, message: str) -> None:
    response = say(answered.member, answered.assessment, text)
    assert response.status_code == 400
    assert message in response.text
    assert text.strip() in response.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("state", [AssessmentState.SUBMITTED, AssessmentState.DISCARDED])
def test_nothing_typed_is_lost_when_it_is_closed_meanwhile(answered: Organisation, state: AssessmentState) -> None:
    Assessment.objects.update(state=state.value)
    response = say(answered.member, answered.assessment)
    assert response.status_code == 409
    assert "Not stored: the assessment is closed by now" in response.text
    assert LOST in response.text
    assert not Comment.objects.exists()


def test_whose_sign_in_has_ended_gets_it_back_with_the_way_to_the_page_it_stood_on(answered: Organisation) -> None:
    of = (answered.assessment.pk, CODE)
    page, address = (reverse(f"assessments:{name}", args=of) for name in ("discussion-show", "comment-add"))
    response = Client().post(address, {"text": LOST}, headers={"referer": f"http://testserver{page}"})
    assert response.status_code == 403
    assert f"<dd>{LOST}</dd>" in response.text
    assert f"?next={page}" in response.text
    elsewhere = Client().post(address, {"text": LOST}, headers={"referer": f"https://evil.example{page}"})
    assert "evil.example" not in elsewhere.text
    assert not Comment.objects.exists()
    read = Client().get(address)
    assert (read.status_code, read["Location"].partition("?")[0]) == (302, reverse("assessments:sign-in"))


def test_not_in_the_name_of_somebody_else(answered: Organisation) -> None:
    response = say(answered.member, answered.assessment, typed_by=answered.lead.pk)
    assert response.status_code == 400
    assert "Somebody else is signed in here now" in response.text
    assert LOST in response.text
    assert not Comment.objects.exists()


def test_only_who_has_answered_may(organisation: Organisation) -> None:
    assert say(organisation.member, organisation.assessment).status_code == 403
    for user, status in ((organisation.manager, 403), (organisation.lead_elsewhere, 404), (organisation.removed, 404)):
        assert say(user, organisation.assessment).status_code == status
    assert client_of(organisation.lead).get(
        reverse("assessments:comment-add", args=(organisation.assessment.pk, CODE))
    ).status_code == 405  # fmt: skip
    assert not Comment.objects.exists()


def test_statements_do_not_grow(answered: Organisation) -> None:
    for _ in range(5):
        say(answered.lead, answered.assessment)
    client = client_of(answered.member)
    address = reverse("assessments:comment-add", args=(answered.assessment.pk, CODE))
    # Session and user, the assessment, its lock, the own answer, the discussion read and changed, the comment.
    assert len(statements(lambda: client.post(address, {"text": LOST}))) == 8
