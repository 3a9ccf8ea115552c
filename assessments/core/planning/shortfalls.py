"""Why a plan misses a target or leaves a gate shut, in plain words."""

from collections.abc import Iterator

from assessments.core.catalog import Gate
from assessments.core.planning.targets import Aims, Start, level_words, listed, reach_under, short_list
from assessments.core.scenario import StepKey


class Shortfalls:
    """What the aims of one plan fall short of."""

    def __init__(self, start: Start, aims: Aims) -> None:
        self.start, self.catalog, self.aims, self.reach = start, start.catalog, aims, aims.reach
        self.lacks: dict[str, str] = {}

    def targets(self) -> Iterator[str]:
        """A sentence for each target that is planned below the wish."""
        for code, wished in self.aims.wished.items():
            if self.reach.of(code) < wished:
                yield self._target(code, wished)

    def gate(self, gate: Gate) -> str:
        """Why a gate whose source is planned below its level stays shut."""
        name, reach = self.catalog.discipline[gate.before].name, self.reach
        if gate.before in reach.shut:
            source = self.catalog.discipline[reach.shut[gate.before].before].name
            return f"Stays shut in this plan: {name} itself waits for {source}."
        if gate.before in reach.out_of_scope:
            return f"Stays shut in this plan: too many practices of {name} are not applicable."
        if reach.highest[gate.before] < gate.level:
            return f"Stays shut in this plan: {self._cannot_reach(gate.before, gate.level)}."
        words = level_words(self.catalog, gate.level)
        return f"Stays shut in this plan: nothing planned needs it, and the target of {name} is below {words}."

    def _target(self, code: str, wished: int) -> str:
        name, reach = self.catalog.discipline[code].name, self.reach
        if code in reach.shut:
            return f"{name} cannot be planned: it waits for {self._source(reach.shut[code])}."
        if code in reach.out_of_scope:
            return f"{name} cannot be planned: too many of its practices are not applicable. Judge them again first."
        if not reach.highest[code]:
            below = ", nor any level below," if wished > 1 else ""
            return f"{self._cannot_reach(code, wished, below=below)}."
        cannot = self._cannot_reach(code, wished)
        return f"{cannot}. The plan goes as far as {level_words(self.catalog, reach.highest[code])}."

    def _source(self, gate: Gate) -> str:
        name, words = self.catalog.discipline[gate.before].name, level_words(self.catalog, gate.level)
        if lack := self._lack(gate.before):
            return f"{name}, which does not come to {words} {lack}"
        return f"{name}, which no step brings to {words}"

    def _cannot_reach(self, code: str, level: int, *, below: str = "") -> str:
        lack = self._lack(code) or "with the levels its practices offer"
        return f"{self.catalog.discipline[code].name} cannot reach {level_words(self.catalog, level)}{below} {lack}"

    def _lack(self, code: str) -> str:
        """The steps left out that keep a discipline as low as it is, in words; '' where they make no difference."""
        if code not in self.lacks:
            names = [
                f"“{self.catalog.practice[key.practice].name}” to level {key.to_level}" for key in self._cause(code)
            ]
            be = "is" if len(names) == 1 else "are"
            self.lacks[code] = f"without raising {listed(short_list(names))}, which {be} left out" if names else ""
        return self.lacks[code]

    def _cause(self, code: str) -> tuple[StepKey, ...]:
        """Steps that alone keep a discipline as low as all that are left out; with any of them it came higher."""
        cause, low = self.reach.missing, self.reach.of(code)
        for key in self.reach.missing:
            others = tuple(one for one in cause if one != key)
            if reach_under(self.start, others).of(code) == low:
                cause = others
        return cause
