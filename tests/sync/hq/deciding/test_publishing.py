"""A policy is published whole or not at all, by two people, and ended by the next version or a withdrawal."""

import threading
from datetime import date

import pytest

from domain.errors import RefusedError, UsageError
from domain.policies.policy import Stacking
from domain.policies.scopes import only
from sync.hq.deciding.publishing import Approval, Withdrawal, publish, publish_policy, withdraw, withdraw_policy
from sync.records.people.requesting import Request
from sync.records.pricing.policy_forms import digest_of, stored_form, stream_of
from tests.building.domain.policy_makers import dealers
from tests.building.sync.books import NOW, TODAY, dump, put, row, rows
from tests.building.sync.policies import a_policy, publish_now, put_draft, tomorrow, untils

HELD = "SELECT id, form, digest, until, withdrawn_at, draft FROM policy ORDER BY id"


def everything(book):
    """Derived rows, policies and the heads of all streams: whatever a half-done publication would leave behind."""
    heads = rows(book, "SELECT name, head FROM stream WHERE head > 0 ORDER BY name")
    return dump(book), rows(book, HELD), heads


def codes_of(refused):
    return [each.code for each in refused.facts["reasons"]]


def refusal(book, approval, today=TODAY):
    """The refusal of a publication, which must leave the book as it was."""
    before = everything(book)
    with pytest.raises(RefusedError) as refused, book.writing() as writing:
        publish(writing, approval, today, NOW)
    assert everything(book) == before
    return refused.value


def test_published_policy_stands_in_the_stream_of_its_audience(hq):
    policy = a_policy(audience=dealers(tiers=("province",)))
    assert publish_now(hq, policy) == "CX1/1"
    found = row(hq, "SELECT policy, version, digest, author, approver, published_at, draft, until FROM policy")
    assert found == ("CX1", 1, digest_of(stored_form(policy)), "王芳", "李强", NOW, "draft-CX1-1", "")
    assert row(hq, "SELECT s.name FROM stream s JOIN entry e ON e.stream = s.id WHERE e.kind = 'policy'") == (
        stream_of(policy),
    )


def test_stream_is_told_by_audience_and_channel():
    agents = dealers(tiers=("province",))
    assert stream_of(a_policy()) == "policies/all" == stream_of(a_policy(channel=True))
    assert stream_of(a_policy("A", audience=agents)) == stream_of(a_policy("B", audience=agents, percent=7))
    assert stream_of(a_policy(audience=agents)) != stream_of(a_policy(audience=agents, channel=True))
    assert len(stream_of(a_policy(audience=agents))) == len("policies/") + 12


def test_author_may_not_approve_however_he_types_his_name(hq):
    draft = put_draft(hq, a_policy(), author="Wang Fang")
    for name in ("Wang Fang", " wang fang", "ＷＡＮＧ ＦＡＮＧ"):
        assert refusal(hq, Approval(draft, name)).code == "approver_is_author"
    assert refusal(hq, Approval(draft, "  ")).code == "approver_missing"


@pytest.mark.parametrize("state", ["draft", "dropped"])
def test_only_a_proposed_draft_is_published(hq, state):
    draft = put_draft(hq, a_policy(), state=state)
    assert refusal(hq, Approval(draft, "李强")).code == "draft_not_proposed"
    assert refusal(hq, Approval("none", "李强")).code == "policy_draft_unknown"


def test_a_draft_is_published_once(hq):
    publish_now(hq, a_policy())
    assert refusal(hq, Approval("draft-CX1-1", "李强")).code == "draft_published"


def test_what_was_approved_is_what_is_published(hq):
    first = a_policy()
    draft = put_draft(hq, first)
    approved = digest_of(stored_form(first))
    put_draft(hq, a_policy(percent=50))
    assert refusal(hq, Approval(draft, "李强", approved)).code == "draft_changed"


def test_every_reason_is_told_again_at_publication(hq):
    """c08: what was right when it was saved may meet another policy, or the past, when it is approved."""
    draft = put_draft(hq, a_policy("CX2", products=only("A", "ZZZ")))
    publish_now(hq, a_policy("CX1", products=only("A")))
    refused = refusal(hq, Approval(draft, "李强"), today=tomorrow())
    assert refused.code == "policy_unfit"
    assert codes_of(refused) == ["policy_past", "policy_unknown_product", "policy_tie"]


def test_a_tie_with_a_version_still_in_force_is_found_though_a_later_one_avoids_it(hq):
    publish_now(hq, a_policy("CX1", products=only("A")))
    publish_now(hq, a_policy("CX1", version=2, start=tomorrow(10), products=only("A"), stacking=Stacking(priority=9)))
    draft = put_draft(hq, a_policy("CX2", products=only("A")))
    assert codes_of(refusal(hq, Approval(draft, "李强"))) == ["policy_tie"]
    assert publish_now(hq, a_policy("CX3", start=tomorrow(10), products=only("A"))) == "CX3/1"


