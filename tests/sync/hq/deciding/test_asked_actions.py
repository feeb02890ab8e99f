"""What HQ's people ask for at their desk HQ does with its own actions, once, in their name, or says why not."""

from datetime import UTC, date, datetime

import pytest

from desktop import desk as desks_floor
from desktop.actions.accounts import periods, settling
from desktop.actions.bank import bank_files
from desktop.actions.catalog import standing, terms
from desktop.actions.documents import deliveries, money, reversing
from desktop.actions.headquarters import requests, restored
from desktop.actions.headquarters.asked_acts import verbs
from desktop.actions.headquarters.queued import Queued, posted
from desktop.actions.headquarters.request_types import REQUEST_TYPES
from desktop.actions.statements import batches, confirming, papers, replies
from domain.errors import RefusedError, UsageError
from sync.hq.deciding.requests import do_requests
from sync.records.bodies.policies import GrantBody, RequestBody, UserBody
from sync.records.bodies.records import DocumentBody, encode
from sync.records.books.bulk import run_many
from tests.building.domain.policy_makers import D
from tests.building.sync.books import AGENT, HQ, NOW, TODAY, order_of, put, row, rows, stock_up
from tests.building.sync.ends import Local, assert_equal_books, assert_sound
from tests.desktop.actions.bank.test_bank_files import a_file, a_row

DAY = date(2026, 11, 20)


@pytest.fixture
def place(hq, desks, monkeypatch):
    """HQ that knows what its people may ask for, a desk of theirs with three people, and an agent's desk."""
    monkeypatch.setenv("DESK_TODAY", TODAY.isoformat())
    line = Local(hq, lambda: datetime(2026, 11, 23, 9, tzinfo=UTC), verbs())
    stock_up(hq, {"A": 500})
    return Place(hq, desks(HQ, line=line), desks(AGENT, line=line))


class Place:
    def __init__(self, hq, ours, agent):
        self.hq, self.ours, self.agent = hq, ours, agent
        for name, role in (("李明", "finance"), ("周敏", "channel_manager"), ("老总", "admin")):
            put(ours.book, ours.stream, "user", f"u-{role}", UserBody(HQ, ours.desk, name, role))
            put(hq, "hq", "grant", f"{ours.desk}/{name}", GrantBody(ours.desk, name, role, NOW, "陈总"))
        self.exchange()
        self.desk = self.at("李明")

    def at(self, name):
        """HQ's people's desk where this person works."""
        desk = desks_floor._opened(self.ours.book, self.ours.folder, None)
        desk.user = next(each for each in people_of(desk) if each.name == name)
        assert desk.asks
        return desk

    def agents(self):
        return desks_floor._opened(self.agent.book, self.agent.folder, None)

    def exchange(self):
        for end in (self.agent, self.ours, self.agent):
            end.exchange()

    def answers(self):
        return [(each.state, [r.code for r in each.reasons]) for each in reversed(requests.requests(self.desk))]


def people_of(desk):
    from sync.records.people.people import people

    with desk.book.reading() as connection:
        return people(connection)


def asked(action, *args, **kwargs):
    """Does at HQ's desk what only asks; the request's id."""
    queued = action(*args, **kwargs)
    assert isinstance(queued, Queued)
    assert queued.state == "waiting"
    return queued.request


def receipts(book):
    return rows(book, "SELECT number, buyer, amount, author, date FROM document WHERE kind = 'money_receipt'")


def test_a_receipt_asked_for_is_booked_once_at_hq_and_seen_by_the_agent(place):
    asked(money.receive_money, place.desk, AGENT, D("100.00"), DAY, "bank", "REF1")
    assert receipts(place.ours.book) == []  # nothing stays of the try
    place.exchange()
    place.exchange()
    [(number, buyer, amount, author, day)] = receipts(place.agent.book)
    assert number.startswith("SKD-00-")
    assert (buyer, amount, author, day) == (AGENT, 10000, "李明", DAY.isoformat())
    assert receipts(place.hq) == receipts(place.ours.book)
    [view] = requests.requests(place.desk)
    assert (view.state, view.result) == ("done", number)
    assert view.facts["buyer"] == "广东总代理"
    assert_equal_books(place.hq, place.ours, place.agent)


def test_a_day_left_open_is_the_day_on_which_it_was_asked(place):
    asked(money.receive_money, place.desk, AGENT, D(5))
    [view] = requests.requests(place.desk)
    assert view.facts["on"] == TODAY.isoformat()


