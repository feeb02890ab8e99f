"""Statements between programs under attack: crossing acts, two desks, lost machines, restored books, forgers."""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from desktop.actions.accounts.account_views import ObjectionRow
from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import confirming, papers, proofs
from desktop.desk import Desk, Identity
from domain.errors import DeskError
from domain.statements.confirmations import ConfirmationEvent
from sync.hq.channel.copying import forward
from sync.hq.restored.epochs import bump_epochs
from sync.keys import DeviceKey, hq_key
from sync.records.accounts.closings import put_closing
from sync.records.bodies.records import DocumentBody
from sync.records.books.database import open_sqlite
from sync.records.books.homes import Home
from sync.records.copies.backup import backup
from sync.records.repair.checking import check
from sync.records.statements.confirming import act_id, signed, statement_row
from sync.records.statements.signatures import Signer
from tests.building.desktop.answering import answer_as_proposed, sign
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, found_hq, put
from tests.building.sync.ends import Local, a_desk, problems_of
from tests.building.sync.faults import FaultyLine
from tests.building.sync.statements import a_statement, altered
from tests.sync.conftest import key_store

__all__ = ["key_store"]
NUMBER = "DZD-00-202610-0001"
CLOCK = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


class Place:
    """One desk with its person's hands: what it exchanges, and what it does about statements."""

    def __init__(self, hq, folder, dealer=AGENT, **more):
        self.end = a_desk(hq, folder, dealer, **more)
        with self.end.book.reading() as connection:
            prefix = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'prefix'").scalar()
        identity = Identity("desk", self.end.desk, dealer, str(prefix), "")
        self.desk = Desk(self.end.book, identity, folder, clock=lambda: CLOCK)
        self.end.exchange()

    def exchange(self):
        self.end.exchange()
        answered = answer_as_proposed(self.desk)
        self.end.exchange()
        return answered

    def view(self, number=NUMBER):
        return confirming.confirmation(self.desk, number)

    def proofs(self, number=NUMBER):
        return [(each.act, each.proof) for each in proofs.proofs(self.desk, number)]


class Field:
    """HQ and as many desks as a test asks for."""

    def __init__(self, book, folder):
        found_hq(book)
        self.book, self.folder, self.places = book, folder, []
        self.hq = Desk(book, Identity("hq", "", HQ, "00", ""), folder, clock=lambda: CLOCK)
        self.post("d1", "delivery", 100)
        self.post("m1", "money_receipt", 40)

    def place(self, name, dealer=AGENT, **more):
        place = Place(self.book, self.folder / name, dealer, **more)
        self.places.append(place)
        return place

    def post(self, record, kind, yuan, day="2026-10-05"):
        body = DocumentBody(f"NO-{record}", HQ, AGENT, day, NOW, yuan * 100)
        put(self.book, f"dealer/{AGENT}", kind, record, body)

    def issue(self):
        return posted(papers.issue_statement(self.hq, AGENT, *days(), why="补记")).number

    def state(self, number=NUMBER):
        return confirming.confirmation(self.hq, number).state

    def sound(self):
        for place in self.places:
            place.end.exchange()
        for each in (self.book, *(place.end.book for place in self.places)):
            assert check(each) == []


def days():
    return datetime(2026, 10, 1).date(), datetime(2026, 10, 31).date()  # noqa: DTZ001 -- days, not moments


@pytest.fixture
def field(book, tmp_path):
    field = Field(book, tmp_path)
    yield field
    for place in field.places:
        place.end.book.close()


@pytest.fixture
def light(sqlite_book, tmp_path):
    """The same on SQLite alone, for what the engine can't change."""
    field = Field(sqlite_book, tmp_path)
    yield field
    for place in field.places:
        place.end.book.close()


