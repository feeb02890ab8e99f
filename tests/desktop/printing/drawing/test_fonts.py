"""The paper's font has everyone's name, and what it lacks is noticed."""

from __future__ import annotations

import resources
from desktop.printing.drawing import fonts
from desktop.printing.drawing.fonts import font, missing_glyphs


def test_names_that_gb2312_lacks_are_there():
    assert missing_glyphs("喆堃珺鎏璟镕赟翀淼焱煊昇") == ()


def test_every_hanzi_of_gbk_is_there_in_both_weights():
    hanzi = {
        text
        for first in range(0x81, 0xFF)
        for second in range(0x40, 0xFF)
        if len(text := bytes((first, second)).decode("gbk", "ignore")) == 1 and "一" <= text <= "龥"
    }
    assert len(hanzi) == 20_902
    for bold in (False, True):
        known = font(bold=bold).face.charToGlyph
        assert [mark for mark in hanzi if ord(mark) not in known] == []


def test_the_signs_of_the_papers_are_there():
    assert missing_glyphs("¥￥→−–—•·□☐✓〓…（），。：；“”《》№℃①㎡×") in ((), ("☐",))


def test_what_is_missing_is_named_once_in_order_and_blanks_are_not():
    assert missing_glyphs("𠮷a\n\t𠀋𠮷 　") == ("𠮷", "𠀋")


def test_both_weights_know_their_characters_by_one_table_and_leave_their_files_on_the_disk():
    regular, bold = fonts.font().face, fonts.font(bold=True).face
    assert regular.charToGlyph is bold.charToGlyph
    for face, name in ((regular, fonts.REGULAR), (bold, fonts.BOLD)):
        whole = resources.path(f"fonts/{name}.ttf").read_bytes()
        assert not isinstance(face._ttf_data, bytes)
        for begin, end in ((0, 4), (100, 164), (len(whole) - 4, len(whole))):
            assert face._ttf_data[begin:end] == whole[begin:end]
