"""Nobody sees what others answered before the own answer is stored, and with names hidden nobody sees who said it.

Each is proved by change: what a person must not know is changed, and every page of that person stays as it was.
"""

import re
from collections.abc import Callable, Mapping

import pytest
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from assessments.core.agreement import Kind
from assessments.core.gate_news import gate_news
from assessments.core.workflow import Role
from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.models import AgreedLevel, AgreedLevelChange, Assessment, Comment, Discussion, Response, Unit, User
from assessments.queries import proofs, visits, voices
from assessments.services.discussions import add_comment
from tests.factories import answer, built_in, client_of, member_of, open_assessment, practices_of, submit, team, unit
from tests.role_table import PATTERNS, ROWS

pytestmark = pytest.mark.django_db

CODE, NEEDED, REASONED, UNKNOWN = "MLO-DEV-02", "MLO-DEV-01", "DAT-STO-02", "DAT-STO-03"
CODES = (CODE, NEEDED, REASONED, UNKNOWN)
GATED, OTHER_GATED = "MLO-TRN-01", "MLO-DEP-01"
EVERY = frozenset(read_catalog(BUILT_IN).practice)
CHANGED = "changed-"
OF_ONE_PRACTICE = ("discussion-show", "response-history")
PLANNING = ("roadmap-", "board-", "plan-", "scenarios-", "baseline-", "exception-")
Pages = Mapping[str, str]


class Team:
    """A team with an earlier Result, whose lead and member have not answered what the others have answered.

    The others disagree, wrote remarks and reasons, settled on a level with dissent, and talked.
    """

    def __init__(self, *, others: int = 4) -> None:
        branch = unit("North branch")
        self.unit: Unit = team("Otters", parent=branch)
        self.lead, self.member = member_of(self.unit, Role.LEAD, "Lea Lead"), member_of(self.unit, name="Mem Ber")
        self.manager = member_of(branch, Role.MANAGER, "Mana Ger")
        self.others = [member_of(self.unit, name=f"Other {number}") for number in range(others)]
        before = open_assessment(self.unit, by=self.lead, title="First look")
        answer(before, practices_of(before, "dataops", "mlops"), self.lead, level=1)
        submit(before, by=self.lead)
        self.assessment = open_assessment(self.unit, by=self.lead, title="Second look")
        self._answer()
        self._settle()

    def _answer(self) -> None:
        for number, somebody in enumerate(self.others):
            remark = f"As number {number} sees it."
            answer(self.assessment, CODE, somebody, level=4 * (number % 2), remark=remark)
            answer(self.assessment, NEEDED, somebody, level=0, remark=remark)
            answer(self.assessment, UNKNOWN, somebody, kind=Kind.DONT_KNOW, remark=remark)
            answer(self.assessment, REASONED, somebody, level=1, remark=remark)
        told = Response.objects.filter(practice__code=REASONED, respondent=self.others[0], assessment=self.assessment)
        told.update(kind=Kind.NOT_APPLICABLE.value, level=None, reason="There is none.")

    def _settle(self) -> None:
        recorded = {
            "assessment": self.assessment, "practice_id": built_in().practice_ids[CODE], "level": 4,
            "reason": "We looked.", "dissent": "Some see it lower.", "answers_revision": len(self.others),
        }  # fmt: skip
        AgreedLevel.objects.create(**recorded, agreed_by=self.others[0], agreed_at=timezone.now())
        AgreedLevelChange.objects.create(**recorded, changed_by=self.others[0], changed_at=timezone.now())
        self.say(self.others[0])

    def say(self, somebody: User) -> None:
        add_comment(
            assessment_id=self.assessment.pk, published=built_in(), practice=CODE, author_id=somebody.pk,
            text="It was so.", at=timezone.now(),
        )  # fmt: skip

    def hide_names(self) -> None:
        self.assessment.names_hidden = True
        self.assessment.save()

    def answers(self, *people: User) -> None:
        """Let people answer all that the others have answered."""
        for somebody in people:
            answer(self.assessment, CODES, somebody, level=2)

    def pages(self, somebody: User, *, planning: bool) -> Pages:
        """Whatever the person reads at any address of the team; plans take long, and are left out mostly."""
        client = client_of(somebody)
        found = {}
        for address in sorted(set(self._addresses(planning=planning))):
            response = client.get(address)
            body = response.getvalue().decode(errors="replace")
            found[address] = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)
        return found

    def told(self, somebody: User) -> Pages:
        """Whatever the person is told by forms about what others said, one by one and each undone again."""
        client = client_of(somebody)
        found = {}
        for name, data in self._forms():
            with transaction.atomic():
                address = reverse(f"assessments:{name}", args=(self.assessment.pk, CODE))
                response = client.post(address, data, follow=True)
                said = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|\d\d:\d\d[\d:.]*', "", response.text)
                found[f"{name} {data}"] = f"{response.status_code} {response.redirect_chain} {said}"
                transaction.set_rollback(True)
        return found

    def _forms(self) -> list[tuple[str, Mapping[str, object]]]:
        newest = AgreedLevelChange.objects.latest("id").pk
        words = {f"{CODE}-reason": "So.", f"{CODE}-dissent": ""}
        return [
            *[
                ("agreed-level-record", {f"{CODE}-seen": seen, f"{CODE}-level": level, **words})
                for seen in (0, newest)
                for level in range(5)
            ],
            ("agreed-level-record", {f"{CODE}-seen": newest, "withdraw": "1"}),
            ("agreed-level-undo", {f"{CODE}-seen": newest}),
            ("settling-practice", {"level": "3", "revision": "1"}),
            ("settling-practice", {"level": "3", "revision": "0"}),
            ("confirmation-record", {}),
            ("comment-add", {"text": "Is it so?"}),
            *[("discussion-settle", {"seen": seen}) for seen in range(3)],
            ("response-save", {"version": built_in().version_id, f"{CODE}-answer": "2", f"{CODE}-revision": "1"}),
            ("response-put-back", {"wanted": "1", "revision": "2"}),
        ]

    def _addresses(self, *, planning: bool) -> list[str]:
        every = []
        names = [name for name, row in ROWS.items() if row.get and row.names_object]
        names = [name for name in names if planning or not name.startswith(PLANNING)]
        for result in self.unit.results.all():
            for code in (CODE, REASONED):
                given = {
                    "unit_id": self.unit.pk, "assessment_id": self.assessment.pk, "result_id": result.pk,
                    "practice": code, "dimension": code[:7], "discipline": built_in().catalog.discipline_of[code],
                    "file_format": "csv",
                }  # fmt: skip
                for name in names:
                    keys = PATTERNS[name].pattern.converters
                    if set(keys) <= set(given):
                        every.append(reverse(f"assessments:{name}", kwargs={key: given[key] for key in keys}))
        return [*every, reverse("assessments:home-show"), reverse("assessments:portfolio-show")]


