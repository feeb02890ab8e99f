"""HQ's statement is compared by the desk itself, confirmed or disputed by a person, and every act is proven."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from desktop.actions.accounts.account_views import ObjectionRow
from desktop.actions.headquarters import exchange
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import confirming, papers
from desktop.desk import Desk, Identity
from desktop.wording import say
from domain.errors import DeskError
from domain.statements.confirmations import ConfirmationEvent
from sync.client.streams.outcome import Exchanged
from sync.hq.channel.copying import forward
from sync.keys import DeviceKey
from sync.records.bodies.records import DocumentBody
from sync.records.repair.checking import check
from sync.records.statements.confirming import followed, signed, statement_row
from sync.records.statements.signatures import Signer
from tests.building.desktop.answering import answer_as_proposed
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, found_hq, put
from tests.building.sync.ends import a_desk, problems_of
from tests.building.sync.statements import a_statement
from tests.sync.conftest import key_store

__all__ = ["key_store"]
NUMBER = "DZD-00-202610-0001"
CLOCK = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


class Both:
    """HQ and an agent's desk that exchange; a delivery of 100 and a receipt of 40 in October."""

    def __init__(self, book, folder, dealer=AGENT):
        found_hq(book)
        self.end = a_desk(book, folder / dealer, dealer)
        self.hq = Desk(book, Identity("hq", "", HQ, "00", ""), folder, clock=lambda: CLOCK)
        identity = Identity("desk", self.end.desk, dealer, "01", "")
        self.agent = Desk(self.end.book, identity, self.end.folder, clock=lambda: CLOCK)
        self.rows = []

    def post(self, record, kind, amount, day, seller=HQ, buyer=AGENT, **more):
        sign = -1 if kind in ("money_receipt", "return") else 1
        body = DocumentBody(f"NO-{record}", seller, buyer, f"2026-10-{day:02d}", NOW, amount * 100, **more)
        put(self.hq.book, f"dealer/{buyer}", kind, record, body)
        self.rows.append((kind, body, sign * amount))

    def issue(self, number=NUMBER, *, rows=None, opening=0):
        rows = self.rows if rows is None else rows
        told = [(body.date, kind, body.number, amount) for kind, body, amount in rows]
        put(self.hq.book, f"dealer/{AGENT}", "statement", number, a_statement(number, told, opening=opening))

    def exchange(self):
        self.end.exchange()
        answered = answer_as_proposed(self.agent)
        self.end.exchange()
        return answered


@pytest.fixture
def both(sqlite_book, tmp_path):
    both = Both(sqlite_book, tmp_path)
    both.post("d1", "delivery", 100, 5)
    both.post("m1", "money_receipt", 40, 20)
    yield both
    both.end.book.close()


def states(both, number=NUMBER):
    return [confirming.confirmation(each, number).state for each in (both.hq, both.agent)]


def test_what_agrees_is_proposed_for_confirmation(both):
    both.issue()
    assert both.exchange() == [NUMBER]
    assert states(both) == ["confirmed", "confirmed"]
    view = confirming.confirmation(both.hq, NUMBER)
    (event,) = view.events
    assert (event.act, event.actor, event.signer, event.wrong) == ("confirm", "buyer", both.end.desk, None)
    assert (view.turn, view.closing) == ("", Decimal(60))
    assert both.exchange() == []
    assert problems_of(both.hq.book) == []
    assert check(both.hq.book) == check(both.end.book) == []


def test_what_differs_is_disputed_line_by_line_and_hqs_answer_comes_back(both):
    late = ("delivery", DocumentBody("NO-d9", HQ, AGENT, "2026-10-08", NOW, 700), 7)
    both.issue(rows=[both.rows[0], late])
    assert both.exchange() == [NUMBER]
    assert states(both) == ["disputed", "disputed"]
    told = {line.number: (line.ours, line.theirs) for line in confirming.confirmation(both.hq, NUMBER).disputed}
    assert told == {"NO-d9": (Decimal(7), None), "NO-m1": (None, Decimal(-40))}
    assert confirming.confirmation(both.hq, NUMBER).mine
    with pytest.raises(DeskError, match="confirmation_unanswered"):
        confirming.answer_dispute(both.hq, NUMBER, {"NO-d9": (True, "", "")})
    answers = {"NO-d9": (True, "已冲销", "DXD-1"), "NO-m1": (False, "未到账", "")}
    with pytest.raises(DeskError, match="answer_document_unknown"):
        confirming.answer_dispute(both.hq, NUMBER, answers)
    correction = DocumentBody("DXD-1", HQ, AGENT, "2026-11-02", NOW, 700)
    put(both.hq.book, f"dealer/{AGENT}", "credit_note", "dx1", correction)
    confirming.answer_dispute(both.hq, NUMBER, answers)
    assert both.exchange() == []
    view = confirming.confirmation(both.agent, NUMBER)
    assert (view.state, view.mine) == ("answered", True)
    assert {each[0]: each[1:] for each in view.events[-1].answers} == answers
    confirming.confirm(both.agent, NUMBER, view.closing)
    both.exchange()
    assert states(both) == ["confirmed", "confirmed"]


