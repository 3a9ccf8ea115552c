"""Content and answer files, read into core values with every fault named by its place."""

from assessments.files.answers import AnswerFile, read_answers
from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.files.faults import FileFaults

__all__ = ["BUILT_IN", "AnswerFile", "FileFaults", "read_answers", "read_catalog"]
