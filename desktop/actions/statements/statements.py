"""Statements of account drawn from the books: one account, or all of a period, in the form that was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from desktop.actions.catalog.cards import dealers_by_id, own_dealer, stranger
from desktop.actions.catalog.cost import is_veiled_from
from desktop.actions.catalog.parties import parties
from desktop.actions.statements.profiles import heading_facts
from domain.accounts.ledger import Posting, balance
from domain.accounts.periods import Booked, Restated, check_statement_period, restate
from domain.accounts.positions import Position, age_position
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import Dealer
from domain.statements.forms import Layout, MemoItems, disputed_in, needs_statement, statement_form
from domain.statements.statement import Statement, make_statement
from domain.values.money import ZERO
from sync.records.accounts.account_on_day import account_at, balance_at
from sync.records.accounts.accounts import Ledger
from sync.records.accounts.ledgers import AccountLedger, ledgers, page_within, posting_within
from sync.records.accounts.memo_items import Asides, asides
from sync.records.books import reading
from sync.records.books.bulk import query_rows, stream_rows
from sync.records.statements.issued import Issued, head_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.explain import Reason

REPLY_DAYS = 14
_DAY = dt.timedelta(days=1)
_ALL = Layout()


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as it would be issued now, and what to know about its period (`statement_unclosed`)."""

    paper: Issued
    reasons: tuple[Reason, ...]

    @property
    def statement(self) -> Statement:
        """The account's figures."""
        return self.paper.form.statement


@dataclass(frozen=True, slots=True)
class UnissuedAccount:
    """An account that gets no statement, and the code of why: `statement_nothing` or `statement_no_account`."""

    buyer: Dealer
    code: str


def statement(desk: Desk, account: str, start: date, end: date, seller: str | None = None) -> Statement:
    """The account of a dealer over a period, both days included; raises what `draft` raises."""
    return draft(desk, account, start, end, seller=seller).statement


def draft(
    desk: Desk, account: str, start: date, end: date, layout: Layout = _ALL, *, seller: str | None = None
) -> Draft:
    """The statement of one account over a period, both days included, not yet issued.

    `account` is a customer's id or code; one's own or the seller's above gives one's own account there. `seller` names
    the other side where it isn't the one right above. Raises UsageError `dealer_unknown`, `dealer_ambiguous`,
    `statement_period`, `statement_future`; RefusedError `account_none` for someone without a seller,
    `account_not_yours`.
    """
    if start > end:
        raise UsageError("statement_period", start=start, end=end)
    with desk.book.reading() as connection:
        closed = reading.closed_through(connection, desk.dealer_id)
        reasons = check_statement_period(start, end, closed, desk.today())
        selling, buying = _parties(connection, desk, account, seller)
        known = _account(connection, selling.id, buying, start, end, layout)
        beside = asides(connection, selling.id, end, buying.id)
        made = _paper(_Issuing.of(connection, desk, selling), known, start, end, layout, beside)
    return Draft(made, reasons)


@dataclass(frozen=True, slots=True)
class _Account:
    """An account over a period: what a statement needs of it, whether or not all its postings were read.

    `opening` is the balance before the period, `total` that of its last day, `earlier` that of the last day a
    statement told, as far as it was known then.
    """

    page: AccountLedger
    opening: Decimal
    total: Decimal
    position: Position
    earlier: Decimal

    @classmethod
    def of(cls, page: AccountLedger, start: date) -> _Account:
        """Out of all its postings."""
        postings = page.ledger.postings
        day = page.told.day if page.told else start
        earlier = (each.amount for each in postings if each.date <= day and each.document not in page.late)
        opening = sum((each.amount for each in postings if each.date < start), ZERO)
        return cls(page, opening, balance(postings), page.ledger.position(), sum(earlier, ZERO))


