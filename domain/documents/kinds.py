"""The kinds of document: what each does to the account and to the stock, and how it is numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    `posts` and `moves` are +1, -1 or 0: the sign with which an ordinary document of this kind raises what
    the buyer owes, and the stock of the side named by `moves_for`. A reversal carries negated amounts and so
    undoes both.
    """

    name: str
    prefix: str
    posts: int
    moves: int
    moves_for: Literal["seller", "buyer", ""]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("order", "XSDD", 0, 0, ""),
            Kind("answer", "", 0, 0, ""),
            Kind("delivery", "XSCK", +1, -1, "seller"),
            Kind("goods_receipt", "CGRK", 0, +1, "buyer"),
            Kind("return", "XSTH", -1, +1, "seller"),
            Kind("money_receipt", "SKD", -1, 0, ""),
            Kind("opening", "QC", +1, 0, ""),
            Kind("adjustment", "PDD", 0, +1, "seller"),
            Kind("payment", "FKD", +1, 0, ""),
            Kind("discount", "ZKD", -1, 0, ""),
            Kind("credit_note", "DXD", -1, 0, ""),
            Kind("debit_note", "JXD", +1, 0, ""),
            Kind("rebate_settlement", "FLD", -1, 0, ""),
        )
    }
)


def sign_of(kind: str) -> int:
    """The sign with which a document of this kind posts: +1 the buyer owes more, -1 less, 0 nothing."""
    return KINDS[kind].posts


def document_number(kind: str, desk_prefix: str, on: date, sequence: int) -> str:
    """The number people read: `XSDD-01-261123-0042`. Raises ValueError for a kind that has no numbers."""
    prefix = KINDS[kind].prefix
    if not prefix:
        raise ValueError(f"documents of kind {kind} carry no number")
    return f"{prefix}-{desk_prefix}-{on.isoformat()[2:].replace('-', '')}-{sequence:04d}"
