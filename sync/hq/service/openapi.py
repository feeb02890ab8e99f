"""HQ's addresses as an OpenAPI description, made from the routes and the messages themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from domain import __version__
from sync.hq.service.endpoints import STATUS
from sync.hq.service.routes import ROUTES, Route
from sync.wire.messages import FailureAnswer
from sync.wire.signing import DESK, NONCE, SIGNATURE

_SCHEMES = {"desk": DESK, "nonce": NONCE, "signature": SIGNATURE}
# What every address, and every one that asks for a signature, may answer beside its own refusals.
_ANYWHERE = (
    "message_unreadable",
    "too_large",
    "too_many_requests",
    "hq_defect",
    "hq_busy",
    "database_busy",
    "disk_full",
)
_SIGNED = ("nonce_expired", "signature_wrong", "desk_revoked")
_ABOUT = """Bodies are JSON, compressed with gzip both ways. A signed request carries three headers: the desk's id, HQ's
last nonce (any request with an old one is answered 401 `nonce_expired` with a fresh one), and the Ed25519 signature, in
base64, of METHOD, path, nonce and the SHA-256 of the body as sent (hexadecimal), joined by line feeds. A
request with `X-Wants-Proof` gets `X-Proof` with its answer: HQ's own Ed25519 signature, in base64, which binds the
answer's message before it was compressed, and its status, to that very request."""


def describe() -> dict[str, Any]:
    """The whole description, as JSON values."""
    paths: dict[str, dict[str, Any]] = {}
    for each in ROUTES:
        paths.setdefault(path_of(each), {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Distributor Desk, HQ's service", "version": __version__, "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                name: {"type": "apiKey", "in": "header", "name": header} for name, header in _SCHEMES.items()
            },
        },
    }


def path_of(route: Route) -> str:
    """The address as a description writes it."""
    return f"{route.path}/{{name}}" if route.named else route.path


def schemas() -> dict[str, Any]:
    """The schemas of all messages, by their names."""
    types = [each for route in ROUTES for each in (route.request, route.answer) if each not in {None, bytes}]
    _, found = msgspec.json.schema_components(
        [*types, FailureAnswer], schema_hook=_foreign, ref_template="#/components/schemas/{name}"
    )
    return found


def _foreign(kind: type) -> dict[str, Any]:
    """What is passed on byte for byte may be any JSON value."""
    if kind is msgspec.Raw:
        return {}
    raise TypeError(kind)


def _operation(route: Route) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "responses": {"200": _response("What was asked for", route.answer), **_refusals(route)},
        "security": [{name: [] for name in _SCHEMES}] if route.signed else [],
    }
    if route.named:
        found["parameters"] = [{"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}]
        found["responses"]["206"] = _response("The bytes asked for by a Range", route.answer)
    if route.request is not None:
        found["requestBody"] = {"required": True, "content": _content(route.request)}
        found["x-largest-bytes"] = {"packed": route.packed, "unpacked": route.unpacked}
    return found


def _refusals(route: Route) -> dict[str, Any]:
    """The answers that are none, by status; each names its codes."""
    codes = {*_ANYWHERE, *route.refusals, *(_SIGNED if route.signed else ())}
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(STATUS.get(code, 400), []).append(code)
    return {str(status): _response(_named(names), FailureAnswer) for status, names in sorted(by_status.items())}


def _named(codes: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in codes)


def _response(words: str, kind: type) -> dict[str, Any]:
    return {"description": words, "content": _content(kind)}


def _content(kind: type) -> dict[str, Any]:
    if kind is bytes:
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}
