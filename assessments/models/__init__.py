"""Rows: what is stored, and the constraints that the database itself keeps."""

from assessments.models.assessment import AgreedLevel, Assessment, Evidence, Response
from assessments.models.catalog import (
    Anchor,
    CatalogVersion,
    Dimension,
    Discipline,
    Gate,
    Level,
    Practice,
    Prerequisite,
    Source,
    Statement,
)
from assessments.models.people import Membership, Unit, User
from assessments.models.result import Readiness, Result

__all__ = [
    "AgreedLevel",
    "Anchor",
    "Assessment",
    "CatalogVersion",
    "Dimension",
    "Discipline",
    "Evidence",
    "Gate",
    "Level",
    "Membership",
    "Practice",
    "Prerequisite",
    "Readiness",
    "Response",
    "Result",
    "Source",
    "Statement",
    "Unit",
    "User",
]
