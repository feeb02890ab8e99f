"""Where an order is, fact by fact: what was delivered says most, then what is held, then the answer."""

import pytest

from domain.documents.order_progress import Known, Progress, progress_of

WRITTEN, SENT, ANSWERED, SHIPPED, HELD = (f"2026-11-23T0{hour}:00:00Z" for hour in range(1, 6))


@pytest.mark.parametrize(
    ("known", "progress"),
    [
        (Known("submitted", WRITTEN, queued=True), Progress("queued", WRITTEN)),
        (Known("submitted", WRITTEN, passed=SENT), Progress("sent", SENT)),
        (Known("submitted", WRITTEN), Progress("sent", "")),
        (Known("accepted", WRITTEN, answer=(ANSWERED, False)), Progress("accepted", ANSWERED)),
        (Known("accepted", WRITTEN), Progress("accepted", WRITTEN)),  # decided by its own writer
        (Known("accepted", WRITTEN, answer=(ANSWERED, True)), Progress("changed", ANSWERED)),
        (Known("accepted_in_part", WRITTEN, answer=(ANSWERED, True)), Progress("changed", ANSWERED)),
        (Known("refused", WRITTEN, answer=(ANSWERED, True)), Progress("refused", ANSWERED)),
        (Known("cancelled", WRITTEN, spoken=SHIPPED), Progress("cancelled", SHIPPED)),  # not when it was written
        (Known("cancelled", WRITTEN, answer=(ANSWERED, False), spoken=SHIPPED), Progress("cancelled", SHIPPED)),
        (Known("accepted", WRITTEN, spoken=SENT), Progress("accepted", SENT)),  # let pass by a person later
        (Known("needs_approval", WRITTEN, answer=(ANSWERED, True)), Progress("needs_approval", ANSWERED)),
        (Known("cancelled", WRITTEN), Progress("cancelled", WRITTEN)),
        (Known("submitted", WRITTEN, queued=True, held=("why", HELD)), Progress("held", HELD, "why")),
        (
            Known("partly_delivered", WRITTEN, answer=(ANSWERED, True), delivered=SHIPPED),
            Progress("partly_delivered", SHIPPED),
        ),
        (Known("delivered", WRITTEN, delivered=SHIPPED, held=("why", HELD)), Progress("delivered", SHIPPED)),
        (Known("accepted", WRITTEN, successor=("N2", "submitted")), Progress("accepted", WRITTEN, "", "N2")),
        (
            Known("cancelled", WRITTEN, answer=(ANSWERED, False), successor=("N2", "accepted")),
            Progress("superseded", ANSWERED, "", "N2"),
        ),
        (Known("cancelled", WRITTEN, successor=("N2", "refused")), Progress("cancelled", WRITTEN, "", "N2")),
    ],
)
def test_an_order_is_where_its_facts_put_it(known, progress):
    assert progress_of(known) == progress
