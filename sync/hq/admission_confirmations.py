"""Acts on statements as desks send them: signed by the very desk, by the side whose turn it is, never changed later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection

from domain.confirmations import Confirmation, advance
from domain.errors import DeskError
from sync.records.account_bodies import ConfirmationBody, StatementBody
from sync.records.body import Body
from sync.records.bulk import rows_in
from sync.records.confirming import event_of, follow_all, numbers_on, signed_by
from sync.records.locking import lock_statements
from sync.records.proving import authority_of, is_signed_with, prove
from sync.streams import Entry

# What such an act is held for.
HELD_CODES = ("confirmation_forged", "confirmation_out_of_turn", "confirmation_unfit", "statement_not_yours")


def judge_confirmations(
    connection: Connection,
    desk: str,
    dealer: str,
    numbered: Sequence[tuple[int, Entry]],
    bodies: Mapping[int, Body | None],
) -> dict[int, str]:
    """The code of what is wrong, by number, of the acts among a desk's entries."""
    acts = [(number, entry) for number, entry in numbered if entry.kind == "confirmation"]
    if not acts:
        return {}
    judge = _Judge(connection, desk, dealer, numbered, bodies)
    wrong: dict[int, str] = {}
    for number, entry in acts:
        if code := judge.judge(entry, bodies[number]):
            wrong[number] = code
    return wrong


class _Judge:
    """The statements a page's acts speak of, as they stand while its acts are taken one after another."""

    def __init__(
        self,
        connection: Connection,
        desk: str,
        dealer: str,
        numbered: Sequence[tuple[int, Entry]],
        bodies: Mapping[int, Body | None],
    ) -> None:
        self.desk, self.dealer = desk, dealer
        keys = rows_in(connection, "SELECT public_key FROM desk WHERE id IN (?*)", [desk])
        self.key = str(keys[0][0]) if keys else ""
        self.hq = authority_of(connection)
        acts = [body for body in bodies.values() if isinstance(body, ConfirmationBody)]
        named = sorted({body.statement for body in acts})
        lock_statements(connection, named)
        rows: list[Any] = rows_in(connection, "SELECT * FROM statement WHERE id IN (?*)", named)
        known = {row.id for row in rows}
        rows += [
            _as_row(entry.record, body)
            for number, entry in numbered
            if isinstance(body := bodies[number], StatementBody) and entry.record not in known
        ]
        self.statements = {row.id: row for row in rows}
        self.standing: dict[str, Confirmation] = {
            each.statement.id: each.confirmation for each in follow_all(connection, rows)
        }
        ids = [entry.record for _, entry in numbered if entry.kind == "confirmation"]
        self.known = {row.id for row in rows_in(connection, "SELECT id FROM confirmation WHERE id IN (?*)", ids)}

    def judge(self, entry: Entry, body: Body | None) -> str | None:
        if entry.record in self.known or entry.body is None:
            return "confirmation_out_of_turn"  # what was said once is never changed nor taken away
        if not isinstance(body, ConfirmationBody):
            return None  # told as unreadable where it is applied
        row = self.statements.get(body.statement)
        if row is None or {"seller": row.seller, "buyer": row.buyer}.get(body.actor) != self.dealer:
            return "statement_not_yours"
        if body.signer != self.desk or not self._is_signed(body, row):
            return "confirmation_forged"
        try:
            event = event_of(body, row.number)
            self.standing[row.id] = advance(self.standing[row.id], event, numbers_on(row))
        except DeskError as refused:
            return refused.code if refused.code in HELD_CODES else "confirmation_unfit"
        self.known.add(entry.record)
        return None

    def _is_signed(self, body: ConfirmationBody, statement: Any) -> bool:
        """With the key the desk has now or, offered again after HQ was restored, with one that HQ vouched for then."""
        try:
            said = signed_by(body, statement)
        except ValueError:  # a date that is none
            return False
        if said.vouch:
            return prove(said, self.hq) == "signed"
        return is_signed_with(said, self.key)


def _as_row(record: str, body: StatementBody) -> Any:
    """A statement that comes in the same page, as its row will be."""
    return SimpleNamespace(
        id=record,
        number=body.number,
        seller=body.seller,
        buyer=body.buyer,
        issued=body.issued,
        author=body.author,
        digest=body.digest,
        form=bytes(body.form).decode(),
    )
