"""What the page of bank files asks of the actions, each a function for the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    from desktop.actions.accounts.account_views import BankImport
    from desktop.desk import Desk
    from domain.bank.formats import Unmapped

SKIP = "-"
_NOBODY = 101  # per cent: only what is ticked is booked, however sure its payer is


@dataclass(frozen=True, slots=True)
class BankFileChoice:
    """What was said about a file: its mapping where it needs one, and the payers of its rows (`SKIP`: no customer)."""

    name: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    inverted: bool = False
    payers: Mapping[int, str] = field(default_factory=dict)


def read(desk: Desk, path: Path, wish: BankFileChoice) -> BankImport:
    """The file as receipts it would make."""
    from desktop.actions.bank.bank_files import read_bank_file

    return read_bank_file(desk, path, _choices(wish))


def book(desk: Desk, path: Path, wish: BankFileChoice) -> Written[Any]:
    """Books the rows whose payers are named, and only those."""
    from desktop.actions.bank.bank_files import book_bank_file

    return Written(book_bank_file(desk, path, _choices(wish)), frozenset({"accounts", "papers"}))


def offer(desk: Desk, path: Path) -> Unmapped:  # noqa: ARG001 -- only the file is looked at
    """What a file of an unknown layout offers for mapping."""
    from desktop.actions.bank.bank_files import unknown_layout

    return unknown_layout(path)


def _choices(wish: BankFileChoice) -> Any:
    from desktop.actions.bank.bank_files import Choices

    return Choices(payers=wish.payers, least=_NOBODY, name=wish.name, titles=wish.titles, inverted=wish.inverted)
