"""Plans: scenarios that were kept, adopted plans with their milestones, exceptions to gates, and who changed what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_history import Verb
from assessments.models.people import Unit
from assessments.models.result import Result


class Scenario(models.Model):
    """A way to plan that a team keeps by name; `parameters` are those of its address (`core.scenario.parameters`)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=80)
    parameters = models.JSONField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("unit", "name"), name="scenario_name_per_unit"),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_name"),
        )

    def __str__(self) -> str:
        return self.name


class Baseline(models.Model):
    """An adopted roadmap, made from a Result with a scenario; a unit has at most one that is current.

    Adopting another ends it, and it stays readable.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="baselines")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="baselines")
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True, max_length=4000)
    parameters = models.JSONField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        ordering = ("-adopted_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("unit",), condition=Q(ended_at__isnull=True), name="baseline_one_current_per_unit"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="baseline_has_title"),
        )

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A dated, owned promise of a baseline: a step, or work for a gate where `gate_check` is G1 to G6, else empty.

    `practice` is a code of the catalog version of the baseline's Result; `effort` is in person-weeks, exact, since its
    two factors have two decimals each. `baseline_starts` and `baseline_due` are the days adopted, `starts` and `due`
    those of today. The owner is a person or a free name, or nobody yet. `despite` says why it was begun or finished
    before all it waits for was done. `revision` counts the saves from 1.
    """

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveIntegerField()
    practice = models.CharField(max_length=40)
    gate_check = models.CharField(max_length=2, blank=True)
    what = models.CharField(max_length=500, blank=True)
    from_level = models.PositiveSmallIntegerField(null=True, blank=True)
    to_level = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.DecimalField(max_digits=12, decimal_places=4)
    owner_role = models.CharField(max_length=120, blank=True)
    because = models.JSONField(default=list)
    baseline_starts = models.DateField()
    baseline_due = models.DateField()
    starts = models.DateField()
    due = models.DateField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="milestones"
    )
    owner_name = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=12, choices=[(state.value, state.name) for state in MilestoneState])
    reason = models.TextField(blank=True, max_length=4000)
    despite = models.TextField(blank=True, max_length=4000)
    started_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("baseline", "position")
        constraints = (
            models.UniqueConstraint(fields=("baseline", "position"), name="milestone_once_per_position"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in MilestoneState]), name="milestone_known_state"
            ),
            models.CheckConstraint(
                condition=Q(starts__lte=F("due"), baseline_starts__lte=F("baseline_due")),
                name="milestone_starts_before_due",
            ),
            models.CheckConstraint(
                condition=~Q(state=MilestoneState.DROPPED.value) | ~Q(reason=""), name="milestone_dropped_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=MilestoneState.DONE.value, done_on__isnull=False)
                | (~Q(state=MilestoneState.DONE.value) & Q(done_on__isnull=True)),
                name="milestone_done_has_day",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owner_name=""), name="milestone_person_or_free_name"
            ),
        )
        indexes = (models.Index(fields=("owner", "due"), name="milestone_of_owner"),)

    def __str__(self) -> str:
        return self.what or f"{self.practice} to level {self.to_level}"


class MilestoneNote(models.Model):
    """What somebody said about a milestone, with or instead of a link."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True, max_length=4000)
    link = models.CharField(blank=True, max_length=2000)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="http://") | Q(link__startswith="https://"),
                name="milestonenote_link_is_http",
            ),
            models.CheckConstraint(condition=~Q(text="") | ~Q(link=""), name="milestonenote_says_something"),
        )

    def __str__(self) -> str:
        return (self.text or self.link)[:40]


class GateException(models.Model):
    """Leave to plan a discipline before its gate opens, given by a manager for a stated time (`domain.md` 4.4).

    `since` and `until` are both included; it ends by itself, or earlier on the day of `ended_at`.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="gate_exceptions")
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=4000)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-until", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="gateexception_since_before_until"),
            models.CheckConstraint(condition=~Q(reason=""), name="gateexception_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="gateexception_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.before} before {self.after}, until {self.until}"


class PlanChange(models.Model):
    """One line of a plan's history: who did what to what, and when; `changes` are [field, before, after], all texts.

    It is written in the transaction of what it tells of, and never changed. `subject` is what it was about, in words
    of that moment; a scenario that was removed has no row any more.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plan_changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    baseline = models.ForeignKey(Baseline, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    milestone = models.ForeignKey(Milestone, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    gate_exception = models.ForeignKey(
        GateException, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    verb = models.CharField(max_length=16, choices=[(verb.value, verb.name) for verb in Verb])
    subject = models.CharField(max_length=300)
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(verb__in=[verb.value for verb in Verb]), name="planchange_known_verb"),
        )
        indexes = (models.Index(fields=("unit", "-at"), name="planchange_newest_of_unit"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
