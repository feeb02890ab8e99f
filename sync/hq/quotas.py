"""HQ tells how much of the limits of policies is used by all dealers together: only what changed since it last told."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from domain.policies import Policy, newest
from domain.promotion_terms import Promotion, QuotaPrice
from sync.records.bulk import rows_in
from sync.records.database import Book
from sync.records.log import living, lock_head
from sync.records.policy_bodies import QuotaBody
from sync.records.policy_forms import stream_of
from sync.records.shelf import Shelf
from sync.records.writing import Writing

Counts = tuple[int, int]

# Orders that still wait for a verdict were promised nothing.
_USED = (
    "SELECT u.policy, SUM(u.quantity), COUNT(*) FROM policy_use u JOIN document d ON d.pk = u.document "
    "WHERE u.policy IN (?*) AND d.state <> 'submitted' GROUP BY u.policy"
)
_TOLD = "SELECT policy, used, times FROM quota WHERE policy IN (?*)"


def publish_quotas(book: Book, now: str) -> int:
    """Publishes the counts that changed, each into its policy's own stream, in one transaction; returns how many."""
    with book.reading() as connection:
        if not _changed(connection, _limited(connection, book.shelf)):
            return 0
    with book.writing() as writing:
        return tell_quotas(writing, now, None)


def tell_quotas(writing: Writing, now: str, used: Collection[str] | None) -> int:
    """Publishes what changed among the policies whose use changed (None: all of them) within an open transaction."""
    limited = _limited(writing.connection, writing.shelf)
    if used is not None:
        limited = {policy: limited[policy] for policy in limited.keys() & used}
    for stream in sorted({stream_of(policy) for policy in limited.values()}):
        # One publisher at a time, so that an older figure never follows a newer one.
        lock_head(writing.connection, stream)
    changed = _changed(writing.connection, limited)
    _forget_elsewhere(writing, {policy: stream_of(limited[policy]) for policy in changed})
    for policy, (quantity, times) in changed.items():
        writing.put(stream_of(limited[policy]), "quota", policy, QuotaBody(policy, quantity, times, now))
    return len(changed)


def _limited(connection: Connection, shelf: Shelf) -> dict[str, Policy]:
    """The newest versions of policies that limit anything."""
    return {policy.id: policy for policy in newest(shelf.assortment(connection).policies) if _limits(policy)}


def _limits(policy: Policy) -> bool:
    terms = policy.terms
    if not isinstance(terms, Promotion):
        return False
    limits = terms.limits
    return isinstance(terms.template, QuotaPrice) or limits.uses is not None or limits.uses_per_dealer is not None


def _changed(connection: Connection, limited: Mapping[str, Policy]) -> dict[str, Counts]:
    """The counts as they stand of what was told otherwise; what was never told and is nothing need not be told."""
    ids = sorted(limited)
    used = {policy: (int(quantity), int(times)) for policy, quantity, times in rows_in(connection, _USED, ids)}
    told = {policy: (int(quantity), int(times)) for policy, quantity, times in rows_in(connection, _TOLD, ids)}
    return {each: used.get(each, (0, 0)) for each in ids if used.get(each, (0, 0)) != told.get(each, (0, 0))}


def _forget_elsewhere(writing: Writing, streams: Mapping[str, str]) -> None:
    """A record lives in one stream only: what a version for others told is taken away before it is told anew."""
    query = (
        "SELECT e.record, s.name FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE e.record IN (?*) AND e.kind = 'quota' AND e.{living(writing.connection)}"
    )
    for policy, name in rows_in(writing.connection, query, sorted(streams)):
        if name != streams[policy]:
            writing.delete(name, "quota", [policy])
