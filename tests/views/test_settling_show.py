"""The list of a meeting: what is to be settled, what is to be answered first, what has been settled."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, User
from tests.browsing import Page, Person
from tests.factories import Organisation, answer, client_of, member_of, practices_of, put_in_place, submit
from tests.services.acts import agree

pytestmark = pytest.mark.django_db
CODE, OTHER = "MLO-TRN-01", "DAT-STO-03"


def address(assessment: Assessment) -> str:
    return reverse("assessments:settling-show", args=(assessment.pk,))


def shown(user: User, organisation: Organisation) -> Page:
    page = Person(user).open(address(organisation.assessment))
    assert page.status == 200
    return page


@pytest.fixture
def disputed(organisation: Organisation) -> Organisation:
    answer(organisation.assessment, [OTHER, CODE], organisation.lead, level=3)
    answer(organisation.assessment, [OTHER, CODE], organisation.member, level=1)
    return organisation


def test_what_weighs_most_comes_first_and_the_meeting_begins_there(disputed: Organisation) -> None:
    page = shown(disputed.lead, disputed)
    assert "Two questions left to talk over." in page.text
    topics = page.main.one("ol", of="topics").all("li")
    assert [CODE in topics[0].text, OTHER in topics[1].text] == [True, True]
    assert "Contested" in topics[0].text
    assert "2 answers, from level 1 to 3." in topics[0].text
    assert "Agreement" not in topics[0].text
    begin = reverse("assessments:settling-practice", args=(disputed.assessment.pk, CODE))
    assert page.link("Begin the meeting") == f"{begin}#practice"
    assert page.link("Begin on a projector") == f"{begin}?projector=1"


def test_a_practice_that_can_change_a_gate_says_which(organisation: Organisation) -> None:
    put_in_place(organisation.assessment, organisation.lead, "mlops")
    answer(organisation.assessment, CODE, organisation.member, level=0)
    assert "This can change the gates to ModelOps and AIOps." in shown(organisation.lead, organisation).text


def test_the_figure_of_agreement_stands_from_four_answers_up(disputed: Organisation) -> None:
    for number in range(2):
        answer(disputed.assessment, CODE, member_of(disputed.team), level=3 - number)
    page = shown(disputed.lead, disputed)
    assert "Agreement (rwg ) 0.54 of 1" in page.text
    assert page.text.count("Agreement (rwg ) ") == 1


def test_what_the_reader_has_not_answered_tells_nothing_and_leads_to_the_question(disputed: Organisation) -> None:
    newcomer = member_of(disputed.team)
    page = shown(newcomer, disputed)
    assert "Answer first." in page.text
    assert "Contested" not in page.text
    assert "level 1" not in page.text
    question = reverse("assessments:dimension-answer", args=(disputed.assessment.pk, "MLO-TRN"))
    listed = [one["href"] for one in page.main.one("section").all("a")]
    assert f"{question}#{CODE}" in listed
    assert page.main.one("a", of="btn-primary")["href"] == listed[0]


def test_nothing_to_settle(organisation: Organisation) -> None:
    answer(organisation.assessment, CODE, organisation.lead, level=3)
    page = shown(organisation.lead, organisation)
    assert "Nobody disagrees on what you have answered." in page.text
    assert "Begin the meeting" not in page.text


def test_what_was_settled_is_told_with_dissent_and_a_lead_may_undo_it(disputed: Organisation) -> None:
    agree(disputed.assessment, disputed.lead, 2, CODE, "We talked.", dissent="Mem sees it at 3.")
    to_lead, to_member = shown(disputed.lead, disputed), shown(disputed.member, disputed)
    for page in (to_lead, to_member):
        assert "One question left to talk over." in page.text
        assert "Agreed: level 2, recorded by Lea Lead" in page.text
        assert "two gave another level" in page.text
        assert "“We talked.”" in page.text
        assert "Seen otherwise: “Mem sees it at 3.”" in page.text
    undo = reverse("assessments:agreed-level-undo", args=(disputed.assessment.pk, CODE))
    lead = Person(disputed.lead)
    lead.open(address(disputed.assessment))
    lead.send(lead.page.form(action=undo))
    assert "Undone:" in lead.page.text
    assert not to_member.main.all("form")


def test_how_far_all_agree_in_words_and_figures(organisation: Organisation) -> None:
    colleague = member_of(organisation.team)
    everyone = [organisation.lead, organisation.member, colleague]
    for code, level in zip(practices_of(organisation.assessment, "mlops"), [0, 1, 2, 3, 4] * 5, strict=True):
        for person in everyone[: 3 if code != CODE else 2]:
            answer(organisation.assessment, code, person, level=level)
    page = shown(organisation.lead, organisation)
    assert "Firm: people see most questions alike." in page.text
    assert "alpha is 1.000, over 25 questions that two or more of 3 people gave a level" in page.text


def test_below_the_sizes_nothing_is_said_of_it(disputed: Organisation) -> None:
    assert "alpha" not in shown(disputed.lead, disputed).text


def test_only_members_and_leads_of_the_team_see_it(organisation: Organisation) -> None:
    place = address(organisation.assessment)
    for user, status in ((organisation.manager, 403), (organisation.lead_elsewhere, 404), (organisation.removed, 404)):
        assert client_of(user).get(place).status_code == status
    assert Client().get(place).status_code == 302
    assert client_of(organisation.lead).post(place).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert client_of(organisation.lead).get(place).status_code == 409


@pytest.mark.parametrize("others", [1, 12])
def test_five_statements_whatever_the_size(
    organisation: Organisation, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = practices_of(organisation.assessment, "mlops")
    answer(organisation.assessment, codes, organisation.lead, level=0)
    for number in range(others):
        answer(organisation.assessment, codes, member_of(organisation.team), level=number % 5)
    for code in codes[:others]:
        agree(organisation.assessment, organisation.lead, 0, code)
    client = client_of(organisation.lead)
    with django_assert_num_queries(5):
        client.get(address(organisation.assessment))