def test_every_act_is_proven_to_everybody(field):
    one, two = field.place("one"), field.place("two")
    field.issue()
    assert (one.exchange(), two.exchange()) == ([NUMBER], [])
    signed_all = [("issue", "signed"), ("confirm", "signed")]
    assert one.proofs() == two.proofs() == signed_all
    assert [(each.act, each.proof) for each in proofs.proofs(field.hq, NUMBER)] == signed_all
    found = papers.issued(field.hq, NUMBER)
    with field.book.reading() as connection:
        digest = statement_row(connection, NUMBER).digest
    text = f"{NUMBER}|{found.form.statement.closing:.2f}|{digest}"
    told = [reason.code for reason in papers.verify(one.desk, text).reasons]
    assert told == ["mark_true", "proof_signed", "proof_signed"]
    field.sound()


def test_a_withdrawal_that_crosses_a_confirmation_ends_alike_on_both_sides(field):
    one = field.place("one")
    field.issue()
    one.end.exchange()
    sign(one.desk, NUMBER)  # not sent yet
    confirming.withdraw(field.hq, NUMBER)
    one.end.exchange()
    assert field.state() == one.view().state == "withdrawn"
    assert [each.wrong.code for each in one.view().events if each.wrong] == ["confirmation_held"]
    assert one.proofs() == [("issue", "signed"), ("withdraw", "signed")]
    assert one.exchange() == []
    field.sound()


def test_two_desks_that_answer_at_once_leave_one_answer(field):
    one, two = field.place("one"), field.place("two")
    field.issue()
    for place in (one, two):
        place.end.exchange()
    sign(one.desk, NUMBER)
    line = ObjectionRow("NO-d1", "amount", Decimal(100), Decimal(200))
    confirming.dispute(two.desk, NUMBER, [line])
    for place in (one, two, one, two):
        place.end.exchange()
    assert {field.state(), one.view().state, two.view().state} == {"confirmed"}
    assert [each[3] for each in problems_of(field.book)] == ["confirmation_out_of_turn"]
    with pytest.raises(DeskError, match="confirmation_out_of_turn"):
        confirming.dispute(two.desk, NUMBER, [line])
    field.sound()


def test_a_lost_machine_s_signature_is_proven_when_another_took_its_place(field):
    one = field.place("one")
    field.issue()
    one.exchange()
    again = field.place("again", desk=one.end.desk)
    assert again.end.key != one.end.key
    again.exchange()
    field.places.remove(one)
    assert again.proofs() == [("issue", "signed"), ("confirm", "signed")]
    one.end.book.close()
    field.sound()


def test_a_desk_offers_what_an_older_key_signed_to_a_restored_hq(sqlite_book, tmp_path):
    field = Field(sqlite_book, tmp_path)
    one = field.place("one")
    field.issue()
    one.end.exchange()
    kept = tmp_path / "kept.db"
    backup(sqlite_book, kept)
    one.exchange()
    again = field.place("again", desk=one.end.desk)
    again.exchange()
    field.places.remove(one)
    one.end.book.close()
    restored = open_sqlite(kept)
    bump_epochs(restored)
    # The restored books know the old machine's key; the new one enrols once more, as its owner is told to.
    with restored.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE desk SET public_key = ?", (again.end.key.public,))
    again.end.line = Local(restored)
    assert confirming.confirmation(hq_of(restored, tmp_path), NUMBER).state == "issued"
    for _ in range(2):
        again.end.exchange()
    assert confirming.confirmation(hq_of(restored, tmp_path), NUMBER).state == "confirmed"
    assert problems_of(restored) == problems_of(again.end.book) == []
    assert again.proofs() == [("issue", "signed"), ("confirm", "signed")]
    assert check(restored) == check(again.end.book) == []
    again.end.book.close()
    restored.close()


def hq_of(book, folder):
    return Desk(book, Identity("hq", "", HQ, "00", ""), folder, clock=lambda: CLOCK)


