"""No number looks like another's, no day to come is closed, and goods are received of a delivery."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.documents.kinds import KINDS, PAPERS
from domain.errors import RefusedError
from sync.hq.admission.table import RULES, Within
from sync.records.bodies.records import DealerBody, DocumentBody, PeriodBody, ProductBody, encode
from sync.records.bounds.fitting import misfit_of
from sync.streams import make_entry
from tests.building.sync.books import NOW, put, rows
from tests.building.sync.ends import Local, an_hq, problems_of
from tests.sync.hq.test_admission import forge
from tests.sync.hq.test_papers_twice import a_paper, negated, number, of_line

GREEK_KAPPA, COMBINED, ROUND, BOLD, ARABIC = "\u039a", "K\u0323", "\u041e", "\U0001d40a", "\u0660"
UNSEEN_DIFFERENCES = {
    "a Cyrillic letter": f"SKD-00-261123-{ROUND}001",
    "a Cyrillic letter in front": "S\u041aD-00-261123-0001",
    "a Greek letter": f"S{GREEK_KAPPA}D-00-261123-0001",
    "a combining mark": f"S{COMBINED}D-00-261123-0001",
    "a mathematical letter": f"S{BOLD}D-00-261123-0001",
    "figures of another script": f"SKD-00-261123-{ARABIC}001",
    "a letter of Lisu": "S\ua4d7D-00-261123-0001",
}
AS_READ = {
    "full width": "ＳＫＤ－00－261123－0001",
    "another dash": "SKD\u201000\u2010261123\u20100001",
    "a long dash": "SKD—00—261123—0001",
    "a minus": "SKD\u221200\u2212261123\u22120001",
    "blanks": "SKD-00 - 261123 - 0001",
    "small letters": "skd-00-261123-0001",
}
FINE = ["销售-2026-001", "第１２号", "A/2026/17", "№17", "粤（2026）字第0012号", "NO.7", "收〇〇七", "Ⅱ-17"]


def a_receipt(number):
    return DocumentBody(number, "GD01", "GD01A", "2026-11-23", NOW, 100)


@pytest.fixture
def hq(sqlite_book):
    return an_hq(sqlite_book)


@pytest.fixture
def desk(hq, desks_of):
    made = desks_of(hq)
    made.exchange()
    return made


@pytest.mark.parametrize("what", UNSEEN_DIFFERENCES)
def test_letters_that_look_like_others_are_in_no_number(desk, what):
    body = a_receipt(UNSEEN_DIFFERENCES[what])
    found = misfit_of("money_receipt", "m", body)
    assert found is not None
    assert (found.field, found.bound) == ("number", "letter_alike")
    # The desk's own program says so before it saves.
    with pytest.raises(RefusedError) as refused, desk.book.writing() as writing:
        writing.put(desk.stream, "money_receipt", "m", body)
    assert refused.value.code == "field_unfit"


def test_what_looks_like_hqs_number_is_held_however_it_is_written(hq, desk):
    names = [*UNSEEN_DIFFERENCES.values(), *AS_READ.values()]
    for place, name in enumerate(names):
        put(desk.book, desk.stream, "money_receipt", f"m{place}", a_receipt(name))
    desk.exchange()
    codes = [code for *_, code in problems_of(hq)]
    assert codes == ["record_unfit"] * len(UNSEEN_DIFFERENCES) + ["number_not_yours"] * len(AS_READ)
    assert rows(hq, "SELECT id FROM document") == []


def test_numbers_that_people_give_pass(hq, desk):
    for place, name in enumerate(FINE):
        put(desk.book, desk.stream, "money_receipt", f"m{place}", a_receipt(name))
    desk.exchange()
    assert problems_of(hq) == []


@pytest.mark.parametrize(("days", "taken"), [(-30, True), (0, True), (1, True), (2, False), (400, False)])
def test_only_days_that_have_come_are_closed(hq, desk, days, taken):
    through = (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
    put(desk.book, desk.stream, "period", "GD01", PeriodBody("GD01", through))
    desk.exchange()
    assert [code for *_, code in problems_of(hq)] == ([] if taken else ["period_to_come"])
    assert len(rows(hq, "SELECT id FROM period")) == taken


def received(end, quantity, place, **more):
    more = {"source": "hq-d", **more}
    lines = [of_line(quantity)]
    name = number(end, "goods_receipt", place)
    return a_paper("goods_receipt", name, lines=lines, seller="HQ", buyer="GD01", warehouse="W1", **more)


def test_goods_are_received_of_a_delivery_as_far_as_it_goes(hq, desk):
    shipped = a_paper(
        "delivery", "00-261123-0001", lines=[of_line(10), of_line(5, place=2, sku="B")], seller="HQ", buyer="GD01"
    )
    put(hq, "dealer/GD01", "delivery", "hq-d", shipped)
    desk.exchange()
    wrong = {
        "more than came": (received(desk, 10.001, 1), "received_beyond"),
        "less than nothing": (received(desk, -1, 2), "received_beyond"),
        "of nothing": (received(desk, 1, 3, source=None), "receipt_without_delivery"),
        "a line there isn't": (_line(received(desk, 1, 4), 9), "line_of_another"),
        "another's line": (_line(received(desk, 1, 5), 2), "line_of_another"),
    }
    for record, (body, _) in wrong.items():
        put(desk.book, desk.stream, "goods_receipt", record.replace(" ", "-").replace("'", ""), body)
    desk.exchange()
    assert [code for *_, code in problems_of(hq)] == [code for _, code in wrong.values()]
    put(desk.book, desk.stream, "goods_receipt", "whole", received(desk, 10, 6))
    put(desk.book, desk.stream, "goods_receipt", "again", received(desk, 0.001, 7))
    desk.exchange()
    assert [each[2:] for each in problems_of(hq)][len(wrong) :] == [("again", "received_beyond")]


def _line(body, place):
    body.lines[0].order_line = place
    return body


def test_a_delivery_that_hq_took_back_is_not_received(hq, desk):
    shipped = a_paper("delivery", "00-261123-0001", lines=[of_line(10)], seller="HQ", buyer="GD01")
    put(hq, "dealer/GD01", "delivery", "hq-d", shipped)
    desk.exchange()
    put(hq, "dealer/GD01", "delivery", "hq-r", negated(shipped, "XSCK-00-261123-0002", "hq-d"))
    put(desk.book, desk.stream, "goods_receipt", "g", received(desk, 10, 1))
    told = desk.exchange().notices
    assert [code for *_, code in problems_of(hq)] == ["delivery_undone"]
    assert "entry_crossed" in {each.code for each in told}
    assert rows(desk.book, "SELECT on_hand FROM stock WHERE owner = 'GD01' AND on_hand <> 0") == []


def test_an_order_undoes_no_paper_and_a_receipt_takes_nothing_back(hq, desk):
    body = DocumentBody("XSDD-01-261123-0001", "HQ", "GD01", "2026-11-23", NOW, 0, state="submitted", reverses="hq-d")
    forge(desk, make_entry("order", "o", encode(body)))
    assert [code for *_, code in problems_of(hq)] == ["record_unfit"]
    for kind in ("money_receipt", "payment", "discount", "credit_note", "debit_note"):
        name = f"{KINDS[kind].prefix}-01-261123-0001"
        for fen, reverses in ((-1, None), (1, "m")):
            paper = DocumentBody(name, "GD01", "GD01A", "2026-11-23", NOW, fen, reverses=reverses)
            found = misfit_of(kind, "x", paper)
            assert found is not None, (kind, fen)
            assert found.field == "amount"


def test_the_kinds_that_keep_to_a_source():
    """What the table says of each kind; whatever else may have a source takes nothing of it."""
    keeps = {kind: set(rule.within) - {Within.UNDOING} for kind, rule in RULES.items() if rule.within}
    assert keeps["delivery"] == {Within.PROMISED}
    assert keeps["goods_receipt"] == {Within.SOURCED, Within.DELIVERED}
    assert keeps["return"] == {Within.DELIVERED}
    assert keeps["adjustment"] == {Within.UNCOUNTED}
    assert keeps["period"] == {Within.PAST}
    papers = {*PAPERS}
    assert {kind for kind, rule in RULES.items() if Within.UNDOING in rule.within} == papers


ALIKE = ["\u0410-1001", "A\u03bf1", "\u13aa1", "A\u0323-1", "\ua4d01", "A\u0661"]
PLAIN = ["A-1001", "Φ20管", "Ωmega", "Ａ１００１", "钢化玻璃-3µm", "Nº1", "バー1", "제품1", "Ⅱ-17"]


@pytest.mark.parametrize("code", ALIKE)
def test_letters_that_look_like_others_are_in_no_code_of_a_card(hq, desk, code):
    cards = {
        ("dealer", f"GD01:{code}"): DealerBody(code, "店", "store", "GD01"),
        ("product", f"GD01:{code}"): ProductBody(code, "货", "瓶", owner="GD01"),
        ("product", "GD01:B"): ProductBody("B", "货", "瓶", owner="GD01", barcode=code),
    }
    for (kind, record), body in cards.items():
        found = misfit_of(kind, record, body)
        assert found is not None
        assert found.bound == "letter_alike"
        put(desk.book, desk.stream, kind, record, body)
    desk.exchange()
    assert [code for *_, code in problems_of(hq)] == ["record_unfit"] * 3
    assert rows(hq, "SELECT id FROM dealer WHERE id LIKE '%:%' UNION SELECT id FROM product WHERE owner <> ''") == []


@pytest.mark.parametrize("code", PLAIN)
def test_codes_that_trade_writes_pass(code):
    assert misfit_of("dealer", f"GD01:{code}", DealerBody(code, "店", "store", "GD01")) is None
    assert misfit_of("product", f"GD01:{code}", ProductBody(code, "货", "瓶", owner="GD01")) is None


def test_days_to_come_are_those_of_hqs_own_day(hq, desk):
    """The service is told what day it is; the machine's clock has no say."""
    early = Local(hq, now=lambda: datetime(2026, 11, 1, tzinfo=UTC))
    desk.exchange(transport=early)
    put(desk.book, desk.stream, "period", f"GD01/{desk.prefix}", PeriodBody("GD01", "2026-11-20"))
    desk.exchange(transport=early)
    assert [code for *_, code in problems_of(hq)] == ["period_to_come"]
