"""Notes and links on a milestone."""

from typing import Any

import pytest
from django.urls import reverse

from assessments.models import Milestone, MilestoneNote, User
from tests.factories import client_of
from tests.services.planning import Grove, planned

pytestmark = pytest.mark.django_db


def send(user: User, row: Milestone, **sent: str) -> Any:
    return client_of(user).post(reverse("assessments:milestone-note-add", args=[row.pk]), sent)


@pytest.mark.parametrize("who", ["lead", "manager"])
def test_leads_and_managers_add_notes(here: Grove, row: Milestone, who: str) -> None:
    response = send(getattr(here, who), row, text="We saw it.\r\nTwice.", link="https://example.org/it")
    assert response["Location"] == reverse("assessments:milestone-show", args=[row.pk])
    note = MilestoneNote.objects.get()
    assert (note.text, note.link, note.author) == (
        "We saw it.\nTwice.",
        "https://example.org/it",
        getattr(here, who),
    )
    assert f"{note.author.name} added a note to" in client_of(here.member).get(response["Location"]).text


def test_only_a_note_that_was_added_is_said_to_be(here: Grove, row: Milestone) -> None:
    client, address = client_of(here.lead), reverse("assessments:milestone-note-add", args=[row.pk])
    assert "The note is added." not in client.post(address, {"text": " "}).text
    assert "The note is added." in client.post(address, {"text": "Seen."}, follow=True).text


def test_a_link_alone_will_do(here: Grove, row: Milestone) -> None:
    assert send(here.lead, row, link="http://example.org/it").status_code == 302
    assert MilestoneNote.objects.get().text == ""


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"text": " "}, "Write a note or give a link."),
        ({"text": "x" * 4001}, "at most 4000 characters"),
        ({"text": "Seen.", "link": "javascript:alert(1)"}, "A link must begin with https:// or http://."),
        ({"text": "Seen.", "link": "https://user:secret@example.org"}, "cannot contain a user name or a password"),
    ],
)
def test_bad_input_is_told_and_kept_for_another_try(
    here: Grove, row: Milestone, sent: dict[str, str], message: str
) -> None:
    response = send(here.lead, row, **sent)
    assert response.status_code == 400
    assert message in response.text
    assert not MilestoneNote.objects.exists()
    if sent["text"] == "Seen.":
        assert ">\nSeen.</textarea>" in response.text


def test_members_may_not(here: Grove, row: Milestone) -> None:
    assert send(here.member, row, text="Seen.").status_code == 403
    assert not MilestoneNote.objects.exists()


def test_nothing_is_added_to_an_ended_plan(here: Grove, row: Milestone) -> None:
    planned(here)
    response = send(here.lead, row, text="Too late.")
    assert response.status_code == 409
    assert "Meanwhile another plan was adopted" in response.text
    assert "Too late." in response.text
    assert not MilestoneNote.objects.exists()


def test_only_by_post(here: Grove, row: Milestone) -> None:
    assert client_of(here.lead).get(reverse("assessments:milestone-note-add", args=[row.pk])).status_code == 405
