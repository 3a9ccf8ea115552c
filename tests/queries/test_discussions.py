"""A discussion as somebody of the team reads it."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Discussion, User
from assessments.queries import voices as voices_queries
from assessments.queries.discussions import Thread, thread
from assessments.queries.voices import voices
from assessments.services.discussions import add_comment, settle_discussion
from tests.factories import Organisation, answer, built_in, member_of

pytestmark = pytest.mark.django_db
CODE = "DAT-PIP-01"


def read(assessment: Assessment, reader: User) -> Thread:
    practice_id = built_in().practice_ids[CODE]
    return thread(assessment, practice_id, reader_id=reader.pk, said=voices(assessment.pk, practice_id))


def hide_names(assessment: Assessment) -> None:
    assessment.names_hidden = True
    assessment.save()


def say(organisation: Organisation, person: User, text: str) -> None:
    add_comment(
        assessment_id=organisation.assessment.pk, published=built_in(), practice=CODE, author_id=person.pk,
        text=text, at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def talked(organisation: Organisation) -> Organisation:
    """The member, then the lead, who settled it."""
    for person, text in ((organisation.member, "Is it?"), (organisation.lead, "It is.")):
        answer(organisation.assessment, CODE, person)
        say(organisation, person, text)
    settle_discussion(
        assessment_id=organisation.assessment.pk, published=built_in(), practice=CODE, person_id=organisation.lead.pk,
        seen=2, at=timezone.now(),
    )  # fmt: skip
    return organisation


def test_oldest_first_with_names(talked: Organisation) -> None:
    found = read(talked.assessment, talked.member)
    assert [(one.by_name, one.text) for one in found.comments] == [("You", "Is it?"), ("Lea Lead", "It is.")]
    assert (found.settled_by, found.is_open) == ("Lea Lead", False)
    say(talked, talked.member, "Really?")
    assert read(talked.assessment, talked.member).is_open


def two_more(talked: Organisation) -> None:
    """Four people have answered then."""
    for _ in range(2):
        answer(talked.assessment, CODE, member_of(talked.team))


def test_with_names_hidden_only_you_are_named(talked: Organisation) -> None:
    hide_names(talked.assessment)
    two_more(talked)
    found = read(talked.assessment, talked.member)
    assert [one.by_name for one in found.comments] == ["You", "Somebody"]
    assert found.settled_by == "Somebody"
    assert read(talked.assessment, talked.lead).settled_by == "You"


def test_with_names_hidden_others_are_heard_once_four_people_have_answered(talked: Organisation) -> None:
    hide_names(talked.assessment)
    found = read(talked.assessment, talked.member)
    assert [(one.by_name, one.text) for one in found.comments] == [("You", "Is it?")]
    assert (found.waits, found.is_open, found.settled_by, found.settled_at) == (True, False, "", None)
    assert read(talked.assessment, member_of(talked.team)) == Thread()
    two_more(talked)
    assert len(read(talked.assessment, talked.member).comments) == 2


def test_what_is_heard_too_soon_is_noticed(talked: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices_queries, "is_heard", lambda **known: True)
    hide_names(talked.assessment)
    assert len(read(talked.assessment, talked.member).comments) == 2


def test_nothing_said(organisation: Organisation) -> None:
    assert read(organisation.assessment, organisation.lead) == Thread()
    assert not Thread().is_open
    assert not Discussion.objects.exists()


@pytest.mark.parametrize("more", [0, 6])
def test_one_statement(talked: Organisation, more: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(more):
        say(talked, talked.member, f"Thought {number}.")
    practice_id = built_in().practice_ids[CODE]
    said = voices(talked.assessment.pk, practice_id)
    with django_assert_num_queries(1):
        found = thread(talked.assessment, practice_id, reader_id=talked.lead.pk, said=said)
    assert len(found.comments) == 2 + more