def test_what_a_restored_hq_never_issued_is_answered_anew_once_it_is_issued_again(sqlite_book, tmp_path):
    field = Field(sqlite_book, tmp_path)
    one = field.place("one")
    kept = tmp_path / "kept.db"
    backup(sqlite_book, kept)
    field.issue()
    one.exchange()
    restored = open_sqlite(kept)
    bump_epochs(restored)
    one.end.line = Local(restored)
    one.end.exchange()
    assert [each[3] for each in problems_of(restored)] == ["statement_not_yours"]
    hq = hq_of(restored, tmp_path)
    put(restored, f"dealer/{AGENT}", "debit_note", "n1", DocumentBody("JXD-9", HQ, AGENT, "2026-10-09", NOW, 500))
    assert posted(papers.issue_statement(hq, AGENT, *days())).number == NUMBER
    assert one.exchange() == [NUMBER]
    assert confirming.confirmation(hq, NUMBER).state == one.view().state == "confirmed"
    assert check(restored) == check(one.end.book) == []
    one.end.book.close()
    restored.close()


def an_act(place, *, seal, act="confirm", by="某人", number=NUMBER, where=1, lines=()):
    with place.end.book.reading() as connection:
        row = statement_row(connection, number)
    event = ConfirmationEvent(act, "buyer", number, row.digest, CLOCK.date(), by, lines=lines)
    return signed(event, seal, row.id, where)


def vouched(desk, dealer, key, *, by="s"):
    from sync.keys import key_certificate

    return f"{key.public} {key_certificate(by, desk, dealer, key.public)}"


@pytest.mark.parametrize("whose", ["own_vouch", "other_dealer", "other_desk", "other_hq", "stale_words"])
def test_a_forger_s_key_is_nobody_s(light, whose):
    one = light.place("one")
    light.issue()
    one.end.exchange()
    key, desk = DeviceKey.make(), one.end.desk
    key_certificate = {
        "own_vouch": f"{key.public} {key.public}",
        "other_dealer": vouched(desk, SHOP, key),
        "other_desk": vouched("another", AGENT, key),
        "other_hq": vouched(desk, AGENT, key, by="another secret"),
        "stale_words": vouched(desk, AGENT, DeviceKey.make()),
    }[whose]
    body = an_act(one, seal=Signer(key, desk, key_certificate))
    put(one.end.book, one.end.stream, "confirmation", act_id(NUMBER, 1, "buyer", desk), body)
    for _ in range(2):
        one.end.exchange()
    assert [each[3] for each in problems_of(light.book)] == ["confirmation_forged"]
    assert light.state() == one.view().state == "issued"
    sign(one.desk, NUMBER)  # the true owner goes on
    one.end.exchange()
    assert light.state() == one.view().state == "confirmed"
    light.sound()


def test_a_replayed_act_changes_nothing(field):
    one = field.place("one")
    field.issue()
    one.exchange()
    second = posted(
        papers.issue_statement(field.hq, AGENT, days()[1] + timedelta(days=1), days()[1] + timedelta(days=1))
    ).number
    with one.end.book.reading() as connection:
        body = one_act(connection)
    moved = msgspec.structs.replace(body, statement=second)
    one.end.exchange()
    put(one.end.book, one.end.stream, "confirmation", act_id(NUMBER, 2, "buyer", "again"), body)
    put(one.end.book, one.end.stream, "confirmation", act_id(second, 1, "buyer", one.end.desk), moved)
    one.end.exchange()
    # The very same act under another act's name is no act; under another statement's name it is forged.
    assert [each[3] for each in problems_of(field.book)] == ["statement_not_yours", "confirmation_forged"]
    assert (field.state(), field.state(second)) == ("confirmed", "issued")
    assert (one.view().state, one.view(second).state) == ("confirmed", "issued")
    field.sound()


def one_act(connection):
    from sync.records.books.bulk import query_rows
    from sync.records.statements.confirming import body_of_row

    (found,) = query_rows(connection, 'SELECT c.*, c."by" AS who FROM confirmation c')
    return body_of_row(found)


