"""Which kinds can be asked, and how: for everything that changed, or for one delivery."""

from collections.abc import Mapping

from sapa.commerce.schemas import Moment
from sapa.commerce.sources.asking import Confirm, Look, shop_name
from sapa.commerce.sources.biteship import asking as biteship
from sapa.commerce.sources.generic.pushes import read_object
from sapa.commerce.sources.midtrans import asking as midtrans
from sapa.commerce.sources.shopee import asking as shopee
from sapa.commerce.sources.shopify import asking as shopify
from sapa.commerce.sources.shopify.calls import SHOP
from sapa.commerce.sources.tiktokshop import asking as tiktokshop
from sapa.commerce.sources.woocommerce import asking as woocommerce
from sapa.commerce.sources.woocommerce.calls import SITE
from sapa.commerce.sources.xendit import asking as xendit

LOOKS: Mapping[str, Look] = {
    "shopify": shopify.look,
    "woocommerce": woocommerce.look,
    "midtrans": midtrans.look,
    "xendit": xendit.look,
    "biteship": biteship.look,
    "tiktokshop": tiktokshop.look,
    "shopee": shopee.look,
}
CONFIRMS: Mapping[str, Confirm] = {
    "midtrans": midtrans.CONFIRM,
    "xendit": xendit.CONFIRM,
    "biteship": biteship.CONFIRM,
}

SHOP_HEADERS = {"shopify": SHOP, "woocommerce": SITE}
SHOP_FIELDS = {
    "xendit": ("business_id", "user_id", "owner_id"),
    "tiktokshop": ("shop_id",),
    "shopee": ("shop_id",),
}
"""Where a sender says which shop it speaks for; Midtrans and Biteship say nothing of it beyond their key."""
LONGEST_SHOP = 120


def shop_of(kind: str, body: bytes, headers: Mapping[str, str], moment: Moment) -> str:
    """Blank where it says nothing. Raises Unreadable: invalid_json, cell_too_long."""
    if kind in SHOP_HEADERS:
        return shop_name(headers.get(SHOP_HEADERS[kind], ""))[:LONGEST_SHOP]
    if kind not in SHOP_FIELDS:
        return ""
    said, names = read_object(body, moment), SHOP_FIELDS[kind]
    return (said.text(*names) or said.inner("data").text(*names))[:LONGEST_SHOP]
