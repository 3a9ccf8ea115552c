"""Three risks of a roadmap in words, the heaviest first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from assessments.core.agreement import EvidenceKind, Settled, settle
from assessments.core.calendar import day_words
from assessments.core.gate_exception import GateException
from assessments.core.roadmap_report import RoadmapReport, roadmap_report
from assessments.core.roadmap_risks import roadmap_risks
from assessments.core.roadmap_words import roadmap_sentences, weeks_words
from assessments.core.scenario import Scenario, StepKey
from tests.core.adopted import hand_catalog, hand_settled
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY, level

USUAL = scenario({"a": 2, "b": 2})
HOLDING = "If “Deployment” to level 2 slips (2 person-weeks of work), so does the gate from MLOps to ModelOps."


def reported(
    asked: Scenario = USUAL,
    settled: Mapping[str, Settled] | None = None,
    exceptions: tuple[GateException, ...] = (),
) -> RoadmapReport:
    known = hand_settled() if settled is None else settled
    return roadmap_report(hand_catalog(), known, scenario=asked, on=TODAY, exceptions=exceptions)


def risks(
    asked: Scenario = USUAL,
    settled: Mapping[str, Settled] | None = None,
    exceptions: tuple[GateException, ...] = (),
) -> tuple[str, ...]:
    known = hand_settled() if settled is None else settled
    return roadmap_risks(hand_catalog(), known, reported(asked, settled, exceptions), on=TODAY)


def open_gate(days_ago: int) -> dict[str, Settled]:
    shown = [(EvidenceKind.LINK, TODAY - timedelta(days=days_ago))]
    return hand_settled() | {code: settle([level(2)], evidence=shown, answered_on=TODAY) for code in ("A-1", "A-2")}


def test_what_holds_the_next_gate_and_who_bears_most() -> None:
    assert risks()[0] == HOLDING
    assert risks()[1].endswith("of 8 person-weeks.")


def test_gate_and_target_that_are_not_reached_come_first() -> None:
    left_out = replace(USUAL, left_out=frozenset({StepKey("A-2", 2)}))
    found = risks(left_out)
    assert found[0] == "ModelOps cannot start: this plan does not open the gate from MLOps."
    assert found[1] in reported(left_out).summary.missed
    assert len(found) == 3


def test_exception_that_ends_before_its_gate_opens() -> None:
    one = GateException(
        before="a", after="b", since=TODAY, until=TODAY + timedelta(days=60), approver="Mana", reason="A pilot."
    )
    end = day_words(one.until)
    assert risks(exceptions=(one,))[0] == f"The exception for ModelOps ends on {end}, before its gate opens."
    longer = replace(one, until=TODAY + timedelta(days=700))
    assert risks(exceptions=(longer,))[0] == HOLDING


def test_evidence_that_keeps_a_gate_open_and_runs_out() -> None:
    days = hand_catalog().thresholds.evidence_days
    end = day_words(TODAY - timedelta(days=days - 10) + timedelta(days=days - 1))
    assert risks(settled=open_gate(days - 10))[0] == (
        f"The evidence for 2 foundations of MLOps runs out, first on {end}: then its gate shuts."
    )
    assert not any("evidence" in risk for risk in risks(settled=open_gate(1)))
    one = open_gate(1) | {"A-1": open_gate(days - 10)["A-1"]}
    assert risks(settled=one)[0].startswith("The evidence for 1 foundation of MLOps")


def test_answers_that_are_missing_where_something_is_wanted() -> None:
    known = {code: one for code, one in hand_settled().items() if code != "B-1"}
    assert "1 practice is not answered and planned as level 0: the plan may be too long." in risks(settled=known)
    assert any(risk.startswith("3 practices are not answered") for risk in risks(settled={}))
    not_wanted = scenario({"a": 2, "b": 0})
    assert not any("answered" in risk for risk in risks(not_wanted, settled=known))


def test_a_plan_without_anything_to_do_has_no_risks() -> None:
    asked = scenario({"a": 2, "b": 0})
    assert risks(asked, settled=open_gate(1)) == ()


def test_sentences_say_what_the_gates_and_the_whole_plan_come_to() -> None:
    assert roadmap_sentences(reported()) == (
        "MLOps is in place at the end of Q2 2027; ModelOps can start in the quarter after.",
        "In all 8 person-weeks at 24 a quarter, until Q4 2027.",
    )
    assert roadmap_sentences(reported(scenario({"a": 2, "b": 2}, None)))[-1].startswith("In all 8 person-weeks, until")
    assert roadmap_sentences(reported(settled=open_gate(1)))[0] == "The gate from MLOps to ModelOps is open."
    shut = replace(USUAL, left_out=frozenset({StepKey("A-2", 2)}))
    assert roadmap_sentences(reported(shut))[0] == "The gate from MLOps to ModelOps stays shut in this plan."


def test_sentences_where_there_is_no_step() -> None:
    met = scenario({"a": 2, "b": 0})
    assert roadmap_sentences(reported(met, settled=open_gate(1))) == ("Every target is met.",)
    none = replace(met, left_out=frozenset({StepKey("A-1", 2), StepKey("A-2", 1)}))
    assert roadmap_sentences(reported(none)) == ("No step is left to plan, and not every target is reached.",)
    unshown = open_gate(1) | {"A-1": settle([level(2)], answered_on=TODAY)}
    assert roadmap_sentences(reported(met, settled=unshown))[-1] == "No level has to rise for it."


def test_weeks_in_words() -> None:
    assert [weeks_words(Fraction(one)) for one in ("1", "2.5", "3.333", "12")] == [
        "1 person-week", "2.5 person-weeks", "3.3 person-weeks", "12 person-weeks",
    ]  # fmt: skip