def test_a_confirmation_of_a_withdrawn_statement_is_refused_here_and_held_there(field):
    one = field.place("one")
    field.issue()
    one.end.exchange()
    body = an_act(one, seal=Signer(one.end.key, one.end.desk))
    confirming.withdraw(field.hq, NUMBER)
    one.end.exchange()
    with pytest.raises(DeskError, match="confirmation_out_of_turn"):
        sign(one.desk, NUMBER)
    put(one.end.book, one.end.stream, "confirmation", act_id(NUMBER, 1, "buyer", one.end.desk), body)
    one.end.exchange()
    assert [each[3] for each in problems_of(field.book)] == ["confirmation_out_of_turn"]
    assert field.state() == one.view().state == "withdrawn"
    field.sound()


@pytest.mark.parametrize("change", ["closing", "form", "digest", "signature"])
def test_a_statement_that_isn_t_what_it_says_is_never_confirmed_by_a_program(light, change):
    one = light.place("one")
    rows = [("2026-10-05", "delivery", "NO-d1", 100), ("2026-10-05", "money_receipt", "NO-m1", -40)]
    body = a_statement(NUMBER, rows, seal=Signer(hq_key("s"), "hq"))
    other = a_statement(NUMBER, [*rows, ("2026-10-06", "delivery", "NO-x", 9)], seal=Signer(hq_key("s"), "hq"))
    body = {
        "closing": altered(body, closing=9_999_00),
        "form": altered(body, form=other.form),
        "digest": altered(body, digest="d" * 64),
        "signature": altered(body, signature=other.signature),
    }[change]
    put(light.book, f"dealer/{AGENT}", "statement", NUMBER, body)
    assert one.exchange() == []
    code = "statement_forged" if change == "signature" else "statement_altered"
    with pytest.raises(DeskError, match=code):
        sign(one.desk, NUMBER)
    assert one.view().state == "issued"
    found = confirming.dispute(one.desk, NUMBER, [ObjectionRow("NO-m1", "amount", -Decimal(40), None)])
    assert found.state == "disputed"


def test_a_new_statement_of_a_period_takes_the_place_of_the_open_one(field):
    one = field.place("one")
    field.issue()
    one.end.exchange()
    field.post("n1", "debit_note", 5, "2026-10-20")
    second = field.issue()
    assert (second, field.state()) == ("DZD-00-202610-0002", "withdrawn")
    assert [reason.code for reason in papers.replacing(field.hq, second)] == ["statement_replaced"]
    assert one.exchange() == [second]
    assert (one.view().state, one.view(second).state) == ("withdrawn", "confirmed")
    field.post("n2", "debit_note", 6, "2026-10-21")
    third = field.issue()
    told = [reason.code for reason in papers.replacing(field.hq, third)]
    assert (told, field.state(second)) == (["statement_confirmed_before"], "confirmed")
    assert one.exchange() == [third]
    field.sound()


def test_a_dispute_is_answered_after_the_month_was_closed_by_a_paper_of_the_next(light):
    """What was disputed stays as it stands; the correction is dated where the books are open."""
    one = light.place("one")
    light.issue()
    light.post("n1", "debit_note", 5, "2026-10-20")
    assert one.exchange() == [NUMBER]
    with light.book.writing() as writing:
        put_closing(writing, Home("hq", HQ, "", "00"), days()[1])
    with pytest.raises(DeskError, match="date_closed"):
        money.book_note(light.hq, "credit_note", AGENT, Decimal(5), days()[1])
    correction = posted(money.book_note(light.hq, "credit_note", AGENT, Decimal(5), CLOCK.date())).number
    confirming.answer_dispute(light.hq, NUMBER, {"NO-n1": (True, "下月冲回", correction)})
    one.end.exchange()
    sign(one.desk, NUMBER)
    one.end.exchange()
    assert light.state() == one.view().state == "confirmed"
    light.sound()


