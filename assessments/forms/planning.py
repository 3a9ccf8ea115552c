"""What a roadmap is planned with, as it stands in an address, and what somebody changes about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import IN_PLACE, LEVELS, Catalog
from assessments.core.scenario import (
    DEFAULT_CAPACITY,
    DEFAULT_PARALLEL,
    TARGET,
    Scenario,
    StepKey,
    free,
    leave_out,
    parameters,
    pin,
    put_off,
    standard,
    step_in_quarter,
)
from assessments.forms.plain import Number, PlainForm

LARGEST_CAPACITY = 1000
LARGEST_PARALLEL = 50
QUARTERS_BACK = 8
QUARTERS_AHEAD = 40
MOST_REPEATED = 40
LONGEST_QUOTE = 60
ROLE = "role:"
EDITS = ("change", "step", "how", "quarter")
IN_A_QUARTER = {"pin": pin, "later": put_off}
AT_ALL = {"out": leave_out, "free": free}
ABOUT_STEPS = ("pin", "later", "out")

Key = TypeVar("Key")


def address_of(scenario: Scenario) -> str:
    """The query string that asks for a scenario."""
    return urlencode(list(parameters(scenario)))


def number_field(label: str, *, most: int, what: str, required: bool = True) -> Number:
    """A number from 1 to `most`, with messages that say of what."""
    bounds = f"From 1 to {most} {what}."
    messages = {
        "required": f"Give the {what}, from 1 to {most}.",
        "invalid": f"Give a whole number of {what}.",
        "min_value": bounds,
        "max_value": bounds,
    }
    return Number(label=label, min_value=1, max_value=most, required=required, error_messages=messages)


class ScenarioForm(PlainForm):
    """A scenario from the parameters of an address; each thing that cannot be read has its message.

    Without any parameter it is `before`. `scenario` is always one that can be planned: what is missing or cannot be
    read is as usual, from the quarter after `on`. Besides the parameters it takes what the page's controls send:
    `role:<role>` for the person-weeks of a role, and one change to a step, either as `change` (pin:<step>:<quarter>,
    later:<step>:<quarter>, out:<step>, free:<step>) or as `step`, `how` and `quarter`; `has_edits` tells so.
    """

    capacity = number_field("Person-weeks a quarter", most=LARGEST_CAPACITY, what="person-weeks")
    parallel = number_field("Steps at once", most=LARGEST_PARALLEL, what="steps at once")

    def __init__(
        self, data: QueryDict | None = None, *, catalog: Catalog, on: date, before: Scenario | None = None
    ) -> None:
        self.catalog, self.on, self.usual = catalog, on, standard(on)
        here = CalendarQuarter.of(on)
        self.quarters = [here.plus(number) for number in range(-QUARTERS_BACK, QUARTERS_AHEAD + 1)]
        self.roles = sorted({one.owner for one in catalog.practice.values()})
        self.has_edits = any(name in EDITS or name.startswith(ROLE) for name in data or ())
        self.scenario = self.usual
        self.sent = self._complete(data or QueryDict(address_of(before or self.usual)))
        super().__init__(self.sent)
        self._add_fields()
        self.is_valid()

    @classmethod
    def of_stored(cls, pairs: Iterable[Sequence[str]], *, catalog: Catalog, on: date) -> "ScenarioForm":
        """The form of parameters as they are stored."""
        return cls(QueryDict(urlencode([(name, value) for name, value in pairs])), catalog=catalog, on=on)

    @property
    def address(self) -> str:
        """The query string that asks for the scenario."""
        return address_of(self.scenario)

    @property
    def faults(self) -> tuple[str, ...]:
        """Every message, each with what it is about."""
        return tuple(
            f"{self.fields[name].label}: {message}" if name in self.fields else str(message)
            for name, messages in self.errors.items()
            for message in messages
        )

    @property
    def decided(self) -> tuple[tuple[str, str], ...]:
        """What is decided for single steps, as parameters."""
        return tuple(pair for pair in self.pairs if pair[0] in ABOUT_STEPS)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the scenario."""
        return tuple(parameters(self.scenario))

    @property
    def has_role_limits(self) -> bool:
        """Whether any role has person-weeks of its own, or should have."""
        return bool(self.scenario.role_capacity) or any(name.startswith(ROLE) for name in self.errors)

    @property
    def target_fields(self) -> Iterator[forms.BoundField]:
        """The target of each discipline."""
        return (self[f"{TARGET}{one.code}"] for one in self.catalog.disciplines)

    @property
    def limit_fields(self) -> Iterator[forms.BoundField]:
        """What limits the whole plan: start, capacity, steps at once."""
        return (self[name] for name in ("start", "capacity", "parallel"))

    def role_field(self, role: str) -> forms.BoundField:
        """The person-weeks a quarter of an owner role."""
        return self[f"{ROLE}{role}"]

    def clean(self) -> dict[str, Any]:
        """Bring together the scenario from all that could be read."""
        data = super().clean()
        self._show_as_usual()
        self._refuse_unknown_targets()
        self.scenario = Scenario(
            start=data.get("start", self.usual.start),
            targets={code: level for code, level in self._targets(data) if level != IN_PLACE},
            capacity=Fraction(data.get("capacity", DEFAULT_CAPACITY)),
            role_capacity=dict(self._role_capacity(data)),
            parallel=data.get("parallel", DEFAULT_PARALLEL),
            pinned=self._read("pin", self._in_quarter),
            put_off=self._read("later", self._in_quarter),
            left_out=frozenset(self._read("out", lambda text: (self._step(text), True))),
        )
        for text in self._changes():
            self._try_change(text)
        return data

    def _complete(self, data: QueryDict) -> QueryDict:
        """What was sent, with the usual value of each field that is missing, and the roles a field each."""
        sent = data.copy()
        limits = {"capacity": str(DEFAULT_CAPACITY), "parallel": str(DEFAULT_PARALLEL)}
        for name, value in {**limits, **self._usual_choices()}.items():
            sent.setdefault(name, value)
        for text in sent.getlist("role")[:MOST_REPEATED]:
            role, _, weeks = text.rpartition(":")
            if role in self.roles:
                sent.appendlist(f"{ROLE}{role}", weeks)
        return sent

    def _usual_choices(self) -> Mapping[str, str]:
        """What the fields with choices are usually."""
        targets = {f"{TARGET}{one.code}": str(IN_PLACE) for one in self.catalog.disciplines}
        return {"start": self.usual.start.code, **targets}

    def _show_as_usual(self) -> None:
        """Choices that could not be read show what is planned with, rather than the first that is offered."""
        for name, value in self._usual_choices().items():
            if name in self.errors:
                self.sent[name] = value

    def _refuse_unknown_targets(self) -> None:
        known = self._usual_choices()
        unknown = [name.removeprefix(TARGET) for name in self.sent if name.startswith(TARGET) and name not in known]
        for code in unknown[:MOST_REPEATED]:
            self.add_error(None, f"{quoted(code)} is no discipline of these questions, so it has no target.")

    def _add_fields(self) -> None:
        names = {level.number: level.name for level in self.catalog.levels}
        levels = [(0, "Not wanted"), *((level, f"{level} {names.get(level, '')}") for level in LEVELS[1:])]
        unknown = "Choose one of the targets offered."
        for one in self.catalog.disciplines:
            messages = {"required": "Choose a target.", "invalid_choice": unknown}
            self.fields[f"{TARGET}{one.code}"] = forms.TypedChoiceField(
                label=one.name, choices=levels, coerce=int, error_messages=messages
            )
        bounds = f"Choose a quarter from {self.quarters[0]} to {self.quarters[-1]}."
        self.fields["start"] = forms.TypedChoiceField(
            label="Start",
            choices=[(one.code, str(one)) for one in self.quarters],
            coerce=CalendarQuarter.parse,
            error_messages={"required": bounds, "invalid_choice": bounds},
        )
        for number, role in enumerate(self.roles):
            field = number_field(role, most=LARGEST_CAPACITY, what="person-weeks", required=False)
            field.widget.attrs["id"] = f"id_role_{number}"
            self.fields[f"{ROLE}{role}"] = field
        self.order_fields([*(f"{TARGET}{one.code}" for one in self.catalog.disciplines), "start"])

    def _targets(self, data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
        return ((one.code, data.get(f"{TARGET}{one.code}", IN_PLACE)) for one in self.catalog.disciplines)

    def _role_capacity(self, data: Mapping[str, Any]) -> Iterator[tuple[str, Fraction]]:
        for role in self.roles:
            if weeks := data.get(f"{ROLE}{role}"):
                yield role, Fraction(weeks)
        for text in self._repeated("role"):
            role, colon, _ = text.rpartition(":")
            if not colon or role not in self.roles:
                self.add_error(None, f"{quoted(role or text)} owns none of these practices, so it has no person-weeks.")

    def _repeated(self, name: str) -> list[str]:
        """The values of a parameter that may be sent often; blank ones are as if not sent."""
        values = [text for text in self.sent.getlist(name) if text.strip()]
        if len(values) > MOST_REPEATED:
            self.add_error(None, f"At most {MOST_REPEATED} times “{name}” in one plan; the others are left aside.")
        return values[:MOST_REPEATED]

    def _read(self, name: str, read: Callable[[str], tuple[Key, Any]]) -> dict[Key, Any]:
        """What the values of a parameter say; each that says nothing, or the same step again, has its message."""
        found: dict[Key, Any] = {}
        for text in self._repeated(name):
            try:
                key, value = read(text)
            except ValueError as wrong:
                self.add_error(None, str(wrong))
                continue
            if key in found:
                self.add_error(None, f"{quoted(text)} is about a step that was named before.")
            else:
                found[key] = value
        return found

    def _in_quarter(self, text: str) -> tuple[StepKey, CalendarQuarter]:
        code, colon, when = text.rpartition(":")
        key = self._step(code if colon else text)
        try:
            _, quarter = step_in_quarter(text)
        except ValueError:
            quarter = None
        if quarter not in self.quarters:
            name, bounds = self.catalog.practice[key.practice].name, f"{self.quarters[0]} to {self.quarters[-1]}"
            raise ValueError(f"“{name}”, level {key.to_level}: {quoted(when)} is no quarter from {bounds}.")
        return key, quarter

    def _step(self, text: str) -> StepKey:
        """The step of a code. Raises `ValueError` with words for people."""
        try:
            key = StepKey.parse(text)
        except ValueError:
            raise ValueError(f"{quoted(text)} is no step; a step is written as in MLO-DEP-01:2.") from None
        practice = self.catalog.practice.get(key.practice)
        if practice is None:
            raise ValueError(f"{quoted(key.practice)} is no practice of these questions.")
        if key.to_level not in practice.offered[1:]:
            raise ValueError(f"No step of “{practice.name}” leads to level {key.to_level}.")
        return key

    def _changes(self) -> Iterator[str]:
        """The change that a button or the form for one step asks for."""
        step, how, quarter = (self.sent.get(name, "") for name in EDITS[1:])
        if step:
            yield f"{how}:{step}:{quarter}" if how in IN_A_QUARTER else f"{how}:{step}"
        yield from (text for text in self.sent.getlist("change")[:1] if text)

    def _try_change(self, text: str) -> None:
        try:
            self.scenario = self._changed(text)
        except ValueError as wrong:
            self.add_error(None, str(wrong))

    def _changed(self, text: str) -> Scenario:
        """The scenario after one change to a step. Raises `ValueError` with words for people."""
        how, _, what = text.partition(":")
        if how in IN_A_QUARTER:
            return IN_A_QUARTER[how](self.scenario, *self._in_quarter(what))
        if how in AT_ALL:
            return AT_ALL[how](self.scenario, self._step(what))
        raise ValueError(f"{quoted(how)} is nothing that can be done with a step.")


def quoted(text: str) -> str:
    """What somebody sent, short enough for a message."""
    return f"“{Truncator(text).chars(LONGEST_QUOTE)}”"
