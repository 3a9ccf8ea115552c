"""The demonstration shows the promised teams; it is created once for all tests of this module."""

from collections.abc import Iterator
from datetime import date, datetime, time
from operator import attrgetter
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.core.agreement import Verdict
from assessments.core.calendar import CalendarQuarter
from assessments.core.gates import Outcome, State, TeamReadiness, assess
from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.outcomes import Achieved
from assessments.core.scoring import confidence
from assessments.core.workflow import AssessmentState, Role
from assessments.management.demonstration.answers import answers
from assessments.management.demonstration.organisation import TEAMS
from assessments.models import Assessment, Baseline, GateException, Membership, PlanChange, Response, Result, Unit, User
from assessments.queries.assessments import sheet
from assessments.queries.following import LateGate, OwnMilestone, late_gates, own_milestones
from assessments.queries.history import results_of
from assessments.queries.plan_reports import FollowedPlan, followed
from assessments.queries.plans import kept_scenarios, plan_of
from assessments.queries.portfolio import branches, within
from assessments.queries.results import StoredResult, all_differences, result_in_force
from tests import factories
from tests.management.demonstrating import created, passwords

TELLING = (
    "Basket forecasting", "Parcel pictures", "Route planning", "Click and collect", "Grid operations", "Meter reading",
)  # fmt: skip


@pytest.fixture(scope="module")
def printed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the command prints, run once for this module and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        factories.built_in()
        yield created()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let each test see what the module's fixture made."""
    with django_db_blocker.unblock():
        yield


def stored(team: str) -> StoredResult:
    found = result_in_force(Unit.objects.get(name=team).pk)
    assert found is not None
    return found


def results_of_team(unit_id: int) -> tuple[StoredResult, ...]:
    """All of them, oldest first."""
    return results_of(unit_id, list(Result.objects.filter(unit=unit_id).values_list("id", flat=True)))


def readiness(one: StoredResult) -> TeamReadiness:
    return assess(one.published.catalog, one.settled, on=timezone.localdate())


def plan_of_team(team: str, *, on: date | None = None) -> FollowedPlan:
    found = plan_of(Unit.objects.get(name=team).pk)
    assert found is not None
    return followed(found, on=on or timezone.localdate())


def person(first: str) -> User:
    return User.objects.get(name=f"{first} Example")


def own(first: str) -> tuple[OwnMilestone, ...]:
    return own_milestones(person(first).pk, timezone.localdate())


def late(first: str) -> tuple[LateGate, ...]:
    return late_gates(within(branches(person(first).pk), None), timezone.localdate())


def test_there_are_three_branches_and_nine_teams(printed: str) -> None:
    top = Unit.objects.get(parent=None)
    assert top.name == "Northlight Example Group"
    assert Unit.objects.filter(parent=top, is_team=False).count() == 3
    assert Unit.objects.filter(is_team=True, parent__parent=top).count() == 9


def test_each_team_has_two_or_three_assessments_over_eighteen_months(printed: str) -> None:
    for team in Unit.objects.filter(is_team=True):
        assert team.assessments.count() in (2, 3), team
    ages = [(timezone.now() - one.started_at).days for one in Assessment.objects.all()]
    assert 500 < max(ages) < 550
    assert min(ages) < 10


def test_nothing_lies_in_the_future(printed: str) -> None:
    now = timezone.now()
    assert not Response.objects.filter(answered_at__gt=now).exists()
    assert not Result.objects.filter(decided_at__gt=now).exists()
    for one in Assessment.objects.prefetch_related("evidence"):
        assert all(entry.dated <= entry.added_at.date() for entry in one.evidence.all())


def test_one_team_is_ready_for_modelops(printed: str) -> None:
    team = readiness(stored("Basket forecasting"))
    assert team.of("mlops").state is State.IN_PLACE
    assert team.gate("mlops", "modelops").outcome is Outcome.OPEN
    assert 0 < team.of("modelops").score.answered < team.of("modelops").score.applicable
    assert team.of("modelops").state is State.NOT_ESTABLISHED


def test_one_team_is_provisional_for_want_of_evidence(printed: str) -> None:
    team = readiness(stored("Parcel pictures"))
    assert team.of("mlops").state is State.PROVISIONAL
    gate = team.gate("mlops", "modelops")
    assert gate.outcome is Outcome.CLOSED
    assert [check.code for check in gate.checks if not check.passed] == ["G5"]


def test_one_team_has_a_high_index_and_a_missing_foundation(printed: str) -> None:
    team = readiness(stored("Route planning"))
    index = team.of("mlops").score.index
    assert index is not None
    assert index > 80
    assert team.of("mlops").state is State.NOT_ESTABLISHED
    failing = [check for check in team.gate("mlops", "aiops").checks if not check.passed]
    assert [(check.code, check.failing) for check in failing] == [("G1", ("MLO-MON-01",))]


