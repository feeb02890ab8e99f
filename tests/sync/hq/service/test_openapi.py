"""The description is made from the routes: nothing the service answers is missing, nothing it doesn't is in it."""

import requests

from sync.hq.service.endpoints import STATUS
from sync.hq.service.openapi import describe, path_of
from sync.hq.service.routes import ROUTES
from sync.hq.service.service import running


def test_every_address_is_described_and_no_other():
    described = {(method.upper(), path) for path, methods in describe()["paths"].items() for method in methods}
    assert described == {(each.method, path_of(each)) for each in ROUTES}


def test_the_service_answers_every_address_it_describes(hq):
    with running(hq) as url:
        for path, methods in describe()["paths"].items():
            for method in methods:
                answer = requests.request(method, url + path.format(name="x"), timeout=10)
                assert answer.status_code != 404
                assert str(answer.status_code) in methods[method]["responses"], (path, answer.status_code)


def test_every_reference_leads_somewhere_and_every_refusal_has_its_status():
    described = describe()
    known = set(described["components"]["schemas"])
    for name in _references(described):
        assert name.rsplit("/", 1)[-1] in known
    for route in ROUTES:
        responses = described["paths"][path_of(route)][route.method.lower()]["responses"]
        for code in route.refusals:
            assert f"`{code}`" in responses[str(STATUS.get(code, 400))]["description"]


def test_signed_addresses_say_what_they_need():
    paths = describe()["paths"]
    for route in ROUTES:
        security = paths[path_of(route)][route.method.lower()]["security"]
        assert bool(security) == route.signed
        assert not security or set(security[0]) == {"desk", "nonce", "signature"}


def _references(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
