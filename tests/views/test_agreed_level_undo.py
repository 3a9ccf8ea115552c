"""A lead undoes the last change of an agreed level."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from assessments.core.workflow import Role
from assessments.models import AgreedLevel, AgreedLevelChange, User
from assessments.services import agreed_levels
from tests.browsing import Person
from tests.factories import Organisation, answer, client_of, member_of, submit
from tests.services.acts import agree

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"


@pytest.fixture
def disputed(organisation: Organisation) -> Organisation:
    answer(organisation.assessment, CODE, organisation.lead, level=3)
    answer(organisation.assessment, CODE, organisation.member, level=1)
    agree(organisation.assessment, organisation.lead, 1, CODE, "First.")
    agree(organisation.assessment, organisation.lead, 3, CODE, "Second.")
    return organisation


def address(disputed: Organisation, practice: str = CODE) -> str:
    return reverse("assessments:agreed-level-undo", args=(disputed.assessment.pk, practice))


def page_of(disputed: Organisation) -> str:
    return reverse("assessments:settling-practice", args=(disputed.assessment.pk, CODE))


def undo(user: User, disputed: Organisation, *, seen: object = None, practice: str = CODE) -> HttpResponse:
    newest = AgreedLevelChange.objects.latest("id").pk if seen is None else seen
    return client_of(user).post(address(disputed, practice), {f"{practice}-seen": newest})  # type: ignore[return-value]


def test_what_was_recorded_before_comes_back_and_is_told(disputed: Organisation) -> None:
    person = Person(disputed.lead)
    person.open(page_of(disputed))
    person.send(person.page.form(action=address(disputed)))
    assert person.page.path == f"{page_of(disputed)}#practice"
    assert "Agreed: level 1, recorded by Lea Lead" in person.page.text
    told = [one.text for one in person.page.main.one("details", of="small").all("li")]
    first = localtime(AgreedLevelChange.objects.earliest("id").changed_at)
    brought_back = f"level 1 brought back, as Lea Lead recorded it on {date_format(first, 'j F Y, H:i')}, “First.”"
    assert [one.partition(": ")[2] for one in told] == [brought_back, "level 3, “Second.”", "level 1, “First.”"]


def test_who_recorded_what_comes_back_and_who_undid_it_are_both_told(disputed: Organisation) -> None:
    third = member_of(disputed.team, Role.LEAD, "Thea Third")
    answer(disputed.assessment, CODE, third, level=2)
    for _ in range(3):
        undo(third, disputed)
    page = client_of(third).get(page_of(disputed)).text
    assert "level 1, recorded by Lea Lead" in page
    assert page.count("Thea Third: level 1 brought back, as Lea Lead recorded it") == 2
    assert "recorded by Thea Third" not in page
    history = client_of(third).get(reverse("assessments:response-history", args=(disputed.assessment.pk, CODE))).text
    found = re.findall(r"<strong>(Level \d[^<]*)</strong>[^<]*<span[^>]*>([^<]*)</span>", history)
    told = [(level, re.findall(r"\w+ (?:Third|Lead)", names)) for level, names in found]
    assert told == [
        ("Level 1 brought back", ["Thea Third", "Lea Lead"]),
        ("Level 3 brought back", ["Thea Third", "Lea Lead"]),
        ("Level 1 brought back", ["Thea Third", "Lea Lead"]),
        ("Level 3", ["Lea Lead"]),
        ("Level 1", ["Lea Lead"]),
    ]


def test_a_change_by_somebody_else_meanwhile_is_not_undone_unseen(disputed: Organisation) -> None:
    other = member_of(disputed.team, Role.LEAD, "Ole Other")
    answer(disputed.assessment, CODE, other, level=2)
    before = AgreedLevelChange.objects.latest("id").pk
    agree(disputed.assessment, other, 2, CODE, "Third.")
    response = undo(disputed.lead, disputed, seen=before)
    assert response.status_code == 409
    assert "Ole Other changed the agreed level meanwhile" in response.text
    assert "Level 2: “Third.”" in response.text
    assert "Yours, not stored" not in response.text
    assert AgreedLevel.objects.get().level == 2


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_what_makes_no_sense_undoes_nothing(disputed: Organisation, seen: str) -> None:
    assert undo(disputed.lead, disputed, seen=seen).status_code == 400
    assert AgreedLevel.objects.get().level == 3


def test_nothing_to_undo_is_told(disputed: Organisation) -> None:
    answer(disputed.assessment, "DAT-STO-03", disputed.lead)
    response = undo(disputed.lead, disputed, seen=0, practice="DAT-STO-03")
    assert response.status_code == 400
    assert "Nothing was recorded here that could be undone." in response.text


def test_who_has_not_answered_undoes_nothing(disputed: Organisation) -> None:
    newcomer = member_of(disputed.team, Role.LEAD)
    assert undo(newcomer, disputed)["Location"] == f"{page_of(disputed)}#practice"
    assert AgreedLevel.objects.get().level == 3


def test_only_a_lead_of_the_team_may(disputed: Organisation) -> None:
    for user, status in ((disputed.member, 403), (disputed.manager, 403), (disputed.lead_elsewhere, 404)):
        assert undo(user, disputed).status_code == status
    assert undo(disputed.lead, disputed, practice="NO-SUCH").status_code == 404
    assert client_of(disputed.lead).get(address(disputed)).status_code == 405
    assert AgreedLevel.objects.get().level == 3


def test_it_is_undone_in_an_open_assessment_only(disputed: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    act = agreed_levels.undo_agreed_level

    def overtaken(**options: Any) -> None:
        submit(disputed.assessment, by=disputed.lead)
        act(**options)

    monkeypatch.setattr(agreed_levels, "undo_agreed_level", overtaken)
    assert undo(disputed.lead, disputed).status_code == 409
    assert undo(disputed.lead, disputed).status_code == 409
    assert AgreedLevel.objects.get().level == 3
