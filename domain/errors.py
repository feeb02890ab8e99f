"""Every failure a user can meet, as a code with facts; the wording lives with whoever speaks to the user.

DeskError
├── RefusedError       a business rule says no                 exit status 1
├── UsageError         the input can't be understood           exit status 2
├── UnreachableError   HQ can't be reached or makes no sense   exit status 3
└── DamagedError       the books are damaged                   exit status 4
"""

from __future__ import annotations


class DeskError(Exception):
    """A known failure: `code` names the sentence to tell, `facts` fill its places.

    Anything else that is raised is a defect of the program, not a message.
    """

    exit_status = 1

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class RefusedError(DeskError):
    """A business rule says no; nothing was changed."""

    exit_status = 1


class UsageError(DeskError):
    """The input can't be understood; nothing was changed."""

    exit_status = 2


class UnreachableError(DeskError):
    """HQ did not answer, or answered what can't be used; what waits to be sent goes on waiting."""

    exit_status = 3


class DamagedError(DeskError):
    """The books don't add up or can't be read; they are left as found."""

    exit_status = 4
