"""The JSON forms of accounts: every field of a view by its name, amounts as texts with two places, dealers as codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal

from desktop.actions.documents.json_forms import amount, reason_form
from domain.accounts.ledger import AgeBucket
from domain.explain import Reason
from domain.parties.dealers import Dealer


def account_form(value: object) -> object:
    """A view, or anything inside one, as plain JSON values."""
    match value:
        case Dealer():
            return value.code
        case Reason():
            return reason_form(value)
        case Decimal():
            return amount(value)
        case dt.date():
            return value.isoformat()
        case Mapping():
            return {str(key): account_form(each) for key, each in value.items()}
        case list() | tuple():
            if value and all(isinstance(each, AgeBucket) for each in value):
                return {each.bucket: amount(each.amount) for each in value}
            return [account_form(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: account_form(getattr(value, each.name)) for each in fields(value)}
    return value
