"""Cells as text: codes and names as people know them, what can't be seen taken out, and codes that lost figures."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

ERRORS = frozenset(
    [
        *("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#error!"),
        *("#spill!", "#calc!", "#field!", "#blocked!", "#unknown!", "#getting_data"),
    ]
)
"""What spreadsheets write where they can't compute a cell."""
NO_VALUE = ERRORS | frozenset(["nan", "null", "none", "n/a", "nat"])
_ERROR = re.compile(r"err:\d{3}", re.ASCII)
_WHOLE_FLOAT = re.compile(r"\d+\.0+", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.ASCII | re.IGNORECASE)
_LONG = re.compile(r"[1-9]\d{14}0+", re.ASCII)
_EXACT = 15  # figures that a spreadsheet keeps of a number


@dataclass(frozen=True, slots=True)
class Spread:
    """A cell that is merged over several rows of one column.

    Attributes:
        value: what stands in it.
        top: the row it begins in, as the file counts them.
        rows: how many rows it covers.
        first: whether this is the first of them.
    """

    value: object
    top: int
    rows: int
    first: bool


def bare(cell: object) -> object:
    """What stands in a cell, merged or not."""
    return cell.value if isinstance(cell, Spread) else cell


@lru_cache(maxsize=5_000)
def visible(text: str) -> str:
    """A text without the characters nobody sees, such as zero-width blanks and marks of direction."""
    if text.isascii():
        return text
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


def plain(text: str) -> str:
    """A text in half width, without invisible characters and blanks around it."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", visible(text)).strip()


def read_code(cell: object) -> str:
    """A code as text: `12345.0` is 12345 as a program wrote it; line breaks become blanks; "" for nothing."""
    cell = bare(cell)
    if isinstance(cell, str):
        text = " ".join(plain(cell).split()).removeprefix("'")
        if text.casefold() in NO_VALUE or error_in(text):
            return ""
        return text.partition(".")[0] if _WHOLE_FLOAT.fullmatch(text) else text
    if cell is None:
        return ""
    if isinstance(cell, float):
        if not isfinite(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    return str(cell)


def read_name(cell: object) -> str:
    """A name as it was written, but for invisible characters and doubled blanks: it may be a legal one."""
    cell = bare(cell)
    if not isinstance(cell, str):
        return read_code(cell)
    text = " ".join(visible(cell).split())
    if text.casefold() in NO_VALUE or error_in(text):
        return ""
    return text.partition(".")[0] if _WHOLE_FLOAT.fullmatch(text) else text


def error_in(cell: object) -> str:
    """What a spreadsheet wrote for a cell that it couldn't compute, `#N/A`; "" for every other cell."""
    cell = bare(cell)
    if not isinstance(cell, str) or not cell:
        return ""
    text = cell.strip()
    if text[:1] in "#＃":
        text = plain(text)
        return text if text.casefold() in ERRORS else ""
    return text if text[:1] in "Ee" and _ERROR.fullmatch(text.casefold()) else ""


def folded(code: str) -> str:
    """A code or name for comparing: width, case, blanks and brackets don't part two of them."""
    return "".join(plain(code).casefold().split())


def is_damaged(cell: object) -> bool:
    """Whether a code lost its figures in a spreadsheet: `6.90123E+12`, or more than 15 figures ending in zeros."""
    cell = bare(cell)
    if isinstance(cell, float):
        return abs(cell) >= 10.0**_EXACT
    if isinstance(cell, int) and not isinstance(cell, bool):
        return abs(cell) >= 10**_EXACT and not cell % 10
    text = plain(cell) if isinstance(cell, str) else ""
    return bool(_SCIENTIFIC.fullmatch(text) or _LONG.fullmatch(text))
