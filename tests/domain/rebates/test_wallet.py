"""The rebate wallet: what may be spent, in which order, and that reservations come back."""

# A Decimal equals the int of its value, which mypy doubts inside tuples.
# mypy: disable-error-code="comparison-overlap"

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.policies.scopes import EVERYTHING, only
from domain.rebates.wallet import WalletEntry, WalletMove, expiring, left, reserve, restore, spend
from tests.building.domain.policy_makers import DAY, D, a_product, category


def an_entry(code, amount, scope=EVERYTHING, expires=None):
    return WalletEntry(code, "C1", "R", 1, "2026-10", D(str(amount)), scope, expires)


def a_row(sku, amount, **card):
    return a_product(sku, **card), D(str(amount))


def spent(lines, entries, moves=(), **options):
    return spend(lines, entries, left(entries, moves, DAY), **options)


def test_lines_with_one_scope_first_then_narrow_before_wide():
    entries = [an_entry("WIDE", 100), an_entry("NARROW", 30, only("A"))]
    assert spent([a_row("A", 50), a_row("B", 90)], entries) == [("WIDE", 2, 90), ("NARROW", 1, 30), ("WIDE", 1, 10)]


def test_between_equal_scopes_the_first_to_expire_goes_first():
    entries = [
        an_entry("NEVER", 10),
        an_entry("LATE", 10, expires=DAY + timedelta(9)),
        an_entry("SOON", 10, expires=DAY),
        an_entry("GONE", 10, expires=DAY - timedelta(1)),
    ]
    assert [spending.entry for spending in spent([a_row("A", 100)], entries)] == ["SOON", "LATE", "NEVER"]
    assert expiring(entries, left(entries, (), DAY), DAY + timedelta(9)) == [("SOON", 10), ("LATE", 10)]


def test_a_category_goes_before_everything_when_both_cover_the_same_lines():
    entries = [an_entry("A-WIDE", 10), an_entry("TEA", 10, category("tea"))]
    assert [s.entry for s in spent([a_row("A", 15, category="tea")], entries)] == ["TEA", "A-WIDE"]


def test_no_more_than_a_share_of_the_order():
    assert spent([a_row("A", 100)], [an_entry("W", 80)], most=D(30)) == [("W", 1, 30)]


def test_submitting_reserves_and_cancelling_restores_the_whole_order():
    entries = [an_entry("W", 100)]
    moves = reserve("O1", spent([a_row("A", 60)], entries))
    assert moves == [WalletMove("W", "O1", "reserved", D(60))]
    assert left(entries, moves, DAY) == {"W": 40}
    assert left(entries, moves, DAY, but_for="O1") == {"W": 100}
    back = restore("O1", moves)
    assert back == [WalletMove("W", "O1", "restored", D(60))]
    assert left(entries, [*moves, *back], DAY) == {"W": 100}
    assert restore("O1", [*moves, *back]) == []


def test_what_was_spent_is_not_restored():
    entries = [an_entry("W", 100)]
    moves = [WalletMove("W", "O1", "reserved", D(60)), WalletMove("W", "O1", "spent", D(45))]
    assert left(entries, moves, DAY) == {"W": 40}
    assert left(entries, moves, DAY, but_for="O1") == {"W": 55}
    moves += restore("O1", moves)
    assert left(entries, moves, DAY) == {"W": 55}


def test_a_claw_back_lessens_credits_of_its_scope_first():
    entries = [an_entry("W", 100, expires=DAY), an_entry("A", 30, only("A")), an_entry("BACK", -50, only("A"))]
    assert left(entries, (), DAY) == {"W": 80}
    assert left([an_entry("W", 10), an_entry("BACK", -50)], (), DAY) == {}


some_scopes = st.sampled_from([EVERYTHING, only("A"), only("A", "B"), category("tea")])
some_entries = st.lists(
    st.builds(an_entry, st.just(""), st.integers(-50, 100), some_scopes, st.none() | st.dates(DAY, date(2027, 1, 9))),
    max_size=6,
).map(lambda entries: [WalletEntry(f"W{i}", *_rest(entry)) for i, entry in enumerate(entries)])
some_rows = st.lists(
    st.builds(a_row, st.sampled_from("ABC"), st.integers(-9, 99), category=st.sampled_from(["tea"])), max_size=5
)


def _rest(entry):
    return entry.dealer, entry.policy, entry.version, entry.period, entry.amount, entry.scope, entry.expires


@given(some_rows, some_entries, st.none() | st.integers(0, 80).map(D), st.randoms(use_true_random=False))
def test_nothing_is_overspent_and_no_order_of_lists_matters(rows, entries, most, chance):
    available = left(entries, (), DAY)
    found = spend(rows, entries, available, most=most)
    by_id = {entry.id: entry for entry in entries}
    for place, (product, amount) in enumerate(rows, 1):
        assert sum(s.amount for s in found if s.line == place) <= max(amount, 0)
        assert all(by_id[s.entry].scope.matches(product) for s in found if s.line == place)
    for entry, amount in available.items():
        assert 0 < sum(s.amount for s in found if s.entry == entry) <= amount or entry not in {s.entry for s in found}
    assert most is None or sum(s.amount for s in found) <= most
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert left(shuffled, (), DAY) == available
    assert spend(rows, shuffled, available, most=most) == found
    moves = reserve("O", found)
    after = left(entries, [*moves, *restore("O", moves)], DAY)
    assert after == available
