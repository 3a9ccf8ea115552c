"""How the numbers of one discipline came about, and who may see the answers behind them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Kind
from assessments.models import Response, User
from tests.factories import Organisation, answer, client_of, member_of, open_assessment, practices_of, submit
from tests.services.acts import agree
from tests.views.outcomes import body, led_team, manager_above, result_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def url(result_id: int, discipline: str = "mlops") -> str:
    return reverse("assessments:result-explain", args=[result_id, discipline])


def text_for(user: User, result_id: int, discipline: str = "mlops") -> str:
    response = client_of(user).get(url(result_id, discipline))
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_formulas_are_filled_in() -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, weak=("MLO-MON-01",), but=("MLO-INT-04",))
    text = text_for(lead, result.pk)
    # Monitoring: weights 2, 1, 2, 1; levels 0, 2, 2, 2.
    assert "level 8 / 6 = <strong>1.33</strong>" in text
    assert "24 of 25 = <strong>96 %</strong>" in text
    assert "no, 1 of 10 below" in text
    assert "weight 2 × level 2 = 4." in text
    assert "Not answered: missing." in text
    assert "Maturity level 0 of 4, index" in text


def test_lead_sees_who_answered_what_and_what_changed_since() -> None:
    unit, lead = led_team()
    other = member_of(unit, name="Mo Member")
    result = result_of(unit, lead, others=[other])
    Response.objects.filter(respondent=other).update(level=3, answered_at=NOW + timedelta(hours=1))
    text = text_for(lead, result.pk)
    assert "Mo Member: 3 (changed since this result)" in text
    assert "Lea Lead: 2" in text


def test_member_sees_own_answers_and_the_spread_of_what_was_answered() -> None:
    unit, lead = led_team()
    answered, silent = member_of(unit, name="Mo Member"), member_of(unit, name="Si Lent")
    result = result_of(unit, lead, others=[answered])
    text = text_for(answered, result.pk)
    assert "Mo Member: 2" in text
    assert "Lea Lead" not in text
    assert "Answers: 2, 2" in text
    text = text_for(silent, result.pk)
    assert "Answers:" not in text
    assert "Mo Member" not in text


def test_a_lead_who_did_not_answer_sees_no_answer() -> None:
    unit, lead = led_team()
    other = member_of(unit, name="Mo Member")
    assessment = open_assessment(unit, by=lead)
    answer(assessment, "MLO-MON-01", other, level=3, remark="Watched by two.")
    answer(assessment, "MLO-TRN-01", lead)
    text = text_for(lead, submit(assessment, by=lead).pk)
    assert "Agreed level 3;" in text
    for hidden in ("Mo Member", "Watched by two."):
        assert hidden not in text


def test_a_member_who_answered_reads_the_remarks_without_names() -> None:
    unit, lead = led_team()
    member = member_of(unit)
    assessment = open_assessment(unit, by=lead)
    answer(assessment, "MLO-MON-01", lead, level=3, remark="Watched by two.")
    answer(assessment, "MLO-MON-01", member, level=1)
    text = text_for(member, submit(assessment, by=lead).pk)
    assert "“Watched by two.”" in text
    assert "Lea Lead" not in text


@pytest.mark.parametrize(("people", "seen"), [(3, False), (4, True)])
def test_with_names_hidden_four_people_show_and_nobody_is_named(people: int, seen: bool) -> None:
    unit, lead = led_team()
    others = [member_of(unit, name=f"Person {number}") for number in range(3)]
    assessment = open_assessment(unit, by=lead)
    assessment.names_hidden = True
    assessment.save()
    for person in (lead, *others):
        answer(assessment, "MLO-TRN-01", person, level=2)
    for number, person in enumerate((lead, *others)[:people]):
        answer(assessment, "MLO-MON-01", person, level=number, remark=f"Thought {9 - number}")
    text = text_for(lead, submit(assessment, by=lead).pk)
    assert ("Answers: 0, 1, 2, 3" in text) is seen
    assert ("“Thought 6”</li><li>“Thought 7”" in text) is seen
    assert "Person 1" not in text
    assert "Lea Lead: 0" in text


@pytest.mark.parametrize(("people", "seen"), [(3, False), (4, True)])
def test_manager_sees_the_spread_from_four_up_and_never_a_name(people: int, seen: bool) -> None:
    unit, lead = led_team()
    others = [member_of(unit, name=f"Person {number}") for number in range(people - 1)]
    result = result_of(unit, lead, others=others)
    text = text_for(manager_above(unit), result.pk)
    assert ("Answers: 2, 2, 2, 2" in text) is seen
    assert "Lea Lead" not in text
    assert "Person 1" not in text


def agreements(text: str) -> list[str]:
    """What a page says of how far answers agree, in numbers: the term, each practice's total, and the discipline's."""
    told = (
        r"(?:answers lie \(r<sub>wg</sub>\)|counts half)</td><td class=\"number\">(\d\.\d\d)",
        r"Confidence: (\d\.\d\d) of 1",
        r"<strong>(\d\.\d\d), (?:low|medium|high)",
    )
    return [number for one in told for number in re.findall(one, text)]


@pytest.mark.parametrize(("people", "seen"), [(2, False), (3, False), (4, True)])
def test_manager_reads_no_agreement_from_a_confidence_under_four(people: int, seen: bool) -> None:
    unit, lead = led_team()
    others = [member_of(unit) for _ in range(people - 1)]
    result = result_of(unit, lead, others=others)
    text = text_for(manager_above(unit), result.pk)
    assert bool(agreements(text)) is seen
    assert ('<td colspan="2">shown from four respondents up</td>' in text) is not seen


def test_one_practice_under_four_hides_the_total_of_all() -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead)
    answer(assessment, practices_of(assessment, "mlops"), lead)
    for _ in range(3):
        answer(assessment, practices_of(assessment, "mlops", but=("MLO-MON-01",)), member_of(unit))
    result = submit(assessment, by=lead)
    assert re.search(r"<strong>\d\.\d\d, ", text_for(lead, result.pk))
    assert not re.search(r"<strong>\d\.\d\d, ", text_for(manager_above(unit), result.pk))


def test_silent_member_reads_no_agreement_from_a_confidence() -> None:
    unit, lead = led_team()
    silent = member_of(unit, name="Si Lent")
    result = result_of(unit, lead, others=[member_of(unit) for _ in range(3)])
    text = text_for(silent, result.pk)
    assert not agreements(text)
    assert '<td colspan="2">shown once you have answered</td>' in text
    assert len(agreements(text_for(lead, result.pk))) > 40


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ((2,), 'one answer alone counts half</td><td class="number">0.50</td>'),
        ((1, 2), '<td colspan="2">how close two answers lie; so few only point at a conversation'),
        ((1, 3, 3), '<td colspan="2">how close three answers lie; so few only point at a conversation'),
        ((1, 2, 2, 3), 'how close 4 answers lie (r<sub>wg</sub>)</td><td class="number">0.66</td>'),
        ((0, 0, 2, 2), 'how close 4 answers lie (r<sub>wg</sub>)</td><td class="number">0.33</td>'),
    ],
)
def test_two_or_three_answers_have_no_figure_of_how_close_they_lie(levels: tuple[int, ...], told: str) -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead)
    for person, level in zip([lead, member_of(unit), member_of(unit), member_of(unit)], levels, strict=False):
        answer(assessment, "MLO-MON-01", person, level=level)
    text = text_for(lead, submit(assessment, by=lead).pk)
    assert told in text.replace("</td> <td", "</td><td")
    assert ("r<sub>wg</sub>" in text) is (len(levels) > 3)


def test_an_agreement_that_is_told_is_noticed() -> None:
    for told in (
        '4 answers lie (r<sub>wg</sub>)</td><td class="number">0.83</td>',
        "Confidence: 0.71 of 1",
        "<strong>0.71, high</strong>",
    ):
        assert agreements(told)


def test_waiting_and_unassessed_disciplines_say_so() -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, level=1)
    waiting = text_for(lead, result.pk, "modelops")
    assert "ModelOps is waiting, so none of these numbers count." in waiting
    assert f'is on <a href="{reverse("assessments:team-show", args=[unit.pk])}">the team’s page</a>' in waiting
    assert "Nobody has answered the questions on DataOps yet." in text_for(lead, result.pk, "dataops")


def test_unknown_discipline_strangers_and_method(organisation: Organisation) -> None:
    client = client_of(organisation.lead)
    assert client.get(url(organisation.result.pk, "nowhere")).status_code == 404
    assert client.post(url(organisation.result.pk)).status_code == 405
    for user in (
        organisation.stranger,
        organisation.lead_elsewhere,
        organisation.manager_elsewhere,
        organisation.removed,
    ):
        foreign = client_of(user).get(url(organisation.result.pk))
        assert (foreign.status_code, body(foreign)) == (404, body(client_of(user).get(url(999999))))


def test_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    unit, lead = led_team()
    for people in (0, 3):
        result = result_of(unit, lead, others=[member_of(unit) for _ in range(people)])
        client = client_of(lead)
        with django_assert_num_queries(5):
            client.get(url(result.pk))


def test_nobody_knew_and_not_applicable() -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead)
    answer(assessment, "DAT-PIP-01", lead, kind=Kind.DONT_KNOW)
    answer(assessment, "DAT-STO-02", lead, kind=Kind.NOT_APPLICABLE, reason="One store.")
    text = text_for(lead, submit(assessment, by=lead).pk, "dataops")
    assert "Nobody knew: missing." in text
    assert "Not applicable, left out: “One store.”" in text
    assert "Lea Lead: don’t know" in text


def test_the_cheapest_ways_to_raise_confidence_are_told_while_the_result_is_in_force() -> None:
    unit, lead = led_team()
    member_of(unit)
    result = result_of(unit, lead)
    text = text_for(lead, result.pk)
    assert "The two cheapest ways:" in text
    assert "have one more person answer" in text
    result_of(unit, lead)
    assert "cheapest ways" not in text_for(lead, result.pk).lower()


def test_what_those_said_who_see_it_otherwise_is_read_by_the_team_only() -> None:
    unit, lead = led_team()
    others = [member_of(unit) for _ in range(4)]
    assessment = open_assessment(unit, by=lead)
    for number, person in enumerate([lead, *others]):
        answer(assessment, "MLO-TRN-01", person, level=number)
    agree(assessment, lead, 3, "MLO-TRN-01", dissent="Three saw it lower.")
    result = submit(assessment, by=lead)
    for reader, told in ((lead, True), (others[0], True), (member_of(unit), False), (manager_above(unit), False)):
        text = text_for(reader, result.pk)
        assert ("Seen otherwise: “Three saw it lower.”" in text) is told
        assert ("recorded by a lead while four gave another level;" in text) is (told or reader.name == "Mana Ger")
