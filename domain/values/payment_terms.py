"""Terms of payment: when a document's amount falls due, whole or in instalments."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.errors import UsageError
from domain.values.money import split
from domain.values.payment_term_words import in_codes

_PART = re.compile(
    r"(?:(?P<share>\d{1,4}(?:\.\d{1,4})?)%)?(?:N(?P<net>\d{1,4})|M(?P<months>\d{1,2})(?:\+(?P<days>\d{1,3}))?)"
)


@dataclass(frozen=True, slots=True)
class TermsPart:
    """A share of the amount and when it falls due.

    `months` None counts `days` from the document's date; otherwise from the last day of the month so many months
    later: 0 is the end of the document's own month, 1 the end of the next. `share` is a weight beside the other parts'.
    """

    share: Decimal = Decimal(100)
    days: int = 0
    months: int | None = None

    def due(self, on: dt.date) -> dt.date:
        """The last day to pay this part of a document of day `on` without being late."""
        start = on if self.months is None else end_of_month(on, self.months)
        return start + dt.timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms as agreed with a buyer; without parts the amount is due on the document's own day."""

    parts: tuple[TermsPart, ...] = (TermsPart(),)

    @property
    def text(self) -> str:
        """The terms as `read_terms` reads them, for storage."""
        return ",".join(_part_text(part, alone=len(self.parts) == 1) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Instalment:
    """A piece of one document's amount and the day it falls due."""

    due: dt.date
    amount: Decimal


def net(days: int) -> Terms:
    """Everything so many days after the document's date (N30)."""
    return Terms((TermsPart(days=days),))


def month_end(months: int = 1, days: int = 0) -> Terms:
    """Everything at the end of a month (月结), `days` after it: `month_end(1)` is the end of next month."""
    return Terms((TermsPart(days=days, months=months),))


def end_of_month(on: dt.date, later: int = 0) -> dt.date:
    """The last day of the month `later` months after that of `on`."""
    year, month = divmod(on.year * 12 + on.month - 1 + later, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def instalments(amount: Decimal, on: dt.date, terms: Terms) -> tuple[Instalment, ...]:
    """The pieces of a document's amount by due date, which add up to it to the fen.

    Pieces due on one day become one, and a piece of nothing is left out unless it is all there is.
    """
    parts = terms.parts or (TermsPart(),)
    by_day: dict[dt.date, Decimal] = {}
    for part, piece in zip(parts, split(amount, [part.share for part in parts]), strict=True):
        day = part.due(on)
        by_day[day] = by_day.get(day, Decimal("0.00")) + piece
    pieces = [Instalment(day, piece) for day, piece in sorted(by_day.items())]
    return tuple(piece for piece in pieces if piece.amount) or (pieces[-1],)


def read_terms(text: str) -> Terms:
    """Terms as written in a file or a setting, parts between commas.

    `N30` 30 days net; `M1` end of next month; `M0+10` ten days after this month's end; `30%N30,50%N60,20%N90` three
    instalments; nothing means due at once; words as in `payment_term_words`. Raises UsageError
    `terms_unreadable` (fact `text`), also where one of several parts has no share.
    """
    plain = "".join(in_codes(text).split()).upper()
    if not plain:
        return Terms()
    found = [_PART.fullmatch(part) for part in plain.split(",")]
    parts = [_read_part(each) for each in found if each is not None]
    shareless = any(each is not None and each["share"] is None for each in found)
    if len(parts) < len(found) or (shareless and len(found) > 1) or any(part.share <= 0 for part in parts):
        raise UsageError("terms_unreadable", text=text)
    return Terms((replace(parts[0], share=Decimal(100)),) if len(parts) == 1 else tuple(parts))


def _read_part(found: re.Match[str]) -> TermsPart:
    share = Decimal(found["share"] or 100)
    if found["net"] is not None:
        return TermsPart(share, int(found["net"]))
    return TermsPart(share, int(found["days"] or 0), int(found["months"]))


def _part_text(part: TermsPart, *, alone: bool) -> str:
    share = "" if alone else f"{part.share.normalize():f}%"
    if part.months is None:
        return f"{share}N{part.days}"
    return f"{share}M{part.months}" + (f"+{part.days}" if part.days else "")


def agreed(text: str, credit_days: int | None) -> Terms:
    """A buyer's terms: in words, or else in days, or else due at once; UsageError `terms_unreadable`."""
    return read_terms(text) if text.strip() else net(credit_days or 0)


def last_due(pieces: Sequence[Instalment]) -> dt.date:
    """The day by which everything is due, which is what a document shows as its own due date."""
    return max(piece.due for piece in pieces)
