"""A desk that HQ doesn't know any more, or not by its key, proves who it was, and keeps its name, number and books."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.keys import hq_key
from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting
from sync.wire.messages import EnrolRequest
from sync.wire.signing import from_base64, verify, vouched_text


@dataclass(frozen=True, slots=True)
class Claim:
    """Which desk a machine says it is: its id, what its numbers begin with, and HQ's earlier word on its key."""

    desk: str
    prefix: str
    key: str
    vouched: str


def claim_of(request: EnrolRequest) -> Claim | None:
    """What a machine with books says it is; None for a new one."""
    return Claim(request.desk, request.prefix, request.key, request.vouched) if request.desk else None


def check_claim(connection: Connection, claim: Claim, dealer: str, named: str | None) -> None:
    """Whether a code for this dealer, or for the desk that is `named`, lets the machine be the desk it says it is.

    A desk that HQ knows is given another key only by a code for that very desk: one for a new desk would shut out
    whoever works there. One that HQ forgot needs HQ's own word that it was this dealer's.

    Raises RefusedError `code_not_for_desk`, `desk_unproven` and `desk_place_taken`; the code then goes on being good.
    """
    found = query_rows(connection, "SELECT dealer, prefix FROM desk WHERE id = ?", claim.desk)
    if found or named is not None:
        if named != claim.desk:
            raise RefusedError("code_not_for_desk", desk=found[0].prefix if found else claim.prefix)
        return
    if not _is_vouched(connection, claim, dealer):
        raise RefusedError("desk_unproven", desk=claim.prefix)
    if query_rows(connection, "SELECT id FROM desk WHERE prefix = ?", claim.prefix):
        raise RefusedError("desk_place_taken", desk=claim.prefix)


def _is_vouched(connection: Connection, claim: Claim, dealer: str) -> bool:
    key = hq_key(read_setting(connection, "secret")).public
    try:
        word = from_base64(claim.vouched)
    except ValueError:
        return False
    sound = claim.prefix.isascii() and claim.prefix.isdecimal() and len(claim.prefix) >= 2
    return sound and verify(key, word, vouched_text(claim.desk, dealer, claim.key))
