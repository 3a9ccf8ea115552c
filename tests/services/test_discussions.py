"""What a team says about a practice: by who has answered it, kept for good, settled until somebody says more."""

import pytest

from assessments.models import Assessment, Comment, Discussion, User
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.services.discussions import InvalidComment, MoreWasSaid, NotAnsweredYet, add_comment, settle_discussion
from tests.factories import answer, member_of, submit
from tests.services.acts import AT, LATER, outsiders, statements

pytestmark = pytest.mark.django_db


def say(assessment: Assessment, person: User, text: str = "Is it so?", practice: str = "SOI-1") -> int:
    version = published(assessment.catalog_version_id)
    return add_comment(
        assessment_id=assessment.pk, published=version, practice=practice, author_id=person.pk, text=text, at=AT
    )


def settle(assessment: Assessment, person: User, *, seen: int) -> None:
    version = published(assessment.catalog_version_id)
    settle_discussion(
        assessment_id=assessment.pk, published=version, practice="SOI-1", person_id=person.pk, seen=seen, at=LATER
    )


@pytest.fixture
def heard(assessment: Assessment, lead: User, member: User) -> Assessment:
    """An assessment whose lead and member have answered SOI-1."""
    for person in (lead, member):
        answer(assessment, "SOI-1", person)
    return assessment


def test_who_answered_may_speak_and_settle_and_more_opens_it_again(heard: Assessment, lead: User, member: User) -> None:
    say(heard, member)
    say(heard, lead, "It is.")
    settle(heard, member, seen=2)
    discussion = Discussion.objects.get()
    assert (discussion.settled_by, discussion.settled_at) == (member, LATER)
    say(heard, lead, "Or is it?")
    discussion.refresh_from_db()
    assert (discussion.settled_by, discussion.settled_at) == (None, None)
    assert [one.text for one in Comment.objects.all()] == ["Is it so?", "It is.", "Or is it?"]


def test_who_has_not_answered_neither_speaks_nor_settles(heard: Assessment, member: User) -> None:
    silent = member_of(heard.unit)
    with pytest.raises(NotAnsweredYet):
        say(heard, silent)
    say(heard, member)
    with pytest.raises(NotAnsweredYet):
        settle(heard, silent, seen=1)
    assert Comment.objects.count() == 1
    assert Discussion.objects.get().settled_at is None


def test_only_what_was_read_is_settled(heard: Assessment, lead: User, member: User) -> None:
    with pytest.raises(MoreWasSaid):
        settle(heard, lead, seen=0)
    say(heard, member)
    say(heard, member, "And this?")
    with pytest.raises(MoreWasSaid):
        settle(heard, lead, seen=1)
    assert Discussion.objects.get().settled_at is None


def test_with_names_hidden_nothing_is_settled_under_four_answers(heard: Assessment, lead: User, member: User) -> None:
    Assessment.objects.filter(pk=heard.pk).update(names_hidden=True)
    say(heard, member)
    for seen in (1, 0, 2):
        with pytest.raises(MoreWasSaid):
            settle(heard, lead, seen=seen)
    for _ in range(2):
        answer(heard, "SOI-1", member_of(heard.unit))
    settle(heard, lead, seen=1)
    assert Discussion.objects.get().settled_by == lead


def test_settling_twice_keeps_who_did_it_first(heard: Assessment, lead: User, member: User) -> None:
    say(heard, member)
    settle(heard, member, seen=1)
    settle(heard, lead, seen=1)
    assert Discussion.objects.get().settled_by == member


@pytest.mark.parametrize("text", ["", " \n", "x" * 4001, "a\0b", "\ud800"])
def test_what_cannot_be_stored_is_refused(heard: Assessment, member: User, text: str) -> None:
    with pytest.raises(InvalidComment):
        say(heard, member, text)
    assert not Discussion.objects.exists()


def test_a_practice_of_nowhere_is_refused(heard: Assessment, member: User) -> None:
    with pytest.raises(InvalidComment):
        say(heard, member, practice="NO-SUCH")


def test_nobody_else_and_not_after_submission(heard: Assessment, lead: User, member: User) -> None:
    for user in outsiders(heard).values():
        with pytest.raises(NotAnswerable):
            say(heard, user)
    submit(heard, by=lead)
    with pytest.raises(NotAnswerable):
        say(heard, member)
    with pytest.raises(NotAnswerable):
        settle(heard, member, seen=1)
    assert not Comment.objects.exists()


def test_the_lock_comes_first(heard: Assessment, member: User) -> None:
    first, *_ = statements(lambda: say(heard, member))
    assert first.startswith("UPDATE")
    assert "IN (SELECT" not in first