def test_opening_that_differs_is_disputed_without_a_number(both):
    both.issue(opening=5)
    both.exchange()
    (line,) = confirming.confirmation(both.hq, NUMBER).disputed
    assert (line.number, line.ours, line.theirs) == ("", Decimal(5), Decimal(0))


def test_goods_never_received_are_disputed_and_those_on_the_way_are_not(both):
    both.post("d2", "delivery", 30, 7)
    both.post("d3", "delivery", 9, 29)
    both.end.exchange()
    stream = both.end.stream
    for record, amount in (("d1", 100), ("d2", 20)):
        body = DocumentBody(f"CG-{record}", HQ, AGENT, "2026-10-21", NOW, amount * 100, source=record)
        put(both.end.book, stream, "goods_receipt", f"g-{record}", body)
    both.issue()
    both.exchange()
    told = {each.number: (each.ours, each.theirs) for each in confirming.confirmation(both.hq, NUMBER).disputed}
    assert told == {"NO-d2": (Decimal(30), Decimal(20))}


def test_no_statement_is_signed_by_an_exchange(both, monkeypatch):
    monkeypatch.setattr(exchange, "device_key", lambda _: both.end.key)
    monkeypatch.setattr("sync.client.streams.exchanging.exchange", lambda *_, **__: exchanged(both))
    both.issue()
    for _ in range(3):
        exchange.exchange(both.agent)
    assert states(both) == ["issued", "issued"]
    (proposed,) = confirming.proposals(both.agent)
    assert (proposed.number, proposed.closing, proposed.lines) == (NUMBER, Decimal(60), ())
    assert states(both) == ["issued", "issued"]


def exchanged(both):
    both.end.exchange()
    return Exchanged(0, 0, 0, 1, (), ())


def test_what_differs_is_confirmed_only_by_whoever_names_the_balance(both):
    late = ("delivery", DocumentBody("NO-d9", HQ, AGENT, "2026-10-08", NOW, 700), 7)
    both.issue(rows=[*both.rows, late])
    both.end.exchange()
    with pytest.raises(DeskError) as refused:
        confirming.confirm(both.agent, NUMBER)
    assert (refused.value.code, refused.value.facts["count"]) == ("confirmation_differs", 1)
    with pytest.raises(DeskError, match="confirmation_closing"):
        confirming.confirm(both.agent, NUMBER, Decimal(60))
    assert confirming.confirm(both.agent, NUMBER, Decimal(67)).state == "confirmed"


def test_a_dispute_names_what_differs(both):
    both.issue()
    both.end.exchange()
    with pytest.raises(DeskError, match="confirmation_lines"):
        confirming.dispute(both.agent, NUMBER)
    line = ObjectionRow("NO-m1", "amount", Decimal(-40), Decimal(-41))
    assert confirming.dispute(both.agent, NUMBER, [line]).state == "disputed"
    with pytest.raises(DeskError, match="confirmation_out_of_turn"):
        confirming.confirm(both.agent, NUMBER)
    both.exchange()
    assert confirming.confirmations(both.hq)[0].disputed == (line,)


def test_each_side_does_only_its_part(both):
    both.issue()
    both.end.exchange()
    for call in (
        lambda: confirming.withdraw(both.agent, NUMBER),
        lambda: confirming.confirm(both.hq, NUMBER),
    ):
        with pytest.raises(DeskError, match="statement_not_for_you"):
            call()
    with pytest.raises(DeskError, match="statement_unknown"):
        confirming.confirm(both.agent, "DZD-00-209901-0001")
    confirming.withdraw(both.hq, NUMBER, "DZD-00-202610-0002")
    assert both.exchange() == []
    assert states(both) == ["withdrawn", "withdrawn"]


