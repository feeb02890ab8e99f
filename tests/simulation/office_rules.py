"""What one desk would never let happen, looked for in any book's papers by plain sums, and what is told about it.

Written from the rules as people know them: a breach names the number of the paper it is about.
"""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

SUMS = """
    SELECT o.number, l.line, l.quantity, COALESCE(l.accepted, l.quantity), o.stated, COALESCE(a.state, ''),
        (SELECT COALESCE(SUM(m.quantity), 0) FROM document d JOIN document_line m ON m.document = d.pk
         WHERE d.kind = 'delivery' AND d.source = o.id AND m.order_line = l.line)
        - (SELECT COALESCE(SUM(m.quantity), 0) FROM document d JOIN document r ON r.source = d.id AND r.kind = 'return'
           JOIN document_line m ON m.document = r.pk
           WHERE d.kind = 'delivery' AND d.source = o.id AND m.product = l.product)
    FROM document o JOIN document_line l ON l.document = o.pk LEFT JOIN answer a ON a."order" = o.id
    WHERE o.kind = 'order' AND l.order_line IS NULL
"""
TAKEN_UP = """
    SELECT d.number, l.quantity, (SELECT COALESCE(SUM(m.quantity), 0) FROM document r
        JOIN document_line m ON m.document = r.pk
        WHERE r.kind = ? AND r.source = d.id AND m.order_line = l.line)
    FROM document d JOIN document_line l ON l.document = d.pk WHERE d.kind = 'delivery' AND d.reverses IS NULL
"""
SETTLED = """
    SELECT d.number, ABS(d.amount), (SELECT COALESCE(SUM(s.amount), 0) FROM settlement s
        JOIN document c ON c.id = s.credit JOIN document b ON b.id = s.debt
        WHERE d.id IN (s.credit, s.debt) AND c.state <> 'reversed' AND b.state <> 'reversed')
    FROM document d
"""
NOTED = """
    SELECT d.number, d.amount, (SELECT COALESCE(SUM(n.amount), 0) FROM document n WHERE n.source = d.id
        AND n.kind IN ('discount', 'credit_note') AND n.state = 'posted' AND n.reverses IS NULL)
    FROM document d WHERE d.kind = 'delivery' AND d.reverses IS NULL AND d.state = 'posted'
"""
PROMISED = """
    SELECT p.sku, SUM(s.on_hand), SUM(s.reserved) FROM stock s JOIN product p ON p.id = s.product
    WHERE s.owner = 'P1' GROUP BY p.sku
"""
OPEN_ORDERS = """
    SELECT d.buyer, d.number, d.promised, b.credit_limit, d.reasons,
        (SELECT COALESCE(SUM(p.amount), 0) FROM posting p WHERE p.seller = d.seller AND p.buyer = d.buyer)
    FROM document d JOIN dealer b ON b.id = d.buyer
    WHERE d.seller = 'P1' AND d.kind = 'order' AND d.state IN ('accepted', 'accepted_in_part', 'partly_delivered')
    AND b.credit_limit IS NOT NULL ORDER BY d.date, d.number
"""
STATEMENTS = """
    SELECT s.buyer, s.first_day, s.last_day, s.number, s.closing,
        (SELECT COUNT(*) FROM confirmation c WHERE c.statement = s.id AND c.act = 'withdraw'),
        (SELECT COUNT(*) FROM confirmation c WHERE c.statement = s.id AND c.act = 'confirm'),
        (SELECT COUNT(*) FROM reply r WHERE r.statement = s.id AND r.verdict = 'agrees')
    FROM statement s WHERE s.seller = 'P1'
"""
BANKED = """
    SELECT e.record, e.body FROM entry e JOIN stream s ON s.id = e.stream
    WHERE e.kind = 'bank_line' AND e.body IS NOT NULL AND substr(s.name, 1, 5) = 'desk/'
"""


@dataclass(frozen=True)
class Breach:
    """A rule that is broken, and the number by which a person finds the paper."""

    rule: str
    number: str


