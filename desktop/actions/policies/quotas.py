"""What is left of the quotas that all dealers share, by HQ's last word and one's own orders since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.orders.order_views import QuotaLeft
from domain.policies.policy import Policy, gives_back, shared_quota
from domain.promotions.lines import Usage
from sync.records.pricing.policy_cache import published
from sync.records.pricing.usage import told_at, usage_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from desktop.wording.policies.policy_text import Language, PolicyText

_NOTHING = Decimal(0)


def quotas_left(
    connection: Connection, limited: Mapping[str, Decimal | None], names: Mapping[str, str], usage: Usage
) -> tuple[QuotaLeft, ...]:
    """What is left of those of the limited policies that have a quota, in order of their ids."""
    quotas = {policy: quota for policy, quota in limited.items() if quota is not None}
    if not quotas:
        return ()
    moments = told_at(connection, list(quotas))
    return tuple(
        QuotaLeft(
            policy,
            names.get(policy, policy),
            quota,
            max(usage.left.get(policy, quota), _NOTHING),
            moments.get(policy, ""),
        )
        for policy, quota in sorted(quotas.items())
    )


def quotas_of(connection: Connection, desk: Desk, policies: Iterable[Policy]) -> tuple[QuotaLeft, ...]:
    """What is left of the quotas of these policies now, as this book knows."""
    with_quota = [each for each in policies if shared_quota(each) is not None]
    limited = {each.id: shared_quota(each) for each in with_quota}
    names = {each.id: each.name for each in with_quota}
    direct = {each.id for each in with_quota if not each.channel}
    keeping = {each.id for each in with_quota if not gives_back(each)}
    usage = usage_of(connection, limited, desk.dealer_id, direct=direct, keeping=keeping)
    return quotas_left(connection, limited, names, usage)


def quotas_of_versions(connection: Connection, desk: Desk, versions: Mapping[str, int]) -> tuple[QuotaLeft, ...]:
    """The same of versions by policy, as an order names them."""
    if not versions:
        return ()
    found = [each for each in published(connection).values() if versions.get(each.id) == each.version]
    return quotas_of(connection, desk, found)


def with_quota_left(desk: Desk, policy: Policy, text: PolicyText, language: Language) -> PolicyText:
    """A policy's text, with what is left of its quota where it has one."""
    from desktop.wording import say
    from desktop.wording.policies.policy_text import Section

    if shared_quota(policy) is None:
        return text
    with desk.book.reading() as connection:
        (found,) = quotas_of(connection, desk, [policy])
    when = datetime.fromisoformat(found.as_of).astimezone().strftime("%Y-%m-%d %H:%M") if found.as_of else None
    told = say("quota_left", language, name=found.name, policy=found.policy, left=found.left, as_of=when)
    heading = "名额" if language == "zh" else "Quota"
    return replace(text, sections=(*text.sections, Section(heading, (told,))))
