"""Marking a discussion as settled."""

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Discussion, User
from assessments.services.discussions import add_comment
from tests.factories import Organisation, answer, built_in, client_of, member_of, submit

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"


def settle(user: User, assessment: Assessment, seen: object) -> HttpResponse:
    address = reverse("assessments:discussion-settle", args=(assessment.pk, CODE))
    return client_of(user).post(address, {"seen": seen})  # type: ignore[return-value]


@pytest.fixture
def talked(organisation: Organisation) -> Organisation:
    """The member and the lead have answered, and the member has spoken."""
    for person in (organisation.lead, organisation.member):
        answer(organisation.assessment, CODE, person)
    add_comment(
        assessment_id=organisation.assessment.pk, published=built_in(), practice=CODE, author_id=organisation.member.pk,
        text="Is it so?", at=timezone.now(),
    )  # fmt: skip
    return organisation


def is_settled() -> bool:
    return Discussion.objects.get().settled_at is not None


def test_a_member_or_a_lead_may_and_it_says_who(talked: Organisation) -> None:
    response = settle(talked.lead, talked.assessment, 1)
    address = reverse("assessments:discussion-show", args=(talked.assessment.pk, CODE))
    assert response["Location"] == f"{address}#settled"
    page = " ".join(client_of(talked.member).get(address).text.split())
    assert "<strong>Settled</strong> by Lea Lead" in page
    assert "A further comment opens it again." in page
    assert "Mark as settled" not in page
    assert "<strong>Settled</strong> by you" in " ".join(client_of(talked.lead).get(address).text.split())


@pytest.mark.parametrize(("seen", "status"), [(2, 409), ("", 400), ("x", 400), (0, 400)])
def test_what_was_not_read_is_not_settled(talked: Organisation, seen: object, status: int) -> None:
    response = settle(talked.lead, talked.assessment, seen)
    assert response.status_code == status
    assert "Not settled: somebody said more meanwhile." in response.text
    assert "Is it so?" in response.text
    assert not is_settled()


def test_only_who_has_answered_may_and_only_while_open(talked: Organisation) -> None:
    silent = member_of(talked.team)
    for user, status in ((silent, 403), (talked.manager, 403), (talked.lead_elsewhere, 404), (talked.removed, 404)):
        response = settle(user, talked.assessment, 1)
        assert response.status_code == status
        assert "Is it so?" not in response.text
    submit(talked.assessment, by=talked.lead)
    assert settle(talked.member, talked.assessment, 1).status_code == 409
    assert not is_settled()
