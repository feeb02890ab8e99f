"""Search keys from all readings; the readings themselves are given here, as a dictionary would give them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pinyin import MOST_KEYS, search_keys

READINGS = {
    "重": ["zhòng", "chóng"], "庆": ["qìng"], "啤": ["pí"], "酒": ["jiǔ"], "朝": ["cháo", "zhāo"],
    "阳": ["yáng"],
    "单": ["dān", "shàn", "chán"], "县": ["xiàn", "xuán"], "曾": ["zēng", "céng"], "记": ["jì"], "娃": ["wá"],
    "哈": ["hā", "hǎ", "hà"], "钙": ["gài"], "奶": ["nǎi"], "雪": ["xuě"], "花": ["huā"],
    "纯": ["chún"], "生": ["shēng"],
    "绿": ["lǜ"], "茶": ["chá"], "嗯": ["ń", "ńg"],
}  # fmt: skip


def keys_of(name):
    return search_keys([READINGS.get(character, [character]) for character in name]).split()


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        pytest.param("重庆啤酒", ["zqpj", "cqpj"], id="L01"),
        pytest.param("娃哈哈AD钙奶", ["whhadgn"], id="L02 case"),
        pytest.param("雪花纯生500ml*12", ["xhcs500ml*12"], id="L02 figures"),
        pytest.param("绿茶", ["lc"], id="L03"),
        pytest.param("朝阳", ["cy", "zy"], id="L04 朝阳"),
        pytest.param("单县", ["dx", "sx", "cx"], id="L04 单县"),
        pytest.param("曾记", ["zj", "cj"], id="L04 曾记"),
        ("绿茶 500 ＭＬ", ["lc500ml"]),
        ("嗯", ["n"]),
        ("", []),
        ("　 ", []),
    ],
)
def test_every_reading_can_be_searched(name, keys):
    assert keys_of(name) == keys


def test_characters_that_differ_from_the_usual_reading_come_one_at_a_time_first():
    assert keys_of("朝单曾") == [
        "cdz", "zdz", "csz", "ccz", "cdc",
        "zsz", "zcz", "zdc", "csc", "ccc",
        "zsc", "zcc",
    ]  # fmt: skip


def test_a_name_full_of_doubts_stays_bounded_and_keeps_every_single_doubt():
    keys = keys_of("朝" * 15)
    assert len(keys) == MOST_KEYS
    assert keys[0] == "c" * 15
    assert set(keys[1:]) == {"c" * place + "z" + "c" * (14 - place) for place in range(15)}


@given(st.lists(st.lists(st.sampled_from(["a", "bǐ", "Cao", "ć"]), min_size=1, max_size=3), min_size=1, max_size=6))
def test_keys_are_the_first_of_all_combinations(readings):
    keys = search_keys(readings).split()
    letters = {"a": "a", "bǐ": "b", "Cao": "c", "ć": "c"}
    everything = {"".join(letters[r] for r in choice) for choice in product(*readings)}
    assert len(keys) == len(set(keys)) == min(MOST_KEYS, len(everything))
    assert set(keys) <= everything
    assert keys[0] == "".join(letters[reading[0]] for reading in readings)
