"""Tax inside prices: net and tax add up to what is paid, line by line and by rate."""

from hypothesis import given
from hypothesis import strategies as st

from domain.prices.tax import TaxTotal, by_rate, net_of_tax
from tests.building.domain.policy_makers import D


def test_net_is_rounded_and_tax_is_what_remains():
    assert net_of_tax(D("113.00"), D("0.13")) == D("100.00")
    assert net_of_tax(D("0.01"), D("0.13")) == D("0.01")
    assert by_rate([(D("113"), D("0.13")), (D("10"), D(0)), (D("1.13"), D("0.13"))]) == (
        TaxTotal(D(0), D("10.00"), D("0.00"), D("10.00")),
        TaxTotal(D("0.13"), D("101.00"), D("13.13"), D("114.13")),
    )


lines = st.lists(st.tuples(st.decimals(0, 10**6, places=2), st.sampled_from([D(0), D("0.06"), D("0.13")])), max_size=9)


@given(lines)
def test_nothing_is_lost(of_an_order):
    totals = by_rate(of_an_order)
    assert sum(total.taxed for total in totals) == sum(amount for amount, _ in of_an_order)
    assert all(total.net + total.tax == total.taxed and total.tax >= 0 for total in totals)
