"""A delivery note tells what was delivered, what it costs and what is owed, on every page and copy."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.printing.note import delivery_note_pdf, print_delivery_note
from desktop.printing.preview import page_sizes
from domain.values.money import format_money
from tests.building.desktop.papers import HEADING, PRINTED, a_note, drawing_orders, page_texts


def printed(note, **options):
    return print_delivery_note(note, heading=HEADING, printed_at=PRINTED, **options)


@pytest.mark.parametrize("paper", ["a4", "241x140"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("lines", [1, 12, 13, 60])
def test_every_line_stands_once_and_the_page_totals_add_up(paper, language, lines):
    note = a_note(lines)
    texts = page_texts(printed(note, paper=paper, language=language).pdf)
    whole = "\n".join(texts)
    for line in note.lines:
        assert whole.count(line.sku) == 1
        assert format_money(line.amount) in whole
    assert format_money(note.total) in texts[-1]
    assert f"人民币{note.amount_in_words}" in texts[-1]
    for part in (note.number, note.customer, HEADING.name):
        assert all(part in text for text in texts)
    label = "本页小计" if language == "zh" else "Page total"
    subtotals = re.findall(rf"{label}\s+([\d,.]+)", whole)
    if len(texts) > 1:
        cents = sum(round(float(amount.replace(",", "")) * 100) for amount in subtotals)
        assert cents == int(note.total * 100)
        assert len(subtotals) == len(texts)


def test_balances_before_and_after_are_told():
    text = "\n".join(page_texts(printed(a_note(2)).pdf))
    assert "上次欠款 128,460.50" in text
    assert "累计欠款 128,606.75" in text
    assert "本单金额 146.25" in text


def test_each_copy_has_its_name():
    texts = page_texts(printed(a_note(2), copies=("存根", "客户", "财务")).pdf)
    assert [re.findall("(存根|客户|财务)联", text) for text in texts] == [["存根"], ["客户"], ["财务"]]


def test_without_prices_no_amount_leaves_the_office():
    note = a_note(4)
    text = "\n".join(page_texts(printed(note, prices=False).pdf))
    assert all(line.sku in text and line.quantity in text for line in note.lines)
    for secret in (format_money(note.total), "3.25", "48.75", note.amount_in_words, "128,460.50"):
        assert secret not in text


def test_a_return_is_called_one():
    text = page_texts(printed(a_note(2, kind="return", sign=-1)).pdf)[0]
    assert "销售退货单" in text
    assert "-146.25" in text


def test_continuous_paper_is_black_and_has_its_size():
    pdf = delivery_note_pdf(a_note(30), heading=HEADING, printed_at=PRINTED)
    assert page_sizes(pdf)[0] == pytest.approx((241, 139.7), abs=0.01)
    orders = drawing_orders(pdf)
    assert set(re.findall(r"([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)\b", orders)) == {"0 0 0"}
    assert min(float(width) for width in re.findall(r"([\d.]+) w\b", orders)) >= 0.25 * 72 / 25.4


def test_the_same_note_gives_the_same_bytes_and_tells_what_the_font_lacks():
    assert printed(a_note(3)).pdf == printed(a_note(3)).pdf
    result = printed(a_note(3, remark="𠮷野家"))
    assert result.missing == ("𠮷",)
    assert "U+20BB7" in page_texts(result.pdf)[0]


def with_deals(lines=3, told=("价目表 P：3.25", "促销“秋季九折”（CX1 第 1 版）：48.75 → 43.88"), **fields):
    """A note whose lines have a discount each and tell how they came to their amounts."""
    plain = a_note(lines)
    rows = tuple(replace(line, discount=Decimal("4.87"), told=told) for line in plain.lines)
    return replace(plain, lines=rows, **fields)


def test_discounts_have_a_column_only_where_there_are_any():
    assert "优惠" not in page_texts(printed(a_note(2)).pdf)[0]
    text = page_texts(printed(with_deals(2), columns=("amount",)).pdf)[0]
    assert "优惠" in text
    assert text.count("4.87") == 2
    assert "4.87" not in page_texts(printed(with_deals(2, told=()), prices=False).pdf)[0]


def test_the_wallet_leaves_a_net_total():
    wallet = {"wallet": Decimal(100), "words_left": "肆拾陆元贰角伍分", "taken": (("秋季九折", Decimal("9.74")),)}
    text = page_texts(printed(with_deals(2, **wallet)).pdf)[0]
    for part in (
        "返利钱包支付",
        "-100.00",
        "应付净额",
        "人民币肆拾陆元贰角伍分",
        "46.25",
        "已减优惠：秋季九折",
        "9.74",
    ):
        assert part in text
    assert "-100.00" not in page_texts(printed(with_deals(2, **wallet), prices=False).pdf)[0]


@pytest.mark.parametrize("paper", ["a4", "241x140"])
@pytest.mark.parametrize("lines", [1, 5, 6, 7, 40])
def test_a_line_and_its_explanation_are_never_parted(paper, lines):
    """However many lines there are, the closing rows have room and every explanation stands with its line."""
    note = with_deals(lines, wallet=Decimal(1), words_left="壹元", taken=(("满减", Decimal(1)),) * 3)
    texts = page_texts(printed(note, paper=paper).pdf)
    assert sum(text.count("48.75 → 43.88") for text in texts) == lines
    for text in texts:
        assert sum(line.sku in text for line in note.lines) == text.count("48.75 → 43.88")
    assert "人民币壹元" in texts[-1]
    assert "收货人签字" in texts[-1]


LONG = "康师傅冰红茶（柠檬味）1L×12 家庭装促销版，新包装上市纪念款，赠开瓶器一个、保温袋一只"


@pytest.mark.parametrize("paper", ["a4", "241x140", "241x93"])
def test_goods_are_known_by_their_whole_name_and_code(paper):
    note = a_note(5, name=LONG)
    note = replace(note, lines=tuple(replace(line, sku=f"{line.sku}-ABCDEFGHIJKLMNOP-0001") for line in note.lines))
    pdf = printed(note, paper=paper).pdf
    texts = page_texts(pdf)
    plain = "".join("".join(texts).split())
    # A wrapped name stands in parts, each part once for each line.
    for part in ("康师傅冰红茶（柠檬味）", "保温袋一只", "-0001"):
        assert plain.count(part) == 5
    assert "…" not in plain
    assert set(re.findall(r"([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)\b", drawing_orders(pdf))) == {"0 0 0"} or paper == "a4"


def test_an_address_without_a_contact_is_called_one():
    text = page_texts(printed(replace(a_note(1), contact="", address="天河路 1 号")).pdf)[0]
    assert "地址" in text
    assert "联系人" not in text


def test_a_long_address_has_a_line_of_its_own_and_the_code_stands():
    note = replace(
        a_note(12),
        customer="内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗尼尔基镇幸福便民综合超市（个体工商户）第二分店",
        address="内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗尼尔基镇纳文东大街一百二十号附三号（老汽车站对面）",
    )
    for paper in ("a4", "241x140", "241x93"):
        for text in page_texts(printed(note, paper=paper).pdf):
            assert "（GD-SZ-0028）" in text
            assert "老汽车站对面" in text
            assert ("联系人" in text, "地址" in text) == (True, True)


def test_a_long_remark_takes_more_lines():
    remark = "请于上午十点前送达，逾期拒收；联系电话：138 0000 1234，无人接听请转仓库值班室，" * 2 + "随货附单。"
    plain = "".join(page_texts(printed(a_note(3, remark=remark)).pdf)[0].split())
    assert "".join(remark.split()) in plain


def test_without_prices_their_columns_are_gone_too():
    text = page_texts(printed(a_note(2), prices=False).pdf)[0]
    assert ("单价" in text, "金额" in text, "数量" in text) == (False, False, True)


def test_a_line_longer_than_a_page_goes_on_with_the_next():
    note = a_note(1)
    line = replace(note.lines[0], name=LONG * 3, told=tuple(f"第{step}步：满十箱减五元" for step in range(30)))
    texts = page_texts(printed(replace(note, lines=(line,)), paper="241x93").pdf)
    assert len(texts) > 1
    assert sum("第0步" in text for text in texts) == 1
    assert format_money(note.total) in texts[-1]


def test_a_refused_order_says_that_nothing_comes_of_it():
    text = page_texts(printed(replace(a_note(1, kind="order"), void="已拒绝")).pdf)[0]
    assert "本单已拒绝，不产生欠款" in text
