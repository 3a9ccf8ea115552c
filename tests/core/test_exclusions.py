"""What does not apply is confirmed by somebody who did not say so, and counted against its limit (F11)."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from assessments.core.agreement import Answer, Kind, Settled, settle
from assessments.core.catalog import Catalog
from assessments.core.exclusions import confirmers, exclusions
from assessments.core.workflow import Role
from tests.core.made_up import discipline, practice

LEAD, MEMBER = Role.LEAD, Role.MEMBER
NOT_APPLICABLE = Answer(Kind.NOT_APPLICABLE)
OPTIONAL = [practice(f"a-{number}", optional=True) for number in range(7)]
CATALOG = Catalog(
    (
        discipline(
            "a", *(practice(f"a-{number}", optional=True) for number in range(7)), practice("a-F", foundation=True)
        ),
        discipline("b", practice("b-1", optional=True)),
    )
)
teams = st.dictionaries(st.integers(1, 6), st.sampled_from([LEAD, MEMBER]), min_size=1)


def said(*reasons: str, confirmed: bool = True) -> Settled:
    return settle([NOT_APPLICABLE], confirmed=confirmed, reasons=reasons)


def test_a_lead_who_did_not_say_so_confirms() -> None:
    assert confirmers({1: LEAD, 2: LEAD, 3: MEMBER}, {1}) == {2}
    assert confirmers({1: LEAD, 3: MEMBER}, {3}) == {1}


def test_without_such_a_lead_somebody_else_does() -> None:
    assert confirmers({1: LEAD, 2: MEMBER, 3: MEMBER}, {1, 2}) == {3}


def test_nobody_is_left_where_all_said_so() -> None:
    assert confirmers({1: LEAD}, {1}) == frozenset()
    assert confirmers({1: LEAD, 2: MEMBER}, {1, 2}) == frozenset()


@given(teams, st.sets(st.integers(1, 8)))
def test_whoever_confirms_is_of_the_team_and_did_not_say_so(team: dict[int, Role], givers: set[int]) -> None:
    found = confirmers(team, givers)
    assert found <= team.keys() - givers
    assert bool(found) is bool(team.keys() - givers)


def test_reasons_stand_beside_what_is_left_out_and_each_only_once() -> None:
    twice = settle([NOT_APPLICABLE, NOT_APPLICABLE], reasons=["None here.", "None here."])
    [own] = exclusions(CATALOG, {"a-1": twice, "a-3": said("Not yet.", confirmed=False)})
    assert own.discipline.code == "a"
    assert [(one.practice.code, one.reasons, one.counts) for one in own.exclusions] == [
        ("a-1", ("None here.",), True),
        ("a-3", ("Not yet.",), False),
    ]
    assert (own.counting, own.most, own.too_many) == (1, 2, False)


def test_too_many_are_told() -> None:
    [own] = exclusions(CATALOG, {f"a-{number}": said() for number in range(3)})
    assert own.too_many


def test_a_foundation_never_counts_as_left_out() -> None:
    [own] = exclusions(CATALOG, {"a-F": said("No.")})
    assert [one.counts for one in own.exclusions] == [False]


def test_a_number_beside_it_counts_and_leaves_no_reason() -> None:
    mixed = settle([NOT_APPLICABLE, Answer(Kind.LEVEL, 2)], reasons=["None here."])
    assert (mixed.not_applicable, mixed.unconfirmed, mixed.reasons) == (False, False, ())
    assert exclusions(CATALOG, {"a-1": mixed}) == ()


def test_unconfirmed_is_answered_yet_missing() -> None:
    for answered, confirmed in product([1, 2], [True, False]):
        one = settle([NOT_APPLICABLE] * answered, confirmed=confirmed)
        assert (one.answered, one.level, one.find_out) == (True, None, False)
        assert (one.not_applicable, one.unconfirmed) == (confirmed, not confirmed)
