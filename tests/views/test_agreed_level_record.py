"""A lead records the level that the team settled on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessments.models import AgreedLevel, Membership, User
from assessments.services import agreed_levels
from tests.factories import Organisation, answer, client_of, submit

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"


@pytest.fixture
def disputed(organisation: Organisation) -> Organisation:
    answer(organisation.assessment, CODE, organisation.lead, level=3)
    answer(organisation.assessment, CODE, organisation.member, level=1)
    return organisation


def record(user: User, disputed: Organisation, *, practice: str = CODE, **fields: object) -> HttpResponse:
    address = reverse("assessments:agreed-level-record", args=(disputed.assessment.pk, practice))
    sent: dict[str, object] = {
        f"{CODE}-{name}": value for name, value in ({"level": "2", "reason": "We talked."} | fields).items()
    }
    return client_of(user).post(address, sent)  # type: ignore[return-value]


def test_it_is_recorded_shown_and_taken_back(disputed: Organisation) -> None:
    lead, assessment = disputed.lead, disputed.assessment
    response = record(lead, disputed)
    assert response["Location"].endswith(f"/review/#settle-{CODE}")
    row = AgreedLevel.objects.get()
    assert (row.level, row.reason, row.agreed_by, row.practice.code) == (2, "We talked.", lead, CODE)
    page = client_of(lead).get(response["Location"]).text
    assert "Recorded: level 2 by Lea Lead" in page
    assert "level 2 counts." in page
    address = reverse("assessments:agreed-level-record", args=(assessment.pk, CODE))
    assert client_of(lead).post(address, {"withdraw": "1"}).status_code == 302
    assert not AgreedLevel.objects.exists()


def test_it_lapses_with_a_new_answer_and_says_so(disputed: Organisation) -> None:
    record(disputed.lead, disputed)
    answer(disputed.assessment, CODE, disputed.stranger, level=2)
    page = client_of(disputed.lead).get(reverse("assessments:assessment-review", args=(disputed.assessment.pk,))).text
    assert "Lapsed, since an answer changed:" in page


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
    address = reverse("assessments:agreed-level-record", args=(disputed.assessment.pk, CODE))
    assert client_of(disputed.lead).get(address).status_code == 405
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
    withdrawn = (
        {"withdraw": "1"} if service == "withdraw_agreed_level" else {f"{CODE}-level": "3", f"{CODE}-reason": "x"}
    )
    address = reverse("assessments:agreed-level-record", args=(disputed.assessment.pk, CODE))
    assert client_of(disputed.lead).post(address, withdrawn).status_code == status
    assert AgreedLevel.objects.get().level == 2
