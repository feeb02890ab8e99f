"""What one database knows of itself: whose it is, its prefix, where HQ is."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from sync.records import tables
from sync.records.bulk import query_rows, upsert_rows

# Keys: role (desk | hq), desk_id, dealer_id, dealer_tier, prefix, hq_url, hq_public_key, nonce, vouched (desk),
# secret (HQ), last_exchange, wrong_passwords <user>.
VOUCHED = "vouched"
"""HQ's word that this desk's key is this dealer's."""
REST = "hq_knows_rest"
"""Whether the HQ asked last knows digests of cursors (`sync.wire.cursors`)."""


def read_setting(connection: Connection, key: str, default: str = "") -> str:
    found = query_rows(connection, "SELECT value FROM setting WHERE key = ?", key)
    return found[0][0] if found else default


def write_setting(connection: Connection, key: str, value: str) -> None:
    upsert_rows(connection, tables.setting, ("key", "value"), [(key, value)], key=("key",))


def moment(at: datetime | None = None) -> str:
    """A recording time as stored: UTC, to the second."""
    return (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
