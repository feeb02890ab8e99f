"""A moved dealer: the account with its former seller stays whole at both ends, and the new one reads nothing of it."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from sync.hq.channel.copying import forward
from sync.hq.channel.scope import readable_streams
from sync.hq.channel.tree import Tree
from sync.hq.service.asker import Asker
from sync.hq.taking.exchange import _note_rebuilding
from sync.records.bodies.records import AnswerBody, CopyBody, DealerBody, DocumentBody, PriceBody
from sync.records.pricing.policy_forms import stream_of
from sync.wire.messages import ExchangeAnswer
from sync.wire.packing import unpack
from tests.building.domain.policy_makers import dealers
from tests.building.sync.books import NOW, TODAY, a_line, an_order, put, rows
from tests.building.sync.ends import Local, assert_equal_books, live_of
from tests.building.sync.policies import a_policy, publish_now

SELLERS = ("GD01", "HN01")


def a_card(hq, name, parent, *, tier="store", **more):
    put(hq, f"dealer/{name}", "dealer", name, DealerBody(name, f"名{name}", tier, parent, **more))


def a_paper(seller="GD01", buyer="GD01A", *, amount=100, source=None, lines=(), number="XSCK-1"):
    body = DocumentBody(number, seller, buyer, TODAY.isoformat(), NOW, amount, list(lines), source=source)
    body.warehouse = "W" if lines else ""
    return body


class Sniffer(Local):
    """Keeps every entry of every answer, as the wire carried it."""

    def __init__(self, hq):
        super().__init__(hq)
        self.seen: list[tuple[str, str, str, bytes]] = []

    def send(self, method, path, headers, body):
        answer = super().send(method, path, headers, body)
        if path == "/v1/exchange" and answer.status == 200:
            for page in unpack(answer.body, ExchangeAnswer).pages:
                self.seen += [(page.stream, each.kind, each.record, bytes(each.body)) for each in page.entries]
        return answer


@pytest.fixture
def ends(hq, desks):
    """HQ → GD01 → GD01A and HQ → HN01, a desk each, every line listened to."""
    a_card(hq, "HN01", "HQ", tier="province", price_list="P2")
    put(hq, "prices/P2", "price", "P2|A|", PriceBody("P2", "A", 1))
    made = {name: desks(name, line=Sniffer(hq)) for name in (*SELLERS, "GD01A")}
    for end in made.values():
        end.exchange()
    return made


def trade(hq, ends, seller="GD01", mark="1"):
    """An order of the shop, accepted and delivered, received, and paid for."""
    shop, agent = ends["GD01A"], ends[seller]
    put(shop.book, shop.stream, "order", f"o{mark}", an_order(number=f"O{mark}", seller=seller, buyer="GD01A"))
    exchange(hq, shop, agent)
    put(agent.book, agent.stream, "answer", f"o{mark}", AnswerBody(f"o{mark}", "accepted", NOW, [10000]))
    goods = a_paper(seller, amount=2500, source=f"o{mark}", lines=[a_line()], number=f"D{mark}")
    put(agent.book, agent.stream, "delivery", f"d{mark}", goods)
    exchange(hq, agent, shop)
    taken = a_paper(seller, source=f"d{mark}", lines=[a_line()], number=f"R{mark}")
    put(shop.book, shop.stream, "goods_receipt", f"r{mark}", taken)
    put(agent.book, agent.stream, "money_receipt", f"m{mark}", a_paper(seller, amount=1000, number=f"M{mark}"))
    exchange(hq, shop, agent, shop)


def exchange(hq, *ends):
    for end in ends:
        end.exchange()
        forward(hq, NOW)


def account(book, seller, buyer="GD01A"):
    """Every document of an account with its state, and what it comes to."""
    papers = rows(
        book,
        "SELECT id, kind, state, amount FROM document WHERE seller = :seller AND buyer = :buyer ORDER BY id",
        seller=seller, buyer=buyer,
    )  # fmt: skip
    query = "SELECT COALESCE(SUM(amount), 0) FROM posting WHERE seller = :seller AND buyer = :buyer"
    return papers, int(rows(book, query, seller=seller, buyer=buyer)[0][0])


def readable(hq, end, dealer):
    with hq.reading() as connection:
        return {stream.name for stream in readable_streams(connection, end.desk, dealer, "HQ")}


def test_the_account_is_whole_at_both_ends_after_the_move(hq, ends):
    trade(hq, ends)
    before = account(ends["GD01"].book, "GD01")
    assert len(before[0]) == 4
    a_card(hq, "GD01A", "HN01")
    forward(hq, NOW)
    exchange(hq, *ends.values())
    assert account(ends["GD01"].book, "GD01") == account(ends["GD01A"].book, "GD01") == before
    assert account(hq, "GD01") == before
    assert_equal_books(hq, *ends.values())


def test_the_old_seller_keeps_the_card_as_it_was_and_the_new_one_has_it_as_it_is(hq, ends):
    a_card(hq, "GD01A", "GD01", credit_limit=500)
    exchange(hq, ends["GD01"])
    a_card(hq, "GD01A", "HN01", credit_limit=900)
    exchange(hq, *ends.values())
    card = "SELECT parent, credit_limit, status FROM dealer WHERE id = 'GD01A'"
    assert rows(ends["GD01"].book, card) == [("GD01", 500, "moved")]
    assert rows(ends["HN01"].book, card) == [("HN01", 900, "active")]
    a_card(hq, "GD01A", "HN01", credit_limit=1000)
    exchange(hq, *ends.values())
    assert rows(ends["GD01"].book, card) == [("GD01", 500, "moved")]
    assert rows(ends["HN01"].book, card) == [("HN01", 1000, "active")]
    assert_equal_books(hq, *ends.values())


def test_the_new_seller_reads_nothing_of_what_was_before(hq, ends):
    trade(hq, ends)
    a_card(hq, "GD01A", "HN01")
    forward(hq, NOW)
    exchange(hq, *ends.values())
    # What closes the old account comes after the move, and is no business of the new seller either.
    put(ends["GD01"].book, ends["GD01"].stream, "return", "back", a_paper(amount=250, source="d1", number="T1"))
    exchange(hq, ends["GD01"], *ends.values())
    heard = ends["HN01"].line.seen
    assert not [each for each in heard if b'"GD01"' in each[3]]
    assert account(ends["HN01"].book, "GD01") == ([], 0)
    assert not readable(hq, ends["HN01"], "HN01") & {"dealer/GD01A", ends["GD01A"].stream, "dealer/GD01"}


def test_the_account_with_the_new_seller_is_whole_and_the_old_one_hears_nothing_of_it(hq, ends):
    trade(hq, ends)
    a_card(hq, "GD01A", "HN01")
    exchange(hq, *ends.values())
    ends["GD01"].line.seen.clear()
    trade(hq, ends, "HN01", "2")
    exchange(hq, *ends.values())
    papers = account(ends["HN01"].book, "HN01")
    assert [paper[0] for paper in papers[0]] == ["d2", "m2", "o2", "r2"]
    assert papers == account(ends["GD01A"].book, "HN01") == account(hq, "HN01")
    assert not [each for each in ends["GD01"].line.seen if b'"HN01"' in each[3]]
    assert_equal_books(hq, *ends.values())


def test_given_back_the_first_seller_reads_nothing_of_the_time_between(hq, ends):
    trade(hq, ends)
    a_card(hq, "GD01A", "HN01")
    exchange(hq, *ends.values())
    trade(hq, ends, "HN01", "2")
    a_card(hq, "GD01A", "GD01")
    ends["GD01"].line.seen.clear()
    exchange(hq, *ends.values())
    trade(hq, ends, "GD01", "3")
    exchange(hq, *ends.values())
    assert not [each for each in ends["GD01"].line.seen if b'"HN01"' in each[3]]
    for seller, count in (("GD01", 8), ("HN01", 4)):
        there = account(ends[seller].book, seller)
        assert len(there[0]) == count
        assert there == account(ends["GD01A"].book, seller) == account(hq, seller)
    assert_equal_books(hq, *ends.values())


def test_a_whole_branch_takes_its_accounts_along(hq, ends, desks):
    """The agent of a shop moves from one province to another: the shop's account with it goes on as before."""
    a_card(hq, "GD01B", "GD01A")
    ends["GD01B"] = desks("GD01B", line=Sniffer(hq))
    shop = {"GD01A": ends["GD01B"], "GD01": ends["GD01A"]}
    ends["GD01B"].exchange()
    put(shop["GD01A"].book, shop["GD01A"].stream, "order", "o9", an_order(seller="GD01A", buyer="GD01B", number="O9"))
    exchange(hq, *ends.values())
    a_card(hq, "GD01A", "HN01")
    forward(hq, NOW)
    exchange(hq, *ends.values())
    assert account(ends["GD01A"].book, "GD01A", "GD01B") == account(ends["GD01B"].book, "GD01A", "GD01B")
    for seller in SELLERS:  # neither province reads what the branch wrote before
        assert account(ends[seller].book, "GD01A", "GD01B") == ([], 0)
    cards = "SELECT id FROM dealer WHERE id IN ('GD01A', 'GD01B') ORDER BY id"
    assert rows(ends["HN01"].book, cards) == [("GD01A",), ("GD01B",)]
    assert rows(ends["GD01"].book, cards) == [("GD01A",)]
    assert_equal_books(hq, *ends.values())


