"""Cards are filled in by keyboard: Enter goes on, F8 saves, Esc asks first; what is wrong stands beside its field."""

import pytest
from sqlalchemy import text

from desktop.cards.faces import FACES
from desktop.ui.widgets import formatting
from domain.parties.users import Person


def stands(hands, table, record, *fields):
    with hands.program.worker.desk.book.engine.connect() as connection:
        row = connection.execute(text(f"SELECT * FROM {table} WHERE id = :id"), {"id": record}).one()
    return tuple(getattr(row, each) for each in fields)


def open_card(hands, page, key):
    hands.shell.go(page)
    hands.settle()
    hands.press(key)
    hands.settle()
    return hands.page.cards.dialog


def field_of(dialog, key):
    return dialog.cells[key].parentWidget()


def test_a_customer_is_added_by_keyboard_alone(hands):
    dialog = open_card(hands, "customers", "Insert")
    assert dialog.cells["code"].placeholderText() == "空着就用 ZS009"
    hands.press("Return")
    hands.type("白云山商店")
    hands.press("Return")
    hands.type("刘姐")
    hands.press("Return")
    hands.type("139")
    hands.press("F8")
    hands.settle()
    assert hands.page.cards.dialog is None
    assert hands.page.banner.text == "已保存：白云山商店（ZS009）。"
    assert stands(hands, "dealer", "GD01:ZS009", "name", "contact", "phone") == ("白云山商店", "刘姐", "139")


def test_a_twin_is_told_once_and_the_next_f8_means_it(hands):
    dialog = open_card(hands, "customers", "Insert")
    hands.press("Return")
    hands.type("天河小卖部")
    hands.press("F8")
    hands.settle()
    assert dialog.isVisible()
    assert field_of(dialog, "name").wrong.text().startswith("已有同名的“天河小卖部”（TH002）")
    hands.press("F8")
    hands.settle()
    assert hands.page.cards.dialog is None
    assert stands(hands, "dealer", "GD01:ZS009", "name") == ("天河小卖部",)


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [("credit_limit", "十几", "“十几”"), ("credit_days", "3.5", "“3.5”"), ("terms", "等有钱", "等有钱")],
)
def test_what_cant_be_read_stands_beside_its_field_and_nothing_is_saved(hands, key, typed, said):
    dialog = open_card(hands, "customers", "Insert")
    dialog.cells[key].setFocus()
    hands.type(typed)
    hands.press("F8")
    hands.settle()
    assert dialog.isVisible()
    assert said in field_of(dialog, key).wrong.text()
    assert hands.focus is dialog.cells[key]


def test_esc_asks_once_where_something_was_typed(hands):
    dialog = open_card(hands, "customers", "Insert")
    hands.press("Escape")
    assert not dialog.isVisible()
    dialog = open_card(hands, "customers", "Insert")
    hands.type("K9")
    hands.press("Escape")
    assert dialog.isVisible()
    assert dialog.banner.text.startswith("还没有保存")
    hands.press("Escape")
    assert not dialog.isVisible()


def test_a_clerk_sees_credit_locked_with_the_reason(hands):
    worker = hands.program.worker
    worker.desk.user = Person("u-w", "小王", "clerk", dealer="GD01", desk="D1")
    dialog = open_card(hands, "customers", "Insert")
    for key in ("credit_limit", "credit_days", "terms"):
        assert not dialog.cells[key].isEnabled()
        assert "由老板或会计定" in field_of(dialog, key).toolTip()
    assert dialog.cells["credit_limit"].typed() == "0"
    hands.press("Return")
    hands.type("新店")
    hands.press("F8")
    hands.settle()
    assert stands(hands, "dealer", "GD01:ZS009", "credit_limit") == (0,)


def test_a_card_that_is_there_is_changed(hands):
    dialog = open_card(hands, "customers", "Insert")
    hands.press("Return")
    hands.type("白云山商店")
    hands.press("F8")
    hands.settle()
    hands.settle()
    hands.press("F2")
    hands.settle()
    dialog = hands.page.cards.dialog
    assert dialog.windowTitle() == "客户资料  ·  白云山商店"
    assert "code" not in dialog.cells
    dialog.cells["remark"].setFocus()
    hands.type("送货走后门")
    hands.press("F8")
    hands.settle()
    assert stands(hands, "dealer", "GD01:ZS009", "name", "remark") == ("白云山商店", "送货走后门")


