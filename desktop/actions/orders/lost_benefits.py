"""What becomes of goods on top and savings that a buyer wouldn't have had for what it keeps after a return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.errors import RefusedError, UsageError
from domain.values.money import ZERO
from domain.values.quantities import from_milli, plain_number
from sync.records.documents.builders import NewDocument, PostingContext
from sync.records.documents.note_builders import NoteDetails, make_note
from sync.records.documents.stored import find_document
from sync.records.pricing.lost_benefits import RETURNED, KeptOrder, LostBenefit, LostGift, coming_back

if TYPE_CHECKING:
    from sqlalchemy import Connection

WAYS = ("charge", "return", "keep")


class LostOnReturn:
    """What is lost by a return that is about to be written, decided policy by policy.

    Raises UsageError `return_way` (`way`, `known`) for another word; RefusedError `return_takes_back` where a policy
    asks and nobody said (`number`, `policies`, `amount` to charge, `gifts` as text, `worth` of these),
    `return_gift_worthless` (`gift`) where a gift is to be charged that has no price.

    Attributes:
        quantities: what comes back by the delivery's lines, with the goods on top that come back too; None for all.
    """

    quantities: Mapping[int, Decimal] | None

    def __init__(
        self, connection: Connection, number: str, quantities: Mapping[int, Decimal] | None, way: str = ""
    ) -> None:
        if way and way not in WAYS:
            raise UsageError("return_way", way=way, known=", ".join(WAYS))
        self.quantities = quantities
        self._ways: list[tuple[LostBenefit, str]] = []
        delivery = find_document(connection, number, "delivery")
        self._order = KeptOrder(connection, delivery)
        if not self._order.promoted:
            return
        coming = coming_back(connection, delivery, quantities)
        before = {each.policy: each for each in self._order.lost({})}
        lost = self._order.lost(coming)
        charged = self._order.charged()
        for each in lost:
            grows = each.more_than(before.get(each.policy))
            settled = way if grows else "charge" if charged > 0 else "keep"
            self._ways.append((each, settled if each.way == "ask" else each.way))
        _ask(delivery.number, [each for each, settled in self._ways if not settled])
        self._bring(coming)

    def _bring(self, coming: Mapping[int, int]) -> None:
        """Adds to what comes back the goods on top that come back too."""
        wanted = dict(coming)
        for each, way in self._ways:
            for line, part in [where for gift in each.gifts for where in gift.lines] if way == "return" else []:
                wanted[line] = wanted.get(line, 0) + int(part * 1000)
        if wanted != dict(coming):
            self.quantities = {line: from_milli(quantity) for line, quantity in wanted.items()}

    def charge(self) -> Decimal:
        """What is still to be charged for it; below zero what was charged before and is to be given back."""
        if not self._order.promoted:
            return ZERO
        whole = ZERO
        for each, way in self._ways:
            if way in ("charge", "return"):
                whole += each.amount
            if way == "charge":
                whole += sum((_worth(gift) for gift in each.gifts), ZERO)
        return whole - self._order.charged()


def charge_note(
    connection: Connection, clerk: PostingContext, returned: NewDocument, charge: Decimal, on: date
) -> NewDocument:
    """The note that charges (or, below zero, gives back) what a return of a delivery lost."""
    _, _, body = returned
    said = NoteDetails(method=RETURNED, ref=body.number, source=(body.source or "") if charge > 0 else "")
    kind = "debit_note" if charge > 0 else "credit_note"
    return make_note(connection, clerk, kind, body.buyer, abs(charge), on=on, said=said)


def uncharged(connection: Connection, clerk: PostingContext, reversal: NewDocument, on: date) -> NewDocument | None:
    """The note that gives back what was charged for a return that has just been undone; None where nothing was."""
    _, _, body = reversal
    order = KeptOrder(connection, find_document(connection, body.source or "", "delivery"))
    charged = order.charged() if order.promoted else ZERO
    if charged <= 0:
        return None
    lost = sum((each.amount + sum((gift.worth or ZERO for gift in each.gifts), ZERO) for each in order.lost({})), ZERO)
    return charge_note(connection, clerk, reversal, lost - charged, on) if lost < charged else None


def _ask(number: str, lost: Sequence[LostBenefit]) -> None:
    if not lost:
        return
    gifts = [gift for each in lost for gift in each.gifts]
    facts = {
        "policies": "、".join(each.name or each.policy for each in lost),
        "amount": sum((each.amount for each in lost), ZERO) or None,
        "gifts": "、".join(f"{gift.sku} {gift.name} {plain_number(gift.quantity)}{gift.unit}" for gift in gifts),
        "worth": sum((gift.worth or ZERO for gift in gifts), ZERO) or None,
    }
    raise RefusedError("return_takes_back", number=number, **facts)


def _worth(gift: LostGift) -> Decimal:
    if gift.worth is None:
        raise RefusedError("return_gift_worthless", gift=f"{gift.sku} {gift.name}")
    return gift.worth
