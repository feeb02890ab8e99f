"""Loading HQ's files: whole or not at all, file by file, and only what changed is published."""

import time
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from domain.errors import RefusedError, UsageError
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.hq.loading.loading import load
from sync.hq.service.founding import found
from sync.records.bodies.records import DealerBody
from sync.records.books import reading
from sync.records.books.settings import read_setting
from tests.building.sync.books import NOW, TODAY, a_line, an_order, found_desk, put, row, rows, stock_of

FILES = {
    "dealers.csv": """code,name,tier,parent,territory,price_list,credit_limit,credit_days
HQ,康泉饮料总部,hq,,,,,
GD01,广东总代理,province,HQ,44,P1,50000,30
GD01A,朝阳便利店,store,GD01,4401,P1,,
SX01,山西总代理,province,HQ,14,P2,0,
""",
    "products.csv": """sku,name,barcode,unit,pack_unit,pack_size,tax_rate,category,brand
NF550,农夫山泉550ml,6921168509256,瓶,箱,24,13%,水,农夫山泉
KSF1,康师傅冰红茶,6922456805012,瓶,箱,15,0.13,茶,康师傅
SALT,食盐散装,,千克,,,9%,调味,
""",
    "prices.csv": """price_list,sku,unit_price,valid_from,valid_to
P1,NF550,1.2500,,2026-12-31
P1,NF550,1.3,2027-01-01,
P1,KSF1,2.5,2026-01-01,
P2,NF550,1.2,,
""",
    "stock.csv": """warehouse,sku,quantity
W1,NF550,2400
W1,SALT,12.5
W2,NF550,0
""",
    "opening.csv": """seller,buyer,date,amount
HQ,GD01,2026-10-31,"12,345.60"
GD01,GD01A,2026-10-31,-100
""",
}


@pytest.fixture
def hq(book):
    found(book, NOW)
    return book


def write(folder, encoding="utf-8", **changes):
    """Writes the sample folder; a change names a file by its first word, None leaves it out."""
    folder.mkdir(exist_ok=True)
    for name, text in FILES.items():
        stem = name.removesuffix(".csv")
        said = changes.get(stem, text)
        (folder / name).unlink(missing_ok=True)
        if said is not None:
            (folder / name).write_bytes(said if isinstance(said, bytes) else said.encode(encoding))
    return folder


def with_line(name, old, new):
    assert old in FILES[name]
    return FILES[name].replace(old, new)


def load_from(book, folder, today=TODAY):
    return load(book, folder, today, NOW)


def test_days_of_credit_may_be_written_in_words(hq, tmp_path):
    worded = FILES["dealers.csv"].replace(",50000,30", ",50000,30天").replace(",P1,,\n", ",P1,,现结\n")
    loaded = load_from(hq, write(tmp_path / "in", dealers=worded))
    assert told(loaded) == []
    days = dict(rows(hq, "SELECT id, credit_days FROM dealer WHERE id IN ('GD01', 'GD01A')"))
    assert days == {"GD01": 30, "GD01A": 0}


def changes(loaded):
    return {each.file: each.changed for each in loaded.files}


def told(loaded):
    """File, row, column and code of every problem."""
    return [(p.facts["file"], p.facts["row"], p.facts["column"], p.code) for p in loaded.problems]


def entries(book):
    return row(book, "SELECT count(*) FROM entry")[0]


def test_tags_are_parted_and_a_file_without_them_keeps_its_bytes(hq, tmp_path):
    """A dealer without tags is written as before there were any; the column may come and go."""
    load_from(hq, write(tmp_path / "in"))
    before = rows(hq, "SELECT record, body FROM entry WHERE kind = 'dealer' ORDER BY id")
    assert all(b"tags" not in bytes(body) for _, body in before)
    plain = FILES["dealers.csv"].replace("credit_days\n", "credit_days,tags\n").replace(",,,,,\n", ",,,,,,\n")
    tagged = plain.replace("50000,30\n", "50000,30,KA；新店、 KA;VIP ；\n")
    assert changes(load_from(hq, write(tmp_path / "in", dealers=tagged)))["dealers.csv"] == 1
    with hq.reading() as connection:
        assert reading.dealer(connection, "GD01").tags == {"KA", "新店", "VIP"}
        assert reading.dealer(connection, "GD01A").tags == frozenset()
    assert changes(load_from(hq, write(tmp_path / "in")))["dealers.csv"] == 0
    assert changes(load_from(hq, write(tmp_path / "in", dealers=plain)))["dealers.csv"] == 1


