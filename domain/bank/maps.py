"""What a person says of the columns of a bank's file or a ledger, held against the titles that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.bank.formats import HEADER_WITHIN, MEANINGS, Row, plain_title
from domain.errors import UsageError
from domain.imports.columns import few_titles

_MORE = ("place", "paid_from")


def row_named(rows: Sequence[Row], said: Mapping[str, str]) -> int | None:
    """The place of the row that has the most of the titles a person named; None where none has any."""
    named = set(map(plain_title, said.values()))
    told = [len(named & set(map(plain_title, row))) for row in rows[:HEADER_WITHIN]]
    return told.index(max(told)) if any(told) else None


def check_said(said: Mapping[str, str], header: Sequence[str]) -> None:
    """Refuses what nothing stands for: UsageError `map_meaning_unknown`, `bank_header_unknown`."""
    there = set(map(plain_title, header))
    for meaning, title in said.items():
        if meaning not in (*MEANINGS, *_MORE):
            raise UsageError("map_meaning_unknown", meaning=meaning, known=", ".join(MEANINGS))
        if plain_title(title) not in there:
            raise UsageError("bank_header_unknown", header=title, found=few_titles(header))
