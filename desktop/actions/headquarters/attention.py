"""What a person should look at: orders, proposals and refusals that wait, and records that could not be taken in.

It is asked at every start and after every exchange, and mostly there is next to nothing. So one question tells which
kinds there are any of at all, and only for these what they need is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop.actions.headquarters.lines import likely_today, line_troubles
from desktop.actions.headquarters.status_views import Attention
from desktop.desk import NAMEPLATE, OUTBOX_FILE
from desktop.folder_lock import may_be_held
from domain.documents.kinds import SETTLING
from sync.records.books.bulk import query_rows
from sync.records.documents.kind_lists import quoted
from sync.records.log.days_ahead import ANY_AHEAD, day_ahead

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_MOST = 100
_KEPT = "kept-outbox.journal"
_ANY = (
    "SELECT EXISTS (SELECT 1 FROM answer WHERE differs{true}) AS answers, "
    "EXISTS (SELECT 1 FROM statement) AS statements, "
    "EXISTS (SELECT 1 FROM period) AS periods, EXISTS (SELECT 1 FROM move) AS moves, "
    "EXISTS (SELECT 1 FROM dealer WHERE status_since > '') AS standings, "
    "EXISTS (SELECT 1 FROM order_closing) AS closings, "
    "EXISTS (SELECT 1 FROM document WHERE method = 'refused') AS refusals, "
    "EXISTS (SELECT 1 FROM problem) AS problems, EXISTS (SELECT 1 FROM promised_apart) AS apart, "
    # Of these there are indexes that hold little else (`sync.records.orders.contradictions`).
    "EXISTS (SELECT 1 FROM document WHERE stated = 'cancelled' AND state = 'delivered') "
    "OR EXISTS (SELECT 1 FROM document_line WHERE delivered > accepted - closed) "
    "OR EXISTS (SELECT 1 FROM stock WHERE reserved > on_hand) "
    "OR (EXISTS (SELECT 1 FROM document WHERE kind = 'payment' AND state = 'posted') "
    f"AND EXISTS (SELECT 1 FROM document WHERE kind IN ({quoted(SETTLING)}) AND state = 'reversed')) "
    "AS contradictions, "
    # The open orders that two desks (the head of their numbers) accepted for one buyer with a limit.
    "EXISTS (SELECT 1 FROM document d JOIN dealer p ON p.id = d.buyer AND p.credit_limit IS NOT NULL "
    "WHERE d.seller = ? AND d.promised <> 0 GROUP BY d.buyer "
    "HAVING MIN(substr(d.number, 1, 9)) < MAX(substr(d.number, 1, 9))) AS shared, " + ANY_AHEAD
)


def attention(connection: Connection, desk: Desk) -> list[Attention]:
    """Orders that wait for a person or came back cut or refused by HQ, and records that could not be taken in."""
    true = " = 1" if connection.dialect.name == "sqlite" else ""  # spelled so that the engine takes its index
    asked = ("" if desk.at_hq else desk.dealer_id, day_ahead(likely_today(connection, desk)[0]))
    there = query_rows(connection, _ANY.format(true=true), *asked)[0]
    # What is wrong with the line concerns all the others, and comes before them.
    found = line_attention(connection, desk)
    found += _orders(connection, desk)
    found += _papers(connection, desk, there)
    if there.refusals:
        from desktop.actions.documents.deliveries import refused_attention

        found += refused_attention(connection, desk)
    if there.closings:
        from desktop.actions.orders.order_closings import closing_attention

        found += closing_attention(connection, desk)
    found += _own_card(connection, desk)
    found += _alike(connection)
    found += _apart(connection, desk, there)
    if desk.closed_off:
        found.append(
            Attention("folder", "", "files_closed_off", {"folder": str(desk.folder), "count": desk.closed_off})
        )
    if desk.at_hq:
        from desktop.actions.headquarters.restored import restore_attention

        found += restore_attention(connection, desk)
    found += _kept(desk)
    found += _second_copy(connection, desk)
    if desk.backup_failure is not None:
        found.append(Attention("folder", "", "backup_failed", {"detail": desk.backup_failure}))
    return found


def _second_copy(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """That the second copy of what is unsent can't be written, or, to who only looks, that it can't be read."""
    if desk.book.outbox is not None:
        failure = desk.book.outbox.failure
    elif desk.is_hq or may_be_held(desk.folder):  # whoever writes here at the moment tells it
        return
    else:
        if not any((desk.folder / each).exists() for each in (OUTBOX_FILE, NAMEPLATE)):
            return  # no program has opened these books for writing yet
        from sync.records.copies.copy_look import ailment

        failure = ailment(connection, desk.folder / OUTBOX_FILE, desk.stream)
    if failure:
        yield Attention("outbox", "", "outbox_failed", {"detail": failure})


def _orders(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Orders that wait for this place's approval."""
    sql = (
        "SELECT d.number, d.state, d.date, COALESCE(p.name, '') AS party FROM document d LEFT JOIN dealer p "
        "ON p.id = CASE d.buyer WHEN ? THEN d.seller ELSE d.buyer END "
        # Whoever stands above two others sees what they order of each other, and has no say in it.
        "WHERE d.kind = 'order' AND d.state = 'needs_approval' AND (d.seller = ? OR d.buyer = ?) "
        "ORDER BY d.date DESC, d.pk DESC LIMIT ?"
    )
    own = desk.dealer_id
    for row in query_rows(connection, sql, own, own, own, _MOST):
        facts = {"number": row.number, "party": row.party, "date": row.date}
        yield Attention("order", row.number, f"order_{row.state}", facts)


