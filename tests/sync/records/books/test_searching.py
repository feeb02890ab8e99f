"""Type-ahead finds a product by what people type: initials in every reading, characters, codes and their tails."""

import sys

import pytest

from sync.records.bodies.records import ProductBody
from sync.records.books.searching import find_products, match_expression, pinyin_keys
from tests.building.sync.books import rows

# Cases L01 to L04: what people type for a name, with the readings of the real table.
INITIALS = """
重庆啤酒 cqpj|长沙百货 csbh|厦门银鹭 xmyl|大厦 ds|西藏 xz|康师傅冰红茶 ksfbhc|农夫山泉 nfsq
乐事薯片 lssp|六安瓜片 lagp|番禺 py|蚌埠 bb|会计 kj|银行 yh|行家 hj|单据 dj|解百纳 jbn
娃哈哈AD钙奶 whhadgn|雪花纯生500ml*12 xhcs500ml*12|蒙牛纯甄 mncz|青岛啤酒 qdpj|郎酒 lj
好丽友派 hlyp|三只松鼠 szss|百岁山 bss|统一老坛酸菜 tyltsc|都江堰 djy|大都会 ddh|浏阳河 lyh
泸州老窖 lzlj|汾酒 fj|绿茶 lc|吕梁 ll|华润 hr|中行 zh|朝阳 cy|单县 sx|曾记 zj|仇记 qj|便宜坊 byf
朝阳 zy|单县 dx|曾记 cj|仇记 cj|便宜坊 pyf
"""
CASES = [tuple(case.split(" ")) for line in INITIALS.split("\n") for case in line.split("|") if case]
ITEMS = {
    "NF550": ("农夫山泉饮用天然水550ml", "6921168509256"),
    "NF1500": ("农夫山泉饮用天然水1.5L", "6921168520015"),
    "KSF500": ("康师傅冰红茶500ml", "6922456805012"),
    "CY01": ("朝阳牌洗衣粉", "6900000000017"),
    "nfsq": ("以拼音作货号的商品", ""),
    "A%1": ("百分之百100%果汁", ""),
}


@pytest.fixture
def shelf(book):
    with book.writing() as writing:
        records = [
            (sku, ProductBody(sku, name, "瓶", pinyin=pinyin_keys(name), barcode=barcode))
            for sku, (name, barcode) in ITEMS.items()
        ]
        writing.put_all("catalog", "product", records)
    return book


def find(book, typed, limit=20):
    """The SKUs found, best first."""
    with book.reading() as connection:
        found = find_products(connection, typed, limit)
    skus = dict(rows(book, "SELECT pk, sku FROM product"))
    return [skus[pk] for pk in found]


@pytest.mark.parametrize(("name", "typed"), CASES, ids=[f"{name}-{typed}" for name, typed in CASES])
def test_initials_are_those_people_type(name, typed):
    assert typed in pinyin_keys(name).split()


@pytest.mark.parametrize("typed", ["nfsq", "农夫", "09256", "6921168509256", "NF550", "nf5", "山泉", "550ml"])
def test_item_is_found_by(shelf, typed):
    assert "NF550" in find(shelf, typed)


@pytest.mark.parametrize("typed", ["NFSQ 550", "550 nfsq", "农夫 550", "山泉 09256"])
def test_words_may_come_from_name_initials_and_codes(shelf, typed):
    assert find(shelf, typed) == ["NF550"]


def test_exact_code_ranks_first(shelf):
    assert find(shelf, "nfsq")[0] == "nfsq"
    assert find(shelf, "6922456805012") == ["KSF500"]


@pytest.mark.parametrize("typed", ["cy", "zy", "朝阳", "洗衣粉"])
def test_every_reading_finds_it(shelf, typed):
    assert "CY01" in find(shelf, typed)


@pytest.mark.parametrize("typed", ["", "   ", "*", '"', "'", "OR", "NEAR(", "没有这个", "^", "\\", "a\x00b", "_"])
def test_nothing_typed_breaks_the_search(shelf, typed):
    assert find(shelf, typed) == []


def test_results_are_bounded_and_told_once(shelf):
    assert len(find(shelf, "n", limit=2)) == 2
    found = find(shelf, "NF550")
    assert len(found) == len(set(found))


def test_renamed_product_is_found_by_its_new_name_only(shelf):
    with shelf.writing() as writing:
        name = "怡宝纯净水"
        writing.put("catalog", "product", "NF550", ProductBody("NF550", name, "瓶", pinyin=pinyin_keys(name)))
    assert find(shelf, "怡宝") == ["NF550"]
    assert "NF550" not in find(shelf, "农夫")
    with shelf.writing() as writing:
        writing.delete("catalog", "product", ["NF550"])
    assert find(shelf, "怡宝") == []


@pytest.mark.parametrize(
    ("typed", "expression"),
    [("农夫", '"农 夫"'), ("nf 550", '"nf"* AND "550"*'), ("农夫550ml", '"农 夫" AND "550ml"*'), ("?!", None)],
)
def test_query_for_what_was_typed(typed, expression):
    assert match_expression(typed) == expression


@pytest.mark.parametrize("name", ["Voucher £10.00", "Crème brûlée", "Ελ", "é à", "Ж"])
def test_a_name_without_chinese_is_keyed_as_the_table_of_readings_would_without_loading_it(name, monkeypatch):
    from pypinyin import Style, pinyin

    for character in filter(lambda each: not each.isascii(), name):
        assert pinyin(character, style=Style.FIRST_LETTER, heteronym=True) == [[character]]
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    for word in name.lower().split():
        assert any(word[:1] in key for key in pinyin_keys.__wrapped__(name).split())
