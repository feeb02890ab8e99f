"""The life of a policy at HQ's folder, at a desk of HQ's people, and at the desk of a dealer it speaks to."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from desktop.actions.policies import policies
from desktop.desk import Desk, Identity
from domain.errors import RefusedError, UsageError
from domain.policies.file import write_policy
from domain.policies.scopes import only
from sync.hq.deciding.publishing import publish_policy
from sync.records.bodies.policies import PolicyBody, PolicyReadBody, RequestAnswerBody
from sync.records.bodies.records import ReasonBody
from sync.records.books.database import open_sqlite
from sync.records.people.requesting import Request
from sync.records.pricing.policy_forms import digest_of, stored_form
from tests.building.domain.policy_makers import dealers
from tests.building.sync.books import TODAY, found_desk, found_hq, put, row, rows
from tests.building.sync.policies import a_policy, put_draft, tomorrow

MORNING = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class Clock:
    """Each look is a second later, so that what came after is known from what came before."""

    def __init__(self):
        self.at = MORNING

    def __call__(self):
        self.at += timedelta(seconds=1)
        return self.at


def a_place(folder, role, dealer):
    """One folder with the cards of HQ, an agent and a shop; `role` hq is HQ's own."""
    folder.mkdir()
    book = open_sqlite(folder / "book.db", create=True)
    found_hq(book)
    if role == "desk":
        found_desk(book, dealer=dealer)
    identity = Identity(role, "d1" if role == "desk" else "", dealer, "01", "")
    desk = Desk(book, identity, folder, clock=Clock())
    desk.operator, desk.asks = "王芳", role == "desk" and dealer == "HQ"
    return desk


@pytest.fixture
def places(tmp_path):
    made: list[Desk] = []

    def make(role="hq", dealer="HQ"):
        made.append(a_place(tmp_path / str(len(made)), role, dealer))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def hq(places):
    return places()


def form(code="CX1", **fields):
    return write_policy(a_policy(code, **fields))


def approved(desk, name="李强", **fields):
    """Written by one, approved by another."""
    row = policies.propose(desk, policies.save_draft(desk, form(**fields)).draft)
    author, desk.operator = desk.operator, name
    try:
        return policies.approve(desk, row.draft)
    finally:
        desk.operator = author


def arrives(desk, policy, **fields):
    """A published version as HQ's record brings it to a desk."""
    told = stored_form(policy)
    body = PolicyBody(
        policy.id, policy.version, told, digest_of(told), "王芳", "李强", "2026-11-20T00:00:00Z", **fields
    )
    put(desk.book, "policies/all", "policy", f"{policy.id}/{policy.version}", body)


def state_of(desk, which="all"):
    return [(each.policy, each.version, each.state) for each in policies.policy_rows(desk, which)]


def test_from_draft_to_published_in_hqs_folder(hq):
    saved = policies.save_draft(hq, form())
    assert (saved.state, saved.author, saved.draft != "") == ("draft", "王芳", True)
    assert policies.policy_rows(hq, "all") == []
    proposed = policies.propose(hq, saved.draft)
    assert (proposed.state, proposed.draft) == ("proposed", saved.draft)
    with pytest.raises(RefusedError, match="approver_is_author"):
        policies.approve(hq, saved.draft)
    hq.operator = "李强"
    published = policies.approve(hq, saved.draft)
    assert (published.state, published.author, published.approver) == ("in_force", "王芳", "李强")
    assert policies.policy_rows(hq, "drafts") == []
    assert state_of(hq) == [("CX1", 1, "in_force")]


def test_a_draft_that_is_changed_has_to_be_proposed_again(hq):
    draft = policies.propose(hq, policies.save_draft(hq, form()).draft).draft
    assert policies.save_draft(hq, form(percent=9), draft).state == "draft"
    hq.operator = "李强"
    with pytest.raises(RefusedError, match="draft_not_proposed"):
        policies.approve(hq, draft)
    policies.drop_draft(hq, draft)
    assert policies.policy_rows(hq, "drafts") == []
    with pytest.raises(UsageError, match="policy_draft_unknown"):
        policies.propose(hq, draft)


def test_whoever_changed_it_last_is_its_author(hq):
    draft = policies.save_draft(hq, form()).draft
    hq.operator = "李强"
    policies.propose(hq, policies.save_draft(hq, form(percent=9), draft).draft)
    with pytest.raises(RefusedError, match="approver_is_author"):
        policies.approve(hq, draft)