def test_a_folder_becomes_records(hq, tmp_path):
    loaded = load_from(hq, write(tmp_path / "in"))
    assert loaded.problems == ()
    assert changes(loaded) == {"dealers.csv": 4, "products.csv": 3, "prices.csv": 4, "stock.csv": 3, "opening.csv": 2}
    assert rows(hq, "SELECT id, parent, credit_limit, credit_days FROM dealer ORDER BY id") == [
        ("GD01", "HQ", 5000000, 30), ("GD01A", "GD01", None, None), ("HQ", None, None, None), ("SX01", "HQ", 0, None),
    ]  # fmt: skip
    assert rows(hq, "SELECT id, tax_rate, pack_size, pack_unit FROM product ORDER BY id") == [
        ("KSF1", 1300, 15000, "箱"), ("NF550", 1300, 24000, "箱"), ("SALT", 900, 0, ""),
    ]  # fmt: skip
    assert "nfsq550ml" in row(hq, "SELECT pinyin FROM product WHERE id = 'NF550'")[0]
    assert stock_of(hq, "SALT") == (Decimal("12.5"), 0)
    assert rows(hq, "SELECT seller, buyer, amount, due FROM posting ORDER BY amount") == [
        ("GD01", "GD01A", -10000, "2026-10-31"), ("HQ", "GD01", 1234560, "2026-11-30"),
    ]  # fmt: skip
    assert dict(rows(hq, "SELECT s.name, count(*) FROM entry e JOIN stream s ON s.id = e.stream GROUP BY s.name")) == {
        "catalog": 4, "dealer/GD01": 2, "dealer/GD01A": 3, "dealer/SX01": 1, "hq": 1, "prices/P1": 3, "prices/P2": 1,
    }  # fmt: skip
    with hq.reading() as connection:
        assert read_setting(connection, "dealer_id") == "HQ"
        assert reading.product(connection, "6921168509256").tax_rate == Decimal("0.13")


def test_loading_again_changes_nothing(hq, tmp_path):
    folder = write(tmp_path / "in")
    load_from(hq, folder)
    before = entries(hq)
    again = load_from(hq, folder, today=date(2026, 11, 25))
    assert (again.changed, again.problems, entries(hq)) == (0, (), before)


def test_loading_after_sales_changes_nothing(hq, tmp_path):
    folder = write(tmp_path / "in", opening=None)
    load_from(hq, folder)
    put(hq, "desk/d1", "order", "o1", an_order([a_line("NF550", 24, "1.25")], buyer="GD01"))
    decide_waiting(hq, TODAY, NOW)
    ship(hq, "o1", on=TODAY, now=NOW)
    assert stock_of(hq, "NF550") == (2376, 0)
    before = entries(hq)
    assert load_from(hq, folder).changed == 0
    assert (entries(hq), stock_of(hq, "NF550")) == (before, (2376, 0))


def test_changed_folder_publishes_just_the_changes(hq, tmp_path):
    load_from(hq, write(tmp_path / "in"))
    before = entries(hq)
    folder = write(
        tmp_path / "in",
        dealers=with_line(
            "dealers.csv", "GD01,广东总代理,province,HQ,44,P1,50000", "GD01,广东总代理,province,HQ,44,P1,60000"
        ),
        prices=with_line("prices.csv", "P1,KSF1,2.5,", "P1,KSF1,2.6,"),
        stock=with_line("stock.csv", "W1,NF550,2400", "W1,NF550,2000"),
    )
    loaded = load_from(hq, folder)
    assert changes(loaded) == {"dealers.csv": 1, "products.csv": 0, "prices.csv": 1, "stock.csv": 1, "opening.csv": 0}
    assert entries(hq) == before + 3
    assert stock_of(hq, "NF550") == (2000, 0)
    assert row(hq, "SELECT unit_price FROM price WHERE id = 'P1|KSF1|2026-01-01'") == (26000,)


