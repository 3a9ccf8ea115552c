"""What a meeting settles, as far as the asking person may see it."""

from fractions import Fraction

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments import access
from assessments.core.agreement import Kind
from assessments.core.reliability import Standing
from assessments.core.workflow import Action
from assessments.models import AgreedLevel, AgreedLevelChange, Assessment, Response, User
from assessments.queries.settling import Matter, Meeting, changes, matter, meeting, newest_changes, settled_topics
from assessments.queries.visits import Visit, visit
from tests.factories import Organisation, answer, member_of, practices_of, put_in_place, show
from tests.services.acts import agree

pytestmark = pytest.mark.django_db
CODE, OTHER = "MLO-TRN-01", "MLO-MON-01"


def seen(user: User, organisation: Organisation) -> Visit:
    assessment = access.assessment(user, organisation.assessment.pk, Action.ANSWER)
    return visit(assessment, respondent_id=user.pk, on=timezone.now().date())


def met(user: User, organisation: Organisation) -> Meeting:
    return meeting(seen(user, organisation))


def shown(user: User, organisation: Organisation, code: str = CODE, *, names_seen: bool = True) -> Matter:
    visited = seen(user, organisation)
    page = visited.page_of(code)
    assert page is not None
    return matter(visited, visited.catalog.practice[code], page, names_seen=names_seen)


def codes(one: Meeting) -> list[str]:
    return [topic.practice.code for topic in one.topics]


def rate(organisation: Organisation, code: str, *numbers: int, role: str = "practitioner") -> list[User]:
    """So many new members with these answers."""
    raters = []
    for number in numbers:
        rater = member_of(organisation.team)
        User.objects.filter(pk=rater.pk).update(work_role=role)
        answer(organisation.assessment, code, rater, level=number, remark=f"It is at {number}.")
        raters.append(rater)
    return raters


def test_each_hears_only_of_what_they_have_answered(organisation: Organisation) -> None:
    assessment, lead, member = organisation.assessment, organisation.lead, organisation.member
    rate(organisation, CODE, 0, 4)
    rate(organisation, OTHER, 0, 4)
    answer(assessment, CODE, lead, level=2)
    answer(assessment, OTHER, member, kind=Kind.DONT_KNOW)
    assert codes(met(lead, organisation)) == [CODE]
    assert [practice.code for practice, _ in met(lead, organisation).unheard] == [OTHER]
    assert codes(met(member, organisation)) == [OTHER]
    assert [practice.code for practice, _ in met(member, organisation).unheard] == [CODE]


def test_what_others_agree_on_is_asked_for_like_what_they_do_not(organisation: Organisation) -> None:
    """That a practice is asked for must not tell that people lie apart on it."""
    rate(organisation, CODE, 2, 2)
    rate(organisation, OTHER, 0, 4)
    unheard = [practice.code for practice, _ in met(organisation.lead, organisation).unheard]
    assert set(unheard) == {CODE, OTHER}
    assert met(organisation.lead, organisation).topics == ()


def tells_what_others_said(organisation: Organisation) -> bool:
    """Whether the gates that hang on a practice tell a lead what others said of another one, unanswered by the lead."""
    show(organisation.assessment, [CODE, OTHER], organisation.member)
    rate(organisation, CODE, 1, 3)
    answer(organisation.assessment, CODE, organisation.lead, level=3)
    rate(organisation, OTHER, 4, 4)
    before = [topic.gates for topic in met(organisation.lead, organisation).topics if topic.practice.code == CODE]
    Response.objects.filter(practice__code=OTHER).update(level=0)
    after = [topic.gates for topic in met(organisation.lead, organisation).topics if topic.practice.code == CODE]
    assert before[0]
    return before != after


def test_what_hangs_on_a_practice_does_not_tell_what_others_said_of_another(organisation: Organisation) -> None:
    assert not tells_what_others_said(organisation)


def test_gates_by_all_that_was_answered_are_noticed(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Visit, "hears", lambda one, code: True)
    assert tells_what_others_said(organisation)


def test_close_answers_are_no_topic(organisation: Organisation) -> None:
    answer(organisation.assessment, CODE, organisation.lead, level=3)
    answer(organisation.assessment, CODE, organisation.member, level=2)
    assert met(organisation.lead, organisation).topics == ()
    assert shown(organisation.lead, organisation).topic.settled.spread is not None


