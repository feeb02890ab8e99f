"""The wallet as it is shown: what each credit was, what orders hold and spent of it, what is left, what ends soon."""

from datetime import date

import pytest

from desktop.actions.rebates import rebates, wallets
from desktop.actions.rebates.json_forms import wallet_form
from domain.policies.rebate_terms import Reward
from sync.records.bodies.records import WalletUseBody
from tests.building.domain.policy_makers import D
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.books import AGENT, HQ, SHOP, an_order, put
from tests.building.sync.books import a_line as line
from tests.building.sync.rebate_books import sold
from tests.desktop.actions.rebates.test_rebates import NOV, a_place


@pytest.fixture
def hq(tmp_path):
    with a_place(tmp_path / "hq", "hq", HQ, a_rebate(reward=Reward("credit", months=2))) as made:
        sold(made.book, "1000")
        rebates.settle(made, "R", NOV)
        yield made


def test_a_credit_with_what_orders_hold_of_it(hq):
    (entry,) = wallets.wallet(hq, AGENT).rows
    assert (entry.amount, entry.left, entry.reserved, entry.spent, entry.orders) == (D(100), D(100), D(0), D(0), ())
    body = an_order([line("A", 100)], number="XSDD-01-261205-0001")
    body.wallet = [WalletUseBody(entry.id, 1, 3000)]
    put(hq.book, "desk/d1", "order", "o1", body)
    view = wallets.wallet(hq, AGENT)
    (entry,) = view.rows
    assert (entry.reserved, entry.left, view.left) == (D(30), D(70), D(70))
    assert entry.orders == (("XSDD-01-261205-0001", D(30)),)
    body.state = "cancelled"
    put(hq.book, "desk/d1", "order", "o1", body)
    assert wallets.wallet(hq, AGENT).left == 100
    told = wallet_form(view)
    assert (told["left"], told["credits"][0]["expires"]) == ("70.00", "2027-01-31")


def test_what_ends_soon_and_what_has_ended(hq):
    view = wallets.wallet(hq, AGENT, date(2027, 1, 10))
    assert [row.left for row in wallets.expiring_soon(view, date(2027, 1, 10))] == [100]
    assert wallets.expiring_soon(wallets.wallet(hq, AGENT), hq.today()) == []
    assert wallets.wallet(hq, AGENT, date(2027, 2, 1)).left == 0
    assert wallets.wallet(hq, SHOP).rows == ()