def test_changed_opening_is_reversed_and_posted_anew(hq, tmp_path):
    load_from(hq, write(tmp_path / "in"))
    for amount in ("20000", "0", "1.50"):
        load_from(hq, write(tmp_path / "in", opening=with_line("opening.csv", '"12,345.60"', amount)))
        with hq.reading() as connection:
            assert reading.balance(connection, "HQ", "GD01") == Decimal(amount)
    assert rows(hq, "SELECT id, state FROM document WHERE id LIKE 'opening:HQ:GD01%' ORDER BY pk") == [
        ("opening:HQ:GD01", "reversed"), ("opening:HQ:GD01:2", "reversed"), ("opening:HQ:GD01:3", "posted"),
    ]  # fmt: skip


def test_what_vanishes_is_told_and_only_prices_go(hq, tmp_path):
    load_from(hq, write(tmp_path / "in"))
    folder = write(
        tmp_path / "in",
        dealers=with_line("dealers.csv", "SX01,山西总代理,province,HQ,14,P2,0,\n", ""),
        products=with_line("products.csv", "SALT,食盐散装,,千克,,,9%,调味,\n", ""),
        prices=with_line("prices.csv", "P1,KSF1,2.5,2026-01-01,\n", "").replace("P2,NF550,1.2,,\n", ""),
        stock=with_line("stock.csv", "W2,NF550,0\n", ""),
    )
    loaded = load_from(hq, folder).files
    # The file speaks of P2 no more, so P2 stands as it is.
    assert {each.file: each.ended for each in loaded if each.ended} == {"prices.csv": ("P1|KSF1|2026-01-01",)}
    gone = {each.file: each.gone for each in loaded}
    assert gone == {
        "dealers.csv": ("SX01",), "products.csv": ("SALT",), "stock.csv": ("W2|NF550",), "opening.csv": (),
        "prices.csv": ("P1|KSF1|2026-01-01", "P2|NF550|"),
    }  # fmt: skip
    assert rows(hq, "SELECT id FROM price ORDER BY id") == [
        ("P1|NF550|",), ("P1|NF550|2027-01-01",), ("P2|NF550|",),
    ]  # fmt: skip
    assert row(hq, "SELECT status FROM dealer WHERE id = 'SX01'") == ("active",)


def test_gb18030_is_read(hq, tmp_path):
    assert load_from(hq, write(tmp_path / "in", encoding="gb18030")).problems == ()
    assert row(hq, "SELECT name FROM dealer WHERE id = 'SX01'") == ("山西总代理",)


def test_mark_of_utf8_and_line_ends_of_windows_are_read(hq, tmp_path):
    folder = write(tmp_path / "in", **{n.removesuffix(".csv"): t.replace("\n", "\r\n") for n, t in FILES.items()})
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_from(hq, folder).problems == ()


def test_column_nobody_knows_is_ignored_and_told(hq, tmp_path):
    text = FILES["dealers.csv"].replace("credit_days\n", "credit_days, Fax ,\n")
    loaded = load_from(hq, write(tmp_path / "in", dealers=text))
    assert (loaded.files[0].ignored, loaded.problems) == (("fax",), ())


def test_only_the_bad_file_is_left_out(hq, tmp_path):
    folder = write(tmp_path / "in", products=with_line("products.csv", "9%", "x"))
    loaded = load_from(hq, folder)
    assert told(loaded) == [
        ("products.csv", 4, "tax_rate", "number_unreadable"),
        ("prices.csv", 2, "sku", "product_unknown"), ("prices.csv", 3, "sku", "product_unknown"),
        ("prices.csv", 4, "sku", "product_unknown"), ("prices.csv", 5, "sku", "product_unknown"),
        ("stock.csv", 2, "sku", "product_unknown"), ("stock.csv", 3, "sku", "product_unknown"),
        ("stock.csv", 4, "sku", "product_unknown"),
    ]  # fmt: skip
    assert changes(loaded) == {"dealers.csv": 4, "products.csv": 0, "prices.csv": 0, "stock.csv": 0, "opening.csv": 2}
    assert rows(hq, "SELECT id FROM product") == []


