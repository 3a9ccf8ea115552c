"""What the page of a dimension sends for one question."""

from assessments.models import Assessment


def version_of(assessment: Assessment) -> dict[str, str]:
    """The field by which a page says which catalog version it was made from."""
    return {"version": str(assessment.catalog_version_id)}


def answered(code: str, answer: str, *, revision: int = 0, reason: str = "", remark: str = "") -> dict[str, str]:
    """The fields of one answer; `revision` is the one that the page was showing."""
    return {
        f"{code}-answer": answer,
        f"{code}-reason": reason,
        f"{code}-remark": remark,
        f"{code}-revision": str(revision),
    }


def shown(code: str, text: str, *, kind: str = "link", dated: str = "2026-01-31") -> dict[str, str]:
    """The fields of one new entry of evidence."""
    return {f"{code}-evidence-kind": kind, f"{code}-evidence-text": text, f"{code}-evidence-dated": dated}
