"""Reading a discussion: once the own answer is given, after submission too, and never as a manager."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.workflow import AssessmentState
from assessments.models import Assessment, User
from assessments.services.discussions import add_comment
from tests.factories import Organisation, answer, built_in, client_of, member_of, submit

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"
SAID = "The pipeline was rebuilt."


def page(user: User, assessment: Assessment, *, status: int = 200) -> str:
    response = client_of(user).get(reverse("assessments:discussion-show", args=(assessment.pk, CODE)))
    assert response.status_code == status
    return " ".join(response.text.split())


def say(organisation: Organisation, person: User, text: str = SAID) -> None:
    add_comment(
        assessment_id=organisation.assessment.pk, published=built_in(), practice=CODE, author_id=person.pk,
        text=text, at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def talked(organisation: Organisation) -> Organisation:
    """Only the member has answered, and spoken."""
    answer(organisation.assessment, CODE, organisation.member, level=4)
    say(organisation, organisation.member)
    return organisation


def test_hidden_until_the_own_answer_is_given(talked: Organisation) -> None:
    before = page(talked.lead, talked.assessment)
    assert "Answer this question first." in before
    assert f'/dimensions/MLO-TRN/#{CODE}"' in before
    for hidden in (SAID, "Mem Ber", "Mark as settled", "Add the comment"):
        assert hidden not in before
    answer(talked.assessment, CODE, talked.lead, level=1)
    after = page(talked.lead, talked.assessment)
    assert SAID in after
    assert "<strong>Mem Ber</strong>" in after
    assert "You answered level 1" in after
    assert "Mark as settled" in after
    assert "It shows with your name to those of your team" in after


def test_with_names_hidden_only_you_are_named(talked: Organisation) -> None:
    Assessment.objects.update(names_hidden=True)
    answer(talked.assessment, CODE, talked.lead)
    assert SAID not in page(talked.lead, talked.assessment)
    assert SAID in page(talked.member, talked.assessment)
    for _ in range(2):
        answer(talked.assessment, CODE, member_of(talked.team))
    shown = page(talked.lead, talked.assessment)
    assert SAID in shown
    assert "<strong>Somebody</strong>" in shown
    assert "Mem Ber" not in shown
    assert "It shows without your name" in shown
    assert "<strong>You</strong>" in page(talked.member, talked.assessment)


def test_after_submission_it_can_be_read_and_no_more(talked: Organisation) -> None:
    submit(talked.assessment, by=talked.lead)
    shown = page(talked.member, talked.assessment)
    assert SAID in shown
    assert "its discussions can be read, and not added to" in shown
    for gone in ("Add the comment", "Mark as settled"):
        assert gone not in shown
    silent = page(talked.lead, talked.assessment)
    assert "You did not answer this question" in silent
    assert SAID not in silent


def test_nothing_said_yet(organisation: Organisation) -> None:
    answer(organisation.assessment, CODE, organisation.lead)
    shown = page(organisation.lead, organisation.assessment)
    assert "Nobody has said anything yet." in shown
    assert "Mark as settled" not in shown
    Assessment.objects.update(state=AssessmentState.SUBMITTED.value)
    assert "Nobody said anything about it." in page(organisation.lead, organisation.assessment)


def test_text_is_shown_as_text(talked: Organisation) -> None:
    say(talked, talked.member, "<script>alert(1)</script>\nand more")
    shown = page(talked.member, talked.assessment)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>and more" in shown


def test_managers_and_others_do_not_read_it(talked: Organisation) -> None:
    for user, status in (
        (talked.manager, 403),
        (talked.lead_elsewhere, 404),
        (talked.removed, 404),
        (talked.administrator, 404),
    ):
        assert SAID not in page(user, talked.assessment, status=status)


@pytest.mark.parametrize("more", [0, 8])
def test_five_statements(talked: Organisation, more: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(more):
        say(talked, talked.member, f"Thought {number}.")
    client = client_of(talked.member)
    with django_assert_num_queries(5):
        client.get(reverse("assessments:discussion-show", args=(talked.assessment.pk, CODE)))
