"""A policy's stored form: one spelling, its digest, the stream it goes into, and what it is checked against."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.policies.checks import Surroundings
from domain.policies.file import write_policy
from domain.policies.policy import Policy
from domain.policies.scopes import Audience
from domain.values.forms import write_form
from sync.records.books.bulk import query_rows
from sync.records.books.reading import dealer_of, product_of
from sync.records.pricing.policy_cache import published

STREAMS = "policies/"
FOR_ALL = f"{STREAMS}all"


def stored_form(policy: Policy) -> msgspec.Raw:
    """The policy as records hold it: equal policies, equal bytes."""
    return msgspec.Raw(_canonical(write_policy(policy)))


def digest_of(form: bytes | str | msgspec.Raw) -> str:
    """The SHA-256 of a stored form; how it is spelled makes no difference."""
    told = form.encode() if isinstance(form, str) else bytes(form)
    return hashlib.sha256(_canonical(msgspec.json.decode(told))).hexdigest()


def stream_of(policy: Policy) -> str:
    """The stream of all policies with this audience, told by a digest of whom they speak to."""
    if policy.audience.everyone:
        return FOR_ALL
    told = {"audience": audience_form(policy.audience), "channel": policy.channel}
    return STREAMS + hashlib.sha256(_canonical(told)).hexdigest()[:12]


def audience_form(audience: Audience) -> Mapping[str, Any]:
    """An audience as it stands in a policy's form."""
    form: Mapping[str, Any] = write_form(audience)
    return form


def surroundings_of(connection: Connection, today: date) -> Surroundings:
    """What this book knows that a policy is checked against: HQ's products, all dealers, what is published."""
    products = query_rows(connection, "SELECT * FROM product WHERE owner = '' ORDER BY id")
    dealers = [dealer_of(row) for row in query_rows(connection, "SELECT * FROM dealer ORDER BY id")]
    lists = query_rows(connection, "SELECT DISTINCT price_list FROM price")
    return Surroundings(
        today=today,
        products={row.id: product_of(row) for row in products},
        dealers={dealer.id: dealer for dealer in dealers},
        tags={dealer.id: dealer.tags for dealer in dealers if dealer.tags},
        policies=tuple(published(connection).values()),
        plain_lists=frozenset(name for (name,) in lists),
    )


def _canonical(form: object) -> bytes:
    return msgspec.json.encode(form, order="deterministic")
