"""A product of one's own is filled in, changed and taken off what is sold."""

from decimal import Decimal

import pytest

from desktop.actions.catalog.product_cards import product_sheet, save_product, set_for_sale
from desktop.actions.catalog.products import products
from desktop.actions.documents.stock import count_stock
from desktop.actions.headquarters.queued import posted
from domain.values.quantities import Pack
from tests.building.desktop.refusals import code_of

WHOLE = {
    "sku": "Z01",
    "name": "自酿米酒 500ml",
    "barcode": "6901234567892",
    "unit": "瓶",
    "pack_unit": "箱",
    "pack_size": "12",
    "tax_rate": "13%",
    "category": "酒",
    "brand": "粤海",
    "spec": "500ml×12",
}


def test_a_product_is_written_whole_and_read_back(desk):
    saved = posted(save_product(desk, "", WHOLE))
    assert (saved.key, saved.code) == ("GD01:Z01", "Z01")
    assert dict(product_sheet(desk, "Z01").texts) == WHOLE
    row = next(row for row in products(desk, "Z01") if row.sku == "Z01")
    assert (row.name, row.unit, row.packs) == ("自酿米酒 500ml", "瓶", (Pack("箱", Decimal(12)),))


def test_a_code_left_out_is_the_next_one(desk):
    save_product(desk, "", {"sku": "Z09", "name": "一", "unit": "瓶"})
    assert product_sheet(desk).offered["sku"] == ("Z10",)
    assert posted(save_product(desk, "", {"name": "二", "unit": "瓶"})).code == "Z10"


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"name": ""}, "product_name_missing"),
        ({"unit": ""}, "product_unit_missing"),
        ({"sku": "A/B"}, "product_sku_unfit"),
        ({"sku": "W550"}, "product_exists"),
        ({"pack_size": ""}, "pack_size_missing"),
        ({"pack_unit": ""}, "pack_unit_missing"),
        ({"pack_unit": "瓶"}, "pack_unit_twice"),
        ({"pack_size": "2.5"}, "pack_parts"),
        ({"tax_rate": "130%"}, "figure_places"),
    ],
)
def test_what_is_wrong_is_told(desk, texts, code):
    assert code_of(lambda: posted(save_product(desk, "", WHOLE | texts))) == code


def test_a_twin_is_told_before_and_may_be_meant(desk):
    save_product(desk, "", WHOLE)
    other = WHOLE | {"sku": "Z02"}
    assert (
        code_of(lambda: posted(save_product(desk, "", other | {"name": "别的"}, anyway=False))) == "card_alike_barcode"
    )
    assert (
        code_of(lambda: posted(save_product(desk, "", other | {"barcode": ""}, anyway=False))) == "card_alike_product"
    )
    assert posted(save_product(desk, "", other, anyway=True)).code == "Z02"


def test_goods_that_were_counted_keep_their_unit(desk):
    save_product(desk, "", WHOLE)
    save_product(desk, "Z01", {"unit": "支"})
    count_stock(desk, {"GD01:Z01": Decimal(24)})
    assert code_of(lambda: posted(save_product(desk, "Z01", {"unit": "瓶"}))) == "unit_used"
    save_product(desk, "Z01", {"spec": "500ml"})


def test_hqs_goods_are_hqs(desk):
    assert code_of(lambda: posted(save_product(desk, "W550", {"name": "我的水"}))) == "product_of_hq"
    assert code_of(lambda: product_sheet(desk, "W550")) == "product_of_hq"


def test_what_is_not_sold_any_more_says_why_and_comes_back(desk):
    save_product(desk, "", WHOLE)
    assert code_of(lambda: posted(set_for_sale(desk, "Z01", active=False))) == "sale_reason_missing"
    set_for_sale(desk, "Z01", "厂家停产", active=False)
    assert [(note.code, note.facts["reason"]) for note in product_sheet(desk, "Z01").notes] == [
        ("product_stands_so", "厂家停产")
    ]
    assert not next(row for row in products(desk, "Z01") if row.sku == "Z01").active
    set_for_sale(desk, "Z01", active=True)
    assert next(row for row in products(desk, "Z01") if row.sku == "Z01").active