def test_overlapping_periods_are_each_answered(light):
    one = light.place("one")
    light.issue()
    middle = datetime(2026, 10, 15).date()  # noqa: DTZ001 -- a day, not a moment
    late = posted(papers.issue_statement(light.hq, AGENT, middle, days()[1])).number
    assert one.exchange() == sorted([NUMBER, late])
    assert {light.state(), light.state(late)} == {"confirmed"}
    light.sound()


def test_statements_between_two_desks_need_nobody_at_hq(field):
    agent, shop = field.place("agent"), field.place("shop", SHOP)
    body = DocumentBody("XSCK-1", AGENT, SHOP, "2026-10-09", NOW, 7000)
    put(agent.end.book, agent.end.stream, "delivery", "x1", body)
    agent.end.exchange()
    number = posted(papers.issue_statement(agent.desk, SHOP, *days())).number
    late = DocumentBody("ZKD-1", AGENT, SHOP, "2026-10-30", NOW, 100)
    put(agent.end.book, agent.end.stream, "discount", "z1", late)
    agent.end.exchange()
    forward(field.book, NOW)
    assert shop.exchange() == [number]
    forward(field.book, NOW)
    agent.end.exchange()
    assert agent.view(number).state == "disputed"
    assert [line.number for line in agent.view(number).disputed] == ["ZKD-1"]
    put(agent.end.book, agent.end.stream, "debit_note", "c1", DocumentBody("JXD-1", AGENT, SHOP, "2026-11-02", NOW, 1))
    confirming.answer_dispute(agent.desk, number, {"ZKD-1": (True, "漏列", "JXD-1")})
    agent.end.exchange()
    forward(field.book, NOW)
    shop.end.exchange()
    sign(shop.desk, number)
    shop.end.exchange()
    agent.end.exchange()
    assert agent.view(number).state == shop.view(number).state == "confirmed"
    acts = [("issue", "signed"), ("dispute", "signed"), ("answer", "signed"), ("confirm", "signed")]
    assert agent.proofs(number) == shop.proofs(number) == acts
    field.sound()


def test_an_agent_and_a_shop_that_act_at_once_end_alike(field):
    agent, shop = field.place("agent"), field.place("shop", SHOP)
    put(agent.end.book, agent.end.stream, "delivery", "x1", DocumentBody("X-1", AGENT, SHOP, "2026-10-09", NOW, 7000))
    number = posted(papers.issue_statement(agent.desk, SHOP, *days())).number
    agent.end.exchange()
    forward(field.book, NOW)
    shop.end.exchange()
    sign(shop.desk, number)
    confirming.withdraw(agent.desk, number)
    shop.end.exchange()  # the confirmation is first at HQ
    for place in (agent, shop, agent, shop):
        place.end.exchange()
        forward(field.book, NOW)
    assert agent.view(number).state == shop.view(number).state == field.state(number) == "confirmed"
    field.sound()


@pytest.mark.parametrize("ahead", [-9, 9])
def test_clocks_wrong_by_days_decide_nothing(light, ahead):
    one = light.place("one")
    one.desk.clock = lambda: CLOCK + timedelta(days=ahead)
    light.issue()
    assert one.exchange() == [NUMBER]
    assert light.state() == "confirmed"
    light.sound()


@pytest.mark.parametrize("seed", range(3))
def test_a_dispute_survives_a_line_that_breaks_at_every_step(light, seed):
    one = light.place("one")
    light.issue()
    light.post("n1", "debit_note", 5, "2026-10-20")  # booked after it was told
    faulty = FaultyLine(one.end.line, seed, share=60)

    def exchange():
        for _ in range(40):
            try:
                one.end.exchange(faulty)
            except DeskError:
                continue
            return

    exchange()
    answer_as_proposed(one.desk)
    exchange()
    one.end.exchange()
    assert light.state() == one.view().state == "disputed"
    put(light.book, f"dealer/{AGENT}", "credit_note", "k1", DocumentBody("DXD-7", HQ, AGENT, "2026-11-02", NOW, 500))
    confirming.answer_dispute(light.hq, NUMBER, {"NO-n1": (True, "补列", "DXD-7")})
    exchange()
    one.end.exchange()
    sign(one.desk, NUMBER)
    exchange()
    one.end.exchange()
    assert light.state() == one.view().state == "confirmed"
    light.sound()


