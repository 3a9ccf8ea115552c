"""What every file of a roadmap prints: the report of the roadmap page, and of the plan that the team follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessments.core.plans.plan_report import PlanReport
from assessments.core.roadmap_report import RoadmapReport, StepLine
from assessments.core.scenario import StepKey


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapFile:
    """A team's roadmap under a scenario as made on a day, and its adopted plan, if it follows one.

    `scenario` says in sentences what was planned with, `names` are those of disciplines by code.
    """

    team: str
    on: date
    result_on: date
    scenario: tuple[str, ...]
    names: Mapping[str, str]
    report: RoadmapReport
    plan: PlanReport | None

    @property
    def steps(self) -> Mapping[StepKey, StepLine]:
        """The steps that the report lists, in the order of execution."""
        return {step.key: step for stage in self.report.stages for step in stage.steps}

    def step_name(self, key: StepKey) -> str:
        """A step in words; one that begins too late to be listed by its code."""
        step = self.steps.get(key)
        return f"{step.practice.name if step else key.practice} to level {key.to_level}"
