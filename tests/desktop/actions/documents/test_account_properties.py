"""Whatever happens to an account, its books stay true: sums, order, reversals, settling, and what was told before."""

import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.actions.accounts import periods, settling
from desktop.actions.catalog import customers
from desktop.actions.documents import deliveries, money, reversing, stock
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.rebates import wallets
from desktop.actions.statements import papers as statement_papers
from desktop.actions.statements import statements
from desktop.desk import Desk, Identity
from domain.statements.forms import Layout
from domain.values.money import ZERO
from sync.records.accounts.settlements import WAYS
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import TODAY
from tests.building.desktop.a_trade import CLOCK, a_draft, a_trade, line
from tests.building.desktop.random_accounts import DAYS, FIRST, NOTES, QUIET, TERMS, Deed, a_shop, deeds, lived

terms = st.sampled_from(TERMS)
ways = st.sampled_from(WAYS)
days = st.integers(0, DAYS).map(lambda day: FIRST + timedelta(days=day))
DAY = timedelta(days=1)


def snapshot(life, on=None):
    """All that an account says of itself, without what no longer settles anything."""
    found = settling.account_view(life.desk, life.buyer, on)
    return {
        "figures": (found.balance, found.owed, found.ahead, found.overdue, found.overdue_days, found.ageing),
        "open": (found.debts, found.credits),
        "settled": [each for each in found.settlements if not each.void],
        "credit": customers.customer(life.desk, life.buyer).credit,
        "stock": [(row.sku, row.on_hand, row.reserved) for row in stock.stock_list(life.desk)],
    }


def test_closing_is_the_next_opening_and_every_ageing_adds_up():
    with a_shop() as desk:

        @QUIET
        @given(deeds(), terms, ways, st.lists(days, max_size=4, unique=True), days)
        def hold(happened, agreed, way, cuts, anyday):
            life = lived(desk, happened, agreed, way)
            opening, start = ZERO, FIRST
            for end in sorted({*cuts, anyday, TODAY}):
                drawn = statements.statement(desk, life.buyer, start, end)
                assert drawn.opening == opening
                assert drawn.closing == opening + drawn.debit_total - drawn.credit_total
                found = settling.account_view(desk, life.buyer, end)
                assert drawn.closing == found.balance == found.owed - found.ahead
                assert sum(each.amount for each in found.ageing) == found.balance
                assert found.ageing == drawn.ageing
                listed = [row for row in settling.ageing(desk, end) if row.buyer.id == life.buyer]
                assert [row.buckets for row in listed] == ([found.ageing] if found.owed or found.ahead else [])
                opening, start = drawn.closing, end + DAY
            found = settling.account_view(desk, life.buyer)
            credit = customers.customer(desk, life.buyer).credit
            assert (credit.balance, credit.overdue, credit.overdue_days) == (
                found.balance,
                found.overdue,
                found.overdue_days,
            )
            free = sum((each.remaining for each in found.credits if not each.held), ZERO)
            waits = bool(found.debts) and free > 0
            assert (life.buyer in [each.id for each in settling.to_settle(desk)]) is waits

        hold()
        assert check(desk.book) == []


def test_the_order_of_posting_is_nothing_to_statement_balance_and_ageing():
    kinds = ("debit_note", "credit_note", "discount", "payment", "receipt", "delivery")

    def told(life, end):
        settling.settle(life.desk, life.buyer, "oldest")
        drawn = statements.statement(life.desk, life.buyer, FIRST, end)
        entries = Counter((each.date, each.kind, each.debit, each.credit) for each in drawn.entries)
        by_day = {each.date: each.balance for each in drawn.entries}
        found = settling.account_view(life.desk, life.buyer)
        due: dict[tuple[date, date], Decimal] = defaultdict(Decimal)
        free: dict[date, Decimal] = defaultdict(Decimal)
        for debt in found.debts:
            due[debt.date, debt.due] += debt.remaining
        for credit in found.credits:
            free[credit.date] += credit.remaining
        figures = (found.balance, found.ahead, found.overdue, found.overdue_days, found.ageing)
        return entries, by_day, drawn.opening, drawn.closing, drawn.ageing, figures, dict(due), dict(free)

    with a_shop() as desk:

        @QUIET
        @given(deeds(*kinds), terms, st.randoms(use_true_random=False), days)
        def hold(happened, agreed, chance, end):
            mixed = list(happened)
            chance.shuffle(mixed)
            assert told(lived(desk, happened, agreed, "hand"), end) == told(lived(desk, mixed, agreed, "hand"), end)

        hold()


def test_a_reversal_restores_all_there_was():
    def reversed_again(life, deed):
        """What the account says before a paper, and once it came and went."""
        before, papers = snapshot(life), len(life.papers)
        life.do(deed)
        for _, number, _ in life.papers[papers:]:
            reversing.reverse(life.desk, number)
        return before, snapshot(life)

    with a_shop() as desk:

        @QUIET
        @given(deeds(most=6), deeds(least=1, most=1), terms, ways)
        def hold(happened, last, agreed, way):
            life = lived(desk, happened, agreed, way)
            if last[0].kind not in ("reversal", "delivery"):
                before, after = reversed_again(life, last[0])
                assert after == before

        hold()

        @QUIET
        @given(deeds(most=6), deeds("delivery", least=1, most=1), terms, ways)
        def hold_goods(happened, last, agreed, way):
            life = lived(desk, happened, agreed, way)
            before, after = reversed_again(life, last[0])
            promised = after["credit"].committed - before["credit"].committed
            assert promised == last[0].amount  # the order stands as it stood before its delivery
            assert {name: after[name] for name in ("figures", "open", "settled")} == {
                name: before[name] for name in ("figures", "open", "settled")
            }
            on_hand = [[row[:2] for row in each["stock"]] for each in (before, after)]
            assert on_hand[0] == on_hand[1]

        hold_goods()
        assert check(desk.book) == []


