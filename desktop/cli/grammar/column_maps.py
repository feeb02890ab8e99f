"""What `--map MEANING=HEADER` says, with the meaning by its code or by what it is called in either language."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.column_names import COLUMN_NAMES
from domain.errors import UsageError


def column_map(typed: Iterable[str]) -> dict[str, str]:
    """Headers by meaning; UsageError `map_unreadable`."""
    return dict(map(_pair, typed))


def column_codes(mapping: dict[str, str]) -> dict[str, str]:
    """The same with each meaning by its code, for readers that know codes alone."""
    codes = {name.casefold(): code for code, names in COLUMN_NAMES.items() for name in names}
    codes |= _FIRST
    return {codes.get(meaning.casefold(), meaning): header for meaning, header in mapping.items()}


# Names that mean several columns, as a file of money means them.
_FIRST = {
    "名称": "name",
    "编码": "code",
    "对方户名": "name",
    "户名": "name",
    "单号": "reference",
    "单据编号": "reference",
    "商品编码": "product",
    "product code": "product",
    "账期": "credit_days",
}


def _pair(typed: str) -> tuple[str, str]:
    meaning, found, header = typed.partition("=")
    if not found or not meaning.strip() or not header:
        raise UsageError("map_unreadable", text=typed)
    return meaning.strip(), header
