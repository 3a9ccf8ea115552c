"""Removing an entry of evidence."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessments.models import Evidence, User
from assessments.services import evidence
from tests.factories import Organisation, client_of, show, submit

pytestmark = pytest.mark.django_db
CODE = "DAT-STO-01"


def remove(user: User, entry: Evidence, *, htmx: bool = True) -> HttpResponse:
    address = reverse("assessments:evidence-remove", args=(entry.assessment_id, entry.pk))
    return client_of(user).post(address, headers={"HX-Request": "true"} if htmx else {})  # type: ignore[return-value]


@pytest.fixture
def entry(organisation: Organisation) -> Evidence:
    return show(organisation.assessment, CODE, organisation.member)[0]


def test_its_author_and_a_lead_may(organisation: Organisation, entry: Evidence) -> None:
    response = remove(organisation.member, entry)
    assert (response.status_code, response["X-Fragment"]) == (200, "1")
    assert 'hx-swap-oob="true">Add evidence<' in response.text
    (another,) = show(organisation.assessment, CODE, organisation.member)
    assert remove(organisation.lead, another, htmx=False)["Location"].endswith(f"/DAT-STO/#{CODE}")
    assert not Evidence.objects.filter(author=organisation.member).exists()


def test_another_member_may_not(organisation: Organisation, entry: Evidence) -> None:
    theirs = show(organisation.assessment, CODE, organisation.lead)[0]
    assert remove(organisation.member, theirs).status_code == 404
    for user, status in ((organisation.manager, 403), (organisation.lead_elsewhere, 404), (organisation.stranger, 404)):
        assert remove(user, entry).status_code == status
    assert Evidence.objects.filter(pk__in=(entry.pk, theirs.pk)).count() == 2


def test_an_entry_of_another_assessment_is_not_found(organisation: Organisation) -> None:
    elsewhere = Evidence.objects.get(assessment=organisation.assessment_elsewhere)
    address = reverse("assessments:evidence-remove", args=(organisation.assessment.pk, elsewhere.pk))
    assert client_of(organisation.lead).post(address).status_code == 404
    assert Evidence.objects.filter(pk=elsewhere.pk).exists()


def test_it_is_posted_to_an_open_assessment_only(organisation: Organisation, entry: Evidence) -> None:
    address = reverse("assessments:evidence-remove", args=(entry.assessment_id, entry.pk))
    assert client_of(organisation.member).get(address).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert remove(organisation.member, entry).status_code == 409
    assert Evidence.objects.filter(pk=entry.pk).exists()


def test_one_that_is_submitted_meanwhile_says_so(
    organisation: Organisation, entry: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = evidence.remove_evidence

    def overtaken(**options: Any) -> None:
        submit(organisation.assessment, by=organisation.lead)
        act(**options)

    monkeypatch.setattr(evidence, "remove_evidence", overtaken)
    response = remove(organisation.member, entry)
    assert response.status_code == 409
    assert "This assessment is submitted" in response.text
    assert Evidence.objects.filter(pk=entry.pk).exists()
