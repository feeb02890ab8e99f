"""The other side's file with something gone wrong in it: each thing is named, and both books come to one balance."""

import csv
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from desktop.actions.imports.book_files import OtherFile
from desktop.actions.reconciliation import reconciliation
from desktop.actions.statements import statements
from domain.values.money import ZERO
from sync.records.bodies.records import DocumentBody
from tests.building.desktop.random_accounts import QUIET, a_life, a_shop

START, END = date(2026, 10, 1), date(2026, 10, 31)
HEAD = ["日期", "单据编号", "摘要", "借方", "贷方"]
WRONG = ("nothing", "nothing", "left out", "a month late", "two days late", "in parts", "figures swapped", "twice")


def a_book(folder, *lines, opening=None, name="对方.csv"):
    """A buyer's ledger: what he owes stands in the credit. Lines are (day, number, amount)."""
    first = [["", "", "期初余额", "", "", opening]] if opening is not None else []
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEAD, "余额"] if first else HEAD)
        writer.writerows(first)
        for day, number, amount in lines:
            writer.writerow([day.isoformat(), number, "", max(-amount, ZERO), max(amount, ZERO)])
    return OtherFile(path)


def swapped(amount):
    """The first two figures of an amount the other way round."""
    text = f"{amount:.2f}"
    return Decimal(text[1] + text[0] + text[2:])


def written_down(entry, wrong):
    """How the other side has one of our lines."""
    amount = entry.debit - entry.credit
    line = (entry.date, entry.number, amount)
    return {
        "nothing": [line],
        "left out": [],
        "a month late": [(END + timedelta(days=4), entry.number, amount)],
        "two days late": [(entry.date + timedelta(days=2), "", amount)],
        "in parts": [(entry.date, entry.number, amount - 1), (entry.date, entry.number, Decimal(1))],
        "figures swapped": [(entry.date, entry.number, swapped(amount))],
        "twice": [line, line],
    }[wrong]


CAUSES = {
    "left out": "unknown",
    "a month late": "posted_later",
    "twice": "keyed_twice",
    "figures swapped": "reversed_digits",
}


def test_whatever_goes_wrong_in_the_other_book_is_named_and_both_come_to_one_balance(tmp_path):
    # First figures that differ by 2 and more, so that swapping them is the only slip that fits.
    amounts = st.lists(
        st.sampled_from([f"{a}{b}" for a in "2468" for b in "13579"]), min_size=1, max_size=7, unique=True
    )

    with a_shop() as desk:

        @QUIET
        @given(amounts, st.lists(st.sampled_from(WRONG), min_size=7, max_size=7), st.integers(8, 15))
        def hold(wanted, wrong, day):
            life = a_life(desk)
            for n, figures in enumerate(wanted):
                on = date(2026, 10, day) + timedelta(days=n % 4)
                money.book_note(desk, "debit_note", life.buyer, Decimal(f"{figures}0.{n}5"), on)
            entries = statements.statement(desk, life.buyer, START, END).entries
            lines = [line for entry, each in zip(entries, wrong, strict=False) for line in written_down(entry, each)]
            if not [line for line in lines if line[0] <= END]:
                return
            found = reconciliation.reconcile_account(desk, life.buyer, START, END, a_book(tmp_path, *lines))
            happened = [each for _, each in zip(entries, wrong, strict=False)]
            assert sorted(each.cause.code for each in found.leftovers) == sorted(
                CAUSES[each] for each in happened if each in CAUSES
            )
            assert found.agrees == (not found.leftovers)
            for side, told in (("ours", found.our_closing), ("theirs", found.their_closing)):
                assert told + sum((e.amount for e in found.adjustments if e.side == side), ZERO) == found.adjusted

        hold()


@pytest.fixture
def longer(desk):
    """C1 owes 10 of September, 100 and 61 of October, 7 of November."""
    days = {"10": date(2026, 9, 12), "100": date(2026, 10, 12), "61": date(2026, 10, 15), "7": date(2026, 11, 3)}
    return {
        amount: posted(money.book_note(desk, "debit_note", "C1", Decimal(amount), on)).number
        for amount, on in days.items()
    }


def test_a_file_longer_than_the_period_opens_and_closes_where_the_period_does(desk, longer, tmp_path):
    lines = [
        (date(2026, 9, 12), longer["10"], Decimal(10)),
        (date(2026, 10, 12), longer["100"], Decimal(100)),
        (date(2026, 11, 2), longer["61"], Decimal(61)),
        (date(2026, 11, 3), longer["7"], Decimal(7)),
    ]
    found = reconciliation.reconcile_account(desk, "C1", START, END, a_book(tmp_path, *lines, opening="0.00"))
    assert (found.our_closing, found.their_closing, found.adjusted) == (Decimal(171), Decimal(110), Decimal(171))
    ((side, cause),) = [(each.side, each.cause) for each in found.leftovers]
    assert (side, cause.code, cause.facts["date"]) == ("ours_only", "posted_later", date(2026, 11, 2))


def test_what_hq_posted_around_the_period_is_proof_too(desk):
    for record, day in (("d1", "2026-10-12"), ("d2", "2026-11-04")):
        body = DocumentBody(f"XSCK-{record}", "HQ", "GD01", day, "2026-11-04T00:00:00Z", 9900)
        with desk.book.writing() as writing:
            writing.put("dealer/GD01", "delivery", record, body)
    receipt = DocumentBody("CGRK-1", "HQ", "GD01", "2026-10-14", "2026-10-14T00:00:00Z", 9900, source="d1")
    with desk.book.writing() as writing:
        writing.put(desk.stream, "goods_receipt", "g1", receipt)
    found = reconciliation.reconcile_account(desk, "HQ", START, END)
    assert (found.agrees, found.our_closing) == (True, Decimal(99))
