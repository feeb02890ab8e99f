"""Builders of drafts and published policies in books, with every default said."""

from datetime import date, timedelta

from domain.policies.file import write_policy
from domain.policies.policy import Policy
from domain.policies.promotion_terms import Promotion
from domain.policies.scopes import EVERYONE, Period
from domain.promotions.templates.percent_off import PercentOff
from sync.hq.deciding.publishing import Approval, publish
from sync.records.bodies.policies import PolicyDraftBody
from sync.records.pricing.policy_forms import stored_form
from tests.building.domain.policy_makers import D
from tests.building.sync.books import NOW, TODAY, put, rows


def a_policy(code="CX1", *, version=1, start=TODAY, end=None, audience=EVERYONE, percent=5, name="", **fields):
    terms = Promotion(PercentOff(D(percent)))
    return Policy(code, version, name or f"政策{code}", terms, audience, Period(start, end), **fields)


def a_draft(policy, *, author="王芳", state="proposed"):
    return PolicyDraftBody(policy.id, policy.version, stored_form(policy), author, NOW, state)


def put_draft(book, policy, *, draft="", stream="hq", **fields):
    record = draft or f"draft-{policy.id}-{policy.version}"
    put(book, stream, "policy_draft", record, a_draft(policy, **fields))
    return record


def publish_now(book, policy, *, approver="李强", today=TODAY, **fields):
    """Drafts, proposes and publishes a policy at HQ; returns its record's id."""
    draft = put_draft(book, policy, **fields)
    with book.writing() as writing:
        return publish(writing, Approval(draft, approver), today, NOW)


def untils(book, policy):
    return rows(book, "SELECT version, until FROM policy WHERE policy = :policy ORDER BY version", policy=policy)


def tomorrow(days=1) -> date:
    return TODAY + timedelta(days=days)


__all__ = ["a_draft", "a_policy", "publish_now", "put_draft", "tomorrow", "untils", "write_policy"]
