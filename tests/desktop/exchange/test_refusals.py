"""The report of refused rows is complete, or it isn't there."""

import csv

import pytest

from desktop.exchange.refusals import RefusalReport
from domain.errors import DeskError


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_refused_row_stands_with_its_reasons_in_both_languages(tmp_path):
    path = tmp_path / "reports" / "refused.csv"
    with RefusalReport(path, ["Invoice", "客户"], sheets=True) as report:
        report.add(7, "2010", [("customer_missing", {})], ["536365", ""])
        report.add(9, "2011", [("customer_missing", {}), ("already_booked", {})], ["536366", "17850"])
    titles, first, second = read(path)
    assert titles[-2:] == ["Invoice", "客户"]
    assert (first[:2], first[4:]) == (["7", "customer_missing"], ["2010", "536365", ""])
    assert all(first[2:4])
    assert second[1] == "customer_missing; already_booked"
    assert (report.lines, report.reasons["customer_missing"], report.reasons["already_booked"]) == (2, 2, 1)


def test_broken_off_import_leaves_no_report(tmp_path):
    def break_off():
        with RefusalReport(tmp_path / "r.csv", ["a"], sheets=False) as report:
            report.add(1, "", [("customer_missing", {})], ["x"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_place_that_can_t_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DeskError):
        RefusalReport(tmp_path / "file" / "r.csv", ["a"], sheets=False)
