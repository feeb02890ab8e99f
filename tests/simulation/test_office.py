"""Whatever three desks of one dealer do offline, the books keep every rule in the end, or each breach is told.

`OFFICE_EXAMPLES=300 OFFICE_STEPS=24` has more and longer days, other ones each time (`--timeout 0` lets them last);
`OFFICE_SHRINK=1` tells the shortest day that fails alike.
"""

import itertools
import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.campaigns.engines import Postgres
from tests.simulation.office import BUYERS, DESKS, PRODUCTS, Office
from tests.simulation.office_acts import ACCOUNTS, CARE, GOODS, MONEY, Drawn
from tests.simulation.office_judging import judge

EXAMPLES = int(os.environ.get("OFFICE_EXAMPLES", "12"))
STEPS = int(os.environ.get("OFFICE_STEPS", "14"))

any_desk = st.sampled_from(DESKS)
DRAWN = {
    "name": any_desk, "at": st.integers(0, 5), "quantity": st.integers(1, 12), "buyer": st.sampled_from(BUYERS),
    "product": st.sampled_from(PRODUCTS), "yes": st.booleans(),
}  # fmt: skip


class Desks(RuleBasedStateMachine):
    """Acts at any desk, exchanges in any order; at the end everybody exchanges until nothing moves."""

    server: Postgres | None = None

    @initialize(third=st.booleans())
    def begin(self, third):
        self.office = Office(3 if third else 2, self.server)
        self.office.open_for_business()

    def at(self, name):
        """The place of this name; where there are two desks, the first does what the third would."""
        return name if name in self.office.machines else self.office.desks[0]

    def do(self, act, drawn):
        act(Drawn(self.office, **{**drawn, "name": self.at(drawn["name"])}))

    @rule(act=st.sampled_from(sorted(GOODS)), drawn=st.fixed_dictionaries(DRAWN))
    def move_goods(self, act, drawn):
        self.do(GOODS[act], drawn)

    @rule(act=st.sampled_from(sorted(GOODS)), drawn=st.fixed_dictionaries(DRAWN))
    def move_more_goods(self, act, drawn):
        self.do(GOODS[act], drawn)

    @rule(act=st.sampled_from(sorted(MONEY)), drawn=st.fixed_dictionaries(DRAWN))
    def book_money(self, act, drawn):
        self.do(MONEY[act], drawn)

    @rule(act=st.sampled_from(sorted(ACCOUNTS)), drawn=st.fixed_dictionaries(DRAWN))
    def tell_accounts(self, act, drawn):
        self.do(ACCOUNTS[act], drawn)

    @rule(act=st.sampled_from(sorted(CARE)), drawn=st.fixed_dictionaries(DRAWN))
    def care(self, act, drawn):
        self.do(CARE[act], drawn)

    @rule(name=st.sampled_from([*DESKS, "C1a"]))
    def exchange(self, name):
        self.office.exchange(self.at(name))

    def teardown(self):
        if not hasattr(self, "office"):
            return
        try:
            judge(self.office)
        except AssertionError as failure:
            raise AssertionError("\n".join([*self.office.story, str(failure)])) from failure
        finally:
            self.office.close()


class _Server(Postgres):
    """The test process's own server, whose books are copied from the migrated one it has."""

    def __init__(self, server):
        self._server, self._names = server, itertools.count(1)


def _run(machine, examples):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=STEPS, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), derandomize="OFFICE_EXAMPLES" not in os.environ,
            phases=[Phase.generate, *([Phase.shrink] if "OFFICE_SHRINK" in os.environ else [])],
        ),
    )  # fmt: skip


def test_what_desks_do_against_each_other_is_kept_in_order_or_told():
    _run(Desks, EXAMPLES)


@pytest.mark.postgres
def test_the_same_holds_where_hq_keeps_its_books_in_postgresql(postgres_server, monkeypatch):
    monkeypatch.setattr(Desks, "server", _Server(postgres_server))
    _run(Desks, max(EXAMPLES // 4, 2))
