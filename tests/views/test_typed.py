"""What was typed is given back to be copied where it cannot be taken, and nothing is told of what the address names."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.core.answering import LONGEST_TEXT
from assessments.models import Response
from tests.factories import Organisation, client_of, person
from tests.views.rows import answered, shown, version_of

pytestmark = pytest.mark.django_db
FIRST, SECOND = "DAT-STO-01", "DAT-STO-02"
TYPED = (
    answered(FIRST, "3", remark="Half of it.\r\n<b>Ask Sam.</b>")
    | answered(SECOND, "not_applicable", reason="All small.")
    | shown(FIRST, "A dashboard.", kind="note")
    | {"go": "next"}
)


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


class TestSignedOut:
    def test_a_page_that_is_sent_comes_back_and_nothing_is_stored(self, organisation: Organisation) -> None:
        before = Response.objects.count()
        at = page_of(organisation.assessment.pk)
        response = Client().post(at, TYPED | version_of(organisation.assessment))
        assert response.status_code == 403
        check_all_is_there(response.text)
        assert f'href="{reverse("assessments:sign-in")}?next={at}"' in response.text
        assert Response.objects.count() == before

    def test_it_is_the_same_page_for_any_address(self, organisation: Organisation) -> None:
        submitted = organisation.result.assessment_id
        pages = {
            Client().post(at, TYPED).text.replace(at, "")
            for assessment_id in (organisation.assessment.pk, submitted, organisation.assessment_elsewhere.pk, 999_999)
            for at in (page_of(assessment_id), page_of(assessment_id, "MOD-GOV"), page_of(assessment_id, "NO-SUCH"))
        }
        (text,) = pages
        assert "Otters" not in text
        assert "Hot and cold" not in text

    def test_it_asks_the_database_nothing(self, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(0):  # type: ignore[operator]
            assert Client().post(page_of(1), TYPED).status_code == 403

    def test_with_nothing_typed_it_only_asks_for_a_sign_in(self) -> None:
        response = Client().post(page_of(1), {"go": "next", "version": "1", f"{FIRST}-revision": "0"})
        assert response.status_code == 403
        assert "What you typed" not in response.text

    def test_a_disabled_person_is_signed_out(self, organisation: Organisation) -> None:
        assert client_of(organisation.disabled).post(page_of(organisation.assessment.pk), TYPED).status_code == 403

    def test_to_look_at_it_leads_to_the_sign_in(self) -> None:
        at = page_of(1) + "?seen=2"
        assert Client().get(at)["Location"] == f"{reverse('assessments:sign-in')}?next={page_of(1)}%3Fseen%3D2"


class TestOutdatedForm:
    def test_a_token_of_an_earlier_sign_in(self, organisation: Organisation) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(organisation.member)
        at = page_of(organisation.assessment.pk)
        response = client.post(at, TYPED | {"csrfmiddlewaretoken": "x" * 64})
        assert response.status_code == 403
        check_all_is_there(response.text)
        assert f'href="{at}"' in response.text
        assert organisation.member.name in response.text
        assert "x" * 64 not in response.text
        assert not Response.objects.filter(respondent=organisation.member).exists()

    def test_who_is_signed_out_is_asked_to_sign_in(self, organisation: Organisation) -> None:
        at = page_of(organisation.assessment.pk)
        response = Client(enforce_csrf_checks=True).post(at, TYPED)
        assert response.status_code == 403
        check_all_is_there(response.text)
        assert f"?next={at}" in response.text

    def test_the_quick_scan_is_opened_anew_as_well(self, organisation: Organisation) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(organisation.member)
        at = reverse("assessments:scan-answer", args=(organisation.assessment.pk, "DAT"))
        text = client.post(at, TYPED).text
        check_all_is_there(text)
        assert f'href="{at}"' in text

    def test_texts_of_any_other_form(self, organisation: Organisation) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(organisation.lead)
        at = reverse("assessments:assessment-start", args=(organisation.team.pk,))
        text = client.post(at, {"title": "Autumn 2026", "note": "All but the old shop.", "go": "on"}).text
        assert "<dt>Note</dt><dd>All but the old shop.</dd>" in text
        assert "<dt>Title</dt><dd>Autumn 2026</dd>" in text
        assert "<dt>Go</dt>" not in text
        assert "Open the page anew<" not in text

    def test_nothing_comes_back_that_another_site_sent(self, organisation: Organisation) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(organisation.member)
        headers = {"origin": "https://evil.example"}
        response = client.post(page_of(organisation.assessment.pk), TYPED, headers=headers)
        assert response.status_code == 403
        assert "Half of it." not in response.text
        assert "This page is out of date" in response.text

    def test_no_password_ever_comes_back(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(person())
        secret = {"username": "a b", "password": "correct horse battery", "old_password": "correct horse battery"}
        for name in ("sign-in", "password-change"):
            response = client.post(reverse(f"assessments:{name}"), secret)
            assert response.status_code == 403
            assert "correct horse" not in response.text

    def test_a_text_is_cut_to_what_could_have_been_stored(self) -> None:
        text = Client().post(page_of(1), {f"{FIRST}-remark": "y" * (LONGEST_TEXT + 7)}).text
        assert text.count("y" * LONGEST_TEXT) == 1
        assert "y" * (LONGEST_TEXT + 1) not in text
