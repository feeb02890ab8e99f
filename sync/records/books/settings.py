"""What one database knows of itself: whose it is, its prefix, where HQ is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Pool

from sync.records.books.bulk import query_rows, run_many

# Keys: role (desk | hq), desk_id, dealer_id, dealer_tier, prefix, hq_url, hq_public_key, nonce, vouched (desk),
# secret (HQ), last_exchange, wrong_passwords <user>.
VOUCHED = "vouched"
"""HQ's word that this desk's key is this dealer's."""
REST = "hq_knows_rest"
"""Whether the HQ asked last knows digests of cursors (`sync.wire.cursors`)."""
PROVES = "hq_proves"
"""Whether the HQ this desk enrolled with signs its answers: then none is believed that isn't signed."""
REBUILT = "rebuilt"
"""The last time HQ knows that a machine of this desk fetched its stream whole; here: that this machine knows of."""
BROUGHT_BACK = "brought_back"
"""When a person put a backup in this book's place: that HQ holds more is what was to be expected."""
ACKNOWLEDGED = "acknowledged_before"
"""At a desk, how far HQ had its entries before HQ was set back."""
RETURNED_WAITING = "returned_waiting"
"""At a desk of HQ's people, how many records that came back after a restore wait for one of them."""
KEPT_BOOKS = "kept_books"
"""At a desk, the files of books that a backup replaced, of which HQ was not asked yet (`sync.client.restored`)."""
KINDS_JUDGED = "kinds_judged"
"""At HQ, the kinds of records by whose rules it has judged whatever it took (`sync.hq.taking.newly_known`)."""

PRACTICE = "practice"
"""Set ("1") in the books of the practice company, so that a copy of them is never taken for real ones."""


# What a founded book says of itself, by the connections of its database: asked at every step and never changed.
_identities: WeakKeyDictionary[Pool, dict[str, str]] = WeakKeyDictionary()
IDENTITY = ("role", "dealer_id", "desk_id", "prefix", "dealer_tier", "secret")


def identity(connection: Connection) -> dict[str, str]:
    """The settings of `IDENTITY` that are set; of HQ's book they are read once."""
    pool = connection.engine.pool
    kept = _identities.get(pool)
    if kept is not None:
        return kept
    sql = f"SELECT key, value FROM setting WHERE key IN ({', '.join(map(repr, IDENTITY))})"
    found = {str(key): str(value) for key, value in query_rows(connection, sql)}
    if found.get("role") == "hq" and "secret" in found:
        _identities[pool] = found
    return found


def read_setting(connection: Connection, key: str, default: str = "") -> str:
    found = query_rows(connection, "SELECT value FROM setting WHERE key = ?", key)
    return found[0][0] if found else default


def true_age(connection: Connection, told: Mapping[str, str]) -> dict[str, str]:
    """How old HQ's words are, from when each was written: what it didn't change since holds as of the last exchange."""
    heard = read_setting(connection, "last_exchange") if told else ""
    return {each: max(written, heard) if written else written for each, written in told.items()}


def read_settings(connection: Connection) -> dict[str, str]:
    """All that is set, by one question."""
    return {str(key): str(value) for key, value in query_rows(connection, "SELECT key, value FROM setting")}


_WRITE = "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def write_setting(connection: Connection, key: str, value: str) -> None:
    run_many(connection, _WRITE, [(key, value)])
    if key in IDENTITY:
        _identities.pop(connection.engine.pool, None)


def moment(at: datetime | None = None) -> str:
    """A recording time as stored: UTC, to the second."""
    return f"{(at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"
