"""What is found by a name: as written, in the other language, by its pinyin whole or by initials, by its keys."""

import pytest

from desktop.actions.finding.names import BEGINS, SPELLED, WHOLE, WITHIN, WORD, closeness, fitting

NAMES = [
    ("核销", "Settle", "Shift+F6"),
    ("反核销", "Undo settling"),
    ("收款", "Receive money", "F6"),
    ("银行流水", "Bank files"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("核销", ["核销", "反核销"]),
        ("hx", ["核销", "反核销"]),
        ("hexiao", ["核销", "反核销"]),
        ("HeXiao", ["核销", "反核销"]),
        ("shouk", ["收款"]),
        ("settl", ["核销", "反核销"]),
        ("money receive", ["收款"]),
        ("f6", ["收款", "核销"]),
        ("yhls", ["银行流水"]),
        ("liushui", ["银行流水"]),
        ("zzz", []),
        ("", []),
        ("   ", []),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(typed, found):
    assert [NAMES[place][0] for place, _ in fitting(NAMES, typed)] == found


@pytest.mark.parametrize(
    ("name", "word", "fit"),
    [
        ("Settle", "settle", WHOLE),
        ("Settle", "set", BEGINS),
        ("Bank files", "files", WORD),
        ("Settle", "ttl", WITHIN),
        ("核销", "hexiao", WORD),
        ("反核销", "hexiao", SPELLED),
        ("核销", "settle", None),
        ("100% 棉", "%", WITHIN),
    ],
)
def test_how_close_a_name_is(name, word, fit):
    assert closeness(name, word) == fit
