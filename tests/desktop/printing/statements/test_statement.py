"""What stands on a statement's pages is what stands in the books, on both papers and in both languages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from desktop.printing.drawing.paper import A4, FULL, HALF, THIRD
from desktop.printing.preview import page_sizes
from desktop.printing.statements.sheet import Extras, Heading
from domain.errors import UsageError
from domain.statements.forms import MemoItems, MemoRow
from domain.values.english_words import amount_in_english
from domain.values.money import format_money
from tests.building.desktop.papers import (
    EXTRAS,
    HEADING,
    NUMBER,
    PRINTED,
    a_form,
    a_posting,
    a_statement,
    drawing_orders,
    page_texts,
    print_form,
)

BOTH = pytest.mark.parametrize("paper", ["a4", "241x140"])


def printed(statement, paper="a4", language="zh", heading=HEADING, extras=EXTRAS, print_count=1, apart=None):
    form = a_form(statement, apart=apart)
    return print_form(form, paper, language, heading=heading, extras=extras, print_count=print_count)


@BOTH
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_summary_and_amount_stands_on_the_paper_once_and_in_order(paper, language):
    statement = a_statement(entries=130)
    text = "\n".join(page_texts(printed(statement, paper, language).pdf))
    place = 0
    for entry in statement.entries:
        line = text.find(entry.number, place)
        assert line > place, entry.number
        end = text.index("\n", line)
        row = text[line:end] if end > line else text[line:]
        rest = text[line : line + 120]
        assert format_money(entry.debit or entry.credit) in rest
        assert format_money(entry.balance) in rest
        assert text.count(entry.number) == 1, row
        place = line
    for amount in (statement.opening, statement.debit_total, statement.credit_total, statement.closing):
        assert format_money(amount) in text
    english = f"RMB {amount_in_english(statement.closing)}"
    assert (f"人民币{statement.amount_in_words}" if language == "zh" else english) in text


@BOTH
@pytest.mark.parametrize("entries", [40, 75, 200])
def test_each_page_goes_on_from_what_the_page_before_carried_forward(paper, entries):
    texts = page_texts(printed(a_statement(entries=entries), paper).pdf)
    figures = re.compile(r"(过次页|承前页)\s+([-\d,.]+)\s+([-\d,.]+)\s+([-\d,.]+)")
    carried = [match.groups()[1:] for text in texts for match in figures.finditer(text) if match[1] == "过次页"]
    brought = [match.groups()[1:] for text in texts for match in figures.finditer(text) if match[1] == "承前页"]
    assert carried
    assert carried == brought


def test_the_sums_carried_forward_are_the_entries_so_far():
    statement = a_statement(entries=60)
    first = page_texts(printed(statement).pdf)[0]
    shown = [entry for entry in statement.entries if entry.number in first]
    debit = sum((entry.debit for entry in shown), Decimal(0))
    credit = sum((entry.credit for entry in shown), Decimal(0))
    assert re.search(
        rf"过次页\s+{format_money(debit)}\s+{format_money(credit)}\s+{format_money(shown[-1].balance)}", first
    )


@BOTH
def test_every_page_repeats_company_number_customer_and_its_own_place(paper):
    result = printed(a_statement(entries=80), paper)
    texts = page_texts(result.pdf)
    assert len(texts) == result.pages > 2
    for index, text in enumerate(texts, 1):
        assert f"第 {index} / {len(texts)} 页" in text
        for part in (HEADING.name, NUMBER, "往来对账单", "GD-SZ-0028", PRINTED):
            assert part in text


@pytest.mark.parametrize(("paper", "page"), [(page.name, page) for page in (A4, FULL, HALF, THIRD)])
def test_no_count_of_entries_makes_text_leave_the_page_or_pages_disagree(paper, page):
    for entries in range(1 if paper == "241x93" else 8, 44, 1 if page is HALF or page is A4 else 3):
        result = printed(a_statement(entries=entries), paper)
        assert len(page_sizes(result.pdf)) == result.pages
        bottom = (page.height - page.bottom - 0.5) * 72 / 25.4
        foot = (page.height - page.foot) * 72 / 25.4
        heights = {float(y) for y in re.findall(r"1 0 0 1 [\d.-]+ ([\d.-]+) Tm", drawing_orders(result.pdf))}
        assert all(height > bottom or abs(height - foot) < 0.1 for height in heights), entries


@BOTH
def test_an_account_without_movement_says_so(paper):
    statement = a_statement(entries=0)
    text = "\n".join(page_texts(printed(statement, paper).pdf))
    assert "本期无发生额" in text
    assert text.count("1,000.00") >= 4
    assert "人民币壹仟元整" in text


def test_a_balance_in_the_customers_favour_is_told_as_such():
    statement = a_statement([a_posting(1, "money_receipt", Decimal("-2500.50"))])
    text = "\n".join(page_texts(printed(statement).pdf))
    assert "-1,500.50" in text
    assert f"人民币{statement.amount_in_words}" in text
    assert statement.amount_in_words.startswith("负")
    assert "我方账面应收贵方（预付余款）¥1,500.50（人民币壹仟伍佰元伍角" in text


def test_a_settled_account_asks_to_confirm_that_nothing_is_open():
    statement = a_statement([a_posting(1, "money_receipt", Decimal(-1000))])
    assert "双方账面无往来余额" in "\n".join(page_texts(printed(statement).pdf))


def test_a_reversal_stands_negative_in_its_own_column_under_its_own_name():
    original = a_posting(1, amount=Decimal("300.00"))
    reversal = a_posting(2, amount=Decimal("-300.00"), reverses=original.document)
    result = printed(a_statement([original, reversal]))
    text = "\n".join(page_texts(result.pdf))
    assert "红冲销售出库" in text
    assert "-300.00" in text
    assert f"{A4.colours.red} rg" in drawing_orders(result.pdf)


@BOTH
def test_figures_far_too_wide_are_set_smaller_and_never_cut(paper):
    amount = Decimal("98765432109876.54")
    result = printed(a_statement([a_posting(1, amount=amount)], opening=amount), paper)
    text = "\n".join(page_texts(result.pdf))
    assert text.count("98,765,432,109,876.54") >= 4
    assert "197,530,864,219,753.08" in text


@BOTH
def test_long_names_and_summaries_are_shortened_but_the_code_stands(paper):
    name = "广东省深圳市南山区粤海街道福星便利连锁超市有限责任公司科技园第一百二十八分店" * 2
    statement = a_statement([a_posting(1, summary="汇源橙汁" * 40)], buyer_name=name)
    heading = Heading(name, name, "020-3888 0188", "91440101MA5XXXXX0X")
    text = "\n".join(page_texts(printed(statement, paper, heading=heading).pdf))
    assert "…（GD-SZ-0028）" in text
    assert re.search(r"汇源橙汁.*…", text)
    assert statement.entries[0].number in text


def test_figures_apart_proof_people_and_the_reply_slip_are_on_the_paper():
    wallet = MemoRow(date(2026, 9, 30), "FLJS-00-260930-0001", "2026-12-31", Decimal("6420.00"))
    apart = MemoItems(wallet=(wallet,))
    text = "\n".join(page_texts(printed(a_statement(), apart=apart, print_count=2).pdf))
    parts = (
        "返利账户",
        "6,420.00",
        "可用至 2026-12-31",
        "账链 desk/0001 #18,204",
        "b3f9 c41e 77d0 9a2c",
        "李堃",
        "陈珺",
    )
    for part in (*parts, "对账回执", "信息相符", "2026-11-15 前回复", "第 2 次", "王喆"):
        assert part in text


def test_without_a_reply_slip_there_is_none():
    text = "\n".join(page_texts(printed(a_statement(), extras=Extras(reply_slip=False)).pdf))
    assert "对账回执" not in text


@BOTH
def test_ageing_shows_all_six_buckets(paper):
    text = "\n".join(page_texts(printed(a_statement(entries=5), paper).pdf))
    for label in ("未到期", "1–30 天", "31–60 天", "61–90 天", "91–120 天", "120 天以上"):
        assert label in text


def test_the_english_paper_has_no_chinese_labels():
    statement = a_statement([a_posting(1, summary="drinks")], buyer_name="Lucky Star")
    heading = Heading("South China Trading", "189 Tiyu West Road")
    text = "\n".join(page_texts(printed(statement, language="en", heading=heading, extras=Extras()).pdf))
    assert not re.findall(r"[一-鿿]", text.replace("王喆", ""))
    assert text.count(f"RMB {amount_in_english(statement.closing)}") == 2  # under the table, and on the reply slip
    assert "Statement of Account" in text
    assert "Delivery" in text


@BOTH
def test_fonts_are_embedded_subsets_and_no_other_is_named(paper):
    pdf = printed(a_statement(entries=40), paper).pdf
    names = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+NotoSansSC-(Regular|Bold)", name) for name in names)
    assert pdf.count(b"/FontFile2") == len(names)
    assert pdf.count(b"/ToUnicode") == len(names)
    assert b"Helvetica" not in pdf
    assert len(pdf) < 200_000


@BOTH
def test_the_same_statement_gives_the_same_bytes(paper):
    statement = a_statement(entries=40)
    assert printed(statement, paper).pdf == printed(statement, paper).pdf


def test_the_paper_of_the_needle_printer_has_its_exact_size_is_black_and_has_no_hairline():
    pdf = printed(a_statement(entries=40), "241x140").pdf
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[\s*([\d. ]+?)\s*\]", pdf)}
    (box,) = boxes
    assert box == pytest.approx((0, 0, 241 / 25.4 * 72, 396), abs=1e-3)
    assert page_sizes(pdf)[0] == pytest.approx((241, 139.7), abs=0.01)
    orders = drawing_orders(pdf)
    assert orders.count("ET") == len(page_sizes(pdf))
    assert set(re.findall(r"([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)\b", orders)) == {"0 0 0"}
    assert not re.search(r"[\d.]+ (?:g|G|k|K|sc|SC|gs|Do)\b", orders)
    widths = [float(width) for width in re.findall(r"([\d.]+) w\b", orders)]
    assert min(widths) >= 0.25 * 72 / 25.4
    lefts = [float(x) for x in re.findall(r"1 0 0 1 ([\d.-]+) [\d.-]+ Tm", orders)]
    assert min(lefts) >= HALF.left * 72 / 25.4 - 0.1


def test_a_character_the_font_lacks_is_shown_told_and_listed():
    statement = a_statement([a_posting(1, summary="𠮷野家 12箱")])
    result = printed(statement)
    assert result.missing == ("𠮷",)
    text = "\n".join(page_texts(result.pdf))
    assert "〓野家 12箱" in text
    assert "字库缺字以〓代替：U+20BB7" in text
    assert printed(a_statement()).missing == ()


def test_an_unknown_paper_is_refused_by_name():
    with pytest.raises(UsageError) as caught:
        print_form(paper="letter")
    assert caught.value.code == "paper_unknown"
    assert caught.value.facts["paper"] == "letter"
