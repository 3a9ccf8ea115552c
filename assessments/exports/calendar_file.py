"""The milestones of an adopted plan as a calendar (iCalendar, RFC 5545)."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event, vText

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_lines import MilestoneLine
from assessments.core.plans.plan_report import PlanReport
from assessments.exports.guarding import printable

PRODUCT = "-//opsmaturity//Milestones//EN"
DAY = timedelta(days=1)


def plan_calendar(plan: PlanReport, *, team: str, site: str, page_of: Callable[[int], str]) -> bytes:
    """Each milestone as an event of the whole day on which it is due, or was finished.

    `site` is the host that the events' names end in, so that they are the same each time; `page_of` is the address of
    the page of a milestone, by its id. Those dropped are said to be cancelled.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The library knows no type of this one, and would leave its line breaks as they are.
    calendar.add("x-wr-calname", vText(printable(f"{team}: {plan.head.title}")))
    stamp = datetime.combine(plan.head.adopted_on, time(), UTC)
    for line in plan.lines:
        calendar.add_component(_event(line, team=team, stamp=stamp, site=site, page=page_of(line.id)))
    return bytes(calendar.to_ical())


def _event(line: MilestoneLine, *, team: str, stamp: datetime, site: str, page: str) -> Event:
    day = line.done_on or line.due
    event = Event()
    event.add("uid", f"milestone-{line.id}@{site}")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", printable(f"{_mark(line)}{_name(line)} ({team})"))
    event.add("description", printable("\n".join(_description(line))))
    event.add("status", "CANCELLED" if line.state is MilestoneState.DROPPED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [printable(line.discipline.name), line.state.words])
    event.add("url", page)
    return event


def _mark(line: MilestoneLine) -> str:
    return "" if line.state.is_open else f"{line.state.words}: "


def _name(line: MilestoneLine) -> str:
    return f"{line.title} to level {line.to_level}" if line.is_step else line.title


def _description(line: MilestoneLine) -> list[str]:
    late = f", {line.weeks_late} week{'' if line.weeks_late == 1 else 's'} late" if line.is_late else ""
    facts = [
        f"Owner: {line.owner or 'nobody yet'} ({line.owner_role})" if line.owner_role else f"Owner: {line.owner}",
        f"State: {line.state.words.lower()}{late}",
        line.reason,
        line.what,
        *line.because,
        *line.waits_for,
        line.held_by,
    ]
    return [fact for fact in facts if fact]
