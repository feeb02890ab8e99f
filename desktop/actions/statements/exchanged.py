"""A statement between programs as the page of confirmations shows it: whole, with what is held against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.statements.comparing import compared
from desktop.actions.statements.confirming import confirmation, differences
from desktop.actions.statements.proofs import proofs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.actions.accounts.account_views import ConfirmationView, ObjectionRow
    from desktop.actions.statements.comparing import ComparedRow
    from desktop.actions.statements.proofs import Proven
    from desktop.desk import Desk


class ExchangedStatement(NamedTuple):
    """A statement between programs: where it stands, its lines, what one's own book holds against it, who signed."""

    view: ConfirmationView
    lines: Sequence[ComparedRow]
    differences: Sequence[ObjectionRow]
    proofs: Sequence[Proven]


def exchanged_statement(desk: Desk, number: str) -> ExchangedStatement:
    """One statement whole."""
    view = confirmation(desk, number)
    against = differences(desk, number) if view.buyer.id == desk.dealer_id else ()
    return ExchangedStatement(view, compared(desk, number), against, proofs(desk, number))
