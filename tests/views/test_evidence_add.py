"""Adding an entry of evidence."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Evidence, User
from tests.browsing import read
from tests.factories import Organisation, client_of, submit
from tests.views.rows import shown

pytestmark = pytest.mark.django_db
CODE = "DAT-STO-01"
TOMORROW = (timezone.now().date() + timedelta(days=2)).isoformat()
HTMX = {"HX-Request": "true"}


def add(
    user: User, assessment: Assessment, fields: Mapping[str, object], *, practice: str = CODE, htmx: bool = True
) -> HttpResponse:
    address = reverse("assessments:evidence-add", args=(assessment.pk, practice))
    return client_of(user).post(address, fields, headers=HTMX if htmx else {})  # type: ignore[return-value]


def test_it_answers_with_the_entries(organisation: Organisation) -> None:
    response = add(organisation.member, organisation.assessment, shown(CODE, "https://example.org/x"))
    assert (response.status_code, response["X-Fragment"]) == (200, "1")
    assert "<html" not in response.text
    assert 'href="https://example.org/x"' in response.text
    entry = Evidence.objects.get(author=organisation.member)
    assert (entry.kind, entry.dated.isoformat(), entry.practice.code) == ("link", "2026-01-31", CODE)


def test_without_a_script_it_goes_back_to_the_question(organisation: Organisation) -> None:
    fields = shown(CODE, "We keep a list.", kind="note")
    response = add(organisation.member, organisation.assessment, fields, htmx=False)
    assert response["Location"].endswith(f"/DAT-STO/#{CODE}")
    assert Evidence.objects.get(author=organisation.member).kind == "note"


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (shown(CODE, "javascript:alert(1)"), "A link must begin with https:// or http://."),
        (shown(CODE, "ftp://example.org"), "A link must begin with https:// or http://."),
        (shown(CODE, "https:///foo"), "A link must name a site, such as https://wiki.example.org/page."),
        (shown(CODE, "http://user:pw@example.org"), "A link cannot contain a user name or a password."),
        (shown(CODE, "It is so.", kind="note", dated="1800-01-01"), "The date cannot lie before 2000."),
        (shown(CODE, "https://example.org/a b"), "A link cannot contain blanks."),
        (shown(CODE, " "), "Say what shows it"),
        (shown(CODE, "x" * 4001, kind="note"), "keep this to 4,000 characters"),
        (shown(CODE, "a\x00b", kind="note"), "Null characters are not allowed."),
        ({**shown(CODE, "It is so.", kind="note"), f"{CODE}-evidence-title": "x" * 121}, "keep the title to 120"),
        ({**shown(CODE, "", kind="note"), f"{CODE}-evidence-title": "No text."}, "Say what shows it"),
        (shown(CODE, "It is so.", kind="picture"), "Select a valid choice."),
        (shown(CODE, "It is so.", kind="note", dated=TOMORROW), "The date cannot lie in the future."),
        (shown(CODE, "It is so.", kind="note", dated="31/31/2026"), "Give a date."),
        (shown(CODE, "It is so.", kind="note", dated=""), "Give the day it speaks of."),
        ({**shown(CODE, "It is so."), f"{CODE}-evidence-text": ["one", "two"]}, "sent more than once"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(
    organisation: Organisation, fields: Mapping[str, object], message: str, htmx: bool
) -> None:
    response = add(organisation.member, organisation.assessment, fields, htmx=htmx)
    assert response.status_code == 400
    assert message in response.text
    assert not Evidence.objects.filter(author=organisation.member).exists()
    if "It is so." in fields.values():
        assert "It is so.</textarea>" in response.text


@pytest.mark.parametrize(("name", "wrong"), [("text", "javascript:x"), ("title", "x" * 121), ("dated", "")])
def test_what_is_wrong_stands_beside_its_field(organisation: Organisation, name: str, wrong: str) -> None:
    fields = {**shown(CODE, "https://example.org/x"), f"{CODE}-evidence-{name}": wrong}
    page = read(add(organisation.member, organisation.assessment, fields).text)
    invalid = [one["name"] for one in page.all() if one["aria-invalid"] == "true"]
    assert invalid == [f"{CODE}-evidence-{name}"]
    assert page.one(id=page.one(id=invalid[0])["aria-describedby"]).text


def test_a_title_is_the_text_of_its_link_and_the_address_stands_beside_it(organisation: Organisation) -> None:
    fields = {**shown(CODE, "https://example.org/x"), f"{CODE}-evidence-title": "<b>The board</b>"}
    response = add(organisation.member, organisation.assessment, fields)
    assert '<a href="https://example.org/x" rel="noopener noreferrer nofollow">&lt;b&gt;The board' in response.text
    assert ">https://example.org/x</span>" in response.text
    note = {**shown(CODE, "{0} of {it}", kind="note"), f"{CODE}-evidence-title": "{}"}
    response = add(organisation.member, organisation.assessment, note)
    assert "<strong>{}</strong>" in response.text
    assert ">{0} of {it}<" in response.text


@pytest.mark.parametrize(
    ("practice", "words"),
    [("MLO-MON-01", "41 days old, holds until "), ("MLO-MON-02", "41 days old<"), ("DAT-STO-01", "41 days old<")],
)
def test_only_where_a_gate_asks_for_it_its_age_has_an_end(
    organisation: Organisation, practice: str, words: str
) -> None:
    dated = (timezone.localdate() - timedelta(days=41)).isoformat()
    fields = shown(practice, "We keep a list.", kind="note", dated=dated)
    response = add(organisation.member, organisation.assessment, fields, practice=practice)
    assert words in response.text
    asked = "takes it while it is less than 365 days old" in response.text
    assert asked is words.endswith("until ")


def test_only_members_and_leads_of_the_team_add(organisation: Organisation) -> None:
    for user, status in (
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.stranger, 404),
    ):
        before = Evidence.objects.count()
        assert add(user, organisation.assessment, shown(CODE, "https://example.org/x")).status_code == status
        assert Evidence.objects.count() == before
    response = add(organisation.member, organisation.assessment, shown(CODE, "x"), practice="NO-SUCH")
    assert response.status_code == 404


def test_what_is_not_asked_yet_takes_no_evidence(organisation: Organisation) -> None:
    fields = shown("MOD-GOV-01", "https://example.org/x")
    assert add(organisation.member, organisation.assessment, fields, practice="MOD-GOV-01").status_code == 404


def test_it_is_posted_to_an_open_assessment_only(organisation: Organisation) -> None:
    address = reverse("assessments:evidence-add", args=(organisation.assessment.pk, CODE))
    assert client_of(organisation.member).get(address).status_code == 405
    submit(organisation.assessment, by=organisation.lead)
    assert add(organisation.member, organisation.assessment, shown(CODE, "https://example.org/x")).status_code == 409


def test_what_another_person_typed_is_not_added_in_this_ones_name(organisation: Organisation) -> None:
    address = reverse("assessments:evidence-add", args=(organisation.assessment.pk, "DAT-STO-01"))
    fields = shown("DAT-STO-01", "https://example.org/mine") | {"typed_by": str(organisation.lead.pk)}
    response = client_of(organisation.member).post(address, fields)
    assert response.status_code == 400
    assert "Somebody else is signed in here now" in response.text
    assert not Evidence.objects.filter(author=organisation.member).exists()