def test_why_a_statement_is_withdrawn_is_signed_and_reaches_the_buyer(both):
    both.issue()
    both.end.exchange()
    assert confirming.withdrawn_for(both.hq, NUMBER) is None
    confirming.withdraw(both.hq, NUMBER, reason="漏记一张出库单")
    assert both.exchange() == []
    for desk in (both.hq, both.agent):
        assert confirming.withdrawn_for(desk, NUMBER) == "漏记一张出库单"
        assert confirming.confirmation(desk, NUMBER).events[-1].wrong is None


def an_act(both, act="confirm", actor="buyer", *, key=None, signer=None, place=1, **more):
    with both.end.book.reading() as connection:
        row = statement_row(connection, NUMBER)
    event = ConfirmationEvent(act, actor, NUMBER, row.digest, CLOCK.date(), "某人", **more)
    return signed(event, Signer(key or both.end.key, signer or both.end.desk), NUMBER, place)


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (lambda both: an_act(both, key=DeviceKey.make()), "confirmation_forged"),
        (lambda both: an_act(both, signer="hq"), "confirmation_forged"),
        (lambda both: msgspec.structs.replace(an_act(both), by="另一人"), "confirmation_forged"),
        (lambda both: an_act(both, "withdraw", "seller"), "statement_not_yours"),
        (lambda both: an_act(both, "answer"), "confirmation_out_of_turn"),
        (lambda both: an_act(both, "dispute"), "confirmation_unfit"),
        (lambda both: msgspec.structs.replace(an_act(both), statement="nothing"), "statement_not_yours"),
    ],
)
def test_forged_and_unfit_acts_are_held_at_hq(both, forge, code):
    both.issue()
    both.end.exchange()
    put(both.end.book, both.end.stream, "confirmation", f"{NUMBER}/1/buyer", forge(both))
    both.end.exchange()
    assert [each[3] for each in problems_of(both.hq.book)] == [code]
    assert confirming.confirmation(both.hq, NUMBER).state == "issued"


def test_what_was_confirmed_once_can_t_be_taken_back(both):
    both.issue()
    both.exchange()
    with both.end.book.writing() as writing:
        writing.delete(both.end.stream, "confirmation", [f"{NUMBER}/1/buyer/{both.end.desk}"])
    both.end.exchange()
    assert [each[3] for each in problems_of(both.hq.book)] == ["confirmation_out_of_turn"]
    assert confirming.confirmation(both.hq, NUMBER).state == "confirmed"


def test_what_both_sides_signed_stays_and_says_what_to_do_instead(both):
    both.issue()
    both.exchange()
    with pytest.raises(DeskError) as refused:
        confirming.withdraw(both.hq, NUMBER, reason="错了")
    assert (refused.value.code, states(both)) == ("statement_agreed", ["confirmed", "confirmed"])
    assert "更正单据" in say(refused.value, "zh")
    assert "credit or debit note" in say(refused.value, "en")


def test_act_in_hqs_name_without_hqs_signature_counts_for_nothing(both):
    both.issue()
    both.end.exchange()
    body = an_act(both, "withdraw", "seller", key=DeviceKey.make(), signer="hq")
    put(both.hq.book, f"dealer/{AGENT}", "confirmation", f"{NUMBER}/1/seller", body)
    both.end.exchange()
    view = confirming.confirmation(both.agent, NUMBER)
    assert (view.state, [each.wrong.code for each in view.events if each.wrong]) == ("issued", ["confirmation_forged"])
    with both.end.book.reading() as connection:
        assert followed(connection, statement_row(connection, NUMBER)).confirmation.state == "issued"


def test_agents_statement_and_acts_reach_the_shop_below(both):
    shop = a_statement("DZD-01-202610-0001", [], seller=AGENT, buyer=SHOP)
    put(both.end.book, both.end.stream, "statement", shop.number, shop)
    confirming.withdraw(both.agent, shop.number)
    both.end.exchange()
    assert problems_of(both.hq.book) == []
    below = a_desk(both.hq.book, both.hq.folder / "shop", SHOP)
    forward(both.hq.book, NOW)
    below.exchange()
    desk = replace_identity(both, below)
    assert confirming.confirmation(desk, shop.number).state == "withdrawn"
    below.book.close()


def replace_identity(both, end):
    identity = replace(both.agent.identity, desk_id=end.desk, dealer_id=SHOP)
    return Desk(end.book, identity, end.folder, clock=lambda: CLOCK)


def test_statement_as_hq_really_issues_it_is_confirmed(both):
    issued = posted(papers.issue_statement(both.hq, AGENT, date(2026, 10, 1), date(2026, 10, 31)))
    assert both.exchange() == [issued.number]
    assert states(both, issued.number) == ["confirmed", "confirmed"]
    assert confirming.differences(both.agent, issued.number) == ()
