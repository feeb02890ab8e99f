"""A movement of money out of a bank's or wallet's file, and the id by which it is known again in another export."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.bank.cells import time_in, yuan_in
from domain.tables.units import is_yuan
from domain.values.money import ZERO

Direction = Literal["in", "out", "neutral"]

_NAME_AND_ACCOUNT = re.compile(r"(.*?)\s*([0-9*]{6,})")


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came in or went out; `amount` is never negative, `direction` tells the way.

    `neutral` money changed its pocket (a transfer between one's own accounts). `refunded` was given back since and is
    taken off `amount` already. `row` is the row in the file from 1,
    `time` is HH:MM:SS or "", `currency` CNY or what the file says, `balance` None where the file doesn't tell it.
    """

    id: str
    row: int
    date: dt.date
    time: str
    direction: Direction
    amount: Decimal
    currency: str
    balance: Decimal | None
    name: str
    account: str
    summary: str
    memo: str
    reference: str
    status: str
    refunded: Decimal = ZERO

    @property
    def signed(self) -> Decimal:
        """What it did to the balance; 0 for neutral."""
        return {"in": self.amount + self.refunded, "out": -self.amount, "neutral": ZERO}[self.direction]


def movement_of(
    place: int,
    day: dt.date,
    direction: Direction,
    amount: Decimal,
    cells: Mapping[str, object],
    text: Mapping[str, str],
) -> Movement:
    """The movement of a row; `cells` as they stand, `text` as they read."""
    name, account = text.get("name", ""), text.get("account", "")
    if party := text.get("party", ""):
        split = _NAME_AND_ACCOUNT.fullmatch(party)
        name, account = (split[1].strip(), split[2]) if split else (party, account)
    currency = text.get("currency", "")
    words = (text.get("memo", ""), text.get("place", ""))
    return Movement(
        id="",
        row=place,
        date=day,
        time=time_in(cells.get("time")) or time_in(cells["date"]),
        direction=direction,
        amount=amount,
        currency="CNY" if is_yuan(currency) else currency,
        balance=yuan_in(cells.get("balance")),
        name=name,
        account=account,
        summary=text.get("summary", ""),
        memo=" ".join(dict.fromkeys(filter(None, words))),
        reference=text.get("reference", ""),
        status=text.get("status", ""),
    )


def identified(movements: Sequence[Movement], bank: str, account: Callable[[Movement], str]) -> tuple[Movement, ...]:
    """Each movement's id: a digest of what no version of an export leaves out, and a count where lines are alike.

    `account` gives one's own account that a movement was of.
    """
    seen: Counter[str] = Counter()
    known = []
    for each in movements:
        told = (
            bank,
            account(each),
            str(each.date),
            each.time,
            each.direction,
            str(each.amount),
            each.currency,
            str(each.balance),
            each.name,
            each.summary,
            each.reference,
        )
        digest = hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:32]
        seen[digest] += 1
        known.append(replace(each, id=digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"))
    return tuple(known)
