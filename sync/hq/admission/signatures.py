"""Acts on statements as desks send them: signed by the very desk, by the side whose turn it is, never changed later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from domain.errors import DeskError
from domain.statements.confirmations import Confirmation, advance
from sync.hq.admission.standing import statement_as_row
from sync.records.bodies.accounts import ConfirmationBody, StatementBody
from sync.records.bodies.body import Body
from sync.records.books.bulk import rows_in
from sync.records.books.locking import lock_statements
from sync.records.log.holding import Held
from sync.records.statements.confirming import event_of, follow_all, numbers_on, signed_by
from sync.records.statements.signatures import authority_of, is_signed_with, prove
from sync.streams import Entry

_CODES = ("confirmation_forged", "confirmation_out_of_turn", "confirmation_unfit")


class Signatures:
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
        self.standing: dict[str, Confirmation] = {}
        acts = [body for body in bodies.values() if isinstance(body, ConfirmationBody)]
        if not acts:
            return
        keys = rows_in(connection, "SELECT public_key FROM desk WHERE id IN (?*)", [desk])
        self.key = str(keys[0][0]) if keys else ""
        self.hq = authority_of(connection)
        named = sorted({body.statement for body in acts})
        lock_statements(connection, named)
        rows: list[Any] = rows_in(connection, "SELECT * FROM statement WHERE id IN (?*)", named)
        known = {row.id for row in rows}
        rows += [
            statement_as_row(entry.record, body)
            for number, entry in numbered
            if isinstance(body := bodies[number], StatementBody) and entry.record not in known
        ]
        self.statements = {row.id: row for row in rows}
        self.standing = {each.statement.id: each.confirmation for each in follow_all(connection, rows)}
        ids = [entry.record for _, entry in numbered if entry.kind == "confirmation"]
        self.known = {row.id for row in rows_in(connection, "SELECT id FROM confirmation WHERE id IN (?*)", ids)}

    def judge(self, entry: Entry, body: ConfirmationBody) -> Held | None:
        """What is wrong with an act; the statement it speaks of counts it from here on where nothing is."""
        if entry.record in self.known:
            return Held("confirmation_out_of_turn", {"id": entry.record})  # what was said once is never changed
        row = self.statements.get(body.statement)
        if row is None:
            return Held("statement_not_yours", {"statement": body.statement}, ("statement", body.statement))
        facts = {"statement": str(row.number), "act": body.act}
        if {"seller": row.seller, "buyer": row.buyer}.get(body.actor) != self.dealer:
            return Held("statement_not_yours", facts)
        if body.signer != self.desk or not self._is_signed(body, row):
            return Held("confirmation_forged", facts)
        try:
            event = event_of(body, row.number)
            self.standing[row.id] = advance(self.standing[row.id], event, numbers_on(row))
        except DeskError as refused:
            return Held(refused.code if refused.code in _CODES else "confirmation_unfit", facts)
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
