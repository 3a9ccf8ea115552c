"""A plan in stages: each ends where a gate opens or a discipline comes to its target (`domain.md` 4.7)."""

from collections.abc import Iterator, Sequence

from assessments.core.agreement import UNANSWERED
from assessments.core.catalog import Catalog
from assessments.core.gates import State
from assessments.core.planning.planned import Forecast, PlannedStep, Stage
from assessments.core.planning.projection import Projection, Quarter, projections_of
from assessments.core.planning.targets import Aims, Start, level_words
from assessments.core.unlocking import Work, answer_words


def stages(
    start: Start,
    aims: Aims,
    *,
    quarters: Sequence[Quarter],
    forecasts: Sequence[Forecast],
    steps: Sequence[PlannedStep],
) -> Iterator[Stage]:
    """A stage for each quarter in which a gate opens or a discipline comes to its target."""
    there = set(_there(aims, projections_of(start.readiness)))
    number, before = 1, 0
    for quarter in quarters:
        arrived = [code for code in _there(aims, quarter.projections) if code not in there]
        opened = [one for one in forecasts if one.opens == quarter.number]
        if arrived or opened:
            within = tuple(step for step in steps if before < step.quarter <= quarter.number)
            built = {*arrived, *(step.discipline for step in within), *(one.gate.before for one in opened)}
            yield Stage(
                number=number,
                disciplines=tuple(one.code for one in start.catalog.disciplines if one.code in built),
                reaches=tuple(_reached(start.catalog, aims, arrived, opened)),
                quarter=quarter.number,
                work=_work(start, aims, arrived, opened),
                steps=within,
            )
            there.update(arrived)
            number, before = number + 1, quarter.number


def _there(aims: Aims, projections: Sequence[Projection]) -> Iterator[str]:
    """The disciplines that are wanted, wait for nothing and have their target's maturity level."""
    for one in projections:
        target = aims.targets[one.discipline]
        if target and one.state is not State.WAITING and (one.maturity_level or 0) >= target:
            yield one.discipline


def unmet(start: Start, aims: Aims) -> Iterator[str]:
    """The disciplines that are wanted and do not yet have their target."""
    there = set(_there(aims, projections_of(start.readiness)))
    return (code for code, target in aims.targets.items() if target and code not in there)


def asked_for(start: Start, aims: Aims, code: str) -> tuple[Work, ...]:
    """The answers that a target of maturity level 1 asks for, which counts answers and not levels."""
    if aims.targets[code] != 1:
        return ()
    practices = (one for one in start.catalog.discipline[code].practices if one.code in start.levels)
    missing = (one for one in practices if start.settled.get(one.code, UNANSWERED).level is None)
    return tuple(Work("G3", one.code, answer_words(one)) for one in missing)


def _work(start: Start, aims: Aims, arrived: Sequence[str], opened: Sequence[Forecast]) -> tuple[Work, ...]:
    """The work of the gates that open, and what the targets ask for that are reached."""
    answers = (work for code in arrived for work in asked_for(start, aims, code))
    return tuple(dict.fromkeys((*(work for one in opened for work in one.work), *answers)))


def _reached(catalog: Catalog, aims: Aims, arrived: Sequence[str], opened: Sequence[Forecast]) -> Iterator[str]:
    for code in arrived:
        yield f"{catalog.discipline[code].name} reaches {level_words(catalog, aims.targets[code])}."
    for one in opened:
        after, before = catalog.discipline[one.gate.after].name, catalog.discipline[one.gate.before].name
        yield f"The gate from {before} to {after} opens."