BAD = [
    ("dealers", "GD01A,朝阳便利店,store", "GD01A,朝阳便利店,shop", (4, "tier", "tree_unknown_tier")),
    ("dealers", "GD01A,朝阳便利店,store,GD01", "GD01A,朝阳便利店,store,GD09", (4, "parent", "tree_unknown_parent")),
    ("dealers", "SX01,山西总代理,province,HQ", "SX01,山西总代理,province,", (5, "parent", "tree_two_roots")),
    ("dealers", "SX01,山西总代理,province,HQ", "SX01,山西总代理,province,GD01A", (5, "tier", "tree_tier_order")),
    ("dealers", "SX01,山西总代理,province,HQ", "SX01,山西总代理,province,SX01", (5, "parent", "tree_circle")),
    ("dealers", "SX01,", "GD01,", (5, "code", "row_twice")),
    ("dealers", "SX01,", ",", (5, "code", "cell_missing")),
    ("dealers", "SX01,", "S:X,", (5, "code", "cell_unusable")),
    ("dealers", "14,P2,0,", "14,P2,-1,", (5, "credit_limit", "number_negative")),
    ("dealers", "14,P2,0,", "14,P2,0.001,", (5, "credit_limit", "number_decimals")),
    ("dealers", "14,P2,0,", "14,P2,1e5,", (5, "credit_limit", "number_unreadable")),
    ("dealers", "14,P2,0,", "14,P2,99999999999999999999999999999999999,", (5, "credit_limit", "number_too_large")),
    ("dealers", "14,P2,0,", "14,P2,0,1.5", (5, "credit_days", "number_decimals")),
    ("dealers", "14,P2,0,", "14,P2,0,,x", (5, "", "row_too_long")),
    ("dealers", "code,name,tier", "code,name,level", (1, "tier", "column_missing")),
    ("dealers", "territory,price_list", "price_list,price_list", (1, "price_list", "column_twice")),
    ("products", "食盐散装,,千克", "食盐散装,,", (4, "unit", "cell_missing")),
    ("products", "SALT,食盐散装", "NF550,食盐散装", (4, "sku", "row_twice")),
    ("products", "瓶,箱,15", "瓶,箱,0", (3, "pack_size", "pack_size")),
    ("products", "瓶,箱,15", "瓶,箱,2.5", (3, "pack_size", "pack_parts")),
    ("products", "瓶,箱,15", "瓶,箱,", (3, "pack_size", "cell_missing")),
    ("products", "瓶,箱,15", "瓶,,15", (3, "pack_unit", "pack_unit_missing")),
    ("products", "瓶,箱,15", "瓶,瓶,15", (3, "pack_unit", "pack_unit_twice")),
    ("products", "0.13", "13", (3, "tax_rate", "product_tax_rate")),
    ("products", "0.13", "130%", (3, "tax_rate", "product_tax_rate")),
    ("products", "康师傅冰红茶", '"康师傅', (3, "", "row_quotes")),
    ("prices", "P1,KSF1,2.5", "P1,KSF2,2.5", (4, "sku", "product_unknown")),
    ("prices", "P1,KSF1,2.5", "P1,KSF1,2.50001", (4, "unit_price", "number_decimals")),
    ("prices", "P1,KSF1,2.5", "P1,KSF1,", (4, "unit_price", "cell_missing")),
    ("prices", "2.5,2026-01-01", "2.5,2026-02-30", (4, "valid_from", "date_unreadable")),
    ("prices", "2.5,2026-01-01", "2.5,3", (4, "valid_from", "date_unreadable")),
    ("prices", "2.5,2026-01-01,", "2.5,2026-01-01,2025-01-01", (4, "valid_to", "date_order")),
    ("prices", "1.3,2027-01-01", "1.3,2026-12-31", (3, "valid_from", "price_overlap")),
    ("prices", "P2,NF550", "P1,NF550", (5, "valid_from", "row_twice")),
    ("stock", "W1,SALT,12.5", "W1,SALT,-1", (3, "quantity", "number_negative")),
    ("stock", "W1,SALT,12.5", "W1,SALT,12.0005", (3, "quantity", "number_decimals")),
    ("stock", "W1,SALT,12.5", "W1,SALT,many", (3, "quantity", "number_unreadable")),
    ("stock", "W1,SALT,12.5", ",SALT,12.5", (3, "warehouse", "cell_missing")),
    ("stock", "W2,NF550", "W1,NF550", (4, "sku", "row_twice")),
    ("opening", "HQ,GD01,2026-10-31", "HQ,GD09,2026-10-31", (2, "buyer", "dealer_unknown")),
    ("opening", "HQ,GD01,2026-10-31", "GD01,HQ,2026-10-31", (2, "buyer", "opening_not_below")),
    ("opening", "HQ,GD01,2026-10-31", "HQ,GD01,2027-10-31", (2, "date", "date_future")),
    ("opening", "HQ,GD01,2026-10-31", "HQ,GD01,yesterday", (2, "date", "date_unreadable")),
    ("opening", "-100", "-100.001", (3, "amount", "number_decimals")),
    ("opening", "-100", "", (3, "amount", "cell_missing")),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "old", "new", "problem"), BAD, ids=[f"{b[0]}-{b[3][2]}-{b[3][1]}" for b in BAD])
