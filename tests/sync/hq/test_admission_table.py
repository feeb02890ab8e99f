"""Every kind of record by every kind of writer with every field out of bounds: held, told, and nothing is changed.

What is tried comes from the table of rules and from the bodies' own types, so that a kind without a rule, or a field
without a bound, fails here.
"""

from typing import get_args, get_type_hints

import msgspec
import pytest
from msgspec.structs import replace

from sync.client.line.asking import HqLine
from sync.hq.admission.table import HQ_ONLY, RULES, Within, Writer
from sync.hq.admission.within import WITHIN
from sync.records.bodies.body import Body
from sync.records.bodies.records import BODY_TYPES, DocumentBody, encode
from sync.records.bounds import values
from sync.records.bounds.fields import BOUNDS
from sync.records.bounds.fitting import Misfit, misfit_of, read_record
from sync.records.log.streams import head_of
from sync.records.repair.checking import check
from sync.records.repair.deriving import DERIVED
from sync.streams import Entry, Head, chain, make_entry
from sync.wire.messages import PROTOCOL, ExchangeAnswer, ExchangeRequest, OwnEntries, wire_entry
from sync.wire.signing import head_text
from tests.building.sync.books import NOW, a_line, put, rows
from tests.building.sync.ends import an_hq, assert_sound, problems_of
from tests.sync.hq.test_papers_twice import a_kind, negated

NUL, LATE = "a\0b", "2026-02-30"
MOST = values.MOST_FIGURE


def sample_of(bound, name=""):
    """A value that fits."""
    match bound:
        case values.TextBound() | values.Name():
            return "x"
        case values.Code():
            return "posted" if name == "state" else "x"
        case values.Whole():
            return max(bound.least, 1)
        case values.Heard():
            return "desk/x#1"
        case values.DayBound():
            return "2026-11-23"
        case values.Instant():
            return NOW
        case values.OneOf():
            return min(bound)
        case values.FormBound():
            return msgspec.Raw(b"{}")
        case values.Facts():
            return {}
        case values.Many():
            return []
    return True


def strange_of(bound):
    """Values that don't fit, each of the type the field asks for."""
    match bound:
        case values.TextBound():
            return [NUL, "\x1b[2J", "长" * (bound.most + 1), *([] if bound.empty else [""])]
        case values.Name():
            return [NUL, "a\nb", "长" * (bound.most + 1), *([] if bound.empty else [""])]
        case values.Code():
            return ["Not A Code", NUL, "x" * 81, *([] if bound.empty else [""])]
        case values.Whole():
            return [bound.least - 1, bound.most + 1, 2**63 - 1, -(2**63), 2**63]
        case values.Heard():
            return [NUL, "desk/x", "hq#1", f"desk/x#{'9' * 19}", f"desk/x#{'9' * 5000}", "desk/x#1 " * 120_000]
        case values.DayBound():
            return [LATE, "20261123", "2026-11-23T00:00:00Z", NUL, "9999", *([] if bound.ever else ["9999-12-31"])]
        case values.Instant():
            return ["2026-11-23T25:00:00Z", "2026-11-23 08:41:07", "now", "2026-02-30T08:00:00Z"]
        case values.OneOf():
            return ["emperor", "", NUL]
        case values.FormBound():
            return [msgspec.Raw(b'{"a":"\\u0000"}'), msgspec.Raw(b"[" * 80 + b"]" * 80)]
        case values.Facts():
            return [{NUL: 1} if bound.number else {"a": NUL}, {str(place): 1 for place in range(300)}]
        case values.Many():
            return [[None] * (bound.most + 1)] if bound.most < 5_000 and bound.of else []
    return []


def sample_body(shape):
    """A record that fits, of the fewest fields."""
    return shape(**{name: sample_of(bound, name) for name, bound in BOUNDS[shape].items()})


