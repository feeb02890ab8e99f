"""Whatever three desks of one dealer do offline, the books keep every rule in the end, or each breach is told.

`OFFICE_EXAMPLES=300 OFFICE_STEPS=24` has more and longer days, other ones each time (`--timeout 0` lets them last);
`OFFICE_SHRINK=1` tells the shortest day that fails alike.
"""

import os
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from desktop.actions import care
from desktop.actions.dismissals import dismiss
from desktop.actions.held import put_away
from desktop.actions.status_views import KEY
from sync.records.checking import check
from tests.simulation.office import BUYERS, DESKS, PRODUCTS, Office
from tests.simulation.office_rules import breaches

EXAMPLES = int(os.environ.get("OFFICE_EXAMPLES", "12"))
STEPS = int(os.environ.get("OFFICE_STEPS", "14"))

desk = st.sampled_from(DESKS[:2])
any_desk = st.sampled_from(DESKS)
place = st.integers(0, 5)
buyer = st.sampled_from(BUYERS)
product = st.sampled_from(PRODUCTS)
few = st.integers(1, 12)
OURS = "seller = 'P1' AND state = 'posted' AND reverses IS NULL"


class Desks(RuleBasedStateMachine):
    """Acts at any desk, exchanges in any order; at the end everybody exchanges until nothing moves."""

    @initialize(third=st.booleans())
    def begin(self, third):
        self.office = Office(3 if third else 2)

    def pick(self, name, where, at):
        found = self.office.papers(name, where)
        return found[at % len(found)] if found else None

    def on(self, name, where, at, act, *values):
        if name in self.office.machines:
            found = self.pick(name, where, at)
            if found:
                act(name, found, *values)

    @rule(name=any_desk)
    def exchange(self, name):
        if name in self.office.machines:
            self.office.exchange(name)

    @rule(name=st.sampled_from(["C1a"]))
    def shop_exchanges(self, name):
        self.office.exchange(name)

    @rule(name=desk)
    def keep_disk(self, name):
        self.office.keep_disk(name)

    @rule(name=desk)
    def set_back(self, name):
        self.office.set_back(name)

    @rule(name=desk, buyer=buyer, product=product, quantity=few)
    def order(self, name, buyer, product, quantity):
        self.office.order(name, buyer, product, quantity)

    @rule(product=product, quantity=few)
    def shop_orders(self, product, quantity):
        self.office.order("C1a", "C1", product, quantity)

    @rule(name=desk, product=product, quantity=few)
    def buy_from_hq(self, name, product, quantity):
        self.office.order(name, "P1", product, quantity, seller="HQ")

    @rule(at=place)
    def hq_ships(self, at):
        self.on_hq("kind = 'order' AND seller = 'HQ' AND state IN ('accepted', 'partly_delivered')", at)

    def on_hq(self, where, at):
        found = self.pick("hq", where, at)
        if found:
            self.office.deliver("hq", found)

    @rule(name=any_desk, at=place, quantity=st.none() | few)
    def deliver(self, name, at, quantity):
        where = "kind = 'order' AND seller = 'P1' AND state IN ('accepted', 'accepted_in_part', 'partly_delivered')"
        self.on(name, where, at, self.office.deliver, quantity)

    @rule(name=desk)
    def answer(self, name):
        self.office.answer(name)

    @rule(name=desk, at=place)
    def refuse(self, name, at):
        waiting = "kind = 'order' AND seller = 'P1' AND buyer = 'C1' AND state IN ('submitted', 'needs_approval')"
        self.on(name, waiting, at, self.office.refuse)

    @rule(name=desk, at=place)
    def cancel(self, name, at):
        self.on(name, "kind = 'order' AND seller = 'P1' AND state <> 'cancelled'", at, self.office.cancel)

    @rule(name=desk, at=place, quantity=few)
    def amend(self, name, at, quantity):
        self.on(name, "kind = 'order' AND seller = 'P1' AND state <> 'cancelled'", at, self.office.amend, quantity)

    @rule(at=place)
    def shop_cancels(self, at):
        self.on("C1a", "kind = 'order' AND buyer = 'C1' AND state <> 'cancelled'", at, self.office.cancel)

    @rule(name=any_desk, at=place, quantity=few)
    def take_back(self, name, at, quantity):
        self.on(name, f"kind = 'delivery' AND {OURS}", at, self.office.take_back, quantity)

    @rule(name=st.sampled_from([*DESKS, "C1a"]), at=place)
    def receive(self, name, at):
        own = "C1" if name == "C1a" else "P1"
        where = f"kind = 'delivery' AND buyer = '{own}' AND state = 'posted' AND reverses IS NULL"
        self.on(name, where, at, self.office.receive)

    @rule(name=any_desk, at=place)
    def reverse(self, name, at):
        where = (
            "kind <> 'order' AND (seller = 'P1' OR kind = 'goods_receipt') AND state = 'posted' AND reverses IS NULL"
        )
        self.on(name, where, at, self.office.reverse)

    @rule(name=desk, buyer=buyer, yuan=few)
    def take_money(self, name, buyer, yuan):
        self.office.take_money(name, buyer, yuan)

    @rule(name=desk, buyer=buyer)
    def settle(self, name, buyer):
        self.office.settle(name, buyer)

    @rule(name=desk, buyer=buyer, yuan=few)
    def open_account(self, name, buyer, yuan):
        self.office.open_account(name, buyer, yuan)

    @rule(name=any_desk, product=product, quantity=st.integers(0, 90))
    def count(self, name, product, quantity):
        self.office.count(name, product, quantity)

    @rule(name=desk, code=st.sampled_from(["T1", "T2"]), called=st.sampled_from(["甲店", "乙店"]))
    def add_customer(self, name, code, called):
        self.office.add_customer(name, code, called)

    @rule(name=desk)
    def close_month(self, name):
        self.office.close_month(name)

    @rule(name=desk)
    def close_today(self, name):
        self.office.close_today(name)

    @rule(name=desk)
    def reopen(self, name):
        self.office.reopen(name)

    def teardown(self):
        if not hasattr(self, "office"):
            return
        try:
            judge(self.office)
        except AssertionError as failure:
            raise AssertionError("\n".join([*self.office.story, str(failure)])) from failure
        finally:
            self.office.close()


