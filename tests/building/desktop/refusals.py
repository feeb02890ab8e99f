"""What is said against an act, by its code."""

from domain.errors import DeskError


def code_of(deed):
    """The code of what was said against it, "" where nothing was."""
    try:
        deed()
    except DeskError as told:
        return told.code
    return ""
