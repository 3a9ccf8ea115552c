"""The team page: what the team is ready for, why, and what to do next."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Kind
from assessments.core.calendar import CalendarQuarter
from assessments.core.gates import assess
from assessments.core.team_report import team_report
from assessments.core.unlocking import unlock
from assessments.core.workflow import Role
from assessments.models import Milestone, Unit, User
from assessments.queries import results
from assessments.queries.results import result_in_force
from tests.factories import (
    Organisation,
    adopt,
    answer,
    assign,
    built_in,
    client_of,
    grant,
    member_of,
    open_assessment,
    practices_of,
    promised,
    publish,
    small_catalog,
    submit,
    team,
)
from tests.views.outcomes import body, led_team, manager_above, result_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def url(unit: Unit) -> str:
    return reverse("assessments:team-show", args=[unit.pk])


def page(user: User, unit: Unit) -> str:
    response = client_of(user).get(url(unit))
    assert response.status_code == 200
    return " ".join(response.text.split())


def words(text: str) -> str:
    """The text without its links."""
    return re.sub(r"</?a\b[^>]*>", "", text)


def test_closed_gate_says_why_and_what_opens_it() -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, weak=("MLO-MON-01", "MLO-TRN-01"))
    text = page(lead, unit)
    assert "MLOps is what holds ModelOps and AIOps back." in text
    assert "Two foundations stand below level 2." in text
    assert "Why the gates to ModelOps and AIOps are closed" in text
    assert "Below: Training pipeline as code (0), Production model monitoring (0)" in words(text)
    explained = reverse("assessments:result-explain", args=[result.pk, "mlops"])
    assert f'href="{explained}#MLO-MON-01"' in text
    assert "Set up MLOps first. ModelOps contains MLOps" in text
    assert "AIOps presumes you already use ML for automated tasks" in text
    assert "(S26)" in text
    assert text.count("btn btn-primary") == 1
    assert 'href="#opening-mlops-2"' in text


def test_numbers_are_the_core_s() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",), but=("MLO-INT-04",))
    stored = result_in_force(unit.pk)
    assert stored
    catalog, day = stored.published.catalog, timezone.localdate()
    report = team_report(catalog, stored.settled, respondents=stored.respondents, decided_on=day, on=day)
    score = report.cards[1].readiness.score
    text = page(lead, unit)
    assert score.index is not None
    low, high = float(score.index_low or 0), float(score.index_high or 0)
    assert f"<strong>{float(score.index):.0f}</strong> of 100 ({low:.0f} to {high:.0f})" in text
    assert "24 of 25 answered" in text
    found = unlock(catalog, stored.settled, readiness=assess(catalog, stored.settled, on=day), gate=catalog.gates[0])
    assert f"takes about {float(found.effort):g} person-weeks" in text
    assert f"<strong>{float(found.effort):g}</strong>" in text
    for step in found.steps:
        assert escape(catalog.practice[step.practice].name) in text
    assert "0 → 2" in text


def test_all_open_leads_to_the_roadmap() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    text = page(lead, unit)
    assert "MLOps is in place, so ModelOps and AIOps may be built." in text
    assert f'class="btn btn-primary" href="{reverse("assessments:roadmap-show", args=[unit.pk])}"' in text
    assert "MLOps is in place. The rule: Set up MLOps first." in words(text)
    assert "Its gate is open: MLOps is in place. The rule: set up MLOps first." in words(text)
    assert "The shortest way" not in text


def test_undecided_names_the_answers_that_would_decide() -> None:
    unit, lead = led_team()
    result_of(unit, lead, but=("MLO-MON-01",))
    text = page(lead, unit)
    assert "It is not decided yet whether MLOps is in place." in text
    assert "One answer would decide:</strong> Production model monitoring." in text
    assert "Gate undecided" in text
    assert "One answer is missing that would decide" in text
    assert "Give it in a next assessment." in text
    start = reverse("assessments:assessment-start", args=[unit.pk])
    assert f'<a class="btn btn-primary" href="{start}">Start the next assessment</a>' in text
    assert '<a class="btn btn-outline-primary" href="#opening-mlops-2">See the shortest way</a>' in text
    assert text.count("btn btn-primary") == 1


def test_undecided_with_an_assessment_under_way_goes_on_with_it() -> None:
    unit, lead = led_team()
    result_of(unit, lead, but=("MLO-MON-01",))
    continued = reverse("assessments:assessment-continue", args=[open_assessment(unit, by=lead).pk])
    text = page(lead, unit)
    assert "Give it in the assessment under way." in text
    assert f'<a class="btn btn-primary" href="{continued}">Continue the assessment</a>' in text
    assert text.count("btn btn-primary") == 1
    seen_above = page(manager_above(unit), unit)
    assert 'class="btn btn-primary" href="#opening-mlops-2"' in seen_above
    assert continued not in seen_above


def test_provisional_for_want_of_evidence() -> None:
    unit, lead = led_team()
    result_of(unit, lead, unshown=("MLO-MON-01",))
    text = page(lead, unit)
    assert "MLOps is in place, but only provisionally." in text
    assert "until one thing is shown or settled" in text
    assert "Nothing recent for: Production model monitoring (2)" in words(text)
    assert "In place, provisional" in text


def test_evidence_that_ran_out_since_is_said() -> None:
    unit, lead = led_team()
    made = NOW - timedelta(days=370)
    result_of(unit, lead, at=made)
    text = page(lead, unit)
    last = made.date() + timedelta(days=364)
    assert f"The evidence for MLOps held until {last.day} {last:%B %Y}." in text
    assert "Waiting for MLOps" in text


def test_waiting_discipline_is_not_counted_and_its_early_look_is_said() -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead)
    assessment.early_looks = ["aiops"]
    assessment.save()
    answer(assessment, practices_of(assessment, "mlops", "aiops"), lead, level=1)
    submit(assessment, by=lead)
    text = page(lead, unit)
    assert text.count("Not counted while waiting") == 2
    assert "Answered, but not counted while waiting: own level 1</a>." in text
    assert text.count("Nobody has answered yet.") == 2  # DataOps and ModelOps


def test_hidden_index_shows_its_bounds() -> None:
    unit, lead = led_team()
    codes = ("MLO-MON-01", "MLO-MON-02", "MLO-MON-03", "MLO-MON-04", "MLO-PPL-01", "MLO-PPL-02")
    result_of(unit, lead, but=codes)
    assert "Index hidden: fewer than 80 % answered." in page(lead, unit)


def test_out_of_scope_has_no_number() -> None:
    unit, lead = led_team()
    catalog = small_catalog()
    soil = catalog.disciplines[0]
    barren = tuple(replace(one, not_applicable_when="There is no soil.") for one in soil.practices)
    soil = replace(soil, dimensions=(replace(soil.dimensions[0], practices=barren),))
    version = publish(replace(catalog, disciplines=(soil, *catalog.disciplines[1:])))
    assessment = open_assessment(unit, by=lead, catalog=version)
    answer(assessment, ["SOI-1", "SOI-2"], lead, kind=Kind.NOT_APPLICABLE, reason="Rock only.")
    result = submit(assessment, by=lead)
    unit.refresh_from_db()
    assert page(lead, unit).count("Out of scope") >= 3
    explained = client_of(lead).get(reverse("assessments:result-explain", args=[result.pk, "soil"])).text
    assert "Soil is out of scope:" in explained


@pytest.mark.parametrize(
    ("role", "sentence", "buttons"),
    [
        (Role.LEAD, "Answer some 50 questions with your team.", 1),
        (Role.MEMBER, "A lead of this team can start the first assessment", 0),
        (Role.MANAGER, "A lead of this team can start the first assessment", 0),
    ],
)
def test_without_result_it_says_what_to_do(role: Role, sentence: str, buttons: int) -> None:
    unit = team("Fresh")
    text = page(member_of(unit, role), unit)
    assert sentence in text
    assert text.count("btn btn-primary") == buttons
    assert "Not assessed" in text


def test_open_assessment_and_the_way_into_it() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    assessment = open_assessment(unit, by=lead, title="Spring")
    answer(assessment, practices_of(assessment, "dataops"), lead)
    way = reverse("assessments:assessment-continue", args=[assessment.pk])
    text = page(lead, unit)
    assert "Under way: Spring</strong>, 23 of 48 questions on DataOps and MLOps answered (47 %)." in text
    assert f'class="btn btn-primary" href="{way}"' in text
    assert reverse("assessments:assessment-start", args=[unit.pk]) not in text
    seen = page(manager_above(unit), unit)
    assert "23 of 48 questions on DataOps and MLOps answered" in seen
    assert way not in seen


def test_earlier_results_are_linked() -> None:
    unit, lead = led_team()
    first = result_of(unit, lead, level=1, at=NOW - timedelta(days=90), title="Summer")
    result_of(unit, lead)
    text = page(lead, unit)
    assert "One earlier result" in text
    assert reverse("assessments:result-show", args=[first.pk]) in text


def test_what_moved_since_the_result_before_is_said_and_drawn() -> None:
    unit, lead = led_team()
    before = NOW - timedelta(days=90)
    result_of(unit, lead, level=1, at=before, title="Summer")
    result_of(unit, lead, weak=("MLO-INT-04",))
    text = page(lead, unit)
    day = f"{before.day} {before:%B %Y}"
    assert f"Since {day} MLOps rose from Started to In place: 24 answers rose, 1 fell; the gates to" in text
    assert "The change in figures" in text
    assert f'aria-label="Index of MLOps: 25 on {day}, 49 on {NOW.day} {NOW:%B %Y}."' in text
    assert "Nobody has answered on DataOps, ModelOps, AIOps yet." in text
    assert "Compare two other results" not in text
    assert "planned" not in text


def test_evidence_that_ran_out_since_is_what_moved() -> None:
    unit, lead = led_team()
    for days in (420, 370):
        result_of(unit, lead, at=NOW - timedelta(days=days))
    text = page(lead, unit)
    assert "MLOps fell from In place to In place, provisional: evidence ran out; the gates to ModelOps" in text


def test_without_a_result_before_nothing_moved_and_nothing_is_drawn() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    text = page(lead, unit)
    assert "What moved, and why" not in text
    assert "How the index went" not in text


def test_the_current_plan_goes_on_from_the_newest_result() -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, level=1)
    adopt(result, promised(result), by=lead)
    text = page(lead, unit)
    assert "How the index went" in text
    assert "planned: a step up, or where the plan ends" in words(text)
    assert f'href="{reverse("assessments:plan-show", args=[unit.pk])}"' in text
    rows = re.findall(r'<th scope="row">(Q\d \d{4}) <span class="quiet small">planned</span></th>', text)
    assert rows[0] == str(CalendarQuarter.of(timezone.localdate()))
    assert len(rows) > 2
    planned = text.partition(f'<th scope="row">{rows[-1]}')[2]
    assert planned.count("In place") >= 4
    later = result_of(unit, lead, level=3)
    assert page(lead, unit).count("planned: a step up") == 1
    assert later.pk != result.pk


def test_an_exception_stands_on_its_gate_and_opens_nothing() -> None:
    unit, lead = led_team()
    result_of(unit, lead, level=1)
    until = grant(unit, by=manager_above(unit), days=30).until
    text = page(lead, unit)
    said = f"to {until.day} {until:%B %Y} ModelOps may be planned all the same; it goes on waiting"
    assert text.count("<strong>Exception:</strong>") == 1
    assert said in text
    assert f"Exception until {until.day} {until:%b %Y}</text>" in text
    assert f'<span class="stop-exception">Exception until {until.day} {until:%B %Y}</span>' in text
    assert text.count('class="sign-exception"') == 2
    assert text.count(f"before it opens, until {until.day} {until:%B %Y}; the gate itself stays closed.") == 3
    assert "Allowed by Mana Ger: A pilot is due." in text
    assert text.count("Not counted while waiting") == 2
    result_of(unit, lead)
    text = page(lead, unit)
    assert "Exception:" not in text
    assert "Exception until" not in text


def test_an_exception_yet_to_begin_is_told_but_not_drawn() -> None:
    unit, lead = led_team()
    result_of(unit, lead, level=1)
    granted = grant(unit, by=manager_above(unit), days=30)
    type(granted).objects.update(since=granted.since + timedelta(days=2))
    text = page(lead, unit)
    assert "<strong>Exception:</strong>" in text
    assert "Exception until" not in text


def test_first_assessment_under_way(organisation: Organisation) -> None:
    unit, lead = led_team("Newcomers")
    open_assessment(unit, by=lead, title="First")
    assert "The assessment “First” is under way" in page(lead, unit)


def test_nothing_published(nothing_published: None) -> None:
    unit = team("Fresh")
    assert "No result yet." in page(member_of(unit, Role.LEAD), unit)


def test_method_and_strangers(organisation: Organisation) -> None:
    assert client_of(organisation.lead).post(url(organisation.team)).status_code == 405
    for user in (
        organisation.stranger,
        organisation.lead_elsewhere,
        organisation.manager_elsewhere,
        organisation.removed,
        organisation.administrator,
    ):
        foreign = client_of(user).get(url(organisation.team))
        missing = client_of(user).get("/teams/999999/")
        assert (foreign.status_code, body(foreign)) == (404, body(missing))
    assert client_of(None).get(url(organisation.team)).status_code == 302
    assert client_of(organisation.lead).get(f"/teams/{10**30}/").status_code == 404


def test_what_nobody_knew_is_listed_with_the_owner_role() -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead)
    answer(assessment, "MLO-MON-01", lead, kind=Kind.DONT_KNOW)
    answer(assessment, practices_of(assessment, "mlops", but=("MLO-MON-01",)), lead)
    submit(assessment, by=lead)
    owner = built_in().catalog.practice["MLO-MON-01"].owner
    text = page(lead, unit)
    assert f'<summary>{escape(owner)} may know <span class="quiet">(1 practice)</span></summary>' in text
    assert '<li>Production model monitoring <span class="quiet small">MLO-MON-01</span></li>' in text
    other, leads = led_team("Foxes")
    result_of(other, leads)
    assert "find-out" not in page(leads, other)


def test_a_result_of_other_rules_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    unit, lead = led_team()
    result = result_of(unit, lead)
    explained = reverse("assessments:result-explain", args=[result.pk, "mlops"])
    said = "Decided by rules version 1; what stands below is worked out again by version 2, and may differ."
    assert said not in page(lead, unit) + client_of(lead).get(explained).text
    monkeypatch.setattr(results, "RULES_VERSION", 2)
    assert said in page(lead, unit)
    assert said in client_of(lead).get(explained).text


def test_statements_are_as_many_for_few_as_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    unit, lead = led_team()
    for round_ in range(2):
        for number in range(1 + 2 * round_):
            others = [member_of(unit) for _ in range(number)]
            result = result_of(unit, lead, others=others, at=NOW - timedelta(days=9 - 3 * round_ - number))
            if round_:
                adopt(result, promised(result), by=lead)
        client = client_of(lead)
        with django_assert_num_queries(7):
            client.get(url(unit))


def test_what_does_not_apply_is_listed_with_its_reason_and_its_limit() -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead)
    answer(assessment, "DAT-STO-02", lead, kind=Kind.NOT_APPLICABLE, reason="We keep <nothing>.")
    answer(assessment, practices_of(assessment, "dataops", but=("DAT-STO-02",)), lead)
    submit(assessment, by=lead)
    text = page(lead, unit)
    assert "<h3>DataOps: 1 of at most 4</h3>" in text
    assert "“We keep &lt;nothing&gt;.”" in text
    assert "Counts as missing" not in text


def test_who_has_left_with_something_open_is_named_to_who_may_hand_it_over(organisation: Organisation) -> None:
    way = reverse("assessments:handover-show", args=[organisation.team.pk])
    assert "has left" not in page(organisation.lead, organisation.team)
    assign(organisation.assessment, "DAT-STO", organisation.removed)
    Milestone.objects.filter(id=organisation.plans.milestone.pk).update(owner=organisation.removed)
    text = page(organisation.lead, organisation.team)
    assert "<strong>Remy Removed has left</strong> and still has 2 open: 1 dimension to answer and 1 milestone" in text
    assert f'<a href="{way}">Hand over' in text
    assert "still has 1 open: a milestone." in page(organisation.manager, organisation.team)
    assert "has left" not in page(organisation.member, organisation.team)


@pytest.mark.parametrize(("others", "to_team", "to_manager"), [(1, False, False), (2, True, False), (3, True, True)])
def test_how_far_people_agree_is_told_from_three_people_and_to_managers_from_four(
    others: int, to_team: bool, to_manager: bool
) -> None:
    unit, lead = led_team()
    colleagues = [member_of(unit) for _ in range(others)]
    result_of(unit, lead, others=colleagues, weak={"MLO-MON-01"})
    said = f"alpha is 1.000, over 25 questions that two or more of {others + 1} people gave a level."
    for reader, told in ((lead, to_team), (colleagues[0], to_team), (manager_above(unit), to_manager)):
        assert (said in page(reader, unit)) is told
        assert ("alpha" in page(reader, unit)) is told
