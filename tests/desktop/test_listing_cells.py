"""Every list of the kept company fits its columns: a day is a day in a workbook, a word a word, a figure a figure."""

import datetime as dt
import tarfile
from decimal import Decimal
from typing import Any

import pytest

from desktop.actions.people.users import sign_in
from desktop.desk import open_desk
from desktop.labels import NAMES
from desktop.listings.listing import ListQuery
from desktop.listings.registry import LISTINGS
from domain.values.veiled import MARK
from sync.records.documents.stored import REFUSED
from sync.records.pricing.lost_benefits import RETURNED
from sync.records.rebates.wallets import WALLET
from tests.campaigns.outputs.given_out import LIST_OPTIONS
from tests.campaigns.outputs.script import filled_in
from tests.kept.books import FOLDERS_KEPT, written

KINDS = {"text": str, "date": dt.date, "stamp": dt.datetime, "integer": int}
# What a command takes as a file, which the kept books don't hold, and what only HQ's people ask for.
ELSEWHERE = {"bank_lines", "import_rows", "policy_trial", "rebate_dues"}


@pytest.fixture(scope="module")
def dealer(tmp_path_factory):
    """The dealer's kept desk."""
    work = tmp_path_factory.mktemp("kept")
    with tarfile.open(FOLDERS_KEPT) as packed:
        packed.extractall(work)  # a file of the project; older Pythons know no filter
    desk = open_desk(work / "dealer")
    sign_in(desk, "李堃", "")
    yield desk
    desk.close()


def _rows(desk, listing):
    words = filled_in(LIST_OPTIONS.get(listing.code, ()), written()["names"])
    wish: dict[str, Any] = dict(zip([word.removeprefix("--") for word in words[::2]], words[1::2], strict=True))
    return list(listing.ask(desk, ListQuery(**wish)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(set(LISTINGS) - ELSEWHERE))
def test_each_cell_is_of_its_columns_type(dealer, code, language):
    listing = LISTINGS[code]
    for row in _rows(dealer, listing):
        for column in listing.columns:
            cell = column.cell(row, language)
            kind = KINDS.get(column.type.sheet, (Decimal, int))
            assert cell is None or cell == MARK or isinstance(cell, kind), column.key
            assert column.type.sheet != "date" or not isinstance(cell, dt.datetime), column.key


def test_the_last_act_on_a_statement_has_its_day(dealer):
    listing = LISTINGS["confirmations"]
    told = {row.number: {each.key: each.cell(row, "zh") for each in listing.columns} for row in _rows(dealer, listing)}
    settled = told["DZD-00-202610-0001"]
    assert [settled[key] for key in ("act", "date", "by")] == ["确认", dt.date(2026, 11, 2), "李堃"]


@pytest.mark.parametrize(("language", "said"), [("zh", "客户"), ("en", "Customer")])
def test_a_customer_that_was_closed_is_no_word_about_ones_own_house(dealer, language, said):
    listing = LISTINGS["attention"]
    (kind,) = [each for each in listing.columns if each.key == "kind"]
    found = {row.code: kind.cell(row, language) for row in _rows(dealer, listing)}
    assert (found["customer_closed"], found["customer_suspended"]) == (said, said)


@pytest.mark.parametrize(
    ("method", "zh", "en"), [(WALLET, "返利钱包", "Wallet"), (REFUSED, "拒收", "Refused"), ("cash", "现金", "Cash")]
)
def test_the_way_of_a_document_is_told_in_both_languages(dealer, method, zh, en):
    listing = LISTINGS["documents"]
    (column,) = [each for each in listing.columns if each.key == "method"]
    found = [each for each in _rows(dealer, listing) if each.method == method]
    assert {column.cell(row, language) for row in found for language in ("zh", "en")} == {zh, en}


def test_every_way_that_the_program_writes_itself_has_a_name(dealer):
    written = {row.method for row in _rows(dealer, LISTINGS["documents"])} - {""}
    assert written | {WALLET, REFUSED, RETURNED} <= set(NAMES["method"])