def change_what_others_said(team: Team) -> None:
    """Other levels, remarks, reasons, agreed level, dissent and comments, and as many of each as before."""
    said = Response.objects.filter(assessment=team.assessment, respondent__in=team.others)
    said.filter(practice__code=CODE, level=4).update(level=3)
    said.filter(practice__code__in=(CODE, NEEDED), level=0).update(level=1)
    said.filter(practice__code=REASONED, level=1).update(level=3)
    said.update(remark=Concat(Value(CHANGED), F("remark")))
    said.filter(kind=Kind.NOT_APPLICABLE.value).update(reason="For another reason.")
    for model in (AgreedLevel, AgreedLevelChange):
        model.objects.update(level=3, reason=f"{CHANGED}reason", dissent=f"{CHANGED}dissent")
    Comment.objects.update(text=f"{CHANGED}comment")


def change_what_kind_of_answer_others_gave(team: Team) -> None:
    """Who gave a level does not know, and the other way round."""
    said = Response.objects.filter(assessment=team.assessment, respondent__in=team.others)
    levels, unknown = said.filter(practice__code=NEEDED), said.filter(practice__code=UNKNOWN)
    levels.update(kind=Kind.DONT_KNOW.value, level=None)
    unknown.update(kind=Kind.LEVEL.value, level=1)
    said.filter(practice__code=CODE).update(kind=Kind.DONT_KNOW.value, level=None)


def swap_who_said_what(team: Team) -> None:
    """Two people change places: each has said what the other one said."""
    one, other = team.others[:2]
    for code in CODES:
        rows = Response.objects.filter(assessment=team.assessment, practice__code=code)
        kept = {name: getattr(rows.get(respondent=one), name) for name in ("kind", "level", "reason", "remark")}
        taken = {name: getattr(rows.get(respondent=other), name) for name in kept}
        rows.filter(respondent=one).update(**taken)
        rows.filter(respondent=other).update(**kept)
    Comment.objects.filter(author=one).update(author=other)