def test_a_reversed_delivery_gives_wallet_deposit_and_goods_back():
    with tempfile.TemporaryDirectory() as folder, (trade := a_trade(Path(folder))).desk:
        hq = Desk(trade.hq, Identity("hq", "", "HQ", "00", ""), Path(folder), clock=lambda: CLOCK)
        trade.credit("100000.00")

        def told():
            view = settling.account_view(hq, "GD01")
            standing = [each for each in view.settlements if not each.void]
            on_hand = [(row.sku, row.on_hand) for row in stock.stock_list(hq)]
            found = wallets.wallet(hq, "GD01")
            return view.balance, view.ageing, view.debts, view.credits, standing, on_hand, found

        @QUIET
        @given(st.integers(1, 9), st.integers(0, 60), st.integers(0, 60), st.booleans())
        def hold(quantity, from_wallet, deposit, part):
            draft = a_draft(line("A", str(quantity)), use_wallet=bool(from_wallet), wallet_most=Decimal(from_wallet))
            order = orders.save_order(trade.desk, draft)
            assert trade.send(order) == "accepted"
            if deposit:
                money.receive_money(hq, "GD01", Decimal(deposit), order=order)
            before = told()
            shipped = posted(deliveries.deliver(hq, order, {1: Decimal(1)} if part else None))
            assert told() != before
            reversing.reverse(hq, shipped.number)
            assert told() == before

        hold()
        assert check(trade.hq) == []
        trade.hq.close()


def test_settling_takes_no_more_than_there_is_and_undoing_it_leaves_no_trace():
    with a_shop() as desk:

        @QUIET
        @given(deeds(), terms, ways)
        def hold(happened, agreed, way):
            life = lived(desk, happened, agreed, "hand")
            before = snapshot(life)
            done = posted(settling.settle(desk, life.buyer, way))
            after = settling.account_view(desk, life.buyer)
            assert after.balance == before["figures"][0]
            taken: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
            for each in done.settlements:
                assert each.amount > 0
                taken[each.credit, 0] += each.amount
                taken[each.debt, each.part] += each.amount
            open_ = {(each.document, each.part): each.remaining for each in before["open"][0]}
            open_ |= {(each.document, 0): each.remaining for each in before["open"][1]}
            left = {(each.document, each.part): each.remaining for each in after.debts}
            left |= {(each.document, 0): each.remaining for each in after.credits}
            assert left == {key: rest for key, amount in open_.items() if (rest := amount - taken[key])}
            assert all(rest > 0 for rest in left.values())
            assert set(taken) <= set(open_)
            if done.settlements:
                settling.unsettle(desk, [each.id for each in done.settlements])
            assert snapshot(life) == before

        hold()
        assert check(desk.book) == []


def test_a_past_day_never_changes_without_saying_so():
    with a_shop() as desk:

        @QUIET
        @given(deeds(most=5), deeds(most=5), terms, days)
        def hold(happened, later, agreed, end):
            life = lived(desk, happened, agreed)
            issued = posted(statement_papers.issue_statement(desk, life.buyer, end, end, Layout()))
            told = issued.form.statement.closing
            known = {each.number for each in statements.statement(desk, life.buyer, FIRST, TODAY).entries}
            for deed in later:
                life.do(deed)
            now = statements.statement(desk, life.buyer, FIRST, end)
            late = {each.number: each.debit - each.credit for each in now.entries if each.number not in known}
            view = periods.restated_view(desk, life.buyer, end)
            assert (view.told, view.now) == (told, now.closing)
            assert {each.number: each.amount for each in view.late} == late
            assert told + sum(late.values(), ZERO) == now.closing
            if end < TODAY:
                form = statements.draft(desk, life.buyer, end + DAY, TODAY).paper.form
                assert bool(form.restated) == bool(late)
                if form.restated:
                    assert (form.restated.told, form.restated.now) == (told, now.closing)

        hold()


def test_a_life_is_worth_looking_at():
    """What the lives above are made of comes to stand in the books, each kind of paper."""
    everything = [
        *(Deed(kind, 1, 90) for kind in (*NOTES, "receipt", "prepayment", "delivery")),
        Deed("return", 2, 1),
        Deed("reversal", 3, 1, of=0),
    ]
    with a_shop() as desk:
        life = lived(desk, everything, "50%N15,50%N45")
        drawn = statements.statement(desk, life.buyer, FIRST, TODAY)
        kinds = Counter(each.kind for each in drawn.entries)
        assert kinds == {
            "debit_note": 2, "credit_note": 1, "discount": 1, "payment": 1, "money_receipt": 2, "delivery": 1,
            "return": 1,
        }  # fmt: skip
        assert [each.debit for each in drawn.entries if each.debit < 0] == [Decimal(-90)]
        assert {each.mode for each in settling.account_view(desk, life.buyer).settlements} >= {"held", "amount"}
