"""Whether a customer may do business: suspended, closed or let in again, told with its day and why at every end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from desktop.actions.catalog.cards import dealer_named
from desktop.actions.catalog.terms import card_elsewhere, card_in
from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.headquarters.asked_acts import hq_does
from domain.documents.fulfilment import OPEN_STATES
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import ACTIVE, INACTIVE, STATUSES
from sync.records.books.bulk import rows_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class StandingView:
    """What a customer's card says now; `open_orders` are those not delivered whole, which nobody closed for it."""

    code: str
    name: str
    status: str
    since: str
    reason: str
    open_orders: int


@changes("parties", "accounts")
@hq_does("set_standing")
def set_standing(desk: Desk, dealer: str, status: str, reason: str = "") -> StandingView:
    """Suspends or closes a customer whose card is written here, or lets it do business again.

    Raises UsageError `dealer_unknown`, `dealer_status_unknown`, `standing_reason_missing` (for all but letting in
    again), `standing_reason_long`; RefusedError `standing_same`, `not_your_customer`, `card_of_hq`, `not_permitted`.
    """
    desk.need("order_approve" if desk.at_hq else "money_write")
    why = " ".join(reason.split())
    if status not in STATUSES and (status != INACTIVE or desk.at_hq):
        raise UsageError("dealer_status_unknown", dealer=dealer, status=status)
    if status != ACTIVE and not why:
        raise UsageError("standing_reason_missing", dealer=dealer)
    if len(why) > _LONGEST:
        raise UsageError("standing_reason_long", most=_LONGEST)
    with desk.book.writing() as writing:
        connection = writing.connection
        party = dealer_named(connection, dealer, desk.dealer_id)
        stream = home_of(desk).stream_for(party.id)
        body = card_in(connection, stream, party.id)
        if party.id == desk.dealer_id or (party.parent != desk.dealer_id and not desk.at_hq):
            raise RefusedError("not_your_customer", dealer=party.code)
        if body is None:
            raise card_elsewhere(connection, party)
        if body.status == status:
            raise RefusedError("standing_same", dealer=party.code, status=status)
        said = msgspec.structs.replace(body, status=status, status_since=desk.now(), status_reason=why, merged_into="")
        writing.put(stream, "dealer", party.id, said)
        return StandingView(party.code, party.name, status, said.status_since, why, _open_orders(connection, party.id))


def _open_orders(connection: Connection, buyer: str) -> int:
    sql = "SELECT COUNT(*) FROM document WHERE buyer IN (?*) AND kind = 'order' AND state IN ("
    states = ", ".join(f"'{each}'" for each in sorted(OPEN_STATES))
    return int(rows_in(connection, f"{sql}{states})", [buyer])[0][0])
