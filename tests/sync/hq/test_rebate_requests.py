"""A settlement asked for at the desk of HQ's people is done at HQ once, and its credit reaches the dealer's desk."""

from sync.records.bodies.policies import GrantBody, UserBody
from sync.records.people.requesting import ask, asked
from sync.records.rebates.wallets import wallet_entries
from tests.building.domain.policy_makers import D
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.books import AGENT, HQ, NOW, put
from tests.building.sync.ends import assert_equal_books
from tests.building.sync.rebate_books import publish, sold, standing


def wallet_of(end):
    with end.book.reading() as connection:
        return [entry.amount for entry in wallet_entries(connection, AGENT)]


def test_asked_at_hqs_desk_done_at_hq_and_paid_at_the_dealers(hq, desks):
    publish(hq, a_rebate())
    sold(hq, "11500")
    ours, agent = desks(HQ), desks(AGENT)
    for end in (ours, agent):
        end.exchange()
    put(ours.book, ours.stream, "user", "u-1", UserBody(HQ, ours.desk, "李明", "finance"))
    put(hq, "hq", "grant", f"{ours.desk}/李明", GrantBody(ours.desk, "李明", "finance", NOW, "陈总"))
    facts = {"version": "1", "period": "2026-11", "dealers": "", "interim": "1"}
    with ours.book.writing() as writing:
        for period in ("2026-11", "2026-11", "2026-13"):
            ask(writing, "settle_rebate", "R", {**facts, "period": period}, "李明", NOW)
    for end in (ours, ours, agent):
        end.exchange()
    with ours.book.reading() as connection:
        answers = [(each.state, [reason.code for reason in each.reasons]) for each in reversed(asked(connection))]
    assert answers == [("done", []), ("done", []), ("refused", ["rebate_period_unknown"])]
    assert wallet_of(agent) == [D(2300)]
    assert standing(agent.book).result == standing(hq).result
    assert_equal_books(hq, ours, agent)
