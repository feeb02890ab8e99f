"""Whatever stands in a body of whatever kind: held or refused with a code; other entries go on, and all can be read."""

import json
import logging
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.desk import open_desk
from desktop.listings.listing import NOTHING
from desktop.listings.registry import LISTINGS
from domain.errors import DeskError
from sync.records.bodies.records import BODY_TYPES, encode
from sync.records.bounds.fields import BOUNDS
from sync.records.repair.checking import check
from sync.streams import make_entry
from tests.building.sync.books import order_of, rows, stock_up
from tests.building.sync.ends import assert_digests_true, assert_sound
from tests.sync.hq.test_admission_table import a_record, offered

STRANGE = [
    "\u202e123", "\u200b\u200d", "a\x00b", "\x1b[31m", "９９", "' OR 1=1; --", "=cmd|' /C calc'!A0", "𝟙" * 50, "",
]  # fmt: skip
NUMBERS = [0, -1, 10**13, 2**63 - 1, -(2**63), 2**63, 10**40, 0.1, -0.0, 1e308]
leaves = st.one_of(st.none(), st.booleans(), st.sampled_from(NUMBERS), st.sampled_from(STRANGE), st.text(max_size=20))
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
KINDS_SENT = [*BODY_TYPES, "voucher", "订单", "order\u200b", "x" * 80]
IDS = [
    "x1", "", "\u202eabc", "opening:HQ:GD01", "GD01:\u0000", "XSDD-01-261123-0001", "y" * 500, "z" * 501, "GD01",
    "a/b/c",
]  # fmt: skip


def told(value):
    """As JSON, half characters and all."""
    return json.dumps(value, allow_nan=False).encode()


@st.composite
def altered(draw, kind):
    """A record that would fit but for one to three fields: other, missing, doubled, or known to nobody."""
    body = json.loads(encode(a_record(kind)))
    names = sorted(BOUNDS[BODY_TYPES[kind]])
    doubled = b""
    for _ in range(draw(st.integers(1, 3))):
        name, how = draw(st.sampled_from(names)), draw(st.sampled_from(["other", "gone", "twice", "unknown"]))
        value = draw(values)
        if how == "gone":
            body.pop(name, None)
        elif how == "twice":
            doubled += b"," + told(name) + b":" + told(value)
        else:
            body[name if how == "other" else f"{name}\u200b"] = value
    raw = told(body)
    return raw[:-1] + (doubled if raw != b"{}" else b"") + b"}"


DEEP = st.sampled_from([b"[" * depth + b"]" * depth for depth in (65, 900)])
SHAPELESS = st.one_of(
    values.map(told), DEEP, st.sampled_from([b"{}", b"[]", b'"\\ud800"', b'{"a":"\\u0000"}', b"1e400"])
)


@st.composite
def entries(draw):
    kind, record = draw(st.sampled_from(KINDS_SENT)), draw(st.sampled_from(IDS))
    known = kind in BODY_TYPES and draw(st.integers(0, 3)) > 0
    body = draw(altered(kind) if known else SHAPELESS)
    return kind, record, None if body == b"null" else body


def try_bodies(hq, desk, examples, caplog):
    """Offers random pages from a desk, each behind what HQ took before; what was refused as a whole has a code."""
    codes = set()

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(entries(), min_size=15, max_size=15))
    def run(page):
        try:
            offered(replace(desk, book=hq), [make_entry(*each) for each in page if each[1] and "\0" not in each[1]])
        except DeskError as refused:
            codes.add(refused.code)

    with caplog.at_level(logging.WARNING):
        run()
    assert codes <= {"message_unreadable", "entries_malformed"}
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR or each.exc_info] == []


@pytest.mark.parametrize("dealer", ["GD01", "HQ"])
def test_random_bodies_are_held_and_nobody_notices(hq, desks, dealer, caplog):
    stock_up(hq, {"A": 1000})
    hostile, honest, above = desks(dealer), desks(), desks("HQ")
    for end in (hostile, honest, above):
        end.exchange()
    before = len(rows(hq, "SELECT id FROM problem"))
    # As many fewer on the slower engine as keep the test short.
    try_bodies(hq, hostile, 15 if hq.is_sqlite else 8, caplog)
    assert len(rows(hq, "SELECT id FROM problem")) > before + 30
    assert rows(hq, "SELECT COUNT(*) FROM problem WHERE code = 'record_not_applied'") == [(0,)]
    order = honest.order()
    assert {each.code for each in honest.exchange().notices} == set()
    assert order_of(hq, order)[0] == "accepted"
    above.exchange()
    assert check(hq) == []
    assert_digests_true(hq)
    assert_sound(above.book)
    above.book.close()
    with open_desk(above.folder, writing=False) as desk:
        for kind, listed in LISTINGS.items():
            if listed.needs:  # a customer, a policy or a file, of which there is none here
                continue
            assert read_list(desk, listed) is None, kind


def read_list(desk, listed):
    """Every row with every column in both languages; the failure where it isn't the program's own word."""
    try:
        for row in listed.ask(desk, NOTHING):
            for column in listed.columns:
                for language in ("zh", "en"):
                    column.cell(row, language)
    except DeskError:
        return None
    except Exception as defect:  # noqa: BLE001 -- told with the list's name
        return repr(defect)
    return None
