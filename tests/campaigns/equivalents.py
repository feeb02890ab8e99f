"""Changes of the exchange's core that change nothing a program or a person could notice, each with its why."""

EQUIVALENT: dict[str, str] = {}
