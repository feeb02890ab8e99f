"""What one desk would never let happen, looked for in any book's papers by plain sums, and what is told about it.

Written from the rules as people know them: a breach names the number of the paper it is about.
"""

import json
from collections import Counter
from dataclasses import dataclass

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
CLOSED = """
    SELECT d.number FROM document d JOIN entry e ON e.record = d.id AND e.kind = d.kind AND e.LIVING
    JOIN stream s ON s.id = e.stream
    JOIN period p ON p.dealer = d.seller AND d.date <= p.closed_through
    JOIN entry f ON f.record = p.id AND f.kind = 'period' AND f.LIVING JOIN stream t ON t.id = f.stream
    WHERE d.kind NOT IN ('order', 'adjustment-of-hq') AND s.name <> t.name AND substr(s.name, 1, 5) = 'desk/'
    AND substr(t.name, 1, 5) = 'desk/' AND instr(' ' || p.known || ' ', ' ' || s.name || '#') > 0
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
    found |= _opened_unheard(rows)
    return found


def _opened_unheard(rows):
    """One desk opens an account in as many parts as it likes; another one that hadn't heard does it once more."""
    sql = """
        SELECT d.buyer, s.name, e.number, e.body FROM document d JOIN entry e ON e.record = d.id AND e.kind = d.kind
        AND e.LIVING JOIN stream s ON s.id = e.stream
        WHERE d.kind = 'opening' AND d.state = 'posted' AND d.reverses IS NULL
    """
    found = rows(sql)
    heard = {(stream, number): json.loads(body).get("known", "") for _, stream, number, body in found}
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
