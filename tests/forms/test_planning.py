"""A scenario in an address: every one is read back as it was, and what makes no sense has its message."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import IN_PLACE
from assessments.core.scenario import Scenario, StepKey, parameters, standard
from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.forms.planning import MOST_REPEATED, ScenarioForm, address_of

TODAY = date(2026, 11, 23)
CATALOG = read_catalog(BUILT_IN)
USUAL = standard(TODAY)
HERE = CalendarQuarter.of(TODAY)
STEP = StepKey("MLO-DEP-01", 2)
NAME = CATALOG.practice[STEP.practice].name
SPRING = CalendarQuarter(2027, 2)

QUARTERS = st.builds(HERE.plus, st.integers(-8, 40))
STEPS = st.sampled_from([StepKey(one.code, to) for one in CATALOG.practice.values() for to in one.offered[1:]])
WEEKS = st.builds(Fraction, st.integers(1, 1000))
TARGETS = st.sampled_from([level for level in range(5) if level != IN_PLACE])
SCENARIOS = st.builds(
    Scenario,
    start=QUARTERS,
    targets=st.dictionaries(st.sampled_from(list(CATALOG.discipline)), TARGETS),
    capacity=WEEKS,
    role_capacity=st.dictionaries(st.sampled_from([one.owner for one in CATALOG.practice.values()]), WEEKS),
    parallel=st.integers(1, 50),
    pinned=st.dictionaries(STEPS, QUARTERS, max_size=5),
    put_off=st.dictionaries(STEPS, QUARTERS, max_size=5),
    left_out=st.frozensets(STEPS, max_size=5),
)


def form_of(query: str | Sequence[tuple[str, str]], *, before: Scenario | None = None) -> ScenarioForm:
    text = query if isinstance(query, str) else urlencode(list(query))
    return ScenarioForm(QueryDict(text), catalog=CATALOG, on=TODAY, before=before)


@given(SCENARIOS)
def test_every_scenario_is_read_back_from_its_address(scenario: Scenario) -> None:
    for form in (
        form_of(address_of(scenario)),
        form_of("", before=scenario),
        ScenarioForm.of_stored([list(pair) for pair in parameters(scenario)], catalog=CATALOG, on=TODAY),
    ):
        assert (form.scenario, form.faults, form.has_edits) == (scenario, (), False)
    assert form.address == address_of(scenario)


def test_without_parameters_it_is_the_standard_and_a_missing_one_is_as_usual() -> None:
    for form in (form_of(""), ScenarioForm(catalog=CATALOG, on=TODAY)):
        assert (form.scenario, form.faults) == (USUAL, ())
    form = form_of("capacity=12", before=replace(USUAL, parallel=2))
    assert (form.scenario, form.faults) == (replace(USUAL, capacity=Fraction(12)), ())


def test_a_target_that_is_the_standard_is_as_if_not_sent() -> None:
    assert form_of("target-mlops=2&target-aiops=0").scenario == replace(USUAL, targets={"aiops": 0})


def test_blank_ones_of_those_that_may_be_repeated_are_ignored() -> None:
    form = form_of("role=&pin=&pin=+&later=&out=&change=&step=&how=pin&quarter=2027-Q1&role:CIO=")
    assert (form.scenario, form.faults) == (USUAL, ())


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("capacity=", "Person-weeks a quarter: Give the person-weeks, from 1 to 1000."),
        ("capacity=0", "Person-weeks a quarter: From 1 to 1000 person-weeks."),
        ("capacity=1001", "Person-weeks a quarter: From 1 to 1000 person-weeks."),
        ("capacity=2.5", "Person-weeks a quarter: Give a whole number of person-weeks."),
        ("capacity=3&capacity=3", "Person-weeks a quarter: This was sent more than once."),
        ("parallel=51", "Steps at once: From 1 to 50 steps at once."),
        ("parallel=x", "Steps at once: Give a whole number of steps at once."),
        ("start=2024-Q3", "Start: Choose a quarter from Q4 2024 to Q4 2036."),
        ("start=2037-Q1", "Start: Choose a quarter from Q4 2024 to Q4 2036."),
        ("start=soon", "Start: Choose a quarter from Q4 2024 to Q4 2036."),
        ("target-mlops=5", "MLOps: Choose one of the targets offered."),
        ("target-mlops=", "MLOps: Choose a target."),
        ("target-nothing=3", "“nothing” is no discipline of these questions, so it has no target."),
        ("target-=3", "“” is no discipline of these questions, so it has no target."),
        ("role=CIO", "“CIO” owns none of these practices, so it has no person-weeks."),
        ("role=Nobody:3", "“Nobody” owns none of these practices, so it has no person-weeks."),
        ("role=CIO:0", "CIO: From 1 to 1000 person-weeks."),
        ("role=CIO:x", "CIO: Give a whole number of person-weeks."),
        ("role=CIO:3&role=CIO:4", "CIO: This was sent more than once."),
        ("role:CIO=-1", "CIO: From 1 to 1000 person-weeks."),
        ("out=XYZ-01:2", "“XYZ-01” is no practice of these questions."),
        ("out=MLO-DEP-01", "“MLO-DEP-01” is no step; a step is written as in MLO-DEP-01:2."),
        ("out=MLO-DEP-01:5", f"No step of “{NAME}” leads to level 5."),
        ("out=MLO-DEP-01:0", f"No step of “{NAME}” leads to level 0."),
        ("out=MLO-DEP-01:2&out=MLO-DEP-01:2", "“MLO-DEP-01:2” is about a step that was named before."),
        ("pin=nonsense", "“nonsense” is no step; a step is written as in MLO-DEP-01:2."),
        ("pin=MLO-DEP-01:2", "“MLO-DEP-01” is no step; a step is written as in MLO-DEP-01:2."),
        (
            "pin=MLO-DEP-01:2:2037-Q1",
            f"“{NAME}”, level 2: “2037-Q1” is no quarter from Q4 2024 to Q4 2036.",
        ),
        ("later=MLO-DEP-01:2:x", f"“{NAME}”, level 2: “x” is no quarter from Q4 2024 to Q4 2036."),
        ("change=burn:MLO-DEP-01:2", "“burn” is nothing that can be done with a step."),
        ("change=out:XYZ-01:2", "“XYZ-01” is no practice of these questions."),
        ("step=MLO-DEP-01:2&how=later", f"“{NAME}”, level 2: “” is no quarter from Q4 2024 to Q4 2036."),
        ("step=MLO-DEP-01:2", "“” is nothing that can be done with a step."),
        (f"out={'x' * 900}:2", f"“{'x' * 59}…” is no practice of these questions."),
    ],
)
def test_what_makes_no_sense_has_its_message_and_changes_nothing(query: str, message: str) -> None:
    form = form_of(query)
    expected = replace(USUAL, left_out=frozenset({STEP})) if query.startswith("out=MLO-DEP-01:2&") else USUAL
    assert (form.faults, form.scenario) == ((message,), expected)


@pytest.mark.parametrize(
    ("query", "field", "shown"),
    [
        ("start=soon", "start", USUAL.start.code),
        ("start=2027-Q3&start=2027-Q4", "start", USUAL.start.code),
        ("target-mlops=5", "target-mlops", "2"),
        ("start=2027-Q3", "start", "2027-Q3"),
        ("capacity=x", "capacity", "x"),
    ],
)
def test_a_choice_that_cannot_be_read_shows_what_is_planned_with(query: str, field: str, shown: str) -> None:
    assert form_of(query)[field].value() == shown


def test_one_wrong_step_does_not_take_the_others_away() -> None:
    form = form_of("pin=XYZ-01:2:2027-Q2&pin=MLO-DEP-01:2:2027-Q2&pin=ABC:1:2027-Q2")
    assert form.scenario.pinned == {STEP: SPRING}
    assert len(form.faults) == 2


def test_at_most_so_many_steps_can_be_named() -> None:
    steps = [StepKey(one.code, one.offered[-1]) for one in CATALOG.practice.values()][: MOST_REPEATED + 5]
    form = form_of([("out", str(key)) for key in steps])
    assert form.scenario.left_out == frozenset(steps[:MOST_REPEATED])
    assert form.faults == ("At most 40 times “out” in one plan; the others are left aside.",)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("change=pin:MLO-DEP-01:2:2027-Q2", replace(USUAL, pinned={STEP: SPRING})),
        ("change=later:MLO-DEP-01:2:2027-Q2", replace(USUAL, put_off={STEP: SPRING})),
        ("change=out:MLO-DEP-01:2", replace(USUAL, left_out=frozenset({STEP}))),
        ("pin=MLO-DEP-01:2:2027-Q1&change=later:MLO-DEP-01:2:2027-Q2", replace(USUAL, put_off={STEP: SPRING})),
        ("pin=MLO-DEP-01:2:2027-Q1&change=free:MLO-DEP-01:2", USUAL),
        ("step=MLO-DEP-01:2&how=pin&quarter=2027-Q2", replace(USUAL, pinned={STEP: SPRING})),
        ("step=MLO-DEP-01:2&how=out&quarter=2027-Q2", replace(USUAL, left_out=frozenset({STEP}))),
        ("out=MLO-DEP-01:2&step=MLO-DEP-01:2&how=free&quarter=", USUAL),
        ("role:CIO=7", replace(USUAL, role_capacity={"CIO": Fraction(7)})),
    ],
)
def test_the_controls_of_the_page_change_the_scenario(query: str, expected: Scenario) -> None:
    form = form_of(query)
    assert (form.scenario, form.faults, form.has_edits) == (expected, (), True)
    assert form_of(form.address).scenario == expected
    assert not form_of(form.address).has_edits
