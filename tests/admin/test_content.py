"""Content of a draft may be edited; published content is only shown, whatever is posted."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.test import Client

from assessments.admin.drafts import DraftContentAdmin
from assessments.admin.sites import site
from assessments.models import (
    Anchor,
    CatalogVersion,
    Dimension,
    Discipline,
    Gate,
    Level,
    Practice,
    Prerequisite,
    Source,
    Statement,
)
from tests import factories
from tests.admin.pages import errors, filled, save, statements, url

EDITOR_STATEMENTS = 8
CONTENT = (Discipline, Dimension, Practice, Gate, Level, Statement, Source)


def name_of(model: type[Any]) -> str:
    return model._meta.model_name or ""


def rows(model: type[Any], version: int) -> Any:
    path = site._registry[model].version_path  # type: ignore[attr-defined]
    return model.objects.filter(**{path: version})


def practice(draft: CatalogVersion, code: str) -> Practice:
    return Practice.objects.get(code=code, dimension__discipline__version=draft)


def gate(draft: CatalogVersion) -> Gate:
    return Gate.objects.get(version=draft, after="modelops")


@pytest.mark.parametrize("model", CONTENT)
def test_published_rows_are_shown_and_refuse_every_post(
    client: Client, draft: CatalogVersion, model: type[Any]
) -> None:
    published = factories.built_in().version_id
    row, name = rows(model, published).first(), name_of(model)
    before = list(rows(model, published).values())
    page = client.get(url(name, "change", row.pk))
    assert page.status_code == 200
    assert "can only be read" in page.text
    assert 'name="_save"' not in page.text
    sent = {"code": "x", "name": "x", "text": "x", "question": "x", "reason": "x", "meaning": "x", "level": "1"}
    assert client.post(url(name, "change", row.pk), sent).status_code == 403
    assert client.post(url(name, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert list(rows(model, published).values()) == before


@pytest.mark.parametrize("model", CONTENT)
def test_nothing_is_added_while_there_is_no_draft(client: Client, model: type[Any]) -> None:
    name, count = name_of(model), model.objects.count()
    assert client.get(url(name, "add")).status_code == 403
    assert client.post(url(name, "add"), {"code": "x", "name": "x"}).status_code == 403
    assert model.objects.count() == count
    assert "start a draft" in client.get(url(name, "changelist")).text


@pytest.mark.parametrize("model", CONTENT)
def test_a_list_shows_one_version_the_draft_unless_asked_otherwise(
    client: Client, draft: CatalogVersion, model: type[Any]
) -> None:
    published = factories.built_in().version_id
    for query, version in (("", draft.pk), (f"?version={published}", published)):
        page = client.get(url(name_of(model), "changelist") + query)
        assert page.context["cl"].queryset.count() == rows(model, version).count() > 0
    assert client.get(url(name_of(model), "changelist") + "?version=999").context["cl"].queryset.count() == 0


@pytest.mark.parametrize("model", CONTENT)
def test_rows_of_the_draft_are_saved_as_they_stand(client: Client, draft: CatalogVersion, model: type[Any]) -> None:
    row = rows(model, draft.pk).last()
    before = list(rows(model, draft.pk).values())
    response = save(client, url(name_of(model), "change", row.pk))
    assert response.status_code == 302
    assert list(rows(model, draft.pk).values()) == before


def test_lists_are_filtered_by_discipline_and_searched(client: Client, draft: CatalogVersion) -> None:
    found = client.get(url("practice", "changelist") + "?discipline=mlops").context["cl"].queryset
    assert {one.code[:3] for one in found} == {"MLO"}
    found = client.get(url("practice", "changelist") + "?q=hyperparameter").context["cl"].queryset
    assert "MLO-DEV-02" in [one.code for one in found]


def test_the_practice_page_offers_only_rows_of_the_draft(client: Client, draft: CatalogVersion) -> None:
    page = client.get(url("practice", "change", practice(draft, "MLO-DEV-02").pk))
    offered = page.context["adminform"].form.fields["dimension"].queryset
    assert {one.discipline.version_id for one in offered} == {draft.pk}
    codes = [code for code, _ in page.context["inline_admin_formsets"][1].formset.choices]
    assert len(codes) == 95
    assert "See all faults of the draft" in page.text


def test_a_practice_cannot_be_moved_into_a_published_version(client: Client, draft: CatalogVersion) -> None:
    one = practice(draft, "MLO-DEV-02")
    foreign = Dimension.objects.filter(discipline__version=factories.built_in().version_id).first()
    assert foreign is not None
    response = save(client, url("practice", "change", one.pk), dimension=foreign.pk)
    assert "dimension" in errors(response)
    one.refresh_from_db()
    assert one.dimension_id != foreign.pk


def test_the_practice_page_takes_the_same_few_statements_whatever_it_holds(
    client: Client, draft: CatalogVersion
) -> None:
    ContentType.objects.get_for_model(Practice)
    for code in ("DAT-PIP-01", "AIO-AUT-02"):
        address = url("practice", "change", practice(draft, code).pk)
        assert len(statements(lambda address=address: client.get(address))) == EDITOR_STATEMENTS  # type: ignore[misc]


def test_a_question_and_its_anchors_are_edited_together(client: Client, draft: CatalogVersion) -> None:
    one = practice(draft, "MLO-DEV-02")
    changed = {"question": "Which tools?", "anchors-1-text": "", "anchors-4-text": "All of it."}
    assert save(client, url("practice", "change", one.pk), **changed).status_code == 302
    one.refresh_from_db()
    assert one.question == "Which tools?"
    texts = list(one.anchors.values_list("level", "text"))
    assert [level for level, _ in texts] == [0, 1, 2, 3, 4]
    assert texts[1] == (1, "")
    assert texts[4] == (4, "All of it.")


def test_a_new_practice_gets_exactly_five_anchors(client: Client, draft: CatalogVersion) -> None:
    dimension = Dimension.objects.get(code="MLO-DEV", discipline__version=draft)
    page = client.get(url("practice", "add"))
    assert page.context["inline_admin_formsets"][0].formset.total_form_count() == 5
    sent = filled(
        page, dimension=dimension.pk, code="MLO-DEV-09", name="New", question="New?", effort="S", owner="Me",
        **{"anchors-0-text": "None.", "anchors-3-text": "Most."},
    )  # fmt: skip
    assert client.post(url("practice", "add"), sent).status_code == 302
    made = practice(draft, "MLO-DEV-09")
    assert list(made.anchors.values_list("level", "text")) == [(0, "None."), (1, ""), (2, ""), (3, "Most."), (4, "")]


@pytest.mark.parametrize("total", ["4", "9"])
def test_more_or_fewer_than_five_anchors_are_refused(client: Client, draft: CatalogVersion, total: str) -> None:
    page = client.get(url("practice", "add"))
    dimension = Dimension.objects.filter(discipline__version=draft).first()
    assert dimension is not None
    sent = filled(page, dimension=dimension.pk, code="X-1", name="X", question="X?", effort="S", owner="Me")
    response = client.post(url("practice", "add"), sent | {"anchors-TOTAL_FORMS": total})
    assert response.status_code == 200
    assert response.context["inline_admin_formsets"][0].formset.non_form_errors()
    assert not Practice.objects.filter(code="X-1").exists()


def test_a_missing_anchor_is_offered_again(client: Client, draft: CatalogVersion) -> None:
    one = practice(draft, "MLO-DEV-02")
    Anchor.objects.get(practice=one, level=2).delete()
    address = url("practice", "change", one.pk)
    page = client.get(address)
    formset = page.context["inline_admin_formsets"][0].formset
    assert [form.instance.level for form in formset.forms] == [0, 1, 3, 4, 2]
    assert client.post(address, filled(page, **{"anchors-4-text": "Again."})).status_code == 302
    assert Anchor.objects.get(practice=one, level=2).text == "Again."


def test_a_cycle_may_be_saved_in_a_draft_and_is_named_there(client: Client, draft: CatalogVersion) -> None:
    one = practice(draft, "DAT-PIP-01")
    changed = {"prerequisites-0-needs": "DAT-PIP-02", "prerequisites-0-level": "2"}
    assert save(client, url("practice", "change", one.pk), **changed).status_code == 302
    assert Prerequisite.objects.filter(practice=one, needs="DAT-PIP-02").exists()
    assert "DAT-PIP-01 needs DAT-PIP-02" in client.get(url("catalogversion", "change", draft.pk)).text


def test_a_prerequisite_whose_practice_is_gone_is_kept_until_it_is_changed(
    client: Client, draft: CatalogVersion
) -> None:
    practice(draft, "MLO-DEV-01").delete()
    address = url("practice", "change", practice(draft, "MLO-DEV-02").pk)
    assert "MLO-DEV-01 (not in this draft)" in client.get(address).text
    assert save(client, address).status_code == 302
    assert Prerequisite.objects.filter(practice__dimension__discipline__version=draft, needs="MLO-DEV-01").exists()


def test_an_unknown_prerequisite_is_refused_beside_its_field(client: Client, draft: CatalogVersion) -> None:
    changed = {"prerequisites-0-needs": "NO-SUCH-01", "prerequisites-0-level": "2"}
    response = save(client, url("practice", "change", practice(draft, "DAT-PIP-01").pk), **changed)
    assert "prerequisites-0-needs" in errors(response)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "a/b"),
        ("code", ""),
        ("code", "x" * 41),
        ("question", "x" * 501),
        ("question", "a\x00b"),
        ("position", "99999999999999999999"),
        ("position", "-1"),
        ("effort", "XL"),
        ("dimension", "987654321"),
        ("dimension", "abc"),
    ],
)
def test_bad_input_is_answered_beside_its_field(client: Client, draft: CatalogVersion, field: str, value: str) -> None:
    one = practice(draft, "MLO-DEV-02")
    before = Practice.objects.values().get(pk=one.pk)
    response = save(client, url("practice", "change", one.pk), **{field: value})
    assert list(errors(response)) == [field]
    assert Practice.objects.values().get(pk=one.pk) == before


def test_a_discipline_code_is_lower_case(client: Client, draft: CatalogVersion) -> None:
    one = Discipline.objects.get(version=draft, code="mlops")
    assert "code" in errors(save(client, url("discipline", "change", one.pk), code="MLOps"))
    assert "code" in errors(save(client, url("discipline", "change", one.pk), code="ml.ops"))


def test_a_code_used_twice_is_refused_in_words(client: Client, draft: CatalogVersion) -> None:
    one = Discipline.objects.get(version=draft, code="mlops")
    response = save(client, url("discipline", "change", one.pk), code="dataops")
    assert response.status_code == 200
    assert "already exists" in response.text


def test_a_fixed_gate_stays(client: Client, draft: CatalogVersion) -> None:
    fixed = gate(draft)
    for response in (
        client.get(url("gate", "delete", fixed.pk)),
        client.post(url("gate", "delete", fixed.pk), {"post": "yes"}),
    ):
        assert response.status_code == 403
        assert "This gate is fixed and cannot be removed." in response.text
        assert "Your role in this team" not in response.text
    assert Gate.objects.filter(pk=fixed.pk).exists()
    assert "deletelink" not in client.get(url("gate", "change", fixed.pk)).text


def test_what_is_not_allowed_is_told_to_an_administrator(client: Client, draft: CatalogVersion) -> None:
    level = draft.levels.get(number=1)
    response = client.get(url("level", "delete", level.pk))
    assert response.status_code == 403
    assert "some things are never added, changed or deleted here" in response.text
    assert "Your role in this team" not in response.text


@pytest.mark.parametrize("level", ["0", "1", "-1", "5", "", "two"])
def test_a_fixed_gate_is_not_lowered(client: Client, draft: CatalogVersion, level: str) -> None:
    fixed = gate(draft)
    response = save(client, url("gate", "change", fixed.pk), level=level)
    assert list(errors(response)) == ["level"]
    fixed.refresh_from_db()
    assert fixed.level == 2


def test_a_fixed_gate_may_be_raised_and_nothing_else_of_it_moves(client: Client, draft: CatalogVersion) -> None:
    fixed = gate(draft)
    sent = {"level": "3", "fixed": "", "before": "dataops", "after": "dataops", "reason": "Higher."}
    assert save(client, url("gate", "change", fixed.pk), **sent).status_code == 302
    fixed.refresh_from_db()
    assert (fixed.level, fixed.before, fixed.after, fixed.fixed) == (3, "mlops", "modelops", True)
    assert fixed.reason == "Higher."


def test_another_gate_is_added_changed_and_deleted(client: Client, draft: CatalogVersion) -> None:
    page = client.get(url("gate", "add"))
    assert page.context["adminform"].form["version"].value() == draft.pk
    sent = filled(page, before="dataops", after="aiops", level="1", reason="Data first.", fixed="on")
    assert client.post(url("gate", "add"), sent).status_code == 302
    added = Gate.objects.get(version=draft, before="dataops")
    assert not added.fixed
    assert save(client, url("gate", "change", added.pk), level="2", after="modelops").status_code == 302
    added.refresh_from_db()
    assert (added.level, added.after) == (2, "modelops")
    assert client.post(url("gate", "delete", added.pk), {"post": "yes"}).status_code == 302
    assert not Gate.objects.filter(pk=added.pk).exists()


def test_levels_stay_five(client: Client, draft: CatalogVersion) -> None:
    level = Level.objects.get(version=draft, number=4)
    assert client.post(url("level", "delete", level.pk), {"post": "yes"}).status_code == 403
    assert client.get(url("level", "add")).status_code == 403
    assert save(client, url("level", "change", level.pk), name="Best", number="0").status_code == 302
    level.refresh_from_db()
    assert (level.number, level.name) == (4, "Best")


def test_a_discipline_of_the_draft_is_deleted_with_what_is_below(client: Client, draft: CatalogVersion) -> None:
    one = Discipline.objects.get(version=draft, code="aiops")
    assert client.post(url("discipline", "delete", one.pk), {"post": "yes"}).status_code == 302
    assert not Practice.objects.filter(code="AIO-TEL-01", dimension__discipline__version=draft).exists()
    assert Practice.objects.filter(code="AIO-TEL-01").count() == 1


def test_a_draft_published_meanwhile_is_told_in_words(client: Client, draft: CatalogVersion) -> None:
    one = Discipline.objects.get(version=draft, code="mlops")
    page = client.get(url("discipline", "change", one.pk))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Discipline, "save", _refused)
        response = client.post(url("discipline", "change", one.pk), filled(page), follow=True)
        patch.setattr(Discipline, "delete", _refused)
        deleted = client.post(url("discipline", "delete", one.pk), {"post": "yes"}, follow=True)
    assert "Nothing was saved" in response.text
    assert "Nothing was saved" in deleted.text


def _refused(*_: object, **__: object) -> None:
    raise IntegrityError("A published catalog version is frozen.")


def test_the_database_refuses_what_the_pages_would_let_through(client: Client, draft: CatalogVersion) -> None:
    """The guard removed: the page takes a published row for a draft's, and the triggers still hold."""
    row = Discipline.objects.get(version=factories.built_in().version_id, code="mlops")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DraftContentAdmin, "_is_draft", lambda *_: True)
        response = client.post(url("discipline", "delete", row.pk), {"post": "yes"}, follow=True)
    assert "Nothing was saved" in response.text
    assert Discipline.objects.filter(pk=row.pk).exists()
