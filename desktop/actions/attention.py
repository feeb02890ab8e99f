"""What a person should look at: orders, proposals and refusals that wait, and records that could not be taken in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.cards import dealers_by_id
from desktop.actions.dismissals import KEY, moves_away
from desktop.actions.held import told_problems
from desktop.actions.lines import line_troubles
from desktop.actions.requests import TOLD_FOR, put_away
from desktop.actions.restored import restore_attention
from desktop.actions.verdicts import unseen_verdicts
from desktop.actions.views import Attention
from domain.errors import RefusedError
from domain.explain import Reason
from domain.money import format_money
from sync.records import requesting
from sync.records.bulk import query_rows
from sync.records.closings import late_papers
from sync.records.confirming import COUNTS, follow_all
from sync.records.genuine import check_genuine
from sync.records.grants import asking
from sync.records.kept import kept_count, kept_entries
from sync.records.moves import told_moves
from sync.records.order_progress import order_progress
from sync.records.promised_apart import apart
from sync.records.settings import moment

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_MOST = 100

_CODES = {"refused": "order_refused", "cancelled": "order_cancelled_by_seller"}
_WAITING = {"issued": "statement_issued", "disputed": "statement_disputed", "answered": "statement_answered"}


def attention(connection: Connection, desk: Desk) -> list[Attention]:
    """Orders that wait for a person or came back cut or refused by HQ, and records that could not be taken in."""
    sql = (
        "SELECT d.number, d.state, d.date, COALESCE(p.name, '') AS party FROM document d LEFT JOIN dealer p "
        "ON p.id = CASE d.buyer WHEN ? THEN d.seller ELSE d.buyer END "
        "WHERE d.kind = 'order' AND d.state = 'needs_approval' {theirs}ORDER BY d.date DESC, d.pk DESC LIMIT ?"
    )
    # HQ's people see everybody's orders, but only those sold by HQ wait for them.
    sql = sql.replace("{theirs}", "AND d.seller = ? " if desk.asks else "")
    own = [desk.dealer_id] * (2 if desk.asks else 1)
    rows = query_rows(connection, sql, *own, _MOST)
    # What is wrong with the line concerns all the others, and comes before them.
    found = line_attention(connection, desk)
    found += [
        Attention(
            "order", row.number, f"order_{row.state}", {"number": row.number, "party": row.party, "date": row.date}
        )
        for row in rows
    ]
    found += _unseen(connection, desk)
    if desk.at_hq:
        found += [*_proposals(connection), *_refused(connection, desk), *_unconfirmed(connection)]
    found += _statements(connection, desk)
    found += _late(connection, desk)
    found += _moves(connection, desk)
    found += _alike(connection)
    for each in told_problems(connection, _MOST):
        at = {"stream": each.problem.stream, "entry": str(each.problem.number), "number": str(each.problem.number)}
        found.append(Attention("problem", each.subject, each.code, {**at, **each.facts}))
    lost = {row.record for row in apart(connection)}
    if lost:
        found.append(Attention("restored", "", "orders_apart", {"count": len(lost), KEY: "orders_apart"}))
    if desk.closed_off:
        found.append(
            Attention("folder", "", "files_closed_off", {"folder": str(desk.folder), "count": desk.closed_off})
        )
    found += restore_attention(connection, desk)
    found += _kept(desk)
    if desk.book.outbox is not None and desk.book.outbox.failure:
        found.append(Attention("outbox", "", "outbox_failed", {"detail": desk.book.outbox.failure}))
    return found


def _kept(desk: Desk) -> Iterator[Attention]:
    """Entries beside the books: this desk's own, which the next exchange sorts out, and what fits nowhere."""
    if desk.is_hq or not kept_count(desk.folder):
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