def test_next_version_ends_the_one_before(hq):
    publish_now(hq, a_policy(start=TODAY))
    publish_now(hq, a_policy(version=2, start=tomorrow(8)))
    assert untils(hq, "CX1") == [(1, tomorrow(7).isoformat()), (2, "")]
    publish_now(hq, a_policy(version=3, start=tomorrow(3)))
    assert untils(hq, "CX1") == [(1, tomorrow(2).isoformat()), (2, tomorrow(2).isoformat()), (3, "")]
    assert row(hq, "SELECT COUNT(*) FROM entry WHERE kind = 'policy' AND record = 'CX1/1'") == (3,)


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_follows_the_last(hq, version):
    publish_now(hq, a_policy())
    draft = put_draft(hq, a_policy(version=version), draft="again")
    codes = codes_of(refusal(hq, Approval(draft, "李强")))
    assert codes == ["policy_version_order"]


def test_first_version_is_the_first(hq):
    draft = put_draft(hq, a_policy(version=2))
    assert codes_of(refusal(hq, Approval(draft, "李强"))) == ["policy_version_order"]


def end(book, last_day, *, record="CX1/1", reason="缺货", today=TODAY):
    with book.writing() as writing:
        return withdraw(writing, Withdrawal(record, last_day, reason, "李强"), today, NOW)


def test_withdrawn_version_holds_through_its_last_day(hq):
    publish_now(hq, a_policy(end=date(2026, 12, 31)))
    assert end(hq, tomorrow()) == "CX1/1"
    assert row(hq, "SELECT until, withdrawn_at, withdrawn_by, reason FROM policy") == (
        tomorrow().isoformat(), NOW, "李强", "缺货",
    )  # fmt: skip
    with hq.reading() as connection:
        (policy,) = hq.policy_cache.policy_set(connection).policies
    assert policy.period.holds(tomorrow())
    assert not policy.period.holds(tomorrow(2))


def test_withdrawals_that_make_no_sense_are_refused(hq):
    publish_now(hq, a_policy(end=tomorrow(5)))
    for last_day, more, code in (
        (tomorrow(-1), {}, "withdraw_past"),
        (tomorrow(5), {}, "withdraw_over"),
        (TODAY, {"reason": " "}, "withdraw_reason_missing"),
        (TODAY, {"record": "CX9/1"}, "policy_unknown"),
    ):
        before = everything(hq)
        with pytest.raises((RefusedError, UsageError), match=code):
            end(hq, last_day, **more)
        assert everything(hq) == before
    end(hq, TODAY)
    with pytest.raises(RefusedError, match="withdraw_twice"):
        end(hq, TODAY)


def test_a_withdrawn_policy_goes_on_with_its_next_version(hq):
    publish_now(hq, a_policy())
    end(hq, TODAY)
    publish_now(hq, a_policy(version=2, start=tomorrow(9)))
    assert untils(hq, "CX1") == [(1, TODAY.isoformat()), (2, "")]


def test_requests_of_an_hq_desk_do_the_same(hq):
    policy = a_policy()
    draft = put_draft(hq, policy, stream="desk/d9")
    with hq.writing() as writing:
        facts = {"digest": digest_of(stored_form(policy))}
        assert (
            publish_policy(writing, Request("r1", "publish_policy", draft, "李强", NOW, facts), TODAY, NOW) == "CX1/1"
        )
    with hq.writing() as writing:
        asked = Request(
            "r1", "withdraw_policy", "CX1/1", "李强", NOW, {"last_day": TODAY.isoformat(), "reason": "停产"}
        )
        assert withdraw_policy(writing, asked, TODAY, NOW) == "CX1/1"
    with pytest.raises(UsageError, match="date_unreadable"), hq.writing() as writing:
        withdraw_policy(writing, Request("r1", "withdraw_policy", "CX1/1", "李强", NOW, {}), TODAY, NOW)


def test_two_who_publish_at_once_never_both_win(hq):
    """Two drafts that would tie, or the same version twice: whoever is second is told what stands there now."""
    one = put_draft(hq, a_policy("CX1", products=only("A")))
    two = put_draft(hq, a_policy("CX2", products=only("A")))
    told: list[str] = []
    ready = threading.Barrier(2)

    def run(draft):
        ready.wait()
        try:
            with hq.writing() as writing:
                told.append(publish(writing, Approval(draft, "李强"), TODAY, NOW))
        except RefusedError as refused:
            told.append(str(codes_of(refused)))

    threads = [threading.Thread(target=run, args=(draft,)) for draft in (one, two)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) in (["CX1/1", "['policy_tie']"], ["CX2/1", "['policy_tie']"])
    assert len(rows(hq, HELD)) == 1


def test_an_unreadable_draft_is_refused(hq):
    import msgspec

    from sync.records.bodies.policies import PolicyDraftBody

    form = msgspec.Raw(b'{"id": "CX1", "version": 1, "name": "x", "terms": {"type": "magic"}}')
    put(hq, "hq", "policy_draft", "d", PolicyDraftBody("CX1", 1, form, "王芳", NOW, "proposed"))
    assert codes_of(refusal(hq, Approval("d", "李强"))) == ["form_choice"]
