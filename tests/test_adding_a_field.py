"""A text field of a customer's card takes six files, each once: counted on one that is there."""

from pathlib import Path

import pytest

from desktop.actions.catalog.card_fields import changed_fields
from desktop.cards.customer import CUSTOMER
from desktop.cli.grammar.arguments import make_parser
from desktop.column_names import COLUMN_NAMES
from sync.records.bodies.records import DealerBody

ROOT = Path(__file__).resolve().parents[1]
FILES = {
    "desktop/cards/customer.py",  # its words, what it holds, where it stands in the dialog
    "domain/imports/row_columns.py",  # what files call its column
    "sync/records/bodies/records.py",  # with a default, so that older entries are read
    "sync/records/bounds/fields.py",
    "sync/records/schema/tables.py",
    "sync/records/migrations/versions/0005_cards.py",
}


def test_a_field_is_named_in_six_files():
    found = {
        str(path.relative_to(ROOT))
        for floor in ("domain", "sync", "desktop")
        for path in (ROOT / floor).rglob("*.py")
        if "tax_id" in path.read_text(encoding="utf-8")
    }
    assert found == FILES


def test_what_follows_from_its_face():
    assert COLUMN_NAMES["tax_id"] == ("税号", "tax number")
    card = DealerBody("C1", "某店", "store", tax_id="9144")
    assert ("tax_id", "9144") in changed_fields(None, card)
    assert make_parser("zh").parse_args(["customer", "change", "C1", "--tax-id", "9144"]).tax_id == "9144"


@pytest.mark.parametrize("field", CUSTOMER.fields, ids=lambda field: field.key)
def test_every_field_stands_on_the_record(field):
    assert field.key in DealerBody.__struct_fields__
