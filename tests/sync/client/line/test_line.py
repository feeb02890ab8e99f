"""What goes wrong between a desk and HQ is told as what it is, and nothing is said to anyone who isn't proven."""

import gzip
import re
import socket
import struct
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop.wording import say
from domain.errors import DeskError, RefusedError, UnreachableError, UsageError
from sync.client.line.address import Address, check_url
from sync.client.line.asking import HqLine, Patience
from sync.client.line.transport import HttpTransport
from sync.keys import DeviceKey
from sync.wire.codes import short_print, whole_print
from sync.wire.messages import Hello
from tests.building.sync.servers import HELLO, Answering, Tunnel, a_certificate, serving

ONCE = Patience(tries=1)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy", "auto_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def ask(address, **more):
    transport = HttpTransport(address)
    try:
        return HqLine(transport, patience=ONCE, **more).ask("/v1/hello", None, Hello, "GET")
    finally:
        transport.close()


def told(address, **more):
    with pytest.raises(DeskError) as failure:
        ask(address, **more)
    detail = failure.value.facts.get("detail")
    return failure.value.code, getattr(detail, "code", detail), failure.value


def key_of(certificate):
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


# ---- who answers


@pytest.mark.parametrize("print_of", [short_print, whole_print], ids=["told", "kept"])
def test_an_end_with_the_pinned_key_is_hq_whatever_its_certificate_says(tmp_path, print_of):
    for days, names in (((-1, 30), ("localhost",)), ((-30, -1), ("elsewhere.example",))):
        files, _, made = a_certificate(tmp_path, days=days, names=names)
        with serving(tls=files) as server:
            transport = HttpTransport(Address(server.url, print_of(key_of(made))))
            assert HqLine(transport, patience=ONCE).ask("/v1/hello", None, Hello, "GET").dealer == "HQ"
            assert transport.pin == whole_print(key_of(made))
            transport.close()


def test_a_certificate_renewed_with_the_same_key_goes_on(tmp_path):
    _, key, made = a_certificate(tmp_path)
    renewed, _, _ = a_certificate(tmp_path, key=key, name="renewed")
    with serving(tls=renewed) as server:
        assert ask(Address(server.url, whole_print(key_of(made)))).dealer == "HQ"


@pytest.mark.parametrize(
    ("known_by", "why_not"), [(short_print, "certificate_key_typed"), (whole_print, "certificate_key")]
)
def test_another_key_gets_not_a_byte(tmp_path, known_by, why_not):
    """A print that was typed may be mistyped; one that was kept since enrolment can't be."""
    _, _, made = a_certificate(tmp_path)
    other, _, _ = a_certificate(tmp_path)
    with serving(tls=other) as server:
        address = Address(server.url, known_by(key_of(made)))
        code, why, _ = told(address, desk="d1", key=DeviceKey.make(), nonce="n")
        assert (code, why) == ("hq_certificate", why_not)
        # What looks at the certificate once more says nothing of the desk.
        assert [each for each in server.asked if {"X-Desk", "X-Signature"} & set(each[2])] == []
        assert {each[1] for each in server.asked} <= {"/v1/hello"}