def a_record(kind):
    body = sample_body(BODY_TYPES[kind])
    if kind == "order":
        body.state, body.source = "submitted", None
    if hasattr(body, "reverses"):
        body.reverses = None  # what undoes another is negative, which a sample of the fewest fields isn't
    return body


def nested(shape):
    """Name and shape of the fields that hold further shapes."""
    for name, hint in get_type_hints(shape).items():
        for each in get_args(hint):
            if isinstance(each, type) and issubclass(each, Body):
                yield name, each


def bad_records(kind):
    """A record of a kind for every field of it, and of all it holds, with every value that can't be."""
    shape = BODY_TYPES[kind]
    for name, bound in BOUNDS[shape].items():
        for value in strange_of(bound):
            body = a_record(kind)
            setattr(body, name, value)
            yield name, body
    for name, inner in nested(shape):
        for field, bound in BOUNDS[inner].items():
            for value in strange_of(bound):
                body, item = a_record(kind), sample_body(inner)
                setattr(item, field, value)
                setattr(body, name, [item])
                yield f"{name}[0].{field}", body


def all_shapes():
    seen, left = set(), [*BODY_TYPES.values()]
    while left:
        shape = left.pop()
        if shape not in seen:
            seen.add(shape)
            left += [inner for _, inner in nested(shape)]
    return seen


def test_every_kind_has_a_rule_and_every_field_a_bound():
    assert set(RULES) == set(BODY_TYPES)
    assert set(BOUNDS) == all_shapes()
    for shape in all_shapes():
        assert set(BOUNDS[shape]) == set(shape.__struct_fields__), shape


@pytest.mark.parametrize("kind", BODY_TYPES)
def test_each_field_out_of_bounds_is_named(kind):
    assert misfit_of(kind, "x", a_record(kind)) is None
    tried = 0
    for field, body in bad_records(kind):
        try:
            raw = encode(body)
        except (OverflowError, msgspec.MsgspecError):
            continue
        found = read_record(kind, "x", raw)
        assert isinstance(found, Misfit), (field, body)
        assert found.field in (field, "body"), (field, found)
        assert "\0" not in found.detail
        tried += 1
    assert tried >= len(BOUNDS[BODY_TYPES[kind]]) - 2


def offered(desk, entries):
    """Sends entries with the desk's own key, as a program that knows no rules would."""
    with desk.book.reading() as connection:
        head = head_of(connection, desk.stream) or Head()
    hashes = chain(head.hash, head.number + 1, (entry.leaf for entry in entries))
    last = head.number + len(entries)
    own = OwnEntries(head.epoch, head.number, head.hash, last)
    own.entries = [
        wire_entry(number, entry.kind, entry.record, entry.body)
        for number, entry in enumerate(entries, head.number + 1)
    ]
    own.signature = desk.key.sign(head_text(desk.stream, head.epoch, last, hashes[-1]))
    HqLine(desk.line, desk=desk.desk, key=desk.key).ask("/v1/exchange", ExchangeRequest(PROTOCOL, own), ExchangeAnswer)


def contents(book):
    return {name: sorted(map(repr, rows(book, f'SELECT * FROM "{name}"'))) for name in DERIVED}


