"""It is right as it is: asked no more until something changes, and asked again on demand."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessments.models import Assessment, Response, RightAsItIs, User
from tests.factories import Organisation, answer, client_of, submit
from tests.services.acts import statements

pytestmark = pytest.mark.django_db
KEY = "needs:MLO-DEV-02@3>MLO-DEV-01@0"


def address(name: str, assessment: Assessment) -> str:
    return reverse(f"assessments:{name}", args=(assessment.pk,))


def say(user: User, assessment: Assessment, doubt: str = KEY, **more: str) -> HttpResponse:
    return client_of(user).post(address("doubt-accept", assessment), {"doubt": doubt, **more})  # type: ignore[return-value]


def section(user: User, assessment: Assessment) -> str:
    page = client_of(user).get(address("assessment-review", assessment)).text
    return " ".join(page.split('id="doubts"')[1].split("</section>")[0].split()) if 'id="doubts"' in page else ""


@pytest.fixture
def doubtful(organisation: Organisation) -> Organisation:
    """The lead and the member both stand above an unmet prerequisite."""
    for person in (organisation.lead, organisation.member):
        answer(organisation.assessment, "MLO-DEV-02", person, level=3)
        answer(organisation.assessment, "MLO-DEV-01", person, level=0)
    return organisation


def test_it_is_gone_for_this_person_and_quietly_listed(doubtful: Organisation) -> None:
    assert "It is right as it is" in section(doubtful.member, doubtful.assessment)
    response = say(doubtful.member, doubtful.assessment)
    assert response["Location"] == address("assessment-review", doubtful.assessment) + "#doubts"
    after = section(doubtful.member, doubtful.assessment)
    assert "Answered: right as it is (1)" in after
    assert "It is right as it is" not in after
    assert "It is right as it is" in section(doubtful.lead, doubtful.assessment)


def test_it_is_asked_again_when_a_level_changes_or_somebody_wants_it(doubtful: Organisation) -> None:
    say(doubtful.member, doubtful.assessment)
    say(doubtful.member, doubtful.assessment)
    assert RightAsItIs.objects.count() == 1
    say(doubtful.member, doubtful.assessment, again="1")
    assert not RightAsItIs.objects.exists()
    assert "It is right as it is" in section(doubtful.member, doubtful.assessment)
    say(doubtful.member, doubtful.assessment)
    Response.objects.filter(practice__code="MLO-DEV-01").update(level=1)
    assert "It is right as it is" in section(doubtful.member, doubtful.assessment)


@pytest.mark.parametrize("key", ["needs:MLO-DEV-02@3>MLO-DEV-01@1", "text:nothing", "x" * 200])
def test_what_is_not_asked_is_not_stored(doubtful: Organisation, key: str) -> None:
    response = client_of(doubtful.member).post(
        address("doubt-accept", doubtful.assessment), {"doubt": key}, follow=True
    )
    assert "Nothing changed" in response.text
    assert not RightAsItIs.objects.exists()


def test_it_changes_no_score(doubtful: Organisation) -> None:
    say(doubtful.lead, doubtful.assessment)
    inputs = submit(doubtful.assessment, by=doubtful.lead).inputs
    assert inputs["MLO-DEV-02"]["level"] == 3
    assert say(doubtful.lead, doubtful.assessment).status_code == 409


def test_only_members_and_leads_of_the_team_may(doubtful: Organisation) -> None:
    for user, status in ((doubtful.manager, 403), (doubtful.lead_elsewhere, 404), (doubtful.removed, 404)):
        assert say(user, doubtful.assessment).status_code == status
    assert not RightAsItIs.objects.exists()


def test_statements(doubtful: Organisation) -> None:
    client = client_of(doubtful.member)
    # Session, user, the assessment and what it holds, what was said before, the lock, the word looked up and stored.
    assert len(statements(lambda: client.post(address("doubt-accept", doubtful.assessment), {"doubt": KEY}))) == 8