def _papers(connection: Connection, desk: Desk, there: Any) -> Iterator[Attention]:
    """What needs more than a look at a table or two; `there` says of what there is any."""
    if not (desk.at_hq or there.answers or there.statements or there.periods or there.moves or there.standings):
        return
    from desktop.actions.headquarters import attention_papers as papers

    if there.answers:
        yield from papers.unseen(connection, desk)
    if desk.at_hq:
        yield from papers.at_hq(connection, desk)
    if there.statements:
        yield from papers.statements(connection, desk)
    if there.periods:
        yield from papers.late(connection, desk)
    if there.moves:
        yield from papers.moves(connection, desk)
    if there.standings:
        yield from papers.standings(connection, desk)


def _apart(connection: Connection, desk: Desk, there: Any) -> Iterator[Attention]:
    """What contradicts, records that could not be taken in, and orders that are away."""
    contradictions = there.contradictions or there.shared or there.statements
    if not (there.problems or there.apart or there.ahead or contradictions):
        return
    from desktop.actions.headquarters import attention_papers as papers

    if contradictions:
        yield from papers.contradicting(connection, desk)
    if there.ahead:
        yield from papers.ahead(connection, desk)
    if there.problems:
        yield from papers.held(connection)
    if there.apart:
        yield from papers.orders_apart(connection)


def _own_card(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """That HQ lets this dealer order nothing for now."""
    sql = "SELECT code, status, status_since, status_reason FROM dealer WHERE id = ?"
    for row in query_rows(connection, sql, desk.dealer_id):
        if row.status != "active":
            code = "dealer_closed_self" if row.status == "closed" else "dealer_inactive_self"
            since = row.status_since[:10]
            facts = {"status": row.status, "reason": row.status_reason, "since": since, "date": since}
            yield Attention("dealer", row.code, code, facts)


_BREACHES = frozenset({"contradiction", "problem", "late", "card"})


def breaches(connection: Connection, desk: Desk) -> list[Attention]:
    """What in the books contradicts itself or what others hold, as a check of them names it."""
    from desktop.actions.headquarters import attention_papers as papers

    found = [each for each in attention(connection, desk) if each.kind in _BREACHES]
    return [*found, *papers.standing_twice(connection, desk)]


def _kept(desk: Desk) -> Iterator[Attention]:
    """Entries beside the books: this desk's own, which the next exchange sorts out, and what fits nowhere."""
    if desk.is_hq or not (desk.folder / _KEPT).exists():
        return
    from sync.records.copies.kept import kept_count, kept_entries

    if not kept_count(desk.folder):
        return
    kept = kept_entries(desk.folder)
    ours = sum(each.stream == desk.stream for each in kept)
    if ours:
        yield Attention("outbox", "", "outbox_kept_ours", {"count": ours})
    if len(kept) > ours:
        yield Attention("outbox", "", "outbox_kept", {"count": len(kept) - ours})


def line_attention(connection: Connection, desk: Desk) -> list[Attention]:
    """What is wrong between this desk and HQ; no secret of the books, so it is told to whoever stands here."""
    return [Attention("line", "", code, facts) for code, facts in line_troubles(connection, desk)]


# A desk's own cards bear its dealer's id and a colon before the code, HQ's don't.
_ALIKE = (
    "SELECT 'product' AS kind, o.sku AS code, o.name, h.name AS other FROM product o JOIN product h ON h.sku = o.sku "
    "AND h.owner = '' WHERE o.owner <> '' UNION ALL SELECT 'dealer', o.code, o.name, h.name FROM dealer o "
    "JOIN dealer h ON h.code = o.code AND replace(h.id, ':', '') = h.id WHERE replace(o.id, ':', '') <> o.id "
    "ORDER BY 1, 2 LIMIT ?"
)


def _alike(connection: Connection) -> Iterator[Attention]:
    """Cards that a desk made under the code of one of HQ's, so that either could be taken for the other."""
    for row in query_rows(connection, _ALIKE, _MOST):
        facts = {"code": row.code, "name": row.name, "other": row.other, "kind": row.kind}
        yield Attention("card", row.code, "card_like_hqs", facts)