def test_every_document_of_an_account_and_its_reversal(place):
    asked(money.book_opening, place.desk, AGENT, D("1000.00"), DAY)
    for kind in ("debit_note", "discount", "credit_note", "payment"):
        asked(money.book_note, place.desk, kind, AGENT, D("7.50"), DAY, money.NoteDetails(remark=kind))
    place.exchange()
    assert [state for state, _ in place.answers()] == ["done"] * 5
    kinds = dict(rows(place.agent.book, "SELECT kind, number FROM document"))
    for kind in ("opening", "discount", "payment"):
        asked(reversing.reverse, place.desk, kinds[kind], reason="记错")
    place.exchange()
    undone = rows(place.agent.book, "SELECT kind FROM document WHERE reverses IS NOT NULL ORDER BY kind")
    assert [kind for (kind,) in undone] == ["discount", "opening", "payment"]
    assert_equal_books(place.hq, place.ours, place.agent)


def test_what_hq_would_refuse_is_refused_at_the_desk(place):
    with pytest.raises(UsageError, match="amount_"):
        money.receive_money(place.desk, AGENT, D("1.005"))
    with pytest.raises(RefusedError, match="not_your_customer"):
        money.receive_money(place.desk, "GD01A", D(5))
    with pytest.raises(RefusedError, match="not_permitted"):
        money.receive_money(place.at("周敏"), AGENT, D(5))
    with pytest.raises(RefusedError, match="not_permitted"):
        reversing.reverse(place.at("李明"), deliver(place))
    assert requests.requests(place.desk, open_only=True) == []


def test_a_forged_wish_is_refused_at_hq_and_the_reason_comes_back(place):
    form = '{"buyer":"GD01","amount":"5.00","on":"2026-11-20"}'
    for record, by, facts in (
        ("r1", "周敏", {"form": form, "version": "1"}),
        ("r2", "路人", {"form": form, "version": "1"}),
        ("r3", "李明", {"form": form, "version": "2"}),
        ("r4", "李明", {"form": form}),
        ("r5", "李明", {"form": form.replace("5.00", "NaN"), "version": "1"}),
        ("r6", "李明", {"form": "[]", "version": "1"}),
        ("r7", "李明", {"form": form.replace("}", ',"later":[1]}'), "version": "1"}),
    ):
        body = RequestBody("receive_money", AGENT, by, NOW, facts)
        put(place.ours.book, place.ours.stream, "request", record, body)
    place.exchange()
    codes = [code for _, codes in place.answers() for code in codes or ["done"]]
    unknown, unreadable = "request_unknown", "request_unreadable"
    assert codes == ["not_permitted", "request_author_unknown", unknown, unknown, unreadable, unreadable, "done"]
    assert len(receipts(place.hq)) == 1


def test_a_wish_that_spells_what_no_database_stores_is_held_and_the_next_is_done(place):
    form = '{"buyer":"%s","amount":"5.00","on":"2026-11-20"}'
    for record, buyer in (("r1", r"GD\u000001"), ("r2", r"\\\u0000"), ("r3", AGENT)):
        body = RequestBody("receive_money", AGENT, "李明", NOW, {"form": form % buyer, "version": "1"})
        put(place.ours.book, place.ours.stream, "request", record, body)
    place.exchange()
    held = rows(place.hq, "SELECT record, code, facts FROM problem")
    assert [(record, code, "control_character" in facts) for record, code, facts in held] == [
        ("r1", "record_unfit", True), ("r2", "record_unfit", True)
    ]  # fmt: skip
    assert rows(place.hq, "SELECT request, state FROM request_answer") == [("r3", "done")]


def test_the_same_asked_again_is_warned_about_until_it_is_answered(place):
    asked(money.receive_money, place.desk, AGENT, D(5), DAY)
    with pytest.raises(RefusedError, match="asked_already"):
        money.receive_money(place.desk, AGENT, D(5), DAY)
    asked(money.receive_money, place.desk, AGENT, D(6), DAY)
    asked(money.receive_money, place.desk, AGENT, D(5), DAY)  # told once, so now it is meant
    place.desk.insists = True
    asked(money.receive_money, place.desk, AGENT, D(5), DAY)
    place.desk.insists = False
    place.exchange()
    asked(money.receive_money, place.desk, AGENT, D(5), DAY)
    place.exchange()
    assert sorted(amount for _, _, amount, _, _ in receipts(place.hq)) == [500, 500, 500, 500, 600]


