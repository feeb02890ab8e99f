"""Names by whole syllables, by initials, and by any mix of both."""

import pytest

from domain.values.pinyin_matching import MOST_WAYS, matches, ways

SYLLABLES = {"ling", "lin", "li", "nan", "na", "an", "shan", "quan", "chong", "zhong", "qing", "qin", "qi", "ng", "a"}
LINGNAN = (("ling",), ("nan",), ("shan",), ("quan",), ("5",), ("5",), ("0",))
CHONGQING = (("chong", "zhong"), ("qing",))


@pytest.mark.parametrize(
    "typed",
    [
        "lingnan",
        "lns",
        "lnsq550",
        "lingnsq",
        "lnshanquan",
        "lingnansh",
        "l",
        "nan",
        "shanq55",
        "quan550",
        "lingnanshanquan550",
    ],
)
def test_syllables_initials_and_any_mix_spell_a_name(typed):
    assert matches(typed, LINGNAN)


@pytest.mark.parametrize("typed", ["nanling", "lingshan", "lnq", "lingnann", "550l", "x"])
def test_what_leaves_out_or_turns_round_spells_none(typed):
    assert not matches(typed, LINGNAN)


@pytest.mark.parametrize("typed", ["chongqing", "zhongqing", "cq", "zq", "chongq", "zqing"])
def test_every_reading_counts(typed):
    assert matches(typed, CHONGQING)


def test_the_fewest_parts_come_first_and_a_begun_syllable_is_one():
    assert ways("lingnan", SYLLABLES)[0] == ("ling", "nan")
    assert ways("chongqi", SYLLABLES)[0] == ("chong", "qi")
    assert ("c", "q") in ways("cq", SYLLABLES)
    assert len(ways("lingnanshanquanlingnan" * 3, SYLLABLES)) <= MOST_WAYS
    assert ways("", SYLLABLES) == [()]