def differing(team: Team, somebody: User, change: Callable[[Team], None], *, planning: bool = False) -> list[str]:
    """The addresses at which the person notices the change."""
    before = team.pages(somebody, planning=planning)
    change(team)
    after = team.pages(somebody, planning=planning)
    assert len(before) > 20
    return [address for address, body in before.items() if after[address] != body]


@pytest.mark.parametrize("reader", ["lead", "member", "manager"])
@pytest.mark.parametrize("names_hidden", [False, True])
def test_before_the_own_answer_nothing_tells_what_others_said(reader: str, names_hidden: bool) -> None:
    team = Team()
    if names_hidden:
        team.hide_names()
    planning = not names_hidden
    assert differing(team, getattr(team, reader), change_what_others_said, planning=planning) == []


@pytest.mark.parametrize("reader", ["lead", "member", "manager"])
@pytest.mark.parametrize(("others", "names_hidden"), [(1, False), (2, True), (4, True)])
def test_before_the_own_answer_nothing_tells_who_knew(reader: str, others: int, names_hidden: bool) -> None:
    team = Team(others=others)
    if names_hidden:
        team.hide_names()
    assert differing(team, getattr(team, reader), change_what_kind_of_answer_others_gave) == []


def test_nothing_tells_a_lead_who_gave_which_reason_that_a_question_does_not_apply() -> None:
    team = Team()
    team.hide_names()
    said = Response.objects.filter(assessment=team.assessment, practice__code=REASONED)
    for number, somebody in enumerate(team.others):
        reason = {"kind": Kind.NOT_APPLICABLE.value, "level": None, "reason": f"Reason {number}."}
        said.filter(respondent=somebody).update(**reason)
    assert "Reason 0." in "".join(team.pages(team.lead, planning=False).values())
    assert differing(team, team.lead, swap_who_said_what) == []


def differing_when_told(team: Team, somebody: User) -> list[str]:
    """The forms by whose answer the person notices that others said something else."""
    before = team.told(somebody)
    change_what_others_said(team)
    after = team.told(somebody)
    return [form for form, told in before.items() if after[form] != told]


@pytest.mark.parametrize("reader", ["lead", "member"])
@pytest.mark.parametrize(("others", "names_hidden"), [(4, False), (2, True)])
def test_no_form_tells_it_either(reader: str, others: int, names_hidden: bool) -> None:
    """Nor does one after the own answer, while names are hidden and three have answered."""
    team = Team(others=others)
    if names_hidden:
        team.hide_names()
        team.answers(getattr(team, reader))
        AgreedLevel.objects.update(answers_revision=3)
    assert differing_when_told(team, getattr(team, reader)) == []


def test_a_form_that_settles_what_was_not_heard_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices.Voices, "reach", lambda said, person_id: True)
    team = Team()
    noticed = differing_when_told(team, team.lead)
    assert noticed
    assert all(form.startswith("agreed-level") for form in noticed)


def change_what_shuts_a_gate(team: Team) -> None:
    """A foundation that others put below level 2, far apart, is above it in all their answers."""
    Response.objects.filter(assessment=team.assessment, practice__code=GATED).update(level=3)


def put_apart(team: Team) -> None:
    """Others lie far apart on a foundation; lead and member have answered another one."""
    for number, somebody in enumerate(team.others):
        answer(team.assessment, GATED, somebody, level=3 * (number % 2))
    for somebody in (team.lead, team.member, *team.others):
        answer(team.assessment, OTHER_GATED, somebody, level=1 + somebody.pk % 3)


@pytest.mark.parametrize("reader", ["lead", "member"])
@pytest.mark.parametrize("names_hidden", [False, True])
def test_before_the_own_answer_no_news_of_a_gate_tells_it_either(reader: str, names_hidden: bool) -> None:
    team = Team()
    put_apart(team)
    if names_hidden:
        team.hide_names()
    assert differing(team, getattr(team, reader), change_what_shuts_a_gate) == []


def test_news_of_a_gate_by_all_answers_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "gate_news", lambda *known, heard, on: gate_news(*known, heard=EVERY, on=on))
    team = Team()
    put_apart(team)
    noticed = differing(team, team.member, change_what_shuts_a_gate)
    assert noticed == [reverse("assessments:gates-tell", args=(team.assessment.pk,))]


@pytest.mark.parametrize("reader", ["lead", "member"])
def test_after_the_own_answer_it_shows(reader: str) -> None:
    team = Team()
    team.answers(team.lead, team.member)
    noticed = differing(team, getattr(team, reader), change_what_others_said)
    for name in ("settling-practice", "discussion-show"):
        assert reverse(f"assessments:{name}", args=(team.assessment.pk, CODE)) in noticed


