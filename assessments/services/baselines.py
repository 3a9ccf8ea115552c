"""A roadmap is adopted: it becomes the current plan of its team, with milestones that are owned and dated."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from assessments.core.plans.milestones import Key, MilestoneState, Promise
from assessments.core.plans.plan_entries import Owner, adoption_faults, owner_faults, refuse
from assessments.core.plans.plan_history import Verb, changes_to_json, field_changes, quoted
from assessments.core.workflow import Action
from assessments.models import Baseline, Milestone, MilestoneNote, PlanChange, Unit, User
from assessments.queries.people import demand, people_of


class ResultMoved(Exception):
    """Another Result is in force than the one that the roadmap was planned from."""


class PlanMoved(Exception):
    """Another plan is current than the one that was to be replaced: somebody adopted one meanwhile."""


NOBODY = Owner()


@transaction.atomic
def adopt(  # noqa: PLR0913 - a plan is that much, and each has its name
    *,
    unit: Unit,
    result_id: int,
    replaces: int | None,
    by: User,
    title: str,
    note: str,
    parameters: Iterable[tuple[str, str]],
    promises: Sequence[Promise],
    owners: Mapping[str, Owner],
    keep: Mapping[Key, int],
    new_dates: bool,
    at: datetime,
) -> Baseline:
    """Make a roadmap the current plan of a team and end the one before, whose id is `replaces`; None where it has none.

    `promises` become the milestones, in order. `owners` are by owner role. `keep` says which milestone of the plan
    before goes on in which promise: with its owner and its notes, and while it is open with its state and, unless
    `new_dates` are wanted for all, its dates.
    Of two people who adopt at once the second is told of the first.
    Raises InvalidEntry, PermissionDenied, ResultMoved, PlanMoved; then nothing was changed.
    """
    refuse(adoption_faults(title.strip(), note))
    _lock(unit, result_id, by)
    _refuse_owners(unit, owners)
    before = _end_current(unit, replaces, at=at)
    baseline = Baseline.objects.create(
        unit=unit,
        result_id=result_id,
        title=title.strip(),
        note=note,
        parameters=[list(pair) for pair in parameters],
        adopted_by=by,
        adopted_at=at,
        replaces=before,
    )
    _fill(baseline, promises, owners, keep=keep, new_dates=new_dates)
    return baseline


def _fill(
    baseline: Baseline,
    promises: Sequence[Promise],
    owners: Mapping[str, Owner],
    *,
    keep: Mapping[Key, int],
    new_dates: bool,
) -> None:
    """Give a plan its milestones, of which some go on from the plan before, and tell of it."""
    kept = _kept(baseline.replaces, keep)
    _promise(baseline, promises, owners, kept=kept, new_dates=new_dates)
    _tell(baseline, milestones=len(promises), taken_over=_taken_over(len(kept), new_dates=new_dates))


def _taken_over(number: int, *, new_dates: bool) -> str:
    """How many milestones go on, for the history; empty where none does."""
    return f"{number}{', with new dates' if new_dates else ''}" if number else ""


def _lock(unit: Unit, result_id: int, by: User) -> None:
    """Take the unit's row, if this Result is in force there. Raises PermissionDenied, ResultMoved."""
    locked = Unit.objects.select_for_update(no_key=True).get(id=unit.pk)
    demand(Action.ADOPT, unit_id=unit.pk, user_id=by.pk)
    if locked.result_in_force_id != result_id:
        raise ResultMoved


def _refuse_owners(unit: Unit, owners: Mapping[str, Owner]) -> None:
    """Raise InvalidEntry for owners who are none of the unit's people, or both a person and a name."""
    people = {person.id for person in people_of(unit.pk)}
    faults = {}
    for role, owner in owners.items():
        if owner.id is not None and owner.id not in people:
            faults[f"owner-{role}"] = "Choose one of the people of this team."
        faults |= {f"name-{role}": message for message in owner_faults(owner).values()}
    refuse(faults)


