"""The card of a customer as it is filled in: what stands in it, who may change what, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.actions.catalog.card_forms import check_locked, filled, locked_fields, may_do, next_code, texts_of
from desktop.actions.catalog.cards import dealer_named, dealers_by_id
from desktop.actions.catalog.merging import idle_notes
from desktop.actions.catalog.outsiders import outsiders_of
from desktop.actions.catalog.terms import card_elsewhere, card_in
from desktop.actions.changes import changes
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.cards.customer import CUSTOMER
from desktop.cards.face import CardSheet, SavedCard
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import TIERS, check_not_closed
from domain.tables.cells import folded
from domain.values.lookalikes import is_like_another
from domain.values.money import from_fen
from sync.records.bodies.records import DealerBody
from sync.records.books import reading
from sync.records.books.bulk import query_rows
from sync.records.documents.limits import check_amount

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.parties.dealers import Dealer

_LOCKED = "terms_not_permitted"
_FIRST = "K001"


def customer_sheet(desk: Desk, key: str = "") -> CardSheet:
    """The card as it stands, or an empty one.

    Raises UsageError `dealer_unknown`; RefusedError `not_your_customer`, `card_of_hq`, `card_of_desk`.
    """
    with desk.book.reading() as connection:
        offered = {"price_list": tuple(price_lists(connection))}
        if not key:
            begun = begun_card(desk)
            offered["code"] = (next_code(_codes(connection, desk.dealer_id), _FIRST),)
            return CardSheet("", "", texts_of(CUSTOMER, begun), locked_fields(desk, CUSTOMER, _LOCKED), offered)
        party, body = _standing(desk, connection, key)
        notes = idle_notes(connection, party)
    locked = locked_fields(desk, CUSTOMER, _LOCKED)
    return CardSheet(party.id, party.name, texts_of(CUSTOMER, body), locked, offered, notes)


@hq_does("save_customer")
@changes("parties", "accounts")
def save_customer(desk: Desk, key: str, texts: Mapping[str, str], *, anyway: bool = True) -> SavedCard:
    """Writes a customer's card anew, or with no `key` makes one; fields that aren't named stay as they are.

    Without `anyway` another one of the same name or telephone is told first.

    Raises UsageError `dealer_code_…`, `code_alike`, `dealer_name_missing`, `tree_unknown_tier`, `price_list_unknown`
    and what `read_value` raises; RefusedError `not_permitted`, `terms_not_permitted`, `dealer_exists`,
    `card_alike_name`, `card_alike_phone`, `dealer_closed`, `not_your_customer`, `card_of_hq`, `card_of_desk`.
    """
    desk.need(CUSTOMER.right)
    if not key and desk.at_hq:
        raise RefusedError("customer_at_hq")
    with desk.book.writing() as writing:
        connection = writing.connection
        if key:
            party, before = _standing(desk, connection, key)
            record, stream = party.id, _stream(desk, party.id)
            texts = CUSTOMER.changeable(texts)
        else:
            check_not_closed(reading.dealer(connection, desk.dealer_id))
            before = begun_card(desk)
            code = " ".join(texts.get("code", "").split()) or next_code(_codes(connection, desk.dealer_id), _FIRST)
            texts, record, stream = {**texts, "code": code}, f"{desk.dealer_id}:{code}", desk.stream
        body = filled(CUSTOMER, before, texts)
        check_customer(desk, before, body)
        if not key:
            check_free(connection, desk.dealer_id, body.code)
        if body.price_list != before.price_list:
            check_price_list(connection, body.price_list)
        if not anyway:
            _check_alike(connection, desk.dealer_id, record, before, body)
        if body != before or not key:
            writing.put(stream, "dealer", record, body)
            if desk.is_hq:
                from sync.hq.channel.seller_cards import tell_buyers

                tell_buyers(writing, record, body)
    return SavedCard(record, body.code, body.name)


def begun_card(desk: Desk) -> DealerBody:
    """What a new card says before anything is typed: whoever may not give credit makes a customer that has none."""
    limit = None if may_do(desk, CUSTOMER.field("credit_limit").right) else 0
    return DealerBody("", "", "store", parent=desk.dealer_id, credit_limit=limit)


def check_customer(desk: Desk, before: DealerBody, body: DealerBody) -> None:
    """Lets a card pass that can be one; raises as `save_customer`."""
    if not body.code:
        raise UsageError("dealer_code_empty")
    if ":" in body.code or "/" in body.code:
        raise UsageError("dealer_code_missing", text=body.code)
    if is_like_another(body.code):
        raise UsageError("code_alike", text=body.code)
    if not body.name:
        raise UsageError("dealer_name_missing", dealer=body.code)
    if body.tier not in TIERS[1:]:
        raise UsageError("tree_unknown_tier", dealer=body.code, tier=body.tier)
    if body.credit_limit:
        check_amount(from_fen(body.credit_limit))
    check_locked(desk, CUSTOMER, before, body, _LOCKED)


def check_free(connection: Connection, own: str, code: str) -> None:
    """Lets a code pass that nobody bears who could be taken for this customer; RefusedError `dealer_exists`."""
    if why := outsiders_of(connection, own).by_code.get(folded(code)):
        raise RefusedError("dealer_exists", dealer=code, name=str(why[1]["name"]))
    taken = dealers_by_id(connection, [f"{own}:{code}", code])
    if taken:
        raise RefusedError("dealer_exists", dealer=code, name=next(iter(taken.values())).name)


def price_lists(connection: Connection) -> list[str]:
    """The lists that have prices, in order."""
    sql = "SELECT DISTINCT price_list FROM price WHERE price_list <> '' ORDER BY price_list"
    return [str(row.price_list) for row in query_rows(connection, sql)]


def customers_lists(connection: Connection, own: str) -> list[str]:
    """The lists that customers are on."""
    sql = "SELECT DISTINCT price_list FROM dealer WHERE parent = ? AND price_list <> '' ORDER BY price_list"
    return [str(row.price_list) for row in query_rows(connection, sql, own)]


def check_price_list(connection: Connection, named: str) -> None:
    """Lets a price list pass that has prices; UsageError `price_list_unknown` (facts `list`, `known`)."""
    if named and named not in (known := price_lists(connection)):
        raise UsageError("price_list_unknown", list=named, known=", ".join(known))


def _standing(desk: Desk, connection: Connection, key: str) -> tuple[Dealer, DealerBody]:
    """A card that is written here, as it stands."""
    party = dealer_named(connection, key, desk.dealer_id)
    if party.id == desk.dealer_id or (party.parent != desk.dealer_id and not desk.at_hq):
        raise RefusedError("not_your_customer", dealer=party.code)
    body = card_in(connection, _stream(desk, party.id), party.id)
    if body is None:
        raise card_elsewhere(connection, party)
    return party, body


def _stream(desk: Desk, party: str) -> str:
    """Where the cards of this place stand: HQ's each in what its dealer reads."""
    return f"dealer/{party}" if desk.at_hq else desk.stream


def _codes(connection: Connection, own: str) -> list[str]:
    """The codes of one's own customers, the newest last."""
    return [
        str(row.code) for row in query_rows(connection, "SELECT code FROM dealer WHERE parent = ? ORDER BY pk", own)
    ]


def _check_alike(connection: Connection, own: str, record: str, before: DealerBody, body: DealerBody) -> None:
    """Lets a card pass whose name and telephone nobody else has; what it bore before was told before."""
    sql = "SELECT code, name, phone FROM dealer WHERE parent = ? AND id <> ? AND merged_into = '' ORDER BY pk"
    for row in query_rows(connection, sql, own, record):
        if body.name != before.name and folded(row.name) == folded(body.name):
            raise RefusedError("card_alike_name", dealer=row.code, name=row.name)
        same_phone = row.phone and _digits(row.phone) == _digits(body.phone)
        if body.phone != before.phone and same_phone and _digits(body.phone):
            raise RefusedError("card_alike_phone", dealer=row.code, name=row.name, phone=row.phone)


def _digits(phone: str) -> str:
    return "".join(each for each in phone if each.isdigit())
