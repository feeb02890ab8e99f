"""Tax inside tax-included amounts: what is net, what is tax, rounded once a line and summed by rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from domain.values.money import ZERO, round_fen

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """All lines of one rate: `taxed` = `net` + `tax`, to the fen."""

    rate: Decimal
    net: Decimal
    tax: Decimal
    taxed: Decimal


def net_of_tax(taxed: Decimal, rate: Decimal) -> Decimal:
    """The untaxed part of a tax-included amount, half up to the fen; the tax is what remains."""
    return round_fen(taxed / (_ONE + rate))


def by_rate(lines: Iterable[tuple[Decimal, Decimal]]) -> tuple[TaxTotal, ...]:
    """Totals of (tax-included amount, rate) lines, one for each rate, lowest rate first."""
    net: defaultdict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    taxed: defaultdict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for amount, rate in lines:
        net[rate] += net_of_tax(amount, rate)
        taxed[rate] += amount
    return tuple(TaxTotal(rate, net[rate], taxed[rate] - net[rate], taxed[rate]) for rate in sorted(taxed))
