"""What was typed is given back to be copied where it cannot be taken, and nothing is told of what the address names."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import MilestoneNote, Response
from tests.factories import Organisation, client_of, person
from tests.views.rows import answered, shown, version_of

FIRST, SECOND = "DAT-STO-01", "DAT-STO-02"
TYPED = (
    answered(FIRST, "3", remark="Half of it.\r\n<b>Ask Sam.</b>")
    | answered(SECOND, "not_applicable", reason="All small.")
    | shown(FIRST, "A dashboard.", kind="note")
    | {"go": "next"}
)
HERE = "http://testserver"
SIGN_IN = reverse("assessments:sign-in")

Send = Callable[..., Any]


def page_of(assessment_id: int, dimension: str = "DAT-STO") -> str:
    return reverse("assessments:dimension-answer", args=(assessment_id, dimension))


def check_all_is_there(text: str) -> None:
    for words in (
        "Level 3",
        "Half of it.<br>&lt;b&gt;Ask Sam.&lt;/b&gt;",
        "Not applicable",
        "All small.",
        "A dashboard.",
    ):
        assert words in text


@pytest.mark.django_db
class TestSignedOut:
    def test_a_page_that_is_sent_comes_back_and_nothing_is_stored(self, organisation: Organisation) -> None:
        before = Response.objects.count()
        response = Client().post(page_of(organisation.assessment.pk), TYPED | version_of(organisation.assessment))
        assert response.status_code == 403
        check_all_is_there(response.text)
        assert Response.objects.count() == before

    def test_so_does_a_note_on_a_milestone(self, organisation: Organisation) -> None:
        at = reverse("assessments:milestone-note-add", args=[organisation.plans.milestone.pk])
        before = MilestoneNote.objects.count()
        response = Client().post(at, {"text": "Done.", "link": "https://example.org/it"})
        assert response.status_code == 403
        assert "<dt>Text</dt><dd>Done.</dd><dt>Link</dt><dd>https://example.org/it</dd>" in response.text
        assert MilestoneNote.objects.count() == before

    def test_so_does_a_level_that_was_pressed_in_the_meeting(self, organisation: Organisation) -> None:
        at = reverse("assessments:settling-practice", args=[organisation.assessment.pk, "DAT-PIP-01"])
        assert "<dt>Level</dt><dd>Level 2</dd>" in Client().post(at, {"level": "2", "revision": "1"}).text

    def test_a_disabled_person_is_signed_out(self, organisation: Organisation) -> None:
        response = client_of(organisation.disabled).post(page_of(organisation.assessment.pk), TYPED)
        assert response.status_code == 403
        check_all_is_there(response.text)

    def test_to_sign_out_twice_is_no_fault(self) -> None:
        assert Client().post(reverse("assessments:sign-out"))["Location"] == SIGN_IN


# Without the mark any look at the database fails.
class TestSignedOutWithoutDatabase:
    def test_with_nothing_typed_it_only_asks_for_a_sign_in(self) -> None:
        response = Client().post(page_of(1), {"go": "next", "version": "1", f"{FIRST}-revision": "0"})
        assert response.status_code == 403
        assert "What you typed" not in response.text
        assert "in another tab" not in response.text
        assert f'href="{SIGN_IN}"' in response.text

    def test_to_look_at_it_leads_to_the_sign_in(self) -> None:
        assert Client().get(page_of(1) + "?seen=2")["Location"] == f"{SIGN_IN}?next={page_of(1)}%3Fseen%3D2"

    def test_the_way_back_is_the_page_that_the_form_stood_on(self) -> None:
        sent_from = {"referer": f"{HERE}/teams/1/plan/?show=late&page=2"}
        text = Client().post("/milestones/1/notes/", {"text": "Done."}, headers=sent_from).text
        assert f'href="{SIGN_IN}?next=/teams/1/plan/%3Fshow%3Dlate%26page%3D2" target="_blank"' in text

    @pytest.mark.parametrize(
        "sent_from",
        ["", "https://evil.example/teams/", f"{HERE}//evil.example/", f"{HERE}/\\evil.example/", "javascript:alert(1)",
         "http://[evil", f"{HERE}.evil.example/", "//evil.example/"],
    )  # fmt: skip
    def test_there_is_no_way_to_anywhere_else(self, sent_from: str) -> None:
        for client in (Client(), Client(enforce_csrf_checks=True)):
            text = client.post(page_of(1), TYPED, headers={"referer": sent_from}).text
            check_all_is_there(text)
            assert "evil" not in text
            assert "javascript" not in text
            assert "?next=" not in text


@pytest.mark.django_db
class TestOutdatedForm:
    @pytest.fixture
    def send(self, organisation: Organisation) -> Send:
        """What a lead of now sends from a page of an earlier sign-in."""
        client = Client(enforce_csrf_checks=True)
        client.force_login(organisation.lead)

        def sent(at: str, data: Any, **headers: str) -> Any:
            return client.post(at, data | {"csrfmiddlewaretoken": "x" * 64}, headers=headers)

        return sent

    @pytest.mark.parametrize("url_name", ["dimension-answer", "scan-answer"])
    def test_a_token_of_an_earlier_sign_in(self, organisation: Organisation, send: Send, url_name: str) -> None:
        at = reverse(f"assessments:{url_name}", args=(organisation.assessment.pk, "DAT-STO"))
        response = send(at, TYPED, referer=HERE + at)
        assert response.status_code == 403
        check_all_is_there(response.text)
        assert f'href="{at}" target="_blank"' in response.text
        assert organisation.lead.name in response.text
        assert "x" * 64 not in response.text
        assert not Response.objects.filter(practice__code=FIRST, respondent=organisation.lead).exists()

    def test_who_is_signed_out_opens_the_page_anew_as_well(self, organisation: Organisation) -> None:
        at = page_of(organisation.assessment.pk)
        response = Client(enforce_csrf_checks=True).post(at, TYPED, headers={"referer": HERE + at})
        assert response.status_code == 403
        check_all_is_there(response.text)
        assert f'href="{at}" target="_blank"' in response.text

    def test_texts_of_any_other_form(self, organisation: Organisation, send: Send) -> None:
        at = reverse("assessments:assessment-start", args=(organisation.team.pk,))
        text = send(at, {"title": "Autumn", "note": "All but the old shop.", "go": "on"}).text
        assert "<dt>Note</dt><dd>All but the old shop.</dd>" in text
        assert "<dt>Title</dt><dd>Autumn</dd>" in text
        assert "<dt>Go</dt>" not in text
        assert "Open the page anew<" not in text

    @pytest.mark.parametrize("sent_from", [{"origin": "https://evil.example"}, {"origin": "null"}])
    def test_nothing_comes_back_that_another_site_sent(
        self, organisation: Organisation, send: Send, sent_from: dict[str, str]
    ) -> None:
        response = send(page_of(organisation.assessment.pk), TYPED, **sent_from)
        assert response.status_code == 403
        assert "Half of it." not in response.text
        assert "This page is out of date" in response.text

    @pytest.mark.parametrize("sent_from", [{}, {"referer": "https://evil.example/"}])
    def test_nor_over_tls_what_does_not_say_where_it_was_sent_from(
        self, organisation: Organisation, sent_from: dict[str, str]
    ) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.post(page_of(organisation.assessment.pk), TYPED, headers=sent_from, secure=True)
        assert response.status_code == 403
        assert "Half of it." not in response.text

    def test_a_sign_in_is_only_tried_again(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(person())
        secret = {"username": "sam@example.org", "password": "correct horse battery", "next": "/portfolio/"}
        response = client.post(SIGN_IN, secret)
        assert response.status_code == 403
        assert "Open the page anew and try again." in response.text
        assert not [words for words in secret.values() if words in response.text]

    def test_with_nothing_typed_the_page_is_opened_anew_where_it_is_known(self) -> None:
        """To reload what a form was answered with would only send the outdated token once more."""
        response = Client(enforce_csrf_checks=True).post(SIGN_IN, {}, headers={"referer": f"{HERE}{SIGN_IN}?next=/"})
        assert f'href="{SIGN_IN}?next=/">Open the page anew</a>' in response.text
        assert "Go to your teams" not in response.text
