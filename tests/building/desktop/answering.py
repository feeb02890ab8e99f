"""A person who signs what his desk proposes about the statements that came."""

from desktop.actions.statements import confirming


def answer_as_proposed(desk):
    """Confirms what agrees with the own book and disputes what doesn't; the numbers answered."""
    found = confirming.proposals(desk)
    for each in found:
        if each.lines:
            confirming.dispute(desk, each.number, each.lines)
        else:
            confirming.confirm(desk, each.number, each.closing)
    return [each.number for each in found]


def sign(desk, number):
    """Confirms a statement whose balance was looked at, whatever the own book says."""
    return confirming.confirm(desk, number, confirming.confirmation(desk, number).closing)
