"""The administrator's pages: the questions and the organisation; what people answered is never among them."""

from assessments.admin import catalog, content, people, practices, units
from assessments.admin.sites import site

__all__ = ["catalog", "content", "people", "practices", "site", "units"]
