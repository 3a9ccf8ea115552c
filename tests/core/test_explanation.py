"""An explanation adds up to the score it explains, and shows each reader what that reader may see."""

from hypothesis import given, settings

from assessments.core.agreement import Answer, Kind, Settled, settle
from assessments.core.catalog import Catalog
from assessments.core.explanation import PersonsAnswer, Seen, explain, seen_by
from assessments.core.scoring import confidence, score
from assessments.core.workflow import Role
from tests.core.strategies import TODAY, assessed


@settings(max_examples=60)
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
    return tuple(
        PersonsAnswer(number, f"P{number}", Answer(Kind.LEVEL, level), "", changed=False)
        for number, level in enumerate(levels, start=1)
    )


def seen(role: Role | None, levels: tuple[int, ...], *, reader: int) -> Seen:
    given_ = answers(*levels)
    return seen_by(role, settle([one.answer for one in given_]), given_, reader_id=reader)


def test_each_role_sees_what_it_may() -> None:
    assert seen(Role.LEAD, (1, 2), reader=9) == Seen((1, 2), answers(1, 2))
    assert seen(Role.MEMBER, (1, 2), reader=2) == Seen((1, 2), answers(1, 2)[1:])
    assert seen(Role.MEMBER, (1, 2), reader=9) == Seen((), ())
    assert seen(Role.MANAGER, (1, 2, 2), reader=9) == Seen((), ())
    assert seen(Role.MANAGER, (1, 2, 2, 3), reader=9) == Seen((1, 2, 2, 3), ())
    assert seen(None, (1, 2, 2, 3), reader=9) == Seen((), ())
