"""What a person should look at among papers and people: asked only where there is any of its kind, which is seldom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cards import dealers_by_id
from desktop.actions.headquarters.dismissals import moves_away, standing_key
from desktop.actions.headquarters.held import told_problems
from desktop.actions.headquarters.lines import likely_today
from desktop.actions.headquarters.requests import TOLD_FOR, put_away
from desktop.actions.headquarters.status_views import KEY, Attention
from desktop.actions.orders.verdicts import unseen_verdicts
from domain.errors import RefusedError
from domain.explain import Reason
from domain.parties.dealers import ACTIVE, CLOSED, SUSPENDED
from domain.values.money import format_money
from sync.records.accounts.closings import late_papers
from sync.records.books.bulk import query_rows
from sync.records.books.settings import moment
from sync.records.documents.doubled import doubled
from sync.records.log.dated_ahead import dated_ahead
from sync.records.log.moves import told_moves
from sync.records.orders.contradiction import Contradiction
from sync.records.orders.contradictions import contradictions, dismissed
from sync.records.orders.order_progress import order_progress
from sync.records.orders.promised_apart import apart
from sync.records.people import requesting
from sync.records.people.grants import asking
from sync.records.statements.confirming import COUNTS, follow_all
from sync.records.statements.integrity import check_genuine

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

MOST = 100
_STANDING_FOR = timedelta(days=60)
# Statements of periods that ended longer ago are looked through by the check alone.
_TOLD_THROUGH = timedelta(days=100)
_STANDINGS = {ACTIVE: "customer_active", SUSPENDED: "customer_suspended", CLOSED: "customer_closed"}
_CODES = {"refused": "order_refused", "cancelled": "order_cancelled_by_seller"}
_WAITING = {"issued": "statement_issued", "disputed": "statement_disputed", "answered": "statement_answered"}


def unseen(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Answers that give something else than was asked, until a person has seen them."""
    if desk.at_hq:
        return
    rows = unseen_verdicts(connection, desk.dealer_id, MOST)
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


def statements(connection: Connection, desk: Desk) -> Iterator[Attention]:
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
    rows = query_rows(connection, sql, own, own, own, MOST)
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


