"""Builders of accounts: postings with every default said, and whole random accounts for properties."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from domain.accounts.ledger import Posting

AS_OF = date(2026, 11, 30)


def a_posting(document, amount, on="2026-11-01", *, days=0, kind=None, reverses=None, number=None, summary=""):
    day = date.fromisoformat(on)
    kind = kind or ("delivery" if Decimal(amount) > 0 else "money_receipt")
    due = day + timedelta(days=days)
    return Posting(day, kind, number or document, Decimal(amount), due, summary, document, reverses)


@st.composite
def accounts(draw, most=12):
    """Postings of deliveries, returns, receipts, openings and reversals of any of them, over four months."""
    postings: list[Posting] = []
    for place in range(draw(st.integers(0, most))):
        on = date(2026, 9, 1) + timedelta(days=draw(st.integers(0, 120)))
        days = draw(st.sampled_from([0, 30, 60]))
        earlier = st.sampled_from(postings) if postings else st.nothing()
        undone = draw(st.one_of(st.none(), earlier))
        if undone is not None:
            postings.append(
                a_posting(f"N{place}", -undone.amount, str(on), kind=undone.kind, days=days, reverses=undone.document)
            )
            continue
        kind = draw(st.sampled_from(["opening", "delivery", "return", "money_receipt"]))
        amount = draw(st.decimals("0.01", 999, places=2))
        sign = -1 if kind in {"return", "money_receipt"} else draw(st.sampled_from([1, -1])) if kind == "opening" else 1
        postings.append(a_posting(f"N{place}", sign * amount, str(on), kind=kind, days=days))
    return postings
