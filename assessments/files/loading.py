"""Bytes on disk into plain data: size limits before parsing, UTF-8, TOML and JSON with exact numbers."""

import json
import tomllib
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from assessments.files.faults import FileFaults, shown

LARGEST_EXPONENT = 9
MOST_DIGITS = 30


def load_toml(path: Path, *, limit: int) -> dict[str, Any]:
    """The tables of a TOML file of at most `limit` bytes, decimals exact. Raises FileFaults."""
    try:
        return tomllib.loads(_text(path, limit=limit), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _fault(path, f"not TOML: {str(error).rstrip('.')}") from None
    except RecursionError:
        raise _fault(path, "nested too deeply") from None
    except (ValueError, ArithmeticError):
        raise _fault(path, "a number is too long") from None


def load_json(path: Path, *, limit: int) -> tuple[Any, tuple[str, ...]]:
    """The data of a JSON file of at most `limit` bytes, decimals exact, and a fault per repeated key.

    Raises FileFaults when there is nothing to read.
    """
    repeated: dict[str, None] = {}

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        entries = dict(pairs)
        if len(entries) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            repeated.update((key, None) for key in entries if counts[key] > 1)
        return entries

    text = _text(path, limit=limit)
    try:
        data = json.loads(text, object_pairs_hook=unique, parse_float=Decimal, parse_constant=Decimal)
    except json.JSONDecodeError as error:
        raise _fault(path, f"not JSON: {error.msg} (at line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise _fault(path, "nested too deeply") from None
    except (ValueError, ArithmeticError):
        raise _fault(path, "a number is too long") from None
    return data, tuple(f"{path.name}: the key {shown(key)} is given more than once." for key in repeated)


def exact(value: object) -> Fraction:
    """A whole number or decimal from a file as an exact number. Raises ValueError, in words that follow the key."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("must be a number")  # noqa: TRY004  pydantic collects ValueErrors only
    number = Decimal(value)
    if not number.is_finite() or (number and abs(number.adjusted()) > LARGEST_EXPONENT):
        raise ValueError("must be a number of ordinary size")
    if len(number.as_tuple().digits) > MOST_DIGITS:
        raise ValueError(f"must be a number of at most {MOST_DIGITS} digits")
    return Fraction(number)


def _text(path: Path, *, limit: int) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except FileNotFoundError:
        raise _fault(path, "the file does not exist") from None
    except OSError as error:
        raise _fault(path, f"the file cannot be read ({error.strerror})") from None
    if len(content) > limit:
        raise _fault(path, f"the file is larger than {limit:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(path, "the file is not UTF-8 text") from None


def _fault(path: Path, what: str) -> FileFaults:
    return FileFaults((f"{path.name}: {what}.",))
