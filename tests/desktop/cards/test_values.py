"""What is typed into a card's field is kept in stored units and shown as it would be typed."""

import pytest

from desktop.cards.faces import FACES
from desktop.cards.values import read_value, show_value
from desktop.column_names import COLUMN_NAMES
from domain.errors import UsageError

TYPED = [
    ("text", "  天河 小卖部 ", "天河 小卖部", "天河 小卖部"),
    ("money", "1,200.5", 120050, "1200.5"),
    ("money", "1.2万", 1200000, "12000"),
    ("money", "0", 0, "0"),
    ("money", "", None, ""),
    ("price", "1.1042", 11042, "1.1042"),
    ("quantity", "24", 24000, "24"),
    ("quantity", "", 0, ""),
    ("days", "30天", 30, "30"),
    ("days", "现结", 0, "0"),
    ("days", "", None, ""),
    ("rate", "13%", 1300, "13%"),
    ("rate", "13", 1300, "13%"),
    ("rate", "0.13", 1300, "13%"),
    ("terms", "月结30天", "M0+30", "M0+30"),
    ("tags", "连锁、A类;连锁", ["A类", "连锁"], "A类、连锁"),
]


@pytest.mark.parametrize(("kind", "typed", "stored", "shown"), TYPED)
def test_what_is_typed_is_stored_and_shown(kind, typed, stored, shown):
    assert read_value(kind, typed) == stored
    assert show_value(kind, stored) == shown
    assert read_value(kind, shown) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("money", "十几", "amount_unreadable"),
        ("money", "-5", "figure_negative"),
        ("money", "1.005", "figure_places"),
        ("money", "99999999999", "figure_places"),
        ("rate", "100%", "figure_places"),
        ("days", "3.5", "credit_days_unreadable"),
        ("days", "-1", "credit_days_unreadable"),
        ("terms", "等有钱", "terms_unreadable"),
    ],
)
def test_what_cant_be_read_says_why(kind, typed, code):
    with pytest.raises(UsageError) as told:
        read_value(kind, typed)
    assert told.value.code == code


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
def test_every_field_has_both_words_and_sentences_call_it_by_them(face):
    assert len({field.key for field in face.fields}) == len(face.fields)
    for field in face.fields:
        assert all(field.title), field.key
        assert bool(field.hint[0]) == bool(field.hint[1]), field.key
        assert bool(field.choices) == (field.type == "choice"), field.key
        if field.listed:
            assert field.key in COLUMN_NAMES