def test_bad_row_is_named_and_nothing_of_its_file_is_loaded(sqlite_book, tmp_path, stem, old, new, problem):
    found(sqlite_book, NOW)
    name = f"{stem}.csv"
    loaded = load_from(sqlite_book, write(tmp_path / "in", **{stem: with_line(name, old, new)}))
    assert [each for each in told(loaded) if each[0] == name] == [(name, *problem)]
    assert changes(loaded)[name] == 0
    written = {
        "dealers": "dealer",
        "products": "product",
        "prices": "price",
        "stock": "adjustment",
        "opening": "opening",
    }
    assert rows(sqlite_book, "SELECT record FROM entry WHERE kind = :kind", kind=written[stem]) == []


def test_a_bad_row_hides_no_unknown_parent_and_facts_are_whole(sqlite_book, tmp_path):
    found(sqlite_book, NOW)
    dealers = with_line("dealers.csv", "store,GD01", "shop,GD09")
    opening = with_line("opening.csv", "HQ,GD01,2026-10-31", "HQ,GD01,2027-10-31")
    load_from(sqlite_book, write(tmp_path / "good", opening=None))
    loaded = load_from(sqlite_book, write(tmp_path / "in", dealers=dealers, opening=opening))
    tier, parent, day = loaded.problems
    assert (tier.facts["dealer"], tier.facts["tier"]) == ("GD01A", "shop")
    assert (parent.code, parent.facts["parent"]) == ("tree_unknown_parent", "GD09")
    assert (day.code, "latest" in day.facts) == ("date_future", True)


def test_every_bad_row_is_told_in_the_order_of_the_file(sqlite_book, tmp_path):
    found(sqlite_book, NOW)
    bad = 'price_list,sku,unit_price\nP1,NF550,x\n\n"P1",NF550,"\n1"\nP9,KSF1,-2\n,KSF1,2\n'
    loaded = load_from(sqlite_book, write(tmp_path / "in", prices=bad))
    assert told(loaded) == [
        ("prices.csv", 2, "unit_price", "number_unreadable"),
        ("prices.csv", 4, "valid_from", "row_twice"),
        ("prices.csv", 6, "unit_price", "number_negative"),
        ("prices.csv", 7, "price_list", "cell_missing"),
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "file_empty"), (b"\n\n", "file_empty"), (b"code,name\xff\xff\n", "file_encoding")],
)
def test_file_that_is_none_is_told(sqlite_book, tmp_path, raw, code):
    found(sqlite_book, NOW)
    loaded = load_from(sqlite_book, write(tmp_path / "in", dealers=raw, opening=None, stock=None))
    assert told(loaded)[0][3] == code
    assert code != "file_encoding" or loaded.problems[0].facts["row"] == 1
    assert changes(loaded)["products.csv"] == 3


