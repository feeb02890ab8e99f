"""A desk of HQ's people over the sample market: policies in every state, two being written, and last year's orders."""

from datetime import date
from pathlib import Path

from desktop.desk import Desk, Identity
from domain.parties.users import Person
from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.promotion_terms import Promotion
from domain.policies.rebate_terms import Caps, Rebate, Reward, Target, Tier
from domain.policies.scopes import EVERYONE, EVERYTHING, Audience, DealerGroup, Period, ProductGroup, ProductScope, only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.spend_save import Saving, SpendSave
from sync.records.bodies.policies import PolicyBody, PolicyDraftBody, PolicyReadBody, UserBody
from sync.records.bodies.records import DealerBody, LineBody
from sync.records.books.database import Book, open_sqlite
from sync.records.books.searching import pinyin_keys
from sync.records.books.settings import write_setting
from sync.records.pricing.policy_forms import digest_of, stored_form
from tests.building.desktop.sample_desk import NOW, OWN, PRODUCTS, a_paper, masters, openings
from tests.building.domain.policy_makers import D

PROVINCES = Audience((DealerGroup(tiers=frozenset({"province"})),))
DRINKS = ProductScope((ProductGroup(products=frozenset({"SP10021", "SP10058", "SP10095"})),))


def spend_save(version=1, start=date(2026, 11, 1), end=date(2026, 12, 31), save="600", more="2000"):
    steps = (Saving(D(20000), D(save)), Saving(D(50000), D(more)), Saving(D(100000), D(5000)))
    terms = Promotion(SpendSave(steps))
    stacking = Stacking(group="整单", order=5)
    return Policy("CX2611-01", version, "岁末满减", terms, EVERYONE, Period(start, end), EVERYTHING, stacking)


def buy_get(code="CX2612-02", name="冰红茶十送一", start=date(2026, 12, 1), end=date(2026, 12, 31), sku="SP10058"):
    terms = Promotion(BuyGet(D(150), Gift(D(15)), most_times=20))
    return Policy(code, 1, name, terms, PROVINCES, Period(start, end), only(sku))


def price_list():
    rules = (
        PriceRule("fixed", D("1.06"), start=D(2400), products=only("SP10021")),
        PriceRule(percent=D(-3), floor=D("1.5"), products=DRINKS),
    )
    terms = PriceList(rules, band=Band(D(2), D(5)))
    return Policy("JM2026", 1, "饮料省代价目", terms, PROVINCES, Period(date(2026, 1, 1), None), DRINKS)


def rebate(version=1, start=date(2026, 10, 1)):
    tiers = (Tier(D(80), D(1)), Tier(D(100), D(2)), Tier(D(120), D("3.5")))
    terms = Rebate(
        tiers,
        "target_rate",
        period="quarter",
        targets=(Target(D(900000)), Target(D(1200000), "GD01", "2026-Q4")),
        late_days=15,
        caps=Caps(dealer_period=D(60000)),
        reward=Reward("credit", months=6),
    )
    period = Period(start, date(2026, 12, 31))
    return Policy(
        "FL2026-Q4", version, "四季度进货返利", terms, EVERYONE, period, reaches_back=True, note="达成率按季度进货额。"
    )


def ended():
    terms = Promotion(SpendSave((Saving(D(3000), D(100)),), repeating=True))
    return Policy("CX2609-03", 1, "国庆满减", terms, EVERYONE, Period(date(2026, 9, 20), date(2026, 10, 10)))


def published():
    """What HQ has published."""
    return [spend_save(), buy_get(), price_list(), rebate(), ended()]


def a_body(policy, *, until=""):
    form = stored_form(policy)
    return PolicyBody(
        policy.id,
        policy.version,
        form,
        digest_of(form),
        "王芳",
        "李强",
        f"{policy.period.start}T02:00:00Z",
        until=until,
    )


def publish_samples(writing):
    """Into the books of whoever may read them."""
    for policy in published():
        writing.put("policies/all", "policy", f"{policy.id}/{policy.version}", a_body(policy))


def read_samples(writing, desk="D1", dealer="GD01"):
    """Somebody at the dealer's desk has opened two of them."""
    for policy in (spend_save(), price_list(), ended()):
        record = f"{policy.id}/{policy.version}/{desk}"
        body = PolicyReadBody(policy.id, policy.version, dealer, "李堃", "2026-11-02T01:12:00Z")
        writing.put(f"desk/{desk}", "policy_read", record, body)


def draft_samples(writing, stream):
    """One waits for a second person, one is still being written."""
    proposed = spend_save(2, date(2026, 12, 1), save="800", more="3000")
    written = buy_get("CX2612-05", "牛奶买二十送一", date(2026, 12, 10), date(2026, 12, 25), "SP10280")
    for name, policy, author, state in (("w1", proposed, "王芳", "proposed"), ("w2", written, "陈晓", "draft")):
        body = PolicyDraftBody(policy.id, policy.version, stored_form(policy), author, "2026-11-22T08:10:00Z", state)
        writing.put(stream, "policy_draft", name, body)


def an_hq_desk(folder: Path) -> Desk:
    """A desk of HQ's people over the same market: it sees every policy, and two that are being written."""
    folder.mkdir(parents=True, exist_ok=True)
    book = open_sqlite(folder / "desk.db", create=True)
    settings = {"role": "desk", "desk_id": "H1", "dealer_id": "HQ", "prefix": "90", "hq_url": "http://127.0.0.1:9"}
    with book.writing() as writing:
        for key, value in settings.items():
            write_setting(writing.connection, key, value)
        masters(writing)
        openings(writing)
        publish_samples(writing)
        read_samples(writing)
        draft_samples(writing, "desk/H1")
        person = UserBody("HQ", "H1", "陈晓", "channel_manager", made_at="2026-10-01T01:00:00Z")
        writing.put("desk/H1", "user", "u-chenxiao", person)
        _last_year(writing)
    return _hq_desk(book, folder)


def _last_year(writing):
    """What HQ delivered to its agents last December."""
    agents = [("GX01", "广西桂海商贸有限公司"), ("FJ02", "福建闽丰食品有限公司"), ("HN03", "湖南湘味供应链公司")]
    for code, name in agents:
        card = DealerBody(code, name, "province", "HQ", "", "P", None, 30, pinyin=pinyin_keys(name))
        writing.put(f"dealer/{code}", "dealer", code, card)
    for place in range(12):
        code = (OWN, *(code for code, _ in agents))[place % 4]
        day = f"2025-12-{place * 2 + 3:02d}"
        lines = [
            LineBody(sku, sku, pack * (place + 6) * 40_000, pack * (place + 6) * 40 * price // 100, price)
            for sku, _, pack, price, _ in PRODUCTS[place % 5 : place % 5 + 4]
        ]
        number = f"XSCK-00-2512{place * 2 + 3:02d}-{place:04d}"
        total = sum(line.amount for line in lines)
        writing.put(
            f"dealer/{code}", "delivery", number, a_paper(number, "HQ", code, day, total, lines, warehouse="总仓")
        )


def open_hq_sample(folder: Path) -> Desk:
    """Opens a copy of such a folder."""
    return _hq_desk(open_sqlite(folder / "desk.db"), folder)


def _hq_desk(book: Book, folder: Path) -> Desk:
    desk = Desk(book, Identity("desk", "H1", "HQ", "90", "http://127.0.0.1:9"), folder, clock=lambda: NOW)
    desk.asks = desk.peopled = True
    desk.user = Person("u-chenxiao", "陈晓", "channel_manager", dealer="HQ", desk="H1")
    return desk