def test_managers_see_nothing_of_an_open_assessment_though_all_have_answered() -> None:
    team = Team()
    team.answers(team.lead, team.member)
    assert differing(team, team.manager, change_what_others_said) == []


@pytest.mark.parametrize("reader", ["lead", "member"])
def test_with_names_hidden_three_answers_show_nothing(reader: str) -> None:
    team = Team(others=2)
    team.hide_names()
    team.answers(getattr(team, reader))
    assert differing(team, getattr(team, reader), change_what_others_said) == []


@pytest.mark.parametrize("submitted", [False, True])
@pytest.mark.parametrize("reader", ["lead", "member", "manager"])
def test_with_names_hidden_nothing_tells_who_said_what(reader: str, submitted: bool) -> None:
    team = Team()
    team.hide_names()
    team.answers(team.lead, team.member)
    if submitted:
        submit(team.assessment, by=team.lead)
    assert differing(team, getattr(team, reader), swap_who_said_what) == []


@pytest.mark.parametrize("submitted", [False, True])
def test_without_hiding_a_lead_sees_who_said_what_and_a_member_does_not(submitted: bool) -> None:
    team = Team()
    team.answers(team.lead, team.member)
    Discussion.objects.all().delete()
    if submitted:
        submit(team.assessment, by=team.lead)
    assert differing(team, team.lead, swap_who_said_what)
    assert differing(team, team.member, swap_who_said_what) == []


@pytest.mark.parametrize("reader", ["lead", "member"])
def test_in_a_result_who_did_not_answer_sees_what_the_team_agreed_on_and_no_answer(reader: str) -> None:
    team = Team()
    submit(team.assessment, by=team.lead)
    assert differing(team, getattr(team, reader), swap_who_said_what) == []


def test_a_page_that_does_not_wait_for_the_own_answer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits.Visit, "hears", lambda visit, practice: True)
    team = Team()
    assert differing(team, team.lead, change_what_others_said)


def test_a_practice_that_does_not_wait_for_the_own_answer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "sees_others", lambda **known: True)
    team = Team()
    noticed = differing(team, team.member, change_what_others_said)
    assert noticed == [reverse(f"assessments:{name}", args=(team.assessment.pk, CODE)) for name in OF_ONE_PRACTICE]


def test_a_practice_that_shows_with_names_hidden_under_four_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "is_heard", lambda **known: True)
    team = Team(others=2)
    team.hide_names()
    team.answers(team.member)
    noticed = differing(team, team.member, change_what_others_said)
    assert noticed == [reverse(f"assessments:{name}", args=(team.assessment.pk, CODE)) for name in OF_ONE_PRACTICE]


def test_a_page_that_names_people_though_names_are_hidden_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "sees_names", lambda role, **known: role is Role.LEAD)
    team = Team()
    team.hide_names()
    team.answers(team.lead)
    assert differing(team, team.lead, swap_who_said_what)


def page_of(user: User, assessment: Assessment, dimension: str = "DAT-PIP") -> str:
    response = client_of(user).get(reverse("assessments:dimension-answer", args=(assessment.pk, dimension)))
    return " ".join(response.text.split())


def test_before_the_first_question_it_says_who_sees_what() -> None:
    team = Team()
    first = page_of(team.member, team.assessment)
    assert '<details class="who-sees small" open>' in first
    assert "never see what anybody answered" in first
    assert "see your answers and remarks with your name" in first
    assert '<details class="who-sees small" open>' in page_of(team.member, team.assessment, "DAT-STO")
    team.hide_names()
    hidden = page_of(team.member, team.assessment)
    assert "see your answers and remarks with your name" not in hidden
    assert "sees who answered what, not even your team’s leads." in hidden
    assert "never see what anybody answered" in hidden
    answer(team.assessment, ["DAT-PIP-01"], team.member)
    assert '<details class="who-sees small">' in page_of(team.member, team.assessment)


def test_how_much_was_said_shows_once_the_own_answer_is_stored() -> None:
    team = Team()
    link = f'<a class="discuss" href="../../discussions/{CODE}/">'
    assert f"{link}Discuss<" in page_of(team.member, team.assessment, CODE[:7])
    team.answers(team.member)
    assert f"{link}Discussion (1)<" in page_of(team.member, team.assessment, CODE[:7])
    Discussion.objects.update(settled_by=team.lead, settled_at=timezone.now())
    assert f"{link}Discussion (1, settled)<" in page_of(team.member, team.assessment, CODE[:7])
