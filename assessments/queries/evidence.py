"""The evidence of assessments, and what their teams showed earlier and may use again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery

from assessments.core.agreement import EvidenceKind
from assessments.core.workflow import AssessmentState
from assessments.models import Assessment, Evidence
from assessments.queries.json_rows import json_rows

NAME_HIDDEN = "Name hidden"
# They are put in order by the first two: oldest first.
COLUMNS = (
    "added_at", "id", "assessment_id", "practice__code", "assessment__names_hidden", "names_hidden", "kind", "title",
    "text", "author_id", "author__name", "dated", "renewed_by__name", "renewed_by_id", "reused_from_id",
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


def evidence_of(assessment: Assessment) -> Shown:
    """The evidence of an assessment, with that of the other assessments of its team (1 query)."""
    return shown_in(assessment, Assessment.objects.values_list(evidence_rows(), flat=True).get(pk=assessment.pk))


def evidence_rows() -> Subquery:
    """What is shown in an assessment, in the one that it carries over and in its team's submitted ones.

    They are rows for `shown_in`. Of the last kind those entries are left out that a later assessment took along
    already, for its copies are there. What a discarded assessment took along can be taken along again.
    """
    copies = Evidence.objects.filter(reused_from=OuterRef("pk"))
    taken_along = Exists(copies.exclude(assessment__state=AssessmentState.DISCARDED.value))
    rows = Evidence.objects.filter(
        Q(assessment=OuterRef("pk"))
        | Q(assessment=OuterRef("carried_from__assessment"))
        | Q(~taken_along, assessment__state=AssessmentState.SUBMITTED.value),
        assessment__unit=OuterRef("unit"),
    )
    return json_rows(rows, *COLUMNS, by="assessment__unit")


def shown_in(assessment: Assessment, rows: Iterable[list[Any]] | None) -> Shown:
    """The rows of an assessment as entries; its own row has to be loaded with its Result."""
    last = assessment.carried_from.assessment_id if assessment.carried_from else None
    by_code: dict[str, dict[int | None, list[EvidenceEntry]]] = defaultdict(lambda: defaultdict(list))
    for _, entry_id, shown_at, code, *columns in sorted(rows or ()):
        by_code[code][shown_at].append(_entry(entry_id, *columns))
    present = {code: tuple(shown[assessment.pk]) for code, shown in by_code.items() if assessment.pk in shown}
    earlier = {}
    for code, shown in by_code.items():
        others = [entry for one, entries in shown.items() if one not in {assessment.pk, last} for entry in entries]
        earlier[code] = _not_shown_yet(present.get(code, ()), shown.get(last, ()), others)
    return Shown(present, {code: entries for code, entries in earlier.items() if entries})


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


def _entry(  # noqa: PLR0913, PLR0917 - the columns of a row in their order
    entry_id: int,
    hidden: bool,  # noqa: FBT001 - see above
    hidden_at_its_origin: bool,  # noqa: FBT001 - see above
    kind: str,
    title: str,
    text: str,
    author_id: int,
    author_name: str,
    dated: str,
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
        dated=date.fromisoformat(dated),
        renewed_by_id=renewed_by_id,
        renewed_by_name=renewed_by_name or "",
        reused=reused_from_id is not None,
        names_hidden=hidden or hidden_at_its_origin,
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
