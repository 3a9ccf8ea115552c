"""Saving one answer: it is acknowledged, conflicts are told, and nothing else gets in."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from assessments.core.agreement import Kind
from assessments.models import Assessment, Response, User
from tests.factories import (
    Organisation,
    answer,
    client_of,
    open_assessment,
    practices_of,
    publish,
    put_in_place,
    small_catalog,
    submit,
)
from tests.services.acts import statements
from tests.views.rows import answered, version_of

pytestmark = pytest.mark.django_db
CODE, WITH_REASON, WAITING = "DAT-PIP-01", "DAT-STO-02", "MOD-GOV-01"


def save(
    user: User, assessment: Assessment, fields: Mapping[str, object], *, practice: str = CODE, assessment_id: int = 0
) -> HttpResponse:
    address = reverse("assessments:response-save", args=(assessment_id or assessment.pk, practice))
    return client_of(user).post(address, version_of(assessment) | dict(fields))  # type: ignore[return-value]


def stored(user: User) -> list[tuple[str, int | None, int]]:
    return list(Response.objects.filter(respondent=user).values_list("kind", "level", "revision"))


def test_a_choice_is_saved_and_said_so(organisation: Organisation) -> None:
    fields = answered(CODE, "3", remark="As far as I know.\r\nAsk Sam.")
    response = save(organisation.member, organisation.assessment, fields)
    assert response.status_code == 200
    assert response["X-Fragment"] == "1"
    assert "Saved" in response.text
    assert f'name="{CODE}-revision" value="1"' in response.text
    row = Response.objects.get(respondent=organisation.member)
    assert (row.kind, row.level, row.remark, row.revision) == ("level", 3, "As far as I know.\nAsk Sam.", 1)


def test_the_next_save_goes_from_the_revision_it_was_told(organisation: Organisation) -> None:
    save(organisation.member, organisation.assessment, answered(CODE, "3"))
    save(organisation.member, organisation.assessment, answered(CODE, "dont_know", revision=1))
    assert stored(organisation.member) == [("dont_know", None, 2)]


def test_not_applicable_keeps_its_reason_and_a_level_none(organisation: Organisation) -> None:
    member, assessment = organisation.member, organisation.assessment
    fields = answered(WITH_REASON, "not_applicable", reason="All of it is small.")
    save(member, assessment, fields, practice=WITH_REASON)
    assert Response.objects.get(respondent=member).reason == "All of it is small."
    fields = answered(WITH_REASON, "2", reason="All of it is small.", revision=1)
    save(member, assessment, fields, practice=WITH_REASON)
    assert Response.objects.get(respondent=member).reason == ""


def test_a_newer_answer_is_shown_and_kept(organisation: Organisation) -> None:
    member, assessment = organisation.member, organisation.assessment
    answer(assessment, CODE, member, level=1, remark="From my other desk.")
    response = save(member, assessment, answered(CODE, "4"))
    assert response.status_code == 409
    assert "Level 1: " in response.text
    assert "Level 4: " in response.text
    assert "From my other desk." in response.text
    assert "Saved" not in response.text
    assert stored(member) == [("level", 1, 1)]


@pytest.mark.parametrize(
    "fields", [answered(CODE, "3", remark="Sent."), answered(CODE, "3", remark="Sent.", reason="x")]
)
def test_an_answer_sent_twice_is_acknowledged_once_more(
    organisation: Organisation, fields: Mapping[str, object]
) -> None:
    """A browser that never got the acknowledgement sends the same again, from the revision it knows."""
    first = save(organisation.member, organisation.assessment, fields)
    again = save(organisation.member, organisation.assessment, fields)
    assert (again.status_code, again.text) == (200, first.text)
    assert stored(organisation.member) == [("level", 3, 1)]


def test_replacing_the_newer_answer_is_a_choice(organisation: Organisation) -> None:
    member, assessment = organisation.member, organisation.assessment
    answer(assessment, CODE, member, level=1)
    undecided = answered(CODE, "4")
    del undecided[f"{CODE}-revision"]
    response = save(member, assessment, undecided)
    assert response.status_code == 400
    assert "Say first whether yours should replace the newer answer." in response.text
    assert "Keep mine" in response.text
    assert stored(member) == [("level", 1, 1)]
    save(member, assessment, answered(CODE, "4", revision=1))
    assert stored(member) == [("level", 4, 2)]


def test_without_a_revision_and_an_answer_there_is_nothing_to_replace(organisation: Organisation) -> None:
    fields = answered(CODE, "4")
    del fields[f"{CODE}-revision"]
    response = save(organisation.member, organisation.assessment, fields)
    assert response.status_code == 400
    assert "This page is out of date, so the answer is not saved. Reload the page." in response.text
    assert "newer answer" not in response.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (answered(CODE, ""), "Choose an answer first"),
        (answered(CODE, "5"), "Choose one of the answers offered."),
        (answered(CODE, "-1"), "Choose one of the answers offered."),
        (answered(CODE, "2.0"), "Choose one of the answers offered."),
        (answered(CODE, "²"), "Choose one of the answers offered."),
        (answered(CODE, "9" * 5000), "Choose one of the answers offered."),
        (answered(CODE, "2\x00"), "Null characters are not allowed."),
        (answered(CODE, "2", remark="\x00"), "Null characters are not allowed."),
        (answered(CODE, "2", remark="x" * 4001), "keep this to 4,000 characters"),
        (answered(CODE, "not_applicable", reason="We think so."), "This question always applies"),
        (answered(CODE, "2") | {f"{CODE}-revision": "-1"}, "This page is out of date"),
        (answered(CODE, "2") | {f"{CODE}-revision": "9" * 5000}, "This page is out of date"),
        (answered(CODE, "2") | {f"{CODE}-revision": "9999999999"}, "This page is out of date"),
        (answered(CODE, "2") | {f"{CODE}-revision": "one"}, "This page is out of date"),
        (answered(CODE, "2") | {f"{CODE}-answer": ["2", "3"]}, "sent more than once"),
    ],
)
def test_bad_input_is_told_in_its_place_and_changes_nothing(
    organisation: Organisation, fields: Mapping[str, object], message: str
) -> None:
    response = save(organisation.member, organisation.assessment, fields)
    assert response.status_code == 400
    assert message in response.text
    assert "Saved" not in response.text
    assert stored(organisation.member) == []


def test_a_reason_is_required(organisation: Organisation) -> None:
    fields = answered(WITH_REASON, "not_applicable", reason="  ")
    response = save(organisation.member, organisation.assessment, fields, practice=WITH_REASON)
    assert (response.status_code, stored(organisation.member)) == (400, [])
    assert "Say why this does not apply to your team." in response.text


def test_a_level_whose_anchor_is_blank_is_refused(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    assessment = open_assessment(organisation.team, by=organisation.lead, catalog=publish(small_catalog()))
    response = save(organisation.member, assessment, answered("TRE-2", "1"), practice="TRE-2")
    assert (response.status_code, stored(organisation.member)) == (400, [])
    assert "Choose one of the levels offered." in response.text


def test_a_revision_that_never_was_changes_nothing(organisation: Organisation) -> None:
    response = save(organisation.member, organisation.assessment, answered(CODE, "2", revision=7))
    assert (response.status_code, stored(organisation.member)) == (400, [])
    assert "out of date" in response.text


def test_a_waiting_discipline_is_not_answered_without_an_early_look(organisation: Organisation) -> None:
    response = save(organisation.member, organisation.assessment, answered(WAITING, "2"), practice=WAITING)
    assert (response.status_code, stored(organisation.member)) == (400, [])
    assert "This discipline waits" in response.text


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 18, "9" * 19, "²"])
def test_an_unknown_catalog_version_is_refused(organisation: Organisation, version: str) -> None:
    response = save(organisation.member, organisation.assessment, answered(CODE, "2") | {"version": version})
    assert (response.status_code, stored(organisation.member)) == (400, [])


def test_another_published_version_is_refused(organisation: Organisation) -> None:
    other = publish(small_catalog())
    fields = answered("SOI-1", "2") | {"version": str(other.version_id)}
    response = save(organisation.member, organisation.assessment, fields, practice="SOI-1")
    assert (response.status_code, stored(organisation.member)) == (400, [])


def test_an_unknown_question_is_not_found(organisation: Organisation) -> None:
    assert save(organisation.member, organisation.assessment, {}, practice="DAT-NOT-01").status_code == 404


@pytest.mark.parametrize("fields", [answered(CODE, "2"), answered(CODE, "bad"), answered(CODE, "2") | {"version": "x"}])
def test_only_members_and_leads_of_the_team_answer(organisation: Organisation, fields: Mapping[str, object]) -> None:
    for user, status in (
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.removed, 404),
        (organisation.administrator, 404),
    ):
        before = Response.objects.count()
        assert save(user, organisation.assessment, fields).status_code == status
        assert Response.objects.count() == before
    missing = save(organisation.member, organisation.assessment, fields, assessment_id=999_999_999)
    assert missing.status_code == 404


def test_a_closed_assessment_says_where_to_go(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    response = save(organisation.member, organisation.assessment, answered(CODE, "2"))
    assert response.status_code == 409
    assert reverse("assessments:team-show", args=(organisation.team.pk,)) in response.text
    assert stored(organisation.member) == []


def test_it_is_only_posted(organisation: Organisation) -> None:
    address = reverse("assessments:response-save", args=(organisation.assessment.pk, CODE))
    assert client_of(organisation.member).get(address).status_code == 405


@pytest.mark.parametrize("others", [0, 3])
def test_five_statements_saved_or_in_conflict(organisation: Organisation, others: int) -> None:
    answer(organisation.assessment, practices_of(organisation.assessment, "mlops")[:others], organisation.lead)
    client = client_of(organisation.member)
    address = reverse("assessments:response-save", args=(organisation.assessment.pk, CODE))

    def count(level: str, revision: int) -> int:
        fields = version_of(organisation.assessment) | answered(CODE, level, revision=revision)
        return len(statements(lambda: client.post(address, fields)))

    assert [count("2", 0), count("2", 1)] == [5, 5]
    assert [count("3", 0), count("3", 1)] == [5, 5]
    assert stored(organisation.member) == [("level", 2, 2)]


def test_answers_of_an_opened_discipline_are_saved(organisation: Organisation) -> None:
    assessment = organisation.assessment
    put_in_place(assessment, organisation.lead, "mlops")
    assert save(organisation.member, assessment, answered(WAITING, "2"), practice=WAITING).status_code == 200


def test_the_time_of_saving_is_the_servers(organisation: Organisation) -> None:
    before = timezone.now() - timedelta(seconds=1)
    save(organisation.member, organisation.assessment, answered(CODE, Kind.DONT_KNOW.value))
    assert before < Response.objects.get(respondent=organisation.member).answered_at <= timezone.now()


@pytest.mark.parametrize("typed_by", ["another", "", "x\x00", "9" * 5000])
def test_what_another_person_typed_is_not_stored_in_this_ones_name(organisation: Organisation, typed_by: str) -> None:
    sent = str(organisation.lead.pk) if typed_by == "another" else typed_by
    fields = answered(CODE, "2") | {"typed_by": sent}
    response = save(organisation.member, organisation.assessment, fields)
    assert (response.status_code, stored(organisation.member)) == (400, [])
    assert "Somebody else is signed in here now, so nothing was saved." in response.text
    assert save(organisation.stranger, organisation.assessment, fields).status_code == 404
    own = fields | {"typed_by": str(organisation.member.pk)}
    assert save(organisation.member, organisation.assessment, own).status_code == 200
