"""Taking hold of an open assessment before writing to it: asked and locked by one statement.

Every write to an open assessment begins with this UPDATE of its row, which asks in one go whether it is open and
whether this person may, and takes the row's lock: a submit waits for it, and it waits for a submit.
"""

from datetime import datetime

from assessments.core.workflow import Action
from assessments.queries.assessments import actionable


class NotAnswerable(Exception):
    """The assessment is not there, not open, of another catalog version, or not this person's: `access` says which."""


def hold(assessment_id: int, *, version_id: int | None = None, user_id: int, action: Action, at: datetime) -> None:
    """Take the row of the open assessment, if this person may do this to it (1 statement). Raises NotAnswerable.

    With a catalog version only if it is of that one, from which a page was made.
    """
    rows = actionable(assessment_id, user_id=user_id, action=action)
    if version_id is not None:
        rows = rows.filter(catalog_version=version_id)
    if not rows.update(changed_at=at):
        raise NotAnswerable
