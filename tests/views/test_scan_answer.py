"""The quick scan of a discipline: its foundations on one page, with the same cards, saving and addresses."""

import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Evidence, Response
from tests.factories import (
    Organisation,
    answer,
    built_in,
    client_of,
    discipline,
    practice,
    put_in_place,
    small_catalog,
    submit,
)
from tests.views.asking import asked_from, foundations
from tests.views.rows import answered, shown

pytestmark = pytest.mark.django_db
FIRST, LAST = "MLO-TRN-01", "MLO-PPL-01"


def address(assessment: Assessment, code: str = "mlops") -> str:
    return reverse("assessments:scan-answer", args=(assessment.pk, code))


def scan_show(assessment: Assessment) -> str:
    return reverse("assessments:scan-show", args=(assessment.pk,))


@pytest.mark.parametrize(("code", "count"), [("mlops", 10), ("dataops", 7)])
def test_it_asks_the_foundations_and_nothing_else(organisation: Organisation, code: str, count: int) -> None:
    page = client_of(organisation.member).get(address(organisation.assessment, code)).text
    asked = re.findall(r'<article class="card question answer" id="([^"]+)"', page)
    assert asked == foundations(code)
    assert len(asked) == count
    assert "Your answers here are your answers in the assessment." in page


def test_every_address_on_it_leads_where_it_says(organisation: Organisation) -> None:
    assessment, client = organisation.assessment, client_of(organisation.member)
    at = address(assessment)
    page = client.get(at).text
    posts = [resolve(urljoin(at, one)) for one in re.findall(r'(?:hx-post|data-save)="([^"]+)"', page)]
    assert {one.kwargs["assessment_id"] for one in posts} == {assessment.pk}
    for url_name in ("response-save", "evidence-add"):
        assert [one.kwargs["practice"] for one in posts if one.url_name == url_name] == foundations("mlops")
    rail = re.findall(r'href="([^"]+)"', page.split('<nav class="rail"')[1].split("</nav>")[0])
    assert [resolve(one).url_name for one in rail][:3] == ["scan-answer", "scan-answer", "scan-show"]
    assert {client.get(one).status_code for one in rail} == {200}


def test_its_answers_are_the_answers_of_the_assessment_also_without_a_script(organisation: Organisation) -> None:
    assessment, client = organisation.assessment, client_of(organisation.member)
    response = client.post(
        address(assessment), answered(FIRST, "3") | answered(LAST, "1") | shown(FIRST, "https://example.org/")
    )
    assert response["Location"] == address(assessment)
    rows = Response.objects.filter(assessment=assessment, respondent=organisation.member)
    assert dict(rows.values_list("practice__code", "level")) == {FIRST: 3, LAST: 1}
    walk = client.get(reverse("assessments:dimension-answer", args=(assessment.pk, "MLO-TRN"))).text
    assert 'value="3" checked' in walk
    assert Evidence.objects.get(author=organisation.member).practice.code == FIRST


def test_the_way_leads_through_the_disciplines_to_what_it_shows(organisation: Organisation) -> None:
    assessment, client = organisation.assessment, client_of(organisation.member)
    onward = client.post(address(assessment), {"go": "next"})
    assert onward["Location"] == address(assessment, "dataops")
    assert client.post(address(assessment, "dataops"), {"go": "next"})["Location"] == scan_show(assessment)
    assert client.post(address(assessment, "dataops"), {"go": "back"})["Location"] == address(assessment)
    assert client.post(address(assessment), {"go": FIRST})["Location"] == f"{address(assessment)}#{FIRST}"


def test_what_cannot_be_stored_stays_on_the_page(organisation: Organisation) -> None:
    response = client_of(organisation.member).post(
        address(organisation.assessment), answered(FIRST, "", remark="Only a note.")
    )
    assert response.status_code == 400
    assert "Only a note." in response.text
    assert "Quick scan, 1 of 2" in response.text


def test_a_newer_answer_is_shown_beside_the_typed_one(organisation: Organisation) -> None:
    answer(organisation.assessment, FIRST, organisation.member, level=1)
    response = client_of(organisation.member).post(address(organisation.assessment), answered(FIRST, "4"))
    assert response.status_code == 409
    assert Response.objects.get(respondent=organisation.member, practice__code=FIRST).level == 1


def test_what_was_typed_is_given_back_when_it_cannot_be_stored_any_more(organisation: Organisation) -> None:
    assessment = organisation.assessment
    submit(assessment, by=organisation.lead)
    response = client_of(organisation.member).post(address(assessment), answered(FIRST, "2", remark="Kept <b>."))
    assert response.status_code == 409
    assert escape(built_in().catalog.practice[FIRST].question) in response.text
    assert "Kept &lt;b&gt;." in response.text


def test_a_waiting_discipline_is_scanned_once_its_gate_is_open(organisation: Organisation) -> None:
    assessment, client = organisation.assessment, client_of(organisation.member)
    waiting = client.get(address(assessment, "modelops")).text
    assert "ModelOps waits for MLOps" in waiting
    assert "data-walk" not in waiting
    put_in_place(assessment, organisation.lead, "mlops")
    assert "Quick scan, 3 of 4" in client.get(address(assessment, "modelops")).text


def test_a_waiting_discipline_is_not_scanned_for_its_early_look(organisation: Organisation) -> None:
    Assessment.objects.filter(id=organisation.assessment.pk).update(early_looks=["modelops"])
    page = client_of(organisation.member).get(address(organisation.assessment, "modelops"))
    assert "ModelOps waits for MLOps" in page.text


def test_any_catalog_is_scanned(organisation: Organisation) -> None:
    small = small_catalog()
    bird = discipline("bird", practice("BIR-1", foundation=True))
    assessment = asked_from(organisation, replace(small, disciplines=(*small.disciplines, bird)))
    client = client_of(organisation.lead)
    assert client.post(address(assessment, "tree"), {"go": "next"})["Location"] == address(assessment, "bird")
    assert client.get(address(assessment, "soil")).status_code == 404  # no foundations
    assert client.get(address(assessment, "fruit")).status_code == 200  # says what it waits for


def test_only_members_and_leads_of_the_team_see_it(organisation: Organisation) -> None:
    for user, status in (
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.stranger, 404),
        (organisation.administrator, 404),
    ):
        assert client_of(user).get(address(organisation.assessment)).status_code == status
        assert client_of(user).post(address(organisation.assessment), answered(FIRST, "2")).status_code == status
    assert client_of(organisation.lead).get(address(organisation.assessment, "not-there")).status_code == 404
    assert Client().get(address(organisation.assessment)).status_code == 302
    back = Client().post(address(organisation.assessment), answered(FIRST, "2", remark="Typed."))
    assert (back.status_code, "Typed." in back.text) == (403, True)
    assert client_of(organisation.lead).delete(address(organisation.assessment)).status_code == 405


def test_four_statements_whatever_the_size(
    of_any_size: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(of_any_size.member)
    with django_assert_num_queries(4):
        assert client.get(address(of_any_size.assessment)).status_code == 200
