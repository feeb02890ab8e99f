"""A document is posted where its buyer reads it, and shown as it stands."""

import pytest

from desktop.actions.documents import deliveries, posting
from desktop.actions.headquarters.queued import posted
from domain.errors import DeskError


def test_clerk_and_home_are_this_desk_s(desk):
    clerk, home = posting.clerk_of(desk), posting.home_of(desk)
    assert (clerk.dealer, clerk.prefix, clerk.today) == ("GD01", "01", desk.today())
    assert home.stream_for("GD01:C1") == home.own_stream == desk.stream


def test_paper_is_found_by_number_or_id_and_only_of_its_kinds(desk, order):
    made = posted(deliveries.deliver(desk, order.number))
    assert posting.paper(desk, made.number) == posting.paper(desk, made.id, "delivery", "return") == made
    with pytest.raises(DeskError, match="document_unknown"):
        posting.paper(desk, made.number, "return")
