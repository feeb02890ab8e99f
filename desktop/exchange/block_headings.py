"""Tables in blocks, each below a line that says whose it is: `客户：越秀超市` stands for a column nobody wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.errors import DeskError
from domain.explain import Reason
from domain.imports.columns import Header, Meanings, find_header
from domain.tables.cells import bare
from domain.tables.headings import customer_said, headings
from domain.tables.text import Record

MEANING = "customer"
SAID = "客户：…"
"""What stands for the column among the titles; a file whose titles lack the customer is Chinese where it has this."""


def header_of_blocks(
    rows: Sequence[Sequence[str]], meanings: Meanings, mapping: Mapping[str, str], failure: DeskError
) -> Header:
    """The header of a table whose only lack is the customer, said above its blocks; raises the failure for others."""
    lacks = str(failure.facts.get("missing", ""))
    if failure.code not in ("header_absent", "header_missing") or not lacks.startswith(MEANING) or ", " in lacks:
        raise failure
    header = find_header(rows, meanings, {**mapping, MEANING: f'"{SAID}"'})
    if not any(customer_of(row) for row in rows[header.row + 1 :]):
        raise failure
    return header


def customer_of(cells: Sequence[Any]) -> str | None:
    """The customer that a row between the lines names, "" where it leaves him out; None for any other row."""
    return customer_said([bare(cell) for cell in cells])


class Blocks:
    """Puts the customer of its block into each row, while the rows of a table are gone through."""

    def __init__(self, header: Header, above: Sequence[str]) -> None:
        self._place = header.columns[MEANING]
        self._base = len(header.titles) - len(header.constants)
        self._customer = headings(above).get(MEANING, "")

    def fill(self, record: Record) -> Record:
        said = customer_of(record.cells[: self._base])
        self._customer = self._customer if said is None else said
        record.cells[self._place] = self._customer
        return record


def is_in_blocks(header: Header) -> bool:
    """Whether the customer of a table's rows is told above its blocks."""
    return MEANING in header.columns and header.titles[header.columns[MEANING]] == f"“{SAID}”"


def told_of_blocks(rows: Sequence[Sequence[str]], header: Header) -> Reason:
    """That the blocks' headings say whose the lines are, with the first of them."""
    first = next(filter(None, map(customer_of, rows[header.row + 1 :])), "")
    return Reason("customers_above_blocks", "info", {"text": first})