# ---- afterwards -----------------------------------------------------------------------------------------------------


def judge(office):
    office.quiet()
    equal(office)
    nothing_lost(office)
    open_ones = told(office)
    checked(office, open_ones)
    mend(office)


def equal(office):
    """All that stands at HQ of these dealers stands at the dealer's desks, and the other way round."""
    sums = {
        "papers": "SELECT id, kind, number, state, amount FROM document WHERE 'P1' IN (seller, buyer) ORDER BY id",
        "goods": "SELECT warehouse, product, on_hand, reserved FROM stock WHERE owner = 'P1' "
        "AND (on_hand <> 0 OR reserved <> 0) ORDER BY 1, 2",
        "money": "SELECT seller, buyer, SUM(amount) FROM posting WHERE 'P1' IN (seller, buyer) "
        "GROUP BY seller, buyer ORDER BY seller, buyer",
        "settled": "SELECT id, credit, debt, amount FROM settlement WHERE seller = 'P1' ORDER BY id",
    }
    for what, sql in sums.items():
        right = office.rows("hq", sql)
        for name in office.desks:
            here = office.rows(name, sql)
            assert here == right, f"{what} at {name}: {set(here) ^ set(right)}"


def sentences(office, name):
    found = office.told(name)
    for each, said in found:
        for sentence in said:
            assert sentence, f"{each.code} says nothing"
            assert "{" not in sentence, sentence
            assert each.number in sentence or each.kind in ("order", "problem"), f"{each.number} isn't in {sentence}"
    return found


def nothing_lost(office):
    """What a person was told is saved stands, or its desk tells them by its number that it doesn't."""
    stands = {record for (record,) in office.rows("hq", "SELECT id FROM document")}
    for record, number, name in office.saved:
        if record not in stands and name != "hq":
            settled = office.rows(name, "SELECT put_away_why FROM problem WHERE record = ?", record)
            said = any(number in said[0] for _, said in sentences(office, name))
            assert said or [why for (why,) in settled if why], f"{number} of {name} is gone without a word"


def told(office):
    """Each breach is told at every desk of the dealer, in words with the number; all desks tell the same."""
    found = breaches(lambda sql, *values: office.rows("hq", sql, *values))
    lines = {name: sentences(office, name) for name in office.desks}
    for breach in found:
        for name, here in lines.items():
            for place in (0, 1):
                assert any(breach.number in said[place] for _, said in here), f"{breach} isn't told at {name}"
    # The desk that wrote what HQ holds is told what to do about it, others that it is so: one thing to look at.
    same = {
        name: sorted(
            (each.number, each.facts["stream"], each.facts["entry"]) if each.kind == "problem" else (each.code, *said)
            for each, said in here
        )
        for name, here in lines.items()
    }
    first = same[office.desks[0]]
    for name, here in same.items():
        differing = [each for each in [*first, *here] if (each in first) != (each in here)]
        assert not differing, f"{name} and {office.desks[0]} are asked to look at other things: {differing}"
    return found


def checked(office, found):
    """The program's check finds no damage, and names the same breaches."""
    for name in ("hq", office.desks[0]):
        assert check(office.desk(name).book) == []
        if name == "hq":  # a dealer's goods are the dealer's own to count
            continue
        named = [each.number for each in care.breaches(office.desk(name))]
        facts = [str(fact) for each in care.breaches(office.desk(name)) for fact in each.facts.values()]
        for breach in found:
            assert any(breach.number in each for each in [*named, *facts]), f"{breach} isn't named by the check"


ACTS = 30


def mend(office):
    """A person does what each line says until none is left, and no rule is broken any more."""
    name = office.desks[-1]
    office.world.clock.now += timedelta(days=1)  # today may be closed
    for _ in range(ACTS):
        if not open_lines(office, name):
            break
        line = open_lines(office, name)[0]
        office.story.append(f"{name}: mends {line.code} {line.number}: {mended(office, name, line)}")
        office.quiet()
    for each in office.desks:
        left = [(one.code, one.number) for one in open_lines(office, each)]
        assert left == [], f"mended at {name}, and still told at {each}: {left}"


def open_lines(office, name):
    return [each for each, _ in office.told(name) if each.kind in ("contradiction", "problem", "late", "card")]


def mended(office, name, line):
    desk = office.desk(name)
    if line.kind == "problem":
        put_away(desk, str(line.facts["stream"]), int(str(line.facts["entry"])))
        return "looked at"
    if line.code in ("delivered_after_all", "delivered_too_much"):
        last = office.rows(name, "SELECT id FROM document WHERE number = ?", line.facts["last"])[0][0]
        if office.reverse(name, last):
            return "reversed"
    if line.code == "stock_below_zero":
        assert office.count(name, str(line.facts["sku"]), 0) is not None
        return "counted"
    dismiss(desk, str(line.facts[KEY]))
    return "put away"


def test_what_desks_do_against_each_other_is_kept_in_order_or_told():
    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), derandomize="OFFICE_EXAMPLES" not in os.environ,
            phases=[Phase.generate, *([Phase.shrink] if "OFFICE_SHRINK" in os.environ else [])],
        ),
    )  # fmt: skip


__all__ = ["precondition"]
