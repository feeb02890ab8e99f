"""A stranger's and a hostile desk's ways with the service, over plain sockets; what an honest desk sees meanwhile."""

import gzip
import socket
import time
from urllib.parse import urlsplit

import requests

from sync.wire.messages import FailureAnswer
from sync.wire.packing import unpack
from sync.wire.signing import DESK, NONCE, SIGNATURE, request_text, to_base64


def connect(url, source=None):
    """An open connection that hasn't said anything."""
    split = urlsplit(url)
    return socket.create_connection((split.hostname, split.port), 10, source_address=(source, 0) if source else None)


def greets(url, seconds=5.0):
    """How long HQ takes to greet somebody who is new; an assertion where it doesn't."""
    began = time.monotonic()
    answer = requests.get(f"{url}/v1/hello", timeout=seconds)
    assert answer.status_code == 200
    return time.monotonic() - began


def is_ended(connection, seconds):
    """Whether HQ ends this connection within so long."""
    connection.settimeout(seconds)
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


def bomb(megabytes):
    """So many megabytes of blanks, packed."""
    return gzip.compress(b" " * (megabytes << 20), 9, mtime=0)


def code_of(response):
    return unpack(response.content, FailureAnswer).error.code


def nonce_of(url, desk, path="/v1/exchange"):
    return unpack(requests.post(url + path, b"", headers={DESK: desk}, timeout=10).content, FailureAnswer).nonce


def post_signed(url, desk, body, *, key=None, path="/v1/exchange", nonce=None, session=requests):
    """One request, signed by a desk."""
    nonce = nonce_of(url, desk.desk) if nonce is None else nonce
    signature = to_base64((key or desk.key).sign(request_text("POST", path, nonce, body)))
    headers = {DESK: desk.desk, NONCE: nonce, SIGNATURE: signature}
    return session.post(url + path, body, headers=headers, timeout=60)
