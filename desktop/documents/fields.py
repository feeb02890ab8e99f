"""What the fields of documents are called: lists, commands and sentences about records take the words from here."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.label_groups import Pair

DOCUMENT_FIELDS: Mapping[str, Pair] = {
    "number": ("单号", "Number"),
    "date": ("日期", "Date"),
    "due": ("到期", "Due"),
    "ref": ("参考号", "Reference"),
    "method": ("方式", "Method"),
    "warehouse": ("仓库", "Warehouse"),
    "quantity": ("数量", "Quantity"),
    "unit_price": ("单价", "Unit price"),
    "amount": ("金额", "Amount"),
}


def words_of_documents() -> Mapping[str, Pair]:
    """The same, in English as they stand in the middle of a sentence."""
    return {key: (zh, en.lower()) for key, (zh, en) in DOCUMENT_FIELDS.items()}
