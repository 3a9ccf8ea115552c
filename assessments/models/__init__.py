"""Rows: what is stored, and the constraints that the database itself keeps."""

from assessments.models.assessment import (
    AgreedLevel,
    AgreedLevelChange,
    Assessment,
    Evidence,
    NotApplicableConfirmation,
    Response,
    ResponseRevision,
)
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
from assessments.models.teamwork import Assignment, Comment, Discussion, RightAsItIs

__all__ = [
    "AgreedLevel",
    "AgreedLevelChange",
    "Anchor",
    "Assessment",
    "Assignment",
    "Baseline",
    "CatalogVersion",
    "Comment",
    "Dimension",
    "Discipline",
    "Discussion",
    "Evidence",
    "Gate",
    "GateException",
    "Level",
    "Membership",
    "Milestone",
    "MilestoneNote",
    "NotApplicableConfirmation",
    "PlanChange",
    "Practice",
    "Prerequisite",
    "Readiness",
    "Response",
    "ResponseRevision",
    "Result",
    "RightAsItIs",
    "Scenario",
    "Source",
    "Statement",
    "Unit",
    "User",
]
