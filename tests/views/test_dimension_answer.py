"""The page of a dimension: what it shows, and that one form stores every changed row of it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Kind
from assessments.core.calendar import CalendarQuarter, day_words
from assessments.core.plans.milestones import MilestoneState
from assessments.core.workflow import Role
from assessments.models import Assessment, Assignment, Evidence, Milestone, Response, ResponseRevision, User
from assessments.services import responses
from tests.browsing import read
from tests.factories import (
    Organisation,
    adopt,
    answer,
    assign,
    built_in,
    change_answer,
    client_of,
    join,
    member_of,
    open_assessment,
    person,
    practices_of,
    promise,
    publish,
    put_in_place,
    show,
    small_catalog,
    submit,
    team,
)
from tests.views.rows import answered, shown, version_of

pytestmark = pytest.mark.django_db
PAGE = "DAT-STO"
FIRST, SECOND, THIRD = "DAT-STO-01", "DAT-STO-02", "DAT-STO-03"


def address(assessment: Assessment, dimension: str = PAGE) -> str:
    return reverse("assessments:dimension-answer", args=(assessment.pk, dimension))


def post(user: User, assessment: Assessment, *rows: Mapping[str, str], go: str = "next") -> HttpResponse:
    fields: dict[str, str] = {"go": go}
    for row in rows:
        fields |= row
    return client_of(user).post(address(assessment), fields)  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["dimension-answer", "scan-show"])
def test_the_way_leads_to_addresses_that_there_are(organisation: Organisation, name: str) -> None:
    assessment = organisation.assessment
    here = address(assessment) if name == "dimension-answer" else reverse(f"assessments:{name}", args=(assessment.pk,))
    page = client_of(organisation.lead).get(here).text
    way = page[page.index('<nav class="rail"') : page.index("</nav>", page.index('<nav class="rail"'))]
    found = {resolve(one).url_name for one in re.findall(r'(?:href|action)="([^"]*)"', way)}
    expected = {"dimension-answer", "scan-show", "early-look-open", "gates-tell", "sharing-show", "assessment-review"}
    assert found == expected | ({"scan-answer"} if name == "scan-show" else set())


def test_a_question_shows_all_there_is_to_it(organisation: Organisation) -> None:
    page = client_of(organisation.member).get(address(organisation.assessment)).text
    assert "Is stored data laid out so that raw, cleaned and ready-to-use data are kept apart?" in page
    assert page.count('name="DAT-STO-01-answer"') == 6  # five levels and don't know
    assert page.count('name="DAT-STO-02-answer"') == 7  # and not applicable, where it is allowed
    assert "It may not apply when:" in page
    assert "Choose the highest level whose whole statement is true" in page
    assert "More than half of what the question is about." in page
    assert "stands on" in page
    assert "0 of 48 answered" in page
    assert "Waits until MLOps is in place." in page
    assert re.sub(r"<dialog.*?</dialog>", "", page, flags=re.DOTALL).count("btn btn-primary") == 1
    assert "<noscript>" in page


def test_a_question_that_the_article_does_not_speak_of_says_so(organisation: Organisation) -> None:
    catalog = small_catalog()
    submit(organisation.assessment, by=organisation.lead)
    assessment = open_assessment(organisation.team, by=organisation.lead, catalog=publish(catalog))
    page = client_of(organisation.member).get(address(assessment, "TREE")).text
    assert "The article is silent" in page
    assert page.count('name="TRE-2-answer"') == 5  # its level 1 is not offered
    assert page.count(">Foundation<") == 2


def test_only_the_own_answers_are_shown(organisation: Organisation) -> None:
    assessment = organisation.assessment
    answer(assessment, FIRST, organisation.lead, level=4, remark="The lead thinks so.")
    answer(assessment, FIRST, organisation.member, level=1, remark="I do not.")
    page = client_of(organisation.member).get(address(assessment)).text
    assert "I do not." in page
    assert "The lead thinks so." not in page
    assert 'value="1" checked' in page
    assert 'value="4" checked' not in page


def test_every_changed_row_is_stored_and_the_walk_goes_on(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, FIRST, member, level=2)
    response = post(
        member,
        assessment,
        answered(FIRST, "2", revision=1),
        answered(SECOND, "not_applicable", reason="Too small."),
        answered(THIRD, ""),
        shown(FIRST, "https://example.org/layout"),
    )
    assert response["Location"] == address(assessment, "DAT-DLV")
    rows = Response.objects.filter(respondent=member).order_by("id").values_list("kind", "level", "reason", "revision")
    assert list(rows) == [("level", 2, "", 1), ("not_applicable", None, "Too small.", 1)]  # the unchanged one stays
    assert Evidence.objects.get(author=member).text == "https://example.org/layout"


@pytest.mark.parametrize(
    ("go", "dimension", "question"),
    [("back", "DAT-PIP", ""), ("stay", PAGE, ""), (SECOND, PAGE, f"#{SECOND}"), ("//evil.example", PAGE, "")],
)
def test_it_goes_where_it_was_told(organisation: Organisation, go: str, dimension: str, question: str) -> None:
    response = post(organisation.member, organisation.assessment, go=go)
    assert response["Location"] == address(organisation.assessment, dimension) + question


def test_after_the_last_page_comes_the_review(organisation: Organisation) -> None:
    client = client_of(organisation.member)
    response = client.post(address(organisation.assessment, "MLO-PPL"), {"go": "next"})
    assert response["Location"] == reverse("assessments:assessment-review", args=(organisation.assessment.pk,))


def test_what_cannot_be_stored_stays_on_the_page_beside_its_message(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    response = post(
        member,
        assessment,
        answered(FIRST, "3"),
        answered(SECOND, "", remark="Only a note."),
        answered(THIRD, "7", remark="Odd."),
        shown(THIRD, "javascript:alert(1)"),
    )
    assert response.status_code == 400
    for text in (
        "Choose an answer first",
        "Only a note.",
        "Choose one of the answers offered.",
        "Odd.",
        "A link must begin with https:// or http://.",
        "javascript:alert(1)</textarea>",
    ):
        assert text in response.text
    assert list(Response.objects.filter(respondent=member).values_list("level", flat=True)) == [3]
    assert f'name="{FIRST}-revision" value="1"' in response.text
    assert not Evidence.objects.filter(author=member).exists()


def test_a_newer_answer_is_shown_beside_the_typed_one(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, FIRST, member, kind=Kind.DONT_KNOW)
    response = post(member, assessment, answered(FIRST, "4", remark="My words."), answered(SECOND, "1"))
    assert response.status_code == 409
    for text in ("Entered elsewhere", "Don’t know", "My words.", "Keep mine", "Take the other one"):
        assert text in response.text
    assert 'value="4" checked' in response.text
    answers = Response.objects.filter(respondent=member).order_by("id").values_list("kind", "level")
    assert list(answers) == [("dont_know", None), ("level", 1)]


def test_keeping_the_typed_one_replaces_the_newer_and_leads_back(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, FIRST, member, level=1, remark="Elsewhere.")
    page = read(post(member, assessment, answered(FIRST, "4", remark="My words.")).text)
    (keep,) = (one for one in page.all("button") if one["name"] == f"{FIRST}-revision")
    assert keep["formaction"] == f"#{FIRST}"
    fields = answered(FIRST, "4", remark="My words.") | {keep["name"]: keep["value"]}
    assert post(member, assessment, fields).status_code == 302
    assert said(member) == [(1, 1, "Elsewhere."), (2, 4, "My words.")]


def test_taking_the_newer_one_keeps_the_typed_in_the_history(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, FIRST, member, level=1, remark="Elsewhere.")
    fields = answered(FIRST, "4", remark="My words.")
    page = read(post(member, assessment, fields).text)
    (take,) = (one for one in page.all("button") if one["name"] == f"{FIRST}-taken")
    del fields[f"{FIRST}-revision"]
    response = post(member, assessment, fields | {take["name"]: take["value"]}, answered(SECOND, "3"))
    assert response.status_code == 302
    assert said(member) == [(1, 1, "Elsewhere."), (2, 4, "My words."), (3, 1, "Elsewhere.")]
    own = Response.objects.filter(respondent=member).order_by("practice__code")
    assert list(own.values_list("level", "remark")) == [(1, "Elsewhere."), (3, "")]


def test_a_still_newer_one_is_shown_first(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, FIRST, member, level=1)
    change_answer(assessment, FIRST, member, level=2, remark="Newest.")
    fields = answered(FIRST, "4") | {f"{FIRST}-taken": "1"}
    del fields[f"{FIRST}-revision"]
    response = post(member, assessment, fields)
    assert response.status_code == 409
    assert "Newest." in response.text
    assert [number for number, _, _ in said(member)] == [1, 2]


def test_the_way_to_the_history_is_there_once_there_is_one(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, [FIRST, SECOND], member)
    change_answer(assessment, FIRST, member, level=3)
    at = address(assessment)
    page = read(client_of(member).get(at).text)
    (link,) = page.all("a", of="history-link")
    led_to = resolve(urljoin(at, link["href"]))
    assert (led_to.url_name, led_to.kwargs["practice"]) == ("response-history", FIRST)
    saved = client_of(member).post(
        reverse("assessments:response-save", args=(assessment.pk, FIRST)),
        answered(FIRST, "2", revision=2) | version_of(assessment),
    )
    assert 'class="history-link"' in saved.text


def said(user: User) -> list[tuple[int, int | None, str]]:
    rows = ResponseRevision.objects.filter(respondent=user, practice__code=FIRST).order_by("revision")
    return list(rows.values_list("revision", "level", "remark"))


def test_every_address_on_the_page_leads_where_it_says(organisation: Organisation) -> None:
    """Parts of a question are kept for all assessments, so that their addresses are relative to the page."""
    assessment, client = organisation.assessment, client_of(organisation.member)
    (entry,) = show(assessment, FIRST, organisation.member)
    at = address(assessment)
    page = client.get(at).text
    rail = re.findall(r'href="([^"]+)"', page.split('<nav class="rail"')[1].split("</nav>")[0])
    names = [resolve(urljoin(at, one)).url_name for one in rail]
    assert names == ["scan-show", *["dimension-answer"] * 14, "gates-tell", "assessment-review"]
    assert {client.get(urljoin(at, one)).status_code for one in rail} == {200}
    posts = [resolve(urljoin(at, one)) for one in re.findall(r'(?:hx-post|data-save)="([^"]+)"', page)]
    assert {one.kwargs["assessment_id"] for one in posts} == {assessment.pk}
    for url_name in ("response-save", "evidence-add"):
        assert [one.kwargs["practice"] for one in posts if one.url_name == url_name] == [FIRST, SECOND, THIRD]
    removed = [one.kwargs["evidence_id"] for one in posts if one.url_name == "evidence-remove"]
    assert removed == [entry.pk]
    assert len(posts) == 2 * 3 + len(removed)


def test_own_evidence_is_removed_by_its_button_and_no_one_elses(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    (mine,), (theirs,) = show(assessment, FIRST, member), show(assessment, FIRST, organisation.lead)
    page = client_of(member).get(address(assessment)).text
    assert f'name="remove" value="{mine.pk}"' in page
    assert f'name="remove" value="{theirs.pk}"' not in page
    assert post(member, assessment, {"remove": str(mine.pk)}, go=FIRST).status_code == 302
    assert post(member, assessment, {"remove": str(theirs.pk)}).status_code == 404
    assert post(member, assessment, {"remove": "9" * 40}).status_code == 302
    assert list(Evidence.objects.filter(practice__code=FIRST)) == [theirs]


def test_a_link_that_somebody_typed_cannot_run(organisation: Organisation) -> None:
    show(organisation.assessment, FIRST, organisation.member, text="https://example.org/?a=<b>&c")
    page = client_of(organisation.member).get(address(organisation.assessment)).text
    assert 'href="https://example.org/?a=&lt;b&gt;&amp;c"' in page


def test_a_waiting_discipline_explains_itself(organisation: Organisation) -> None:
    page = client_of(organisation.lead).get(address(organisation.assessment, "MOD-GOV"))
    assert page.status_code == 200
    assert "ModelOps waits for MLOps" in page.text
    assert f'<a href="{reverse("assessments:team-show", args=[organisation.team.pk])}">Otters</a>' in page.text
    assert "Why: Set up MLOps first." in page.text
    assert "Open the early look" in page.text
    assert "Open the early look" not in client_of(organisation.member).get(address(organisation.assessment)).text


def test_an_early_look_is_marked_wherever_it_shows(organisation: Organisation) -> None:
    assessment = organisation.assessment
    assessment.early_looks = ["aiops"]
    assessment.save()
    page = client_of(organisation.member).get(address(assessment, "AIO-TEL")).text
    assert page.count("Early look") == 2  # in the rail and above the questions
    assert "counts nowhere until then" in page


def test_the_walk_goes_on_into_what_the_answers_opened(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    put_in_place(assessment, organisation.lead, "mlops")
    client = client_of(member)
    assert client.post(address(assessment, "MLO-PPL"), {"go": "next"})["Location"] == address(assessment, "MOD-INV")
    page = client.get(address(assessment, "MOD-INV")).text
    assert "MLOps is in place by your team’s answers," in page
    assert "0 of 95 answered" in page


def test_any_catalog_is_walked(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    assessment = open_assessment(organisation.team, by=organisation.lead, catalog=publish(small_catalog()))
    client = client_of(organisation.lead)
    fields = answered("TRE-1", "2") | answered("TRE-2", "2") | answered("TRE-3", "2")
    proof = shown("TRE-1", "note", kind="note", dated="2026-11-01") | shown(
        "TRE-2", "note", kind="note", dated="2026-11-01"
    )
    assert client.post(address(assessment, "SOIL"), {"go": "next"})["Location"] == address(assessment, "TREE")
    onward = client.post(address(assessment, "TREE"), fields | proof | {"go": "next"})
    assert onward["Location"] == address(assessment, "FRUIT")


def test_only_members_and_leads_of_the_team_see_it(organisation: Organisation) -> None:
    for user, status in (
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.stranger, 404),
        (organisation.administrator, 404),
    ):
        assert client_of(user).get(address(organisation.assessment)).status_code == status
        assert post(user, organisation.assessment, answered(THIRD, "2")).status_code == status
    assert client_of(organisation.lead).get(address(organisation.assessment, "NOT-THERE")).status_code == 404
    assert Client().get(address(organisation.assessment)).status_code == 302
    assert not Response.objects.filter(practice__code=THIRD).exists()


def test_other_methods_are_refused(organisation: Organisation) -> None:
    assert client_of(organisation.lead).delete(address(organisation.assessment)).status_code == 405


def test_a_submitted_assessment_points_to_its_result(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    response = client_of(organisation.member).get(address(organisation.assessment))
    assert response.status_code == 409
    assert "This assessment is submitted" in response.text


def test_four_statements_whatever_the_size(
    of_any_size: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(of_any_size.member)
    with django_assert_num_queries(4):
        assert client.get(address(of_any_size.assessment)).status_code == 200


def test_a_member_of_two_teams_sees_only_the_one_asked_for(organisation: Organisation) -> None:
    both, other = person(), team()
    join(both, organisation.team)
    join(both, other, Role.LEAD)
    page = client_of(both).get(address(organisation.assessment)).text
    assert "Remove" not in page
    assert "Review and submit" not in page


TYPED = {
    **answered("MOD-INV-01", "2", remark="Nearly <b>all</b>.\r\nAsk Sam."),
    **answered("MOD-INV-02", "", reason="Typed & kept"),
    **shown("MOD-INV-01", "https://example.org/<script>"),
}


def check_given_back(response: HttpResponse, why: str) -> None:
    """The page says that nothing was saved and why, with all of TYPED."""
    assert response.status_code == 409
    for text in (
        "<h1>Not saved</h1>",
        why,
        f"Level 2: {escape(built_in().catalog.practice['MOD-INV-01'].anchors[2])}",
        escape(built_in().catalog.practice["MOD-INV-01"].question),
        "Nearly &lt;b&gt;all&lt;/b&gt;.<br>Ask Sam.",
        "Typed &amp; kept",
        "https://example.org/&lt;script&gt;",
    ):
        assert text in response.text
    assert not Response.objects.filter(practice__code__startswith="MOD").exists()
    assert not Evidence.objects.filter(practice__code__startswith="MOD").exists()


def test_what_was_typed_is_given_back_when_the_gate_has_shut(organisation: Organisation) -> None:
    assessment, client = organisation.assessment, client_of(organisation.member)
    put_in_place(assessment, organisation.lead, "mlops")
    assert client.get(address(assessment, "MOD-INV")).status_code == 200
    answer(assessment, practices_of(assessment, "mlops"), organisation.member, level=0)
    check_given_back(client.post(address(assessment, "MOD-INV"), TYPED), "waits again")  # type: ignore[arg-type]
    assert client.post(address(assessment, "MOD-INV"), {"go": "next"}).status_code == 200  # nothing is lost


def test_what_was_typed_is_given_back_when_the_assessment_is_submitted(organisation: Organisation) -> None:
    assessment, client = organisation.assessment, client_of(organisation.member)
    submit(assessment, by=organisation.lead)
    check_given_back(client.post(address(assessment, "MOD-INV"), TYPED), "was submitted")  # type: ignore[arg-type]
    nothing_new = client.post(address(assessment, "MOD-INV"), {"go": "next"})
    assert nothing_new.status_code == 409
    assert "This assessment is submitted" in nothing_new.text


def test_only_what_is_not_stored_is_given_back(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    assessment, member, act = organisation.assessment, organisation.member, responses.record_response

    def submitted_in_between(**given: Any) -> int:
        if given["practice"] == SECOND:
            submit(assessment, by=organisation.lead)
        return act(**given)

    monkeypatch.setattr(responses, "record_response", submitted_in_between)
    rows = answered(FIRST, "3", remark="Stored."), answered(SECOND, "1", remark="Too late.")
    response = post(member, assessment, *rows, shown(THIRD, "Seen it."))
    assert response.status_code == 409
    assert ["Stored." in response.text, "Too late." in response.text, "Seen it." in response.text] == [
        False,
        True,
        True,
    ]
    assert list(Response.objects.filter(respondent=member).values_list("practice__code", flat=True)) == [FIRST]


def test_what_is_given_back_is_bounded(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    rows = answered(FIRST, "9" * 100_000, remark="x" * 900_000), shown(FIRST, "y" * 900_000), answered("NO-1", "2")
    response = post(organisation.member, organisation.assessment, *rows)
    assert response.status_code == 409
    assert ("x" * 4000 in response.text, "x" * 4001 in response.text, "99999" in response.text) == (True, False, False)
    assert "y" * 4001 not in response.text


def test_what_another_person_typed_is_not_stored_in_this_ones_name(organisation: Organisation) -> None:
    assessment, client = organisation.assessment, client_of(organisation.lead)
    page = client_of(organisation.member).get(address(assessment)).text
    typed_by = {"typed_by": str(organisation.member.pk)}
    assert f'name="typed_by" value="{organisation.member.pk}"' in page
    before = Response.objects.count()
    response = client.post(address(assessment), answered(THIRD, "1", remark="Of the member.") | typed_by)
    assert response.status_code == 409
    assert "Somebody else is signed in here now" in response.text
    assert "Of the member." in response.text
    assert Response.objects.count() == before
    own = answered(THIRD, "1") | {"typed_by": str(organisation.lead.pk)}
    assert client.post(address(assessment), own).status_code == 302


def says(organisation: Organisation, code: str, level: int, done_on: date) -> None:
    """The team's current plan has a done step of a practice."""
    quarter = CalendarQuarter.of(done_on)
    plan = adopt(organisation.result, [promise(code, to_level=level, quarter=quarter)], by=organisation.lead)
    done = {"state": MilestoneState.DONE.value, "done_on": done_on}
    Milestone.objects.filter(baseline=plan).update(**done)


