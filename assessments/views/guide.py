"""How it works: the words, the rules with the numbers in force, and what each question stands on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.core.guide import guide
from assessments.queries.catalogs import newest_published_id, published
from assessments.views import SignedInRequest


@require_safe
def guide_show(request: SignedInRequest) -> HttpResponse:
    """Explain everything from the newest published catalog, to anyone signed in."""
    newest = newest_published_id()
    version = published(newest) if newest else None
    context = {"version": version, "guide": guide(version.catalog) if version else None}
    return render(request, "assessments/guide_show.html", context)
