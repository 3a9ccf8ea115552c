"""The evidence of assessments, and what their teams showed earlier and may use again: one query."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.core.agreement import EvidenceKind
from assessments.core.workflow import AssessmentState
from assessments.models import Assessment, Evidence

NAME_HIDDEN = "Name hidden"
COLUMNS = (
    "assessment_id", "assessment__unit_id", "practice__code", "assessment__names_hidden", "names_hidden",
    "id", "kind", "title", "text", "author_id", "author__name", "dated", "renewed_by__name", "renewed_by_id",
    "reused_from_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEntry:
    """One entry of evidence; `dated` is the day it speaks of, `renewed_by_name` who said that it was still true then.

    `reused` when it came along from an earlier assessment; `from_last` marks an earlier entry of the one that is
    carried over. `names_hidden` where it was first shown, which its copies keep.
    """

    id: int
    kind: EvidenceKind
    title: str
    text: str
    author_id: int
    author_name: str
    dated: date
    renewed_by_id: int | None
    renewed_by_name: str
    reused: bool
    names_hidden: bool
    from_last: bool = False


class Shown(NamedTuple):
    """What is shown in an assessment, oldest first, and what may be used again, newest first, by practice code."""

    present: Mapping[str, tuple[EvidenceEntry, ...]]
    earlier: Mapping[str, tuple[EvidenceEntry, ...]]


def evidence_of(assessments: Sequence[Assessment]) -> Mapping[int, Shown]:
    """The evidence of each assessment by id, with that of the other assessments of its team (1 query)."""
    by_assessment: dict[int, dict[str, list[EvidenceEntry]]] = defaultdict(lambda: defaultdict(list))
    units: dict[int, set[int]] = defaultdict(set)
    for assessment_id, unit_id, code, *columns in _rows(assessments):
        by_assessment[assessment_id][code].append(_entry(*columns))
        units[unit_id].add(assessment_id)
    return {
        one.pk: _shown(
            by_assessment[one.pk],
            last=by_assessment[last] if (last := _last(one)) else {},
            others=[by_assessment[other] for other in units[one.unit_id] - {one.pk, last}],
        )
        for one in assessments
    }


def copy_of(entry: EvidenceEntry, *, assessment_id: int, practice_id: int, at: datetime) -> Evidence:
    """An earlier entry as one of the assessment, not saved yet: its date, its author and who renewed it stay."""
    return Evidence(
        assessment_id=assessment_id,
        practice_id=practice_id,
        kind=entry.kind.value,
        title=entry.title,
        text=entry.text,
        author_id=entry.author_id,
        dated=entry.dated,
        added_at=at,
        renewed_by_id=entry.renewed_by_id,
        reused_from_id=entry.id,
        names_hidden=entry.names_hidden,
    )


def _last(assessment: Assessment) -> int | None:
    return assessment.carried_from.assessment_id if assessment.carried_from else None


def _rows(assessments: Sequence[Assessment]) -> QuerySet[Evidence, tuple[Any, ...]]:
    """What is shown in the assessments, in those they carry over, and in the teams' submitted ones.

    Of the last kind those are left out that a later assessment took along already, for its copies are there. What a
    discarded assessment took along can be taken along again.
    """
    named = {one.pk for one in assessments} | {last for one in assessments if (last := _last(one))}
    return _all_rows().filter(
        Q(assessment__in=named) | Q(~_taken_along(), assessment__state=AssessmentState.SUBMITTED.value),
        assessment__unit__in={one.unit_id for one in assessments},
    )


@lru_cache(maxsize=1)
def _all_rows() -> QuerySet[Evidence, tuple[Any, ...]]:
    """Put together once: that takes longer than narrowing it down."""
    return Evidence.objects.order_by("added_at", "id").values_list(*COLUMNS)


@lru_cache(maxsize=1)
def _taken_along() -> Exists:
    copies = Evidence.objects.filter(reused_from=OuterRef("pk"))
    return Exists(copies.exclude(assessment__state=AssessmentState.DISCARDED.value))


def _entry(  # noqa: PLR0913, PLR0917 - the columns of a row in their order
    hidden: bool,  # noqa: FBT001 - see above
    hidden_at_its_origin: bool,  # noqa: FBT001 - see above
    entry_id: int,
    kind: str,
    title: str,
    text: str,
    author_id: int,
    author_name: str,
    dated: date,
    renewed_by_name: str | None,
    renewed_by_id: int | None,
    reused_from_id: int | None,
) -> EvidenceEntry:
    """An entry as it is shown: without the names of what was shown where names are hidden."""
    if hidden or hidden_at_its_origin:
        author_name, renewed_by_name = NAME_HIDDEN, NAME_HIDDEN if renewed_by_id else None
    return EvidenceEntry(
        id=entry_id,
        kind=EvidenceKind(kind),
        title=title,
        text=text,
        author_id=author_id,
        author_name=author_name,
        dated=dated,
        renewed_by_id=renewed_by_id,
        renewed_by_name=renewed_by_name or "",
        reused=reused_from_id is not None,
        names_hidden=hidden or hidden_at_its_origin,
    )


def _shown(
    present: Mapping[str, list[EvidenceEntry]],
    *,
    last: Mapping[str, list[EvidenceEntry]],
    others: Collection[Mapping[str, list[EvidenceEntry]]],
) -> Shown:
    codes = dict.fromkeys(code for one in (last, *others) for code in one)
    earlier = {
        code: _not_shown_yet(
            present.get(code, ()), last.get(code, ()), [entry for one in others for entry in one.get(code, ())]
        )
        for code in codes
    }
    return Shown(
        present={code: tuple(entries) for code, entries in present.items()},
        earlier={code: entries for code, entries in earlier.items() if entries},
    )


def _not_shown_yet(
    present: Iterable[EvidenceEntry], last: Iterable[EvidenceEntry], others: Iterable[EvidenceEntry]
) -> tuple[EvidenceEntry, ...]:
    """Each earlier entry once whose words are not shown yet, newest first; of equals that of the last assessment."""
    shown = {(entry.kind, entry.text) for entry in present}
    known: dict[tuple[EvidenceKind, str], EvidenceEntry] = {}
    for entry in (*(replace(entry, from_last=True) for entry in _newest_first(last)), *_newest_first(others)):
        if (entry.kind, entry.text) not in shown:
            known.setdefault((entry.kind, entry.text), entry)
    return tuple(_newest_first(known.values()))


def _newest_first(entries: Iterable[EvidenceEntry]) -> list[EvidenceEntry]:
    return sorted(entries, key=lambda entry: (entry.dated, entry.id), reverse=True)
