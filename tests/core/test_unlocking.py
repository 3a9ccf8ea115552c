"""The cheapest raises: as cheap as a solver finds, closed over prerequisites, with the work that a gate needs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest

from assessments.core import unlocking
from assessments.core.agreement import Answer, EvidenceKind, Kind, Settled, settle
from assessments.core.catalog import Catalog, Effort, Need, Practice
from assessments.core.gates import assess
from assessments.core.planning.selection import select
from assessments.core.unlocking import Choice, Step, Unlock, cheapest, highest, unlock
from tests.core.drafts import a_discipline, a_gate, a_practice
from tests.core.instances import Instance, random_instance, random_profile, without_needs
from tests.core.oracle import least_effort
from tests.core.strategies import TODAY
from tests.core.worked_examples import built_in

NONE: frozenset[str] = frozenset()


def chosen(instance: Instance) -> Choice | None:
    try:
        return cheapest(
            instance.catalog, instance.levels, not_applicable=instance.not_applicable, targets=instance.targets
        )
    except ValueError:
        return None


def levels_after(instance: Instance, choice: Choice) -> dict[str, int]:
    after = {code: instance.levels.get(code, 0) for code in instance.catalog.practice}
    for step in choice.steps:
        assert after[step.practice] == step.from_level
        after[step.practice] = step.to_level
    return after


def unmet_needs(instance: Instance, after: Mapping[str, int]) -> list[str]:
    return [
        code
        for code, practice in instance.catalog.practice.items()
        if instance.levels.get(code, 0) < 2 <= after[code]
        for need in practice.needs
        if need.practice not in instance.not_applicable and after[need.practice] < need.level
    ]


def matches_the_solver(instance: Instance) -> bool:
    """Whether the choice is within its own slack of the optimum, meets the targets and leaves no need unmet."""
    optimum, choice = least_effort(instance), chosen(instance)
    if optimum is None or choice is None:
        return optimum is None and choice is None
    after = levels_after(instance, choice)
    reached = all(
        unlocking.reaches(
            instance.catalog,
            instance.catalog.discipline[code],
            levels={one: level for one, level in after.items() if one not in instance.not_applicable},
            target=target,
        )
        for code, target in instance.targets.items()
        if target
    )
    return optimum <= choice.effort <= optimum + choice.slack and reached and not unmet_needs(instance, after)


@pytest.mark.parametrize("seed", range(60))
def test_random_catalogs_are_raised_as_cheaply_as_a_solver_can(seed: int) -> None:
    assert matches_the_solver(random_instance(seed))


@pytest.mark.parametrize("seed", range(1000, 1015))
def test_so_are_catalogs_full_of_prerequisites(seed: int) -> None:
    assert matches_the_solver(random_instance(seed, least=20, needs_each=4))


@pytest.mark.parametrize("seed", range(12))
def test_the_built_in_catalog_is_raised_as_cheaply_and_proven_so(seed: int) -> None:
    profile = random_profile(built_in(), seed)
    choice = chosen(profile)
    assert choice is not None
    assert choice.effort == least_effort(profile)
    assert choice.slack == 0


def test_a_search_that_forgets_prerequisites_does_not_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: the same search over practices without needs."""
    monkeypatch.setattr(unlocking, "select", lambda problem: select(without_needs(problem)))
    assert not all(matches_the_solver(random_instance(seed, least=20, needs_each=4)) for seed in range(1000, 1015))


def test_a_search_cut_short_says_how_far_off_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlocking, "select", partial(select, nodes=1))
    instances = [random_instance(seed, least=25, needs_each=6) for seed in range(100)]
    assert all(matches_the_solver(instance) for instance in instances[:40])
    assert any(choice.slack > 0 for instance in instances if (choice := chosen(instance)))


def test_the_answer_does_not_depend_on_the_order_of_the_input() -> None:
    profile = random_profile(built_in(), 7)
    turned = replace(
        profile,
        levels=dict(sorted(profile.levels.items(), reverse=True)),
        targets=dict(sorted(profile.targets.items(), reverse=True)),
    )
    assert chosen(turned) == chosen(profile)


def one_discipline(*practices: Practice, level: int = 2) -> Catalog:
    return Catalog((a_discipline("a", *practices), a_discipline("b", a_practice("B-1"))), (a_gate(level=level),))


def test_a_step_goes_to_the_next_offered_level_and_pays_for_each_level_passed() -> None:
    catalog = one_discipline(a_practice("A-1", anchors=("no", "", "most", "", "all"), effort=Effort.MEDIUM))
    choice = cheapest(catalog, {"A-1": 0}, not_applicable=NONE, targets={"a": 3})
    assert choice == Choice(
        (Step("A-1", 0, 2, Fraction(9)), Step("A-1", 2, 4, Fraction(33, 2))), Fraction(51, 2), Fraction(0)
    )


def test_a_level_between_two_offered_ones_still_moves_up() -> None:
    catalog = one_discipline(a_practice("A-1", anchors=("no", "", "most", "", "all")))
    assert [step.to_level for step in cheapest(catalog, {"A-1": 1}, not_applicable=NONE, targets={"a": 2}).steps] == [2]


def needing(level: int = 3) -> Catalog:
    first = a_practice("A-1", foundation=True, needs=(Need("B-1", level),))
    return Catalog((a_discipline("a", first), a_discipline("b", a_practice("B-1", not_applicable_when="never"))))


