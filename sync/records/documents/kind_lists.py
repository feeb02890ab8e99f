"""Kinds of document as a statement lists them: made once, out of the registry."""

from __future__ import annotations

from collections.abc import Iterable

from domain.documents.kinds import KINDS, POSTING


def quoted(kinds: Iterable[str]) -> str:
    """These kinds, each in its quotes, as they stand between the brackets of `IN (…)`."""
    return ", ".join(f"'{kind}'" for kind in kinds)


SIGNS = " ".join(f"WHEN '{kind}' THEN {KINDS[kind].posts}" for kind in POSTING)
"""The sign of each kind that posts, between `CASE <kind>` and `END`."""