def _account(connection: Connection, seller: str, buyer: Dealer, start: date, end: date, layout: Layout) -> _Account:
    """One account, of which no more is read than the paper shows, however long it is."""
    if not layout.open_only:
        page = page_within(connection, seller, buyer, start, end, detail=_detail(layout))
        shown = {each.document: each for each in page.ledger.postings}
        found = account_at(connection, seller, buyer.id, end, lambda row: shown.get(row.id) or posting_within(row))
        if found is not None:
            opening = balance_at(connection, seller, buyer.id, start - _DAY)
            told = balance_at(connection, seller, buyer.id, page.told.day) if page.told else ZERO
            late = sum((each.amount for each in page.ledger.postings if each.document in page.late), ZERO)
            return _Account(page, opening, found.balance, found.position, told - late)
    pages = ledgers(connection, seller, start, end, buyer=buyer.id, detail=_detail(layout))
    return _Account.of(next(pages, AccountLedger(buyer.id, buyer, Ledger(), {}, None, frozenset())), start)


def drafts(
    connection: Connection, desk: Desk, start: date, end: date, layout: Layout = _ALL
) -> Iterator[Issued | UnissuedAccount]:
    """The statements of all one's own customers over a period, one after the other, and who gets none.

    It takes as many SQL statements for one customer as for thousands. Raises what `draft` raises about the period.
    """
    check_statement_period(start, end, None, desk.today())
    own = own_dealer(connection, desk)
    issuing = _Issuing.of(connection, desk, own)
    beside = asides(connection, own.id, end)
    for page in ledgers(connection, own.id, start, end, detail=_detail(layout)):
        paper = _paper(issuing, _Account.of(page, start), start, end, layout, beside)
        if needs_statement(paper.form.statement):
            yield paper
        else:
            yield UnissuedAccount(paper.form.statement.buyer, "statement_nothing")
    sql = (
        "SELECT d.* FROM dealer d WHERE d.parent = ? AND NOT EXISTS (SELECT 1 FROM posting p "
        "WHERE p.seller = ? AND p.buyer = d.id AND p.date <= ?) ORDER BY d.id"
    )
    for row in stream_rows(connection, sql, own.id, own.id, end.isoformat()):
        yield UnissuedAccount(reading.dealer_of(row), "statement_no_account")


@dataclass(frozen=True, slots=True)
class _Issuing:
    """What is the same on all statements that are made together."""

    seller: Dealer
    today: date
    facts: dict[str, str]
    stream: str
    heads: dict[str, str]

    @classmethod
    def of(cls, connection: Connection, desk: Desk, seller: Dealer) -> _Issuing:
        own = "hq" if desk.is_hq else desk.stream
        heads = {own: head_text(connection, own)}
        if desk.at_hq or seller.id != desk.dealer_id:
            rows = query_rows(connection, "SELECT name, head, hash FROM stream WHERE name LIKE ?", "dealer/%")
            heads |= {row.name: f"{row.name}#{row.head} {bytes(row.hash).hex()}" for row in rows}
        return cls(seller, desk.today(), _facts(connection, desk, seller), own, heads)

    def head(self, buyer: str) -> str:
        """The head of the stream that holds an account's postings."""
        return self.heads.get(f"dealer/{buyer}") or self.heads.get(self.stream, "")


def _facts(connection: Connection, desk: Desk, seller: Dealer) -> dict[str, str]:
    maker = desk.operator if seller.id == desk.dealer_id else ""
    at = desk.clock().astimezone().strftime("%Y-%m-%d %H:%M")
    return {**heading_facts(connection, seller), "maker": maker, "at": at}


def _paper(issuing: _Issuing, account: _Account, start: date, end: date, layout: Layout, beside: Asides) -> Issued:
    page, found = account.page, account.position
    statement = _statement(issuing.seller, account, start, end)
    apart = MemoItems(
        wallet=tuple(beside.wallet.get(page.buyer, ())),
        in_transit=tuple(beside.in_transit.get(page.buyer, ())),
        disputed=disputed_in(found, _disputed(account, beside)),
    )
    form = statement_form(
        statement,
        found,
        number="",
        issued=issuing.today,
        layout=layout,
        goods=page.goods,
        apart=apart,
        reply_by=issuing.today + dt.timedelta(days=REPLY_DAYS),
        restated=_restated(account),
    )
    return Issued(form, head=issuing.head(page.buyer), **issuing.facts)