def test_a_move_is_told_to_the_three_it_concerns_and_to_nobody_else(hq, ends):
    with hq.writing() as writing:
        writing.today = TODAY
        writing.put("dealer/GD01A", "dealer", "GD01A", DealerBody("GD01A", "朝阳", "store", "HN01"))
    exchange(hq, *ends.values())
    moves = "SELECT dealer, before, after, \"on\" FROM move WHERE told <> '' ORDER BY id"
    day = TODAY.isoformat()
    assert rows(ends["GD01"].book, moves) == [("GD01A", "GD01", "", day)]
    assert rows(ends["HN01"].book, moves) == [("GD01A", "", "HN01", day)]
    assert rows(ends["GD01A"].book, moves) == [("GD01A", "GD01", "HN01", day)]


def test_the_tree_knows_who_stood_above_whom(hq, ends):
    a_card(hq, "GD01A", "HN01")
    with hq.reading() as connection:
        tree = Tree.around(connection, {"GD01", "HN01", "GD01A"})
    assert (tree.is_above("HN01", "GD01A"), tree.is_above("GD01", "GD01A")) == (True, False)
    assert (tree.had_account("GD01", "GD01A"), tree.is_account("GD01", "GD01A")) == (True, True)
    assert (tree.is_account("HN01", "GD01A"), tree.is_account("GD01", "HN01")) == (True, False)
    assert (tree.reads_whole("HN01", "GD01A"), tree.reads_whole("GD01A", "GD01A")) == (False, True)
    assert tree.left_at("HN01", "GD01A", "HN01") is None
    [(number,)] = rows(
        hq,
        "SELECT number FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'move' AND s.name = 'dealer/GD01'",
    )
    assert tree.left_at("GD01", "GD01A", "GD01") == number


