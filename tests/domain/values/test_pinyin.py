"""Search keys from all readings; the readings themselves are given here, as a dictionary would give them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.pinyin import MOST_KEYS, search_keys

INITIALS = {
    "重": ["c", "z"], "庆": ["q"], "啤": ["p"], "酒": ["j"], "朝": ["z", "c"], "阳": ["y"], "单": ["d", "s", "c", "d"],
    "县": ["x", "x"], "曾": ["c", "z"], "记": ["j"], "娃": ["w"], "哈": ["h", "h"], "钙": ["g"], "奶": ["n"],
    "雪": ["x"],
    "花": ["h"], "纯": ["c"], "生": ["s"], "绿": ["l"], "茶": ["c"],
}  # fmt: skip


def keys_of(name):
    return search_keys([INITIALS.get(character, [character]) for character in name]).split()


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        pytest.param("重庆啤酒", ["cqpj", "zqpj"], id="L01"),
        pytest.param("娃哈哈AD钙奶", ["whhadgn"], id="L02 case"),
        pytest.param("雪花纯生500ml*12", ["xhcs500ml*12"], id="L02 figures"),
        pytest.param("绿茶", ["lc"], id="L03"),
        pytest.param("朝阳", ["zy", "cy"], id="L04 朝阳"),
        pytest.param("单县", ["dx", "sx", "cx"], id="L04 单县"),
        pytest.param("曾记", ["cj", "zj"], id="L04 曾记"),
        ("绿茶 500 ＭＬ", ["lc500ml"]),
        ("", []),
        ("　 ", []),
    ],
)
def test_every_reading_can_be_searched(name, keys):
    assert keys_of(name) == keys


def test_a_run_of_other_characters_may_come_in_one_piece():
    assert search_keys([["x"], ["h"], ["500ML *12"]]) == "xh500ml*12"
    assert search_keys([["c", "z"], ["（小）"]]) == "c(小) z(小)"


def test_characters_that_differ_from_the_usual_reading_come_one_at_a_time_first():
    assert keys_of("朝单曾") == [
        "zdc", "cdc", "zsc", "zcc", "zdz",
        "csc", "ccc", "cdz", "zsz", "zcz",
        "csz", "ccz",
    ]  # fmt: skip


def test_a_name_full_of_doubts_stays_bounded_and_keeps_every_single_doubt():
    keys = keys_of("朝" * 15)
    assert len(keys) == MOST_KEYS
    assert keys[0] == "z" * 15
    assert set(keys[1:]) == {"z" * place + "c" + "z" * (14 - place) for place in range(15)}


spellings = st.lists(st.sampled_from(["a", "b", "C", "c"]), min_size=1, max_size=3)


@given(st.lists(spellings, min_size=1, max_size=6))
def test_keys_are_the_first_of_all_combinations(readings):
    keys = search_keys(readings).split()
    everything = {"".join(choice).lower() for choice in product(*readings)}
    assert len(keys) == len(set(keys)) == min(MOST_KEYS, len(everything))
    assert set(keys) <= everything
    assert keys[0] == "".join(reading[0] for reading in readings).lower()
