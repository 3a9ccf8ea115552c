"""The site's addresses: Django's admin, and everything else in the app."""

from django.urls import include, path

from assessments.admin import site

urlpatterns = [
    path("admin/", site.urls),
    path("", include("assessments.urls")),
]

handler500 = "assessments.views.errors.server_error"
