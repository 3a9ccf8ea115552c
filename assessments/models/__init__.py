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
from assessments.models.roadmap import (
    Baseline,
    GateException,
    Milestone,
    MilestoneNote,
    PlanChange,
    Scenario,
)

__all__ = [
    "AgreedLevel",
    "Anchor",
    "Assessment",
    "Baseline",
    "CatalogVersion",
    "Dimension",
    "Discipline",
    "Evidence",
    "Gate",
    "GateException",
    "Level",
    "Membership",
    "Milestone",
    "MilestoneNote",
    "PlanChange",
    "Practice",
    "Prerequisite",
    "Readiness",
    "Response",
    "Result",
    "Scenario",
    "Source",
    "Statement",
    "Unit",
    "User",
]