def test_one_team_is_half_answered_and_its_gate_undecided(printed: str) -> None:
    gate = readiness(stored("Click and collect")).gate("mlops", "modelops")
    assert gate.outcome is Outcome.UNDECIDED
    assert "MLO-DEP-03" in gate.deciding
    unfinished = Assessment.objects.get(state=AssessmentState.OPEN.value)
    assert unfinished.unit.name == "Click and collect"
    half = sheet(unfinished, respondent_id=unfinished.started_by_id)
    assert 20 < len(half.settled) < 48


def test_one_team_bought_an_aiops_product_without_mlops(printed: str) -> None:
    team = readiness(stored("Grid operations"))
    assert team.of("aiops").state is State.WAITING
    assert team.of("aiops").early_look
    assert team.of("mlops").state is State.NOT_ESTABLISHED
    index = team.of("aiops").score.index
    assert index is not None
    assert index > 30


def test_one_team_fell_back(printed: str) -> None:
    now = stored("Meter reading")
    before = results_of_team(now.unit_id)[-2]
    then = assess(before.published.catalog, before.settled, on=before.decided_at.date())
    assert then.of("mlops").state is State.IN_PLACE
    assert then.gate("mlops", "modelops").outcome is Outcome.OPEN
    assert readiness(now).of("mlops").score.maturity_level == 1
    assert readiness(now).of("modelops").state is State.WAITING


@pytest.mark.parametrize("team", ["Price lab", "Night depot", "Wind outlook", "Basket forecasting", "Route planning"])
def test_others_get_better(printed: str, team: str) -> None:
    now = stored(team)
    history = results_of_team(now.unit_id)
    for code in ("dataops", "mlops"):
        levels = [readiness(one).of(code).score.index or 0 for one in history]
        assert levels == sorted(levels)
        assert levels[0] < levels[-1]


def test_people_of_a_team_answer_differently_and_settle_it(printed: str) -> None:
    one = stored("Wind outlook")
    settled = one.settled["MLO-INT-02"]
    assert settled.recorded
    assert settled.spread is not None
    assert settled.spread.verdict is Verdict.CONTESTED
    differing = [code for code, practice in one.settled.items() if len(set(practice.numbers)) > 1]
    assert len(differing) > 5
    assert any(practice.dont_know for practice in one.settled.values())


def test_there_are_remarks_reasons_and_evidence(printed: str) -> None:
    assert Response.objects.exclude(remark="").count() > 50
    assert Response.objects.exclude(reason="").filter(kind="not_applicable").exists()
    trust = stored("Basket forecasting")
    disciplines = trust.published.catalog.discipline
    found = confidence(disciplines["mlops"], trust.settled, respondents=trust.respondents, on=timezone.localdate())
    assert found is not None
    assert 0.4 < found.value < 1


def test_every_result_is_what_its_inputs_come_to(printed: str) -> None:
    assert Result.objects.count() == sum(one.submitted for team in TEAMS for one in team.rounds)
    assert all(not differences for _, differences in all_differences(rules_version=1))


def test_one_plan_is_on_track_and_took_the_place_of_another(printed: str) -> None:
    found = plan_of_team("Basket forecasting")
    report = found.report
    assert report.late == ()
    assert (report.counts.done, report.counts.in_progress) == (2, 2)
    assert any(note.link for line in report.lines for note in line.notes)
    assert all(line.owner for line in report.lines)
    assert report.ends[-1].sentence.endswith("as planned.")
    before = Baseline.objects.get(unit=found.plan.unit_id, ended_at__isnull=False)
    assert found.plan.replaces_id == before.pk
    assert PlanChange.objects.filter(baseline=before).count() > 10


def test_one_team_kept_scenarios_to_choose_from(printed: str) -> None:
    kept = kept_scenarios(Unit.objects.get(name="Basket forecasting").pk)
    assert sorted(one.name for one in kept) == ["AIOps as well", "Half the time", "One more engineer"]


def test_one_gate_is_forecast_later_than_promised_because_a_milestone_is_many_weeks_late(printed: str) -> None:
    report = plan_of_team("Route planning").report
    assert 13 * 7 < report.late[0].late_days < 40 * 7
    assert report.late[0].notes
    planned, now = report.gates[0].now.planned, report.gates[0].now.now
    assert planned is not None
    assert now is not None
    assert planned < timezone.localdate() < now
    assert "because “Production model monitoring” is" in report.sentences[0]


def test_a_newer_result_says_what_one_plan_achieved(printed: str) -> None:
    found = plan_of_team("Price lab")
    assert found.newer is not None
    said = {(line.practice.code, line.to_level): line.achieved for line in found.report.lines if not line.check}
    assert said["MLO-PPL-01", 2] is Achieved.ACHIEVED
    assert said["MLO-INT-02", 2] is Achieved.NOT_ACHIEVED
    marked = {line.state for line in found.report.lines if line.achieved is Achieved.NOT_ACHIEVED}
    assert MilestoneState.DONE in marked


