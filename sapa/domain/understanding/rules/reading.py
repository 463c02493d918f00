"""Which intents the patterns find in a message, and how surely."""

import re
from collections import defaultdict
from functools import lru_cache

from sapa.domain.understanding.features import said_of
from sapa.domain.understanding.misnomers import without_faults
from sapa.domain.understanding.rules.calls import without_calls
from sapa.domain.understanding.rules.patterns import Pattern, concepts, patterns

LEAST = 0.05
PERSON = "talk_to_human"
# Where the first of a pair is said surely, the second is only how it was said.
COVERS = {
    "delivery_late": ("order_status", "complaint"),
    "opt_out": ("complaint", "subscription_renewal", "promo_question"),
    "subscription_renewal": ("cancel_order", "change_order", "stock_price"),
    "change_address": ("change_order", "store_info"),
    "change_order": ("return_refund", "place_order"),
    "defective_wrong_item": ("return_refund", "delivery_late", "stock_price", "complaint", "promo_question"),
    "cancel_order": ("place_order", "order_status"),
    "tracking_number": ("order_status",),
    "invoice_request": ("payment_confirmation", "how_to_pay"),
    "warranty": ("product_info", "defective_wrong_item"),
    "usage_guide": ("product_info",),
    "talk_to_human": ("store_info",),
}
COVERED = 0.5
SURE = 0.8
# Whose money has not come back has called off already.
CERTAIN = 0.99
# What else is said by whoever wants a person: that no machine is to answer, that somebody be put through.
OF_PEOPLE = re.compile(
    r"\b(?:bot|robot\w*|chatbot|mesin|otomatis|auto\w*|machine|ai|(?:di)?(?:sambung|hubung|alih|oper|bantu|layan|urus|tangan)\w*"
    r"|escalat\w*|eskalasi|help|(?:n|m|di)?(?:t|el)?el[ef]?p?[uo]n\w*|telp\w*|call\w*|hubungi|contact|nomor|petugas\w*|staf\w*"
    r"|operator\w*|pegawai\w*|karyawan\w*|bos\w*|jalm\w*|jel[e]?ma\w*|wong\w*|manus\w*|manungs\w*|agen\w*|manaj\w*|manager\w*"
    r"|supervisor\w*|owner\w*|pemilik\w*|admin\w*|cs\w{0,3}|(?:ng)?omong\w*|bicara\w*|(?:ng)?obrol\w*|nyarios\w*|matur\w*"
    r"|rembug\w*|real|live|asli|beneran|sungguhan|bales\w*|balas\w*|someone|anyone|somebody|anybody|people|person|talk\w*|speak\w*"
    r"|orang\w*|pimpin\w*|atasan\w*|tim|team|sales|technician|teknisi\w*)\b"
)


def ruled(text: str, context: str | None) -> tuple[tuple[str, float], ...]:
    """Intents with weights 0..1, the surest first; nothing for a text that no pattern knows."""
    doubts: dict[str, float] = defaultdict(lambda: 1.0)
    for one in held(without_faults(said_of(text)), context):
        doubts[one.intent] *= 1 - one.weight
    found = {intent: 1 - doubt for intent, doubt in doubts.items()}
    for intent, lesser in COVERS.items():
        if found.get(intent, 0.0) >= SURE:
            found.update({one: found[one] * COVERED for one in lesser if one in found})
    if found.get("return_refund", 0.0) >= CERTAIN and "cancel_order" in found:
        found["cancel_order"] *= COVERED
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((intent, round(weight, 4)) for intent, weight in ranked if weight >= LEAST)


def surely(intent: str, said: str) -> float:
    """The weight of the strongest pattern of one intent that holds, else 0; `said` by `said_of`."""
    return max((one.weight for one in held(said, None) if one.intent == intent), default=0.0)


def speaks_of_people(said: str) -> bool:
    """Whether a wish for a person can be meant at all; `said` by `said_of`. The courier's call is none."""
    person = without_calls(said)
    named = concepts()["human"].search(person) or concepts()["talk"].search(person)
    return named is not None or OF_PEOPLE.search(person) is not None


@lru_cache(maxsize=64)
def held(said: str, context: str | None) -> tuple[Pattern, ...]:
    present = frozenset(name for name, words in concepts().items() if words.search(said))
    person = without_calls(said)
    return tuple(
        one for one in patterns() if holds(one, person if one.intent == PERSON else said, context, present)
    )


def holds(one: Pattern, said: str, context: str | None, present: frozenset[str]) -> bool:
    if one.context and one.context != context:
        return False
    return one.needs <= present and one.said.search(said) is not None
