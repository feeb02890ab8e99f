"""`python -m tests.pictures [--out DIR]`: every page, in both languages, light and dark, of a sample desk."""

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Takes the pictures and says where they are."""
    parser = argparse.ArgumentParser(prog="tests.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/pictures"))
    parser.add_argument("--language", choices=("zh", "en"))
    parser.add_argument("--theme", choices=("light", "dark"))
    chosen = parser.parse_args()
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.pictures import take
    from tests.building.desktop.sample_desk import a_sample_desk
    from tests.building.desktop.sample_hq import an_hq_desk
    from tests.pictures.accounts import prepare, visit_accounts
    from tests.pictures.bargains import visit_bargains
    from tests.pictures.hq_accounts import prepare_hq, visit_hq_accounts
    from tests.pictures.policies import visit_policies

    count = 0
    for language in [chosen.language] if chosen.language else ["zh", "en"]:
        for theme in [chosen.theme] if chosen.theme else ["light", "dark"]:
            dark = theme == "dark"
            with tempfile.TemporaryDirectory() as folder, a_sample_desk(Path(folder)) as desk:
                count += len(take(desk, chosen.out, language=language, dark=dark))
            with tempfile.TemporaryDirectory() as folder, a_sample_desk(Path(folder)) as desk:
                count += len(take(desk, chosen.out, language=language, dark=dark, visits=visit_bargains))
            with tempfile.TemporaryDirectory() as folder, a_sample_desk(Path(folder)) as desk:
                prepare(desk)
                visits = visit_accounts(Path(folder))
                count += len(take(desk, chosen.out, language=language, dark=dark, visits=visits))
            with tempfile.TemporaryDirectory() as folder, an_hq_desk(Path(folder)) as desk:
                count += len(take(desk, chosen.out, language=language, dark=dark, visits=visit_policies))
            with tempfile.TemporaryDirectory() as folder, an_hq_desk(Path(folder)) as desk:
                prepare_hq(desk)
                count += len(take(desk, chosen.out, language=language, dark=dark, visits=visit_hq_accounts))
    print(f"{count} pictures in {chosen.out.resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
