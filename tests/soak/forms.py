"""How long a soak lasts: seconds with every test run, longer with `make soak`."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.soak.answering import Browsers, lost
from tests.soak.databases import Prepared


@dataclass(frozen=True, slots=True)
class Form:
    """How many answers have to be acknowledged at least, over how many blows at least, in how many seconds at most."""

    answers: int
    blows: int
    seconds: float

    def strike(self, browsers: Browsers, blow: Callable[[], None]) -> int:
        """Strike again and again while the browsers work; returns how often, once enough is acknowledged."""
        deadline, struck = time.monotonic() + self.seconds, 0
        while struck < self.blows or len(browsers.acknowledged) < self.answers:
            assert time.monotonic() < deadline, (struck, browsers.answers)
            browsers.wait_for(more=self.answers // self.blows)
            blow()
            struck += 1
        browsers.wait_for(more=1)
        return struck


SHORT = Form(answers=100, blows=2, seconds=60)
LONG = Form(answers=2000, blows=25, seconds=900)
BOTH = pytest.mark.parametrize(
    "form", [pytest.param(SHORT, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.soak)]
)


def report(what: str, prepared: Prepared, browsers: Browsers, blows: int) -> int:
    """Print the figures of a soak and return how many acknowledged answers are lost."""
    gone = lost(browsers, prepared.stored())
    vendor = type(prepared.database).__name__
    answers = ", ".join(f"{one}: {number}" for one, number in browsers.answers.most_common())
    print(f"\n{vendor}, {what}: {len(browsers.acknowledged)} acknowledged, {blows} times, {len(gone)} lost ({answers})")
    return len(gone)
