"""What lies in the warehouse and what of it is still free to promise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class StockLevel:
    """Base units on hand and reserved for accepted orders; `as_of` is the age of another's figures."""

    on_hand: Decimal
    reserved: Decimal
    as_of: str | None = None

    @property
    def available(self) -> Decimal:
        """What may still be promised; negative where more was promised than there is."""
        return self.on_hand - self.reserved