@pytest.mark.parametrize(
    ("now", "not_applicable", "target", "raised"),
    [
        (0, NONE, 2, {"A-1": 2, "B-1": 3}),
        (1, NONE, 2, {"A-1": 2, "B-1": 3}),
        (0, frozenset({"B-1"}), 2, {"A-1": 2}),
        (2, NONE, 3, {"A-1": 3}),
        (0, NONE, 1, {"A-1": 1}),
    ],
)
def test_a_need_binds_where_level_2_is_first_reached(
    now: int, not_applicable: frozenset[str], target: int, raised: dict[str, int]
) -> None:
    choice = cheapest(needing(), {"A-1": now}, not_applicable=not_applicable, targets={"a": target})
    assert {step.practice: step.to_level for step in choice.steps} == raised


def test_a_ceiling_is_kept() -> None:
    levels = {"A-1": 0, "B-1": 0}
    assert highest(needing(), levels, not_applicable=NONE, ceiling={"B-1": 2}) == {"a": 1, "b": 2}
    with pytest.raises(ValueError, match="reaches the targets"):
        cheapest(needing(), levels, not_applicable=NONE, targets={"a": 2}, ceiling={"B-1": 2})


def test_breadth_beyond_the_offered_levels_is_out_of_reach() -> None:
    low = [a_practice(f"A-{number}", anchors=("no", "some", "most", "", "")) for number in range(3)]
    catalog = one_discipline(*low, a_practice("A-9", foundation=True), level=3)
    assert highest(catalog, {}, not_applicable=NONE, ceiling={})["a"] == 2
    with pytest.raises(ValueError, match="reaches the targets"):
        cheapest(catalog, {}, not_applicable=NONE, targets={"a": 3})


def test_a_target_of_zero_asks_for_nothing() -> None:
    assert cheapest(built_in(), {}, not_applicable=NONE, targets=dict.fromkeys(built_in().discipline, 0)).steps == ()


def test_a_discipline_with_nothing_applicable_reaches_nothing() -> None:
    catalog = one_discipline(a_practice("A-1", not_applicable_when="never"))
    assert highest(catalog, {}, not_applicable=frozenset({"A-1"}), ceiling={})["a"] == 0


def unlocked(catalog: Catalog, settled: Mapping[str, Settled]) -> Unlock:
    return unlock(catalog, settled, readiness=assess(catalog, settled, on=TODAY), gate=catalog.gates[0])


def answered(*levels: int, days_ago: int = 1) -> Settled:
    day = TODAY - timedelta(days=days_ago)
    return settle([Answer(Kind.LEVEL, level) for level in levels], evidence=[(EvidenceKind.NOTE, day)])


def source(*, extra: int = 0, level: int = 2) -> Catalog:
    foundation = a_practice("A-1", name="Monitoring", foundation=True, evidence_hint="The monitoring page.")
    others = [a_practice(f"X-{one}", name=f"Extra {one}", not_applicable_when="never") for one in range(extra)]
    return one_discipline(foundation, *others, level=level)


def test_a_gate_that_lacks_only_evidence_needs_work_and_no_step() -> None:
    found = unlocked(source(), {"A-1": answered(2, days_ago=500)})
    assert found.steps == ()
    assert found.effort == 0
    assert found.reachable
    assert [(one.check, one.practice, one.what) for one in found.work] == [
        ("G5", "A-1", "Show evidence for “Monitoring”, for example the monitoring page.")
    ]


def test_evidence_without_a_hint_is_asked_for_by_name() -> None:
    catalog = one_discipline(a_practice("A-1", name="Monitoring", foundation=True))
    assert [one.what for one in unlocked(catalog, {"A-1": answered(2, days_ago=500)}).work] == [
        "Show evidence for “Monitoring”."
    ]


def test_a_disagreement_is_work() -> None:
    work = unlocked(source(), {"A-1": answered(0, 3, 3, 3)}).work
    assert [(one.check, one.what) for one in work] == [("G4", "Settle the disagreement on “Monitoring”.")]


def test_too_much_not_applicable_is_work() -> None:
    said = settle([Answer(Kind.NOT_APPLICABLE)])
    found = unlocked(source(extra=3), {"A-1": answered(2), "X-0": said, "X-1": said, "X-2": answered(2)})
    assert [(one.check, one.practice) for one in found.work] == [("G6", "X-0"), ("G6", "X-1")]


def test_an_unanswered_foundation_is_to_be_answered_and_is_planned_from_nothing() -> None:
    found = unlocked(source(), {})
    assert [step.to_level for step in found.steps] == [1, 2]
    assert found.effort == 3
    assert [one.check for one in found.work] == ["G1", "G5"]


def test_unanswered_practices_that_would_decide_are_work() -> None:
    found = unlocked(source(extra=3), {"A-1": answered(2), "X-0": answered(2)})
    assert [(one.check, one.practice) for one in found.work] == [("G2", "X-1"), ("G2", "X-2")]


def test_at_level_1_any_answer_counts_so_all_are_asked() -> None:
    found = unlocked(source(extra=9, level=1), {"A-1": answered(0)} | {f"X-{one}": answered(1) for one in range(7)})
    assert [(one.check, one.practice) for one in found.work] == [("G3", "X-7"), ("G3", "X-8")]


def test_a_gate_beyond_the_offered_levels_says_so() -> None:
    low = [a_practice(f"A-{number}", anchors=("no", "some", "most", "", "")) for number in range(3)]
    catalog = one_discipline(*low, a_practice("A-9", foundation=True), level=3)
    found = unlocked(catalog, {code: answered(2) for code in ("A-0", "A-1", "A-2", "A-9")})
    assert (found.reachable, found.steps) == (False, ())
