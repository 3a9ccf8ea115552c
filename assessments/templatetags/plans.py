"""How the days and quarters of a plan look, and those near them."""

from datetime import date

from django import template

from assessments.core.calendar import CalendarQuarter

register = template.Library()


@register.filter
def in_quarter(day: date) -> str:
    """The quarter that a day lies in, as in 'Q1 2027'."""
    return str(CalendarQuarter.of(day))


@register.filter
def quarters_later(quarter: CalendarQuarter, count: int) -> CalendarQuarter:
    """The quarter so many later, or earlier where the count is below 0."""
    return quarter.plus(count)