def test_beside_a_question_stands_what_the_plan_says_was_raised(organisation: Organisation) -> None:
    year = timezone.localdate().year
    says(organisation, FIRST, 2, date(year, 1, 31))
    page = read(client_of(organisation.member).get(address(organisation.assessment)).text)
    assert [one.text for one in page.all(of="plan-says")] == ["The plan says this was raised to 2 in January."]
    card = page.one("article", id=FIRST)
    assert card.all(of="plan-says")
    assert not [one for one in card.all("input") if "checked" in one]


def test_the_year_is_said_where_it_is_another(organisation: Organisation) -> None:
    says(organisation, FIRST, 2, date(2020, 5, 31))
    page = client_of(organisation.member).get(address(organisation.assessment)).text
    assert "raised to 2 in May 2020." in page


def test_of_several_done_steps_the_highest_is_said(organisation: Organisation) -> None:
    quarter = CalendarQuarter(2026, 1)
    steps = [promise(FIRST, to_level=level, quarter=quarter, from_level=level - 1) for level in (1, 2, 3)]
    plan = adopt(organisation.result, steps, by=organisation.lead)
    done = Milestone.objects.filter(baseline=plan, to_level__in=(1, 2))
    done.update(state=MilestoneState.DONE.value, done_on=date(2020, 5, 31))
    page = read(client_of(organisation.member).get(address(organisation.assessment)).text)
    assert page.one(of="plan-says").text == "The plan says this was raised to 2 in May 2020."


