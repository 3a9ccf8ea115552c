"""Milestones as a calendar: the day of each, whose it is and why, and always by the same name."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_report import PlanReport
from assessments.exports.calendar_file import plan_calendar
from assessments.exports.guarding import printable
from tests.core.adopted import DEPLOY, KEEP, MONITOR, SHOW, by_hand, changed, dropped, hand_report
from tests.exports.files import by_hand_file
from tests.exports.test_portfolio import anything


def made(report: PlanReport, team: str = "Otters") -> bytes:
    return plan_calendar(
        report, team=team, site="plans.example", page_of=lambda id_: f"https://plans.example/milestones/{id_}/"
    )


def events(report: PlanReport, team: str = "Otters") -> dict[int, Any]:
    found = Calendar.from_ical(made(report, team)).walk("VEVENT")
    return {int(str(one["url"]).split("/")[-2]): one for one in found}


def followed() -> PlanReport:
    plan = by_hand_file().plan
    assert plan
    return plan


def test_each_milestone_is_a_whole_day() -> None:
    shown = events(followed())
    assert set(shown) == {one.id for one in by_hand()}
    late = shown[MONITOR]
    assert late.decoded("dtstart") == date(2027, 6, 30)
    assert late.decoded("dtend") == date(2027, 7, 1)
    assert str(late["summary"]) == "Monitoring to level 2 (Otters)"
    assert str(late["uid"]) == f"milestone-{MONITOR}@plans.example"
    assert str(late["url"]) == f"https://plans.example/milestones/{MONITOR}/"
    assert str(late["transp"]) == "TRANSPARENT"
    assert str(late["status"]) == "CONFIRMED"
    told = str(late["description"]).split("\n")
    assert told[:2] == ["Owner: Ada (Engineer)", "State: in progress, 13 weeks late"]
    assert "It is needed." in told
    assert "Show it." in str(shown[SHOW]["description"])


def test_what_is_done_stands_on_its_day_and_what_was_dropped_is_cancelled() -> None:
    shown = events(followed())
    assert str(shown[DEPLOY]["summary"]).startswith("Done: ")
    assert shown[DEPLOY].decoded("dtend") - shown[DEPLOY].decoded("dtstart") == timedelta(days=1)
    gone = events(hand_report(dropped(by_hand(), KEEP)))[KEEP]
    assert str(gone["status"]) == "CANCELLED"
    assert str(gone["summary"]).startswith(f"{MilestoneState.DROPPED.words}: ")
    assert "Owner: nobody yet (Somebody)" in str(gone["description"])


def test_names_stay_when_dates_move_and_nothing_depends_on_the_clock() -> None:
    before = made(followed())
    assert made(followed()) == before
    moved = events(hand_report(changed(by_hand(), KEEP, due=date(2028, 3, 31))))
    assert {id_: str(one["uid"]) for id_, one in moved.items()} == {
        id_: str(one["uid"]) for id_, one in events(followed()).items()
    }
    assert moved[KEEP].decoded("dtstart") == date(2028, 3, 31)


def test_lines_are_folded_and_end_as_the_standard_asks() -> None:
    for line in made(followed(), team="李小龍 " * 40).split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line


@pytest.mark.parametrize("text", ["a;b,c\\d", "BEGIN:VEVENT\r\nSUMMARY:x", "a\x00b\x07", "\u2028line", "שלום"])
def test_texts_of_people_stay_texts(text: str) -> None:
    plan = by_hand_file(text).plan
    assert plan
    shown = events(plan, team=text)
    assert len(shown) == len(by_hand())
    assert printable(text) in str(shown[MONITOR]["description"])


@given(anything)
@settings(max_examples=40)
def test_any_text_reads_back(text: str) -> None:
    plan = by_hand_file(text).plan
    assert plan
    shown = events(replace(plan, head=replace(plan.head, title=text)), team=text)
    assert str(shown[KEEP]["summary"]).endswith(f"({printable(text)})")
