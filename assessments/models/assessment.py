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

    `carried_from` is the Result whose answers and evidence are offered again, one by one; with `names_hidden` no page
    says who answered what, not even to a lead. What `queries.marks` reads along with a row stands in the plain
    attributes.
    """

    done_steps: Sequence[tuple[str, int, str]] | None = None
    people_marks: Sequence[tuple[int, str, str]] | None = None
    confirmation_marks: Sequence[tuple[int, int, str]] | None = None
    discussion_marks: Sequence[tuple[int, bool, int]] | None = None
    assignment_marks: Sequence[tuple[str, int, str, str]] | None = None

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    catalog_version = models.ForeignKey(CatalogVersion, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True, max_length=4000)
    state = models.CharField(max_length=10, choices=[(s.value, s.value.capitalize()) for s in AssessmentState])
    early_looks = models.JSONField(default=list)
    names_hidden = models.BooleanField(default=False)
    carried_from = models.ForeignKey(
        "assessments.Result", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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


class ResponseRevision(models.Model):
    """What one save of an answer stored, kept for its history; the revision before tells what it replaced."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="response_revisions")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    respondent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=[(kind.value, kind.name) for kind in Kind])
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=4000)
    remark = models.TextField(blank=True, max_length=4000)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("revision",)
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "practice", "respondent", "revision"), name="responserevision_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.kind} {self.level}, revision {self.revision}"


class AgreedLevel(models.Model):
    """The level a lead recorded for the team, with who, when and why, and what those say who see it otherwise.

    It lapses when any answer to the practice changes: `answers_revision` is the sum of the `answer_revision` of
    the practice's responses when it was recorded, a sum that every later change and every further answer raises.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="agreed_levels")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=4000)
    dissent = models.TextField(blank=True, max_length=4000)
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


class AgreedLevelChange(models.Model):
    """What one change of an agreed level left behind, kept for its history and for undoing it.

    `level` is None where the record was taken back. The change before tells what it replaced; the newest one's id is
    what a page goes by to see that nobody else changed the level meanwhile. `brings_back` is, where an undo brought a
    level back, the change that recorded it.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="agreed_level_changes")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=4000)
    dissent = models.TextField(blank=True, max_length=4000)
    answers_revision = models.PositiveIntegerField()
    brings_back = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("assessment", "practice"), name="agreedlevelchange_history"),)

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.level}"


class NotApplicableConfirmation(models.Model):
    """Somebody who did not say so themselves confirms that a practice does not apply (F11).

    It lapses, like an agreed level, when any answer to the practice changes.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="confirmations")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    answers_revision = models.PositiveIntegerField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("assessment", "practice"), name="confirmation_once"),)

    def __str__(self) -> str:
        return f"{self.practice_id}: confirmed"


class Evidence(models.Model):
    """An entry of its own that backs a practice in an assessment: a link or a note, with title, author and date.

    One reused from an earlier assessment keeps its date, until `renewed_by` says that it is still true on a later one.
    Where names were hidden there it has `names_hidden`, whatever becomes of the entry that it was made from.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.name.capitalize()) for kind in EvidenceKind])
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dated = models.DateField()
    added_at = models.DateTimeField()
    renewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reused_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    names_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ("added_at", "id")
        verbose_name_plural = "evidence"
        constraints = (
            models.UniqueConstraint(fields=("assessment", "practice", "reused_from"), name="evidence_reused_once"),
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
