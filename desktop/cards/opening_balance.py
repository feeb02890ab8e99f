"""What one customer owed, or had paid ahead, when the books began."""

from __future__ import annotations

from desktop.cards.face import CardFace, CardField

OPENING_BALANCE = CardFace(
    kind="opening_balance",
    new=("期初余额", "Opening balance"),
    change=("期初余额", "Opening balance"),
    fields=(
        CardField("amount", ("金额", "Amount"), "money", listed=False,
                  blames=("amount_", "figure_", "opening_there")),
        CardField("direction", ("方向", "Side"), "choice", choices=("owes", "ahead"), named="opening_side",
                  listed=False),
        CardField("date", ("日期", "Date"), "day", listed=False, blames=("date_",)),
    ),
    read="documents.openings:balance_sheet",
    write="documents.openings:save_opening_balance",
    right="money_write",
    verb="book_opening",
)  # fmt: skip