def _unseen(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Answers that give something else than was asked, until a person has seen them."""
    if desk.at_hq:
        return
    rows = unseen_verdicts(connection, desk.dealer_id, _MOST)
    names = dealers_by_id(connection, [row.seller for row in rows])
    progress = order_progress(connection, [row.id for row in rows])
    for row in rows:
        now = progress[row.id]
        # What waits for an approval stands in the list already.
        if row.state == "needs_approval":
            continue
        party = names[row.seller].name if row.seller in names else row.seller
        facts = {"number": row.number, "party": party, "date": row.decided_at[:10], "by": now.successor}
        stage = row.answered if now.stage in ("partly_delivered", "delivered") else now.stage
        yield Attention("order", row.number, _CODES.get(stage, "order_changed"), facts)


def _statements(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Statements between programs that wait for a person here: disputed ones of ours, and others' answers to us."""
    # What nobody acted on yet is what the desk doesn't answer by itself.
    silent = "s.buyer = ? AND s.seller <> s.buyer AND c.pk IS NULL"
    later = COUNTS.replace("c.id", "l.id")
    sql = (
        f"SELECT s.* FROM statement s LEFT JOIN confirmation c ON c.statement = s.id AND {COUNTS} AND NOT EXISTS "
        f"(SELECT 1 FROM confirmation l WHERE l.statement = c.statement AND {later} AND (l.place > c.place "
        "OR (l.place = c.place AND l.pk > c.pk)))"
        f" WHERE (c.act = 'dispute' AND s.seller = ?) OR (c.act = 'answer' AND s.buyer = ?) OR ({silent}) "
        "ORDER BY s.last_day DESC, s.pk DESC LIMIT ?"
    )
    own = desk.dealer_id
    rows = query_rows(connection, sql, own, own, own, _MOST)
    names = dealers_by_id(connection, [each for row in rows for each in (row.seller, row.buyer)])
    for each in follow_all(connection, rows):
        row, state = each.statement, each.confirmation.state
        other = row.buyer if row.seller == own else row.seller
        if each.confirmation.turn and getattr(row, each.confirmation.turn) == own:
            facts = {"number": row.number, "party": names[other].name if other in names else other}
            facts |= {"date": row.last_day, "state": state, "statement": row.number}
            wrong = "" if row.seller == own else _unproven(connection, row)
            yield Attention("statement", row.number, wrong or _WAITING[state], facts)


def _unproven(connection: Connection, statement: Any) -> str:
    """What is wrong with a statement that came from elsewhere, before anybody acted on it; "" where it is proven."""
    try:
        check_genuine(connection, statement)
    except RefusedError as wrong:
        return wrong.code
    return ""


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


def _late(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Papers another desk of this dealer wrote into a month before it knew it closed."""
    if desk.at_hq:
        return
    for each in late_papers(connection, desk.dealer_id, _MOST):
        facts = {"number": each.number, "date": each.date, "closed_through": each.closed_through}
        yield Attention("late", each.number, "late_in_closed", {**facts, "kind": each.kind})


def _moves(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Dealers that HQ moved lately: away from here, to here, or this one itself."""
    away = moves_away(connection)
    for _, row, reason in told_moves(connection, moment(desk.clock() - TOLD_FOR)):
        if reason.facts["place"] not in away:
            yield Attention("move", row.dealer, reason.code, {**reason.facts, KEY: reason.facts["place"]})
    for row in query_rows(connection, "SELECT code, status FROM dealer WHERE id = ?", desk.dealer_id):
        if row.status != "active":
            yield Attention("dealer", row.code, "dealer_inactive_self", {"status": row.status})


def _proposals(connection: Connection) -> Iterator[Attention]:
    """Policies and corrections of rebates that wait for a second person."""
    drafts = (
        "SELECT d.id, d.policy, d.version, d.author, d.saved_at FROM policy_draft d "
        "LEFT JOIN policy p ON p.draft = d.id WHERE d.state = 'proposed' AND p.pk IS NULL ORDER BY d.pk LIMIT ?"
    )
    for row in query_rows(connection, drafts, _MOST):
        facts = {"policy": row.policy, "version": str(row.version), "author": row.author, "date": row.saved_at[:10]}
        yield Attention("draft", row.policy, "draft_proposed", facts)
    waiting = (
        "SELECT a.*, COALESCE(d.name, a.dealer) AS party FROM rebate_adjustment a "
        "LEFT JOIN dealer d ON d.id = a.dealer WHERE a.approved_by = '' ORDER BY a.pk LIMIT ?"
    )
    for row in query_rows(connection, waiting, _MOST):
        amount = format_money(Decimal(row.amount) / 10_000)
        facts = {"author": row.made_by, "amount": amount, "dealer": row.party, "period": row.period}
        yield Attention("adjustment", row.policy, "adjustment_proposed", facts | {"date": row.made_at[:10]})


def _unconfirmed(connection: Connection) -> Iterator[Attention]:
    """People at HQ's desks whose role HQ has not confirmed."""
    for each in asking(connection)[:_MOST]:
        facts = {"user": each.name, "role": each.role, "desk": each.desk, "date": each.at[:10]}
        yield Attention("user", each.name, "user_asks_role", facts)


def _refused(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Requests of HQ's people that HQ refused lately, until the same is asked for again or somebody puts them away."""
    since = moment(desk.clock() - TOLD_FOR)
    away = put_away(connection)
    seen: set[tuple[str, str]] = set()
    for each in requesting.asked(connection, most=_MOST):
        wish = each.request
        again = (wish.verb, wish.subject) in seen
        seen.add((wish.verb, wish.subject))
        if each.state == "refused" and not again and wish.id not in away and each.answered_at >= since:
            facts = {"by": wish.by, "verb": wish.verb, "subject": wish.subject, "date": each.answered_at[:10]}
            told = [Reason(why.code, "stop", dict(why.facts), why.line) for why in each.reasons[:1]]
            yield Attention("request", wish.subject, "request_refused", {**facts, "reason": told[0] if told else ""})
