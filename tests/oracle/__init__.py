"""What policies come to, reckoned once more: from docs/policies.md and the printed sentences, unit by unit.

Nothing here calls the engines. Amounts are fractions of a yuan, goods are single units, and where the documents say
"rounded" they are rounded here, nowhere else.
"""
