"""No sequence of actions shows a gated discipline as anything but waiting while its source is not in place.

`domain.md` 4.8, rule 8: answers, evidence, early looks, submitting, reopening, lower answers afterwards, in any order,
by services and over HTTP.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from assessments.core import gates
from assessments.core.agreement import UNANSWERED, Answer, EvidenceKind, Kind, Settled, from_json
from assessments.core.catalog import Catalog
from assessments.core.workflow import Role
from assessments.models import Assessment, Result, User
from assessments.queries import results
from assessments.queries.assessments import sheet
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.queries.held import NotAnswerable
from assessments.queries.settling import newest_changes
from assessments.services import agreed_levels, assessments, evidence, responses
from tests import factories
from tests.browsing import Person
from tests.stories.walking import cards, csv_states, home_states, outcomes, portfolio_states, stations

SOURCE, GATED = "Tree", "Fruit"
PRACTICES = ("SOI-1", "TRE-1", "TRE-2", "TRE-3", "FRU-1", "FRU-2")
REFUSED = (
    NotAnswerable, responses.DisciplineWaits, responses.StaleRevision, responses.InvalidAnswer,
    agreed_levels.InvalidAgreedLevel, agreed_levels.NotHeard, assessments.NotMovable, assessments.NotWaiting,
    assessments.NothingAnswered, assessments.AlreadyOpen, assessments.NotAnEarlyLook,
)  # fmt: skip
BOUND = settings(
    max_examples=25, stateful_step_count=16, deadline=None, derandomize=True, database=None, phases=[Phase.generate]
)


def source_is_in_place(result: Result) -> bool:
    """Worked out by hand, from nothing but the frozen inputs: two foundations of three practices, all at level 2."""
    inputs = from_json(result.inputs)
    tree = [inputs.get(code, UNANSWERED) for code in ("TRE-1", "TRE-2", "TRE-3")]
    # Of three practices 70 and 90 percent are all three: level 2 or more in each, and G3 follows.
    at_level = all(one.level is not None and one.level >= 2 for one in tree)
    return at_level and all(one.evidence_on is not None and _is_settled(one) for one in tree[:2])


def _is_settled(one: Settled) -> bool:
    return one.recorded or max(one.numbers) - min(one.numbers) < 2 or min(one.numbers) >= 2


class Waiting(RuleBasedStateMachine):
    """A team of a lead and a member, a manager above it, and whatever they do."""

    @initialize()
    def found(self) -> None:
        self.catalog: PublishedCatalog = factories.publish(factories.small_catalog())
        self.branch = factories.unit("North branch")
        self.team = factories.team("Otters", parent=self.branch)
        self.lead = factories.member_of(self.team, Role.LEAD)
        self.member = factories.member_of(self.team)
        self.reader = Person(self.lead)
        self.manager = Person(factories.member_of(self.branch, Role.MANAGER))
        self.at = timezone.now() - timedelta(days=9)
        self.assessment_id = 0
        self.start()

    def _tried(self, act: Any, **arguments: Any) -> None:
        self.at += timedelta(seconds=1)
        try:
            with transaction.atomic():
                act(at=self.at, **arguments)
        except REFUSED:
            pass

    def _assessment(self) -> Assessment:
        return Assessment.objects.get(id=self.assessment_id)

    def _says(self, person: User, practice: str, answer: Answer) -> None:
        own = sheet(self._assessment(), respondent_id=person.pk).own.get(practice)
        self._tried(
            responses.record_response,
            assessment_id=self.assessment_id,
            published=self.catalog,
            practice=practice,
            respondent_id=person.pk,
            answer=answer,
            reason="Because." if answer.kind is Kind.NOT_APPLICABLE else "",
            remark="",
            revision=own.revision if own else 0,
        )

    @rule(practice=st.sampled_from(PRACTICES), level=st.integers(0, 4), by_lead=st.booleans())
    def answer(self, practice: str, level: int, by_lead: bool) -> None:
        self._says(self.lead if by_lead else self.member, practice, Answer(Kind.LEVEL, level))

    @rule(practice=st.sampled_from(PRACTICES), kind=st.sampled_from([Kind.DONT_KNOW, Kind.NOT_APPLICABLE]))
    def answer_without_a_level(self, practice: str, kind: Kind) -> None:
        self._says(self.lead, practice, Answer(kind))

    @rule()
    def put_the_source_in_place(self) -> None:
        for practice in ("TRE-1", "TRE-2", "TRE-3"):
            self._says(self.lead, practice, Answer(Kind.LEVEL, 3))
            self.show(practice)

    @rule(discipline=st.sampled_from(["TRE", "FRU"]), level=st.integers(0, 4))
    def answer_discipline(self, discipline: str, level: int) -> None:
        for practice in (one for one in PRACTICES if one.startswith(discipline)):
            self._says(self.lead, practice, Answer(Kind.LEVEL, level))

    @rule(practice=st.sampled_from(PRACTICES))
    def show(self, practice: str) -> None:
        self._tried(
            evidence.add_evidence,
            assessment_id=self.assessment_id,
            published=self.catalog,
            practice=practice,
            author_id=self.lead.pk,
            kind=EvidenceKind.NOTE,
            text="Seen.",
            dated=self.at.date(),
        )

    @rule(practice=st.sampled_from(PRACTICES), level=st.integers(0, 4))
    def settle(self, practice: str, level: int) -> None:
        self._tried(
            agreed_levels.record_agreed_level,
            assessment_id=self.assessment_id,
            published=self.catalog,
            practice=practice,
            level=level,
            reason="Talked.",
            dissent="",
            seen=newest_changes(self.assessment_id).get(self.catalog.practice_ids[practice], 0),
            lead_id=self.lead.pk,
        )

    @rule()
    def look_early(self) -> None:
        self._tried(
            assessments.open_early_look,
            assessment_id=self.assessment_id,
            published=self.catalog,
            discipline="fruit",
            user_id=self.lead.pk,
        )

    @rule()
    def look_early_over_http(self) -> None:
        self.reader.open(f"/assessments/{self.assessment_id}/review/")
        forms = [form for form in self.reader.page.root.all("form") if "early-looks" in form["action"]]
        for form in forms:
            self.reader.send(form)

    @rule(afterwards=st.sampled_from(["start", "reopen", ""]))
    def submit(self, afterwards: str = "") -> None:
        for confirmed in (frozenset({"fruit"}), frozenset[str]()):
            self._tried(
                assessments.submit_assessment,
                assessment_id=self.assessment_id,
                confirmed_early_looks=confirmed,
                user_id=self.lead.pk,
            )
        self.what_waits_is_said_to_wait()
        if afterwards:
            getattr(self, afterwards)()

    @rule(source=st.sampled_from([0, 1, 2, 3]), gated=st.integers(0, 4))
    def answer_all_early_and_submit(self, source: int, gated: int) -> None:
        self.answer_discipline("TRE", source)
        self.look_early()
        self.answer_discipline("FRU", gated)
        self.submit("start")

    @rule()
    def reopen(self) -> None:
        self._tried(assessments.reopen_assessment, assessment_id=self.assessment_id, user_id=self.lead.pk)

    @rule()
    def start(self) -> None:
        at = self.at

        def started(*, at: Any) -> None:
            self.assessment_id = assessments.start_assessment(
                unit_id=self.team.pk, title="Anew", note="", user_id=self.lead.pk, at=at
            )

        self._tried(started)
        assert self.at > at

    @invariant()
    def what_waits_is_said_to_wait(self) -> None:
        result = Result.objects.filter(unit=self.team).order_by("-decided_at").first()
        if result is None or source_is_in_place(result):
            return
        assert result.readiness.get(discipline="fruit").state == "waiting"
        if getattr(self, "seen", None) == result.pk:
            return
        self.seen = result.pk
        self.every_page_says_so()

    def every_page_says_so(self) -> None:
        page = self.reader.open(f"/teams/{self.team.pk}/")
        assert "Gate open" not in outcomes(page)
        said = [stations(page)[GATED], cards(page)[GATED]]
        home = home_states(self.reader.open("/"))
        said += [home[GATED]] if home else []
        said.append(portfolio_states(self.manager.open("/portfolio/"), "Otters")[GATED].removeprefix("fruit "))
        exported = csv_states(self.manager, "Otters")
        said.append(exported[f"{GATED} state"] + exported[f"{GATED} level"])
        assert [one for one in said if not one.startswith("waiting") or "place" in one] == []
        explained = self.reader.open(f"/results/{self.seen}/fruit/")
        assert "Fruit is waiting, so none of these numbers count." in explained.text


@pytest.fixture
def machine(db: None) -> type[Waiting]:
    """Each run of the machine in a transaction that is undone."""

    class Undone(Waiting):
        def __init__(self) -> None:
            super().__init__()
            self.frame = transaction.atomic()
            self.frame.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    return Undone


def test_what_is_gated_waits_whatever_happens(machine: type[Waiting]) -> None:
    run_state_machine_as_test(machine, settings=BOUND)


def test_a_result_that_forgets_the_gates_is_noticed(machine: type[Waiting], monkeypatch: pytest.MonkeyPatch) -> None:
    honest = gates.assess

    def careless(catalog: Catalog, *arguments: Any, **options: Any) -> Any:
        ungated = Catalog(disciplines=catalog.disciplines, levels=catalog.levels, thresholds=catalog.thresholds)
        return honest(ungated, *arguments, **options)

    monkeypatch.setattr(results, "assess", careless)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=BOUND)


def test_the_machine_opens_the_gate_too(db: None) -> None:
    machine = Waiting()
    machine.found()
    machine.put_the_source_in_place()
    machine.answer_discipline("FRU", 4)
    machine.submit()
    result = Result.objects.get(unit=machine.team)
    assert source_is_in_place(result)
    assert result.readiness.get(discipline="fruit").state == "in_place"
    assert published(result.catalog_version_id).catalog == factories.small_catalog()
