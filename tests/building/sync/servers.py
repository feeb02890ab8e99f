"""Little servers over loopback that answer as a hotel, a proxy, a gateway or a broken HQ would."""

import http.server
import select
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from sync.wire.messages import Hello
from sync.wire.packing import pack

HELLO = pack(Hello("Distributor Desk", 1, 1, "HQ", "总部", "2026-11-23T08:00:00Z"))


class Server(http.server.ThreadingHTTPServer):
    """A server that knows what to answer and what it was asked."""

    daemon_threads = True
    answer: Any
    asked: list[Any]
    seen: dict[Any, int]
    port: int
    url: str

    def handle_error(self, *_):
        """Clients that go away are what is tested."""


class _Six(Server):
    address_family = socket.AF_INET6


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers every request as its server was told, and keeps what it was asked."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        self.server.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        status, headers, body = self.server.answer
        self.send_response_only(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 -- the library's word

    def log_message(self, *_):
        pass


@contextmanager
def running(server):
    """Answers in a thread of its own until the block ends."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serving(answer=(200, {}, HELLO), *, tls=None, handler=Answering, host="127.0.0.1"):
    """A server; gives itself, with `url`, `port`, and `asked` as a list of what came."""
    server = (_Six if ":" in host else Server)((host, 0), handler)
    server.answer, server.asked, server.seen = answer, [], {}
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.port = server.server_address[1]
    shown = f"[{host}]" if ":" in host else host
    server.url = f"{'https' if tls else 'http'}://{shown}:{server.port}"
    with running(server):
        yield server


class Tunnel(http.server.BaseHTTPRequestHandler):
    """A proxy that lets CONNECT through, as far as its server was told."""

    server: Server

    def do_CONNECT(self):
        self.server.asked.append(("CONNECT", self.path, dict(self.headers), b""))
        status = self.server.answer[0]
        self.send_response_only(status)
        self.end_headers()
        if status != 200:
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host.strip("[]"), int(port))) as there:
            pair = [self.connection, there]
            while True:
                for ready in select.select(pair, [], [], 10)[0]:
                    piece = ready.recv(65536)
                    if not piece:
                        return
                    pair[1 - pair.index(ready)].sendall(piece)

    def do_GET(self):
        """Requests in clear are passed on by nobody here."""
        self.server.asked.append((self.command, self.path, dict(self.headers), b""))
        self.send_response_only(self.server.answer[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815 -- the library's word

    def log_message(self, *_):
        pass


def a_certificate(folder, *, key=None, names=("localhost",), days=(-1, 30), issuer=None, name="hq"):
    """Writes a certificate; gives (certificate file, key file), the key, and the certificate itself.

    `issuer` is (certificate, key) of an authority, left out where it signs itself.
    """
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=name == "authority", path_length=None), critical=True)
    )
    known = [x509.IPAddress(ip_address(each)) if each[0].isdigit() else x509.DNSName(each) for each in names]
    made = builder.add_extension(x509.SubjectAlternativeName(known), critical=False).sign(
        issuer[1] if issuer else key, hashes.SHA256()
    )
    stem = folder / f"{name}-{made.serial_number}"
    files = stem.with_suffix(".pem"), stem.with_suffix(".key")
    files[0].write_bytes(made.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files, key, made