class DeathError(BaseException):
    """The end of a program without a word."""


class Dying:
    """A line that dies at one request, before or after HQ heard it; the desk's program dies with it."""

    def __init__(self, line, at, *, heard):
        self.line, self.at, self.heard = line, at, heard

    def send(self, *request):
        self.at -= 1
        if not self.at and not self.heard:
            raise DeathError
        answer = self.line.send(*request)
        if not self.at:
            raise DeathError
        return answer


def acted(place, field, at, *, heard):
    """The whole of a dispute, in which the program dies once, at the `at`-th request; whether it came so far."""
    line, died = Dying(place.end.line, at, heard=heard), False

    def exchange():
        nonlocal died
        try:
            place.end.exchange(line)
        except DeathError:
            died = True
            place.end.reopen()
            place.desk = Desk(place.end.book, place.desk.identity, place.end.folder, clock=lambda: CLOCK)
            place.end.exchange(line)

    number = field.issue()
    put(field.book, f"dealer/{AGENT}", "debit_note", number, DocumentBody(number, HQ, AGENT, "2026-10-20", NOW, 100))
    exchange()
    answer_as_proposed(place.desk)
    exchange()
    confirming.answer_dispute(field.hq, number, {number: (False, "已列下期", "")})
    exchange()
    sign(place.desk, number)
    exchange()
    assert field.state(number) == place.view(number).state == "confirmed"
    assert [each for each, _ in place.proofs(number)] == ["issue", "dispute", "answer", "confirm"]
    return died


@pytest.mark.parametrize("heard", [False, True])
def test_a_program_that_dies_between_any_two_steps_goes_on(light, heard):
    one, at, died = light.place("one"), 0, True
    while died:
        at += 1
        died = acted(one, light, at, heard=heard)
    assert at > 4  # one request for each exchange, and each of them died once
    assert problems_of(light.book) == []
    light.sound()


def test_hq_that_dies_before_it_passes_an_act_on_does_so_later(light, monkeypatch):
    """The shop's act is in, HQ dies before anything follows from it; the next exchange of that desk makes good."""
    agent, shop = light.place("agent"), light.place("shop", SHOP)
    put(agent.end.book, agent.end.stream, "delivery", "x1", DocumentBody("X-1", AGENT, SHOP, "2026-10-09", NOW, 7000))
    number = posted(papers.issue_statement(agent.desk, SHOP, *days())).number
    with monkeypatch.context() as dying:
        dying.setattr("sync.hq.taking.exchange.follow", lambda *_: None)
        agent.end.exchange()
        assert shop.exchange() == []
    agent.end.order("an-order")
    agent.end.exchange()
    assert shop.exchange() == [number]
    agent.end.exchange()
    assert agent.view(number).state == "confirmed"
    light.sound()


def test_hq_withdraws_and_takes_a_confirmation_in_one_moment(field):
    """Whoever is first under the statement's lock decides; the other is refused or held, never both."""
    one = field.place("one")
    field.issue()
    one.end.exchange()
    sign(one.desk, NUMBER)
    gate, refused = threading.Barrier(2), []

    def withdraw():
        gate.wait()
        try:
            confirming.withdraw(field.hq, NUMBER)
        except DeskError as wrong:
            refused.append(wrong.code)

    thread = threading.Thread(target=withdraw)
    thread.start()
    gate.wait()
    one.end.exchange()
    thread.join()
    one.end.exchange()
    assert field.state() == one.view().state
    assert (field.state() == "confirmed") == bool(refused)
    field.sound()
