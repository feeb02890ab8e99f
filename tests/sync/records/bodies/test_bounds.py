"""Many records held to their bounds at once are judged as each of them would be alone."""

import random

import pytest

from sync.records.bodies.policies import UserBody
from sync.records.bodies.records import DocumentBody, LineBody, PriceBody, ProductBody, StepBody, encode
from sync.records.bounds import fitting
from sync.records.bounds.fields import BOUNDS
from sync.records.bounds.fitting import Misfit, read_record, read_records
from sync.records.bounds.values import (
    Anything,
    Code,
    DayBound,
    Facts,
    FormBound,
    Heard,
    Instant,
    Many,
    Name,
    OneOf,
    TextBound,
    Whole,
)

TEXTS = [
    "", " ", "\u3000 ", "A", "SP0001", "农夫山泉", "全角　空格", "a\tb", "表\t格", "a\nb", "行\n行", "a\x00b", "\x7f",
    "\ud800",
    "x" * 200, "x" * 201, "x" * 501, "é", "2026-02-28", "2026-02-30", "9999-12-31", "2026-11-29T10:00:00Z",
    "Ab", "a.b-c_9", "desk/x#1", "desk/x#1 desk/y#22", "desk/x#1234567890123456789",
]  # fmt: skip
NUMBERS = [None, 0, 1, -1, 10**6, 10**13, 10**13 + 1, -(10**13), -(10**13) - 1, 10**15, 10**15 + 1, 10_001]
FIELDS = [(f"{shape.__name__}.{name}", bound) for shape, fields in BOUNDS.items() for name, bound in fields.items()]
ALL = {bound: name for name, bound in reversed(FIELDS)}


def pool(bound):
    if isinstance(bound, Whole):
        return NUMBERS
    if isinstance(bound, (TextBound, Name, Code, DayBound, Heard, Instant, OneOf)):
        return [*TEXTS, *(list(bound) if isinstance(bound, OneOf) else [])]
    if isinstance(bound, Facts):
        return [{}, {"a": 1 if bound.number else "b"}, {"": 1 if bound.number else "b"}]
    if isinstance(bound, Many):
        long = ["a"] * (bound.most + 1 if bound.most <= 1_000 else 1)
        return [[], TEXTS[1:4] if bound.of else [], ["\x00"] if bound.of is not None else [], long]
    return [b"{}"] if isinstance(bound, FormBound) else [True, False]


def test_every_kind_of_bound_is_tried():
    assert {type(each) for each in ALL} == {
        Anything, Code, DayBound, Facts, FormBound, Heard, Instant, Many, Name, OneOf, TextBound, Whole
    }  # fmt: skip


@pytest.mark.parametrize("bound", ALL, ids=list(ALL.values()))
def test_no_value_passes_among_others_that_would_not_pass_alone(bound):
    chance, values = random.Random(7), pool(bound)
    if isinstance(bound, (Many,)) and bound.of is not None and not isinstance(bound.of, (TextBound, Name)):
        values = [[]]
    for _ in range(300):
        some = [chance.choice(values) for _ in range(chance.randrange(1, 4))]
        alone = [bound(each) for each in some]
        assert not bound.fit_all(some) or not any(alone), (some, alone)
    assert bound.fit_all([])
    for each in values:
        if not bound(each) and not isinstance(each, str):
            assert bound.fit_all([each, each])


@pytest.mark.parametrize("shape", [LineBody, StepBody, DocumentBody], ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("count", [1, 2, 20])
def test_no_record_passes_at_once_that_has_a_field_out_of_bounds(shape, count):
    """Also where all say the same, or what a field says where nothing is said; and most that fit do pass."""
    chance, passed = random.Random(11), 0
    needed = {name: chance.choice(fit(name, shape)) for name in shape.__struct_fields__ if not is_nested(name, shape)}
    for _ in range(400):
        name = chance.choice(list(needed))
        values = pool(BOUNDS[shape][name])
        same = chance.choice(values)
        column = [same] * count if chance.random() < 0.5 else [chance.choice(values) for _ in range(count)]
        bodies = [shape(**{**needed, name: value}) for value in column]
        fits = all(fitting._misfit(body, "") is None for body in bodies)
        at_once = fitting._fit_surely(bodies)
        assert fits or not at_once, (name, column)
        passed += at_once
    assert passed > 30


def fit(name, shape):
    return [value for value in pool(BOUNDS[shape][name]) if not BOUNDS[shape][name](value)]


def is_nested(name, shape):
    return isinstance(BOUNDS[shape][name], Many)


@pytest.mark.parametrize("count", [1, 20])
def test_one_line_with_too_long_an_explanation_is_seen_among_many(count):
    """Each of its steps fits."""
    bound = BOUNDS[LineBody]["why"]
    assert isinstance(bound, Many)
    most = bound.most
    lines = [LineBody("A", "A", 1000, 100, why=[StepBody("hand")] * most) for _ in range(count)]
    assert fitting._fit_surely(lines)
    lines[-1].why = [StepBody("hand")] * (most + 1)
    assert not fitting._fit_surely(lines)


@pytest.mark.parametrize("wrong", [None, "SP0003"])
def test_many_are_read_as_one_by_one(monkeypatch, wrong):
    rows = []
    for place in range(8):
        sku = f"SP{place:04d}"
        price = -1 if sku == wrong else 100 + place
        rows.append((f"P1|{sku}|", encode(PriceBody("P1", sku, price))))
    assert read_records("price", rows) == [read_record("price", record, raw) for record, raw in rows]
    assert [isinstance(each, Misfit) for each in read_records("price", rows)].count(True) == (1 if wrong else 0)
    unreadable = [*rows, ("P1|X|", b'{"price_list":1}')]
    assert read_records("price", unreadable) == [read_record("price", record, raw) for record, raw in unreadable]
    assert read_records("unheard_of", rows) == [None] * len(rows)
    assert read_records("price", []) == []


def test_what_fits_is_not_looked_at_one_by_one(monkeypatch):
    monkeypatch.setattr(fitting, "read_record", lambda *_: pytest.fail("looked at one by one"))
    products = [(f"SP{place}", encode(ProductBody(f"SP{place}", f"农夫山泉{place}ml", "瓶"))) for place in range(50)]
    assert len(read_records("product", products)) == 50


def test_an_id_out_of_bounds_is_seen_among_many():
    rows = [(record, encode(PriceBody("P1", "SP1", 100))) for record in ("a", "x" * 501, "b")]
    assert [isinstance(each, Misfit) for each in read_records("price", rows)] == [False, True, False]


@pytest.mark.parametrize("blank", [" ", "   ", "\u3000", "\u00a0"])
def test_blanks_alone_name_nothing(blank):
    bounds = BOUNDS[ProductBody]
    assert {bounds[field](blank) for field in ("sku", "unit")} == {BOUNDS[UserBody]["name"](blank)} == {"text_missing"}
    assert not bounds["sku"].fit_all(["A", blank])


@pytest.mark.parametrize("mark", ["\u200b", "\u202e", "\ufeff", "\u00ad", "\u3000"])
def test_no_number_of_a_document_holds_what_nobody_sees(mark):
    """Two numbers that look alike are one number to whoever reads them."""
    (bound,) = {fields["number"] for shape, fields in BOUNDS.items() if shape.__name__ == "DocumentBody"}
    assert bound("XSDD-01-261129-0001") == bound("销售-0001") == ""
    assert bound(f"XSDD-01{mark}-261129-0001") == "control_character"
    assert not bound.fit_all([f"XSDD-01{mark}-261129-0001", "XSDD-02"])
