"""Where stations, gates and lines stand on the adoption map, for any disciplines and gates (`DESIGN.md` 6).

All measures are in the picture's own units, which a page scales. Columns follow the gates from left to right;
every discipline has a row of its own among its column, every gate stands on the line before what it holds back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import shorten, wrap

from assessments.core.catalog import Catalog, Discipline
from assessments.core.gate_exception import GateException
from assessments.core.gates import GateOutcome, Outcome, Readiness, State, TeamReadiness

RADIUS = 34
SIGN = 22
MARGIN = 150
PITCH = 430
WIDE = 1040
BEND = 86
BEND_LENGTH = 150
TOP = 44
NAME_WIDTH = 20
NAME_HEIGHT = 20
LABEL = 36
ABOVE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A gate as it stands on its line, at its centre; `failed` of `checks` fail, `deciding` answers would decide.

    `exception` is the leave to plan before it opens, where there is one; an open gate needs none.
    """

    before: str
    before_name: str
    after: str
    outcome: Outcome
    failed: int
    checks: int
    deciding: int
    reason: str
    exception: GateException | None
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A discipline on the map, at its centre, with the signs that stand before it.

    `level` is None where no maturity level counts; `lines` is the name in lines that fit; `free` says that no gate
    is before or behind it. Told as a list, it is reached over as many forks as `forks` has entries, each true where
    the fork leads on to later stations.
    """

    code: str
    name: str
    lines: tuple[str, ...]
    state: State
    level: int | None
    waiting_for: tuple[str, ...]
    signs: tuple[Sign, ...]
    forks: tuple[bool, ...]
    free: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Track:
    """A stretch of line as path data; `broken` where nothing may pass yet."""

    path: str
    broken: bool


@dataclass(frozen=True, slots=True)
class AdoptionMap:
    """The whole picture; stations in reading order, line by line from left to right."""

    width: int
    height: int
    stations: tuple[Station, ...]
    tracks: tuple[Track, ...]

    @property
    def end(self) -> int:
        """Where the lines end on the right."""
        return self.width - MARGIN // 4

    @property
    def signs(self) -> tuple[Sign, ...]:
        """Every gate, once."""
        return tuple(sign for station in self.stations for sign in station.signs)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Column and row of each discipline, row of each gate; rows are fractions where lines fork."""

    order: tuple[str, ...]
    columns: Mapping[str, int]
    rows: Mapping[str, Fraction]
    gate_rows: Mapping[tuple[str, str], Fraction]
    forks: Mapping[str, tuple[bool, ...]]
    height: int


def adoption_map(
    catalog: Catalog, readiness: TeamReadiness, *, exceptions: Sequence[GateException] = ()
) -> AdoptionMap:
    """Draw a team's readiness as stations, gates and lines, with the exceptions that hold on the day.

    The gates of the catalog have no cycle.
    """
    return _Drawing(catalog, readiness, exceptions).map()


class _Drawing:
    """One map in the making."""

    def __init__(self, catalog: Catalog, readiness: TeamReadiness, exceptions: Sequence[GateException]) -> None:
        self.catalog = catalog
        self.readiness = readiness
        self.exceptions = exceptions
        self.grid = _grid(catalog)
        names = max((len(_lines(one.name)) for one in catalog.disciplines), default=1)
        self.label_height = RADIUS + LABEL + NAME_HEIGHT * names
        self.row_height = self.label_height + ABOVE
        columns = 1 + max(self.grid.columns.values(), default=0)
        self.width = max(WIDE, 2 * MARGIN + PITCH * (columns - 1))
        self.pitch = (self.width - 2 * MARGIN) // max(1, columns - 1)

    def map(self) -> AdoptionMap:
        """Put everything in its place."""
        stations = tuple(self._station(self.catalog.discipline[code]) for code in self.grid.order)
        tracks = tuple(track for station in stations for track in self._tracks(station))
        height = TOP + self.row_height * (self.grid.height - 1) + self.label_height
        return AdoptionMap(self.width, height, stations, tracks)

    def _station(self, discipline: Discipline) -> Station:
        one = self.readiness.of(discipline.code)
        gates = [gate for gate in self.readiness.gates if gate.gate.after == discipline.code]
        return Station(
            code=discipline.code,
            name=discipline.name,
            lines=_lines(discipline.name),
            state=one.state,
            level=shown_level(one),
            waiting_for=tuple(self.catalog.discipline[code].name for code in one.waiting_for),
            signs=tuple(self._sign(gate) for gate in gates),
            forks=self.grid.forks[discipline.code],
            free=not gates and not self.catalog.is_source(discipline.code),
            x=self._x(discipline.code),
            y=self._y(self.grid.rows[discipline.code]),
        )

    def _sign(self, gate: GateOutcome) -> Sign:
        return Sign(
            before=gate.gate.before,
            before_name=self.catalog.discipline[gate.gate.before].name,
            after=gate.gate.after,
            outcome=gate.outcome,
            failed=sum(not check.passed for check in gate.checks),
            checks=len(gate.checks),
            deciding=len(gate.deciding),
            reason=gate.gate.reason,
            exception=self._exception(gate),
            x=self._x(gate.gate.after) - self.pitch * 2 // 5,
            y=self._y(self.grid.gate_rows[gate.gate.before, gate.gate.after]),
        )

    def _exception(self, gate: GateOutcome) -> GateException | None:
        """The one that lasts longest of those to a gate that is not open."""
        if gate.outcome is Outcome.OPEN:
            return None
        own = (one for one in self.exceptions if (one.before, one.after) == (gate.gate.before, gate.gate.after))
        return max(own, key=lambda one: one.until, default=None)

    def _tracks(self, station: Station) -> Iterator[Track]:
        waits = station.state is State.WAITING
        if not station.signs:
            yield Track(f"M{MARGIN // 4} {station.y}H{station.x - RADIUS}", broken=False)
        if not self.catalog.is_source(station.code):
            yield Track(f"M{station.x + RADIUS} {station.y}H{self.width - MARGIN // 4}", broken=waits)
        for sign in station.signs:
            x, y = self._x(sign.before), self._y(self.grid.rows[sign.before])
            from_waiting = self.readiness.of(sign.before).state is State.WAITING
            yield Track(_bend(x + RADIUS, y, sign.x - SIGN, sign.y, bend_from=x + BEND), broken=from_waiting)
            onward = _bend(sign.x + SIGN, sign.y, station.x - RADIUS, station.y, bend_from=sign.x + SIGN + 40)
            yield Track(onward, broken=sign.outcome is not Outcome.OPEN)

    def _x(self, code: str) -> int:
        return MARGIN + self.pitch * self.grid.columns[code]

    def _y(self, row: Fraction) -> int:
        return TOP + round(self.row_height * row)


