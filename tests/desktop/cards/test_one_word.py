"""One field, one word in both languages: cards, lists, files, commands and sentences about records call it the same."""

import pytest

from desktop.cards.customer import CUSTOMER
from desktop.cards.faces import FACES
from desktop.cards.product import PRODUCT
from desktop.cli.grammar.arguments import make_parser
from desktop.column_names import COLUMN_NAMES
from desktop.documents.fields import DOCUMENT_FIELDS
from desktop.listings.registry import LISTINGS
from desktop.record_fields import RECORD_FIELDS
from domain.imports.columns import plain_header
from domain.imports.row_columns import CUSTOMERS, PRODUCTS

WORDS = {
    "customer": {
        "code": ("编码", "Code"),
        "phone": ("电话", "Telephone"),
        "tier": ("层级", "Tier"),
        "territory": ("行政区划", "Territory"),
        "credit_limit": ("信用额度", "Credit limit"),
        "credit_days": ("账期天数", "Days of credit"),
        "terms": ("付款条件", "Terms of payment"),
        "tags": ("标签", "Tags"),
    },
    "product": {
        "sku": ("货号", "SKU"),
        "unit": ("单位", "Unit"),
        "pack_unit": ("副单位", "Pack unit"),
        "pack_size": ("装箱数", "Pack size"),
        "category": ("类别", "Category"),
        "brand": ("品牌", "Brand"),
        "spec": ("规格", "Specification"),
    },
}
EARLIER = {
    "code": "编码 编号 代码 客户编码",
    "phone": "电话 手机 联系电话 phone",
    "territory": "行政区划 行政区划代码",
    "credit_days": "账期 账期天数 days_to_pay",
    "terms": "付款条件 terms",
    "sku": "货号 商品编码 商品编号 product_code",
    "pack_unit": "副单位 大单位 辅助单位",
    "pack_size": "装箱数 包装数 换算率",
    "category": "类别 分类",
}
"""What these columns are or were called somewhere; files with such titles stay readable."""
CARDS = [(face, key, pair) for face, words in WORDS.items() for key, pair in words.items()]
OF_CARDS = {"customers": CUSTOMER, "products": PRODUCT}
ANOTHER_THING = {"name", "unit_price", "pack_price"}
"""A list of customers or products heads its rows by what they are, and has prices of buying beside those of selling."""


def _low(pair):
    return pair[0], pair[1].lower()


@pytest.mark.parametrize(("face", "key", "pair"), CARDS, ids=[key for _, key, _ in CARDS])
def test_the_card_has_the_field_s_term(face, key, pair):
    assert FACES[face].title(key) == pair


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
def test_sentences_and_files_say_what_the_card_says(face):
    for field in face.fields:
        for names in (RECORD_FIELDS, COLUMN_NAMES):
            if field.listed and field.key in names and field.key != "name":
                assert _low(names[field.key]) == _low(field.title), field.key
    assert _low(RECORD_FIELDS["code"]) == _low(CUSTOMER.title("code"))
    assert _low(COLUMN_NAMES["product"]) == _low(PRODUCT.title("sku"))


@pytest.mark.parametrize("code", OF_CARDS)
def test_lists_of_cards_say_what_the_card_says(code):
    face = OF_CARDS[code]
    keys = {field.key for field in face.fields} - ANOTHER_THING
    columns = [each for each in LISTINGS[code].columns if each.key in keys]
    assert len(columns) > 5
    assert {each.key: (each.zh, each.en) for each in columns} == {each.key: face.title(each.key) for each in columns}


@pytest.mark.parametrize("key", DOCUMENT_FIELDS)
def test_lists_of_documents_and_sentences_say_the_same(key):
    assert _low(RECORD_FIELDS[key]) == _low(DOCUMENT_FIELDS[key])
    lists = [LISTINGS[code] for code in ("documents", "document_lines", "orders", "order_heads")]
    for column in (each for listing in lists for each in listing.columns):
        if column.key == key:
            assert (column.zh, column.en) == DOCUMENT_FIELDS[key]


@pytest.mark.parametrize(("face", "meanings"), [("customer", CUSTOMERS), ("product", PRODUCTS)])
def test_files_are_read_by_every_word_a_field_has_or_had(face, meanings):
    for field in FACES[face].fields:
        if field.key in meanings.names:
            taken = {word for tier in meanings.tiers(field.key) for word in tier}
            words = {*field.title, *EARLIER.get(field.key, "").split()}
            assert {plain_header(word) for word in words} <= taken, field.key


@pytest.mark.parametrize("language", ["zh", "en"])
def test_commands_offer_the_fields_of_cards_by_the_same_words(language, capsys):
    with pytest.raises(SystemExit):
        make_parser(language).parse_args(["customer", "add", "--help"])
    told = capsys.readouterr().out
    for key in ("code", "phone", "credit_days"):
        assert CUSTOMER.title(key)[language == "en"].lower() in told.lower()
