"""One practice of a meeting: how far people lie apart, what was said, and moving the own answer."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Kind
from assessments.core.workflow import Role
from assessments.models import AgreedLevel, Assessment, Response, ResponseRevision, User
from assessments.queries.held import NotAnswerable
from assessments.services import responses
from tests.browsing import Page, Person
from tests.factories import Organisation, answer, client_of, member_of, practices_of, put_in_place, show, submit
from tests.services.acts import agree

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"


def address(assessment: Assessment, code: str = CODE) -> str:
    return reverse("assessments:settling-practice", args=(assessment.pk, code))


def shown(user: User, organisation: Organisation, *, query: str = "", code: str = CODE) -> Page:
    page = Person(user).open(address(organisation.assessment, code) + query)
    assert page.status == 200
    return page


@pytest.fixture
def disputed(organisation: Organisation) -> Organisation:
    answer(organisation.assessment, CODE, organisation.lead, level=3, remark="It is scripted.")
    answer(organisation.assessment, CODE, organisation.member, level=1, remark="Not on Fridays.")
    show(organisation.assessment, CODE, organisation.member, text="https://example.org/pipeline")
    return organisation


def test_a_lead_sees_question_anchors_dots_remarks_and_evidence(disputed: Organisation) -> None:
    page = shown(disputed.lead, disputed)
    assert page.main.one("h1")["id"] == "practice"
    assert len(page.main.one("ol", of="levels").all("li")) == 5
    drawing = page.main.one("svg")
    assert drawing["aria-label"] == "Everybody: 1 at level 1, 1 at level 3."
    assert len(drawing.all("circle")) == 2
    (row,) = page.main.one("table", of="dot-table").one("tbody").all("tr")
    assert [cell.text for cell in row.all("td")] == ["0", "1", "0", "1", "0", "1"]
    for words in ("Mem Ber", "Not on Fridays.", "It is scripted.", "https://example.org/pipeline", "Discuss it"):
        assert words in page.text
    assert "With so few answers this points at a conversation, no more." in page.text
    levels = [one["value"] for one in page.main.all("input", type="radio")]
    assert levels == ["1", "2", "3"]


@pytest.mark.parametrize(("who", "query"), [("member", ""), ("lead", "?projector=1")])
def test_others_and_the_projector_show_no_names(disputed: Organisation, who: str, query: str) -> None:
    answer(disputed.assessment, CODE, member_of(disputed.team, name="Col League"), level=0, remark="Never.")
    page = shown(getattr(disputed, who), disputed, query=query)
    assert "“Never.”" in page.main.text
    said = page.main.text.partition("What was said and shown")[2].partition("Evidence")[0]
    for name in ("Col League", "Mem Ber", "Lea Lead"):
        assert name not in said


def test_the_projector_has_no_header_and_no_own_answer(disputed: Organisation) -> None:
    page = shown(disputed.lead, disputed, query="?projector=1")
    assert not page.root.all("header")
    assert not page.root.all("footer")
    assert "Your own answer" not in page.text
    assert len(page.main.all("div", of="is-projected")) == 1
    assert page.link("Leave the projector view") == "?"
    record = reverse("assessments:agreed-level-record", args=(disputed.assessment.pk, CODE))
    assert page.form(action=f"{record}?projector=1")["method"] == "post"


@pytest.mark.parametrize(("answers", "named"), [(3, False), (4, True)])
def test_names_hidden_shows_nothing_under_four_answers_and_never_a_name(
    disputed: Organisation, answers: int, named: bool
) -> None:
    Assessment.objects.filter(pk=disputed.assessment.pk).update(names_hidden=True)
    for number in range(answers - 2):
        answer(disputed.assessment, CODE, member_of(disputed.team, name=f"Rater {number}"), level=2, remark="So-so.")
    page = shown(disputed.lead, disputed)
    assert ("Too few people have answered this." in page.text) is not named
    assert ("Not on Fridays." in page.text) is named
    for name in ("Mem Ber", "Rater 0", "practitioner"):
        assert name not in page.text


def test_who_has_not_answered_sees_no_spread_but_the_way_to_the_question(disputed: Organisation) -> None:
    lead = member_of(disputed.team, Role.LEAD)
    page = shown(lead, disputed)
    assert "Answer first." in page.text
    assert not page.main.all("svg")
    for secret in ("Contested", "Not on Fridays.", "example.org", "Mem Ber", "level 1"):
        assert secret not in page.text
    assert not page.main.all("form")
    question = reverse("assessments:dimension-answer", args=(disputed.assessment.pk, "MLO-TRN"))
    assert page.link("Answer this question") == f"{question}#{CODE}"


def test_the_gap_between_work_roles_is_told(organisation: Organisation) -> None:
    for number in range(6):
        rater = member_of(organisation.team)
        User.objects.filter(pk=rater.pk).update(work_role="leadership" if number < 3 else "practitioner")
        answer(organisation.assessment, CODE, rater, level=3 if number < 3 else 1)
    answer(organisation.assessment, CODE, organisation.lead, kind=Kind.DONT_KNOW)
    page = shown(organisation.lead, organisation)
    assert "By work role the middle answer is 3 (leadership), 1 (practitioner): two levels apart." in page.text
    assert "Leaders often see things further along" in page.text
    assert "One said don’t know." in page.text
    rows = page.main.one("table", of="dot-table").one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == ["Everybody", "Leadership", "Practitioner"]


def test_the_way_through_the_meeting(disputed: Organisation) -> None:
    for person, level in ((disputed.lead, 0), (disputed.member, 4)):
        answer(disputed.assessment, ["DAT-STO-03", "MLO-MON-02"], person, level=level)
    page = shown(disputed.lead, disputed)
    assert "1 of 3; 3 left to settle" in page.text
    after = page.main.one("a", rel="next")["href"]
    assert after.endswith("#practice")
    assert not page.main.all("a", rel="prev")
    on = Person(disputed.lead)
    on.open(after)
    assert on.page.main.one("a", rel="prev")["href"].startswith(address(disputed.assessment))
    projected = shown(disputed.lead, disputed, query="?projector=1")
    assert "?projector=1#practice" in projected.main.one("a", rel="next")["href"]


def test_a_member_moves_the_own_answer_and_an_agreed_level_lapses(disputed: Organisation) -> None:
    agree(disputed.assessment, disputed.lead, 3, CODE)
    person = Person(disputed.member)
    person.open(address(disputed.assessment))
    person.send(person.page.form(holding="revision"), press="Move mine to level 2")
    assert person.page.path.endswith("#practice")
    assert "Your answer is level 2 now. Level 3, agreed before, has lapsed." in person.page.text
    assert "Lapsed, since an answer changed:" in person.page.text
    assert "You said: Level 2" in person.page.text
    row = Response.objects.get(respondent=disputed.member, practice__code=CODE)
    assert (row.level, row.revision, row.remark) == (2, 2, "Not on Fridays.")
    assert ResponseRevision.objects.filter(respondent=disputed.member, practice__code=CODE, revision=2).exists()
    assert AgreedLevel.objects.get().level == 3


def test_an_answer_that_was_changed_elsewhere_meanwhile_is_not_moved(disputed: Organisation) -> None:
    Response.objects.filter(respondent=disputed.member).update(revision=2, level=0)
    response = client_of(disputed.member).post(address(disputed.assessment), {"level": "2", "revision": "1"})
    assert response.status_code == 409
    assert "you changed your answer elsewhere meanwhile" in response.text
    assert "Level 0" in response.text
    assert Response.objects.get(respondent=disputed.member, practice__code=CODE).level == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"level": "5"}, "less than or equal to 4"),
        ({"level": ""}, "Choose a level."),
        ({"revision": ""}, "out of date"),
        ({"level": ["1", "2"]}, "sent more than once"),
    ],
)
def test_a_move_that_makes_no_sense_changes_nothing(
    disputed: Organisation, fields: dict[str, str], message: str
) -> None:
    sent = {"level": "2", "revision": "1", **fields}
    response = client_of(disputed.member).post(address(disputed.assessment), sent)
    assert response.status_code == 400
    assert message in response.text
    assert Response.objects.get(respondent=disputed.member, practice__code=CODE).level == 1


def test_a_level_that_is_not_offered_is_no_move(disputed: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**options: object) -> int:
        raise responses.InvalidAnswer("answer", "Choose one of the levels offered.")

    monkeypatch.setattr("assessments.views.settling.record_response", refused)
    response = client_of(disputed.member).post(address(disputed.assessment), {"level": "2", "revision": "1"})
    assert response.status_code == 400
    assert "Choose one of the levels offered." in response.text


def test_who_has_no_answer_has_none_to_move(disputed: Organisation) -> None:
    newcomer = member_of(disputed.team)
    response = client_of(newcomer).post(address(disputed.assessment), {"level": "2", "revision": "1"})
    assert "Answer first." in response.text
    assert not Response.objects.filter(respondent=newcomer).exists()


def test_what_waits_leads_back_to_the_list(organisation: Organisation) -> None:
    behind = practices_of(organisation.assessment, "modelops")[0]
    response = client_of(organisation.lead).get(address(organisation.assessment, behind))
    assert response["Location"] == reverse("assessments:settling-show", args=(organisation.assessment.pk,))
    put_in_place(organisation.assessment, organisation.lead, "mlops")
    assert client_of(organisation.lead).get(address(organisation.assessment, behind)).status_code == 200


@pytest.mark.parametrize(("closed", "status"), [(True, 409), (False, 302)])
def test_what_happens_between_looking_and_moving_is_told(
    disputed: Organisation, monkeypatch: pytest.MonkeyPatch, closed: bool, status: int
) -> None:
    def overtaken(**options: object) -> int:
        if closed:
            submit(disputed.assessment, by=disputed.lead)
            raise NotAnswerable
        raise responses.DisciplineWaits("mlops")

    monkeypatch.setattr("assessments.views.settling.record_response", overtaken)
    response = client_of(disputed.member).post(address(disputed.assessment), {"level": "2", "revision": "1"})
    assert response.status_code == status


def test_only_members_and_leads_of_the_team_see_it(disputed: Organisation) -> None:
    place = address(disputed.assessment)
    for user, status in ((disputed.manager, 403), (disputed.lead_elsewhere, 404), (disputed.removed, 404)):
        assert client_of(user).get(place).status_code == status
        assert client_of(user).post(place, {"level": "2", "revision": "1"}).status_code == status
    assert Client().get(place).status_code == 302
    assert client_of(disputed.lead).get(address(disputed.assessment, "NO-SUCH")).status_code == 404
    submit(disputed.assessment, by=disputed.lead)
    assert client_of(disputed.lead).get(place).status_code == 409


@pytest.mark.parametrize("others", [1, 12])
def test_five_statements_whatever_the_size(
    disputed: Organisation, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = practices_of(disputed.assessment, "mlops")
    for number in range(others):
        answer(disputed.assessment, codes, member_of(disputed.team), level=number % 5)
    for number in range(others):
        agree(disputed.assessment, disputed.lead, 1, CODE, f"Reason {number}.")
    client = client_of(disputed.lead)
    with django_assert_num_queries(5):
        client.get(address(disputed.assessment))
