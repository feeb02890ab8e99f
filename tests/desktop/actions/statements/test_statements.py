"""A statement is the account's story, and its file is whole or not there."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.documents import deliveries, money, reversing
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import files, statements
from domain.errors import DeskError
from tests.building.desktop.a_desk import TODAY


def test_statement_is_the_account_s_story(desk, order):
    made = posted(deliveries.deliver(desk, order.number))
    deliveries.return_goods(desk, made.number, {2: Decimal(2)})
    paid = posted(money.receive_money(desk, "C1", Decimal("50.00"), method="cash"))
    reversing.reverse(desk, paid.number, reason="打错")
    drawn = statements.statement(desk, "C1", date(2026, 11, 1), TODAY)
    assert drawn.closing == Decimal("127.00")
    assert [(entry.kind, entry.debit, entry.credit) for entry in drawn.entries] == [
        ("delivery", Decimal("132.00"), Decimal("0.00")),
        ("money_receipt", Decimal("0.00"), Decimal("50.00")),
        ("money_receipt", Decimal("0.00"), Decimal("-50.00")),
        ("return", Decimal("0.00"), Decimal("5.00")),
    ]
    own = [("HQ", "GD01"), ("GD01", "GD01:C1"), ("GD01", "GD01:C2")]  # those without movements as well
    assert [(seller.id, buyer.id) for seller, buyer in statements.accounts(desk)] == own
    for form in files.FORMATS:
        assert files.print_statement(desk, "C1", date(2026, 11, 1), TODAY, form).stat().st_size > 100


def test_statement_file_is_whole_or_not_there(desk, order, tmp_path):
    deliveries.deliver(desk, order.number)
    (tmp_path / "blocked").write_text("a file, no folder")
    with pytest.raises(DeskError, match="file_in_the_way"):
        files.print_statement(desk, "C1", TODAY, TODAY, out=tmp_path / "blocked" / "x.pdf")
