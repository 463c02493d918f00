"""The order files that marketplaces hand out: their columns, their words, what they hide.

One row is one product of an order; buyers' phones and names are masked, so a buyer is known by the user name.
"""

import re
from dataclasses import dataclass, field

from sapa.domain.csvorders import cells
from sapa.domain.csvorders.columns import CONSTANTS, Mapping, plain_header

COD = re.compile(r"\bcod\b|bayar di ?tempat|cash on delivery", re.IGNORECASE)
HIDDEN = ("phone", "name", "email")


@dataclass(frozen=True, slots=True)
class Preset:
    """`signature`: column names that no other export has together, one set for each language it comes in.

    `columns`: field to the names of its column. `statuses`: words beside those of every file; a longer text
    is known by how it begins. `sums`: amounts stand at each product instead of the order.
    """

    name: str
    source: str
    signature: tuple[frozenset[str], ...]
    columns: dict[str, tuple[str, ...]]
    statuses: dict[str, str] = field(default_factory=dict)
    sums: bool = False

    def prepared(self, values: dict[str, str]) -> dict[str, str]:
        """The cells as any other file would have written them; what is masked is left out."""
        hidden = {name: "" for name in HIDDEN if "*" in values.get(name, "")}
        changed = {"status": self._status(values.get("status", ""))}
        if COD.search(values.get("payment_type", "")):
            changed["payment_type"] = "COD"
        return values | hidden | changed

    def _status(self, text: str) -> str:
        word = cells.plain_word(text)
        found = next((status for start, status in self.statuses.items() if word.startswith(start)), text)
        return found if word not in cells.STATUS_WORDS or word in self.statuses else text


SHOPEE = Preset(
    "Shopee",
    "shopee",
    (
        frozenset(("no pesanan", "status pesanan", "waktu pesanan dibuat", "username")),
        frozenset(("order id", "order status", "order creation date", "username")),
    ),
    {
        "order_id": ("no pesanan", "order id"),
        "status": ("status pesanan", "order status"),
        "placed_at": ("waktu pesanan dibuat", "order creation date"),
        "paid_at": ("waktu pembayaran dilakukan", "order paid time"),
        "delivered_at": ("waktu pesanan selesai", "order complete time"),
        "goods": ("nama produk", "product name"),
        "quantity": ("jumlah", "quantity"),
        "total_amount": ("total pembayaran", "grand total"),
        "payment_type": ("metode pembayaran", "payment method"),
        "customer_id": ("username",),
        "name": ("nama penerima", "receiver name"),
        "phone": ("no telepon", "phone number"),
        "city": ("kota kabupaten", "city"),
        "province": ("provinsi", "province"),
    },
    {
        "pesanan diterima": "delivered",
        "order received": "delivered",
        "telah dikirim": "shipped",
        "to ship": "paid",
        "shipping": "shipped",
        "to receive": "shipped",
    },
)
TIKTOK = Preset(
    "TikTok Shop / Tokopedia",
    "tiktokshop",
    (frozenset(("order id", "order status", "order substatus", "sku id", "created time")),),
    {
        "order_id": ("order id",),
        "status": ("order status",),
        "placed_at": ("created time",),
        "paid_at": ("paid time",),
        "shipped_at": ("shipped time",),
        "delivered_at": ("delivered time",),
        "cancelled_at": ("cancelled time",),
        "goods": ("product name",),
        "quantity": ("quantity",),
        "total_amount": ("order amount",),
        "payment_type": ("payment method",),
        "customer_id": ("buyer username",),
        "name": ("recipient",),
        "phone": ("phone",),
        "postcode": ("zipcode",),
        "province": ("province",),
        "city": ("regency and city", "city", "district"),
    },
    {"to ship": "paid", "awaiting shipment": "paid", "awaiting collection": "processing"},
)
LAZADA = Preset(
    "Lazada",
    "lazada",
    (frozenset(("orderitemid", "ordernumber", "createtime", "lazadasku")),),
    {
        "order_id": ("ordernumber",),
        "status": ("status",),
        "placed_at": ("createtime",),
        "delivered_at": ("delivereddate",),
        "goods": ("itemname",),
        "goods_amount": ("paidprice",),
        "shipping_amount": ("shippingfee",),
        "payment_type": ("paymethod",),
        "name": ("customername",),
        "email": ("customeremail",),
        "phone": ("shippingphone",),
        "city": ("shippingcity",),
        "postcode": ("shippingpostcode",),
        "province": ("shippingregion",),
    },
    {
        "pending": "paid",
        "confirmed": "completed",
        "returned": "refunded",
        "failed": "cancelled",
        "lost by 3pl": "cancelled",
        "damaged by 3pl": "cancelled",
    },
    sums=True,
)
PRESETS = {preset.source: preset for preset in (SHOPEE, TIKTOK, LAZADA)}


def preset_mapping(header: tuple[str, ...], constants: dict[str, str] | None = None) -> Mapping | None:
    """How a marketplace's own file is read; None for any other."""
    names = {plain_header(column): column for column in reversed(header)}
    for preset in PRESETS.values():
        if any(signature <= names.keys() for signature in preset.signature):
            columns = {
                name: next(names[word] for word in words if word in names)
                for name, words in preset.columns.items()
                if any(word in names for word in words)
            }
            return Mapping(columns, CONSTANTS | (constants or {}), "orders", preset.source)
    return None
