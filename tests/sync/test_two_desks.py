"""What two desks of one dealer did without knowing of each other: told at each in words, with the act that mends it."""

from datetime import timedelta

import pytest

from desktop.actions.accounts import settling
from desktop.actions.books import care
from desktop.actions.headquarters.dismissals import dismiss
from desktop.actions.headquarters.held import put_away
from desktop.actions.headquarters.status_views import KEY
from desktop.actions.statements import deemed_acceptance
from desktop.wording import say
from sync.records.bodies.accounts import BankLineBody, SettlementBody
from sync.records.bodies.records import DocumentBody, LineBody
from tests.building.sync.books import NOW, put
from tests.simulation.office import Office


@pytest.fixture
def office():
    made = Office(3)
    yield made
    made.close()


def lines(office, name, *codes):
    return [(each, said) for each, said in office.told(name) if not codes or each.code in codes]


def told_everywhere(office, code, *numbers, places=("P1a", "P1b", "P1c")):
    """The one line of this code at each place, in both languages, with these numbers; and named by each check."""
    found = None
    for name in places:
        [(each, said)] = lines(office, name, code)
        for sentence in said:
            assert all(number in sentence for number in numbers), (name, sentence)
            assert "{" not in sentence
        assert code in [one.code for one in care.breaches(office.desk(name))]
        found = each
    return found


def nothing_told(office):
    for name in office.machines:
        assert lines(office, name) == []
        assert care.breaches(office.desk(name)) == []


@pytest.fixture
def cancelled_and_delivered(office):
    """One desk took an order of the shop's back, another delivered half of it; the shop has a desk."""
    order = office.order("P1a", "C1", "B", 10)
    office.quiet()
    delivery = office.deliver("P1b", order.id, 5)
    office.cancel("P1a", order.id)
    return office, order, delivery


@pytest.mark.parametrize("first", ["P1a", "P1b"])
def test_goods_that_left_while_another_desk_cancelled_are_told_until_reversed(cancelled_and_delivered, first):
    office, order, delivery = cancelled_and_delivered
    office.exchange(first)
    office.quiet()
    states = {name: office.rows(name, "SELECT state FROM document WHERE id = ?", order.id) for name in office.machines}
    assert len({*map(tuple, states.values())}) == 1
    if first == "P1a":  # the cancellation was heard first
        told_everywhere(office, "delivered_after_all", order.number, delivery.number, places=office.machines)
        assert states["P1a"] == [("delivered",)]
        assert office.rows("hq", "SELECT SUM(reserved) FROM stock") == [(0,)]
    else:  # what was delivered can't be cancelled any more, and the desk that tried is told
        assert any(order.number in said[0] for _, said in lines(office, "P1a"))
        assert states["P1a"] == [("partly_delivered",)]
        return
    assert office.reverse("P1c", delivery.id) is not None
    office.quiet()
    nothing_told(office)
    assert office.rows("C1a", "SELECT state FROM document WHERE id = ?", order.id) == [("cancelled",)]


def test_goods_that_left_and_came_back_need_no_look(cancelled_and_delivered):
    office, _, delivery = cancelled_and_delivered
    office.exchange("P1a")
    office.quiet()
    office.take_back("P1b", delivery.id, 5)
    office.quiet()
    nothing_told(office)


def test_what_is_put_away_at_one_desk_is_put_away_at_all_and_after_a_restore(cancelled_and_delivered):
    office, *_ = cancelled_and_delivered
    office.keep_disk("P1b")
    office.exchange("P1a")
    office.quiet()
    line = told_everywhere(office, "delivered_after_all")
    dismiss(office.desk("P1c"), str(line.facts[KEY]))
    office.set_back("P1b")
    office.quiet()
    # Whose hand put an older book beside an empty second copy is told; that one looks at it for itself.
    assert [line.code for line, _ in lines(office, "P1b")] == ["journal_empty"]
    put_away(office.desk("P1b"), "outbox", 1)
    for name in office.desks:
        assert lines(office, name) == []
    # The shop's people look at it for themselves.
    assert len(lines(office, "C1a", "delivered_after_all")) == 1


def test_an_amended_order_that_another_desk_delivered_is_told(office):
    order = office.order("P1a", "S1", "B", 10)
    office.quiet()
    office.amend("P1a", order.id, 4)
    delivery = office.deliver("P1b", order.id)
    office.exchange("P1a")
    office.quiet()
    told_everywhere(office, "delivered_after_all", order.number, delivery.number)
    office.reverse("P1a", delivery.id)
    office.quiet()
    nothing_told(office)


