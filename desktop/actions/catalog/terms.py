"""What was agreed with a buyer about credit: how much, for how long, and in which instalments."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.catalog.card_forms import written_in
from desktop.actions.catalog.cards import dealer_named
from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.headquarters.asked_acts import hq_does
from domain.errors import RefusedError, UsageError
from domain.values.money import to_fen
from domain.values.payment_terms import read_terms
from sync.records.bodies.records import DealerBody
from sync.records.books import reading
from sync.records.books.bulk import query_rows
from sync.records.documents.limits import check_amount
from sync.records.log.streams import living

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.parties.dealers import Dealer


@changes("parties", "accounts")
@hq_does("set_terms")
def set_terms(
    desk: Desk, dealer: str, credit_limit: Decimal | None = None, credit_days: int | None = None, terms: str = ""
) -> Dealer:
    """Agrees anew with a buyer whose card is written here; no limit is None, at once is neither days nor terms.

    Papers that stand keep the days on which they are due. Raises UsageError `dealer_unknown`, `credit_limit_negative`,
    `credit_days_negative`, `amount_…`, `terms_unreadable`; RefusedError `not_your_customer`,
    `card_of_hq`, `card_of_desk`, `not_permitted`.
    """
    desk.need("money_write")  # whoever writes orders doesn't say how far they may go
    if credit_limit is not None and credit_limit < 0:
        raise UsageError("credit_limit_negative", dealer=dealer, limit=credit_limit)
    if credit_limit is not None:
        check_amount(credit_limit)
    if credit_days is not None and credit_days < 0:
        raise UsageError("credit_days_negative", dealer=dealer, days=credit_days)
    with desk.book.writing() as writing:
        party = dealer_named(writing.connection, dealer, desk.dealer_id)
        stream = home_of(desk).stream_for(party.id)
        body = card_in(writing.connection, stream, party.id)
        if party.parent != desk.dealer_id:
            raise RefusedError("not_your_customer", dealer=party.code)
        if body is None:
            raise card_elsewhere(writing.connection, party)
        body.credit_limit = None if credit_limit is None else to_fen(credit_limit)
        body.credit_days = credit_days
        body.terms = read_terms(terms).text if terms.strip() else ""
        writing.put(stream, "dealer", party.id, body)
        return reading.dealer(writing.connection, party.id)


def card_elsewhere(connection: Connection, party: Dealer) -> RefusedError:
    """Why a card isn't changed here: HQ wrote it, or another desk of this dealer."""
    sql = (
        "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'dealer' AND e.record = ? "
        f"AND e.{living(connection)}"
    )
    by_desk = any(row.name.startswith("desk/") for row in query_rows(connection, sql, party.id))
    return RefusedError("card_of_desk" if by_desk else "card_of_hq", dealer=party.code, name=party.name)


def card_in(connection: Connection, stream: str, dealer: str) -> DealerBody | None:
    """The card as it was written into this stream."""
    return written_in(connection, stream, "dealer", dealer, DealerBody)
