"""Which settings and prices an article names, so that it is known when it has gone stale."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sapa.accounts.selectors import settings_in_force, workspace
from sapa.assistant.answer.settings import SETTING, chosen_from
from sapa.commerce.models import Product
from sapa.domain import formats
from sapa.domain.service_promise.spoken import hours_in_words
from sapa.inbox.services.clocks.keeping import book_of

MOST_PRODUCTS = 5000
SHORTEST_NAME = 4
PRODUCT = "product:"
SEGMENTS = ("b2c", "b2b")
CLOCK = re.compile(r"\b([01]?\d|2[0-3])[.:]([0-5]\d)\b")
Values = Mapping[str, Sequence[str]]


def known_values() -> dict[str, list[str]]:
    """What an article may name, as it may be written: hours, phone, place, name, links; `product:<name>` a price."""
    version, settings = settings_in_force()
    chosen = chosen_from(settings.get(SETTING))
    promise = book_of(settings, version)
    words = [
        hours_in_words(promise.promise.hours(segment, promise.closed), "id", zone_label="", holidays=False)
        for segment in SEGMENTS
    ]
    told = {
        "phone": [chosen.phone],
        "place": [chosen.place],
        "name": [workspace().name],
        "hours": [f"{int(hour):02d}.{minute}" for hour, minute in CLOCK.findall(" ".join(words))],
        **{f"link:{name}": [link] for name, link in chosen.links.items()},
    }
    kept = {name: sorted({one for one in values if one.strip()}) for name, values in told.items()}
    return {name: values for name, values in kept.items() if values} | prices()


def prices() -> dict[str, list[str]]:
    rows = Product.objects.exclude(amount=0).values_list("name", "amount", "currency")[:MOST_PRODUCTS]
    found: dict[str, list[str]] = {}
    for name, amount, currency in rows:
        if len(name) >= SHORTEST_NAME:
            found.setdefault(f"{PRODUCT}{name}", []).append(formats.money(amount, currency, "id"))
    return found


def quoted(text: str, values: Values) -> dict[str, list[str]]:
    """Those whose value stands in the text; a price only beside the name of its product."""
    plain = comparable(text)
    found = {}
    for name, told in values.items():
        if name.startswith(PRODUCT) and comparable(name.removeprefix(PRODUCT)) not in plain:
            continue
        if named := [one for one in told if comparable(one) in plain]:
            found[name] = named
    return found


def changed(quotes: Values, values: Values) -> list[str]:
    """Names whose value is another now. What is no longer there at all, such as a product, is not told as changed."""
    return [name for name, told in quotes.items() if name in values and set(told) - set(values[name])]


def comparable(text: str) -> str:
    """Without blanks and with a full stop in clock times."""
    return re.sub(r"\s+", "", CLOCK.sub(lambda found: f"{int(found[1]):02d}.{found[2]}", text.lower()))


def names_of(changes: Iterable[str]) -> list[str]:
    """As they are told: a product by its own name."""
    return [name.removeprefix(PRODUCT) for name in changes]
