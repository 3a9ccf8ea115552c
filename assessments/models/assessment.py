"""Assessments: what people answered, what they showed, and what the team settled on."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.core.agreement import EvidenceKind, Kind
from assessments.core.workflow import AssessmentState
from assessments.models.catalog import CatalogVersion, Practice
from assessments.models.people import Unit


class Assessment(models.Model):
    """One unit's answers against one catalog version; a unit has at most one open.

    `done_steps` are those of the team's current plan, which `access` reads along for `queries.done_steps`.
    """

    done_steps: Sequence[tuple[str, int, str]] | None = None

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    catalog_version = models.ForeignKey(CatalogVersion, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True, max_length=4000)
    state = models.CharField(max_length=10, choices=[(s.value, s.value.capitalize()) for s in AssessmentState])
    early_looks = models.JSONField(default=list)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("unit",), condition=Q(state=AssessmentState.OPEN.value), name="assessment_one_open_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AssessmentState]), name="assessment_known_state"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Response(models.Model):
    """One respondent's stored answer to one practice; no row means unanswered.

    `revision` counts the saves of this answer from 1, so that a page that shows an older one is told so;
    `answer_revision` counts those that changed the kind or the level, and leaves out those of the words beside it.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="responses")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    respondent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=[(kind.value, kind.name) for kind in Kind])
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=4000)
    remark = models.TextField(blank=True, max_length=4000)
    revision = models.PositiveIntegerField(default=1)
    answer_revision = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("assessment", "practice", "respondent"), name="response_once"),
            models.CheckConstraint(
                condition=Q(kind=Kind.LEVEL.value, level__isnull=False, level__lte=4)
                | (Q(kind__in=[Kind.DONT_KNOW.value, Kind.NOT_APPLICABLE.value]) & Q(level__isnull=True)),
                name="response_level_only_with_kind_level",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.NOT_APPLICABLE.value) | ~Q(reason=""), name="response_not_applicable_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.kind} {self.level}"


class AgreedLevel(models.Model):
    """The level a lead recorded for the team, with who, when and why.

    It lapses when any answer to the practice changes: `answers_revision` is the sum of the `answer_revision` of
    the practice's responses when it was recorded, a sum that every later change and every further answer raises.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="agreed_levels")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=4000)
    answers_revision = models.PositiveIntegerField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("assessment", "practice"), name="agreedlevel_once"),
            models.CheckConstraint(condition=Q(level__lte=4), name="agreedlevel_range"),
            models.CheckConstraint(condition=~Q(reason=""), name="agreedlevel_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.level}"


class Evidence(models.Model):
    """An entry of its own that backs a practice in an assessment: a link or a note, with author and date."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.name.capitalize()) for kind in EvidenceKind])
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dated = models.DateField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.NOTE.value)
                | Q(text__startswith="http://")
                | Q(text__startswith="https://"),
                name="evidence_link_is_http",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="evidence_has_text"),
        )

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.text[:40]}"
