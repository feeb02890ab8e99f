"""Long streams for tests: short ones that count as long, and a line that breaks or lets something happen at a part."""

from domain.errors import UnreachableError
from sync.client.streams import filling
from sync.hq.taking import parts
from sync.records.bodies.records import PriceBody, ProductBody
from sync.wire import parts as wire_parts

COUNT = 23


def shorten_parts(monkeypatch):
    """Streams count as long from ten records on, a part holds four, and a few bytes of it come at a time."""
    monkeypatch.setattr(parts, "PARTED_FROM", 10)
    monkeypatch.setattr(parts, "_AT_LEAST", 4)
    monkeypatch.setattr(wire_parts, "PART_ROWS", 4)
    monkeypatch.setattr(filling, "_FIRST_PIECE", 100)
    monkeypatch.setattr(filling, "_LARGEST_PIECE", 100)


def stock_list(hq, count=COUNT, start=0, name="矿泉水"):
    """So many products more in the catalogue, and a price for each."""
    skus = [f"SP{number:04d}" for number in range(start, start + count)]
    with hq.writing() as writing:
        writing.put_all("catalog", "product", [(sku, ProductBody(sku, f"{name}{sku}", "瓶")) for sku in skus])
        prices = [(f"P1|{sku}|", PriceBody("P1", sku, 25000 + place)) for place, sku in enumerate(skus)]
        writing.put_all("prices/P1", "price", prices)


def is_part(path):
    return path.startswith(wire_parts.PATH)


def parts_asked(desk):
    return [path for path in desk.line.sent if is_part(path)]


class Interrupting:
    """A line that breaks at the nth request for a part, or calls something there."""

    def __init__(self, line, at, act=None):
        self._line, self._at, self._act, self.asked = line, at, act, 0

    def send(self, method, path, headers, body):
        if is_part(path):
            self.asked += 1
            if self.asked == self._at and self._act:
                self._act()
            elif self.asked >= self._at and not self._act:
                raise UnreachableError("hq_unreachable")
        return self._line.send(method, path, headers, body)