def _end_current(unit: Unit, replaces: int | None, *, at: datetime) -> Baseline | None:
    """End the current plan and take its row: whoever is just changing one of its milestones is waited for.

    Raises PlanMoved.
    """
    current = Baseline.objects.filter(unit=unit, ended_at=None).first()
    if (current.pk if current else None) != replaces:
        raise PlanMoved
    if current is not None:
        Baseline.objects.filter(id=current.pk).update(ended_at=at)
    return current


def _kept(before: Baseline | None, keep: Mapping[Key, int]) -> Mapping[Key, Milestone]:
    """The milestones of the plan before that go on; the rows of another plan are none of them."""
    rows = Milestone.objects.filter(baseline=before).in_bulk(list(keep.values())) if before else {}
    return {key: rows[milestone_id] for key, milestone_id in keep.items() if milestone_id in rows}


def _promise(
    baseline: Baseline,
    promises: Sequence[Promise],
    owners: Mapping[str, Owner],
    *,
    kept: Mapping[Key, Milestone],
    new_dates: bool,
) -> None:
    """Make the promises milestones, in order; those that go on take their notes with them."""
    rows = [
        _milestone(baseline, promise, position=position, owner=owners.get(promise.owner_role, NOBODY))
        for position, promise in enumerate(promises, start=1)
    ]
    going_on = [(row, kept[one.key]) for row, one in zip(rows, promises, strict=True) if one.key in kept]
    for row, before in going_on:
        _go_on(row, before, new_dates=new_dates)
    Milestone.objects.bulk_create(rows)
    _copy_notes({before.pk: row for row, before in going_on})


def _milestone(baseline: Baseline, promise: Promise, *, position: int, owner: Owner) -> Milestone:
    """A milestone that is not saved yet, as promised."""
    return Milestone(
        baseline=baseline,
        position=position,
        practice=promise.practice,
        gate_check=promise.check,
        what=promise.what,
        from_level=promise.from_level,
        to_level=promise.to_level,
        effort=_decimal(promise.effort),
        owner_role=promise.owner_role,
        because=list(promise.because),
        baseline_starts=promise.starts,
        baseline_due=promise.due,
        starts=promise.starts,
        due=promise.due,
        owner_id=owner.id,
        owner_name=owner.name.strip(),
        state=MilestoneState.PLANNED.value,
    )


def _go_on(row: Milestone, kept: Milestone, *, new_dates: bool) -> None:
    """It keeps its owner, and where it was open its state and, without new dates, its dates."""
    if kept.owner_id is not None or kept.owner_name:
        row.owner_id, row.owner_name = kept.owner_id, kept.owner_name
    if MilestoneState(kept.state).is_open:
        row.state, row.started_on, row.despite = kept.state, kept.started_on, kept.despite
        if not new_dates:
            row.starts, row.due = kept.starts, kept.due


def _copy_notes(rows: Mapping[int, Milestone]) -> None:
    """Copy the notes of milestones, by id, to those that they go on in; they stay readable in the plan before too."""
    notes = MilestoneNote.objects.filter(milestone__in=rows.keys()).order_by("added_at", "id")
    for note in (copies := list(notes)):
        note.pk, note.milestone = None, rows[note.milestone_id]
    MilestoneNote.objects.bulk_create(copies)


def _tell(baseline: Baseline, *, milestones: int, taken_over: str) -> None:
    before = baseline.replaces
    told = {
        "replaces": quoted(before.title) if before else "",
        "milestones": str(milestones),
        "taken_over": taken_over,
        "text": baseline.note,
    }
    PlanChange.objects.create(
        unit_id=baseline.unit_id,
        at=baseline.adopted_at,
        by=baseline.adopted_by,
        baseline=baseline,
        verb=Verb.ADOPTED.value,
        subject=quoted(baseline.title),
        changes=changes_to_json(field_changes({}, told)),
    )


def _decimal(weeks: Fraction) -> Decimal:
    """Person-weeks as they are stored: exact, for both factors of an effort have two decimals."""
    return Decimal(weeks.numerator) / Decimal(weeks.denominator)