def test_stock_that_two_desks_gave_out_is_told_until_counted(office):
    orders = [office.order(name, "S1", "C", 8) for name in ("P1a", "P1b")]  # of 10 there are
    for name, order in zip(("P1a", "P1b"), orders, strict=True):
        assert office.deliver(name, order.id) is not None
    office.quiet()
    told_everywhere(office, "stock_below_zero", "C", "-6")
    office.count("P1c", "C", 2)
    office.quiet()
    nothing_told(office)


def test_an_opening_that_two_desks_entered_counts_once_and_the_other_is_taken_when_the_first_is_reversed(office):
    one, other = (office.open_account(name, "S1", yuan) for name, yuan in (("P1a", 500), ("P1b", 50)))
    office.quiet()
    told_everywhere(office, "opened_twice", one.number, other.number)
    assert office.rows("P1b", "SELECT SUM(amount) FROM posting") == [(50_000,)]
    office.reverse("P1c", one.id)
    office.quiet()
    nothing_told(office)
    assert office.rows("P1a", "SELECT SUM(amount) FROM posting") == [(5_000,)]


def test_a_desk_that_heard_of_an_opening_enters_no_other(office):
    office.open_account("P1a", "S1", 500)
    office.quiet()
    assert office.open_account("P1b", "S1", 50) is None
    assert office.story[-1].endswith("opening_there")
    office.quiet()
    nothing_told(office)
    assert office.rows("P1a", "SELECT SUM(amount) FROM posting") == [(50_000,)]


def test_two_customers_under_one_code_are_told_with_what_was_written_for_the_second(office):
    office.add_customer("P1a", "T1", "甲店")
    office.add_customer("P1b", "T1", "乙店")
    receipt = office.take_money("P1b", "T1", 7)
    office.quiet()
    line = told_everywhere(office, "card_made_twice", "T1", "甲店", "乙店", receipt.number)
    put_away(office.desk("P1a"), str(line.facts["stream"]), int(str(line.facts["entry"])))
    office.quiet()
    nothing_told(office)


def test_the_same_customer_made_twice_settles_itself_at_every_desk(office):
    for name in ("P1a", "P1b"):
        office.add_customer(name, "T1", "甲店")
    office.quiet()
    nothing_told(office)


def book_from_bank(office, name):
    """The receipt of a bank's line and the line itself, as the reader of the bank's file books them."""
    receipt = office.take_money(name, "S1", 77)
    desk = office.desk(name)
    line = BankLineBody("6222", "2026-11-23", 7700, "店S1", document=receipt.id, state="booked", recorded_at=NOW)
    put(desk.book, desk.stream, "bank_line", "b-1", line)
    return receipt


@pytest.mark.parametrize("which", [0, 1], ids=["the first receipt", "the second receipt"])
def test_a_bank_s_line_that_two_desks_booked_is_told_until_one_receipt_is_reversed(office, which):
    receipts = [book_from_bank(office, name) for name in ("P1a", "P1b")]
    office.quiet()
    told_everywhere(office, "banked_twice", "77.00", *(each.number for each in receipts))
    office.reverse("P1c", receipts[which].id)
    office.quiet()
    nothing_told(office)


def test_the_notice_says_what_was_done_first_where_that_isnt_the_same(office):
    """One desk takes goods back while another reverses their delivery."""
    order = office.order("P1a", "S1", "B", 4)
    delivery = office.deliver("P1a", order.id)
    office.quiet()
    office.take_back("P1a", delivery.id, 4)
    office.reverse("P1b", delivery.id)
    office.exchange("P1a")
    [crossed] = [each for each in office.noticed("P1b") if each.code == "entry_crossed"]
    assert "退货" in say(crossed, "zh")
    assert "taken back" in say(crossed, "en")
    assert "同一件事" not in say(crossed, "zh")


@pytest.mark.parametrize("first", ["P1a", "P1b"])
def test_a_bank_s_line_that_one_desk_booked_and_another_left_out_is_told(office, first):
    office.read_bank("P1a", "S1", 77)
    office.read_bank("P1b", "S1", 77, theirs=False)
    [receipt] = office.papers("P1a", "kind = 'money_receipt'")
    office.exchange(first)
    office.quiet()
    [(number,)] = office.rows("hq", "SELECT number FROM document WHERE id = ?", receipt)
    told_everywhere(office, "banked_otherwise", "77.00", number)
    office.reverse("P1c", receipt)
    office.quiet()
    nothing_told(office)