def test_a_certificate_of_an_unknown_issuer_is_refused_and_the_issuer_named(tmp_path):
    authority, key, made = a_certificate(tmp_path, name="authority")
    assert authority
    files, _, _ = a_certificate(tmp_path, issuer=(made, key))
    with serving(tls=files) as server:
        code, why, failure = told(server.url.replace("127.0.0.1", "localhost"))
    assert (code, why) == ("hq_certificate", "certificate_unknown")
    assert failure.facts["detail"].facts["issuer"] == "CN=authority"


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """Certificates of an authority that this system trusts."""
    files, key, made = a_certificate(tmp_path, name="authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    return lambda **more: a_certificate(tmp_path, issuer=(made, key), **more)[0]


def test_a_certificate_the_system_trusts_needs_no_print(trusted):
    with serving(tls=trusted()) as server:
        assert ask(server.url.replace("127.0.0.1", "localhost")).dealer == "HQ"


def test_a_trusted_certificate_of_another_name_is_refused(trusted):
    with serving(tls=trusted(names=("elsewhere.example",))) as server:
        assert told(server.url.replace("127.0.0.1", "localhost"))[:2] == ("hq_certificate", "certificate_name")


def test_days_that_are_over_or_not_begun_are_told(trusted):
    now = format_datetime(datetime.now(UTC), usegmt=True)
    for days, why in (((-30, -1), "certificate_expired"), ((1, 30), "certificate_early")):
        with serving((200, {"Date": now}, b""), tls=trusted(days=days)) as server:
            code, found, _ = told(server.url.replace("127.0.0.1", "localhost"))
        assert (code, found) == ("hq_certificate", why)


@pytest.mark.parametrize(("days", "there"), [((-30, -1), -10), ((1, 30), 10)])
def test_a_wrong_clock_of_this_machine_is_told_as_that(trusted, days, there):
    date = format_datetime(datetime.now(UTC) + timedelta(days=there), usegmt=True)
    with serving((200, {"Date": date}, b""), tls=trusted(days=days)) as server:
        code, why, failure = told(server.url.replace("127.0.0.1", "localhost"))
    assert (code, why) == ("hq_certificate", "certificate_clock")
    assert failure.facts["detail"].facts["there"] != failure.facts["detail"].facts["here"]


def test_a_port_without_tls_is_told():
    with serving() as server:
        code, why, _ = told(server.url.replace("http:", "https:"))
    assert (code, why) == ("hq_certificate", "certificate_none")


def test_clear_text_leaves_this_machine_only_where_somebody_said_so():
    with pytest.raises(RefusedError, match="hq_insecure"):
        HttpTransport("http://192.0.2.1:8420")
    with pytest.raises(RefusedError, match="hq_pin_needs_tls"):
        HttpTransport(Address("http://192.0.2.1:8420", "x" * 64, insecure=True))
    HttpTransport(Address("http://192.0.2.1:8420", insecure=True)).close()
    for near in ("http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://127.8.9.1"):
        HttpTransport(near).close()


# ---- nobody answers


def test_refused_unknown_and_broken_lines_are_told_apart():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert told(f"http://127.0.0.1:{free.getsockname()[1]}")[:2] == ("hq_unreachable", "line_refused")
    assert told("https://no-such-host.invalid")[:2] == ("hq_unreachable", "line_name")

    class Hangs(Answering):
        def do_GET(self):
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.shutdown(socket.SHUT_RDWR)

    with serving(handler=Hangs) as server:
        assert told(server.url)[:2] == ("hq_unreachable", "line_broken")


def test_an_address_in_clear_of_an_end_that_wants_encryption_is_told(tmp_path):
    files, *_ = a_certificate(tmp_path, names=("127.0.0.1",))
    with serving(tls=files) as server:
        assert told(server.url.replace("https:", "http:"))[:2] == ("hq_unreachable", "line_is_tls")
        assert server.asked == []


def test_a_script_that_chooses_proxies_is_told_as_not_read(monkeypatch):
    monkeypatch.setenv("auto_proxy", "http://wpad.example/wpad.dat")
    code, why, failure = told("https://no-such-host.invalid")
    assert (code, why) == ("hq_unreachable", "line_script")
    assert failure.facts["detail"].facts["script"] == "http://wpad.example/wpad.dat"


def test_a_connection_that_died_over_a_sleep_is_replaced_at_once():
    class Forgets(Answering):
        """Answers once a connection, and then lets it die without a word until the next request comes."""

        def do_GET(self):
            if self.server.seen.setdefault(self.client_address, 0):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
                return
            self.server.seen[self.client_address] = 1
            super().do_GET()

    with serving(handler=Forgets) as server:
        server.seen = {}
        transport = HttpTransport(server.url)
        line = HqLine(transport, patience=ONCE)
        for _ in range(3):
            assert line.ask("/v1/hello", None, Hello, "GET").dealer == "HQ"
        transport.close()


def test_a_new_connection_that_dies_is_not_tried_for_ever():
    tries = []

    class Dies(Answering):
        def do_GET(self):
            tries.append(1)
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    with serving(handler=Dies) as server:
        assert told(server.url)[0] == "hq_unreachable"
    assert len(tries) == 1


def test_an_address_of_six_and_a_name_whose_first_address_is_deaf():
    try:
        with serving(host="::1") as server:
            assert ask(server.url).dealer == "HQ"
    except OSError:
        pytest.skip("no IPv6 on this machine")
    with serving() as server:  # the name has both, only the old kind answers
        assert ask(f"http://localhost:{server.port}").dealer == "HQ"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("2001:db8::7", "https://[2001:db8::7]"),
        ("::1", "http://[::1]"),
        ("[::1]:8420", "http://[::1]:8420"),
        ("hq.example.com:8420", "https://hq.example.com:8420"),
        ("127.0.0.1:8420", "http://127.0.0.1:8420"),
    ],
)
def test_addresses_are_read_as_typed(typed, url):
    assert check_url(typed) == url


