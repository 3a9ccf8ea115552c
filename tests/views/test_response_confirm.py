"""Confirming what was said last time, question by question."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from assessments.core.workflow import Role
from assessments.models import Assessment, Evidence, Response, User
from assessments.queries.catalogs import PublishedCatalog
from tests.factories import answer, built_in, client_of, member_of, person, publish, submit
from tests.views.carrying import FIRST, PAGE, SECOND, THIRD, Carrying, carrying
from tests.views.rows import answered

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def here() -> Carrying:
    return carrying()


def confirm(
    here: Carrying, user: User, practice: str = FIRST, *, htmx: bool = True, fields: Mapping[str, str] | None = None
) -> HttpResponse:
    sent = {**here.version, **(fields or {})}
    address = here.address("response-confirm", practice)
    return client_of(user).post(address, sent, headers=HTMX if htmx else {})  # type: ignore[return-value]


def page(here: Carrying, user: User) -> str:
    return client_of(user).get(here.address("dimension-answer", PAGE)).text


def stored(here: Carrying) -> Mapping[str, tuple[int | None, str]]:
    rows = Response.objects.filter(assessment=here.assessment)
    return {code: (level, remark) for code, level, remark in rows.values_list("practice__code", "level", "remark")}


def test_the_page_shows_what_was_said_and_counts_nothing_of_it(here: Carrying) -> None:
    shown = page(here, here.lead)
    assert "you said <strong>level 2</strong>" in shown
    assert "Your remark then: “We keep at it.”" in shown
    assert "Shown then, and coming along with its own date: List 0<" in shown
    assert "0 of 48 answered" in shown
    assert " checked>" not in shown
    assert stored(here) == {}


def test_long_evidence_of_last_time_says_that_it_goes_on(here: Carrying) -> None:
    for text, shown in (("a" * 80, "a" * 80), ("a" * 81, "a" * 80 + "…")):
        Evidence.objects.filter(assessment=here.before).update(text=text)
        assert f"coming along with its own date: {shown}<" in page(here, here.lead)


def test_who_did_not_answer_is_shown_what_the_team_agreed_on(here: Carrying) -> None:
    shown = page(here, here.member)
    assert "you did not answer this; your team agreed on <strong>level 2</strong>" in shown
    assert "We keep at it." not in shown


def test_it_answers_with_the_question_as_it_stands_now(here: Carrying) -> None:
    response = confirm(here, here.lead)
    assert (response.status_code, response["X-Fragment"]) == (200, "1")
    assert "<html" not in response.text
    assert 'value="2" checked' in response.text
    assert "Saved <time" in response.text
    assert "Still so" not in response.text
    assert "Evidence (1)" in response.text
    assert "from an earlier assessment; 41 days old, holds until" in response.text
    assert stored(here) == {FIRST: (2, "We keep at it.")}
    assert Evidence.objects.get(assessment=here.assessment).author == here.lead


def test_what_was_typed_beside_it_is_the_remark_now(here: Carrying) -> None:
    confirm(here, here.lead, fields={f"{FIRST}-remark": "By now for all models."})
    assert stored(here) == {FIRST: (2, "By now for all models.")}


def test_without_a_script_it_goes_back_to_the_question(here: Carrying) -> None:
    response = confirm(here, here.member, htmx=False)
    assert response["Location"] == f"{here.address('dimension-answer', PAGE)}#{FIRST}"
    assert stored(here) == {FIRST: (2, "")}


def test_by_the_buttons_of_the_page_everything_typed_is_stored_too(here: Carrying) -> None:
    fields = {**answered(FIRST, "", remark="As ever."), **answered(SECOND, "3"), "confirm": FIRST}
    response = client_of(here.lead).post(here.address("dimension-answer", PAGE), fields)
    assert response.status_code == 302
    assert stored(here) == {FIRST: (2, "As ever."), SECOND: (3, "")}


def test_an_answer_that_was_chosen_beside_it_is_the_answer(here: Carrying) -> None:
    fields = {**answered(FIRST, "1"), "confirm": FIRST}
    client_of(here.lead).post(here.address("dimension-answer", PAGE), fields)
    assert stored(here) == {FIRST: (1, "")}


def test_one_that_was_answered_meanwhile_is_told_and_kept(here: Carrying) -> None:
    answer(here.assessment, FIRST, here.lead, level=3, remark="In the other tab.")
    response = confirm(here, here.lead)
    assert (response.status_code, response["X-Fragment"]) == (409, "1")
    assert "Not confirmed: this changed since the page was loaded." in response.text
    assert 'value="3" checked' in response.text
    assert f'name="{FIRST}-revision" value="1"' in response.text
    response = confirm(here, here.lead, fields={f"{FIRST}-remark": "As ever."})
    assert response.status_code == 409
    assert "In the other tab." in response.text
    assert "As ever." in response.text
    whole = client_of(here.lead).post(here.address("dimension-answer", PAGE), {"confirm": FIRST})
    assert whole.status_code == 409
    assert "Not confirmed" in whole.text
    assert stored(here) == {FIRST: (3, "In the other tab.")}


def test_a_remark_that_cannot_be_stored_stays_on_the_page(here: Carrying) -> None:
    response = confirm(here, here.lead, fields={f"{FIRST}-remark": "x" * 4001})
    assert response.status_code == 400
    assert "at most 4000 characters" in response.text
    assert "x" * 4001 in response.text
    assert stored(here) == {}


def test_what_was_never_said_or_is_not_asked_is_not_confirmed(here: Carrying) -> None:
    assert confirm(here, here.lead, "DAT-STO-01").status_code == 409
    assert confirm(here, here.lead, "MOD-INV-01").status_code == 404
    assert confirm(here, here.lead, "NO-SUCH").status_code == 404
    assert stored(here) == {}


def test_a_page_of_somebody_else_or_of_another_version_confirms_nothing(here: Carrying) -> None:
    response = confirm(here, here.lead, fields={"typed_by": str(here.member.pk)})
    assert response.status_code == 400
    assert "Somebody else is signed in here now" in response.text
    assert confirm(here, here.lead, fields={"version": "999"}).status_code == 400
    assert stored(here) == {}


def test_only_those_who_answer_here_while_it_is_open(here: Carrying) -> None:
    unit = here.assessment.unit
    for user, status in ((member_of(unit, Role.MANAGER), 403), (person(), 404)):
        assert confirm(here, user).status_code == status
    assert client_of(here.lead).get(here.address("response-confirm", FIRST)).status_code == 405
    answer(here.assessment, SECOND, here.lead)
    submit(here.assessment, by=here.lead)
    assert confirm(here, here.lead).status_code == 409
    assert set(stored(here)) == {SECOND}


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_takes_no_statement_more(times: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    here = carrying(disciplines=("dataops", "mlops")[-times:], times=times)
    client, address = client_of(here.lead), here.address("dimension-answer", PAGE)
    client.get(address)
    with django_assert_num_queries(4):
        assert client.get(address).text.count("Still so") == 3
    confirm(here, here.lead, THIRD)
    with django_assert_num_queries(4):
        assert client.get(address).text.count("Still so") == 2


def newer_version() -> PublishedCatalog:
    """FIRST offers no level 2 any more, level 2 of SECOND reads differently, and MLO-PPL-04 is gone."""
    anchors = {
        FIRST: lambda texts: (*texts[:2], "", *texts[3:]),
        SECOND: lambda texts: (*texts[:2], "Most of it.", *texts[3:]),
    }
    catalog = built_in().catalog
    mlops = catalog.discipline["mlops"]
    dimensions = tuple(
        replace(
            dimension,
            practices=tuple(
                replace(one, anchors=anchors[one.code](one.anchors)) if one.code in anchors else one
                for one in dimension.practices
                if one.code != "MLO-PPL-04"
            ),
        )
        for dimension in mlops.dimensions
    )
    newer = replace(mlops, dimensions=dimensions)
    return publish(replace(catalog, disciplines=tuple(newer if one is mlops else one for one in catalog.disciplines)))


def test_what_a_newer_version_asks_otherwise_is_said(here: Carrying) -> None:
    Assessment.objects.filter(id=here.assessment.pk).update(catalog_version=newer_version().version_id)
    text = page(here, here.lead)
    assert "This answer is not offered any more: choose one of those above." in text
    assert "<strong>Level 2 reads differently by now:</strong> “Most of it.”" in text
    assert text.count("Still so") == 2
    assert [code for code in (FIRST, SECOND, THIRD) if f'name="shown" value="{code}"' in text] == [THIRD]
    start = client_of(here.lead).get(here.address("dimension-answer", "MLO-DEV")).text
    gone = built_in().catalog.practice["MLO-PPL-04"].name
    assert f"Answered last time, and not asked any more: {gone}." in start


def test_answers_of_every_kind_are_shown_in_words(here: Carrying) -> None:
    before = Response.objects.filter(assessment=here.before)
    before.filter(practice__code=FIRST).update(kind="dont_know", level=None)
    assert "you said <strong>don’t know</strong>." in page(here, here.lead)
    confirm(here, here.lead)
    assert stored(here) == {FIRST: (None, "We keep at it.")}
