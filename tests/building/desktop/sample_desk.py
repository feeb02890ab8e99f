"""A provincial agent's desk as it looks on a Monday: customers, goods, orders in every state, money, deliveries."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from desktop.actions.documents import deliveries, money
from desktop.actions.documents.views import DraftLine, OrderDraft
from desktop.actions.orders import orders
from desktop.desk import Desk, Identity
from sync.records.bodies.policies import UserBody
from sync.records.bodies.records import (
    AvailabilityBody,
    DealerBody,
    DocumentBody,
    LineBody,
    PriceBody,
    ProductBody,
)
from sync.records.books.database import Book, open_sqlite
from sync.records.books.searching import pinyin_keys
from sync.records.books.settings import write_setting
from tests.building.desktop.sample_policies import put_policies

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 41, tzinfo=UTC)
OWN = "GD01"

# sku, name, packed by, price per bottle or bag in 1/10000 yuan, own stock
PRODUCTS = [
    ("SP10021", "农夫山泉饮用天然水 550ml", 24, 11042, 4464),
    ("SP10058", "康师傅冰红茶 500ml", 15, 25333, 1410),
    ("SP10095", "娃哈哈AD钙奶 220g", 24, 18000, 288),
    ("SP10132", "雪花纯生啤酒 500ml", 12, 49000, 2880),
    ("SP10169", "青岛啤酒经典 330ml", 24, 30000, 1848),
    ("SP10206", "乐事薯片原味 75g", 22, 55000, 770),
    ("SP10243", "旺旺雪饼 84g", 20, 42000, 900),
    ("SP10280", "蒙牛纯牛奶 250ml", 24, 23500, 3120),
    ("SP10317", "伊利安慕希酸奶 205g", 12, 48800, 660),
    ("SP10354", "统一老坛酸菜牛肉面 121g", 24, 28500, 1200),
    ("SP10391", "双汇王中王火腿肠 400g", 10, 126000, 310),
    ("SP10428", "海天金标生抽 500ml", 12, 68500, 840),
    ("SP10465", "金龙鱼葵花籽油 5L", 4, 698000, 96),
    ("SP10502", "洽洽香瓜子 260g", 18, 88000, 0),
    ("SP10539", "维达抽纸 3层130抽", 24, 35500, 2400),
    ("SP10576", "蓝月亮洗衣液 3kg", 4, 329000, 88),
]
# code, name, tier, limit in yuan or None, days, phone
CUSTOMERS = [
    ("FX001", "福星便利连锁（深圳南山）", "store", 90000, 30, "0755-2688 1200"),
    ("TH002", "天河小卖部", "store", 6000, 7, "020-3811 0027"),
    ("YX003", "越秀超市有限公司", "store", 150000, 45, "020-8336 5590"),
    ("ZH004", "珠海海湾商行", "city", 200000, 30, "0756-333 8021"),
    ("FS005", "佛山祥和批发部", "city", None, 15, "0757-8220 1166"),
    ("DG006", "东莞虎门喆记士多", "store", 20000, 15, "0769-8511 7788"),
    ("HZ007", "惠州江北百货", "store", 60000, 30, ""),
    ("ZS008", "中山小榄曾记粮油", "store", 35000, 30, "0760-2211 0909"),
]


def a_sample_desk(folder: Path) -> Desk:
    """Builds the desk; it is open, and its clock stands."""
    folder.mkdir(parents=True, exist_ok=True)
    book = open_sqlite(folder / "desk.db", create=True)
    settings = {"role": "desk", "desk_id": "D1", "dealer_id": OWN, "prefix": "01", "hq_url": "http://127.0.0.1:9"}
    with book.writing() as writing:
        for key, value in (settings | {"last_exchange": "2026-11-23T06:41:00Z", "main_warehouse": "广州主仓"}).items():
            write_setting(writing.connection, key, value)
        masters(writing)
        writing.put("desk/D1", "user", "u-likun", UserBody(OWN, "D1", "李堃", "owner", made_at="2026-10-01T01:00:00Z"))
        openings(writing)
        put_policies(writing)
    desk = _desk(book, folder)
    _business(desk)
    return desk


def open_sample(folder: Path) -> Desk:
    """Opens a copy of a folder that was built before."""
    return _desk(open_sqlite(folder / "desk.db"), folder)


def _desk(book: Book, folder: Path) -> Desk:
    desk = Desk(book, Identity("desk", "D1", OWN, "01", "http://127.0.0.1:9"), folder, clock=lambda: NOW)
    desk.operator = "李堃"
    return desk


def masters(writing):
    writing.put("catalog", "dealer", "HQ", DealerBody("HQ", "华南快消品总公司", "hq", phone="020-8888 0000"))
    own = DealerBody(
        OWN, "广东粤海商贸有限公司", "province", "HQ", "广东", "P", 3_000_000_00, 30, address="广州市天河区"
    )
    writing.put("dealer/GD01", "dealer", OWN, own)
    for code, name, tier, limit, days, phone in CUSTOMERS:
        fen = None if limit is None else limit * 100
        card = DealerBody(code, name, tier, OWN, "", "W", fen, days, phone=phone, pinyin=pinyin_keys(name))
        writing.put("desk/D1", "dealer", f"{OWN}:{code}", card)
    for place, (sku, name, pack, price, _) in enumerate(PRODUCTS):
        product = ProductBody(sku, name, "瓶", pinyin_keys(name), f"69012345{place:05d}", "箱", pack * 1000, 1300)
        writing.put("catalog", "product", sku, product)
        writing.put("prices/P", "price", f"P/{sku}", PriceBody("P", sku, price, "2026-01-01"))
        writing.put("prices/W", "price", f"W/{sku}", PriceBody("W", sku, price * 118 // 100, "2026-11-01"))
        available = AvailabilityBody("HQ", sku, (pack * 400 - place * 7) * 1000, "2026-11-23T06:40:00Z")
        writing.put("stock", "availability", f"HQ/{sku}", available)


def openings(writing):
    for warehouse, share in (("广州主仓", 100), ("佛山仓", 40)):
        lines = [LineBody(sku, sku, stock * share // 100 * 1000, 0) for sku, _, _, _, stock in PRODUCTS if stock]
        count = a_paper(f"PDD-01-261001-000{share}", OWN, OWN, "2026-10-01", 0, lines, warehouse=warehouse)
        writing.put("desk/D1", "adjustment", f"count-{warehouse}", count)
    for place, (code, _, _, limit, _, _) in enumerate(CUSTOMERS):
        amount = (limit or 88000) * (12 + place * 7)  # fen: 12 to 61 percent of the limit
        paper = a_paper(
            f"QC-01-261001-{place:04d}",
            OWN,
            f"{OWN}:{code}",
            "2026-10-01",
            amount,
            [],
            due="2026-12-10",
        )
        writing.put("desk/D1", "opening", f"opening-{code}", paper)
    own = a_paper("QC-00-261001-0001", "HQ", OWN, "2026-10-01", 482_150_00, [], due="2026-12-01")
    writing.put("dealer/GD01", "opening", "opening-GD01", own)
    for number, day, place in (("XSCK-00-261121-0007", "2026-11-21", 0), ("XSCK-00-261122-0003", "2026-11-22", 4)):
        lines = [
            LineBody(sku, sku, pack * 20_000, pack * 20 * price // 100, price, "箱", pack * 1000, name)
            for sku, name, pack, price, _ in PRODUCTS[place : place + 3]
        ]
        total = sum(line.amount for line in lines)
        paper = a_paper(number, "HQ", OWN, day, total, lines, due="2026-12-21", warehouse="总仓")
        writing.put("dealer/GD01", "delivery", number, paper)


def a_paper(number, seller, buyer, day, amount, lines, *, due="", warehouse=""):
    return DocumentBody(
        number,
        seller,
        buyer,
        day,
        f"{day}T02:00:00Z",
        amount,
        lines,
        due=due or day,
        author="期初",
        warehouse=warehouse,
    )


def _business(desk):
    """Six weeks of orders, deliveries and money, and what waits today."""
    customers = [f"{OWN}:{code}" for code, *_ in CUSTOMERS]
    money.receive_money(desk, customers[2], Decimal("36000.00"), date(2026, 11, 5), "bank", "网银 8812", "10 月货款")
    for place in range(14):
        day = date(2026, 11, 2 + place)
        buyer = customers[(place * 3) % len(customers)]
        goods = [(PRODUCTS[(place + step * 5) % 13], 2 + (place + step) % 5) for step in range(3)]
        placed = orders.place_order(desk, a_draft(buyer, day, goods, ref=f"PO-26{place:03d}"))
        if placed.state in ("accepted", "accepted_in_part") and place % 5 != 3:
            deliveries.deliver(desk, placed.number, on=day)
    for place, (buyer, amount, how) in enumerate(
        ((customers[0], "4200.00", "wechat"), (customers[3], "25000.00", "bank"), (customers[4], "3180.50", "cash"))
    ):
        money.receive_money(desk, buyer, Decimal(amount), date(2026, 11, 17 + place), how, f"SK{place:03d}", "")
    orders.place_order(
        desk, a_draft("GD01", TODAY, [(PRODUCTS[0], 40), (PRODUCTS[3], 60)], seller="HQ", ref="月底补货")
    )
    orders.place_order(desk, a_draft(customers[4], TODAY, [(PRODUCTS[13], 5), (PRODUCTS[7], 12)]))
    orders.place_order(desk, a_draft(customers[1], TODAY, [(PRODUCTS[12], 20)]))


def a_draft(buyer, day, goods, *, seller=OWN, ref=""):
    lines = tuple(DraftLine(sku, Decimal(count * pack), "箱", Decimal(pack)) for (sku, _, pack, _, _), count in goods)
    return OrderDraft(f"draft-{buyer}-{day}", seller, buyer, day, "", ref, "", lines)