@pytest.mark.parametrize(
    ("told", "error", "codes"),
    [
        ({"id": "X"}, UsageError, ["form_missing_field"] * 3),
        ([], UsageError, ["form_type"]),
        (form(start=tomorrow(-9)), RefusedError, ["policy_past"]),
        (form(products=only("ZZZ")), RefusedError, ["policy_unknown_product"]),
        (form(version=4), RefusedError, ["policy_version_order"]),
    ],
)
def test_what_is_wrong_is_not_saved(hq, told, error, codes):
    with pytest.raises(error) as refused:
        policies.save_draft(hq, told)
    assert [each.code for each in refused.value.facts["reasons"]] == codes
    assert [each.code for each in policies.check_form(hq, told)] == codes
    assert all("path" in each.facts for each in policies.check_form(hq, told))
    assert rows(hq.book, "SELECT COUNT(*) FROM policy_draft") == [(0,)]


def test_states_by_day(hq):
    approved(hq, code="A", start=TODAY, end=tomorrow(3))
    approved(hq, code="B", start=tomorrow(2), products=only("A"))
    approved(hq, code="A", version=2, start=tomorrow(2))
    approved(hq, code="C", start=TODAY, end=tomorrow(1), products=only("B"))
    policies.withdraw(hq, "B", 1, TODAY, "停产")
    assert state_of(hq) == [
        ("A", 1, "in_force"), ("C", 1, "in_force"), ("A", 2, "coming"), ("B", 1, "withdrawn"),
    ]  # fmt: skip
    later = {(each.policy, each.version): each for each in policies.policy_rows(hq, "all", tomorrow(5))}
    assert {key: each.state for key, each in later.items()} == {
        ("A", 1): "superseded", ("A", 2): "in_force", ("B", 1): "withdrawn", ("C", 1): "ended",
    }  # fmt: skip
    assert later["A", 1].end == tomorrow(1)
    assert [each.policy for each in policies.policy_rows(hq, "all", text="政策b")] == ["B"]


def test_view_shows_versions_receipts_and_why_it_was_withdrawn(hq):
    approved(hq, start=TODAY, audience=dealers(tiers=("province", "store")))
    approved(hq, version=2, start=tomorrow(4), audience=dealers(tiers=("province", "store")))
    put(hq.book, "desk/d7", "policy_read", "CX1/1/d7", PolicyReadBody("CX1", 1, "GD01", "陈静", "2026-11-23T05:00:00Z"))
    put(hq.book, "desk/d8", "policy_read", "CX1/1/d8", PolicyReadBody("CX1", 1, "GD01", "何亮", "2026-11-23T04:00:00Z"))
    view = policies.policy_view(hq, "CX1")
    assert (view.row.version, view.row.state, [each.version for each in view.versions]) == (1, "in_force", [2, 1])
    assert [(each.dealer.id, each.read_at, each.by) for each in view.receipts] == [
        ("GD01", "2026-11-23T04:00:00Z", "何亮"), ("GD01A", "", ""),
    ]  # fmt: skip
    assert policies.receipts(hq, "CX1", 2) == tuple(type(each)(each.dealer, "", "") for each in view.receipts)
    policies.withdraw(hq, "CX1", 1, TODAY, "停产")
    gone = policies.policy_view(hq, "CX1", 1)
    assert (gone.withdrawn_by, gone.reason, gone.policy.period.end) == ("王芳", "停产", TODAY)
    with pytest.raises(UsageError, match="policy_unknown"):
        policies.policy_view(hq, "CX1", 7)


def test_next_version_begins_with_the_last_one_from_tomorrow(hq):
    approved(hq, start=TODAY, end=TODAY)
    told = policies.next_version_form(hq, "CX1")
    assert (told["version"], told["period"]) == (2, {"start": tomorrow().isoformat()})
    assert policies.check_form(hq, told) == []
    with pytest.raises(UsageError, match="policy_unknown"):
        policies.next_version_form(hq, "CX9")


# ---- at a desk of HQ's people


@pytest.fixture
def hq_desk(places):
    return places("desk", "HQ")


def test_hqs_desk_asks_and_hq_publishes(hq_desk):
    row_ = approved(hq_desk)
    assert (row_.state, row_.approver) == ("proposed", "李强")
    assert policies.policy_rows(hq_desk, "all") == []
    (asked,) = rows(hq_desk.book, 'SELECT verb, subject, "by" FROM request')
    assert asked == ("publish_policy", row_.draft, "李强")
    hq_desk.operator = "赵六"
    with pytest.raises(RefusedError, match="request_waiting"):
        policies.approve(hq_desk, row_.draft)
    _hq_does(hq_desk)
    assert state_of(hq_desk) == [("CX1", 1, "in_force")]
    assert policies.policy_rows(hq_desk, "drafts") == []


