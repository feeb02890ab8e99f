"""Where books lie when nobody says so; apart from what opens them, since the window starts without that."""

from __future__ import annotations

from pathlib import Path


def default_folder() -> Path:
    """The platform's own place for this person's desk."""
    import platformdirs

    return Path(platformdirs.user_data_dir("DistributorDesk", appauthor=False))


def default_hq_folder() -> Path:
    """The platform's own place for HQ's books."""
    import platformdirs

    return Path(platformdirs.user_data_dir("DistributorDesk-HQ", appauthor=False))
