"""HQ's nonces: made from its secret, the desk and the hour, so that they need no table and no desk's clock."""

from __future__ import annotations

import hmac
from functools import lru_cache

_HOUR = 3600
# So long a request that was overheard is answered again. Every answer brings a new nonce, so only a desk that was away
# for longer has to ask once more.
_LIFE_HOURS = 2


def make_nonce(secret: str, desk: str, seconds: float) -> str:
    """The desk's nonce for this hour; `seconds` since 1970 by HQ's own clock."""
    return _nonce(secret, desk, int(seconds // _HOUR))


def is_fresh(secret: str, desk: str, nonce: str, seconds: float) -> bool:
    """Whether HQ gave this nonce to this desk within two hours."""
    hour, _, _ = nonce.partition(".")
    if not (hour.isascii() and hour.isdigit() and len(hour) < 12):
        return False
    # Nonces of the future are ours too: HQ's clock may have been set back.
    if abs(int(seconds // _HOUR) - int(hour)) > _LIFE_HOURS:
        return False
    return hmac.compare_digest(_nonce(secret, desk, int(hour)).encode(), nonce.encode())


@lru_cache(maxsize=20_000)  # each desk shows the same one, and is told it again, for an hour
def _nonce(secret: str, desk: str, hour: int) -> str:
    told = hmac.digest(secret.encode(), f"{desk}\n{hour}".encode(), "sha256")
    return f"{hour}.{told.hex()[:32]}"
