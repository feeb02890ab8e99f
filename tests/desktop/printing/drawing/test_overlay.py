"""A layout is millimetres kept in a file: moved, changed, shifted for a printer, and read back whole."""

import json

import pytest

from desktop.printing.drawing.paper import PAPERS, paper_named
from desktop.printing.overlay import (
    COLUMNS,
    FIELDS,
    KINDS,
    layout_path,
    overlay_json,
    plain_overlay,
    read_overlay,
)
from domain.errors import UsageError


def test_no_field_leaves_the_paper():
    moved = plain_overlay("statement").moved("customer", -999, 999)
    assert (moved.spots[0].x, moved.spots[0].y) == (0, 139.7)


def test_a_head_field_and_a_column_of_one_name_move_alone():
    plain = plain_overlay("statement")
    moved = plain.moved("number", 5, 0, column=True)
    assert moved.spots == plain.spots
    assert [a.x - b.x for a, b in zip(moved.columns, plain.columns, strict=True)] == [0, 0, 5, 0, 0, 0, 0]


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_layout_has_every_field_once_within_what_prints(kind, name):
    overlay = plain_overlay(kind, name)
    paper = paper_named(overlay.paper)
    assert sorted(spot.field for spot in overlay.spots) == sorted(FIELDS[kind])
    assert tuple(spot.field for spot in overlay.columns) == COLUMNS[kind]
    last = (overlay.lines - 1) * overlay.step
    areas = []
    for spots, down in ((overlay.spots, 0.0), (overlay.columns, last)):
        for spot in spots:
            high = spot.width if spot.field == "qr" else spot.size * 25.4 / 72
            assert paper.left <= spot.x
            assert spot.x + spot.width <= paper.right
            assert spot.y + down <= paper.height - 3.2
            areas.append((spot.field, spot.x, spot.y - high, spot.x + spot.width, spot.y + down))
    for place, (each, left, top, right, bottom) in enumerate(areas):
        for other, l2, t2, r2, b2 in areas[place + 1 :]:
            assert right <= l2 or r2 <= left or bottom <= t2 or b2 <= top, (each, other)


def test_a_layout_reads_back_and_a_broken_one_is_told(tmp_path):
    overlay = plain_overlay("money_receipt").moved("date", 3, 3).for_printer("LQ", 1, 2)
    path = layout_path(tmp_path, "money_receipt")
    assert read_overlay(tmp_path, "money_receipt") == plain_overlay("money_receipt")
    path.parent.mkdir()
    path.write_bytes(overlay_json(overlay))
    assert read_overlay(tmp_path, "money_receipt") == overlay
    for broken in (b"{", b"[]", b'{"kind": "x"}', overlay_json(overlay).replace(b"241x140", b"a9")):
        path.write_bytes(broken)
        with pytest.raises(UsageError, match="layout_unreadable"):
            read_overlay(tmp_path, "money_receipt")


def test_a_layout_from_before_keeps_its_places_and_gets_new_fields_unprinted(tmp_path):
    path = layout_path(tmp_path, "statement")
    path.parent.mkdir()
    spot = {"field": "customer", "x": 40.0, "y": 20.0, "width": 50.0, "size": 10.0, "right": False}
    told = {"kind": "statement", "paper": "241x140", "spots": [spot], "columns": [], "step": 6.0, "lines": 8}
    path.write_text(json.dumps({**told, "offsets": {"LQ": [1, 2]}}))
    found = read_overlay(tmp_path, "statement")
    assert (found.spots[0].x, found.spots[0].shown, found.offset("LQ")) == (40.0, True, (1.0, 2.0))
    assert {spot.field for spot in found.spots} == set(FIELDS["statement"])
    assert not any(spot.shown for spot in (*found.spots[1:], *found.columns))