def test_stock_and_openings_wait_for_hq_itself(sqlite_book, tmp_path):
    found(sqlite_book, NOW)
    loaded = load_from(sqlite_book, write(tmp_path / "in", dealers=None, opening=None))
    assert told(loaded) == [("stock.csv", None, "", "hq_unknown")]


def test_dealer_keeps_what_no_column_speaks_of(sqlite_book, tmp_path):
    found(sqlite_book, NOW)
    load_from(sqlite_book, write(tmp_path / "in"))
    short = "code,name,tier,parent\nGD01,广东总代,province,HQ\n"
    load_from(sqlite_book, write(tmp_path / "in", dealers=short))
    assert row(sqlite_book, "SELECT name, credit_limit, price_list FROM dealer WHERE id = 'GD01'") == (
        "广东总代", 5000000, "P1",
    )  # fmt: skip


def test_wrong_place_is_told(sqlite_book, tmp_path):
    with pytest.raises(UsageError, match="folder_missing"):
        load_from(sqlite_book, tmp_path / "nowhere")
    with pytest.raises(UsageError, match="book_unfounded"):
        load_from(sqlite_book, write(tmp_path / "in"))
    found(sqlite_book, NOW)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="nothing_to_load"):
        load_from(sqlite_book, tmp_path / "empty")
    found_desk(sqlite_book)
    with pytest.raises(RefusedError, match="not_hq"):
        load_from(sqlite_book, write(tmp_path / "in"))


@pytest.mark.slow
def test_a_long_price_list_loads_in_reasonable_time(sqlite_book, tmp_path):
    found(sqlite_book, NOW)
    count = 20_000
    products = "sku,name,unit\n" + "".join(f"S{n},商品{n},件\n" for n in range(count))
    prices = "price_list,sku,unit_price\n" + "".join(f"P{n % 5},S{n // 5},{n % 97 + 1}.25\n" for n in range(count * 5))
    folder = write(tmp_path / "in", products=products, prices=prices, stock=None)
    began = time.perf_counter()
    loaded = load_from(sqlite_book, folder)
    assert loaded.problems == ()
    assert changes(loaded)["prices.csv"] == count * 5
    assert load_from(sqlite_book, folder).changed == 0
    assert time.perf_counter() - began < 60


def standing_file(status, reason=None):
    """The dealers with a status for one of them, and with the column of reasons where one is given."""
    head, *lines = FILES["dealers.csv"].splitlines()
    added = ["status"] if reason is None else ["status", "status_reason"]
    told = [status] if reason is None else [status, reason]
    return "\n".join(
        ",".join([line, *(told if line.startswith("GD01,") else [""] * len(added))])
        if line is not head
        else ",".join([head, *added])
        for line in [head, *lines]
    )


def test_a_file_without_a_reason_takes_back_no_decision_that_was_made_for_one(hq, tmp_path):
    load_from(hq, write(tmp_path / "in"))
    body = DealerBody("GD01", "广东总代理", "province", "HQ", "44", "P1", 5_000_000, 30)
    closed = replace(body, status="suspended", status_since="2026-11-20T08:00:00Z", status_reason="欠款未清")
    put(hq, "dealer/GD01", "dealer", "GD01", closed)
    said = "SELECT status, status_reason FROM dealer WHERE id = 'GD01'"
    for status in ("active", "closed", ""):
        told = load_from(hq, write(tmp_path / "in", dealers=standing_file(status)))
        assert [(each.code, each.facts["reason"], each.facts["since"]) for each in told.problems] == [
            ("status_decided", "欠款未清", "2026-11-20")
        ]
        assert row(hq, said) == ("suspended", "欠款未清")
    assert load_from(hq, write(tmp_path / "in", dealers=standing_file("suspended"))).problems == ()
    assert row(hq, said) == ("suspended", "欠款未清")
    assert load_from(hq, write(tmp_path / "in", dealers=standing_file("active", "已结清"))).problems == ()
    assert row(hq, said) == ("active", "已结清")