def test_a_note_that_takes_more_off_a_document_than_another_desk_left_is_held(office):
    order = office.order("P1a", "S1", "B", 4)
    delivery = office.deliver("P1a", order.id)  # 13.04
    office.quiet()
    first, later = (
        office.write_note(name, kind, "S1", 9, delivery.id)
        for name, kind in (("P1a", "credit_note"), ("P1b", "discount"))
    )
    office.quiet()
    told_everywhere(office, "noted_beyond", delivery.number, first.number, later.number, "4.04")
    assert lines(office, "P1b", "held_at_hq") == []  # its settlement goes along
    for name in ("hq", "P1a", "P1b"):
        assert office.rows(name, "SELECT SUM(amount) FROM posting WHERE buyer = 'S1'") == [(404,)]
    office.reverse("P1c", first.id)
    office.quiet()
    nothing_told(office)
    assert office.rows("P1b", "SELECT SUM(amount) FROM posting WHERE buyer = 'S1'") == [(404,)]
    settled = (
        "SELECT s.amount, c.id FROM settlement s JOIN document c ON c.id = s.credit WHERE s.debt = ? AND c.state = ?"
    )
    for name in ("hq", "P1a", "P1b"):
        assert office.rows(name, settled, delivery.id, "posted") == [(900, later.id)], name


def test_a_note_about_a_delivery_that_another_desk_undid_is_held(office):
    order = office.order("P1a", "S1", "B", 4)
    delivery = office.deliver("P1a", order.id)
    office.quiet()
    undone = office.reverse("P1a", delivery.id)
    note = office.write_note("P1b", "credit_note", "S1", 9, delivery.id)
    office.exchange("P1a")
    office.quiet()
    told_everywhere(office, "noted_undone", delivery.number, undone.number, note.number)
    assert office.rows("P1b", "SELECT SUM(amount) FROM posting WHERE buyer = 'S1'") == [(0,)]


def test_goods_that_two_desks_promised_are_told_until_one_order_gives_way(office):
    orders = [office.order(name, "S1", "C", 8) for name in ("P1a", "P1b")]  # of 10 there are
    office.quiet()
    told_everywhere(office, "promised_beyond_stock", "C", "10", "16", *(each.number for each in orders))
    office.cancel("P1b", orders[1].id)
    office.quiet()
    nothing_told(office)


def test_a_limit_that_two_desks_passed_together_is_told_until_one_order_gives_way(office):
    office.write_note("P1a", "debit_note", "C1", 590)  # of 600
    office.quiet()
    orders = [office.order(name, "C1", "A", 3) for name in ("P1a", "P1b")]  # 7.50 each
    assert [each.state for each in orders] == ["accepted", "accepted"]
    office.quiet()
    places = ("P1a", "P1b", "P1c")  # what a customer's limit is is nobody else's business
    told_everywhere(office, "limit_passed_together", "600.00", "590.00", "15.00", orders[0].number, places=places)
    assert lines(office, "C1a", "limit_passed_together") == []
    office.cancel("P1b", orders[1].id)
    office.quiet()
    nothing_told(office)


def test_a_limit_that_a_person_let_an_order_pass_is_no_contradiction(office):
    office.write_note("P1a", "debit_note", "C1", 590)  # of 600
    office.order("P1a", "C1", "A", 3)
    office.quiet()
    order = office.order("P1b", "C1", "A", 3)
    assert order.state in ("refused", "needs_approval")
    assert office.approve("P1b", order.id).state == "accepted"
    office.quiet()
    nothing_told(office)


def test_a_limit_that_one_desk_passes_by_a_note_is_no_contradiction(office):
    for name in ("P1a", "P1b"):
        office.order(name, "C1", "A", 3)
    office.quiet()
    office.write_note("P1a", "debit_note", "C1", 599)
    office.quiet()
    nothing_told(office)


def test_two_statements_of_one_period_are_told_until_one_is_withdrawn(office):
    office.take_money("P1a", "S1", 5)
    office.quiet()
    office.take_money("P1a", "S1", 7)
    told = [office.issue(name, "S1") for name in ("P1a", "P1b")]
    office.quiet()
    told_everywhere(office, "statements_of_one_period", "-12.00", "-5.00", *(each.number for each in told))
    office.withdraw("P1c", told[1].number)
    office.quiet()
    nothing_told(office)