def _hq_does(desk):
    """What HQ would make of the waiting requests, in the same book."""
    for asked in rows(desk.book, 'SELECT id, verb, subject, "by", at, facts FROM request'):
        with desk.book.writing() as writing:
            record, verb, subject, by, at, facts = asked
            request = Request(record, verb, subject, by, at, msgspec.json.decode(facts))
            publish_policy(writing, request, TODAY, desk.now())


def test_a_refusal_of_hq_is_told_until_it_is_proposed_again(hq_desk):
    draft = approved(hq_desk).draft
    ((request,),) = rows(hq_desk.book, "SELECT id FROM request")
    reason = ReasonBody("policy_past", "stop", {"path": "$.period.start", "start": "2026-11-23", "today": "2026-11-24"})
    put(
        hq_desk.book,
        "hq",
        "request_answer",
        request,
        RequestAnswerBody(request, "refused", "2026-11-24T00:00:00Z", [reason]),
    )
    view = policies.policy_view(hq_desk, "", draft=draft)
    assert (view.row.state, [each.code for each in view.reasons]) == ("refused", ["policy_past"])
    assert policies.propose(hq_desk, draft).state == "proposed"
    assert policies.policy_view(hq_desk, "", draft=draft).reasons == ()


def test_withdrawal_is_asked_too(hq_desk):
    arrives(hq_desk, a_policy())
    policies.withdraw(hq_desk, "CX1", 1, tomorrow(), "停产")
    assert rows(hq_desk.book, "SELECT verb, subject FROM request") == [("withdraw_policy", "CX1/1")]
    with pytest.raises(RefusedError, match="request_waiting"):
        policies.withdraw(hq_desk, "CX1", 1, tomorrow(), "停产")
    with pytest.raises(RefusedError, match="withdraw_past"):
        policies.withdraw(hq_desk, "CX1", 1, tomorrow(-1), "停产")


def test_draft_of_another_desk_is_read_and_approved_but_not_changed(hq_desk):
    draft = put_draft(hq_desk.book, a_policy(), stream="desk/d2", author="陈静")
    assert policies.policy_view(hq_desk, "", draft=draft).row.author == "陈静"
    for act in (policies.propose, policies.drop_draft, lambda desk, d: policies.save_draft(desk, form(), d)):
        with pytest.raises(RefusedError, match="draft_of_another"):
            act(hq_desk, draft)
    assert policies.approve(hq_desk, draft).approver == "王芳"


# ---- at a dealer's desk


@pytest.fixture
def agent(places):
    return places("desk", "GD01")


def test_a_dealer_makes_no_policies(agent):
    for act in (
        lambda: policies.save_draft(agent, form()),
        lambda: policies.approve(agent, "d"),
        lambda: policies.propose(agent, "d"),
        lambda: policies.withdraw(agent, "CX1", 1, TODAY, "x"),
    ):
        with pytest.raises(RefusedError, match="only_at_hq"):
            act()


def test_unread_until_somebody_opens_it(agent):
    arrives(agent, a_policy())
    (before,) = policies.policy_rows(agent)
    assert (before.unread, before.mine) == (True, True)
    assert policies.mark_read(agent, "CX1", 1)
    assert not policies.mark_read(agent, "CX1", 1)
    assert not policies.mark_read(agent, "CX1", 2)
    (after,) = policies.policy_rows(agent)
    assert not after.unread
    found = row(agent.book, 'SELECT id, dealer, "by" FROM policy_read')
    assert found == ("CX1/1/d1", "GD01", "王芳")


def test_mine_is_what_i_buy_by_and_what_i_sell_by(agent):
    shops = dealers(tiers=("store",))
    arrives(agent, a_policy("OWN", audience=dealers("GD01")))
    arrives(agent, a_policy("SHOPS", audience=shops))
    arrives(agent, a_policy("CHANNEL", audience=shops, channel=True))
    assert sorted(each.policy for each in policies.policy_rows(agent, "mine")) == ["CHANNEL", "OWN"]
    assert sorted(each.policy for each in policies.policy_rows(agent, "all")) == ["CHANNEL", "OWN", "SHOPS"]
    assert not policies.mark_read(agent, "SHOPS", 1)


def test_what_has_ended_is_not_unread(agent):
    arrives(agent, a_policy(start=date(2026, 1, 1), end=date(2026, 2, 1)))
    assert [(each.state, each.unread) for each in policies.policy_rows(agent)] == [("ended", False)]
