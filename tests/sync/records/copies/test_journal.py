"""Frames of the second copy are found whatever lies between them, and wherever a piece of the file ends."""

import pytest

from sync.records.copies import journal
from sync.records.copies.journal import Copied, Damage, frame, is_blank, last_frame, read_frames
from sync.records.copies.outbox import read_outbox
from sync.streams import OwnEntry, make_entry


def frames(count, size=40):
    made = [
        OwnEntry(number, make_entry("order", f"o{number}", b'"%s"' % (b"x" * size)), bytes(32))
        for number in range(count)
    ]
    return [frame("desk/d1", each) for each in made]


def numbers(path):
    return [each.own.number for each in read_frames(path) if isinstance(each, Copied)]


def damages(path):
    return [(each.start, each.end) for each in read_frames(path) if isinstance(each, Damage)]


@pytest.mark.parametrize("room", [0, 1, 7, 8, 4096])
def test_room_that_was_never_written_to_is_no_damage(tmp_path, room):
    path = tmp_path / "copy"
    path.write_bytes(b"".join(frames(3)) + bytes(room))
    assert numbers(path) == [0, 1, 2]
    assert damages(path) == []
    found = last_frame(path)
    assert found is not None
    assert found.own.number == 2
    path.write_bytes(bytes(room))
    assert is_blank(path)
    assert last_frame(path) is None
    assert list(read_frames(path)) == []


@pytest.mark.parametrize("size", range(20, 64, 3))
def test_frames_behind_damage_are_found_wherever_a_piece_ends(tmp_path, monkeypatch, size):
    monkeypatch.setattr(journal, "_PIECE", 64)
    first, *rest = frames(6, size)
    spoilt = bytearray(first)
    spoilt[12] ^= 1
    path = tmp_path / "copy"
    path.write_bytes(bytes(spoilt) + b"".join(rest))
    assert numbers(path) == [1, 2, 3, 4, 5]
    assert damages(path) == [(0, len(first))]


def test_rubbish_at_the_end_is_damage(tmp_path):
    path = tmp_path / "copy"
    whole = b"".join(frames(2))
    path.write_bytes(whole + b"rubbish" + bytes(100))
    assert numbers(path) == [0, 1]
    assert damages(path) == [(len(whole), len(whole) + 107)]
    assert last_frame(path) is None


def test_an_entry_comes_back_as_it_was_and_a_deletion_as_one(tmp_path):
    path = tmp_path / "copy"
    made = [
        OwnEntry(1, make_entry("order", "o", b'{"a":1}'), b"1" * 32),
        OwnEntry(2, make_entry("order", "o", None), bytes(32)),
    ]
    path.write_bytes(b"".join(frame("desk/d1", each) for each in made))
    assert [each.own for each in read_frames(path) if isinstance(each, Copied)] == made


def test_a_record_of_several_megabytes_is_found_like_any_other(tmp_path):
    path = tmp_path / "copy"
    first, large, last = frames(1)[0], frames(2, 3_000_000)[1], frames(3)[2]
    path.write_bytes(first + large)
    found = last_frame(path)
    assert found is not None
    assert (found.own.number, found.end) == (1, len(first + large))
    assert numbers(path) == [0, 1]
    spoilt = bytearray(first)
    spoilt[12] ^= 1
    path.write_bytes(bytes(spoilt) + large + last)
    assert numbers(path) == [1, 2]


def test_there_is_nothing_in_a_file_that_isnt_there(tmp_path):
    path = tmp_path / "copy"
    assert list(read_frames(path)) == []
    assert is_blank(path)
    assert read_outbox(path) == ([], 0)
