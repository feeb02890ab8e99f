"""Files of desks and of HQ damaged by seed, then checked, repaired and exchanged: nothing is lost without a word.

python -m tests.campaigns.damage --seeds 20 [--first N]
"""

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

import keyring
from keyring.backends import null

from tests.campaigns.results import write_result
from tests.journeys.damaged import make_place, mend_both, mend_copy, mend_desk, mend_hq
from tests.journeys.damaging import KINDS

SCENES = (mend_desk, mend_copy, mend_both, mend_hq)


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seeds", type=int, default=20)
    words.add_argument("--first", type=int, default=0)
    asked = words.parse_args()
    keyring.set_keyring(null.Keyring())
    began, lived, failed = time.monotonic(), 0, []
    with tempfile.TemporaryDirectory(prefix="damage-") as root:
        (Path(root) / "made").mkdir()
        made = make_place(Path(root) / "made")
        for seed in range(asked.first, asked.first + asked.seeds):
            for kind in KINDS:
                for scene in SCENES:
                    place = made.copy(Path(root) / "place", kept=seed % 2 == 0)
                    try:
                        scene(place, kind, seed)
                    except Exception:  # noqa: BLE001 -- what failed is told, and the others go on
                        failed.append(f"{scene.__name__} {kind} {seed}")
                        traceback.print_exc()
                    lived += 1
                    shutil.rmtree(place.root)
    seconds = round(time.monotonic() - began)
    print(f"{lived} damaged places in {seconds} s, {len(failed)} failed: {failed}")
    write_result("damage", {"places": lived, "failed": failed, "seconds": seconds})
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
