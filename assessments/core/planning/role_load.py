"""What a plan asks of each owner role."""

from dataclasses import dataclass
from fractions import Fraction

from assessments.core.catalog import Catalog
from assessments.core.roadmap import Roadmap


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """An owner role with the steps that it owns in a plan, and their person-weeks in all."""

    role: str
    steps: int
    effort: Fraction


def role_loads(catalog: Catalog, roadmap: Roadmap) -> tuple[RoleLoad, ...]:
    """The roles that own a step or have a limit of their own, the most person-weeks first, then by name."""
    efforts: dict[str, list[Fraction]] = {role: [] for role in roadmap.scenario.role_capacity}
    for one in roadmap.steps:
        efforts.setdefault(catalog.practice[one.step.practice].owner, []).append(one.step.effort)
    loads = (RoleLoad(role, len(parts), sum(parts, Fraction(0))) for role, parts in efforts.items())
    return tuple(sorted(loads, key=lambda one: (-one.effort, one.role)))
