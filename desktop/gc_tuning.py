"""How often the garbage collector looks: seldom, because a look through everything in the middle of a key is felt."""

import gc

# Nearly all values here hold no circles and go as soon as nobody needs them; measured with 500 policies made ready,
# the usual thresholds add up to 8 ms to one in a hundred edits of a long order.
YOUNG, MIDDLE, OLD = 100_000, 50, 100


def look_seldom() -> None:
    """Sets the thresholds for this process; circles are still found, only later."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)