@pytest.mark.parametrize("writer", [Writer.DESK, Writer.PEOPLE])
def test_whatever_a_desk_writes_out_of_bounds_is_held_and_changes_nothing(hq, desks, writer):
    desk = desks("HQ" if writer is Writer.PEOPLE else "GD01")
    desk.exchange()
    before = contents(hq)
    entries: list[Entry] = []
    for kind in BODY_TYPES:
        for _, body in bad_records(kind):
            try:
                entries.append(make_entry(kind, f"bad{len(entries)}", encode(body)))
            except (OverflowError, msgspec.MsgspecError):
                continue
        entries.append(make_entry(kind, f"bad{len(entries)}", b"[" * 200 + b"]" * 200))
        entries += [
            make_entry(kind, record, encode(a_record(kind))) for record in ("opening:HQ:GD01", "a b", "x" * 600)
        ]
    small = [entry for entry in entries if len(entry.body or b"") < 100_000]
    assert len(small) > 700
    offered(desk, small)
    told = rows(hq, "SELECT record, code, held FROM problem")
    assert len(told) == len(small)
    assert all(held for _, _, held in told)
    foreign = {kind for kind, rule in RULES.items() if writer not in rule.writers}
    codes = {code for _, code, _ in told}
    assert "record_not_applied" not in codes
    assert len(foreign) < len(BODY_TYPES)
    assert contents(hq) == before
    assert_sound(hq)
    # The desk goes on, and every list of HQ's can be read.
    assert check(hq) == []


def test_what_is_hqs_alone_no_desk_writes():
    assert all(rule.writers == frozenset() for rule in RULES.values() if rule is HQ_ONLY)
    assert {"grant", "policy", "copy", "release", "request_answer"} <= {
        k for k, rule in RULES.items() if rule is HQ_ONLY
    }


# ---- what a record may take of those it speaks of: every kind of paper by every field that a rule looks at


def test_every_word_of_the_table_is_carried_out_and_used():
    assert set(WITHIN) == set(Within)
    assert {word for rule in RULES.values() for word in rule.within} == set(Within)


def reversals_amiss(body, record):
    """A reversal for each field of a paper in which it must be that paper negated, wrong in that field alone."""
    right = negated(body, body.number, record)
    yield "amount", replace(right, amount=right.amount - 1)
    yield "warehouse", replace(right, warehouse=right.warehouse + "x")
    if body.source:
        yield "source", replace(right, source=None)
    for name, value in {"product": "B", "quantity": -1, "amount": -1, "order_line": 7}.items() if body.lines else ():
        yield f"lines.{name}", replace(right, lines=[replace(right.lines[0], **{name: value}), *right.lines[1:]])
    yield "lines.more", replace(right, lines=[*right.lines, a_line("A", 1)])
    if body.lines:
        yield "lines.fewer", replace(right, lines=right.lines[1:])


def test_a_reversal_of_any_kind_that_is_amiss_in_any_field_is_held_and_changes_nothing(sqlite_book, desks_of):
    hq = an_hq(sqlite_book)
    shipped = DocumentBody("XSCK-00-261123-0001", "HQ", "GD01", "2026-11-23", NOW, 2500, [a_line("A", 10)])
    put(hq, "dealer/GD01", "delivery", "hq-d", shipped)
    desk = desks_of(hq)
    kinds = [kind for kind, rule in RULES.items() if Within.UNDOING in rule.within]
    papers = {kind: a_kind(kind, desk) for kind in kinds}
    for kind, body in papers.items():
        put(desk.book, desk.stream, kind, f"paper-{kind}", body)
    desk.exchange()
    assert problems_of(hq) == []
    before, entries, fields = contents(hq), [], []
    for kind, body in papers.items():
        for field, wrong in reversals_amiss(body, f"paper-{kind}"):
            fields.append((kind, field))
            wrong.number = f"{body.number[:-4]}{len(fields) + 1000}"
            entries.append(make_entry(kind, f"wrong{len(fields)}", encode(wrong)))
    assert len({kind for kind, _ in fields}) == len(kinds)
    offered(desk, entries)
    told = dict(rows(hq, "SELECT record, code FROM problem"))
    # A sum that isn't that of its lines is seen by the bounds before.
    fit = {"reversal_inexact", "record_unfit"}
    assert [name for place, name in enumerate(fields, 1) if told.get(f"wrong{place}") not in fit] == []
    inexact = {kind for place, (kind, _) in enumerate(fields, 1) if told[f"wrong{place}"] == "reversal_inexact"}
    assert inexact == {*kinds}
    assert contents(hq) == before
    assert_sound(hq)
