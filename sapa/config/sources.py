"""Who may deliver at `/hooks/<kind>/…` and what becomes of it."""

from collections.abc import Mapping

from sapa.commerce.schemas import Parse
from sapa.commerce.services import hearing
from sapa.commerce.services.confirming import checked
from sapa.commerce.sources import (
    biteship,
    generic,
    midtrans,
    shopee,
    shopify,
    tiktokshop,
    woocommerce,
    xendit,
)
from sapa.commerce.sources.shopify.calls import HEADERS as SHOPIFY_HEADERS
from sapa.commerce.sources.woocommerce.calls import HEADERS as WOO_HEADERS
from sapa.events.schemas import Source, Verify
from sapa.messaging.channels import whatsapp

NO_HEADERS = frozenset[str]()
SHOPS: Mapping[str, tuple[Verify, Parse, frozenset[str]]] = {
    "shopify": (shopify.verify, shopify.parse, SHOPIFY_HEADERS),
    "woocommerce": (woocommerce.verify, woocommerce.parse, WOO_HEADERS),
    "midtrans": (midtrans.verify, midtrans.parse, NO_HEADERS),
    "xendit": (xendit.verify, xendit.parse, NO_HEADERS),
    "biteship": (biteship.verify, biteship.parse, NO_HEADERS),
    "tiktokshop": (tiktokshop.verify, tiktokshop.parse, NO_HEADERS),
    "shopee": (shopee.verify, shopee.parse, NO_HEADERS),
}
"""Pure kinds: verify, parse, and the headers that parse reads."""

PARSERS: Mapping[str, Parse] = {kind: parse for kind, (_verify, parse, _headers) in SHOPS.items()}
SOURCES: Mapping[str, Source] = {
    "generic": Source(generic.verify, generic.apply),
    "whatsapp": Source(whatsapp.verify, whatsapp.apply, whatsapp.challenge),
    **{
        kind: Source(verify, hearing(kind, parse, checked(kind)), headers=headers)
        for kind, (verify, parse, headers) in SHOPS.items()
    },
}
