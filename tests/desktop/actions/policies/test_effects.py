"""A version that takes over a running period says so before it is let pass, to whom it matters, and by how much."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.actions.policies.effects import effects
from desktop.desk import Desk, Identity
from desktop.wording import say_reason
from domain.policies.file import write_policy
from domain.policies.scopes import Period
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.spend_save import Saving, SpendSave
from sync.records.books.database import open_sqlite
from tests.building.domain.policy_makers import D, a_promotion
from tests.building.domain.rebate_makers import a_rebate, tiers
from tests.building.sync.books import AGENT, HQ, SHOP, found_hq
from tests.building.sync.rebate_books import publish, sold

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def hq(tmp_path):
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    with Desk(book, Identity("hq", "", HQ, "00", ""), tmp_path) as desk:
        yield desk


def next_version(old, start, **terms):
    period = Period(start, old.period.end)
    return replace(old, version=2, period=period, terms=replace(old.terms, **terms))


def test_a_version_that_begins_inside_a_quarter_tells_what_it_takes_over_and_the_difference(hq):
    old = replace(a_rebate(tiers((0, 10)), period="quarter", period_of=YEAR), channel=True)
    publish(hq.book, old)
    sold(hq.book, "1000", date(2026, 10, 10))
    sold(hq.book, "200", date(2026, 11, 10), buyer=SHOP)
    new = next_version(old, date(2026, 12, 1), tiers=tiers((0, 5)))
    (told,) = effects(hq, write_policy(new))
    assert (told.code, told.facts["period"], told.facts["first"]) == ("policy_takes_over", "2026-Q4", date(2026, 10, 1))
    assert (told.facts["before"], told.facts["after"], told.facts["difference"]) == (120, 60, -60)
    assert (told.facts["count"], told.facts["names"]) == (2, f"{AGENT}, {SHOP}")
    for language in ("zh", "en"):
        assert all(figure in say_reason(told, language) for figure in ("120.00", "60.00", "-60.00", "2026-10-01", SHOP))


def test_a_version_that_begins_with_a_period_takes_nothing_over(hq):
    old = a_rebate(tiers((0, 10)), period="quarter", period_of=YEAR)
    publish(hq.book, old)
    assert effects(hq, write_policy(next_version(old, date(2026, 10, 1)))) == ()
    assert effects(hq, write_policy(replace(old, id="NEW"))) == ()


@pytest.mark.parametrize(
    ("policy", "gives"),
    [
        (a_rebate(tiers((0, 10), (1000, 5))), 5),
        (a_promotion(SpendSave((Saving(D(100), D(30)), Saving(D(200), D(10))))), 10),
        (a_promotion(QuantityBreak((Break(D(5), price=D(8)), Break(D(9), price=D(9))))), 9),
    ],
)
def test_steps_where_more_gives_less_are_asked_about(hq, policy, gives):
    (told,) = effects(hq, write_policy(policy))
    assert (told.code, told.severity, told.facts["gives"]) == ("policy_tiers_falling", "warn", gives)


def test_rising_steps_are_not(hq):
    assert effects(hq, write_policy(a_rebate(tiers((0, 5), (1000, 10))))) == ()
