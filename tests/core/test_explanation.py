"""An explanation adds up to the score it explains, and shows each reader what that reader may see."""

from hypothesis import given

from assessments.core.agreement import Answer, Kind, Settled, settle
from assessments.core.catalog import Catalog
from assessments.core.explanation import PersonsAnswer, Seen, explain, seen_by
from assessments.core.scoring import confidence, score
from assessments.core.workflow import Role
from tests.core.strategies import TODAY, assessed


@given(assessed())
def test_sums_are_those_of_the_score(case: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = case
    for discipline in catalog.disciplines:
        found = explain(catalog, settled, discipline, respondents=3, on=TODAY, seen={})
        own = score(discipline, settled, catalog.thresholds)
        assert found.score == own
        assert found.confidence == confidence(discipline, settled, respondents=3, on=TODAY)
        for line in found.dimensions:
            if line.score.level is not None:
                assert line.score.level * line.weights == line.products
        if own.index is not None:
            assert own.index * len(found.levels) == 25 * sum(found.levels)
        if own.maturity_level is None:
            assert found.tests == ()
        else:
            assert max((test.level for test in found.tests if test.met), default=0) == own.maturity_level
        assert all(line.seen == Seen() for dimension in found.dimensions for line in dimension.practices)


def answers(*levels: int) -> tuple[PersonsAnswer, ...]:
    """People from 1 on; the last one's remark comes first in the alphabet."""
    return tuple(
        PersonsAnswer(number, f"P{number}", Answer(Kind.LEVEL, level), f"{9 - number} things", changed=False)
        for number, level in enumerate(levels, start=1)
    )


def seen(role: Role | None, levels: tuple[int, ...], *, reader: int, names_hidden: bool = False) -> Seen:
    given_ = answers(*levels)
    together = settle([one.answer for one in given_])
    return seen_by(role, together, given_, reader_id=reader, names_hidden=names_hidden)


def test_each_role_sees_what_it_may() -> None:
    assert seen(Role.LEAD, (1, 2), reader=2) == Seen((1, 2), answers(1, 2))
    assert seen(Role.LEAD, (1, 2), reader=9) == Seen()
    assert seen(Role.MEMBER, (1, 2, 2), reader=2) == Seen((1, 2, 2), answers(1, 2)[1:], ("6 things", "8 things"))
    assert seen(Role.MEMBER, (1, 2), reader=9) == Seen()
    assert seen(Role.MANAGER, (1, 2, 2), reader=9) == Seen()
    assert seen(Role.MANAGER, (1, 2, 2, 3), reader=9) == Seen((1, 2, 2, 3))
    assert seen(None, (1, 2, 2, 3), reader=9) == Seen()


def test_with_names_hidden_a_lead_sees_what_a_member_sees_and_from_four_up() -> None:
    for role in (Role.LEAD, Role.MEMBER):
        assert seen(role, (1, 2, 2), reader=2, names_hidden=True) == Seen((), answers(1, 2)[1:])
        whole = Seen((1, 2, 2, 3), answers(1, 2)[1:], ("5 things", "6 things", "8 things"))
        assert seen(role, (1, 2, 2, 3), reader=2, names_hidden=True) == whole
        assert seen(role, (1, 2, 2, 3), reader=9, names_hidden=True) == Seen()
