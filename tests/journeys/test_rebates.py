"""A rebate by command at both ends: earned, settled into the wallet, clawed back when goods come back."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.actions.policies import policies
from desktop.desk import open_desk
from domain.policies.file import write_policy
from domain.policies.rebate_terms import Reward, Tier
from domain.policies.scopes import Period
from tests.building.domain.policy_makers import D
from tests.building.domain.rebate_makers import a_rebate
from tests.journeys.ends import desk, done, hq_files, serving

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def hq(request, tmp_path):
    """HQ's folder, founded and loaded, on either database."""
    folder = tmp_path / "hq"
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    done(folder, "hq", "init", *(["--database", url] if url else []))
    done(folder, "hq", "load", str(hq_files(tmp_path / "files")))
    return folder


def publish(folder, policy):
    """Written by one person and approved by another, in HQ's own books."""
    with open_desk(folder, writing=False) as hq:
        hq.operator = "王芳"
        draft = policies.propose(hq, policies.save_draft(hq, write_policy(policy)).draft).draft
        hq.operator = "李明"
        policies.approve(hq, draft)


def this_month(folder):
    with open_desk(folder, writing=False) as hq:
        return hq.today().replace(day=1), f"{hq.today():%Y-%m}"


def standing(folder, *words):
    (row,) = done(folder, "rebate", "status", "--dealer", "GD01", "--policy", "FL1", *words).value
    return row


def test_a_rebate_from_the_first_order_to_the_claw_back(hq, tmp_path):
    gd = tmp_path / "gd"
    start, period = this_month(hq)
    publish(
        hq,
        replace(
            a_rebate(
                (Tier(D(0), D(1)), Tier(D(100), D(5)), Tier(D(1000), D(8))),
                code="FL1",
                period_of=Period(start, date(start.year + 1, 12, 31)),
                returns="sale_date",
                reward=Reward("credit", months=2),
            ),
            name="月度返利",
            reaches_back=True,
        ),
    )
    with serving(hq) as url:
        code = done(hq, "hq", "enrol-code", "GD01")
        done(gd, "enrol", "--hq", url, "--code", code["code"])
        done(gd, "sync")
        lines = ("--line", "A1=10箱", "--line", "A2=4箱")
        placed = done(gd, "order", "new", "--seller", "HQ", "--buyer", "GD01", *lines, "--submit")
        done(gd, "sync")
        shipped = done(hq, "hq", "ship", placed["number"])
        done(gd, "sync")
        here, there = standing(gd), standing(hq)
        assert here == there
        assert (here["total"], here["tier"], here["earned"]) == ("390.00", 2, "19.50")
        assert (here["ahead"][0]["missing"], here["at_stake"]) == ("610.00", "60.50")
        settles_once(hq, period)
        assert done(gd, "rebate", "wallet")["left"] == "0.00"
        done(gd, "sync")
        wallet = done(gd, "rebate", "wallet")
        assert (wallet["left"], wallet["credits"][0]["name"]) == ("19.50", "月度返利")
        done(hq, "return", shipped["number"], "--line", "1=240")
        again = done(hq, "rebate", "settle", "FL1", "--period", period, "--interim")
        assert [each["payable"] for each in again["payouts"]] == ["-12.00"]
        done(gd, "sync")
        assert done(gd, "rebate", "wallet")["left"] == "7.50"
        assert standing(gd) == standing(hq)
    explained(gd, period)
    assert done(gd, "check")["ok"]


def settles_once(hq, period):
    early = desk(hq, "rebate", "settle", "FL1", "--period", period)
    assert (early.status, early["error"]["code"]) == (1, "rebate_period_open")
    made = done(hq, "rebate", "settle", "FL1", "--period", period, "--interim")
    assert [(each["dealer"], each["payable"]) for each in made["payouts"]] == [("GD01", "19.50")]
    assert done(hq, "rebate", "settle", "FL1", "--period", period, "--interim")["payouts"] == []


def explained(gd, period):
    """Each document, also offline, and as a workbook."""
    told = done(gd, "rebate", "explain", "FL1", "--period", period)
    assert [(each["why"], each["counted"]) for each in told["lines"]] == [
        ("rebate_counted", "240.00"),
        ("rebate_counted", "150.00"),
        ("rebate_counted", "-240.00"),
    ]
    assert [each["payable"] for each in told["payouts"]] == ["19.50", "-12.00"]
    written = done(gd, "rebate", "explain", "FL1", "--period", period, "--out", str(gd / "why.xlsx"))
    assert (gd / "why.xlsx").read_bytes()[:2] == b"PK"
    assert written["file"].endswith("why.xlsx")
    refused = desk(gd, "rebate", "settle", "FL1", "--period", period)
    assert (refused.status, refused["error"]["code"]) == (1, "only_at_hq")
