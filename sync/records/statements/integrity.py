"""Whether an issued statement is what it says: the digest is that of its text, the columns too, the signature fits.

Whoever confirms a statement signs its digest, so the digest has to be that of the very text that was compared.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.errors import RefusedError
from domain.statements.forms import StatementForm
from domain.statements.marks import digest_of, is_whole
from domain.values.money import from_fen
from sync.records.statements.confirming import issued_by
from sync.records.statements.issued import read_issued
from sync.records.statements.signatures import Proof, authority_of, prove


def check_genuine(connection: Connection, statement: Any) -> None:
    """Let a statement (a row of its table) be confirmed.

    Raises RefusedError `statement_unreadable` (a newer program wrote it), `statement_altered`, `statement_forged`
    (fact `statement`).
    """
    number = statement.number
    check_form(statement)
    if proof_of_issue(connection, statement) == "forged":
        raise RefusedError("statement_forged", statement=number)


def check_form(statement: Any) -> None:
    """Let a statement pass that says one thing: its text, its digest and its columns; raises as `check_genuine`."""
    number = statement.number
    try:
        form = read_issued(statement.form).form
        whole = digest_of(form) == statement.digest and is_whole(form) and _same(form, statement)
    # A figure that is none, or one beyond all figures, ends in the second of these.
    except (msgspec.MsgspecError, ValueError, ArithmeticError) as unreadable:
        raise RefusedError("statement_unreadable", statement=number) from unreadable
    if not whole:
        raise RefusedError("statement_altered", statement=number)


def is_genuine(connection: Connection, statement: Any) -> bool:
    """Whether a statement is what it says."""
    try:
        check_genuine(connection, statement)
    except RefusedError:
        return False
    return True


def proof_of_issue(connection: Connection, statement: Any) -> Proof:
    """What the signature under a statement is worth: HQ vouches for the keys of the seller's own desks only."""
    return prove(issued_by(statement), authority_of(connection))


def _same(form: StatementForm, statement: Any) -> bool:
    told = form.statement
    days = (told.start.isoformat(), told.end.isoformat(), form.issued.isoformat())
    stood = (statement.first_day, statement.last_day, statement.issued)
    return (
        (form.number, told.seller.id, told.buyer.id) == (statement.number, statement.seller, statement.buyer)
        and days == stood
        and (told.opening, told.closing) == (from_fen(statement.opening), from_fen(statement.closing))
    )