def test_a_process_that_dies_before_the_answer_leaves_nothing(place, monkeypatch):
    from sync.hq.deciding import requests as at_hq

    asked(money.receive_money, place.desk, AGENT, D(5), DAY)
    answer = at_hq._answer
    monkeypatch.setattr(at_hq, "_answer", _dies)
    with pytest.raises(KeyboardInterrupt):
        place.exchange()
    assert receipts(place.hq) == []
    monkeypatch.setattr(at_hq, "_answer", answer)
    place.exchange()
    place.exchange()
    assert do_requests(place.hq, TODAY, NOW, verbs()) == []
    assert len(receipts(place.hq)) == 1
    assert_sound(place.hq)


def _dies(*_):
    raise KeyboardInterrupt


def deliver(place):
    """An order of the agent's shipped by an administrator at HQ's desk; the delivery's number."""
    record = place.agent.order()
    place.exchange()
    asked(deliveries.deliver, place.at("老总"), record)
    place.exchange()
    assert order_of(place.agent.book, record)[0] == "delivered"
    [(number,)] = rows(place.agent.book, "SELECT number FROM document WHERE kind = 'delivery'")
    return number


def test_shipping_and_goods_taken_back(place):
    number = deliver(place)
    asked(deliveries.return_goods, place.at("老总"), number, {1: D(4)})
    place.exchange()
    assert rows(place.agent.book, "SELECT amount FROM document WHERE kind = 'return'") == [(1000,)]
    assert_equal_books(place.hq, place.ours, place.agent)


def test_settling_by_hand_taking_back_and_holding(place):
    delivery = deliver(place)
    asked(settling.set_way, place.desk, "hand", AGENT)
    place.exchange()
    asked(money.receive_money, place.desk, AGENT, D(20), DAY)
    place.exchange()
    [(receipt, *_)] = receipts(place.ours.book)
    assert settling.settled_of(place.desk, receipt) == ()  # HQ settles this one by hand, as was asked
    assert settling.chosen_way(place.desk, AGENT) == "hand"
    asked(settling.settle_hand, place.desk, receipt, {(delivery, 0): D(15)})
    place.exchange()
    [kept] = settling.settled_of(place.desk, receipt)
    assert (kept.amount, kept.by) == (D("15.00"), "李明")
    asked(settling.unsettle, place.desk, [kept.id])
    asked(settling.hold, place.desk, receipt)
    place.exchange()
    [held] = settling.settled_of(place.desk, receipt)
    assert held.mode == "held"
    asked(settling.unsettle, place.desk, documents=[receipt])
    asked(settling.settle, place.desk, AGENT, "all")
    place.exchange()
    assert {state for state, _ in place.answers()} == {"done"}
    assert settling.account_view(place.desk, AGENT).owed == D("5.00")
    assert_equal_books(place.hq, place.ours, place.agent)


def test_months_are_closed_and_opened_again(place):
    asked(money.book_opening, place.desk, AGENT, D(100), date(2026, 10, 31))
    place.exchange()
    asked(periods.close_month, place.desk, date(2026, 10, 1), anyway=True)
    place.exchange()
    assert periods.closed_through(place.desk) == date(2026, 10, 31)
    with pytest.raises(RefusedError, match="date_closed"):
        money.receive_money(place.desk, AGENT, D(5), date(2026, 10, 31))
    asked(periods.reopen_month, place.desk, anyway=True)
    place.exchange()
    assert periods.closed_through(place.desk) is None


def issued(place):
    """The statement of October that HQ issued to its agent, asked for at HQ's desk."""
    asked(money.book_opening, place.desk, AGENT, D(100), date(2026, 10, 31))
    place.exchange()
    month = (date(2026, 10, 1), date(2026, 10, 31))
    asked(papers.issue_statement, place.desk, AGENT, *month)
    place.exchange()
    return papers.issue_statement(place.desk, AGENT, *month)


