"""HQ tells how much of the limits of policies is used by all dealers together: only what changed since it last told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from domain.policies.policy import Policy, gives_back, is_limited, newest
from sync.records.bodies.policies import QuotaBody
from sync.records.books.bulk import query_lists
from sync.records.books.database import Book
from sync.records.log.streams import living
from sync.records.log.writing import Writing
from sync.records.pricing.policy_cache import PolicyCache
from sync.records.pricing.policy_forms import stream_of

Counts = tuple[int, int]

# Orders that still wait for a verdict were promised nothing; and where a policy holds only for what HQ sells, what any
# other seller's order says of it is his own word.
_COUNTS = (
    "SELECT 'used' AS what, u.policy, SUM(u.quantity - CASE WHEN u.policy IN (?*) THEN u.back ELSE 0 END) AS quantity, "
    "SUM(CASE WHEN u.gone AND u.policy IN (?*) THEN 0 ELSE 1 END) AS times, '' AS name FROM policy_use u "
    "JOIN document d ON d.pk = u.document WHERE u.policy IN (?*) AND d.state <> 'submitted' "
    "AND (u.policy IN (?*) OR d.seller IN (SELECT id FROM dealer WHERE tier = 'hq')) GROUP BY u.policy "
    "UNION ALL SELECT 'told', policy, used, times, '' FROM quota WHERE policy IN (?*) "
    # A record lives in one stream only.
    "UNION ALL SELECT 'home', e.record, 0, 0, s.name FROM entry e JOIN stream s ON s.id = e.stream "
    "WHERE e.record IN (?*) AND e.kind = 'quota' AND e.LIVING"
)


def publish_quotas(book: Book, now: str) -> int:
    """Publishes the counts that changed, each into its policy's own stream, in one transaction; returns how many."""
    with book.reading() as connection:
        if not _changed(connection, _limited(connection, book.policy_cache))[0]:
            return 0
    with book.writing() as writing:
        return tell_quotas(writing, now, None)


def tell_quotas(writing: Writing, now: str, used: Collection[str] | None, besides: Iterable[str] = ()) -> int:
    """Publishes what changed among the policies whose use changed (None: all of them) within an open transaction.

    `besides` are streams that the transaction will lock anyway.
    """
    limited = _limited(writing.connection, writing.policy_cache)
    if used is not None:
        limited = {policy: limited[policy] for policy in limited.keys() & used}
    if not limited:
        return 0
    # One publisher at a time, so that an older figure never follows a newer one.
    writing.lock({stream_of(policy) for policy in limited.values()} | set(besides))
    changed, homes = _changed(writing.connection, limited)
    for policy, home in homes.items():  # what a version for others told is taken away before it is told anew
        if policy in changed and home != stream_of(limited[policy]):
            writing.delete(home, "quota", [policy])
    for policy, (quantity, times) in changed.items():
        writing.put(stream_of(limited[policy]), "quota", policy, QuotaBody(policy, quantity, times, now))
    return len(changed)


def _limited(connection: Connection, policy_cache: PolicyCache) -> dict[str, Policy]:
    """The newest versions of policies that limit anything."""
    policy_set = policy_cache.policy_set(connection)
    kept = _kept.get(policy_cache)
    if kept is None or kept[0] != policy_set.mark:
        found = {policy.id: policy for policy in newest(policy_set.policies) if is_limited(policy)}
        kept = _kept[policy_cache] = (policy_set.mark, found)
    return kept[1]


# What each open book's policies limit, until they change.
_kept: WeakKeyDictionary[PolicyCache, tuple[str, dict[str, Policy]]] = WeakKeyDictionary()


def _changed(connection: Connection, limited: Mapping[str, Policy]) -> tuple[dict[str, Counts], dict[str, str]]:
    """The counts as they stand of what was told otherwise, and in which stream each was told last.

    What was never told and is nothing need not be told.
    """
    ids = sorted(limited)
    if not ids:
        return {}, {}
    channel = [each for each in ids if limited[each].channel] or [""]
    giving = [each for each in ids if gives_back(limited[each])] or [""]
    sql = _COUNTS.replace("LIVING", living(connection))
    rows = query_lists(connection, sql, giving, giving, ids, channel, ids, ids)
    counts = {(row.what, row.policy): (int(row.quantity), int(row.times)) for row in rows if row.what != "home"}
    pairs = {each: (counts.get(("used", each), (0, 0)), counts.get(("told", each), (0, 0))) for each in ids}
    changed = {policy: used for policy, (used, told) in pairs.items() if used != told}
    return changed, {row.policy: row.name for row in rows if row.what == "home"}
