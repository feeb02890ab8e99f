"""What went with the goods is put on paper with the prices, the balances and the document it follows."""

from decimal import Decimal

import pytest

from desktop.actions.documents import deliveries, money, reversing
from desktop.actions.documents.notes import count_note, note_bytes, notes_of_order
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.orders.order_closings import close_rest
from domain.errors import UsageError
from sync.records.bodies.records import DealerBody, DocumentBody, LineBody
from tests.building.desktop.a_desk import TODAY, a_desk, a_draft, a_line
from tests.building.desktop.papers import page_texts


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk", stock={"W550": 2400, "COLA": 2400}) as opened:
        yield opened


def delivered(desk, quantity="48", buyer="GD01:C1"):
    placed = orders.place_order(desk, a_draft(a_line("W550", quantity, unit="箱", size="24"), buyer=buyer))
    return placed, posted(deliveries.deliver(desk, placed.number))


def text_of(desk, number, **options):
    return "\n".join(page_texts(note_bytes(desk, number, **options).pdf))


@pytest.mark.parametrize("paper", ["a4", "241x140"])
def test_a_delivery_note_names_goods_order_and_balances(desk, paper):
    money.receive_money(desk, "GD01:C1", Decimal("12.00"), TODAY)
    placed, made = delivered(desk)
    text = text_of(desk, made.number, paper=paper)
    for part in ("销售出库单", made.number, f"订单 {placed.number}", "天河小卖部", "2箱", "1.50/瓶", "72.00"):
        assert part in text
    # The money taken earlier the same day is already off what is owed.
    assert "上次欠款 -12.00" in text
    assert "本单金额 72.00" in text
    assert "累计欠款 60.00" in text


def test_the_driver_s_copy_has_no_prices(desk):
    _, made = delivered(desk)
    text = text_of(desk, made.number, prices=False)
    assert "2箱" in text
    assert "1.50" not in text
    assert "72.00" not in text
    assert "欠款" not in text


def test_a_return_lowers_what_is_owed(desk):
    _, made = delivered(desk)
    back = posted(deliveries.return_goods(desk, made.number, {1: Decimal(24)}))
    text = text_of(desk, back.number)
    assert "销售退货单" in text
    assert f"原出库单 {made.number}" in text
    assert "本单金额 -36.00" in text
    assert "累计欠款 36.00" in text


def test_a_reversal_and_what_it_undid_say_so(desk):
    _, made = delivered(desk)
    undone = posted(reversing.reverse(desk, made.number, None, "错单"))
    assert "本单已被红冲" in text_of(desk, made.number)
    text = text_of(desk, undone.number)
    assert f"本单红冲 {made.number}" in text
    assert "累计欠款 0.00" in text


def test_goods_received_are_printed_with_their_supplier(desk):
    line = LineBody("W550", "W550", 240_000, 240_00, 1_0000, "箱", 24_000, "农夫山泉550ml")
    sent = DocumentBody("XSCK-00-1", "HQ", "GD01", "2026-11-20", "2026-11-20T00:00:00Z", 240_00, [line])
    with desk.book.writing() as writing:
        writing.put("dealer/GD01", "delivery", "sent", sent)
    got = deliveries.receive(desk, "XSCK-00-1")
    text = text_of(desk, got.number, language="en")
    for part in ("Goods Receipt", "Supplier", "总部", "Delivery XSCK-00-1", "10箱", "240.00"):
        assert part in text
    assert "Balance" not in text


def test_the_notes_of_an_order_are_found_newest_first(desk):
    placed, made = delivered(desk)
    delivered(desk)
    back = posted(deliveries.return_goods(desk, made.number, {1: Decimal(24)}))
    assert notes_of_order(desk, placed.id) == [back.number, made.number]


def test_an_order_and_a_receipt_have_their_papers_and_a_count_has_none(desk):
    placed, _ = delivered(desk)
    assert "订货单" in text_of(desk, placed.number)
    paid = posted(money.receive_money(desk, "C1", Decimal("50.00"), TODAY, "cash", "R-1"))
    text = text_of(desk, paid.number, copies=("存根", "客户"))
    for part in ("收款收据", "存根联", "客户联", "人民币伍拾元整", "R-1"):
        assert part in text
    with pytest.raises(UsageError) as refused:
        note_bytes(desk, "count-1")
    assert refused.value.code == "note_kind"


def test_an_order_to_the_supplier_names_the_supplier(desk):
    line = LineBody("W550", "W550", 240_000, 240_00, 1_0000, "箱", 24_000, "农夫山泉550ml")
    asked = DocumentBody(
        "XSDD-9", "HQ", "GD01", "2026-11-20", "2026-11-20T00:00:00Z", 240_00, [line], state="submitted"
    )
    with desk.book.writing() as writing:
        writing.put(desk.stream, "order", "asked", asked)
    text = text_of(desk, "XSDD-9")
    assert "供货方" in text
    assert "客户" not in text


def test_columns_are_chosen_for_the_paper_and_prints_are_counted(desk):
    _, made = delivered(desk)
    text = text_of(desk, made.number, columns=("amount",))
    assert "编码" not in text
    assert "金额" in text
    assert "第 1 次" in text
    count_note(desk, made.number)
    assert "第 2 次" in text_of(desk, made.number, paper="241x93")


def test_characters_the_font_lacks_are_handed_back(desk):
    card = DealerBody("C9", "𠮷野家", "store", "GD01", price_list="W", credit_limit=1_000_00)
    with desk.book.writing() as writing:
        writing.put("desk/D1", "dealer", "GD01:C9", card)
    _, made = delivered(desk, buyer="GD01:C9")
    assert note_bytes(desk, made.number).missing == ("𠮷",)


def test_a_receipt_of_money_has_no_columns_of_goods(desk):
    paid = posted(money.receive_money(desk, "C1", Decimal("50.00"), TODAY, "cash", ref="SK7"))
    text = text_of(desk, paid.number)
    for said in ("收款方式", "SK7", "50.00", "交款人签字"):
        assert said in text
    for left_out in ("单价", "数量", "编码", "送货"):
        assert left_out not in text


def test_an_english_paper_writes_its_amount_in_english(desk):
    _, made = delivered(desk)
    text = text_of(desk, made.number, language="en")
    assert "RMB seventy-two yuan" in text
    assert "人民币" not in text


def test_the_paper_of_an_order_tells_what_stands_of_it(desk):
    """48 at 1.50 were ordered and 30 delivered; the rest was closed, which the driver's copy tells without money."""
    placed = orders.place_order(desk, a_draft(a_line("W550", "48")))
    assert "接受金额" not in text_of(desk, placed.number)
    deliveries.deliver(desk, placed.number, {1: Decimal(30)})
    close_rest(desk, placed.number, "停产")
    assert "接受金额 45.00，已发 45.00，所订 72.00。" in text_of(desk, placed.number)
    driver = text_of(desk, placed.number, prices=False)
    assert ("停产" in driver, "45.00" in driver) == (True, False)