def test_a_statement_agreed_at_one_desk_and_withdrawn_at_another_is_told(office):
    office.take_money("P1a", "S1", 5)
    paper = office.issue("P1a", "S1")
    office.quiet()
    office.withdraw("P1a", paper.number)
    assert office.reply("P1a", paper.number, "agrees") is None  # it is void
    office.reply("P1b", paper.number, "agrees")
    assert office.withdraw("P1b", paper.number) is None  # its slip is signed
    office.quiet()
    line = told_everywhere(office, "agreed_and_withdrawn", paper.number)
    dismiss(office.desk("P1c"), str(line.facts[KEY]))
    office.quiet()
    nothing_told(office)


def test_an_order_that_two_desks_answered_otherwise_is_told_in_words(office):
    order = office.order("C1a", "C1", "A", 3)
    for name in ("C1a", "P1a", "P1b"):
        office.exchange(name)
    office.answer("P1a")
    office.refuse("P1b", order.id)
    office.quiet()
    told_everywhere(office, "answered_twice", order.number)
    for each, said in lines(office, "P1b", "answered_twice"):
        assert "已接受" in said[0], each
        assert "refused" in said[1]
        put_away(office.desk("P1b"), str(each.facts["stream"]), int(str(each.facts["entry"])))
    office.quiet()
    nothing_told(office)


def test_two_replies_to_one_statement_that_differ_are_told_in_words(office):
    office.take_money("P1a", "S1", 5)
    paper = office.issue("P1a", "S1")
    office.quiet()
    office.reply("P1a", paper.number, "agrees")
    office.differ("P1b", paper.number, 3)
    office.quiet()
    told_everywhere(office, "replied_twice", paper.number)
    assert office.rows("P1b", "SELECT verdict FROM reply") == [("agrees",)]


def test_how_receipts_are_settled_is_chosen_for_all_desks_of_the_dealer(office):
    assert {settling.chosen_way(office.desk(name)) for name in office.desks} == {"all"}
    settling.set_way(office.desk("P1a"), "hand")
    settling.set_way(office.desk("P1b"), "oldest", "S1")
    office.keep_disk("P1c")
    office.quiet()
    office.set_back("P1c")
    office.quiet()
    for name in office.desks:
        assert (settling.chosen_way(office.desk(name)), settling.chosen_way(office.desk(name), "S1")) == (
            "hand",
            "oldest",
        )
    office.world.clock.wrong["P1c"] = -timedelta(days=400)  # its clock is slow; it knows of the choice all the same
    settling.set_way(office.desk("P1c"), "number")
    settling.set_way(office.desk("P1c"), "", "S1")
    office.quiet()
    for name in office.desks:
        assert {settling.chosen_way(office.desk(name), each) for each in ("", "S1")} == {"number"}


def test_what_silence_means_is_agreed_for_all_desks_of_the_dealer(office):
    deemed_acceptance.agree(office.desk("P1a"), "S1", 30)
    office.quiet()
    assert {deemed_acceptance.agreed_days(office.desk(name), "S1") for name in office.desks} == {30}
    deemed_acceptance.agree(office.desk("P1b"), "S1", None)
    office.quiet()
    for name in office.desks:
        assert deemed_acceptance.agreed_days(office.desk(name), "S1") is None
        assert deemed_acceptance.agreements(office.desk(name)) == []


def priced_otherwise(office, name, order, amount):
    """A delivery of all 4 that a program without rules wrote, at another sum than the order's price makes."""
    line = LineBody("B", "B", 4_000, amount, order_line=1)
    number = f"XSCK-{office.machines[name].prefix}-261123-0042"
    body = DocumentBody(number, "P1", "S1", "2026-11-23", NOW, amount, [line], source=order, warehouse="主仓")
    put(office.desk(name).book, office.desk(name).stream, "delivery", "other-price", body)
    return number


def test_a_delivery_at_another_price_than_its_order_is_held_until_it_is_reversed(office):
    order = office.order("P1a", "S1", "B", 4)
    right = int(order.lines[0].unit_price * 400)
    number = priced_otherwise(office, "P1a", order.id, right + 100)
    office.quiet()
    for name in office.desks:
        [(each, said)] = lines(office, name)
        assert each.number == number
        assert all(order.number in one for one in said)
    assert office.rows("hq", "SELECT id FROM document WHERE id = 'other-price'") == []
    assert office.reverse("P1a", "other-price") is not None
    office.quiet()
    nothing_told(office)
    sums = "SELECT COALESCE(SUM(amount), 0) FROM posting"
    assert {*office.rows("hq", sums), *office.rows("P1a", sums)} == {(0,)}
    assert office.deliver("P1b", order.id) is not None