def test_a_recorded_level_settles_a_topic_until_it_lapses(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    answer(assessment, CODE, lead, level=1)
    answer(assessment, CODE, organisation.member, level=3)
    agree(assessment, lead, 2, CODE, "We talked.", dissent="Mem sees it at 3.")
    after = met(lead, organisation)
    assert (after.open, [one.practice.code for one in after.settled]) == ((), [CODE])
    (one,) = settled_topics(seen(lead, organisation), after)
    assert (one.recorded.level, one.recorded.dissent, one.apart) == (2, "Mem sees it at 3.", 2)
    assert (
        one.newest
        == AgreedLevelChange.objects.get().pk
        == newest_changes(assessment.pk)[AgreedLevel.objects.get().practice_id]
    )
    Response.objects.filter(respondent=lead, practice__code=CODE).update(answer_revision=2)
    lapsed = met(lead, organisation)
    assert ([topic.practice.code for topic in lapsed.open], lapsed.settled) == ([CODE], ())


def test_the_way_through_a_meeting(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    three = [CODE, OTHER, "DAT-STO-03"]
    answer(assessment, three, lead, level=1)
    answer(assessment, three, organisation.member, level=3)
    found = met(lead, organisation)
    first, second, third = codes(found)
    assert found.beside(first) == (None, second)
    assert found.beside(third) == (second, None)
    assert found.beside("MLO-DEV-01") == (None, first)
    assert [found.number(code) for code in (first, third, "MLO-DEV-01")] == [1, 3, 0]
    assert [found.next_open(code) for code in (first, second, third, "MLO-DEV-01")] == [second, third, first, first]
    agree(assessment, lead, 2, second)
    left = met(lead, organisation)
    assert left.next_open(first) == third
    assert left.next_open(third) == first
    agree(assessment, lead, 2, third)
    assert met(lead, organisation).next_open(first) is None


def test_what_waits_is_no_part_of_the_meeting(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    put_in_place(assessment, lead, "mlops")
    behind = practices_of(assessment, "modelops")[:2]
    answer(assessment, behind, lead, level=4)
    answer(assessment, behind, organisation.member, level=0)
    assert sorted(codes(met(lead, organisation))) == sorted(behind)
    Response.objects.filter(practice__code=OTHER).update(level=1)
    for early_looks in ([], ["modelops"]):
        Assessment.objects.filter(pk=assessment.pk).update(early_looks=early_looks)
        assert met(lead, organisation).topics == ()


def test_names_only_where_they_are_seen_and_no_order_that_tells_them(organisation: Organisation) -> None:
    rate(organisation, CODE, 4, 0, 2)
    answer(organisation.assessment, CODE, organisation.lead, kind=Kind.DONT_KNOW)
    named = shown(organisation.lead, organisation)
    assert [one.level for one in named.answers] == [4, 0, 2, None]
    nameless = shown(organisation.lead, organisation, names_seen=False)
    assert nameless.answers == ()
    assert nameless.remarks == ("It is at 0.", "It is at 2.", "It is at 4.")
    assert (nameless.topic.settled.dont_know, nameless.not_applicable) == (1, 0)


def test_work_roles_of_three_with_the_gap_between_them(organisation: Organisation) -> None:
    rate(organisation, CODE, 3, 3, 4, role="leadership")
    rate(organisation, CODE, 1, 1, 1)
    answer(organisation.assessment, CODE, organisation.lead, kind=Kind.DONT_KNOW)
    found = shown(organisation.lead, organisation)
    assert {role: sorted(numbers) for role, numbers in found.levels.items()} == {
        "leadership": [3, 3, 4],
        "practitioner": [1, 1, 1],
    }
    assert (found.medians, found.gap, found.leaders_above) == ({"leadership": 3, "practitioner": 1}, 2, True)
    rate(organisation, CODE, 2, role="other")
    assert len(shown(organisation.lead, organisation).levels) == 2
    assert list(shown(organisation.lead, organisation, names_seen=False).levels) == ["practitioner"]


def test_where_the_own_answer_may_move(organisation: Organisation) -> None:
    answer(organisation.assessment, CODE, organisation.lead, level=1)
    rate(organisation, CODE, 3)
    found = shown(organisation.lead, organisation)
    assert (found.moves, found.apart, found.recorded) == ((2, 3), 0, None)


@pytest.mark.parametrize(("people", "heard"), [(3, False), (4, True)])
def test_with_names_hidden_nothing_under_four_answers(organisation: Organisation, people: int, heard: bool) -> None:
    Assessment.objects.filter(pk=organisation.assessment.pk).update(names_hidden=True)
    answer(organisation.assessment, CODE, organisation.lead, level=0)
    rate(organisation, CODE, *[4] * (people - 1))
    assert codes(met(organisation.lead, organisation)) == [CODE] * heard
    rest = met(organisation.member, organisation)
    assert [practice.code for practice, _ in rest.unheard] == [CODE] * heard
    assert rest.topics == ()


def test_how_far_all_agree_is_over_what_the_reader_has_answered(organisation: Organisation) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    mlops = practices_of(assessment, "mlops")
    levels = dict(zip(mlops, [0, 1, 2, 3, 4] * 5, strict=True))
    raters = [organisation.member, member_of(organisation.team)]
    for code, number in levels.items():
        for rater in raters:
            answer(assessment, code, rater, level=number)
    assert met(lead, organisation).reliability is None
    for code in mlops[:9]:
        answer(assessment, code, lead, level=levels[code])
    assert met(lead, organisation).reliability is None
    answer(assessment, mlops[9], lead, kind=Kind.DONT_KNOW)
    found = met(lead, organisation).reliability
    assert found is not None
    assert (found.alpha, found.practices, found.respondents, found.standing) == (Fraction(1), 10, 3, Standing.FIRM)
    whole = met(organisation.member, organisation).reliability
    assert whole is not None
    assert (whole.practices, whole.respondents) == (25, 3)


def test_two_people_are_too_few_to_tell_how_far_all_agree(organisation: Organisation) -> None:
    mlops = practices_of(organisation.assessment, "mlops")
    for person in (organisation.lead, organisation.member):
        answer(organisation.assessment, mlops, person, level=2)
    assert met(organisation.lead, organisation).reliability is None


@pytest.mark.parametrize("times", [1, 3])
def test_changes_are_read_at_once_however_many(
    organisation: Organisation, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assessment, lead = organisation.assessment, organisation.lead
    answer(assessment, [CODE, OTHER], lead, level=1)
    for number in range(times):
        for code in (CODE, OTHER):
            agree(assessment, lead, 1, code, f"Reason {number}.")
    practice_id = AgreedLevel.objects.get(practice__code=CODE).practice_id
    with django_assert_num_queries(1):
        found = changes(assessment.pk, practice_id)
    assert [one.reason for one in found] == [f"Reason {number}." for number in reversed(range(times))]
    with django_assert_num_queries(1):
        newest = newest_changes(assessment.pk)
    assert newest[practice_id] == found[0].id
    assert len(newest) == 2
