"""A part of a snapshot gives back what was put into it, is cut where agreed, and is none where its columns disagree."""

import zlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import parts
from sync.wire.packing import UnreadableError
from sync.wire.parts import cut_parts, name_of, pack_part, unpack_part

BODIES = st.sampled_from([b"{}", b'{"a": 1}', b"[ ]", '"甲"'.encode()])
ROWS = st.lists(st.tuples(st.integers(1, 9), st.sampled_from("ab"), st.text("xy甲", max_size=3), BODIES), max_size=12)


def risen(rows):
    """The same records with numbers that rise by these steps."""
    number, found = 0, []
    for step, kind, record, body in rows:
        number += step
        found.append((number, kind, record, body))
    return found


@given(ROWS)
def test_what_is_packed_comes_back(rows):
    rows = risen(rows)
    got = unpack_part(pack_part(rows))
    kinds = [kind for kind, start, end in got.runs() for _ in range(start, end)]
    bodies = [bytes(each) for each in got.bodies]
    assert list(zip(got.numbers(), kinds, got.records, bodies, strict=True)) == rows
    assert all(one[0] != other[0] for one, other in zip(got.kinds, got.kinds[1:], strict=False))


@given(ROWS)
def test_the_same_records_have_the_same_name(rows):
    packed = pack_part(risen(rows))
    assert packed == pack_part(risen(rows))
    assert len(name_of(packed)) == 64
    assert name_of(packed) != name_of(packed + b"x")


@pytest.mark.parametrize(
    ("sizes", "cut"),
    [
        ([], []),
        ([1], [1]),
        ([1, 1, 1], [3]),  # as many as a part holds
        ([1, 1, 1, 1], [3, 1]),
        ([9, 1], [2]),  # just as many bytes
        ([10, 1], [1, 1]),
        ([9, 0, 1], [3]),
        ([50, 50, 1, 1, 1], [1, 1, 3]),
    ],
)
def test_a_part_ends_where_either_bound_is_met(monkeypatch, sizes, cut):
    monkeypatch.setattr(parts, "PART_ROWS", 3)
    monkeypatch.setattr(parts, "PART_BYTES", 10)
    rows = [(place, "a", str(place), b"x" * size) for place, size in enumerate(sizes, 1)]
    found = list(cut_parts(rows))
    assert [len(each) for each in found] == cut
    assert [row for part in found for row in part] == rows


def packed(**changes):
    columns = {"kinds": [["a", 2], ["b", 1]], "steps": [1, 2, 1], "records": ["x", "y", "z"], "bodies": [{}, {}, {}]}
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(msgspec.json.encode(columns | changes)) + packer.flush()


def test_columns_that_agree_are_read():
    assert unpack_part(packed()).numbers() == [1, 3, 4]
    nothing: dict[str, list[object]] = {"kinds": [], "steps": [], "records": [], "bodies": []}
    assert unpack_part(packed(**nothing)).numbers() == []


WRONG: dict[str, dict[str, Any]] = {
    "a step missing": {"steps": [1, 2]},
    "an id missing": {"records": ["x", "y"]},
    "a body missing": {"bodies": [{}, {}]},
    "a run too short": {"kinds": [["a", 2]]},
    "a run too long": {"kinds": [["a", 2], ["b", 2]]},
    "a run of nothing": {"kinds": [["a", 3], ["b", 0]]},
    "a run of less": {"kinds": [["a", 4], ["b", -1]]},
    "a number twice": {"steps": [1, 0, 1]},
    "numbers that fall": {"steps": [3, -1, 1]},
    "no number": {"steps": [0, 2, 1]},
    "a zero in an id": {"records": ["x", "y\0", "z"]},
    "a zero in a kind": {"kinds": [["a\0", 2], ["b", 1]]},
    "another type": {"steps": ["1", 2, 1]},
}


@pytest.mark.parametrize("what", WRONG)
def test_columns_that_disagree_are_no_part(what):
    with pytest.raises(UnreadableError):
        unpack_part(packed(**WRONG[what]))


@pytest.mark.parametrize("raw", [b"", b"{}", b"\x1f\x8brubbish", packed()[:-1]])
def test_anything_else_is_no_part(raw):
    with pytest.raises(UnreadableError):
        unpack_part(raw)
