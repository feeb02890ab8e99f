"""Cards are changed, merged and taken off sale by command as at the window."""

import json

import pytest

from desktop.cli import main
from tests.building.desktop.a_desk import a_desk


@pytest.fixture
def run(tmp_path, capsys):
    with a_desk(tmp_path / "desk"):
        pass

    def told(*words):
        status = main([*words, "--data", str(tmp_path / "desk"), "--json"])
        out = capsys.readouterr().out
        return status, json.loads(out) if out.strip() else {}

    return told


def test_two_cards_are_merged_and_the_balance_carried(run):
    run("customer", "add", "--code", "T1", "--name", "新店", "--tax-id", "9144")
    run("customer", "add", "--code", "T2", "--name", "新店（新）")
    run("money", "opening", "--buyer", "T1", "--amount", "120")
    status, merged = run("customer", "merge", "T1", "--into", "T2")
    assert (status, merged["into"], merged["balance"]) == (0, "T2", "120.00")
    status, carried = run("customer", "carry", "T1")
    assert (status, carried["amount"]) == (0, "120.00")
    status, refused = run("customer", "carry", "T1")
    assert (status, refused["error"]["code"]) == (1, "carry_nothing")


def test_goods_are_made_changed_and_stopped(run):
    assert run("product", "add", "--name", "米酒", "--unit", "瓶", "--sku", "Z1") == (0, {"code": "Z1", "name": "米酒"})
    assert run("product", "change", "Z1", "--name", "米酒 500ml") == (0, {"code": "Z1", "name": "米酒 500ml"})
    status, refused = run("product", "sale", "Z1", "off")
    assert (status, refused["error"]["code"]) == (2, "sale_reason_missing")
    assert run("product", "sale", "Z1", "off", "--reason", "停产")[0] == 0
    assert run("product", "sale", "Z1", "on")[0] == 0
    assert run("customer", "change", "C1", "--phone", "139")[0] == 0
