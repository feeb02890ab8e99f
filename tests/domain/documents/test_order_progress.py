"""Where an order is, fact by fact: what was delivered says most, then what is held, then the answer."""

import pytest

from domain.documents.order_progress import KnownOrder, OrderProgress, progress_of

WRITTEN, SENT, ANSWERED, SHIPPED, HELD = (f"2026-11-23T0{hour}:00:00Z" for hour in range(1, 6))


@pytest.mark.parametrize(
    ("known", "progress"),
    [
        (KnownOrder("submitted", WRITTEN, queued=True), OrderProgress("queued", WRITTEN)),
        (KnownOrder("submitted", WRITTEN, passed=SENT), OrderProgress("sent", SENT)),
        (KnownOrder("submitted", WRITTEN), OrderProgress("sent", "")),
        (KnownOrder("accepted", WRITTEN, answer=(ANSWERED, False)), OrderProgress("accepted", ANSWERED)),
        (KnownOrder("accepted", WRITTEN), OrderProgress("accepted", WRITTEN)),  # decided by its own writer
        (KnownOrder("accepted", WRITTEN, answer=(ANSWERED, True)), OrderProgress("changed", ANSWERED)),
        (KnownOrder("accepted_in_part", WRITTEN, answer=(ANSWERED, True)), OrderProgress("changed", ANSWERED)),
        (KnownOrder("refused", WRITTEN, answer=(ANSWERED, True)), OrderProgress("refused", ANSWERED)),
        (
            KnownOrder("cancelled", WRITTEN, spoken=SHIPPED),
            OrderProgress("cancelled", SHIPPED),
        ),  # not when it was written
        (
            KnownOrder("cancelled", WRITTEN, answer=(ANSWERED, False), spoken=SHIPPED),
            OrderProgress("cancelled", SHIPPED),
        ),
        (KnownOrder("accepted", WRITTEN, spoken=SENT), OrderProgress("accepted", SENT)),  # let pass by a person later
        (KnownOrder("needs_approval", WRITTEN, answer=(ANSWERED, True)), OrderProgress("needs_approval", ANSWERED)),
        (KnownOrder("cancelled", WRITTEN), OrderProgress("cancelled", WRITTEN)),
        (KnownOrder("submitted", WRITTEN, queued=True, held=("why", HELD)), OrderProgress("held", HELD, "why")),
        (
            KnownOrder("partly_delivered", WRITTEN, answer=(ANSWERED, True), delivered=SHIPPED),
            OrderProgress("partly_delivered", SHIPPED),
        ),
        (KnownOrder("delivered", WRITTEN, delivered=SHIPPED, held=("why", HELD)), OrderProgress("delivered", SHIPPED)),
        (KnownOrder("accepted", WRITTEN, successor=("N2", "submitted")), OrderProgress("accepted", WRITTEN, "", "N2")),
        (
            KnownOrder("cancelled", WRITTEN, answer=(ANSWERED, False), successor=("N2", "accepted")),
            OrderProgress("superseded", ANSWERED, "", "N2"),
        ),
        (KnownOrder("cancelled", WRITTEN, successor=("N2", "refused")), OrderProgress("cancelled", WRITTEN, "", "N2")),
    ],
)
def test_an_order_is_where_its_facts_put_it(known, progress):
    assert progress_of(known) == progress
