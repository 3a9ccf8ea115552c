"""Which answers count when an assessment is submitted."""

from datetime import date

import pytest

from assessments.core.agreement import Answer, EvidenceKind, Kind, Settled, settle
from assessments.core.catalog import Catalog, Gate
from assessments.core.gates import State, assess
from assessments.core.submission import what_counts
from tests.factories import discipline, practice, small_catalog

TODAY = date(2026, 3, 2)
CATALOG = small_catalog()


def shown(level: int) -> Settled:
    return settle([Answer(Kind.LEVEL, level)], evidence=[(EvidenceKind.LINK, TODAY)], answered_on=TODAY)


def answers(catalog: Catalog, **levels: int) -> dict[str, Settled]:
    return {
        code: shown(levels[catalog.discipline_of[code]])
        for code in catalog.practice
        if catalog.discipline_of[code] in levels
    }


OPEN = answers(CATALOG, tree=2, fruit=3)
SHUT = answers(CATALOG, tree=1, fruit=3)


@pytest.mark.parametrize(
    ("settled", "early_looks", "confirmed", "counted", "state"),
    [
        (OPEN, [], [], True, State.IN_PLACE),
        (OPEN, ["fruit"], ["fruit"], True, State.IN_PLACE),
        (OPEN, ["fruit"], [], False, State.NOT_ASSESSED),
        (OPEN, [], ["fruit"], True, State.IN_PLACE),
        (SHUT, ["fruit"], ["fruit"], True, State.WAITING),
        (SHUT, ["fruit"], [], True, State.WAITING),
        (SHUT, [], [], True, State.WAITING),
    ],
)
def test_an_early_look_counts_only_when_its_gate_is_open_and_the_lead_confirmed_it(
    settled: dict[str, Settled], early_looks: list[str], confirmed: list[str], counted: bool, state: State
) -> None:
    inputs = what_counts(CATALOG, settled, early_looks=early_looks, confirmed=confirmed, on=TODAY)
    assert ("FRU-1" in inputs) is counted
    assert {code for code in settled if not code.startswith("FRU")} <= set(inputs)
    assert assess(CATALOG, inputs, on=TODAY).of("fruit").state is state


def test_an_early_look_left_out_shuts_what_comes_after_it() -> None:
    jam = discipline("jam", practice("JAM-1"))
    chain = Catalog(
        disciplines=(*CATALOG.disciplines, jam),
        gates=(*CATALOG.gates, Gate("fruit", "jam", 2, "Jam is made of fruit.")),
    )
    settled = answers(chain, tree=2, fruit=2, jam=4)
    inputs = what_counts(chain, settled, early_looks=["fruit", "jam"], confirmed=["jam"], on=TODAY)
    readiness = assess(chain, inputs, on=TODAY)
    assert readiness.of("fruit").state is State.NOT_ASSESSED
    assert readiness.of("jam").state is State.WAITING
    assert "JAM-1" in inputs
