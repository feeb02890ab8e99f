"""Documents of a file that the books hold already: written here, imported before, or the same in another spelling.

A spreadsheet drops the zeros before a number, another program writes it in capitals: the same customer, day and number
are one document all the same, and booking it again would charge the customer twice. A file may also come from these
books themselves: then their own numbers stand in it, of documents that were reversed since as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.imports.history import Group, HistoryLine
from domain.tables.cells import folded
from domain.tables.sorting import Why
from domain.values.money import to_fen
from domain.values.quantities import to_milli
from sync.records.books.bulk import rows_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

_Likeness = tuple[str, str, str, str]


@dataclass(slots=True)
class Earlier:
    """A document that stands in the books.

    Attributes:
        number: its own number.
        ref: the source number it bears, where it was found by that and not by its id.
        lines: what it holds, as `_key` tells a line; None where that isn't to be compared.
        is_own: whether the file names it by its own number.
    """

    number: str
    ref: str = ""
    lines: Counter[tuple[str, int, int]] | None = None
    is_own: bool = False

    def why(self, line: HistoryLine, sku: str) -> Why:
        """Why a line of such a document isn't booked; a line of the books answers for one of the file."""
        if self.is_own:
            return "in_books_already", {"document": self.number}
        if self.ref:
            return "booked_alike", {"document": self.number, "ref": self.ref}
        key = (sku, to_milli(line.quantity), to_fen(line.amount))
        if self.lines is None or self.lines[key]:
            if self.lines is not None:
                self.lines[key] -= 1
            return "already_booked", {"document": self.number}
        return "booked_otherwise", {"document": self.number}


def earlier_of(
    connection: Connection, seller: str, records: Mapping[str, Group], buyers: Mapping[Group, str]
) -> dict[Group, Earlier]:
    """What stands of these documents: `records` are the ids they would have, `buyers` whose they are."""
    found = {}
    for pk, record, number in rows_in(
        connection, "SELECT pk, id, number FROM document WHERE id IN (?*)", list(records)
    ):
        found[records[record]] = pk, Earlier(number, lines=Counter())
    held = {pk: earlier.lines for pk, earlier in found.values()}
    sql = "SELECT document, sku, quantity, amount FROM document_line WHERE document IN (?*)"
    for pk, sku, quantity, amount in rows_in(connection, sql, list(held)):
        if (lines := held[pk]) is not None:
            lines[sku, abs(quantity), abs(amount)] += 1
    told = {group: earlier for group, (_, earlier) in found.items()}
    return told | dict(_alike(connection, seller, {group: buyers[group] for group in buyers if group not in told}))


def _alike(connection: Connection, seller: str, buyers: Mapping[Group, str]) -> Iterator[tuple[Group, Earlier]]:
    wanted = {_likeness(_kind(group), buyer, group[2].isoformat(), group[0]): group for group, buyer in buyers.items()}
    for kind in {_kind(group) for group in buyers}:
        days = [group[2].isoformat() for group in buyers if _kind(group) == kind]
        sql = (
            "SELECT number, ref, buyer, date, reverses IS NULL AND state = 'posted' AS stands FROM document "
            "WHERE buyer IN (?*) AND kind = ? AND date BETWEEN ? AND ? AND seller = ?"
        )
        whose = _once(buyer for group, buyer in buyers.items() if _kind(group) == kind)
        for number, ref, buyer, day, stands in rows_in(connection, sql, whose, kind, min(days), max(days), seller):
            own = wanted.get(_likeness(kind, buyer, str(day), number))
            if own is not None:
                yield own, Earlier(number, is_own=True)
            group = wanted.get(_likeness(kind, buyer, str(day), ref)) if ref and stands else None
            if group is not None and group is not own:
                yield group, Earlier(number, ref)


def _kind(group: Group) -> str:
    return "return" if group[3] else "delivery"


def _likeness(kind: str, buyer: str, day: str, number: str) -> _Likeness:
    fold = folded(number)
    return kind, buyer, day, fold.lstrip("0") or fold


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
