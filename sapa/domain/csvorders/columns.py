"""Which column is which field: guessed from Indonesian and English names, kept as plain JSON, used again."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

REQUIRED = ("order_id", "phone", "placed_at")
SYNONYMS: dict[str, str] = {
    "order_id": "order id, nomor pesanan, no pesanan, id pesanan, kode pesanan, no order, nomor "
    "order, invoice, no invoice, nomor invoice, order number, order, order no, id order, "
    "nomor transaksi, id transaksi, order sn",
    "customer_id": "customer id, id pelanggan, kode pelanggan, nomor pelanggan, id customer, buyer id, "
    "user id",
    "name": "name, nama, nama pelanggan, nama pembeli, customer name, nama penerima, buyer name, "
    "customer, pelanggan, pembeli, nama lengkap, full name, penerima, username pembeli",
    "company": "company, perusahaan, nama perusahaan, company name, instansi, nama usaha, badan usaha",
    "phone": "phone, telepon, no telepon, nomor telepon, no hp, nomor hp, hp, whatsapp, no "
    "whatsapp, nomor whatsapp, no wa, wa, nomor wa, phone number, mobile, handphone, no "
    "handphone, telp, no telp, ponsel, kontak, no telepon penerima, nomor ponsel, mobile "
    "phone",
    "email": "email, e mail, surel, alamat email, email address",
    "country": "country, negara, kode negara, country code",
    "province": "province, provinsi, propinsi, state",
    "city": "city, kota, kabupaten, kota kabupaten, kabupaten kota, kab kota",
    "postcode": "postcode, kode pos, kodepos, postal code, zip, zip code",
    "region": "region, wilayah, region code",
    "segment": "segment, segmen, jenis pelanggan, tipe pelanggan, customer type",
    "promo_consent": "promo consent, persetujuan promo, setuju promo, izin promo, marketing consent, "
    "accepts marketing, mau promo",
    "status": "status, status pesanan, order status, status order, status terakhir",
    "placed_at": "placed at, purchased at, tanggal pesanan, tanggal pesan, tanggal order, waktu "
    "pesanan, waktu pesan, waktu pesanan dibuat, order date, created at, ordered at, "
    "tanggal, date, tgl pesan, tgl order, tanggal transaksi, waktu order, tgl, tanggal "
    "pembelian, tanggal dibuat",
    "paid_at": "paid at, approved at, tanggal bayar, waktu bayar, tanggal pembayaran, waktu "
    "pembayaran, payment date, waktu pembayaran dilakukan, dibayar pada, tgl bayar, "
    "payment time",
    "shipped_at": "shipped at, handed to courier at, tanggal kirim, waktu kirim, tanggal pengiriman, "
    "waktu pengiriman, dikirim pada, tgl kirim, ship date, shipped date, waktu pengiriman "
    "diatur",
    "delivered_at": "delivered at, tanggal diterima, waktu diterima, tanggal tiba, waktu tiba, diterima "
    "pada, delivered date, tgl diterima, tgl tiba, tanggal sampai, waktu pesanan selesai, "
    "delivery date",
    "cancelled_at": "cancelled at, canceled at, tanggal batal, waktu batal, dibatalkan pada, tanggal "
    "pembatalan",
    "eta": "eta, estimated delivery, perkiraan tiba, estimasi tiba, estimated arrival, estimasi sampai",
    "payment_deadline": "payment deadline, batas bayar, batas pembayaran, batas waktu bayar, bayar sebelum, "
    "jatuh tempo, due date, batas waktu pembayaran",
    "quantity": "quantity, qty, jumlah, jumlah barang, kuantitas, jumlah produk, banyaknya, jumlah "
    "produk di pesan",
    "goods": "goods, barang, produk, nama produk, nama barang, item, items, product, product name, "
    "isi pesanan",
    "goods_amount": "goods idr, goods amount, harga barang, subtotal, total harga barang, total harga "
    "produk, nilai barang, harga produk",
    "shipping_amount": "shipping idr, shipping amount, ongkir, ongkos kirim, biaya kirim, shipping, biaya "
    "pengiriman",
    "total_amount": "total, total amount, total bayar, total pembayaran, total pesanan, grand total, "
    "amount, total belanja, total harga, jumlah bayar, nilai pesanan, total idr",
    "currency": "currency, mata uang",
    "payment_type": "payment type, payment method, metode pembayaran, cara bayar, jenis pembayaran, "
    "pembayaran, metode bayar",
    "review_score": "review score, rating, nilai ulasan, bintang, skor ulasan",
    "order_link": "order link, tautan pesanan, link pesanan, order url",
    "pay_link": "pay link, tautan bayar, link bayar, link pembayaran, payment link, payment url, "
    "tautan pembayaran",
    "track_link": "track link, tautan lacak, link lacak, tracking url, tracking link, link pelacakan",
}
FIELDS = tuple(SYNONYMS)
CONSTANTS = {
    "country": "ID",
    "segment": "b2c",
    "currency": "IDR",
    "goods": "{quantity} barang",
    "payment_deadline_hours": "24",
    "order_link": "",
    "pay_link": "",
    "track_link": "",
}


OF_PEOPLE = (
    *(
        "customer_id",
        "name",
        "company",
        "phone",
        "email",
        "country",
        "province",
        "city",
        "postcode",
        "region",
    ),
    *("segment", "promo_consent"),
)
CUSTOMERS = {name: SYNONYMS[name] for name in OF_PEOPLE} | {
    "customer_id": f"{SYNONYMS['customer_id']}, id, kode, no pelanggan, member id",
    "said_at": "updated at, terakhir diubah, tanggal diubah, diperbarui, tanggal diperbarui, last updated, "
    "consent at, tanggal persetujuan, waktu persetujuan, tanggal daftar, tanggal bergabung, registered at, "
    "created at, tanggal dibuat",
}
PRODUCTS = {
    "sku": "sku, sku id, kode produk, kode barang, id produk, product id, nomor produk, seller sku, "
    "nomor referensi sku, product code, kode, id",
    "name": "name, nama, nama produk, nama barang, product name, produk, barang, title, product, judul",
    "amount": "price, harga, harga jual, harga satuan, amount, unit price, variant price, regular price",
    "currency": SYNONYMS["currency"],
    "stock": "stock, stok, sisa stok, jumlah stok, quantity, qty, persediaan, inventory, variant inventory qty",
    "lifetime_days": "lifetime days, habis dalam hari, masa pakai, lama pakai, umur pakai, masa habis, "
    "refill days",
    "warranty_days": "warranty days, garansi hari, masa garansi, garansi, lama garansi, warranty",
    "link": "link, tautan, url, tautan produk, link produk, product link, product url",
    "guide_url": "guide url, guide, panduan, tautan panduan, link panduan, cara pakai, petunjuk",
    "complement": "complement, pelengkap, sku pelengkap, produk pelengkap, complement sku",
    "complement_reason": "complement reason, alasan pelengkap",
    "needs_care": "needs care, perlu perawatan, perlu panduan",
    "is_digital": "is digital, digital, produk digital",
}
WHO = {name: CUSTOMERS[name] for name in ("phone", "customer_id", "name", "email", "country")}
SUBSCRIPTIONS = {
    "subscription_id": "subscription id, id langganan, nomor langganan, no langganan, kode langganan, nomor kontrak, "
    "no kontrak, contract, contract no, membership id, langganan, id",
    **WHO,
    "customer_id": SYNONYMS["customer_id"],
    "plan": "plan, paket, nama paket, jenis langganan, membership, product, produk, layanan",
    "status": "status, status langganan, keadaan, state",
    "period_start": "period start, mulai periode, awal periode, current period start, tanggal mulai periode",
    "period_end": "period end, berakhir, tanggal berakhir, akhir periode, jatuh tempo, berlaku sampai, expires at, "
    "expired at, end date, current period end, tanggal habis, aktif sampai",
    "grace_end": "grace end, akhir masa tenggang, masa tenggang sampai, tenggang",
    "started_at": "started at, mulai, tanggal mulai, start date, sejak, tanggal bergabung, berlangganan sejak",
    "status_at": "status at, updated at, terakhir diubah, tanggal diubah, tanggal status",
    "auto_renew": "auto renew, perpanjang otomatis, otomatis, autorenew, perpanjangan otomatis",
    "link": "link, tautan, url, tautan perpanjangan, link perpanjangan",
}
CONSENTS = {
    **WHO,
    "state": "state, consent, persetujuan, setuju, jawaban, status, persetujuan promo, promo consent",
    "at": "at, tanggal persetujuan, waktu persetujuan, consent at, tanggal, waktu, date, tanggal setuju, granted at",
    "purpose": "purpose, untuk, tujuan, jenis persetujuan",
    "channel": "channel, kanal, lewat kanal, untuk kanal",
    "obtained": "source, sumber, cara, diperoleh lewat, asal, saluran, obtained, how",
    "proof": "proof, bukti, catatan bukti, nomor formulir, rujukan, evidence",
}


@dataclass(frozen=True, slots=True)
class Table:
    """`synonyms`: field to column names, the likeliest first. `constants`: what a file without it says.

    What is required comes from a column, or from a constant where there is one for it.
    """

    synonyms: dict[str, str]
    required: tuple[str, ...]
    constants: dict[str, str]


TABLES = {
    "orders": Table(SYNONYMS, REQUIRED, CONSTANTS),
    "customers": Table(CUSTOMERS, ("phone",), {"country": "ID", "segment": "b2c"}),
    "products": Table(PRODUCTS, ("sku", "name"), {"currency": "IDR"}),
    "subscriptions": Table(
        SUBSCRIPTIONS, ("subscription_id", "phone", "plan", "period_end"), {"country": "ID"}
    ),
    "consents": Table(
        CONSENTS,
        ("phone", "state", "at", "obtained", "proof"),
        {"country": "ID", "purpose": "promo", "obtained": "", "proof": ""},
    ),
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns`: field to header name. `constants`: what the file lacks; `{quantity}`, `{order_id}`.

    `holds`: the key of TABLES that the file is read as. `preset`: the key of PRESETS for a marketplace's export.
    """

    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=lambda: dict(CONSTANTS))
    holds: str = "orders"
    preset: str = ""

    def to_json(self) -> dict[str, Any]:
        plain = {"columns": dict(self.columns), "constants": dict(self.constants), "holds": self.holds}
        return plain | ({"preset": self.preset} if self.preset else {})

    @property
    def required(self) -> tuple[str, ...]:
        """Marketplaces hide the phone."""
        needed = TABLES[self.holds].required
        return tuple(name for name in needed if name != "phone") if self.preset else needed

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Mapping":
        """A file of before other tables were known held orders. Raises KeyError for what is no table."""
        holds = plain.get("holds", "orders")
        table = TABLES[holds]
        columns = {name: header for name, header in plain["columns"].items() if name in table.synonyms}
        return cls(columns, table.constants | plain.get("constants", {}), holds, plain.get("preset", ""))

    def asked_anew(self) -> "Mapping":
        """What is needed of the whole file, such as how consents were obtained, is never taken from another file."""
        kept = {name: "" if name in self.required else told for name, told in self.constants.items()}
        return replace(self, constants=kept)

    def missing(self, header: tuple[str, ...]) -> tuple[str, ...]:
        """Required fields that nothing tells, and mapped columns that the header does not have."""
        lacking = [name for name in self.required if not (self.columns.get(name) or self.constants.get(name))]
        return tuple(lacking + [column for column in self.columns.values() if column not in header])


def guess_mapping(
    header: tuple[str, ...], constants: dict[str, str] | None = None, holds: str = "orders"
) -> Mapping:
    """The best guess for a header never seen before; the first column of a name wins."""
    plain, table = {plain_header(column): column for column in reversed(header)}, TABLES[holds]
    columns = {}
    for name, synonyms in table.synonyms.items():
        found = next((word for word in synonyms.split(", ") if word in plain), None)
        if found:
            columns[name] = plain.pop(found)
    told = {name: value for name, value in (constants or {}).items() if name in table.constants}
    return Mapping(columns, table.constants | told, holds)


def plain_header(column: str) -> str:
    without_notes = re.sub(r"\((?!\d+\)).*?\)|\[.*?\]", " ", column.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", without_notes).split())
