"""A product card's problems."""

from decimal import Decimal

from domain.catalog.products import Product, check_product
from domain.values.quantities import Pack


def a_product(**changes):
    card = {"id": "SP1", "sku": "SP1", "name": "纯生啤酒", "unit": "瓶", "packs": (Pack("箱", Decimal(24)),)}
    return Product(**{**card, **changes})


def test_a_sound_card_has_no_problem():
    assert check_product(a_product(tax_rate=Decimal("0.0325"))) == []
    assert check_product(a_product(packs=(Pack("半片", Decimal("0.125")),))) == []


def test_every_problem_is_told_with_the_sku():
    packs = (
        Pack("箱", Decimal(0)),
        Pack("箱", Decimal(12)),
        Pack("", Decimal(6)),
        Pack("瓶", Decimal(2)),
        Pack("克", Decimal("0.0001")),
    )
    reasons = check_product(a_product(sku=" ", name="", unit="瓶", packs=packs, tax_rate=Decimal(13)))
    assert [reason.code for reason in reasons] == [
        "product_sku_missing",
        "product_name_missing",
        "product_tax_rate",
        "pack_size",
        "pack_unit_twice",
        "pack_unit_missing",
        "pack_unit_twice",
        "pack_size",
    ]
    assert reasons[4].facts == {"sku": " ", "unit": "箱"}


def test_a_tax_rate_is_a_share_below_one():
    for rate in ("-0.01", "1", "0.12345"):
        assert [reason.code for reason in check_product(a_product(tax_rate=Decimal(rate)))] == ["product_tax_rate"]
    assert [reason.code for reason in check_product(a_product(unit=""))] == ["product_unit_missing"]
