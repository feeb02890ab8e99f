"""Which way money went: by the words of whatever column tells it, else by the running balance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from domain.bank.formats import BankLayout
from domain.explain import Reason
from domain.tables.cells import plain

Way = Literal["in", "out", "neutral"]
IN_WORDS = frozenset(
    [
        "收入",
        "收",
        "贷",
        "贷cr",
        "贷方",
        "入账",
        "入帐",
        "转入",
        "存入",
        "存",
        "进账",
        "来账",
        "汇入",
        "收款",
        "收方",
        "进",
        "入",
        "cr",
        "c",
        "in",
        "credit",
        "deposit",
        "+",
    ]
)
OUT_WORDS = frozenset(
    [
        "支出",
        "支",
        "借",
        "借dr",
        "借方",
        "出账",
        "出帐",
        "转出",
        "取出",
        "取",
        "支取",
        "往账",
        "汇出",
        "付款",
        "付",
        "付方",
        "出",
        "dr",
        "d",
        "out",
        "debit",
        "withdrawal",
        "-",
    ]
)
NEUTRAL_WORDS = frozenset(["/", "其他", "不计收支", "中性交易", "中性", "other", "neutral"])
_PARTS = re.compile(r"[\s/|:：、,，()（）\[\]【】-]+")


@lru_cache(maxsize=10_000)
def way_of(text: str) -> Way | None:
    """The way a word tells: `支出`, `贷 Cr`, `收入(+)`; None for any other word."""
    word = "".join(plain(text).casefold().split())
    for words, way in ((IN_WORDS, "in"), (OUT_WORDS, "out"), (NEUTRAL_WORDS, "neutral")):
        if word in words:
            return _way(way)
    parts = {part for part in _PARTS.split(plain(text).casefold()) if part}
    ins, outs = parts & IN_WORDS, parts & OUT_WORDS
    if not parts <= IN_WORDS | OUT_WORDS or bool(ins) == bool(outs):
        return None
    return "in" if ins else "out"


def _way(word: str) -> Way:
    return "in" if word == "in" else "out" if word == "out" else "neutral"


def column_of_ways(rows: Sequence[Sequence[object]], taken: Sequence[int]) -> int | None:
    """The one column, of those not taken, in which every row has a word for the way money went, or None."""
    width = max(map(len, rows), default=0)
    found = [column for column in range(width) if column not in taken and _tells(rows, column)]
    return found[0] if len(found) == 1 else None


def _tells(rows: Sequence[Sequence[object]], column: int) -> bool:
    words = [row[column] for row in rows if column < len(row) and row[column] not in ("", None)]
    ways = [way_of(word) if isinstance(word, str) else None for word in words]
    return bool(ways) and None not in ways and bool({"in", "out"} & set(ways)) and len(words) * 2 > len(rows)


def ways_by_balance(figures: Sequence[tuple[Decimal, Decimal | None]]) -> list[Way | None] | None:
    """The way of each bare figure as the running balance proves it; None where it doesn't prove most of them.

    The first (or the last, where the newest comes first) can't be proved and stays None.
    """
    for rows, turned in ((list(figures), False), (list(reversed(figures)), True)):
        found: list[Way | None] = []
        before: Decimal | None = None
        for amount, balance in rows:
            known = before is not None and balance is not None and abs(balance - before) == amount
            found.append(
                ("in" if balance > before else "out") if known and before is not None and balance is not None else None
            )
            before = balance
        if len(rows) > 1 and found[1:] and None not in found[1:]:
            return list(reversed(found)) if turned else found
    return None


_SIDES = re.compile(r"借|贷|debit|credit|dr\b|cr\b", re.IGNORECASE)


def is_swapped(layout: BankLayout, steps: Sequence[tuple[Decimal, Decimal | None]]) -> bool:
    """Whether the running balance proves that debit and credit stand the other way round, as in the holder's own book.

    `steps` are what each row did to the balance by its side, and the balance written there. Only sides can be meant
    either way; titles such as 收入 say what they are.
    """
    titles = [layout.titles.get(each, "") for each in ("income", "expense", "direction")]
    if layout.inverted or not any(map(_SIDES.search, titles)):
        return False
    orders = [list(steps), list(reversed(steps))]
    return not any(_holds(each, 1) for each in orders) and any(_holds(each, -1) for each in orders)


def told_swapped(layout: BankLayout) -> Reason:
    """That such a file seems to be one's own book, and which columns to name where it is."""
    income, expense = layout.titles.get("expense", ""), layout.titles.get("income", "")
    if layout.sign == "columns" and income and expense:
        return Reason("bank_sides_turned", "warn", {"income": income, "expense": expense})
    return Reason("bank_ways_turned", "warn", {})


def _holds(steps: Sequence[tuple[Decimal, Decimal | None]], sign: int) -> bool:
    """Whether every balance is the one before it with the row's figure of this sign; False where none can be tried."""
    pairs = [
        (before, after, moved)
        for (_, before), (moved, after) in pairwise(steps)
        if before is not None and after is not None and moved
    ]
    return bool(pairs) and all(before + sign * moved == after for before, after, moved in pairs)
