"""What lies in the warehouse and what of it is still free to promise."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class StockLevel(NamedTuple):
    """Base units on hand and reserved for accepted orders; `as_of` is the age of another's figures."""

    on_hand: Decimal
    reserved: Decimal
    as_of: str | None = None

    @property
    def available(self) -> Decimal:
        """What may still be promised; negative where more was promised than there is."""
        return self.on_hand - self.reserved
