"""Saying that evidence is still true today."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from assessments.models import Evidence, User
from tests.factories import Organisation, client_of, show, submit

pytestmark = pytest.mark.django_db
CODE = "DAT-STO-01"
OLD = timezone.localdate() - timedelta(days=400)


@pytest.fixture
def entry(organisation: Organisation) -> Evidence:
    return show(organisation.assessment, CODE, organisation.lead, dated=OLD)[0]


def renew(user: User, entry: Evidence, *, htmx: bool = True, **fields: str) -> HttpResponse:
    address = reverse("assessments:evidence-renew", args=(entry.assessment_id, entry.pk))
    return client_of(user).post(address, fields, headers={"HX-Request": "true"} if htmx else {})  # type: ignore[return-value]


def test_it_answers_with_the_entries_and_says_who_said_so(organisation: Organisation, entry: Evidence) -> None:
    response = renew(organisation.member, entry)
    assert (response.status_code, response["X-Fragment"]) == (200, "1")
    assert "still true says Mem Ber; of today" in response.text
    assert 'id="DAT-STO-01-evidence-count" hx-swap-oob="true">Evidence (1)<' in response.text
    assert "Still true today" not in response.text
    assert "evidence-fields" not in response.text  # what is typed there stays
    entry.refresh_from_db()
    assert (entry.dated, entry.renewed_by, entry.author) == (
        timezone.localdate(), organisation.member, organisation.lead,
    )  # fmt: skip


def test_without_a_script_it_is_a_button_of_the_page(organisation: Organisation, entry: Evidence) -> None:
    page = reverse("assessments:dimension-answer", args=(entry.assessment_id, "DAT-STO"))
    assert f'name="renew" value="{entry.pk}"' in client_of(organisation.member).get(page).text
    assert client_of(organisation.member).post(page, {"renew": entry.pk}).status_code == 302
    entry.refresh_from_db()
    assert entry.renewed_by == organisation.member
    assert renew(organisation.member, entry, htmx=False)["Location"].endswith(f"/DAT-STO/#{CODE}")


def test_not_in_the_name_of_somebody_else(organisation: Organisation, entry: Evidence) -> None:
    assert renew(organisation.member, entry, typed_by=str(organisation.lead.pk)).status_code == 403
    entry.refresh_from_db()
    assert entry.renewed_by is None


def test_only_by_those_who_answer_here_while_it_is_open(organisation: Organisation, entry: Evidence) -> None:
    for user, status in ((organisation.manager, 403), (organisation.lead_elsewhere, 404), (organisation.stranger, 404)):
        assert renew(user, entry).status_code == status
    address = reverse("assessments:evidence-renew", args=(entry.assessment_id, entry.pk))
    assert client_of(organisation.member).get(address).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert renew(organisation.member, entry).status_code == 409
    entry.refresh_from_db()
    assert entry.dated == OLD
