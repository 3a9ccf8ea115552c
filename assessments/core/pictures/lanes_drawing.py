"""One form of the picture of lanes: everything put into its place, lane below lane, gates between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assessments.core.gate_exception import GateException
from assessments.core.pictures.lanes_input import BarInput, GateMark, LaneInput, LanesInput, exception_words
from assessments.core.pictures.lanes_layout import (
    GAP,
    Form,
    Scale,
    beside,
    cut,
    extent,
    hatched,
    labelled,
    letters,
    link,
    pack,
    written,
)
from assessments.core.pictures.lanes_picture import (
    Bar,
    Box,
    Drawing,
    Lane,
    Leave,
    Part,
    Path,
    Sign,
    StageEnd,
    Tick,
    Waiting,
    Words,
)
from assessments.core.plans.milestones import MilestoneState

AXIS_LINE, ROOMY = 17, 20
NAME, NOTE, NOTE_LINE = 23, 41, 16
GHOST, LEAVE = 4, 16
TICK, TICK_ROOM = ((0, 0), (4, 5), (11, -5)), 15


def draw(plan: LanesInput, form: Form) -> Drawing:
    """Draw what lies within the quarters of the input."""
    return _Draft(plan, form).drawing()


class _Draft:
    """A drawing in the making; `bottom` is how far down it goes so far."""

    def __init__(self, plan: LanesInput, form: Form) -> None:
        self.plan, self.form, self.names, self.lit = plan, form, plan.names, plan.lit
        self.scale = Scale(plan.first.first_day, plan.last.last_day, form.left, form.right)
        self.shown = {
            lane.discipline.code: [bar for bar in lane.bars if self.scale.shows(bar.starts, bar.ends)]
            for lane in plan.lanes
        }
        self.row = form.row + (GHOST if any(bar.ghost for bars in self.shown.values() for bar in bars) else 0)
        self.bottom = 2 * AXIS_LINE
        self.boxes: dict[str, Box] = {}
        self.signs: list[tuple[GateMark, Sign]] = []

    def drawing(self) -> Drawing:
        stages, today = tuple(self._stages()), self._today()
        axis = self.bottom = self.bottom + GAP
        parts = tuple(part for lane in self.plan.lanes for part in self._parts(lane))
        grounds = {part.lane.discipline.code: part.lane.box for part in parts if part.lane}
        return Drawing(
            width=self.form.width,
            height=self.bottom,
            axis=axis,
            left=self.form.left,
            right=self.form.right,
            years=tuple(self._years()),
            ticks=tuple(self._ticks()),
            stages=stages,
            today=today,
            links=tuple(dict.fromkeys(self._links())),
            gate_lines=tuple(dict.fromkeys(self._gate_lines(grounds))),
            parts=parts,
        )

    def _years(self) -> Iterator[Words]:
        """Each year above its first quarter; one whose name would reach into the next year is left unsaid."""
        for year in range(self.plan.first.year, self.plan.last.year + 1):
            x = self.scale.x(date(year, 1, 1))
            if x + len(str(year)) * self.form.letter <= self.scale.end(date(year, 12, 31)):
                yield Words(x + GAP // 2, AXIS_LINE - 2, str(year))

    def _ticks(self) -> Iterator[Tick]:
        """Where quarters begin, as in 'Q3', or '3' where they are narrow."""
        quarters = self.plan.last.since(self.plan.first) + 1
        is_roomy = (self.form.right - self.form.left) // quarters >= ROOMY
        for quarter in (self.plan.first.plus(number) for number in range(quarters)):
            x = self.scale.x(quarter.first_day)
            name = f"Q{quarter.number}" if is_roomy else str(quarter.number)
            yield Tick(x, Words(x + GAP // 2, 2 * AXIS_LINE - 2, name))

    def _stages(self) -> Iterator[StageEnd]:
        numbered = [(n, day) for n, day in enumerate(self.plan.stage_days, 1) if self.scale.shows(day, day)]
        self.bottom += AXIS_LINE if numbered else 0
        before = self.form.left
        for number, day in numbered:
            x = self.scale.end(day)
            names = (f"Stage {number}", str(number))
            fitting = (name for name in names if before + letters(name) * self.form.letter + 2 * GAP <= x)
            name = next(fitting, "")
            yield StageEnd(x, self.bottom, Words(x - GAP, self.bottom - 2, name, "end") if name else None)
            before = x

    def _today(self) -> Words | None:
        day = self.plan.today
        if day is None or not self.scale.shows(day, day):
            return None
        self.bottom += AXIS_LINE
        x = self.scale.x(day)
        room = letters("today") * self.form.letter + GAP
        return Words(x, self.bottom - 2, "today", "start" if x + room <= self.form.right else "end")

    def _parts(self, lane: LaneInput) -> Iterator[Part]:
        top = self.bottom
        drawn = self._lane(lane)
        self.bottom = drawn.box.bottom + GAP
        yield Part(top, self.bottom - top, drawn, ())
        marks = [mark for mark in self.plan.gates if mark.before == lane.discipline.code]
        if marks:
            top = self.bottom
            signs = tuple(self._sign(mark) for mark in marks)
            self.signs += zip(marks, signs, strict=True)
            self.bottom += GAP
            yield Part(top, self.bottom - top, None, signs)

    def _lane(self, lane: LaneInput) -> Lane:
        code, top = lane.discipline.code, self.bottom + self.form.heading + self.form.padding
        waiting = self._waiting(code, top) if lane.target else None
        inputs, bars = self._in_order(code)
        spans = [self._span(bar) for bar in bars]
        held = [(self.form.left, waiting.to_x + GAP)] if waiting else []
        places = pack(held + spans, most=self.form.most_height // self.row)
        rows = 1 + max((place for place in places if place is not None), default=-1)
        drawn = []
        for one, bar, place in zip(inputs, bars, places[len(held) :], strict=True):
            if place is not None:
                drawn.append(_moved(bar, top + place * self.row))
                self.boxes |= dict.fromkeys(one.keys, drawn[-1].box)
        height = max(self.form.least_lane, self.form.heading + 2 * self.form.padding + rows * self.row)
        return Lane(
            discipline=lane.discipline,
            box=Box(0, self.bottom, self.form.width, height),
            name=Words(self.form.name, self.bottom + NAME, cut(lane.discipline.name, self.form.name_letters)),
            notes=tuple(self._notes(lane, waiting, len(bars) - len(drawn))),
            waiting=waiting,
            bars=tuple(drawn),
            more=len(bars) - len(drawn),
        )

    def _in_order(self, code: str) -> tuple[Sequence[BarInput], Sequence[Bar]]:
        """The bars of a lane as they take their rows: what is lit first, then by their beginning."""
        pairs = [(one, self._bar(one)) for one in self.shown[code]]
        pairs.sort(key=lambda pair: (not pair[1].lit, pair[1].box.x, -pair[1].box.width))
        return [one for one, _ in pairs], [bar for _, bar in pairs]

    def _notes(self, lane: LaneInput, waiting: Waiting | None, more: int) -> Iterator[Words]:
        if not lane.target:
            notes = ["not wanted"]
        elif waiting:
            notes = [f"waits, then level {lane.target}"]
        else:
            notes = [f"to level {lane.target}" if lane.bars else "no steps"]
        if more:
            notes.append(f"{more} more in the table")
        lines = notes if self.form.beside else [", ".join(notes)]
        for number, line in enumerate(lines):
            yield Words(self.form.name, self.bottom + NOTE + number * NOTE_LINE, line)

    def _waiting(self, code: str, top: int) -> Waiting | None:
        opens = [gate.on for gate in self.plan.gates if code in gate.after and not gate.is_open]
        if not opens:
            return None
        days = [day for day in opens if day is not None and day <= self.scale.last]
        comes = len(days) == len(opens)
        start, to_x = self.form.left, self.scale.end(max(days)) if comes else self.form.right
        sign, y = self.form.sign, top + (self.row - self.form.sign) // 2
        closed = Box(start, y, sign, sign) if to_x - start >= 2 * sign or not comes else None
        opened = Box(max(start, to_x - sign), y, sign, sign) if comes else None
        line = (closed.right + GAP if closed else start, (opened.x - GAP) if opened else to_x)
        middle = y + sign // 2
        return Waiting(
            closed=closed,
            line=((line[0], middle), (line[1], middle)) if line[0] < line[1] else (),
            open=opened,
            to_x=to_x,
        )

    def _bar(self, bar: BarInput) -> Bar:
        """A bar in a row whose top is at 0."""
        box = Box(*self._stretch(bar.starts, bar.ends, self.form.bar, self.form.thick))
        is_done = bar.state is MilestoneState.DONE
        tick = TICK if is_done and self.form.beside and box.width >= TICK_ROOM + 2 * GAP else ()
        label, inside = self._label(bar, box, TICK_ROOM if tick else 0)
        ghost = bar.ghost if bar.ghost and self.scale.shows(*bar.ghost) else None
        return Bar(
            name=bar.words,
            kind=bar.kind,
            state=bar.state,
            lit=self._is_lit(bar),
            box=box,
            label=label,
            inside=inside,
            ghost=Box(*self._stretch(*ghost, box.bottom + 2, GHOST)) if ghost else None,
            tick=tuple((box.x + GAP + x, box.middle + y) for x, y in tick),
        )

    def _is_lit(self, bar: BarInput) -> bool:
        return not self.lit.isdisjoint(bar.keys)

    def _stretch(self, starts: date, ends: date, y: int, height: int) -> tuple[int, int, int, int]:
        x, width = self.scale.stretch(starts, ends)
        return x, y, width, height

    def _label(self, bar: BarInput, box: Box, reserved: int) -> tuple[Words, bool]:
        form = self.form.bold if self._is_lit(bar) else self.form
        if form.beside:
            return written(bar.name, bar.levels, box, y=form.label, form=form, reserved=reserved)
        state = bar.state.words.lower() if bar.state and bar.state is not MilestoneState.PLANNED else ""
        ending = ", ".join(filter(None, (bar.levels, state)))
        text = labelled(bar.name, ending, (form.right - form.left) // form.letter)
        return Words(form.left, form.label, text), False

    def _span(self, bar: Bar) -> tuple[int, int]:
        """What a bar takes of its row, with its label and its ghost."""
        if not self.form.beside:
            return (self.form.left, self.form.right)
        taken = [(bar.box.x, bar.box.right), extent(bar.label, self.form.bold if bar.lit else self.form)]
        if bar.ghost:
            taken.append((bar.ghost.x, bar.ghost.right))
        return min(left for left, _ in taken), max(right for _, right in taken) + GAP

    def _sign(self, mark: GateMark) -> Sign:
        box = self._sign_box(mark, mark.on)
        planned = self._sign_box(mark, mark.planned) if mark.planned and mark.planned <= self.scale.last else box
        left, right = min(box.x, planned.x), max(box.right, planned.right)
        words = beside(left, right, mark.words(self.names), y=box.middle + 4, form=self.form)
        self.bottom = max(box.bottom, words[-1].y) + GAP
        return Sign(
            outcome="open" if mark.is_open or mark.on else "closed",
            is_open=mark.is_open,
            box=box,
            words=words,
            moved_from=planned if planned.x != box.x and not mark.is_open else None,
            leaves=tuple(self._leave(one) for one in mark.exceptions),
        )

    def _sign_box(self, mark: GateMark, day: date | None) -> Box:
        """Where a sign stands: around the end of its day, at the edge where that is not shown."""
        edge = self.form.left if mark.is_open else self.form.right
        x = edge if day is None or mark.is_open else self.scale.end(day)
        left = min(max(self.form.left, x - self.form.sign // 2), self.form.right - self.form.sign)
        return Box(left, self.bottom + 2, self.form.sign, self.form.sign)

    def _leave(self, exception: GateException) -> Leave:
        box = Box(*self._stretch(exception.since, exception.until, self.bottom, LEAVE))
        words = beside(box.x, box.right, exception_words(exception, self.names), y=box.y + 12, form=self.form)
        self.bottom = max(box.bottom, words[-1].y) + GAP
        return Leave(box, tuple(hatched(box)), words)

    def _links(self) -> Iterator[Path]:
        """From each step of a chain to the next and to the gate; a narrow picture has no room for them."""
        for mark, sign in self.signs if self.form.beside else ():
            boxes = list(dict.fromkeys(self.boxes[key] for key in mark.chain if key in self.boxes))
            if boxes and mark.on is not None and self.scale.shows(mark.on, mark.on):
                boxes.append(sign.box)
            yield from (link(one, other) for one, other in pairwise(boxes))

    def _gate_lines(self, grounds: Mapping[str, Box]) -> Iterator[Path]:
        for mark in self.plan.gates:
            if mark.on and not mark.is_open and self.scale.shows(mark.on, mark.on):
                between = [grounds[code] for code in (mark.before, *mark.after)]
                x = self.scale.end(mark.on)
                yield ((x, min(box.y for box in between)), (x, max(box.bottom for box in between)))


def _moved(bar: Bar, down: int) -> Bar:
    return replace(
        bar,
        box=_lower(bar.box, down),
        label=replace(bar.label, y=bar.label.y + down),
        ghost=_lower(bar.ghost, down) if bar.ghost else None,
        tick=tuple((x, y + down) for x, y in bar.tick),
    )


def _lower(box: Box, down: int) -> Box:
    return replace(box, y=box.y + down)
