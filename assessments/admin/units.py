"""The organisation: the tree of units, and who has which role in a unit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from assessments.admin.drafts import LabelledFormSet, ModelAdmin, ModelForm, TabularInline
from assessments.admin.handovers import tell_of_open_work
from assessments.admin.sites import site
from assessments.models import Membership, Unit

LONGEST_ID = 18
INDENT = "\N{EM SPACE}"


class TreeChangeList(ChangeList):
    """Lists each unit right below the one it belongs to."""

    def get_ordering(self, request: HttpRequest, queryset: Any) -> list[Any]:
        return ["tree_ordering"]


class LookedUp(AutocompleteSelect):
    """A choice by typing that shows nothing for what is no id: Django would look any text up and break on it."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if _is_id(str(one))], attr)


class MembershipInline(TabularInline):
    """Who has which role in a unit."""

    model = Membership
    formset = LabelledFormSet
    extra = 0
    autocomplete_fields = ("user", "unit")
    verbose_name = "role"
    verbose_name_plural = "Roles: members and leads answer for this unit; managers read it and all below it"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **{**kwargs, "widget": LookedUp(db_field, self.admin_site)}
        )


class UnitForm(ModelForm):
    """A unit and its place in the tree."""

    def clean_parent(self) -> Unit | None:
        parent: Unit | None = self.cleaned_data["parent"]
        if parent is not None and self.instance.pk is not None:
            way_up = Unit.objects.ancestors(parent, include_self=True)
            if way_up.filter(pk=self.instance.pk).exists():
                raise forms.ValidationError("A unit cannot be moved below itself.")
        return parent

    def clean_is_team(self) -> bool:
        is_team: bool = self.cleaned_data["is_team"]
        if not is_team and self.instance.pk is not None and self.instance.assessments.exists():
            raise forms.ValidationError("This unit has assessments, so it stays a team.")
        return is_team


@admin.register(Unit, site=site)
class UnitAdmin(ModelAdmin):
    """The tree as an indented list; a unit is moved by choosing another parent."""

    form = UnitForm
    list_display = ("indented_name", "is_team")
    list_filter = ("is_team",)
    search_fields = ("name",)
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    fields = ("name", "parent", "is_team")
    inlines = (MembershipInline,)
    change_list_template = "admin/assessments/unit_list.html"

    @admin.display(description="Unit")
    def indented_name(self, unit: Any) -> str:
        return f"{INDENT * 2 * unit.tree_depth}{unit.name}"

    def get_queryset(self, request: HttpRequest) -> Any:
        return Unit.objects.with_tree_fields()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeChangeList

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say what moving a unit does."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "parent":
            field.label = "Part of"
            field.help_text = "Choose another unit to move this one, with all below it. Managers above it then see it."
        return field

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Store the roles, and say what those had open who lost theirs."""
        before = {one.initial["user"] for one in formset.initial_forms}
        super().save_formset(request, form, formset, change)
        tell_of_open_work(request, before)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        unit = self.get_object(request, object_id)
        reason = _why_it_stays(unit) if unit is not None else ""
        try:
            if not reason:
                return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            reason = "It was assessed meanwhile, so it stays."
        messages.error(request, reason)
        return HttpResponseRedirect(reverse("admin:assessments_unit_change", args=[object_id]))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


def _why_it_stays(unit: Any) -> str:
    if unit.children.exists():
        return f"{unit.name} still has units below it. Move or delete those first."
    if unit.assessments.exists():
        return f"{unit.name} has assessments, and what people answered is kept. Move it to another unit instead."
    return ""