def test_a_statement_is_issued_disputed_answered_and_confirmed(place):
    again = issued(place)
    assert again.number
    assert again.maker == "李明"
    agent = place.agents()
    [(line,)] = rows(place.agent.book, "SELECT number FROM document WHERE kind = 'opening'")
    from desktop.actions.accounts.account_views import ObjectionRow

    confirming.dispute(agent, again.number, [ObjectionRow(line, "amount", D(100), D(90), "少十元")])
    place.exchange()
    assert confirming.confirmation(place.desk, again.number).mine
    asked(confirming.answer_dispute, place.desk, again.number, {line: (False, "合同如此", "")})
    place.exchange()
    standing = confirming.confirmation(agent, again.number)
    assert standing.state == "answered"
    assert [event.wrong for event in standing.events] == [None, None]
    assert standing.events[-1].by == "李明"
    confirming.confirm(agent, again.number)
    place.exchange()
    assert confirming.confirmation(place.desk, again.number).state == "confirmed"


def test_a_reply_is_recorded_with_its_scan_kept_at_the_desk(place, tmp_path):
    number = issued(place).number
    said = {"their_closing": D(90), "by": "王会计"}
    scan = tmp_path / "slip.png"
    scan.write_bytes(b"scan")
    asked(replies.record_reply, place.desk, number, "differs", **said, files=[scan])
    asked(confirming.withdraw, place.desk, number)
    place.exchange()
    reply = replies.reply_to(place.desk, number)
    assert (reply.verdict, reply.by, reply.recorded_by) == ("differs", "王会计", "李明")
    assert reply.attachments[0].path
    assert confirming.confirmation(place.agents(), number).state == "withdrawn"


def test_a_statement_agreed_on_paper_stays(place):
    """One person records that the slip agrees while another asks to take the statement back."""
    number = issued(place).number
    asked(replies.record_reply, place.desk, number, "agrees", their_closing=D(100), by="王会计", original=True)
    asked(confirming.withdraw, place.desk, number)
    place.exchange()
    assert place.answers()[-2:] == [("done", []), ("refused", ["statement_agreed_on_paper"])]
    assert confirming.confirmation(place.agents(), number).state == "issued"
    with pytest.raises(RefusedError) as refused:  # by now the desk knows
        confirming.withdraw(place.desk, number)
    assert refused.value.code == "statement_agreed_on_paper"


def test_everybodys_statements_are_asked_for_and_drawn_once_hq_issued_them(place, tmp_path):
    asked(money.book_opening, place.desk, AGENT, D(100), date(2026, 10, 31))
    place.exchange()
    batch = batches.print_batch, place.desk, date(2026, 10, 1), date(2026, 10, 31), tmp_path / "all.pdf"
    asked(*batch)
    assert not (tmp_path / "all.pdf").exists()
    place.exchange()
    drawn = posted(batch[0](*batch[1:]))
    assert (drawn.made, len(drawn.numbers)) == (1, 1)
    assert requests.requests(place.desk)[0].result == drawn.numbers[0]
    assert rows(place.agent.book, "SELECT number FROM statement") == [(drawn.numbers[0],)]


def test_a_bank_file_read_at_the_desk_is_booked_at_hq_once(place, tmp_path):
    path = a_file(
        tmp_path, a_row(1, "150.00", payer="广东总代理"), a_row(2, "9.00", payer="不知是谁", account="62229999")
    )
    asked(bank_files.book_bank_file, place.desk, path)
    place.exchange()
    assert [amount for _, _, amount, _, _ in receipts(place.agent.book)] == [15000]
    with pytest.raises(RefusedError, match="bank_nothing_booked"):
        bank_files.book_bank_file(place.desk, path)
    chosen = bank_files.Choices(payers={4: AGENT})
    asked(bank_files.book_bank_file, place.desk, path, chosen)
    place.exchange()
    assert [line.state for line in bank_files.read_bank_file(place.desk, path).lines] == ["booked_before"] * 2
    assert len(receipts(place.hq)) == 2
    assert_equal_books(place.hq, place.ours, place.agent)


def test_a_bank_file_about_several_accounts_is_asked_for_whole(place, tmp_path):
    path = tmp_path / "all.csv"
    path.write_text(
        "账号,交易日,收入金额,支出金额,余额,对方户名,附言\n"
        "4401,2026-11-16,1000,,1000,某店,货款\n"
        "4402,2026-11-16,250,,250,某店,货款\n",
        encoding="utf-8",
    )
    titles = {"own": "账号", "date": "交易日", "income": "收入金额", "expense": "支出金额", "name": "对方户名"}
    choices = bank_files.Choices(name="本地行", titles=titles, payers={2: AGENT, 3: AGENT})
    asked(bank_files.book_bank_file, place.desk, path, choices)
    place.exchange()
    assert [state for state, _ in place.answers()] == ["done", "done"]
    assert sorted(amount for _, _, amount, _, _ in receipts(place.agent.book)) == [25000, 100000]
    assert_equal_books(place.hq, place.ours, place.agent)