def test_work_that_is_done_and_plans_that_ended_say_nothing(organisation: Organisation) -> None:
    says(organisation, FIRST, 2, date(2020, 5, 31))
    quarter = CalendarQuarter(2026, 1)
    work = [promise(FIRST, quarter=quarter, check="G5", what="Show it.")]
    adopt(organisation.result, work, by=organisation.lead)
    Milestone.objects.filter(gate_check="G5").update(state=MilestoneState.DONE.value, done_on=date(2020, 5, 31))
    page = client_of(organisation.member).get(address(organisation.assessment)).text
    assert "The plan says" not in page


def test_what_the_plan_says_takes_no_statement(
    organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    says(organisation, FIRST, 2, date(2020, 5, 31))
    client = client_of(organisation.member)
    with django_assert_num_queries(4):
        assert "The plan says" in client.get(address(organisation.assessment)).text


def test_what_is_asked_of_others_is_quiet_and_can_be_answered(organisation: Organisation) -> None:
    assign(organisation.assessment, PAGE, organisation.lead)
    text = " ".join(client_of(organisation.member).get(address(organisation.assessment)).text.split())
    assert "Asked of Lea Lead, so it is not counted among your questions. You may answer it all the same." in text
    assert '<a class="is-others"' in text
    assert '<span class="rail-asked">asked of Lea Lead</span>' in text
    assert "data-answered" not in text
    assert "0 of 45 answered" in text
    assert post(organisation.member, organisation.assessment, answered("DAT-STO-01", "2")).status_code == 302
    assert Response.objects.filter(respondent=organisation.member).count() == 1


def test_what_is_asked_of_one_says_by_when(organisation: Organisation) -> None:
    today = timezone.localdate()
    assign(organisation.assessment, PAGE, organisation.member, organisation.lead, due=today)
    text = " ".join(client_of(organisation.member).get(address(organisation.assessment)).text.split())
    assert f"Asked of you, and also of Lea Lead, by {day_words(today)}." in text
    assert f'<span class="rail-asked">by {today.day} {today:%B}</span>' in text
    assert "data-answered" in text
    Assignment.objects.update(due=today - timedelta(days=1))
    late = " ".join(client_of(organisation.member).get(address(organisation.assessment)).text.split())
    assert f"overdue since {day_words(today - timedelta(days=1))}." in late
    assert "rail-asked is-late" in late


def test_only_leads_find_the_way_to_sharing(organisation: Organisation) -> None:
    way = reverse("assessments:sharing-show", args=[organisation.assessment.pk])
    assert way in client_of(organisation.lead).get(address(organisation.assessment)).text
    assert way not in client_of(organisation.member).get(address(organisation.assessment)).text


@pytest.mark.parametrize("people", [0, 6])
def test_what_is_asked_of_whom_takes_no_statement(
    organisation: Organisation, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        assign(organisation.assessment, PAGE, member_of(organisation.team))
    client = client_of(organisation.member)
    with django_assert_num_queries(4):
        assert client.get(address(organisation.assessment)).status_code == 200