def breaches(rows):
    """Every rule that a book's papers break; `rows(sql, *values)` asks the book."""
    found = set()
    for number, _, ordered, accepted, stated, answered, out in rows(SUMS):
        promised = 0 if "cancelled" in (stated, answered) else min(ordered, accepted)
        if out > promised:
            found.add(Breach("delivered beyond what is promised", number))
    for kind in ("return", "goods_receipt"):
        found |= {
            Breach(f"more {kind} than delivered", number) for number, had, took in rows(TAKEN_UP, kind) if took > had
        }
    found |= {Breach("settled beyond", number) for number, there, taken in rows(SETTLED) if taken > there}
    undone = Counter(of for (of,) in rows("SELECT reverses FROM document WHERE reverses IS NOT NULL"))
    numbers = dict(rows("SELECT id, number FROM document"))
    found |= {Breach("reversed twice", numbers[of]) for of, times in undone.items() if times > 1}
    given = Counter(number for (number,) in rows("SELECT number FROM document WHERE kind <> 'adjustment'"))
    found |= {Breach("one number on two papers", number) for number, times in given.items() if times > 1}
    codes = Counter(code.casefold() for (code,) in rows("SELECT code FROM dealer"))
    found |= {Breach("one code on two cards", code.upper()) for code, times in codes.items() if times > 1}
    short = rows("SELECT p.sku FROM stock s JOIN product p ON p.id = s.product WHERE s.on_hand < 0 AND s.owner <> 'HQ'")
    found |= {Breach("stock below zero", sku) for (sku,) in short}
    for ask in (_opened_unheard, _noted, _promised, _over_limit, _stated, _banked):
        found |= ask(rows)
    return found


def _noted(rows):
    """Notes alone take no more off a delivery than it comes to; what came back of it later is another matter."""
    return {Breach("noted beyond", number) for number, there, taken in rows(NOTED) if taken > there}


def _promised(rows):
    """Goods are promised that are there; a count that finds fewer is a person's to see as well."""
    return {Breach("promised beyond stock", sku) for sku, there, promised in rows(PROMISED) if promised > max(there, 0)}


def _over_limit(rows):
    """Each desk keeps to a customer's limit; the orders of several may pass it together."""
    accounts: dict[str, Any] = {}
    passed = set()  # a person let it pass, and knew
    for buyer, number, promised, limit, reasons, owed in rows(OPEN_ORDERS):
        passed |= {buyer} if "approved_b" in reasons else set()
        accounts.setdefault(buyer, (limit, owed, {}))[2].setdefault(number.split("-")[1], []).append((number, promised))
    for buyer in passed:
        del accounts[buyer]
    found = set()
    for limit, owed, desks in accounts.values():
        sums = [sum(fen for _, fen in orders) for orders in desks.values()]
        if len(sums) > 1 and owed + sum(sums) > limit and all(owed + each <= limit for each in sums):
            found.add(Breach("limit passed together", max(orders[-1] for orders in desks.values())[0]))
    return found


def _stated(rows):
    """One period is told by one standing statement; whoever agreed to one has it."""
    periods: dict[Any, set[Any]] = {}
    found = set()
    for buyer, first, last, number, closing, withdrawn, confirmed, agreed in rows(STATEMENTS):
        if withdrawn and agreed:
            found.add(Breach("agreed and withdrawn", number))
        if not (withdrawn or confirmed or agreed):
            periods.setdefault((buyer, first, last), set()).add((closing, number))
    for told in periods.values():
        if len({closing for closing, _ in told}) > 1:
            found |= {Breach("one period told twice", number) for _, number in told}
    return found


def _banked(rows):
    """The bank's money came once: of two receipts for one movement one is reversed."""
    receipts: dict[str, set[str]] = {}
    for record, body in rows(BANKED):
        document = json.loads(bytes(body)).get("document")
        if document:
            receipts.setdefault(record, set()).add(document)
    stands = dict(rows("SELECT id, number FROM document WHERE state = 'posted' AND kind = 'money_receipt'"))
    return {
        Breach("banked twice", stands[each])
        for made in receipts.values()
        if len(made & set(stands)) > 1
        for each in made & set(stands)
    }


def _opened_unheard(rows):
    """One desk opens an account in as many parts as it likes; another one that hadn't heard does it once more."""
    sql = """
        SELECT d.buyer, s.name, e.number, e.body FROM document d JOIN entry e ON e.record = d.id AND e.kind = d.kind
        AND e.LIVING JOIN stream s ON s.id = e.stream
        WHERE d.kind = 'opening' AND d.state = 'posted' AND d.reverses IS NULL
    """
    found = rows(sql)
    heard = {(stream, number): json.loads(bytes(body)).get("known", "") for _, stream, number, body in found}
    return {
        Breach("two openings of one account", buyer)
        for buyer, stream, number, _ in found
        for other, theirs, at, _ in found
        if buyer == other and stream < theirs
        and not _had_heard(heard[stream, number], theirs, at) and not _had_heard(heard[theirs, at], stream, number)
    }  # fmt: skip


def _had_heard(known, stream, number):
    said = dict(each.rsplit("#", 1) for each in known.split())
    return int(said.get(stream, 0)) >= number


__all__ = ["Breach", "breaches"]