def test_what_came_back_after_a_restore_is_taken_and_left_by_request(place):
    put_run = (
        "INSERT INTO returned_run (id, stream, epoch, number, hash, signature, previous, previous_hash, proven, state, "
        "at) VALUES (?, 'dealer/GD01', 1, ?, ?, ?, 0, ?, ?, 'whole', ?)"
    )
    entries = "INSERT INTO returned_entry (run, stream, number, kind, record, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
    with place.hq.writing() as writing:
        run_many(writing.connection, put_run, [(7, 90, b"a" * 32, b"", b"0" * 32, True, NOW)])
    with place.hq.writing() as writing:
        for each in (1, 2):
            paper = encode(DocumentBody(f"JXD-00-261123-090{each}", HQ, AGENT, TODAY.isoformat(), NOW, 700))
            row_ = (7, "dealer/GD01", 88 + each, "debit_note", f"n{each}", paper, bytes([each]) * 32)
            run_many(writing.connection, entries, [row_])
    names = [("dealer/GD01", "debit_note", "n1")]
    with pytest.raises(RefusedError, match="not_permitted"):
        restored.take_named(place.desk, "n1", names)
    asked(restored.take_named, place.at("老总"), "n1", names)
    asked(restored.leave_named, place.at("老总"), "n2", [("dealer/GD01", "debit_note", "n2")])
    place.exchange()
    assert rows(place.agent.book, "SELECT id FROM document WHERE kind = 'debit_note'") == [("n1",)]
    states = rows(place.hq, "SELECT record, state FROM returned_entry ORDER BY record")
    assert states == [("n1", "taken"), ("n2", "left")]


def test_a_dealer_is_suspended_and_let_in_again_by_request(place):
    with pytest.raises(RefusedError, match="not_permitted"):
        standing.set_standing(place.desk, AGENT, "suspended", "欠款")
    asked(standing.set_standing, place.at("周敏"), AGENT, "suspended", "欠款")
    place.exchange()
    assert row(place.agent.book, "SELECT status, status_reason FROM dealer WHERE id = :d", d=AGENT) == (
        "suspended",
        "欠款",
    )
    asked(standing.set_standing, place.at("周敏"), AGENT, "active")
    place.exchange()
    assert row(place.agent.book, "SELECT status, status_reason FROM dealer WHERE id = :d", d=AGENT) == ("active", "")
    assert_equal_books(place.hq, place.ours, place.agent)


def test_credit_is_agreed_anew(place):
    with pytest.raises(RefusedError, match="not_permitted"):
        terms.set_terms(place.at("周敏"), AGENT, D(5000))
    asked(terms.set_terms, place.desk, AGENT, D(5000), None, "30%N30,70%N60")
    place.exchange()
    card = dealer_named(place)
    assert (card.credit_limit, card.credit_days, card.terms) == (D(5000), None, "30%N30,70%N60")
    assert card.price_list == "P1"
    assert_equal_books(place.hq, place.ours, place.agent)


def dealer_named(place):
    from sync.records.books.reading import dealer

    with place.agent.book.reading() as connection:
        return dealer(connection, AGENT)


def test_refused_ones_are_told_until_somebody_puts_them_away(place):
    asked(periods.close, place.desk, DAY)
    asked(money.receive_money, place.desk, AGENT, D(5), DAY)
    place.exchange()
    [refused] = requests.pending(place.desk, {"receive_money"})
    assert (refused.state, refused.reasons[0].code) == ("refused", "date_closed")
    assert requests.pending(place.desk, {"deliver"}) == []
    requests.forget(place.desk, [refused.id])
    assert requests.pending(place.desk, REQUEST_TYPES) == []


def test_each_form_is_its_actions_parameters():
    from importlib import import_module
    from inspect import signature

    for verb, wish in REQUEST_TYPES.items():
        action = getattr(import_module(f"desktop.actions.{wish.module}"), wish.function)
        wanted = set(list(signature(action).parameters)[1:])
        assert set(wish.form.__struct_fields__) == wanted, verb
