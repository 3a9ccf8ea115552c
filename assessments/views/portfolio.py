"""The portfolio: all teams below a manager's units, as a page and as a file."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments.core.portfolio import weakest
from assessments.exports.portfolio import portfolio_csv
from assessments.forms.portfolio import PortfolioForm
from assessments.queries import portfolio as queries
from assessments.views import SignedInRequest

if TYPE_CHECKING:
    from collections.abc import Sequence


INDENT = "\N{NO-BREAK SPACE}" * 3


@require_safe
def portfolio_show(request: SignedInRequest) -> HttpResponse:
    """Show a page of the teams, their readiness as of today and what holds them."""
    form, unit_ids = _asked(request)
    shown = queries.portfolio(unit_ids, sort=form.order, page=form.page_number, on=localdate())
    context = {
        "form": form,
        "portfolio": shown,
        "weakness": weakest(shown.rows),
        "waiting": [column.name for column in shown.columns if column.waits],
        "previous": form.address(page=shown.page - 1) if shown.page > 1 else "",
        "next": form.address(page=shown.page + 1) if shown.page < shown.pages else "",
        "export": form.address(),
    }
    return render(request, "assessments/portfolio_show.html", context)


@require_safe
def portfolio_export(request: SignedInRequest) -> HttpResponseBase:
    """Send the table as CSV: every team that passes the filter, as a stream."""
    form, unit_ids = _asked(request)
    columns, rows = queries.every_team(unit_ids, sort=form.order, on=localdate())
    lines = portfolio_csv(rows, [column.name for column in columns])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="portfolio.csv"'
    return response


def _asked(request: SignedInRequest) -> "tuple[PortfolioForm, Sequence[int]]":
    """The form as sent, and the units whose teams are wanted: one branch of the manager's own, or all of them.

    Raises PermissionDenied to those who manage nothing, Http404 for a branch that is not theirs or not there.
    """
    own = queries.branches(request.user.pk)
    if not own:
        raise PermissionDenied
    choices = [(one.id, INDENT * one.depth + one.name) for one in own]
    form = PortfolioForm(request.GET, branches=choices)
    form.is_valid()
    if form.is_foreign:
        raise Http404
    return form, queries.within(own, form.branch_id)
