"""An answer is taken whole and in time, or not at all."""

import http.server
import threading
import time

import pytest

from domain.errors import UnreachableError
from sync.client.line import transport
from sync.client.line.transport import HttpTransport


class _Dripping(http.server.BaseHTTPRequestHandler):
    """Promises a body and then lets it fall a byte at a time."""

    over = threading.Event()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not self.over.wait(0.02):
            try:
                self.wfile.write(b" ")
            except OSError:
                return

    def log_message(self, *_):
        pass


class _Short(_Dripping):
    """Breaks off before the promised end."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        self.wfile.write(b"{}")
        self.close_connection = True


@pytest.fixture
def answering(request):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), request.param)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    _Dripping.over.set()
    server.shutdown()
    server.server_close()
    _Dripping.over.clear()


def asked(url):
    line = HttpTransport(url)
    try:
        with pytest.raises(UnreachableError) as told:
            line.send("GET", "/v1/hello", {}, b"")
    finally:
        line.close()
    return told.value.code


@pytest.mark.parametrize("answering", [_Dripping], indirect=True)
def test_an_answer_that_drips_is_given_up(answering, monkeypatch):
    monkeypatch.setattr(transport, "_WHOLE_SECONDS", 0.2)
    began = time.monotonic()
    assert asked(answering) == "hq_timeout"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("answering", [_Short], indirect=True)
def test_an_answer_that_breaks_off_is_none(answering):
    assert asked(answering) == "hq_unreachable"
