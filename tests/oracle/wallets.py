"""What a dealer can spend of its credits, fen by fen, as docs/policies.md tells it."""


def spendable(entries, moves, on):
    """Fen left by credit."""
    left = {e.id: int(e.amount * 100) for e in entries if e.amount > 0}
    for move in moves:
        if move.kind != "spent":
            left[move.entry] -= int(move.amount * 100) * (1 if move.kind == "reserved" else -1)
    by_id = {e.id: e for e in entries}

    def far(entry):
        return (entry.expires is None, entry.expires, entry.id)

    for debt in sorted((e for e in entries if e.amount < 0), key=lambda e: (e.on is None, e.on, e.id)):
        for _ in range(int(-debt.amount * 100)):
            payers = [
                by_id[code]
                for code, fen in left.items()
                if fen > 0 and (own(by_id[code], debt) or alive(by_id[code], debt.on or on))
            ]
            if not payers:
                break
            left[min(payers, key=lambda e: (not own(e, debt), e.scope != debt.scope, *far(e))).id] -= 1
    return {code: fen for code, fen in left.items() if fen > 0 and alive(by_id[code], on)}


def own(credit, debt):
    return (credit.policy, credit.period) == (debt.policy, debt.period)


def alive(credit, on):
    return credit.expires is None or on <= credit.expires