def test_one_team_may_plan_behind_a_gate_by_exception(printed: str) -> None:
    found = plan_of_team("Grid operations")
    granted = GateException.objects.get(unit=found.plan.unit_id)
    assert (granted.approver, granted.before, granted.after) == (person("Elif"), "mlops", "aiops")
    assert granted.reason
    assert granted.until == CalendarQuarter.of(timezone.localdate()).plus(2).last_day
    assert [one.holds for one in found.report.exceptions] == [True]
    opens = found.report.gates[0].now.now
    assert opens is not None
    early = [line for line in found.report.lines if line.practice.code == "AIO-PRO-03"]
    assert [line.state for line in early] == [MilestoneState.IN_PROGRESS]
    assert [line for line in found.report.lines if line.state is MilestoneState.DROPPED and line.reason]
    assert readiness(stored("Grid operations")).of("aiops").state is State.WAITING


@pytest.mark.parametrize("first", ["Lena", "Milo"])
def test_lead_and_member_have_milestones_that_are_late_due_and_next(printed: str, first: str) -> None:
    days = [one.days_left for one in own(first)]
    assert days[0] < 0
    assert [left for left in days if 0 <= left <= 30]
    assert days[-1] > 30


def test_a_manager_sees_the_late_gate_first_and_another_what_is_due(printed: str) -> None:
    assert {one.unit_name for one in late("Marta")} == {"Route planning"}
    page = factories.client_of(person("Marta")).get(reverse("assessments:home-show")).content.decode()
    assert page.index("Late gates") < page.index("Route planning")
    assert [one.unit_name for one in own("Elif")] == ["Grid operations"]


@pytest.fixture
def told_on(db: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> date:
    """A day of a quarter to come on which the teams with plans were created."""
    quarter = CalendarQuarter.of(timezone.localdate()).plus(2)
    day: date = request.param(quarter)
    now = timezone.make_aware(datetime.combine(day, time(12)))
    where = "assessments.management.commands.create_demonstration"
    monkeypatch.setattr(f"{where}.timezone", SimpleNamespace(now=lambda: now))
    monkeypatch.setattr(f"{where}.TEAMS", [team for team in TEAMS if any(one.plan for one in team.rounds)])
    factories.built_in()
    created()
    return day


FIRST_DAY, LAST_DAY = attrgetter("first_day"), attrgetter("last_day")


@pytest.mark.parametrize("told_on", [FIRST_DAY, LAST_DAY], ids=["first day", "last day"], indirect=True)
def test_plans_never_age(told_on: date) -> None:
    assert plan_of_team("Basket forecasting", on=told_on).report.late == ()
    assert plan_of_team("Route planning", on=told_on).report.late[0].late_days > 13 * 7
    managed = within(branches(person("Marta").pk), None)
    assert {one.unit_name for one in late_gates(managed, told_on)} == {"Route planning"}
    for first in ("Lena", "Milo"):
        days = [one.days_left for one in own_milestones(person(first).pk, told_on)]
        assert days[0] < 0
        assert [left for left in days if 0 <= left <= 30]


def test_the_five_that_are_printed_sign_in_and_nobody_else(printed: str) -> None:
    found = passwords(printed)
    assert len(found) == 5
    for email, password in found.items():
        assert Client().login(email=email, password=password)
    usable = [person.email for person in User.objects.all() if person.has_usable_password()]
    assert sorted(usable) == sorted(found)


def test_the_five_are_a_lead_a_member_two_managers_and_an_administrator(printed: str) -> None:
    people = User.objects.filter(email__in=passwords(printed))
    roles = Membership.objects.filter(user__in=people).values_list("role", "user", "unit__name")
    assert {role for role, _, _ in roles} == {Role.LEAD.value, Role.MEMBER.value, Role.MANAGER.value}
    managed = [unit for role, _, unit in roles if role == Role.MANAGER.value]
    assert sorted(managed) == ["Example Energy", "Example Logistics", "Example Retail"]
    assert len({user for role, user, _ in roles if role == Role.MANAGER.value}) == 2
    assert people.filter(is_superuser=True).count() == 1


def test_the_five_see_all_teams_that_tell_something(printed: str) -> None:
    seen = set()
    for person in User.objects.filter(email__in=passwords(printed)):
        for team in Unit.objects.filter(name__in=TELLING):
            status = factories.client_of(person).get(reverse("assessments:team-show", args=[team.pk])).status_code
            seen |= {team.name} if status == 200 else set()
    assert seen == set(TELLING)


def test_everybody_is_obviously_invented(printed: str) -> None:
    for person in User.objects.all():
        assert person.name.endswith(" Example")
        assert person.email.endswith("@northlight.example")


def test_a_second_run_leaves_everything_as_it_is(printed: str) -> None:
    before = (User.objects.count(), Response.objects.count(), Result.objects.count())
    assert "No demonstration was created" in created()
    assert (User.objects.count(), Response.objects.count(), Result.objects.count()) == before


@pytest.mark.parametrize("sign", ["0", "1", "2", "3", "4"])
@pytest.mark.parametrize("people", [2, 3, 4])
def test_answers_differ_but_never_from_what_the_team_comes_to(sign: str, people: int) -> None:
    seen = set()
    for by_chance in range(512):
        given = answers(sign, people=people, by_chance=by_chance)
        numbers = sorted(one.level for one in given if one is not None and one.level is not None)
        assert numbers[(len(numbers) - 1) // 2] == int(sign)
        seen.add(tuple(given))
    assert len(seen) >= 3
