"""What one's own answer said before: each save with what it changed, and how the team settled the question."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.core.agreement import Kind
from assessments.models import AgreedLevelChange, Assessment, Response, ResponseRevision, User
from assessments.queries import response_history as queries
from assessments.queries.catalogs import published
from tests.browsing import read
from tests.factories import Organisation, answer, change_answer, client_of, member_of, submit
from tests.services.acts import statements

pytestmark = pytest.mark.django_db
CODE, WITH_REASON = "DAT-STO-01", "DAT-STO-02"


def address(assessment: Assessment, practice: str = CODE) -> str:
    return reverse("assessments:response-history", args=(assessment.pk, practice))


def shown(user: User, assessment: Assessment, practice: str = CODE) -> str:
    response = client_of(user).get(address(assessment, practice))
    assert response.status_code == 200
    return response.text


def settle(assessment: Assessment, by: User, level: int | None, **told: str) -> None:
    practice_id = published(assessment.catalog_version_id).practice_ids[CODE]
    moment = {"changed_at": timezone.now(), "answers_revision": 1}
    AgreedLevelChange.objects.create(
        assessment=assessment, practice_id=practice_id, level=level, changed_by=by, **moment, **told
    )


def test_each_save_says_what_it_changed_newest_first(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, WITH_REASON, member, level=1, remark="A start.")
    change_answer(assessment, WITH_REASON, member, level=3)
    given = {"kind": Kind.NOT_APPLICABLE, "reason": "All is small.", "remark": "So we think."}
    change_answer(assessment, WITH_REASON, member, level=None, **given)
    page = read(shown(member, assessment, WITH_REASON))
    tables = [node for node in page.all() if node.tag == "table"]
    anchors = published(assessment.catalog_version_id).catalog.practice[WITH_REASON].anchors
    rows = [
        [
            [cell.text.strip() for cell in row.all() if cell.tag in ("th", "td")]
            for row in table.all()
            if row.tag == "tr"
        ]
        for table in tables
    ]
    assert [len(one) for one in rows] == [4, 3, 3]
    assert rows[0][1:] == [
        ["Answer differs", f"Level 3: {anchors[3]}", "Not applicable"],
        ["Why it does not apply differs", "Nothing", "All is small."],
        ["Remark differs", "A start.", "So we think."],
    ]
    assert rows[1][1:] == [
        ["Answer differs", f"Level 1: {anchors[1]}", f"Level 3: {anchors[3]}"],
        ["Remark same", "A start.", "A start."],
    ]
    assert rows[2][1][1:] == ["Nothing", f"Level 1: {anchors[1]}"]


def test_each_but_the_present_one_can_be_put_back(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, CODE, member, level=1)
    change_answer(assessment, CODE, member, level=3)
    change_answer(assessment, CODE, member, level=2)
    text = shown(member, assessment)
    assert text.count("Put this back") == 2
    assert text.count('name="revision" value="3"') == 2
    assert [number for number in (1, 2, 3) if f'name="wanted" value="{number}"' in text] == [1, 2]
    assert text.count("Counts now") == 1


def test_a_history_that_began_after_the_answer_goes_by_its_revisions(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, CODE, member, level=1)
    change_answer(assessment, CODE, member, level=3)
    ResponseRevision.objects.filter(revision=1).delete()
    text = shown(member, assessment)
    assert text.count("Counts now") == 1
    assert "Put this back" not in text
    change_answer(assessment, CODE, member, level=2)
    text = shown(member, assessment)
    assert text.count('name="revision" value="3"') == 1
    assert "Not kept" in text
    back = reverse("assessments:response-put-back", args=(assessment.pk, CODE))
    assert client_of(member).post(back, {"wanted": "2", "revision": "3"}).status_code == 302
    assert Response.objects.get(respondent=member, practice__code=CODE).level == 3


def test_an_unanswered_question_says_what_to_do(organisation: Organisation) -> None:
    text = shown(organisation.member, organisation.assessment)
    assert "You have not answered this question yet." in text
    assert (
        f'href="{reverse("assessments:dimension-answer", args=(organisation.assessment.pk, "DAT-STO"))}#{CODE}"' in text
    )


def test_nobody_sees_the_history_of_another(organisation: Organisation) -> None:
    assessment = organisation.assessment
    answer(assessment, CODE, organisation.member, remark="For myself.")
    answer(assessment, CODE, organisation.lead, remark="For the lead.")
    assert "For myself." not in shown(organisation.lead, assessment)
    assert "For the lead." not in shown(organisation.member, assessment)


def test_who_has_answered_sees_how_the_team_settled_it(organisation: Organisation) -> None:
    assessment, lead, member = organisation.assessment, organisation.lead, organisation.member
    settle(assessment, lead, 2, reason="We looked.", dissent="Otto says 3.")
    settle(assessment, lead, 3, reason="We looked again.")
    settle(assessment, lead, None)
    assert "What your team settled on" not in shown(member, assessment)
    answer(assessment, CODE, member)
    text = shown(member, assessment)
    for words in (
        "We looked.",
        "Otto says 3.",
        "We looked again.",
        "Lea Lead",
        "before that level 2",
        "before that level 3",
    ):
        assert words in text
    assert text.index("Taken back") < text.index("We looked again.") < text.index("Otto says 3.")


def test_with_names_hidden_it_takes_four(organisation: Organisation) -> None:
    assessment, member = organisation.assessment, organisation.member
    Assessment.objects.filter(id=assessment.pk).update(names_hidden=True)
    settle(assessment, organisation.lead, 2, reason="We looked.")
    answer(assessment, CODE, member)
    answer(assessment, CODE, organisation.lead)
    assert Response.objects.filter(assessment=assessment, practice__code=CODE).count() == 3  # one has left
    assert "We looked." not in shown(member, assessment)
    answer(assessment, CODE, member_of(organisation.team))
    assert "We looked." in shown(member, assessment)


def test_a_long_history_has_pages(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    assessment, member = organisation.assessment, organisation.member
    answer(assessment, CODE, member, remark="Words 1.")
    for number in (2, 3):
        change_answer(assessment, CODE, member, remark=f"Words {number}.")
    client = client_of(member)
    first, second = (client.get(address(assessment), {"page": page}).text for page in ("1", "2"))
    assert [f"Words {number}." in first for number in (1, 2, 3)] == [True, True, True]
    assert ("Save 3 by" in first, "First answer by" in first, "Older" in first) == (True, False, True)
    assert ("Save 2 by" in second, "First answer by" in second, "Newer" in second) == (False, True, True)
    assert "Page 2 of 2" in client.get(address(assessment), {"page": "9"}).text


@pytest.mark.parametrize("changes", [0, 3])
@pytest.mark.parametrize("names_hidden", [False, True])
def test_seven_statements_whatever_the_size(organisation: Organisation, changes: int, names_hidden: bool) -> None:
    assessment, member = organisation.assessment, organisation.member
    Assessment.objects.filter(id=assessment.pk).update(names_hidden=names_hidden)
    answer(assessment, CODE, [member, organisation.lead][0])
    for number in range(3):
        answer(assessment, CODE, member_of(organisation.team, name=f"Person {number}"))
    for level in range(changes):
        change_answer(assessment, CODE, member, level=level)
        settle(assessment, organisation.lead, level, reason="So.")
    client = client_of(member)
    client.get(address(assessment))
    assert len(statements(lambda: client.get(address(assessment)))) == 7


def test_only_who_answers_in_the_team_sees_one(organisation: Organisation) -> None:
    assessment = organisation.assessment
    for user, status in (
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.stranger, 404),
        (organisation.administrator, 404),
    ):
        assert client_of(user).get(address(assessment)).status_code == status
    assert client_of(organisation.member).get(address(assessment, "NO-SUCH-1")).status_code == 404
    assert client_of(organisation.member).post(address(assessment)).status_code == 405


def test_a_closed_assessment_says_where_to_go(organisation: Organisation) -> None:
    submit(organisation.assessment, by=organisation.lead)
    assert client_of(organisation.member).get(address(organisation.assessment)).status_code == 409
