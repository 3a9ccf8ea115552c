"""The team's report says what the core decided, nothing else."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import given, settings

from assessments.core.agreement import Answer, EvidenceKind, Kind, Settled, settle
from assessments.core.catalog import Catalog, Gate
from assessments.core.gates import Outcome, State, assess
from assessments.core.team_report import Finding, TeamReport, empty_map, merged, team_report
from assessments.core.unlocking import Step
from assessments.files.catalog import BUILT_IN, read_catalog
from tests.core.strategies import TODAY, assessed

CATALOG = read_catalog(BUILT_IN)


def said(level: int, *, days_ago: int = 1, shown: bool = True) -> Settled:
    day = TODAY - timedelta(days=days_ago)
    evidence = [(EvidenceKind.LINK, day)] if shown else []
    return settle([Answer(Kind.LEVEL, level)], evidence=evidence, answered_on=day)


def mlops(**changed: Settled | None) -> dict[str, Settled]:
    """MLOps all at level 2 and shown, with some practices changed or left out."""
    codes = [one.code for one in CATALOG.discipline["mlops"].practices]
    wanted = {code: changed.get(code.replace("-", "_"), said(2)) for code in codes}
    return {code: one for code, one in wanted.items() if one}


def report(settled: dict[str, Settled], catalog: Catalog = CATALOG, *, later: int = 0, made: int = 0) -> TeamReport:
    return team_report(
        catalog,
        settled,
        respondents=3,
        decided_on=TODAY - timedelta(days=made),
        on=TODAY + timedelta(days=later),
    )


@settings(max_examples=40)
@given(assessed())
def test_report_agrees_with_the_core(case: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = case
    readiness = assess(catalog, settled, on=TODAY)
    found = report(settled, catalog)
    assert [card.readiness for card in found.cards] == list(readiness.disciplines)
    assert sum(len(panel.held_back) for panel in found.panels) == len(catalog.gates)
    for panel in found.panels:
        for held in panel.held_back:
            outcome = readiness.gate(panel.before.code, held.discipline.code)
            assert panel.outcome is outcome.outcome
            assert [(line.code, line.passed, line.have, line.need) for line in panel.checks] == [
                (check.code, check.passed, check.have, check.need) for check in outcome.checks
            ]
        assert (panel.opening is None) == (panel.outcome is Outcome.OPEN)
    for card in found.cards:
        assert (card.level is None) or card.readiness.state is not State.WAITING
    assert found.lapses == ()


def test_findings() -> None:
    assert report(mlops()).finding is Finding.OPEN
    assert report(mlops(MLO_MON_01=said(1))).finding is Finding.CLOSED
    assert report(mlops(MLO_MON_01=None)).finding is Finding.UNDECIDED
    assert report(mlops(MLO_MON_01=said(2, shown=False))).finding is Finding.PROVISIONAL
    assert report(mlops(), replace(CATALOG, gates=())).finding is Finding.NO_GATES


def test_gates_of_one_source_and_level_share_a_panel() -> None:
    [panel] = report(mlops(MLO_MON_01=said(0))).panels
    assert panel.after == ("ModelOps", "AIOps")
    assert [held.statement.code for held in panel.held_back if held.statement] == ["S26", "S53"]
    assert [named.practice.code for named in panel.weak] == ["MLO-MON-01"]
    assert [(line.code, line.have) for line in panel.failed] == [("G1", 9)]
    assert panel.opening
    assert [(one.practice.code, one.from_level, one.to_level, one.effort) for one in panel.opening.raises] == [
        ("MLO-MON-01", 0, 2, Fraction(9))
    ]
    apart = replace(CATALOG, gates=(CATALOG.gates[0], Gate("mlops", "aiops", 3, "later")))
    assert [(one.level, one.after) for one in report(mlops(), apart).panels] == [(2, ("ModelOps",)), (3, ("AIOps",))]


def test_first_sentence_speaks_of_the_gate_that_comes_first() -> None:
    chain = replace(CATALOG, gates=(Gate("modelops", "aiops", 2, "b"), Gate("mlops", "modelops", 2, "a")))
    found = report(mlops(MLO_MON_01=said(0)), chain)
    assert found.panel
    assert found.panel.before.code == "mlops"
    assert [panel.source_waits for panel in found.panels] == [True, False]


def test_evidence_that_ran_out_since() -> None:
    found = report(mlops(MLO_MON_01=said(2, days_ago=300)), later=65)
    [lapse] = found.lapses
    assert lapse.discipline.code == "mlops"
    assert lapse.held_until == TODAY - timedelta(days=300) + timedelta(days=364)
    assert [one.code for one in lapse.foundations] == ["MLO-MON-01"]
    assert found.finding is Finding.PROVISIONAL
    assert report(mlops(MLO_MON_01=said(2, days_ago=300)), later=64).lapses == ()


def test_cards_hide_the_index_but_never_its_bounds() -> None:
    few = {code: one for code, one in mlops().items() if code < "MLO-LCM-02"}
    card = report(few).cards[1]
    assert card.hidden
    assert card.uncertain
    assert card.readiness.score.index_low is not None
    assert card.open_stretch > 0
    whole = report(mlops()).cards[1]
    assert not whole.hidden
    assert not whole.uncertain
    assert whole.open_stretch == 0
    assert whole.level_name == "In place"


def test_out_of_scope_has_no_level_and_no_stretch_of_nothing() -> None:
    reduced = replace(CATALOG, disciplines=(replace(CATALOG.disciplines[0], dimensions=()),), gates=())
    [card] = report({}, reduced).cards
    assert card.level_name == ""
    assert card.confidence is None
    assert card.open_stretch == 0


def test_empty_map_has_every_station() -> None:
    assert {one.state for one in empty_map(CATALOG, on=TODAY).stations} == {State.NOT_ASSESSED, State.WAITING}


def test_steps_of_a_practice_become_one_raise() -> None:
    steps = [
        Step("DAT-PIP-01", 0, 1, Fraction(1)),
        Step("MLO-MON-01", 1, 2, Fraction(6)),
        Step("DAT-PIP-01", 1, 2, Fraction(2)),
    ]
    assert [
        (one.practice.code, one.from_level, one.to_level, one.effort) for one in merged(steps, CATALOG.practice)
    ] == [
        ("DAT-PIP-01", 0, 2, Fraction(3)),
        ("MLO-MON-01", 1, 2, Fraction(6)),
    ]


def test_what_nobody_knew_is_listed_to_find_out() -> None:
    nobody = settle([Answer(Kind.DONT_KNOW), Answer(Kind.DONT_KNOW)])
    somebody = settle([Answer(Kind.DONT_KNOW), Answer(Kind.LEVEL, 2)])
    settled = mlops(MLO_MON_02=nobody, MLO_TRN_01=nobody, MLO_MON_01=somebody, MLO_INT_04=None)
    in_order = [code for code in CATALOG.practice if code in ("MLO-MON-02", "MLO-TRN-01")]
    assert [one.code for asked in report(settled).find_out for one in asked.practices] == in_order
    assert report(mlops()).find_out == ()