def test_a_delivery_at_its_order_s_price_is_taken(office):
    order = office.order("P1a", "S1", "B", 4)
    priced_otherwise(office, "P1a", order.id, int(order.lines[0].unit_price * 400))
    office.quiet()
    nothing_told(office)
    assert office.rows("hq", "SELECT id FROM document WHERE id = 'other-price'") == [("other-price",)]


# ---- what was booked before the rules were there --------------------------------------------------------------------


def an_old_book(office, *records):
    """Records that a desk's stream holds from before anybody looked at what they take of others."""
    for kind, record, body in records:
        put(office.desk("P1a").book, office.desk("P1a").stream, kind, record, body)
    return [each for each in care.breaches(office.desk("P1a")) if each.code.startswith("stands_")]


def a_paper(kind, number, amount=0, lines=(), **more):
    prefix = {"delivery": "XSCK", "return": "XSTH", "money_receipt": "SKD", "goods_receipt": "CGRK"}[kind]
    buyer = more.pop("buyer", "S1")
    seller = more.pop("seller", "P1")
    return DocumentBody(
        f"{prefix}-01-261101-{number}", seller, buyer, "2026-11-01", NOW, amount, list(lines), warehouse="主仓", **more
    )


def of_line(quantity):
    return LineBody("A", "A", quantity * 1000, quantity * 250, order_line=1)


RECEIPT = ("money_receipt", "m", a_paper("money_receipt", "0001", 7700))
DELIVERY = ("delivery", "d", a_paper("delivery", "0001", 2500, [of_line(10)]))
BOUGHT = ("delivery", "b", a_paper("delivery", "0009", 2500, [of_line(10)], seller="HQ", buyer="P1"))


def undone(record, number):
    return "money_receipt", record, a_paper("money_receipt", number, -7700, reverses="m")


def back(kind, record, number, quantity, **more):
    return kind, record, a_paper(kind, number, quantity * 250, [of_line(quantity)], **more)


TO_US = {"source": "b", "seller": "HQ", "buyer": "P1"}
DOUBLED = {
    "reversed twice": (
        [RECEIPT, undone("r1", "0002"), undone("r2", "0003")],
        "stands_reversed_twice",
        "SKD-01-261101-0001",
    ),
    "taken back twice": (
        [DELIVERY, *(back("return", f"t{each}", f"000{each}", 10, source="d") for each in (1, 2))],
        "stands_beyond_return",
        "XSCK-01-261101-0001",
    ),
    "received twice": (
        [BOUGHT, *(back("goods_receipt", f"g{each}", f"000{each}", 10, **TO_US) for each in (1, 2))],
        "stands_beyond_goods_receipt",
        "XSCK-01-261101-0009",
    ),
    "settled twice": (
        [
            RECEIPT,
            DELIVERY,
            *(("settlement", f"s{each}", SettlementBody("P1", "S1", "m", "d", 2500, "2026-11-01")) for each in (1, 2)),
        ],
        "stands_settled_beyond",
        "XSCK-01-261101-0001",
    ),
    "numbered twice": (
        [RECEIPT, ("money_receipt", "n", a_paper("money_receipt", "0001", 100))],
        "stands_numbered_twice",
        "SKD-01-261101-0001",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", DOUBLED)
def test_what_stands_twice_from_before_is_named_by_the_check_and_can_be_put_away(office, what):
    records, code, number = DOUBLED[what]
    found = an_old_book(office, *records)
    assert [each.code for each in found] == [code]
    for language in ("zh", "en"):
        sentence = say(code, language, **found[0].facts)
        assert number in sentence
        assert "{" not in sentence
    dismiss(office.desk("P1a"), str(found[0].facts[KEY]))
    assert an_old_book(office) == []


def test_books_in_which_nothing_stands_twice_name_nothing(office):
    records = [
        RECEIPT,
        DELIVERY,
        undone("r1", "0002"),
        back("return", "t", "0001", 10, source="d"),
        BOUGHT,
        back("goods_receipt", "g", "0001", 10, **TO_US),
    ]
    assert an_old_book(office, *records) == []