def test_cards_a_desk_writes_bring_nothing_down(hq, ends):
    agent = ends["GD01"]
    card = DealerBody("C1", "客户", "store", "GD01", "43", "P2", tags=["KA"])
    put(agent.book, agent.stream, "dealer", "GD01:C1", card)
    below = DealerBody("C2", "客户", "store", "GD01:C1", "43", "P2")
    put(agent.book, agent.stream, "dealer", "GD01:C2", below)
    for_shops = a_policy("KA", audience=dealers(tags=("KA",)), channel=True)
    publish_now(hq, for_shops)
    exchange(hq, agent, agent)
    assert not {"prices/P2", stream_of(for_shops)} & readable(hq, agent, "GD01")
    assert live_of(agent.book, "prices/P2") == {}


def test_an_opening_hq_loaded_for_the_old_account_is_the_old_sellers_and_not_the_new_ones(hq, ends):
    put(hq, "dealer/GD01A", "opening", "opening:GD01:GD01A", a_paper(number="QC1", amount=700))
    exchange(hq, *ends.values())
    a_card(hq, "GD01A", "HN01")
    forward(hq, NOW)
    exchange(hq, *ends.values())
    assert account(ends["GD01"].book, "GD01")[1] == account(ends["GD01A"].book, "GD01")[1] == 700
    assert account(ends["HN01"].book, "GD01") == ([], 0)
    copies = rows(hq, "SELECT body FROM entry WHERE kind = 'copy' AND record = 'opening/opening:GD01:GD01A'")
    assert msgspec.json.decode(bytes(copies[0][0]), type=CopyBody).id == "opening:GD01:GD01A"


