"""Practices with their five anchors and their prerequisites on one page."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest

from assessments.admin.content import DisciplineFilter
from assessments.admin.drafts import DraftContentAdmin, DraftInline, LabelledFormSet, ModelForm, VersionFilter, draft_id
from assessments.admin.sites import site
from assessments.core.catalog import LEVELS
from assessments.models import Anchor, Practice, Prerequisite


class AnchorForm(ModelForm):
    """One level's statement; saved even when it is blank, for a blank one says that the level is not offered."""

    class Meta:
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 3})}

    def has_changed(self) -> bool:
        return self.instance.pk is None or super().has_changed()


class AnchorFormSet(LabelledFormSet):
    """Five rows, one per level; a new row takes the lowest level that has none yet."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk is None and index is not None:
            taken = {anchor.level for anchor in self.get_queryset()}
            free = (level for level in LEVELS if level not in taken)
            form.instance.level = next(islice(free, index - self.initial_form_count(), None), None)
        form.fields["text"].widget.attrs["aria-label"] = f"Anchor of level {form.instance.level}"


class AnchorInline(DraftInline):
    """The statements to choose from, lowest level first."""

    model = Anchor
    form = AnchorForm
    formset = AnchorFormSet
    fields = ("level", "text")
    readonly_fields = ("level",)
    can_delete = False
    min_num = max_num = len(LEVELS)
    extra = 0
    verbose_name = "anchor"
    verbose_name_plural = "Anchors: one whole statement per level; leave one blank and that level is not offered"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Refuse more or fewer rows than there are levels."""
        return super().get_formset(request, obj, validate_min=True, validate_max=True, **kwargs)


class PrerequisiteFormSet(LabelledFormSet):
    """Rows that share one list of practices to choose from."""

    choices: Sequence[tuple[str, str]] = ()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        named = form.instance.needs
        gone = [(named, f"{named} (not in this draft)")] if named and named not in dict(self.choices) else []
        form.fields["needs"] = forms.ChoiceField(
            label="Needs practice", choices=[("", "---------"), *self.choices, *gone]
        )
        form.fields["needs"].widget.attrs["aria-label"] = "Needs practice"


class PrerequisiteInline(DraftInline):
    """What must stand before this practice first reaches level 2."""

    model = Prerequisite
    formset = PrerequisiteFormSet
    fields = ("needs", "level")
    extra = 1
    verbose_name_plural = "Prerequisites: needed before this practice first reaches level 2"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer the practices of the draft, read once for all rows."""
        practices = Practice.objects.filter(dimension__discipline__version=draft_id(request))
        rows = practices.order_by("dimension__discipline__position", "dimension__position", "position")
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.choices = [(code, f"{code} {name}") for code, name in rows.values_list("code", "name")]
        return formset


@admin.register(Practice, site=site)
class PracticeAdmin(DraftContentAdmin):
    """The questions."""

    version_path = "dimension__discipline__version"
    list_display = ("code", "name", "dimension__name", "foundation", "effort", "owner")
    list_filter = (VersionFilter, DisciplineFilter, "foundation", "effort")
    search_fields = ("code", "name", "question", "owner", "anchors__text")
    ordering = ("dimension__discipline__position", "dimension__position", "position", "code")
    inlines = (AnchorInline, PrerequisiteInline)
    fieldsets = (
        (None, {"fields": ("dimension", "code", "name", "question", "position")}),
        ("How it counts", {"fields": ("foundation", "effort", "owner")}),
        ("Answers", {"fields": ("not_applicable_when", "evidence_hint")}),
        ("What it stands on", {"fields": ("statements", "sources")}),
    )
