"""The tables of what a result sets aside: what does not apply, and what nobody knew (`domain.md` F10, F11)."""

from collections.abc import Iterator

from assessments.core.roadmap_report import RoadmapReport
from assessments.exports.tables import Column, Table, Value

NOT_APPLICABLE = (
    Column("discipline", "Discipline"),
    Column("code", "Code"),
    Column("practice", "Practice", 36),
    Column("counts", "Left out", 10),
    Column("reasons", "Because", 60),
    Column("in_all", "Left out in all", 14),
    Column("most", "May be left out", 14),
)
FIND_OUT = (
    Column("owner_role", "Owner role", 24),
    Column("code", "Code"),
    Column("practice", "Practice", 36),
)


def not_applicable(report: RoadmapReport) -> Table:
    """Everything that is called not applicable, with its reasons and how much of its discipline may be."""
    rows = (
        (own.discipline.name, one.practice.code, one.practice.name, one.counts, one.reasons, own.counting, own.most)
        for own in report.exclusions
        for one in own.exclusions
    )
    return Table("not_applicable", "Not applicable", NOT_APPLICABLE, tuple(rows))


def find_out(report: RoadmapReport) -> Table:
    """What people answered, yet nobody knew, by who may."""
    rows = ((one.owner, practice.code, practice.name) for one in report.find_out for practice in one.practices)
    return Table("find_out", "Find out", FIND_OUT, tuple(rows))


def set_aside(report: RoadmapReport) -> Iterator[dict[str, Value]]:
    """Both as rows of a table that has steps and work too."""
    for own in report.exclusions:
        for one in own.exclusions:
            yield {
                "kind": "not applicable",
                "discipline": own.discipline.name,
                "code": one.practice.code,
                "practice": one.practice.name,
                "owner_role": one.practice.owner,
                "reasons": one.reasons,
                "what": f"{own.counting} of at most {own.most} left out"
                if one.counts
                else "Not confirmed, so it counts as missing",
            }
    for asked in report.find_out:
        for practice in asked.practices:
            yield {
                "kind": "find out",
                "code": practice.code,
                "practice": practice.name,
                "owner_role": asked.owner,
                "what": "Nobody who answered knew",
            }