@pytest.mark.parametrize("typed", ["https://me:secret@hq.example", "https://hq.example/?a=1", "https://hq.example/#x"])
def test_an_address_carries_no_password_and_no_question(typed):
    with pytest.raises(UsageError, match="hq_url_wrong"):
        check_url(typed)


# ---- something else answers


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>Welcome</html>"), "answer_page"),
        ((200, {}, b"\xef\xbb\xbf  <!doctype html><title>Wi-Fi</title>"), "answer_page"),
        ((200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"<html>")), "answer_page"),
        ((302, {"Location": "http://login.hotel.example/?u=1"}, b""), "answer_page"),
        ((511, {}, b"<html>sign in</html>"), "answer_page"),
        ((200, {}, b'{"login": "http://portal"}'), "answer_foreign"),
        ((200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08rubbish"), "answer_packed"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b'{"a": 1}' * 999)[:50]), "answer_packed"),
        ((200, {}, b""), "answer_empty"),
        ((404, {}, b"not here"), "answer_foreign"),
        ((404, {"Content-Type": "text/html"}, b"<html>nginx"), "answer_elsewhere"),
        ((405, {}, b"<html>Method Not Allowed"), "answer_elsewhere"),
        ((500, {"Content-Type": "text/html"}, b"<html>Internal Server Error"), "answer_elsewhere"),
        ((403, {"Content-Type": "text/html"}, b"<html>Blocked"), "answer_blocked"),
        ((304, {}, b""), "answer_empty"),
        ((204, {}, b""), "answer_empty"),
    ],
)
def test_what_isn_t_hq_s_answer_is_told_as_what_it_is(answer, why):
    with serving(answer) as server:
        code, found, failure = told(server.url)
    assert (code, found) == ("hq_nonsense", why)
    assert failure.facts["status"] == answer[0]


@contextmanager
def always_sending(raw):
    """An end that says the same to whoever connects, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        ended = threading.Event()

        def serve():
            while not ended.is_set():
                with suppress(OSError):
                    line, _ = server.accept()
                    with line:
                        line.settimeout(2)
                        line.recv(65536)
                        line.sendall(raw)
                        line.shutdown(socket.SHUT_WR)
                        while line.recv(65536):
                            pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()


_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("raw", "how"),
    [
        (b"", "closed"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "closed"),
        (_OK + b"Content-Length: 1000\r\n\r\n{", "cut_short"),
        (_OK + b"Content-Length: 1000000000000000\r\n\r\n{", "cut_short"),
        (_OK + b"Transfer-Encoding: chunked\r\n\r\n10\r\nabc", "cut_short"),
        (_OK + b"Content-Length: 2\r\nContent-Length: 7\r\n\r\n{}", "garbled"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "garbled"),
        (b"SSH-2.0-OpenSSH_9.0\r\n", "garbled"),
        (bytes(400), "garbled"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n{}", "garbled"),
    ],
)
def test_what_broke_a_line_is_told_in_words_and_never_in_a_library_s(raw, how):
    with always_sending(raw) as url:
        code, why, failure = told(url)
    assert (code, why) == ("hq_unreachable", "line_broken")
    assert failure.facts["detail"].facts["how"] == how
    sentence = say(failure, "zh").replace(url, "").replace("HTTP", "")
    assert not re.search("[A-Za-z]", sentence), sentence


def test_a_page_behind_a_proven_end_is_a_gateway_s(tmp_path):
    files, _, made = a_certificate(tmp_path)
    with serving((404, {}, b"<html>nginx</html>"), tls=files) as server:
        assert told(Address(server.url, whole_print(key_of(made))))[:2] == ("hq_nonsense", "answer_gateway")


def test_a_redirect_is_never_followed_with_a_signature():
    with serving() as elsewhere:
        for status in (301, 302, 307, 308):
            with serving((status, {"Location": f"{elsewhere.url}/v1/hello"}, b"")) as server:
                assert told(server.url, desk="d1", key=DeviceKey.make())[0] == "hq_nonsense"
        assert elsewhere.asked == []


def test_cookies_and_passwords_of_the_machine_have_no_say(tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    answer = (200, {"Set-Cookie": "portal=1; Path=/"}, b"<html>")
    with serving(answer) as server:
        transport = HttpTransport(server.url)
        for _ in range(2):
            with pytest.raises(UnreachableError):
                HqLine(transport, patience=ONCE).ask("/v1/hello", None, Hello, "GET")
        transport.close()
        assert all(not {"Authorization", "Cookie"} & set(headers) for _, _, headers, _ in server.asked)


# ---- proxies


def own_address():
    """An address of this machine that isn't its own loopback; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
            return str(asking.getsockname()[0])
        except OSError:
            return "127.0.0.1"


