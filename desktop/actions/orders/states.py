"""The states by which a list of orders is narrowed."""

CLOSED = "closed"
ORDER_STATES = (
    "submitted", "needs_approval", "accepted", "accepted_in_part", "partly_delivered", "delivered", CLOSED, "refused",
    "cancelled",
)  # fmt: skip
