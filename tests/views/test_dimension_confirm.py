"""Confirming at once what a page shows of last time and has no answer yet."""

from collections.abc import Mapping, Sequence

import pytest
from django.http import HttpResponse

from assessments.models import Evidence, Response, User
from tests.factories import answer, client_of, person, practices_of, submit
from tests.services.acts import statements
from tests.views.carrying import FIRST, PAGE, SECOND, THIRD, Carrying, carrying
from tests.views.rows import answered

pytestmark = pytest.mark.django_db
EVERY = [FIRST, SECOND, THIRD]


@pytest.fixture
def here() -> Carrying:
    found = carrying()
    assert [one for one in practices_of(found.assessment, "mlops") if one.startswith(PAGE)] == EVERY
    return found


def confirm(
    here: Carrying,
    user: User,
    shown: Sequence[str] = EVERY,
    *,
    dimension: str = PAGE,
    htmx: bool = True,
    fields: Mapping[str, str] | None = None,
) -> HttpResponse:
    sent = {**here.version, "shown": list(shown), **(fields or {})}
    headers = {"HX-Request": "true"} if htmx else {}
    return client_of(user).post(here.address("dimension-confirm", dimension), sent, headers=headers)  # type: ignore[return-value]


def stored(here: Carrying) -> dict[str, int | None]:
    return dict(Response.objects.filter(assessment=here.assessment).values_list("practice__code", "level"))


def test_the_page_names_what_it_shows_of_last_time(here: Carrying) -> None:
    answer(here.assessment, SECOND, here.lead, level=4)
    page = client_of(here.lead).get(here.address("dimension-answer", PAGE)).text
    assert [code for code in EVERY if f'name="shown" value="{code}"' in page] == [FIRST, THIRD]
    assert "2 of these questions show what was said last time" in page
    assert f'hx-select-oob="#{FIRST},#{THIRD}"' in page


def test_a_page_with_nothing_of_last_time_left_says_nothing_of_it(here: Carrying) -> None:
    answer(here.assessment, EVERY, here.lead)
    assert "left to confirm" not in client_of(here.lead).get(here.address("dimension-answer", PAGE)).text


def test_it_answers_with_the_questions_and_what_is_left(here: Carrying) -> None:
    response = confirm(here, here.lead)
    assert (response.status_code, response["X-Fragment"]) == (200, "1")
    assert [code for code in EVERY if f'<article class="card question answer" id="{code}"' in response.text] == EVERY
    assert response.text.count("Saved <time") == 3
    assert "Nothing on this page is left to confirm together." in response.text
    assert stored(here) == dict.fromkeys(EVERY, 2)
    assert Evidence.objects.filter(assessment=here.assessment).count() == 1


def test_only_what_the_page_showed(here: Carrying) -> None:
    assert confirm(here, here.lead, [THIRD]).status_code == 200
    assert stored(here) == {THIRD: 2}


def test_what_the_page_has_an_answer_for_is_left_to_that_answer(here: Carrying) -> None:
    assert confirm(here, here.lead, fields={f"{FIRST}-answer": "4"}).status_code == 200
    assert stored(here) == dict.fromkeys(EVERY[1:], 2)


def test_a_page_that_is_out_of_date_is_told_and_the_rest_is_done(here: Carrying) -> None:
    answer(here.assessment, SECOND, here.lead, level=4)
    response = confirm(here, here.lead)
    assert response.status_code == 409
    assert response.text.count("Not confirmed: this changed since the page was loaded.") == 1
    assert stored(here) == {FIRST: 2, SECOND: 4, THIRD: 2}


def test_without_a_script_everything_typed_is_stored_too(here: Carrying) -> None:
    fields = {**answered(SECOND, "4"), **answered(THIRD, "", remark="As ever."), "confirm": "together", "shown": EVERY}
    response = client_of(here.lead).post(here.address("dimension-answer", PAGE), fields)
    assert response["Location"] == here.address("dimension-answer", PAGE)
    assert stored(here) == {FIRST: 2, SECOND: 4, THIRD: 2}
    assert Response.objects.get(assessment=here.assessment, practice__code=THIRD).remark == "As ever."
    assert confirm(here, here.member, htmx=False)["Location"] == here.address("dimension-answer", PAGE)


@pytest.mark.parametrize("shown", [["DAT-STO-01"], ["NO-SUCH"], [""], [FIRST, FIRST]], ids=str)
def test_what_the_page_has_no_question_for_is_refused(here: Carrying, shown: list[str]) -> None:
    assert confirm(here, here.lead, shown).status_code == 400
    assert stored(here) == {}


def test_a_page_that_is_not_asked_is_not_found(here: Carrying) -> None:
    for dimension in ("MOD-INV", "NO-SUCH"):
        assert confirm(here, here.lead, [], dimension=dimension).status_code == 404


def test_only_those_who_answer_here_while_it_is_open(here: Carrying) -> None:
    assert confirm(here, person()).status_code == 404
    assert confirm(here, here.lead, fields={"typed_by": str(here.member.pk)}).status_code == 400
    assert confirm(here, here.lead, fields={"version": ""}).status_code == 400
    assert client_of(here.lead).get(here.address("dimension-confirm", PAGE)).status_code == 405
    assert stored(here) == {}
    answer(here.assessment, SECOND, here.lead)
    submit(here.assessment, by=here.lead)
    assert confirm(here, here.lead).status_code == 409
    assert stored(here) == {SECOND: 2}


@pytest.mark.parametrize("shown", [[FIRST], EVERY], ids=["one", "three"])
def test_as_many_statements_for_one_as_for_many(here: Carrying, shown: list[str]) -> None:
    client, address = client_of(here.lead), here.address("dimension-confirm", PAGE)
    client.post(address, here.version, headers={"HX-Request": "true"})
    sent = statements(lambda: client.post(address, {**here.version, "shown": shown}, headers={"HX-Request": "true"}))
    assert len(sent) == 2 + 2 + 6 + 2  # who asks, what there is, confirming, what there is now
    assert stored(here) == dict.fromkeys(shown, 2)