def _statement(seller: Dealer, account: _Account, start: date, end: date) -> Statement:
    page = account.page
    within = [each for each in page.ledger.postings if each.date >= start]
    buyer = page.card or stranger(page.buyer)
    parties = _plain(seller), _plain(buyer)
    ageing = age_position(account.position, end)
    return make_statement(*parties, start, end, account.opening, within, [_as_one(account.total, end)], ageing)


def _as_one(amount: Decimal, on: date) -> Posting:
    """All postings through a day as one sum."""
    return Posting(on, "opening", "", amount, on)


def _plain(dealer: Dealer) -> Dealer:
    """A card with what a statement shows of it, and nothing of its terms."""
    return Dealer(
        dealer.id, dealer.code, dealer.name, dealer.tier, dealer.parent,
        contact=dealer.contact, phone=dealer.phone, address=dealer.address,
    )  # fmt: skip


def _restated(account: _Account) -> Restated | None:
    page, told = account.page, account.page.told
    if told is None or not page.late:
        return None
    late = [Booked(each, 1) for each in page.ledger.postings if each.document in page.late]
    return restate([Booked(_as_one(account.earlier, told.day), 0), *late], told.day, 0)


def _disputed(account: _Account, beside: Asides) -> dict[str, str]:
    """Reasons by the id of the open document; answers name documents by number."""
    reasons = beside.disputed.get(account.page.buyer)
    if not reasons:
        return {}
    open_ = (debt.posting for debt in account.position.debts)
    return {each.document: reasons[each.number] for each in open_ if each.number in reasons}


def _detail(layout: Layout) -> str:
    if layout.detail == "documents":
        return ""
    return "all" if layout.open_only else "period"


def accounts(desk: Desk) -> list[tuple[Dealer, Dealer]]:
    """One's own accounts as seller and buyer: with whom one buys from, then with every customer, also without postings.

    What others below sell to their customers is theirs, at HQ as elsewhere.
    """
    own = desk.dealer_id
    sql = (
        "SELECT seller, buyer FROM posting WHERE seller = ? OR buyer = ? "
        "UNION SELECT parent, id FROM dealer WHERE parent = ? OR (id = ? AND parent IS NOT NULL)"
    )
    with desk.book.reading() as connection:
        pairs = [tuple(row) for row in query_rows(connection, sql, own, own, own, own)]
        known = dealers_by_id(connection, [each for pair in pairs for each in pair])
    pairs = [pair for pair in pairs if not is_veiled_from(desk, pair[1])]
    found = [(known.get(one) or stranger(one), known.get(other) or stranger(other)) for one, other in pairs]
    return sorted(found, key=lambda pair: (pair[1].id != own, pair[0].code, pair[1].code))


def _parties(connection: Connection, desk: Desk, account: str, seller: str | None) -> tuple[Dealer, Dealer]:
    above, buying = parties(connection, desk, account, seller)
    if not desk.at_hq and buying.id != desk.dealer_id and not _reaches(connection, desk.dealer_id, above.id):
        raise RefusedError("account_not_yours", dealer=buying.code)
    return above, buying


def _reaches(connection: Connection, own: str, seller: str) -> bool:
    """Whether a seller is oneself or someone below."""
    parents = reading.parents(connection)
    seen: set[str] = set()
    here: str | None = seller
    while here is not None and here not in seen:
        if here == own:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


class OwnAccount(NamedTuple):
    """One of one's accounts: the id it is asked for by, whether one buys there, and the other side's name.

    Where one buys, that is one's own id, and with a seller of before a move the seller's.
    """

    key: str
    side: str
    name: str


def own_accounts(desk: Desk) -> list[OwnAccount]:
    """One's own accounts."""
    with desk.book.reading() as connection:
        own = own_dealer(connection, desk)
    return [
        OwnAccount(own.id if selling.id == own.parent else selling.id, "seller", selling.name)
        if buying.id == own.id
        else OwnAccount(buying.id, "", buying.name)
        for selling, buying in accounts(desk)
    ]