def late(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Papers another desk of this dealer wrote into a month before it knew it closed."""
    if desk.at_hq:
        return
    found = late_papers(connection, desk.dealer_id, MOST)
    away = dismissed(connection, desk.dealer_id, [each.key for each in found])
    for each in found:
        if each.key not in away:
            facts = {"number": each.number, "date": each.date, "closed_through": each.closed_through}
            yield Attention("late", each.number, "late_in_closed", {**facts, "kind": each.kind, KEY: each.key})


def contradicting(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """What two desks did against each other and what stands until a person mends it, or says that it is right so."""
    since = (desk.today() - _TOLD_THROUGH).isoformat()
    yield from map(_told, contradictions(connection, desk.dealer_id, MOST, since))


def ahead(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Papers that a wrong clock dated."""
    yield from map(_told, dated_ahead(connection, desk.dealer_id, *likely_today(connection, desk), MOST))


def standing_twice(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """What was booked twice before anything held the second."""
    yield from map(_told, doubled(connection, desk.dealer_id))


def _told(each: Contradiction) -> Attention:
    return Attention("contradiction", each.number, each.code, {**each.facts, "kind": each.kind, KEY: each.key})


def moves(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Dealers that HQ moved lately: away from here, to here, or this one itself."""
    told = told_moves(connection, moment(desk.clock() - TOLD_FOR))
    away = moves_away(connection, desk.dealer_id, [str(reason.facts["place"]) for _, _, reason in told])
    for _, row, reason in told:
        if reason.facts["place"] not in away:
            yield Attention("move", row.dealer, reason.code, {**reason.facts, KEY: reason.facts["place"]})


def standings(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Customers of one's own that were suspended, closed or let in again lately, or that this dealer was."""
    sql = (
        "SELECT id, code, name, status, status_since, status_reason FROM dealer WHERE status_since >= ? "
        "AND (parent = ? OR id = ?) ORDER BY status_since DESC, pk LIMIT ?"
    )
    own = desk.dealer_id
    rows = query_rows(connection, sql, moment(desk.clock() - _STANDING_FOR), own, own, MOST)
    away = dismissed(connection, own, [standing_key(row.id, row.status_since) for row in rows])
    for row in rows:
        key = standing_key(row.id, row.status_since)
        code = _STANDINGS.get(row.status, "") if row.id != own else "dealer_reopened_self"
        if code and key not in away and (row.id != own or row.status == ACTIVE):
            facts = {"dealer": row.code, "name": row.name, "status": row.status, "reason": row.status_reason}
            facts |= {"since": row.status_since[:10], "date": row.status_since[:10], "party": row.name}
            yield Attention("dealer", row.code, code, {**facts, KEY: key})


def held(connection: Connection) -> Iterator[Attention]:
    """Records that could not be taken in."""
    for each in told_problems(connection, MOST):
        at = {"stream": each.problem.stream, "entry": str(each.problem.number), "number": str(each.problem.number)}
        yield Attention("problem", each.subject, each.code, {**at, **each.facts})


def orders_apart(connection: Connection) -> Iterator[Attention]:
    """Orders that HQ lost and whose goods stay reserved until they are here again."""
    lost = {row.record for row in apart(connection)}
    if lost:
        yield Attention("restored", "", "orders_apart", {"count": len(lost), KEY: "orders_apart"})


def at_hq(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """What waits for HQ's people alone."""
    yield from _proposals(connection)
    yield from _refused(connection, desk)
    yield from _unconfirmed(connection)


def _proposals(connection: Connection) -> Iterator[Attention]:
    """Policies and corrections of rebates that wait for a second person."""
    drafts = (
        "SELECT d.id, d.policy, d.version, d.author, d.saved_at FROM policy_draft d "
        "LEFT JOIN policy p ON p.draft = d.id WHERE d.state = 'proposed' AND p.pk IS NULL ORDER BY d.pk LIMIT ?"
    )
    for row in query_rows(connection, drafts, MOST):
        facts = {"policy": row.policy, "version": str(row.version), "author": row.author, "date": row.saved_at[:10]}
        yield Attention("draft", row.policy, "draft_proposed", facts)
    waiting = (
        "SELECT a.*, COALESCE(d.name, a.dealer) AS party FROM rebate_adjustment a "
        "LEFT JOIN dealer d ON d.id = a.dealer WHERE a.approved_by = '' ORDER BY a.pk LIMIT ?"
    )
    for row in query_rows(connection, waiting, MOST):
        amount = format_money(Decimal(row.amount) / 10_000)
        facts = {"author": row.made_by, "amount": amount, "dealer": row.party, "period": row.period}
        yield Attention("adjustment", row.policy, "adjustment_proposed", facts | {"date": row.made_at[:10]})


def _unconfirmed(connection: Connection) -> Iterator[Attention]:
    """People at HQ's desks whose role HQ has not confirmed."""
    for each in asking(connection)[:MOST]:
        facts = {"user": each.name, "role": each.role, "desk": each.desk, "date": each.at[:10]}
        yield Attention("user", each.name, "user_asks_role", facts)


def _refused(connection: Connection, desk: Desk) -> Iterator[Attention]:
    """Requests of HQ's people that HQ refused lately, until the same is asked for again or somebody puts them away."""
    since = moment(desk.clock() - TOLD_FOR)
    away = put_away(connection, desk.dealer_id)
    seen: set[tuple[str, str]] = set()
    for each in requesting.asked(connection, most=MOST):
        wish = each.request
        again = (wish.verb, wish.subject) in seen
        seen.add((wish.verb, wish.subject))
        if each.state == "refused" and not again and wish.id not in away and each.answered_at >= since:
            facts = {"by": wish.by, "verb": wish.verb, "subject": wish.subject, "date": each.answered_at[:10]}
            told = [Reason(why.code, "stop", dict(why.facts), why.line) for why in each.reasons[:1]]
            yield Attention("request", wish.subject, "request_refused", {**facts, "reason": told[0] if told else ""})
