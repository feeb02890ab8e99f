"""Who signed what about a statement, for whoever has to show it: to the other side, to an auditor, to a court."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from domain.explain import Fact, Reason, Severity
from sync.records.statements.confirming import statement_row
from sync.records.statements.proofs import Proven, proofs_of
from sync.records.statements.signatures import Proof

if TYPE_CHECKING:
    from desktop.desk import Desk

__all__ = ["Proven", "proofs", "told"]


_TOLD: Mapping[Proof, str] = {
    "signed": "proof_signed",
    "unsigned": "proof_unsigned",
    "unvouched": "proof_unvouched",
    "forged": "proof_forged",
}


def proofs(desk: Desk, number: str) -> list[Proven]:
    """The issue of a statement and each act that counts, with its proof; UsageError `statement_unknown`."""
    with desk.book.reading() as connection:
        return proofs_of(connection, statement_row(connection, number))


def told(proven: Proven) -> Reason:
    """What a signature is worth: `proof_signed`, `proof_unsigned`, `proof_unvouched` (info), `proof_forged` (stop)."""
    facts: dict[str, Fact] = {"act": proven.act, "by": proven.by, "date": proven.date, "actor": proven.actor}
    severity: Severity = "stop" if proven.proof == "forged" else "info"
    return Reason(_TOLD[proven.proof], severity, facts)
