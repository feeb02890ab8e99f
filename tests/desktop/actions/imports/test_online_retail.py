"""A real wholesaler's year, 541,909 lines, goes into the books whole, and another way of counting agrees.

UCI Online Retail, CC BY 4.0 (Daqing Chen). The file isn't kept here: DESK_REAL_DATA names the folder that holds it, or
it lies beside the checkout in `shared/data`.
"""

import csv
import gzip
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from desktop.actions.imports.history import import_orders
from desktop.actions.policies.policies import simulate
from domain.policies.file import write_policy
from domain.policies.scopes import Period
from domain.promotions.templates.spend_save import Saving, SpendSave
from sync.records.books import reading
from tests.building.desktop.a_desk import a_desk
from tests.building.domain.policy_makers import a_promotion

FOLDER = Path(os.environ.get("DESK_REAL_DATA", "") or Path(__file__).parents[5] / "shared" / "data")
FILE = FOLDER / "online_retail_2010_2011.csv.gz"
DUTCH = "14646"


@dataclass
class Counted:
    """The file's figures from nothing but the file; by whether a line has a customer."""

    lines: Counter[bool] = field(default_factory=Counter)
    amounts: defaultdict[bool, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    accounts: defaultdict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    documents: set[tuple[str, str, str, bool]] = field(default_factory=set)
    products: set[str] = field(default_factory=set)


def counted():
    count = Counted()
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            amount = Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
            fen = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
            customer, day = row["CustomerID"], row["InvoiceDate"][:10]
            count.lines[bool(customer)] += 1
            count.amounts[bool(customer)] += fen
            if customer:
                count.products.add(row["StockCode"].casefold())  # 85123A and 85123a are one; refused rows make none
                count.accounts[customer, day[:4]] += fen
                count.documents.add((row["InvoiceNo"], customer, day, int(row["Quantity"]) < 0))
    return count


def check_totals(done, count):
    assert (done.booked_lines, done.refused_lines) == (count.lines[True], count.lines[False]) == (406_829, 135_080)
    assert (done.booked_amount, done.refused_amount) == (count.amounts[True], count.amounts[False])
    assert (done.lines, done.amount) == (541_909, sum(count.amounts.values()))
    assert done.deliveries + done.returns == len(count.documents)
    assert (done.customers, done.products) == (4_372, len(count.products)) == (4_372, 3_684)


def check_report(done):
    with done.report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    numbers = [int(row[0]) for row in rows]
    assert len(set(numbers)) == len(numbers) == done.refused_lines
    assert all("customer_missing" in row[1] for row in rows)
    assert sum(Decimal(row[7]) * Decimal(row[9]) for row in rows) == done.refused_amount


def check_accounts(connection, count):
    owed = reading.postings(connection, "GD01", f"GD01:{DUTCH}")
    year = sum(each.amount for each in owed if each.date.year == 2011)
    assert year == count.accounts[DUTCH, "2011"] == Decimal("270897.14")
    closing = reading.balance(connection, "GD01", f"GD01:{DUTCH}", date(2012, 1, 1))
    assert closing == count.accounts[DUTCH, "2010"] + count.accounts[DUTCH, "2011"]
    expected: defaultdict[str, Decimal] = defaultdict(Decimal)
    for (customer, _), amount in count.accounts.items():
        expected[f"GD01:{customer}"] += amount * 100
    balances = connection.exec_driver_sql("SELECT buyer, SUM(amount) FROM posting GROUP BY buyer")
    assert {buyer: fen for buyer, fen in balances} == expected  # noqa: C416 -- rows unpack, dict() wouldn't take them


def check_stock(connection):
    assert connection.exec_driver_sql("SELECT COUNT(*) FROM stock WHERE on_hand <> 0").scalar() == 0
    assert connection.exec_driver_sql("SELECT COUNT(DISTINCT product) FROM stock_move").scalar() == 3_684


def check_trial(desk):
    """A policy tried on one real month gives what a sum over the file's documents gives."""
    documents: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if row["CustomerID"] and int(row["Quantity"]) > 0 and row["InvoiceDate"].startswith("2011-11"):
                amount = Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
                key = row["InvoiceNo"], row["CustomerID"], row["InvoiceDate"][:10]
                documents[key] += amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    steps = (Saving(Decimal(500), Decimal(20)), Saving(Decimal(2000), Decimal(120)))
    desk.asks = True  # as at HQ; nothing is written
    policy = replace(a_promotion(SpendSave(steps)), period=Period(date(2026, 12, 1), date(2026, 12, 30)), channel=True)
    found = simulate(desk, write_policy(policy), date(2011, 11, 1))
    assert (found.documents, found.before) == (len(documents), Decimal(0))
    assert sum(each.turnover for each in found.dealers) == sum(documents.values())
    assert found.after == sum(120 if each >= 2000 else 20 if each >= 500 else 0 for each in documents.values())


@pytest.mark.slow
@pytest.mark.skipif(not FILE.is_file(), reason=f"{FILE.name} isn't here; DESK_REAL_DATA names the folder it lies in")
def test_a_real_year_goes_into_the_books_whole(tmp_path):
    count = counted()
    with a_desk(tmp_path / "desk") as desk:
        done = import_orders(desk, FILE, seller="GD01")
        check_totals(done, count)
        check_report(done)
        with desk.book.reading() as connection:
            check_accounts(connection, count)
            check_stock(connection)
        check_trial(desk)
