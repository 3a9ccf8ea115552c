"""Every field name of every model, posted to every form, changes nothing but what the form is for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, CatalogVersion, Gate, Practice
from assessments.services import catalogs
from tests import factories
from tests.admin.pages import filled, url
from tests.factories import Organisation, client_of
from tests.role_table import PRACTICE, ROWS, address, sides
from tests.stored import changed_since, everything, rolled_back

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
FORMS = {name: row for name, row in ROWS.items() if row.post and row.names_object}
# A request with many fields more is refused as a whole.
MOST_AT_ONCE = 600
PREFIXES = ("", f"{PRACTICE}-", f"{PRACTICE}-evidence-", "form-0-")
# Fields that a form is for, though a plain use of it leaves them out.
FOR = {
    "assessment-start": {"names_hidden"},
    "assessment-submit": {"early_looks"},
    "dimension-answer": {f"{PRACTICE}-evidence-{name}" for name in ("kind", "text", "title", "dated")},
}

Post = Callable[[Mapping[str, Any]], object]


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock", "shared_organisation")]


@pytest.fixture(scope="module")
def stopped_clock() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: MOMENT)
        yield


def smuggled(prefixes: Iterable[str], but: Iterable[str]) -> dict[str, Any]:
    """A harmful value for each field of each model, by its name and by that of its column."""
    fields = [field for model in apps.get_app_config("assessments").get_models() for field in model._meta.fields]
    names = {name: _harmful(field) for field in fields for name in (field.name, field.attname)}
    return {
        f"{prefix}{name}": value
        for prefix in prefixes
        for name, value in names.items()
        if f"{prefix}{name}" not in set(but)
    }


def _harmful(field: Any) -> str:
    if field.is_relation:
        return str(field.related_model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 1)
    if field.choices:
        return str(list(field.choices)[-1][0])
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField | models.DateField):
        return "2001-01-01"
    return "1" if isinstance(field, models.IntegerField | models.DecimalField) else "[]"


def check(post: Post, plain: Mapping[str, Any], more: Mapping[str, Any]) -> None:
    """Posting more than the form's own fields does exactly what posting those alone does."""
    alone = outcome(post, plain)
    assert alone != {}
    names = sorted(more)
    for start in range(0, len(names), MOST_AT_ONCE):
        part = {name: more[name] for name in names[start : start + MOST_AT_ONCE]}
        assert outcome(post, {**part, **plain}) == alone


def outcome(post: Post, data: Mapping[str, Any]) -> Mapping[str, object]:
    """What posting the data changes; it is undone again."""
    before = everything()
    with rolled_back():
        post(data)
        return changed_since(before)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_pages_take_only_their_own_fields(organisation: Organisation, name: str) -> None:
    row, side = FORMS[name], sides(organisation)["own"]
    row.prepare(side)
    client, where = client_of(getattr(organisation, row.sender)), address(name, side)
    plain = row.data(side)
    check(lambda data: client.post(where, data), plain, smuggled(PREFIXES, {*plain, *FOR.get(name, ())}))


def test_a_new_password_changes_nothing_else(organisation: Organisation) -> None:
    user = organisation.lead
    user.set_password("the old and long one")
    user.save()
    plain = {
        "old_password": "the old and long one",
        "new_password1": "a new and longer one",
        "new_password2": "a new and longer one",
    }
    where = reverse("assessments:password-change")
    check(lambda data: client_of(user).post(where, data), plain, smuggled(("",), plain))


@pytest.fixture
def draft(organisation: Organisation) -> CatalogVersion:
    version_id = catalogs.start_draft(user_id=organisation.administrator.pk, at=MOMENT)
    return CatalogVersion.objects.get(id=version_id)


def _pages(organisation: Organisation, draft: CatalogVersion) -> dict[str, tuple[str, dict[str, Any]]]:
    """A form page of each kind in the administration, with a change to make there."""
    practice = Practice.objects.filter(dimension__discipline__version=draft).first()
    gate = Gate.objects.filter(version=draft).first()
    discipline = draft.disciplines.first()
    level = draft.levels.first()
    assert practice is not None
    assert gate is not None
    assert discipline is not None
    assert level is not None
    return {
        "practice": (url("practice", "change", practice.pk), {"name": "Renamed"}),
        "gate": (url("gate", "change", gate.pk), {"reason": "Because it is so."}),
        "discipline": (url("discipline", "change", discipline.pk), {"name": "Renamed"}),
        "level": (url("level", "change", level.pk), {"name": "Renamed"}),
        "version": (url("catalogversion", "change", draft.pk), {"note": "Renamed"}),
        "unit": (url("unit", "change", organisation.team.pk), {"name": "Renamed"}),
        "new unit": (url("unit", "add"), {"name": "A new one"}),
        "person": (url("user", "change", organisation.member.pk), {"name": "Renamed"}),
        "new person": (url("user", "add"), {"name": "A new one", "email": "new@example.org"}),
    }


KINDS = ("practice", "gate", "discipline", "level", "version", "unit", "new unit", "person", "new person")


@pytest.mark.parametrize("kind", KINDS)
def test_the_administration_takes_only_its_own_fields(
    organisation: Organisation, draft: CatalogVersion, kind: str
) -> None:
    client = client_of(organisation.administrator)
    where, change = _pages(organisation, draft)[kind]
    page = client.get(where)
    inlines = [one for inline in page.context["inline_admin_formsets"] for one in inline.formset.forms]
    declared = {field.html_name for form in (page.context["adminform"].form, *inlines) for field in form}
    prefixes = ("", *(f"{form.prefix}-" for form in inlines))
    check(lambda data: client.post(where, data), filled(page, **change), smuggled(prefixes, declared))


def test_a_form_that_stores_whatever_it_is_sent_is_noticed(organisation: Organisation) -> None:
    def careless(data: Mapping[str, Any]) -> None:
        fields = {field.name for field in Assessment._meta.fields}
        values = {name: value for name, value in data.items() if name in fields and name not in ("id", "early_looks")}
        Assessment.objects.filter(id=organisation.assessment.pk).update(**values)

    plain = {"title": "Renamed"}
    with pytest.raises(AssertionError):
        check(careless, plain, {"started_at": MOMENT, "note": "smuggled"})
    check(careless, plain, {"unknown": "smuggled"})
    assert factories.built_in().number == 1
