"""Using evidence of an earlier assessment again."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessments.models import Evidence, User
from tests.factories import Organisation, client_of, submit

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"


@pytest.fixture
def entry(organisation: Organisation) -> Evidence:
    """An entry of the team's first assessment."""
    return Evidence.objects.get(assessment=organisation.result.assessment_id, practice__code=CODE)


def reuse(user: User, organisation: Organisation, entry: Evidence, *, htmx: bool = True) -> HttpResponse:
    address = reverse("assessments:evidence-reuse", args=(organisation.assessment.pk, entry.pk))
    return client_of(user).post(address, headers={"HX-Request": "true"} if htmx else {})  # type: ignore[return-value]


def test_it_answers_with_the_entries(organisation: Organisation, entry: Evidence) -> None:
    response = reuse(organisation.member, organisation, entry)
    assert (response.status_code, response["X-Fragment"]) == (200, "1")
    assert "Remy Removed, " in response.text
    assert ", from an earlier assessment; " in response.text
    assert "Evidence (1)" in response.text
    assert "Use again" not in response.text
    copy = Evidence.objects.get(assessment=organisation.assessment, practice__code=CODE)
    assert (copy.reused_from, copy.dated, copy.author) == (entry, entry.dated, entry.author)


def test_without_a_script_it_is_a_button_of_the_page(organisation: Organisation, entry: Evidence) -> None:
    page = reverse("assessments:dimension-answer", args=(organisation.assessment.pk, "MLO-TRN"))
    text = client_of(organisation.member).get(page).text
    assert f'name="reuse" value="{entry.pk}"' in text
    assert f'name="remove" value="{entry.pk}"' not in text
    assert client_of(organisation.member).post(page, {"reuse": entry.pk}).status_code == 302
    assert Evidence.objects.filter(assessment=organisation.assessment, reused_from=entry).count() == 1
    assert reuse(organisation.member, organisation, entry).status_code == 404
    Evidence.objects.filter(reused_from=entry).delete()
    response = reuse(organisation.member, organisation, entry, htmx=False)
    assert response["Location"].endswith(f"/MLO-TRN/#{CODE}")


def test_another_teams_is_not_found(organisation: Organisation) -> None:
    for assessment in (organisation.assessment_elsewhere, organisation.result_elsewhere.assessment):
        theirs = Evidence.objects.filter(assessment=assessment)[0]
        assert reuse(organisation.lead, organisation, theirs).status_code == 404
    assert Evidence.objects.filter(assessment=organisation.assessment).count() == 1


def test_only_by_those_who_answer_here_while_it_is_open(organisation: Organisation, entry: Evidence) -> None:
    for user, status in ((organisation.manager, 403), (organisation.lead_elsewhere, 404), (organisation.stranger, 404)):
        assert reuse(user, organisation, entry).status_code == status
    address = reverse("assessments:evidence-reuse", args=(organisation.assessment.pk, entry.pk))
    assert client_of(organisation.member).get(address).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert reuse(organisation.member, organisation, entry).status_code == 409
    assert not Evidence.objects.filter(reused_from=entry).exists()
