"""What a desk may write about accounts: settlings, statements, replies, headings and bank lines of its own dealer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from sync.records.account_bodies import (
    ACCOUNT_BODIES,
    BankLineBody,
    ProfileBody,
    ReconciledBody,
    ReplyBody,
    SettlementBody,
    StatementBody,
)
from sync.records.body import Body
from sync.records.bulk import rows_in
from sync.streams import Entry

KINDS = frozenset({"profile", "settlement", "statement", "reply", "bank_line", "reconciled"})
# What such an entry is held for.
HELD_CODES = ("account_not_yours",)

Sides = Mapping[str, tuple[str, str]]


class Around(Protocol):
    """The tree about the dealer who writes, and the parties of documents."""

    dealer: str
    sides: dict[str, tuple[str, str]]

    def is_own(self, other: str) -> bool: ...


def named_documents(bodies: Sequence[Body | None]) -> set[str]:
    """The documents that records about accounts speak of."""
    return {each for body in bodies if isinstance(body, SettlementBody) for each in (body.credit, body.debt) if each}


def named_buyers(bodies: Sequence[Body | None]) -> set[str]:
    """The buyers whose accounts such records speak of."""
    return {body.buyer for body in bodies if isinstance(body, SettlementBody | StatementBody)}


def statement_sides(
    connection: Connection, numbered: Sequence[tuple[int, Entry]], bodies: Mapping[int, Body | None]
) -> dict[str, tuple[str, str]]:
    """Seller and buyer of the statements that replies speak of; what stands already comes before what a page says."""
    named = sorted({body.statement for body in bodies.values() if isinstance(body, ReplyBody)})
    told = {
        entry.record: (body.seller, body.buyer)
        for number, entry in numbered
        if isinstance(body := bodies[number], StatementBody)
    }
    query = "SELECT id, seller, buyer FROM statement WHERE id IN (?*)"
    return {**told, **{each: (seller, buyer) for each, seller, buyer in rows_in(connection, query, named)}}


def judge_account(body: Body, around: Around, statements: Sides) -> str | None:
    """The code of what is wrong with such a record, None where it is the desk's to write."""
    judge = _JUDGES.get(type(body))
    return judge(body, around, statements) if judge else None


def _judge_settlement(body: Body, around: Around, _: Sides) -> str | None:
    assert isinstance(body, SettlementBody)
    account = (body.seller, body.buyer)
    wrong = any(each in around.sides and around.sides[each] != account for each in (body.credit, body.debt))
    return "account_not_yours" if wrong or not _is_seller(body, around) else None


def _judge_statement(body: Body, around: Around, _: Sides) -> str | None:
    assert isinstance(body, StatementBody)
    return None if _is_seller(body, around) else "account_not_yours"


def _judge_reply(body: Body, around: Around, statements: Sides) -> str | None:
    assert isinstance(body, ReplyBody)
    return None if statements.get(body.statement, ("", ""))[0] == around.dealer else "statement_not_yours"


def _judge_profile(body: Body, around: Around, _: Sides) -> str | None:
    assert isinstance(body, ProfileBody)
    return None if body.dealer == around.dealer else "account_not_yours"


def _judge_reconciled(body: Body, around: Around, _: Sides) -> str | None:
    assert isinstance(body, ReconciledBody)
    return None if around.dealer in (body.seller, body.buyer) else "account_not_yours"


def _is_seller(body: SettlementBody | StatementBody, around: Around) -> bool:
    return body.seller == around.dealer and body.buyer != around.dealer and around.is_own(body.buyer)


_JUDGES: Mapping[type[Body], Callable[[Body, Around, Sides], str | None]] = {
    SettlementBody: _judge_settlement,
    StatementBody: _judge_statement,
    ReplyBody: _judge_reply,
    ProfileBody: _judge_profile,
    ReconciledBody: _judge_reconciled,
}
assert {BankLineBody, *_JUDGES} == {ACCOUNT_BODIES[kind] for kind in KINDS}  # a bank line is always the desk's own
