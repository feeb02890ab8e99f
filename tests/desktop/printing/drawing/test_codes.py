"""A code made by sums is the code made from the ground, and a reader reads it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.printing.drawing import codes
from desktop.printing.drawing.codes import LENGTH, SIDE, code_rows

TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=LENGTH)


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_sums_and_ground_agree(text):
    codes._made = codes._FEW
    assert code_rows(text) == codes._from_ground(text.encode().ljust(LENGTH))


def test_a_text_of_any_length_has_a_code():
    assert len(code_rows("DZD-01-202610-0028|1.00|" + "a" * 64)) == SIDE
    assert len(code_rows("x" * 300)) > SIDE