def shown_level(readiness: Readiness) -> int | None:
    """The maturity level a station shows: none while waiting, not assessed or out of scope."""
    counts = readiness.state not in (State.WAITING, State.NOT_ASSESSED, State.OUT_OF_SCOPE)
    return readiness.score.maturity_level if counts else None


def _lines(name: str) -> tuple[str, ...]:
    first, *rest = wrap(name, NAME_WIDTH) or [""]
    return (first, shorten(" ".join(rest), NAME_WIDTH, placeholder="…")) if rest else (first,)


def _bend(x: int, y: int, to_x: int, to_y: int, *, bend_from: int) -> str:
    if y == to_y:
        return f"M{x} {y}H{to_x}"
    end = min(to_x, bend_from + BEND_LENGTH)
    middle = (bend_from + end) // 2
    return f"M{x} {y}H{bend_from}C{middle} {y} {middle} {to_y} {end} {to_y}H{to_x}"


def _grid(catalog: Catalog) -> _Grid:
    """Columns by the longest way through the gates; rows so that no two stations or gates share a place.

    Each discipline hangs on the line of one gate from the column before; the last ones of the lines take the rows
    in turn, a fork stands in the middle of what it leads to. Every other gate gets a row of its own below.
    """
    columns = _columns(catalog)
    above = {one.code: _above(one.code, catalog, columns) for one in catalog.disciplines}
    below = {code: [child for child in above if above[child] == code] for code in above}
    order = [code for root in above if above[root] is None for code in _line(root, below)]
    last = [code for code in order if not below[code]]
    rows = {code: Fraction(row) for row, code in enumerate(last)}
    for code in reversed(order):
        if below[code]:
            rows[code] = (rows[below[code][0]] + rows[below[code][-1]]) / 2
    pairs = [(gate.before, gate.after) for gate in catalog.gates]
    beside = [pair for pair in pairs if above[pair[1]] != pair[0]]
    gate_rows = {pair: Fraction(len(last) + beside.index(pair)) if pair in beside else rows[pair[1]] for pair in pairs}
    forks = {code: tuple(_forks(code, above, below)) for code in order}
    return _Grid(tuple(order), columns, rows, gate_rows, forks, len(last) + len(beside))


def _columns(catalog: Catalog) -> Mapping[str, int]:
    columns = {one.code: 0 for one in catalog.disciplines}
    for _ in catalog.disciplines:
        for gate in catalog.gates:
            columns[gate.after] = max(columns[gate.after], columns[gate.before] + 1)
    return columns


def _above(code: str, catalog: Catalog, columns: Mapping[str, int]) -> str | None:
    sources = (gate.before for gate in catalog.gates_to(code))
    return next((before for before in sources if columns[before] == columns[code] - 1), None)


def _line(code: str, below: Mapping[str, list[str]]) -> Iterator[str]:
    yield code
    for child in below[code]:
        yield from _line(child, below)


def _forks(code: str, above: Mapping[str, str | None], below: Mapping[str, list[str]]) -> Iterator[bool]:
    fork = above[code]
    if fork is not None:
        yield from _forks(fork, above, below)
        yield code != below[fork][-1]