@pytest.fixture
def far(tmp_path):
    """An HQ that this machine finds under a name that isn't its own: only a proxy leads there."""
    files, _, made = a_certificate(tmp_path)
    with serving(tls=files) as server:
        yield server, Address(f"https://127.0.0.1.nip.invalid:{server.port}", whole_print(key_of(made)))


def test_the_way_leads_through_the_system_s_proxy(tmp_path, monkeypatch):
    files, _, made = a_certificate(tmp_path)
    own = own_address()
    if own.startswith("127."):
        pytest.skip("this machine has no address but its own loopback")
    with serving(tls=files, host=own) as server, serving((200, {}, b""), handler=Tunnel) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url.replace("//", "//me:secret@"))
        assert ask(Address(server.url, whole_print(key_of(made)))).dealer == "HQ"
        assert [(method, path) for method, path, *_ in proxy.asked] == [("CONNECT", f"{own}:{server.port}")]
        assert "X-Desk" not in proxy.asked[0][2]
        monkeypatch.setenv("no_proxy", own)
        assert ask(Address(server.url, whole_print(key_of(made)))).dealer == "HQ"
        assert len(proxy.asked) == 1


@pytest.mark.parametrize(("status", "why"), [(407, "proxy_password"), (403, "proxy_refused"), (502, "proxy_refused")])
def test_a_proxy_that_lets_nothing_through_is_told(far, monkeypatch, status, why):
    _, address = far
    with serving((status, {}, b""), handler=Tunnel) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//me:secret@"))
        code, found, failure = told(address)
        assert (code, found) == ("hq_proxy", why)
        assert failure.facts["proxy"] == proxy.url
    assert "secret" not in str(failure)
    assert told(address)[:2] == ("hq_proxy", "proxy_unreachable")


def test_a_proxy_that_asks_for_a_password_in_clear(monkeypatch):
    with serving((407, {}, b""), handler=Tunnel) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert told(Address("http://192.0.2.1", insecure=True))[:2] == ("hq_proxy", "proxy_password")


def test_a_proxy_of_another_kind_is_told(monkeypatch):
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1080")
    assert told("https://hq.example")[:2] == ("hq_proxy", "proxy_kind")


def test_this_very_machine_is_never_asked_through_a_proxy(monkeypatch):
    with serving() as server, serving((403, {}, b""), handler=Tunnel) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert ask(server.url).dealer == "HQ"
        assert proxy.asked == []


# ---- clocks


def test_how_far_the_clocks_are_apart_is_known():
    date = format_datetime(datetime.now(UTC) + timedelta(minutes=90), usegmt=True)
    with serving((200, {"Date": date}, HELLO)) as server:
        transport = HttpTransport(server.url)
        line = HqLine(transport, patience=ONCE)
        line.ask("/v1/hello", None, Hello, "GET")
        transport.close()
    assert line.clock_off == pytest.approx(5400, abs=5)
