"""How days of a plan look: as the quarter they lie in."""

from datetime import date

from django import template

from assessments.core.calendar import CalendarQuarter

register = template.Library()


@register.filter
def in_quarter(day: date) -> str:
    """The quarter that a day lies in, as in 'Q1 2027'."""
    return str(CalendarQuarter.of(day))
