"""Which proxy of the system the way to HQ leads through: none to this very machine, and none that a script chooses."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

from domain.errors import UnreachableError
from domain.explain import Reason
from sync.client.line.address import is_loopback

_KINDS = {"http", "https"}
# Where desktops of Linux name the script.
_SCRIPT = "auto_proxy"


def proxy_for(url: str) -> str:
    """The proxy the system names for an address, "" for none: from the environment, or the system's own settings.

    Raises UnreachableError `hq_proxy` for a kind of proxy this program can't speak to.
    """
    from requests.utils import get_environ_proxies, select_proxy

    if is_loopback(urlsplit(url).hostname or ""):
        return ""
    found = select_proxy(url, get_environ_proxies(url)) or ""
    if found and "://" not in found:
        found = f"http://{found}"
    if found and urlsplit(found).scheme.lower() not in _KINDS:
        raise UnreachableError("hq_proxy", url=url, proxy=shown(found), detail=Reason("proxy_kind", "stop"))
    return found


def shown(proxy: str) -> str:
    """A proxy as it may be told: without the name and password in it."""
    split = urlsplit(proxy)
    return urlunsplit((split.scheme, split.netloc.rpartition("@")[2], "", "", ""))


def script() -> str:
    """The address of a script (PAC) that is to choose the proxy, which this program doesn't run; "" for none."""
    return os.environ.get(_SCRIPT, "") or _windows_script()


def _windows_script() -> str:
    if sys.platform == "win32":
        import winreg

        key = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as settings:
            return str(winreg.QueryValueEx(settings, "AutoConfigURL")[0])
    return ""
