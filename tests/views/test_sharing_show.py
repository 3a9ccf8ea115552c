"""Sharing an assessment's questions: asking, changing, taking back, counts that never tell an answer, reminders."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from assessments.core.calendar import day_words
from assessments.models import Assessment, Assignment, Membership, User
from tests.factories import (
    Organisation,
    answer,
    assign,
    client_of,
    member_of,
    practices_of,
    put_in_place,
    show,
    submit,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
DUE = TODAY + 14 * DAY


def address(assessment: Assessment) -> str:
    return reverse("assessments:sharing-show", args=[assessment.pk])


def page(user: User, assessment: Assessment) -> str:
    response = client_of(user).get(address(assessment))
    assert response.status_code == 200
    return " ".join(response.text.split())


def sent(organisation: Organisation, **data: Any) -> Any:
    return client_of(organisation.lead).post(address(organisation.assessment), data)


def asking(organisation: Organisation, **data: Any) -> Any:
    """Ask the member and the lead for two dimensions."""
    whole = {
        "do": "ask",
        "dimensions": ["DAT-PIP", "DAT-STO"],
        "people": [organisation.member.pk, organisation.lead.pk],
        "due": DUE.isoformat(),
    }
    return sent(organisation, **whole | data)


def stored(organisation: Organisation) -> set[tuple[str, str, Any]]:
    rows = Assignment.objects.filter(assessment=organisation.assessment)
    return set(rows.values_list("dimension__code", "member__name", "due"))


def cells(text: str, dimension: str) -> list[str]:
    """What the table says of a dimension, person by person."""
    (row,) = re.findall(rf'<th scope="row">{dimension}(?:<span.*?</span>)?</th>(.*?)</tr>', text)
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", row)]


def test_several_people_are_asked_for_several_dimensions(organisation: Organisation) -> None:
    response = asking(organisation)
    assert (response.status_code, response["Location"]) == (302, address(organisation.assessment))
    assert stored(organisation) == {
        (code, name, DUE) for code in ("DAT-PIP", "DAT-STO") for name in ("Lea Lead", "Mem Ber")
    }
    text = page(organisation.lead, organisation.assessment)
    assert text.count(f"by {day_words(DUE)}") >= 4


def test_another_day_and_taking_back(organisation: Organisation) -> None:
    assign(organisation.assessment, "DAT-PIP", organisation.member, organisation.lead)
    keys = [f"DAT-PIP:{organisation.member.pk}"]
    assert sent(organisation, do="change", shares=keys, due=(DUE + DAY).isoformat()).status_code == 302
    assert stored(organisation) == {("DAT-PIP", "Mem Ber", DUE + DAY), ("DAT-PIP", "Lea Lead", DUE)}
    assert sent(organisation, do="take_back", shares=keys, due="").status_code == 302
    assert stored(organisation) == {("DAT-PIP", "Lea Lead", DUE)}


def test_who_answered_how_many_and_never_what(organisation: Organisation) -> None:
    assessment = organisation.assessment
    answer(assessment, ["DAT-PIP-01", "DAT-PIP-02"], organisation.member, level=4, remark="Very secret.")
    show(assessment, "DAT-PIP-01", organisation.member, text="https://example.org/secret")
    assign(assessment, "DAT-PIP", organisation.member, due=TODAY - DAY)
    text = page(organisation.lead, assessment)
    late = f", asked by {day_words(TODAY - DAY)}, overdue"
    assert cells(text, "Pipelines and ingestion") == ["0/4", f"2/4{late}"]
    assert cells(text, "Storage and lake life cycle") == ["0/3", "0/3"]
    assert "Overdue: Mem Ber." in text
    assert "You see here how many questions each person has answered, never what." in text
    for secret in ("ecret", "Level 4", 'value="4"'):
        assert secret not in text


def test_with_names_hidden_it_says_who_has_begun_and_who_is_done(organisation: Organisation) -> None:
    Assessment.objects.update(names_hidden=True)
    assign(organisation.assessment, "DAT-PIP", organisation.member, due=TODAY)
    answer(organisation.assessment, ["DAT-PIP-01"], organisation.member)
    text = page(organisation.lead, organisation.assessment)
    assert [cell[:4] for cell in cells(text, "Pipelines and ingestion")] == ["–", "open"]
    assert cells(text, "All that is asked of each") == ["not begun", "begun"]
    assert "Names are hidden in this assessment" in text
    answer(organisation.assessment, practices_of(organisation.assessment, "dataops", "mlops")[1:], organisation.member)
    text = page(organisation.lead, organisation.assessment)
    assert [cell[:4] for cell in cells(text, "Pipelines and ingestion")] == ["–", "done"]
    assert cells(text, "All that is asked of each") == ["not begun", "done"]


def tells_of_one_more(organisation: Organisation) -> bool:
    """Whether a lead notices that somebody who had begun has answered one question more."""
    assign(organisation.assessment, "DAT-PIP", organisation.member, due=TODAY)
    answer(organisation.assessment, "DAT-PIP-01", organisation.member)

    def shown() -> list[str]:
        handover = client_of(organisation.lead).get(reverse("assessments:handover-show", args=(organisation.team.pk,)))
        every = (page(organisation.lead, organisation.assessment), handover.text)
        return [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text) for text in every]

    before = shown()
    answer(organisation.assessment, "DAT-PIP-02", organisation.member)
    now = shown()
    assert "Pipelines and ingestion" in now[0]
    assert "Pipelines and ingestion" in now[1]
    return before != now


def test_with_names_hidden_no_count_rises_as_an_answer_comes_in(organisation: Organisation) -> None:
    Assessment.objects.update(names_hidden=True)
    assert not tells_of_one_more(organisation)


def test_a_count_that_rises_is_noticed(organisation: Organisation) -> None:
    assert tells_of_one_more(organisation)


@override_settings(BASE_URL="https://ops.example.org")
def test_reminders_are_ready_to_copy(organisation: Organisation) -> None:
    assign(organisation.assessment, "DAT-PIP", organisation.member, due=TODAY - DAY)
    response = client_of(organisation.lead).get(address(organisation.assessment))
    for_all, *single = re.findall(r"<textarea[^>]*readonly>(.*?)</textarea>", response.text, re.DOTALL)
    line = f"- Pipelines and ingestion (DataOps): 4 of 4 open, due {day_words(TODAY - DAY)} (overdue)"
    way = f"https://ops.example.org{reverse('assessments:assessment-continue', args=[organisation.assessment.pk])}"
    assert all(escape(part) in for_all for part in ("Lea Lead\n- ", "Mem Ber\n- ", line, way))
    ben = next(text for text in single if text.startswith("Hello Mem Ber,"))
    assert line in ben
    assert way in ben
    assert "Lea Lead\n-" not in ben
    assert 'data-copies="reminder-all" hidden>' in response.text


def test_nobody_is_reminded_once_all_is_answered(organisation: Organisation) -> None:
    for user in (organisation.lead, organisation.member):
        answer(organisation.assessment, practices_of(organisation.assessment, "dataops", "mlops"), user, level=1)
    text = page(organisation.lead, organisation.assessment)
    assert "there is nobody to remind" in text
    assert "<textarea" not in text


def test_what_waits_cannot_be_asked_for_and_the_page_says_when(organisation: Organisation) -> None:
    text = page(organisation.lead, organisation.assessment)
    assert 'name="dimensions" value="MOD-INV"' not in text
    assert "ModelOps can be asked for once MLOps is in place, or when you open an early look." in text
    assert asking(organisation, dimensions=["MOD-INV"]).status_code == 400
    Assessment.objects.update(early_looks=["modelops"])
    assert 'name="dimensions" value="MOD-INV"' in page(organisation.lead, organisation.assessment)
    assert asking(organisation, dimensions=["MOD-INV"]).status_code == 302


def test_what_was_asked_before_a_gate_shut_again_is_told_as_waiting(organisation: Organisation) -> None:
    put_in_place(organisation.assessment, organisation.lead, "mlops")
    assert asking(organisation, dimensions=["MOD-INV"]).status_code == 302
    codes = practices_of(organisation.assessment, "mlops")
    answer(organisation.assessment, codes, organisation.member, level=0)
    assert "waits for a gate, so it is not asked now" in page(organisation.lead, organisation.assessment)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"dimensions": []}, "Tick at least one dimension."),
        ({"people": []}, "Tick at least one person."),
        ({"due": ""}, "Give a date."),
        ({"due": (TODAY - DAY).isoformat()}, "The day cannot lie in the past."),
        ({"due": (TODAY + 800 * DAY).isoformat()}, "The day cannot lie more than 2 years ahead."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_ticked_stays(
    organisation: Organisation, changes: dict[str, Any], says: str
) -> None:
    response = asking(organisation, **changes)
    assert response.status_code == 400
    assert f">{says}</div>" in response.text
    assert "Nobody was asked." in response.text
    assert stored(organisation) == set()
    if "dimensions" not in changes:
        assert 'name="dimensions" value="DAT-PIP" checked' in response.text
    if "people" not in changes:
        assert f'name="people" value="{organisation.member.pk}" checked' in response.text
    if "due" not in changes:
        assert f'value="{DUE.isoformat()}"' in response.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"do": "change", "due": DUE.isoformat()}, "Tick what you mean."),
        ({"do": "change", "due": "", "shares": "own"}, "Give a date."),
        ({"do": "change", "due": "2020-01-01", "shares": "own"}, "The day cannot lie in the past."),
        ({"do": "take_back"}, "Tick what you mean."),
        ({"do": "take_back", "shares": "DAT-STO:1"}, "Something that was ticked is not there any more."),
        ({"do": "burn", "shares": "own"}, "Press one of the buttons."),
    ],
)
def test_a_change_that_says_too_little(organisation: Organisation, data: dict[str, str], says: str) -> None:
    assign(organisation.assessment, "DAT-PIP", organisation.member)
    if data.get("shares") == "own":
        data = data | {"shares": f"DAT-PIP:{organisation.member.pk}"}
    response = sent(organisation, **data)
    assert response.status_code == 400
    assert says in response.text
    assert "Nothing was changed." in response.text
    assert stored(organisation) == {("DAT-PIP", "Mem Ber", DUE)}


def test_what_was_taken_back_meanwhile_is_told(organisation: Organisation) -> None:
    response = sent(organisation, do="take_back", shares=f"DAT-PIP:{organisation.member.pk}")
    assert response.status_code == 400
    assert "Nobody is asked anything in particular any more." in response.text


def test_somebody_who_left_while_the_page_was_open_is_not_asked(organisation: Organisation) -> None:
    Membership.objects.filter(user=organisation.member).delete()
    response = asking(organisation)
    assert response.status_code == 400
    assert "not there any more" in response.text
    assert stored(organisation) == set()


def test_who_has_left_is_named_with_the_way_to_hand_over(organisation: Organisation) -> None:
    assign(organisation.assessment, "DAT-STO", organisation.removed)
    text = page(organisation.lead, organisation.assessment)
    way = reverse("assessments:handover-show", args=[organisation.team.pk])
    assert "<strong>Remy Removed has left</strong> and still has 1 dimension open" in text
    assert f'<a href="{way}">hand over</a>' in text
    assert f'name="people" value="{organisation.removed.pk}"' not in text


def test_members_and_closed_assessments(organisation: Organisation) -> None:
    assert client_of(organisation.member).get(address(organisation.assessment)).status_code == 403
    assert client_of(organisation.manager).get(address(organisation.assessment)).status_code == 403
    answer(organisation.assessment, ["DAT-STO-01"], organisation.lead)
    submit(organisation.assessment, by=organisation.lead)
    assert asking(organisation).status_code == 409


@pytest.mark.parametrize("people", [1, 9])
def test_four_statements_whatever_the_number(
    organisation: Organisation, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        other = member_of(organisation.team)
        assign(organisation.assessment, "DAT-STO", other)
        answer(organisation.assessment, practices_of(organisation.assessment, "mlops"), other)
    client = client_of(organisation.lead)
    with django_assert_num_queries(4):
        assert client.get(address(organisation.assessment)).status_code == 200