def deaf(monkeypatch):
    """Desks no longer say what they hold."""
    monkeypatch.setattr("sync.hq.taking.exchange.heard_of", lambda *_: 0)


def opens_anew(end, mark):
    """What a former seller may no longer write, where he knows that he is one."""
    put(end.book, end.stream, "opening", f"e{mark}", a_paper(amount=999_900, number=f"E{mark}"))


@pytest.mark.parametrize("asked", ["only asked", "brought something", "asked an hour ago"])
def test_what_a_former_seller_was_heard_to_know_he_knows_whatever_he_says_later(hq, ends, monkeypatch, asked):
    seller = ends["GD01"]
    trade(hq, ends)
    a_card(hq, "GD01A", "HN01")
    exchange(hq, *ends.values())
    exchange(hq, *ends.values())
    if asked == "brought something":
        put(seller.book, seller.stream, "money_receipt", "m9", a_paper(amount=100, number="M9"))
        exchange(hq, seller)
    if asked == "asked an hour ago":
        seller.line.endpoints._now = lambda: datetime.now(UTC) + timedelta(hours=1)
        exchange(hq, seller)
    if asked != "only asked":
        hq.heard.clear()  # another process
    deaf(monkeypatch)
    opens_anew(seller, 1)
    exchange(hq, seller)
    assert [record for (record,) in rows(hq, "SELECT record FROM problem WHERE held")] == ["e1"]
    assert len(rows(hq, "SELECT heard FROM hearing WHERE heard < 0 AND desk = :d", d=seller.desk)) == 1


def test_a_desk_that_was_set_back_could_not_know_what_it_no_longer_holds(hq, ends, monkeypatch):
    seller = ends["GD01"]
    trade(hq, ends)
    a_card(hq, "GD01A", "HN01")
    exchange(hq, *ends.values())
    exchange(hq, *ends.values())
    _note_rebuilding(hq, Asker(seller.desk, "GD01", ""))
    deaf(monkeypatch)
    opens_anew(seller, 1)
    exchange(hq, seller)
    assert rows(hq, "SELECT record FROM problem WHERE held") == []


def test_what_a_desk_held_when_it_only_asked_is_known_to_other_processes_too(hq, ends):
    a_card(hq, "GD01A", "HN01")
    exchange(hq, ends["GD01"], ends["GD01"])
    hq.heard.clear()  # as in another process, or after a start
    heard = rows(hq, "SELECT heard FROM hearing WHERE desk = :desk AND heard < 0", desk=ends["GD01"].desk)
    assert -heard[0][0] >= rows(hq, "SELECT head FROM stream WHERE name = 'dealer/GD01'")[0][0]


def test_cards_below_each_other_in_a_circle_are_held(hq, ends):
    agent = ends["GD01"]
    for name, parent in (("X", "GD01"), ("Y", "GD01:X")):
        put(agent.book, agent.stream, "dealer", f"GD01:{name}", DealerBody(name, name, "store", parent))
    agent.exchange()
    put(agent.book, agent.stream, "dealer", "GD01:X", DealerBody("X", "X", "store", "GD01:Y"))
    for name, parent in (("P", "GD01:Q"), ("Q", "GD01:P")):
        put(agent.book, agent.stream, "dealer", f"GD01:{name}", DealerBody(name, name, "store", parent))
    agent.exchange()
    held = rows(hq, "SELECT record, code FROM problem ORDER BY id")
    assert ("GD01:X", "cards_in_circle") in held
    assert ("GD01:Q", "cards_in_circle") in held
    parents = dict(rows(hq, "SELECT id, parent FROM dealer WHERE id LIKE 'GD01:%'"))
    assert parents.get("GD01:X") == "GD01"
    assert not {"GD01:P", "GD01:Q"} <= parents.keys()


def test_an_order_to_oneself_is_held_and_takes_nothing_of_a_limit(hq, ends):
    agent = ends["GD01"]
    body = an_order(number="XSDD-01-261123-0900", seller="GD01", buyer="GD01")
    put(agent.book, agent.stream, "order", "self", body)
    agent.exchange()
    assert rows(hq, "SELECT record, code FROM problem") == [("self", "order_to_oneself")]
    assert rows(hq, "SELECT id FROM document") == []
