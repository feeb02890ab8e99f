"""The half that runs in the process of the tree that is looked at: reads tasks as lines of JSON, answers each with one.

`python inside.py TREE ACTOR CLOCK`. The program comes from TREE, this campaign from where this file lies.
"""

import importlib.util
import json
import os
import sys
from pathlib import Path

OURS = Path(__file__).resolve().parents[3]


def stand_in(tree: str) -> None:
    """Takes the program from the tree, and `tests` from beside this file, whichever of them the tree has itself."""
    here = str(Path(__file__).resolve().parent)
    others = [each for each in sys.path if each not in (here, str(OURS))]
    sys.path[:] = [tree, *others]
    found = importlib.util.spec_from_file_location(
        "tests", OURS / "tests" / "__init__.py", submodule_search_locations=[str(OURS / "tests")]
    )
    assert found is not None
    assert found.loader is not None
    sys.modules["tests"] = package = importlib.util.module_from_spec(found)
    found.loader.exec_module(package)


def main():
    """Does what is asked until nothing more is."""
    tree, actor, clock = sys.argv[1:]
    stand_in(tree)
    from tests.campaigns.outputs.fixed import Clock, fix

    moment = Clock(Path(clock), actor)
    fix(moment)
    from tests.campaigns.outputs import tasks

    # What the program itself prints must not stand among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        answer = getattr(tasks, asked.pop("task"))(**asked)
        print(json.dumps(answer, ensure_ascii=False), file=answers, flush=True)


if __name__ == "__main__":
    main()
