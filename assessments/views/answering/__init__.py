"""The walk: the page of a dimension, and saving answers and evidence, one at a time or the whole page at once.

With JavaScript each change is posted by itself. Without it, the page is one form: whichever button is pressed,
every changed answer and every new entry of evidence on the page is stored, so that nothing typed is lost.
"""

from assessments.views.answering.confirming import dimension_confirm, response_confirm
from assessments.views.answering.evidence import evidence_add, evidence_remove, evidence_renew, evidence_reuse
from assessments.views.answering.history import response_history, response_put_back
from assessments.views.answering.pages import dimension_answer
from assessments.views.answering.responses import response_save
from assessments.views.answering.scanning import scan_answer, scan_show

__all__ = [
    "dimension_answer",
    "dimension_confirm",
    "evidence_add",
    "evidence_remove",
    "evidence_renew",
    "evidence_reuse",
    "response_confirm",
    "response_history",
    "response_put_back",
    "response_save",
    "scan_answer",
    "scan_show",
]
