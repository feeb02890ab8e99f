"""What is covered: every command of the grammar is done in the story or read after it, or stands here with a reason."""

from tests.campaigns.outputs.script import read_steps

# Commands whose output isn't taken, and why.
APART = {
    "demo": "the demonstration plays its own story, which `tests/journeys/test_demo.py` follows",
    "hq serve": "runs as HQ's service behind the whole story",
    "line": "takes a desk to another address of HQ: `tests/journeys/test_line.py`",
    "key passphrase": "seals the key file of a desk: `tests/desktop/cli`",
    "user password": "says nothing but that it is done",
    "user confirm": "HQ's people are confirmed by their codes here",
    "held away": "nothing is held in books that agree",
    "restore": "books are restored in `tests/journeys`",
    "kept take": "nothing was kept apart in books that were never restored",
    "kept leave": "likewise",
    "hq certificate": "a certificate differs each time",
    "hq revoke": "shuts a desk out; nothing comes after it",
    "hq epoch": "follows a restore of HQ",
    "rebate hand-over": "the sample settles no prize",
    **dict.fromkeys(
        ("practice make", "practice show", "practice anew", "practice remove", "practice open"),
        "a practice company is a company of its own: `tests/desktop/practice`",
    ),
}


def covered(commands) -> set[str]:
    """Those commands (by their words) that the story does or that are read after it."""
    done = {"export", "list"} & set(commands)  # every list of them
    for step in [*read_steps("story.txt"), *read_steps("readings.txt"), *read_steps("later.txt")]:
        for length in (2, 1):
            name = " ".join(step.words[:length])
            if name in commands:
                done.add(name)
                break
    return done


def left_out(commands) -> dict[str, list[str]]:
    """Commands that nothing covers, and reasons for commands that are covered or gone."""
    done = covered(commands)
    return {
        "uncovered": sorted(set(commands) - done - set(APART)),
        "needless reasons": sorted(set(APART) - (set(commands) - done)),
    }
