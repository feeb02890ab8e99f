"""What single cells of a bank's export say: texts, yuan rounded to the fen, times of day."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from domain.tables.cells import read_code
from domain.tables.numbers import read_number
from domain.values.money import round_fen

_EMPTY = re.compile(r"[-–—/\s\"'“”＂]*")
_CLOCK = re.compile(r"(?<!\d)([0-2]?\d):([0-5]\d)(?::([0-5]\d))?")
_DOTTED = re.compile(r"-([0-2]?\d)\.([0-5]\d)\.([0-5]\d)(?:\.\d+)?$")
_SIX = re.compile(r"([0-2]\d)([0-5]\d)([0-5]\d)")


def told_in(cell: object) -> str:
    """A cell's text, "" where it only fills the place: `-`, `/`, `"/"`, `----------`."""
    text = read_code(cell).strip()
    return "" if _EMPTY.fullmatch(text) else text


def is_signed(cell: object) -> bool:
    """Whether a figure has a sign of its own, so that figures here have signs."""
    number = read_number(cell.strip() if isinstance(cell, str) else cell)
    return bool(number is not None and number < 0) or (isinstance(cell, str) and cell.strip().startswith("+"))


def yuan_in(cell: object, *, decimal_comma: bool = False) -> Decimal | None:
    """The yuan a cell says, rounded to the fen; None where it says none."""
    number = read_number(cell.strip() if isinstance(cell, str) else cell, decimal_comma=decimal_comma)
    return None if number is None else round_fen(number)


def time_in(cell: object) -> str:
    """HH:MM:SS of a cell that holds a time, alone or after a date; "" where it holds none."""
    if isinstance(cell, dt.datetime | dt.time):
        return cell.strftime("%H:%M:%S") if (cell.hour, cell.minute, cell.second) != (0, 0, 0) else ""
    text = read_code(cell).strip()
    found = _SIX.fullmatch(text) or _CLOCK.search(text) or _DOTTED.search(text)
    return f"{int(found[1]):02d}:{found[2]}:{found[3] or '00'}" if found else ""
