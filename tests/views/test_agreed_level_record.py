"""A lead records the level that the team settled on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.core.workflow import Role
from assessments.models import AgreedLevel, AgreedLevelChange, Membership, User
from assessments.services import agreed_levels
from tests.browsing import Person
from tests.factories import Organisation, answer, client_of, member_of, submit
from tests.services.acts import agree

pytestmark = pytest.mark.django_db
CODE, OTHER = "MLO-TRN-01", "DAT-STO-03"


@pytest.fixture
def disputed(organisation: Organisation) -> Organisation:
    answer(organisation.assessment, CODE, organisation.lead, level=3)
    answer(organisation.assessment, CODE, organisation.member, level=1)
    return organisation


def record(
    user: User, disputed: Organisation, *, practice: str = CODE, query: str = "", **fields: object
) -> HttpResponse:
    """Post a level, having seen the newest change unless told otherwise."""
    newest = AgreedLevelChange.objects.order_by("id").last()
    told = {"level": "2", "reason": "We talked.", "dissent": "", "seen": newest.pk if newest else 0} | fields
    sent: dict[str, object] = {f"{CODE}-{name}": value for name, value in told.items()}
    return client_of(user).post(address(disputed, practice) + query, sent)  # type: ignore[return-value]


def address(disputed: Organisation, practice: str = CODE) -> str:
    return reverse("assessments:agreed-level-record", args=(disputed.assessment.pk, practice))


def page_of(disputed: Organisation, practice: str = CODE) -> str:
    return reverse("assessments:settling-practice", args=(disputed.assessment.pk, practice))


def test_whose_sign_in_has_ended_gets_the_reason_and_the_dissent_back(disputed: Organisation) -> None:
    sent = {f"{CODE}-level": "2", f"{CODE}-reason": "We talked.", f"{CODE}-dissent": "Mem sees 3.", f"{CODE}-seen": "0"}
    response = Client().post(address(disputed), sent, headers={"referer": f"http://testserver{page_of(disputed)}"})
    assert response.status_code == 403
    assert all(f"<dd>{text}</dd>" in response.text for text in ("Level 2", "We talked.", "Mem sees 3."))
    assert f"?next={page_of(disputed)}" in response.text
    assert not AgreedLevel.objects.exists()


def test_it_is_recorded_with_dissent_and_the_meeting_goes_on(disputed: Organisation) -> None:
    lead, assessment = disputed.lead, disputed.assessment
    answer(assessment, OTHER, lead, level=0)
    answer(assessment, OTHER, disputed.member, level=4)
    first = record(lead, disputed, dissent="Mem sees it at 3.")
    assert first["Location"] == f"{page_of(disputed, OTHER)}#practice"
    row = AgreedLevel.objects.get()
    assert (row.level, row.reason, row.dissent, row.agreed_by, row.practice.code) == (
        *(2, "We talked.", "Mem sees it at 3."),
        *(lead, CODE),
    )
    projected = record(lead, disputed, query="?projector=1", level="3")
    assert projected["Location"] == f"{page_of(disputed, OTHER)}?projector=1#practice"
    agree(assessment, lead, 0, OTHER)
    last = record(lead, disputed, seen=AgreedLevelChange.objects.filter(practice=row.practice).latest("id").pk)
    assert last["Location"] == reverse("assessments:settling-show", args=(assessment.pk,))


def test_the_next_page_says_what_was_recorded(disputed: Organisation) -> None:
    person = Person(disputed.lead)
    person.open(page_of(disputed))
    person.send(person.page.form(action=address(disputed)), {f"{CODE}-level": "2", f"{CODE}-reason": "We talked."})
    assert "Recorded: level 2 for Training pipeline as code." in person.page.text
    assert "All is settled that you have answered." in person.page.text


def test_it_is_taken_back_and_the_page_stays(disputed: Organisation) -> None:
    record(disputed.lead, disputed)
    person = Person(disputed.lead)
    person.open(page_of(disputed))
    person.send(person.page.form(action=address(disputed)), press="Take the record back")
    assert person.page.path == f"{page_of(disputed)}#practice"
    assert "Taken back: the middle answer counts again" in person.page.text
    assert "the middle answer counts: level 1." in person.page.text
    assert not AgreedLevel.objects.exists()


def test_it_lapses_with_a_new_answer_and_says_so(disputed: Organisation) -> None:
    record(disputed.lead, disputed)
    answer(disputed.assessment, CODE, disputed.stranger, level=2)
    assert "Lapsed, since an answer changed:" in client_of(disputed.lead).get(page_of(disputed)).text


def test_the_later_of_two_leads_sees_both_versions_and_chooses(disputed: Organisation) -> None:
    other = member_of(disputed.team, Role.LEAD, "Ole Other")
    answer(disputed.assessment, CODE, other, level=1)
    record(disputed.lead, disputed, reason="As Lea said.", dissent="Mem sees it at 1.")
    person = Person(other)
    person.open(page_of(disputed))
    stale = {f"{CODE}-seen": "0", f"{CODE}-level": "3", f"{CODE}-reason": "As Ole said.", f"{CODE}-dissent": "Lea: 2."}
    person.send(person.page.form(action=address(disputed)), stale)
    assert person.page.status == 409
    for words in (
        "Not stored: Lea Lead changed the agreed level meanwhile.",
        "Level 2: “As Lea said.” Seen otherwise: “Mem sees it at 1.”",
        "Level 3: “As Ole said.” Seen otherwise: “Lea: 2.”",
    ):
        assert words in person.page.text
    assert AgreedLevel.objects.get().reason == "As Lea said."
    form = person.page.form(action=address(disputed))
    assert [one["value"] for one in form.all("input", type="radio") if "checked" in one] == ["3"]
    instead = next(one for one in person.page.main.all("button") if one.text == "Record mine instead")
    assert instead["form"] == form["id"]
    person.send(form, press="Record and go on")
    row = AgreedLevel.objects.get()
    assert (row.level, row.reason, row.dissent, row.agreed_by) == (3, "As Ole said.", "Lea: 2.", other)
    assert [one.reason for one in AgreedLevelChange.objects.all()] == ["As Lea said.", "As Ole said."]


def test_a_page_from_another_time_is_told_so(disputed: Organisation) -> None:
    response = record(disputed.lead, disputed, seen=7)
    assert response.status_code == 409
    assert "this page is out of date" in response.text
    assert "No level is recorded." in response.text


def test_who_has_not_answered_records_nothing_and_learns_nothing(disputed: Organisation) -> None:
    """That a level lies outside the answers would tell where they are."""
    newcomer = member_of(disputed.team, Role.LEAD)
    for level in ("0", "2"):
        response = record(newcomer, disputed, level=level)
        assert response["Location"] == f"{page_of(disputed)}#practice"
    assert not AgreedLevel.objects.exists()


def test_what_waits_cannot_be_settled(disputed: Organisation) -> None:
    response = record(disputed.lead, disputed, practice="MOD-INV-01")
    assert response["Location"] == reverse("assessments:settling-show", args=(disputed.assessment.pk,))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"level": "4"}, "between the lowest and the highest answer"),
        ({"level": "0"}, "between the lowest and the highest answer"),
        ({"level": "5"}, "less than or equal to 4"),
        ({"level": ""}, "Choose a level."),
        ({"level": "9" * 5000}, "Enter a whole number."),
        ({"level": ["1", "2"]}, "sent more than once"),
        ({"reason": " "}, "Say why the team settled on this level."),
        ({"reason": "x\x00"}, "Null characters are not allowed."),
        ({"reason": "x" * 4001}, "keep this to 4,000 characters"),
        ({"dissent": "x" * 4001}, "keep this to 4,000 characters"),
        ({"seen": ""}, "This page is out of date"),
        ({"seen": "-1"}, "This page is out of date"),
    ],
)
def test_bad_input_is_told_beside_the_practice_and_records_nothing(
    disputed: Organisation, fields: dict[str, Any], message: str
) -> None:
    response = record(disputed.lead, disputed, **fields)
    assert response.status_code == 400
    assert message in response.text
    if "level" in fields:
        assert "We talked.</textarea>" in response.text
    assert not AgreedLevel.objects.exists()


def test_only_a_lead_of_the_team_may(disputed: Organisation) -> None:
    for user, status in (
        (disputed.member, 403),
        (disputed.manager, 403),
        (disputed.lead_elsewhere, 404),
        (disputed.administrator, 404),
    ):
        assert record(user, disputed).status_code == status
    assert record(disputed.lead, disputed, practice="NO-SUCH").status_code == 404
    assert not AgreedLevel.objects.exists()


def test_it_is_posted_to_an_open_assessment_only(disputed: Organisation) -> None:
    assert client_of(disputed.lead).get(address(disputed)).status_code == 405
    submit(disputed.assessment, by=disputed.lead)
    assert record(disputed.lead, disputed).status_code == 409
    assert not AgreedLevel.objects.exists()


def _submitted(disputed: Organisation) -> None:
    submit(disputed.assessment, by=disputed.lead)


def _left(disputed: Organisation) -> None:
    Membership.objects.filter(user=disputed.lead).delete()


@pytest.mark.parametrize("service", ["record_agreed_level", "withdraw_agreed_level"])
@pytest.mark.parametrize(("happens", "status"), [(_submitted, 409), (_left, 404)])
def test_what_happens_between_looking_and_storing_is_told(
    disputed: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    service: str,
    happens: Callable[[Organisation], None],
    status: int,
) -> None:
    record(disputed.lead, disputed)
    act = getattr(agreed_levels, service)

    def overtaken(**options: Any) -> None:
        happens(disputed)
        act(**options)

    monkeypatch.setattr(agreed_levels, service, overtaken)
    press = {"withdraw": "1"} if service == "withdraw_agreed_level" else {}
    newest = AgreedLevelChange.objects.get().pk
    sent = {f"{CODE}-level": "3", f"{CODE}-reason": "x", f"{CODE}-seen": newest, **press}
    assert client_of(disputed.lead).post(address(disputed), sent).status_code == status
    assert AgreedLevel.objects.get().level == 2
