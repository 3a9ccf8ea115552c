"""Faults of a file in plain words: where it is wrong, and what belongs there."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Shape = TypeVar("Shape", bound=BaseModel)

PLAIN = re.compile(r"[\w.-]{1,80}", re.ASCII)

WORDINGS = {
    "missing": "{key} is missing",
    "extra_forbidden": "{key} is not a known key",
    "string_type": "{key} must be text",
    "string_unicode": "{key} is not valid text",
    "int_type": "{key} must be a whole number",
    "bool_type": "{key} must be true or false",
    "list_type": "{key} must be a list",
    "dict_type": "{key} must be {group}",
    "model_type": "{key} must be {group}",
    "literal_error": "{key} must be {expected}",
    "string_too_long": "{key} is longer than {max_length} characters",
    "too_long": "{key} has more than {max_length} entries",
    "greater_than_equal": "{key} must be at least {ge}",
    "less_than_equal": "{key} must be at most {le}",
    "value_error": "{key} {error}",
}


class FileFaults(Exception):
    """A file cannot be used; `faults` holds one line per fault, each naming file and place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def shown(value: object) -> str:
    """A value from a file as it may stand in a fault: short, on one line and printable."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a group"
    text = str(value)
    if isinstance(value, Decimal) and value.is_finite() and "." not in text:
        return "a number with an exponent"
    plain = PLAIN.fullmatch(text) and not isinstance(value, str)
    return text if plain else repr(text[:80])


def parsed(shape: type[Shape], data: object, *, file: str, group: str) -> Shape:
    """The data as a `shape`; `group` is what the format calls a set of keys. Raises FileFaults."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise FileFaults(tuple(_sentence(fault, data, file=file, group=group) for fault in found)) from None


def _sentence(fault: ErrorDetails, data: object, *, file: str, group: str) -> str:
    *places, key = _places(fault["loc"], data)
    wording = WORDINGS.get(fault["type"], "{key} is not valid")
    what = wording.format(key=key, group=group, **fault.get("ctx", {}))
    return f"{', '.join([file, *places])}: {what}."


def _places(location: tuple[int | str, ...], data: Any) -> Iterator[str]:
    """The way to a fault in words, a numbered entry called by its code where it has one."""
    name = "" if location else "the file"
    for step in (step for step in location if step != "[key]"):
        if isinstance(step, str):
            if name:
                yield name
            name = step if PLAIN.fullmatch(step) else repr(step[:80])
            data = data.get(step) if isinstance(data, dict) else None
        elif isinstance(data, list):
            data = data[step]
            code = data.get("code") if isinstance(data, dict) else None
            known = isinstance(code, str) and PLAIN.fullmatch(code)
            name = f"{name.removesuffix('s')} {code}" if known else f"entry {step + 1} of {name}"
    yield name
