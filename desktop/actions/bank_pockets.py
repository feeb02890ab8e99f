"""Money that only changed its pocket: what came from one's own other account, or from oneself by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.actions.bank_booking import house_of
from domain.explain import Reason
from domain.payers import Own

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.actions.account_views import BankLineRow
    from desktop.desk import Desk
    from domain.bank_lines import BankFile


def between_own(connection: Connection, desk: Desk, found: BankFile, lines: Sequence[BankLineRow]) -> list[Reason]:
    """A word on each line whose payer isn't clear because it is oneself; a person passes it over."""
    house = house_of(connection, desk, found.accounts)
    unclear = {line.row for line in lines if line.state == "payer_unclear"}
    told = []
    for each in found.movements:
        own = found.own_of(each.row)
        # The line's own account in the payer's place is no transfer but a column that was mistaken.
        others = Own(tuple(account for account in house.accounts if account != own), house.names)
        if each.row in unclear and each.account != own and others.without(each) != each:
            told.append(Reason("bank_between_own", "warn", {"row": each.row, "amount": each.amount}))
    return told
