"""人民币大写: the vectors of the field, both legal spellings when reading, one when writing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.values.chinese_amounts import amount_in_words, read_amount

WRITTEN = {
    "K01": ("0", "零元整"),
    "K02": ("0.05", "伍分"),
    "K02-one-fen": ("0.01", "壹分"),
    "K03": ("0.50", "伍角"),
    "K04": ("1.009", "壹元零壹分"),
    "K05": ("10", "壹拾元整"),
    "K06": ("10.01", "壹拾元零壹分"),
    "K07": ("10.10", "壹拾元壹角"),
    "K13": ("123.45", "壹佰贰拾叁元肆角伍分"),
    "K14": ("199.85", "壹佰玖拾玖元捌角伍分"),
    "K15": ("1024.00", "壹仟零贰拾肆元整"),
    "K16": ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
    "K17": ("1409.50", "壹仟肆佰零玖元伍角"),
    "K18": ("6007.14", "陆仟零柒元壹角肆分"),
    "K19": ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
    "K23": ("2421.02", "贰仟肆佰贰拾壹元零贰分"),
    "K24": ("67556.32", "陆万柒仟伍佰伍拾陆元叁角贰分"),
    "K25": ("1594.6589", "壹仟伍佰玖拾肆元陆角陆分"),
    "K26": ("10000", "壹万元整"),
    "K27": ("10001", "壹万零壹元整"),
    "K28": ("10010", "壹万零壹拾元整"),
    "K29": ("20000", "贰万元整"),
    "K30": ("100000", "壹拾万元整"),
    "K31": ("1000000", "壹佰万元整"),
    "K32": ("10000000", "壹仟万元整"),
    "K37": ("100000001", "壹亿零壹元整"),
    "K38": ("100030000", "壹亿零叁万元整"),
    "K39": ("100300000", "壹亿零叁拾万元整"),
    "K40": ("100350089", "壹亿零叁拾伍万零捌拾玖元整"),
    "K41": ("123000456", "壹亿贰仟叁佰万零肆佰伍拾陆元整"),
    "K42": ("123456789.12", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分"),
    "K43": ("200000000", "贰亿元整"),
    "K44": ("1000000000", "壹拾亿元整"),
    "K45": ("9800005000", "玖拾捌亿零伍仟元整"),
    "K46": ("100000000001", "壹仟亿零壹元整"),
    "K49": ("-123.45", "负壹佰贰拾叁元肆角伍分"),
    "K50": ("-10.50", "负壹拾元伍角"),
    "K51": ("-0.00", "零元整"),
    "16,409.02": ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    "325.04": ("325.04", "叁佰贰拾伍元零肆分"),
    "67,348.18": ("67348.18", "陆万柒仟叁佰肆拾捌元壹角捌分"),
    "309,825 without 零": ("309825", "叁拾万玖仟捌佰贰拾伍元整"),
    "107,000.53 without 零": ("107000.53", "壹拾万柒仟元伍角叁分"),
    "the last below 仟": ("10999", "壹万零玖佰玖拾玖元整"),
    "the first with 仟": ("11000", "壹万壹仟元整"),
    "万亿": ("1000000000000", "壹万亿元整"),
    "万亿 with a fen": ("1000000010000.01", "壹万亿零壹万元零壹分"),
    "the last one": (
        "9999999999999999.99",
        "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    ),
    "less than half a fen below zero": ("-0.004", "零元整"),
}


@pytest.mark.parametrize(("amount", "words"), WRITTEN.values(), ids=WRITTEN.keys())
def test_writes_one_form_and_reads_it_back(amount, words):
    assert amount_in_words(Decimal(amount)) == words
    assert read_amount(words) == round(Decimal(amount) + 0, 2)


READ = {
    "K02": ("零元零伍分", "0.05"),
    "K03": ("零元伍角整", "0.50"),
    "K04": ("壹元整", "1"),
    "K07": ("壹拾元壹角整", "10.10"),
    "K19": ("壹仟陆佰捌拾元零叁角贰分", "1680.32"),
    "K20": ("壹拾万零柒仟元零伍角叁分", "107000.53"),
    "K34": ("叁拾万零玖仟捌佰贰拾伍元整", "309825"),
    "K50": ("负壹拾元伍角整", "-10.50"),
    "K52 万": ("两万二", "22000"),
    "K52 佰": ("一百二", "120"),
    "K52 零": ("两万二零三", "22003"),
    "亿": ("一亿二", "120000000"),
    "prefix": ("人民币：壹佰元整", "100"),
    "other signs": ("人民币 貳萬圓正", "20000"),
    "拾 alone": ("拾伍元整", "15"),
    "no 元": ("十二", "12"),
    "zero": ("负零元整", "0"),
}


@pytest.mark.parametrize(("words", "amount"), READ.values(), ids=READ.keys())
def test_reads_every_legal_spelling(words, amount):
    assert read_amount(words) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元整",
        "人民币",
        "角",
        "一百一二三",  # K52
        "壹佰贰元整",  # 102 or 120?
        "壹仟贰元整",  # 1,002 or 1,200?
        "贰贰元整",
        "壹元壹分整",
        "壹万万元整",
        "壹亿亿元整",
        "壹拾贰佰元整",
        "万元整",
        "一万亿二",
        "12.50",
        "壹元伍角伍角",
    ],
)
def test_refuses_what_has_no_single_reading(text):
    with pytest.raises(UsageError) as refused:
        read_amount(text)
    assert refused.value.code == "amount_unreadable"
    assert refused.value.facts == {"text": text}


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_every_amount_survives_the_round_trip(fen):
    amount = Decimal(fen) / 100
    assert read_amount(amount_in_words(amount)) == amount


@given(st.integers(0, 10**18 - 1))
def test_never_two_zeros_in_a_row_and_whole_only_after_yuan(fen):
    words = amount_in_words(Decimal(fen) / 100)
    assert "零零" not in words
    assert "零元" not in words or words == "零元整"
    assert words.endswith("元整") == (fen % 100 == 0)


_WAN, _YI = 10**4, 10**8


def other_spellings(fen):
    """The legal spellings this house doesn't write: 整 behind 角, 零 before 角 and before 仟 where the tens are empty,
    noughts of the smallest amounts said, 圆 and 正."""
    words = amount_in_words(Decimal(fen) / 100)
    yuan, jiao = fen // 100, fen // 10 % 10
    spellings = {words, words.replace("元", "圆").replace("整", "正"), f"人民币{words}"}
    if jiao and not fen % 10:
        spellings.add(words + "整")
    if jiao and yuan and not yuan % 10:
        spellings.add(words.replace("元", "元零"))
    if not yuan:
        spellings.add("零元" + ("" if jiao else "零") + words if fen else words)
    for size, name in ((_WAN, "万"), (_YI, "亿")):
        above, below = divmod(yuan, size)
        if above and not above % 10 and below % _YI >= size // 10 and words.count(name) == 1:
            spellings.add(words.replace(name, name + "零"))
    return spellings


@given(st.one_of(st.integers(0, 10**16 - 1), st.integers(0, 10**9), st.integers(0, 10**6).map(lambda each: each * 10)))
def test_every_legal_spelling_up_to_a_million_million_reads_the_same(fen):
    for words in other_spellings(fen):
        assert read_amount(words) == Decimal(fen) / 100, words


def test_beyond_the_words_is_told():
    for amount in ("1E+16", "-1E+40", "9999999999999999.995"):
        with pytest.raises(UsageError) as refused:
            amount_in_words(Decimal(amount))
        assert refused.value.code == "amount_too_large"