def test_hqs_card_says_whose_it_is(hands):
    hands.shell.go("products")
    hands.settle()
    hands.press("F2")
    hands.settle()
    assert "由总部维护" in hands.page.banner.text


def test_a_product_is_added_by_keyboard(hands):
    open_card(hands, "products", "Insert")
    hands.type("Z01")
    hands.press("Return")
    hands.type("自酿米酒")
    hands.press("F8")
    hands.settle()
    assert hands.page.banner.text == "已保存：自酿米酒（Z01）。"
    assert stands(hands, "product", "GD01:Z01", "name", "unit", "owner") == ("自酿米酒", "个", "GD01")


@pytest.fixture
def wine(hands):
    """Goods of one's own, and the page on which the caret stands on them."""
    open_card(hands, "products", "Insert")
    hands.type("Z01")
    hands.press("Return")
    hands.type("自酿米酒")
    hands.press("F8")
    hands.settle()
    hands.settle()
    hands.page.view.setFocus()
    return hands


def test_goods_of_ones_own_get_a_price_and_an_opening(wine):
    wine.press("Ctrl+Shift+U")
    wine.settle()
    wine.type("团购")
    wine.press("Return")
    wine.type("8.5")
    wine.press("F8")
    wine.settle()
    assert stands(wine, "price", "GD01:团购/Z01", "unit_price") == (85000,)
    assert "没有客户用" in wine.page.banner.text or "团购" in wine.page.banner.text
    wine.press("Ctrl+Shift+Q")
    wine.settle()
    wine.press("Return")
    wine.type("30")
    wine.press("F8")
    wine.settle()
    wine.press("Ctrl+Shift+Q")
    wine.settle()
    notes = wine.page.cards.dialog.sheet.notes
    assert [(note.code, note.facts["quantity"]) for note in notes] == [("opening_stock_lies", "30个")]
    wine.press("Return")
    wine.type("5")
    wine.press("F8")
    wine.settle()
    assert "不能再记期初" in field_of(wine.page.cards.dialog, "counted").wrong.text()


def test_goods_are_taken_off_what_is_sold_and_offered_again(wine):
    wine.press("Ctrl+W")
    wine.type("厂家停产")
    wine.press("F8")
    wine.settle()
    assert wine.page.banner.text.startswith("自酿米酒 已停售")
    assert stands(wine, "product", "GD01:Z01", "active", "status_reason") == (0, "厂家停产")
    wine.settle()
    assert wine.page.code.text().startswith("已停售")
    wine.press("Ctrl+W")
    wine.settle()
    assert stands(wine, "product", "GD01:Z01", "active") == (1,)


def test_a_card_is_merged_and_its_balance_carried_over(hands):
    for name in ("新店甲", "新店乙"):
        open_card(hands, "customers", "Insert")
        hands.press("Return")
        hands.type(name)
        hands.press("F8")
        hands.settle()
        hands.settle()
    hands.press("Ctrl+Shift+Q")
    hands.settle()
    hands.type("500")
    hands.press("F8")
    hands.settle()
    hands.settle()
    hands.press("Ctrl+Shift+J")
    hands.settle()
    hands.type("ZS009")
    hands.settle()
    hands.press("Return", "F8")
    hands.settle()
    assert "新店乙（ZS010）已并入 新店甲（ZS009）" in hands.page.banner.text
    assert "500.00" in hands.page.banner.text
    assert stands(hands, "dealer", "GD01:ZS010", "merged_into", "status") == ("GD01:ZS009", "merged")
    hands.settle()
    hands.press("Ctrl+Shift+T")
    hands.settle()
    assert hands.page.banner.text.startswith("已把 500.00 转到 新店甲")


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_face_is_drawn_in_both_languages(hands, face, language):
    import datetime as dt

    from desktop.cards.face import CardSheet
    from desktop.ui.cards.dialog import CardDialog

    formatting.set_language(language)
    try:
        dialog = CardDialog(hands.program.worker, face, CardSheet(), dt.date(2026, 11, 23), hands.shell)
        words = [field.title[language == "en"] for field in face.fields]
        assert [dialog.cells[field.key].accessibleName() for field in face.fields] == words
        dialog.deleteLater()
    finally:
        formatting.set_language("zh")
