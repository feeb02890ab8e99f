"""Every signature under a statement and the acts on it, with what proves it, so that either side can show it later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sync.records.books.bulk import rows_in, stream_rows
from sync.records.statements.confirming import COUNTS, body_of_row, followed, issue_event, issued_by, signed_by
from sync.records.statements.signatures import Authority, Proof, Signed, authority_of, prove

FORGED = "confirmation_forged"


@dataclass(frozen=True, slots=True)
class Proven:
    """One act with its signature: `text` is what was signed, `key` the signer's public key, both in base64 or UTF-8.

    `vouch` is HQ's signature of that key; empty where HQ itself signed, whose key is `hq_key`.
    """

    act: str
    actor: str
    date: str
    by: str
    proof: Proof
    text: str
    signature: str
    signer: str
    key: str
    vouch: str
    hq_key: str


def proofs_of(connection: Connection, statement: Any) -> list[Proven]:
    """The issue of a statement (a row of its table) and every act that counts or is forged, in their order."""
    hq = authority_of(connection)
    found = [_proven(issue_event(statement), issued_by(statement), hq)]
    told = followed(connection, statement).acts
    sql = 'SELECT c.*, c."by" AS who FROM confirmation c WHERE c.statement IN (?*) ORDER BY c.place, c.pk'
    for row, (event, _, wrong) in zip(rows_in(connection, sql, [statement.id]), told, strict=True):
        if wrong is None or wrong.code == FORGED:
            found.append(_proven(event, signed_by(body_of_row(row), statement), hq))
    return found


def forged_signatures(connection: Connection) -> Iterator[tuple[str, str]]:
    """Table and id of every record whose signature isn't that of whom it names."""
    hq = authority_of(connection)
    for row in stream_rows(connection, "SELECT * FROM statement WHERE signature <> '' ORDER BY pk"):
        if prove(issued_by(row), hq) == "forged":
            yield "statement", row.id
    acts = (
        'SELECT c.*, c."by" AS who, s.number, s.seller, s.buyer FROM confirmation c JOIN statement s '
        f"ON s.id = c.statement WHERE {COUNTS} ORDER BY c.pk"
    )
    for row in stream_rows(connection, acts):
        if prove(signed_by(body_of_row(row), row), hq) == "forged":
            yield "confirmation", row.id


def _proven(event: Any, said: Signed, hq: Authority) -> Proven:
    key, _, word = said.vouch.partition(" ")
    return Proven(
        event.act,
        event.actor,
        event.on.isoformat(),
        event.by,
        prove(said, hq),
        said.text,
        said.signature,
        said.signer,
        key,
        word,
        hq.public_key,
    )
