"""How the gates stand: as a page of its own, and as news for a script; nothing is given away."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.core.catalog import Gate
from assessments.models import Assessment, User
from assessments.queries import visits
from tests.factories import (
    Organisation,
    answer,
    client_of,
    discipline,
    member_of,
    practice,
    practices_of,
    put_in_place,
    show,
    small_catalog,
    submit,
)
from tests.views.asking import asked_from, foundations, name

pytestmark = pytest.mark.django_db
FIRST, SECOND = "MLO-TRN-01", "MLO-DEP-01"


def address(assessment: Assessment) -> str:
    return reverse("assessments:gates-tell", args=(assessment.pk,))


def page_of(user: User, assessment: Assessment) -> str:
    return without_token(client_of(user).get(address(assessment)).text)


def without_token(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text))


def news_of(user: User, assessment: Assessment) -> str:
    """What a script gets."""
    response = client_of(user).get(address(assessment), headers={"HX-Request": "true"})
    assert response.headers["X-Fragment"] == "1"
    assert "<html" not in response.text
    return re.sub(r"\s+", " ", response.text)


def test_nothing_is_news_before_anything_is_proved(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    assert "gate-news" not in news_of(member, assessment)
    answer(assessment, FIRST, member)  # without evidence, which can come yet
    assert "gate-news" not in news_of(member, assessment)
    page = page_of(member, assessment)
    assert "ModelOps and AIOps: not decided yet." in page
    assert "24 more answers would decide whether MLOps is in place." in page


def test_a_foundation_below_shuts_the_gates_and_says_what_that_means(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, FIRST, member, level=1)
    news = news_of(member, assessment)
    assert 'data-about="mlops-2" data-says="shut"' in news
    assert "ModelOps and AIOps stay shut by the answers so far." in news
    assert "They open only once MLOps is in place, and these answers rule that out:" in news
    assert "Foundations below level 2: " in news
    assert name(FIRST) in news
    assert "Go on answering" in news
    assert reverse("assessments:assessment-review", args=(assessment.pk,)) in news
    assert name(FIRST) in page_of(member, assessment)


def test_what_others_answered_is_told_to_who_has_answered_it_too(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    blank = [told(member, assessment) for told in (news_of, page_of)]
    answer(assessment, [FIRST, SECOND], organisation.lead, level=0)
    assert [told(member, assessment) for told in (news_of, page_of)] == blank
    answer(assessment, FIRST, member, level=0)
    for told in (news_of, page_of):
        assert f">{name(FIRST)}</a>." in told(member, assessment)
        assert name(SECOND) not in told(member, assessment)


def test_a_page_that_tells_what_others_answered_is_noticed(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits.Visit, "hears", lambda visit, practice: True)
    blank = page_of(organisation.member, organisation.assessment)
    answer(organisation.assessment, [FIRST, SECOND], organisation.lead, level=0)
    assert page_of(organisation.member, organisation.assessment) != blank


def test_with_names_hidden_nothing_is_named_under_four_answers(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    Assessment.objects.filter(id=assessment.pk).update(names_hidden=True)
    people = [member, *(member_of(organisation.team) for _ in range(3))]
    for person in people[:3]:
        answer(assessment, FIRST, person, level=0)
    assert "gate-news" not in news_of(member, assessment)
    answer(assessment, FIRST, people[3], level=0)
    assert name(FIRST) in news_of(member, assessment)


def test_evidence_is_all_that_is_missing(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, practices_of(assessment, "mlops"), member)
    codes = foundations("mlops")
    show(assessment, codes[1:], member)
    news = news_of(member, assessment)
    assert 'data-says="unshown"' in news
    assert "ModelOps and AIOps only wait for evidence." in news
    assert "less than 365 days old" in news
    assert name(codes[0]) in news
    assert name(codes[1]) not in news


def test_an_open_gate_leads_on_to_what_it_opened(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    put_in_place(assessment, member, "mlops")
    news = news_of(member, assessment)
    assert 'data-says="open"' in news
    assert "ModelOps and AIOps are open now." in news
    for dimension, onward in (("MOD-INV", "ModelOps"), ("AIO-TEL", "AIOps")):
        at = reverse("assessments:dimension-answer", args=(assessment.pk, dimension))
        assert f'<a href="{at}">Go on to {onward}</a>' in news
        assert client_of(member).get(at).status_code == 200


def test_a_disagreement_alone_is_to_be_settled(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    for level, person in ((4, organisation.lead), (4, member_of(organisation.team)), (0, member)):
        answer(assessment, FIRST, person, level=level)
    news = news_of(member, assessment)
    assert "stay shut until your team settles a disagreement." in news
    assert f">{name(FIRST)}</a>" in news


def test_any_catalog_is_told(organisation: Organisation) -> None:
    small = small_catalog()
    more = replace(
        small,
        disciplines=(*small.disciplines, discipline("bird", practice("BIR-1"))),
        gates=(*small.gates, Gate("fruit", "bird", 3, "Birds eat fruit.")),
    )
    assessment = asked_from(organisation, more)
    put_in_place(assessment, organisation.lead, "tree")
    page = page_of(organisation.lead, assessment)
    assert "Fruit is open now." in page
    assert "Bird: not decided yet." in page
    assert "reaches level 3" in page


def test_a_catalog_without_gates_says_so(organisation: Organisation) -> None:
    assessment = asked_from(organisation, replace(small_catalog(), gates=()))
    assert "there are no gates" in page_of(organisation.lead, assessment)


def test_who_may_see_it(organisation: Organisation) -> None:
    for user, status in ((organisation.manager, 403), (organisation.lead_elsewhere, 404), (organisation.stranger, 404)):
        assert client_of(user).get(address(organisation.assessment)).status_code == status
    assert client_of(organisation.lead).post(address(organisation.assessment)).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert client_of(organisation.lead).get(address(organisation.assessment)).status_code == 409


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_four_statements_whatever_the_size(
    of_any_size: Organisation, headers: dict[str, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(of_any_size.member)
    with django_assert_num_queries(4):
        assert client.get(address(of_any_size.assessment), headers=headers).status_code == 200
