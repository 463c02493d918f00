"""Every variable that a text may say (`domain.md` §3), with what a preview shows for it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sapa.domain.journeys.definition import Words
from sapa.domain.journeys.registry.types import Variable

Row = tuple[str, str, str, str] | tuple[str, str, str, str, str]

ROWS: tuple[Row, ...] = (
    ("panggilan", "panggilan dan nama", "form of address and name", "Kak Dewi", "Bapak Anton Wijaya"),
    ("salam", "salam menurut jam", "greeting by the hour", "Selamat pagi"),
    ("toko", "nama usaha Anda", "your business", "Toko Sari"),
    ("agen", "nama petugas", "name of the agent", "Ani"),
    ("perusahaan", "perusahaan pelanggan", "the customer's company", "Dewi Anggraini", "PT Citra Rasa"),
    ("jam_layanan", "jam layanan", "service hours", "Senin sampai Sabtu 08.00 sampai 20.00 WIB"),
    ("perkiraan_balas", "perkiraan dibalas", "when a person answers", "Sel 15 Sep 2026 08.30 WIB"),
    (
        "kontak.topik",
        "topik pembicaraan",
        "topic of the talk",
        "sprei katun ukuran 180",
        "label kemasan 5.000 lembar",
    ),
    ("kontak.tanggal", "tanggal pembicaraan", "day of the talk", "14 September 2026"),
    ("pesanan.nomor", "nomor pesanan", "order number", "TS-1042", "PO-2207"),
    (
        "pesanan.barang",
        "isi pesanan",
        "goods of the order",
        "Kemeja batik ukuran M",
        "Karton lipat 500 lembar",
    ),
    ("pesanan.total", "nilai pesanan", "value of the order", "Rp285.000", "Rp12.450.000"),
    ("pesanan.tanggal", "tanggal pesanan", "day of the order", "14 September 2026"),
    ("pesanan.jumlah", "berapa kali memesan", "how often they ordered", "3", "6"),
    ("pesanan.batas_bayar", "batas pembayaran", "payment deadline", "Sel 15 Sep 2026 15.00 WIB"),
    ("pesanan.tautan", "tautan pesanan", "link to the order", "https://tokosari.example/p/1042"),
    ("pesanan.tautan_bayar", "tautan bayar", "link to pay", "https://tokosari.example/bayar/1042"),
    ("pesanan.tautan_lacak", "tautan lacak", "link to track", "https://tokosari.example/lacak/1042"),
    ("kirim.kurir", "kurir", "courier", "JNE"),
    ("kirim.resi", "nomor resi", "tracking number", "JNE0012345678"),
    ("kirim.perkiraan_kirim", "perkiraan kirim", "estimated shipping", "15 September 2026"),
    ("kirim.perkiraan_tiba", "perkiraan tiba", "estimated arrival", "17 September 2026"),
    ("kirim.tanggal_tiba", "saat tiba", "when delivered", "Kam 17 Sep 2026 10.20 WIB"),
    (
        "kirim.alasan",
        "alasan terlambat atau gagal antar",
        "why late or not handed over",
        "gudang transit penuh",
    ),
    ("kirim.alamat_singkat", "kecamatan dan kota", "district and city", "Tebet, Jakarta Selatan"),
    ("produk.nama", "nama produk", "name of the product", "Kemeja batik", "Karton lipat"),
    ("produk.panduan_url", "tautan panduan", "link to the guide", "https://tokosari.example/panduan/batik"),
    ("produk.masa_pakai_hari", "lama pakai (hari)", "days it lasts", "30", "60"),
    ("produk.perkiraan_habis", "perkiraan habis", "expected to run out", "14 Oktober 2026"),
    ("pelengkap.nama", "produk pelengkap", "companion product", "Sabun lerak", "Selotip karton"),
    (
        "pelengkap.alasan",
        "mengapa cocok",
        "why it fits",
        "warna batik lebih awet",
        "lebih rapat saat dikirim",
    ),
    ("pelengkap.tautan", "tautan pelengkap", "link to the companion", "https://tokosari.example/lerak"),
    ("langganan.paket", "paket langganan", "plan", "Paket Keluarga", "Paket Kantor 25 pengguna"),
    ("langganan.berakhir", "akhir periode", "end of the period", "31 Oktober 2026"),
    ("langganan.tenggang", "akhir masa tenggang", "end of grace", "7 November 2026"),
    (
        "langganan.tautan",
        "tautan langganan",
        "link to the subscription",
        "https://tokosari.example/langganan",
    ),
    ("tagihan.nomor", "nomor tagihan", "invoice number", "INV-0912", "INV-1204"),
    ("tagihan.jumlah", "nilai tagihan", "value of the invoice", "Rp450.000", "Rp18.900.000"),
    ("tagihan.jatuh_tempo", "jatuh tempo", "due date", "28 September 2026"),
    ("tagihan.tautan", "tautan tagihan", "link to the invoice", "https://tokosari.example/tagihan/0912"),
    ("promo.isi", "isi promosi", "the offer", "potongan 10%"),
    ("promo.kode", "kode promosi", "promotion code", "KEMBALI10"),
    ("promo.berlaku_sampai", "hari terakhir promosi", "last day of the promotion", "31 Desember 2026"),
    ("promo.tautan", "tautan syarat", "link to the terms", "https://tokosari.example/syarat"),
    ("survei.tautan", "tautan survei", "link to the survey", "https://tokosari.example/survei"),
    ("survei.ditutup", "hari survei ditutup", "day the survey closes", "28 September 2026"),
    ("ulasan.tautan", "tautan ulasan", "link to review", "https://tokosari.example/ulasan"),
    ("fitur.nama", "nama fitur", "name of the feature", "pengaturan jadwal otomatis"),
    ("fitur.manfaat", "manfaat fitur", "what it is good for", "menghemat waktu setiap pagi"),
    ("fitur.tautan", "tautan fitur", "link to the feature", "https://tokosari.example/fitur"),
    ("fitur.tanggal_rilis", "tanggal rilis", "day of release", "1 Oktober 2026"),
    ("retur.nomor", "nomor retur", "return number", "R-031"),
    ("retur.status", "status retur", "status of the return", "diterima gudang"),
    ("retur.langkah", "langkah berikutnya", "what comes next", "pemeriksaan barang"),
    ("retur.perkiraan", "perkiraan selesai", "when it is expected to be done", "21 September 2026"),
    ("tiket.nomor", "nomor tiket", "ticket number", "T-218"),
    (
        "tiket.ringkas",
        "isi tiket singkat",
        "the ticket in short",
        "kancing yang lepas",
        "selisih jumlah karton",
    ),
    (
        "kabar.isi",
        "isi kabar yang ditulis tim",
        "the news that the team writes",
        "Paketnya tiba dua hari lebih lambat.",
    ),
)

VARIABLES: Mapping[str, Variable] = MappingProxyType(
    {path: Variable(Words(label, english), *samples) for path, label, english, *samples in ROWS}
)


def nested(path: str, value: Any) -> dict[str, Any]:
    """`{"pesanan": {"nomor": value}}`."""
    *outer, last = path.split(".")
    found: dict[str, Any] = {last: value}
    for name in reversed(outer):
        found = {name: found}
    return found


def samples(segment: str) -> dict[str, Any]:
    """What a preview fills a text with, for a private customer or a company."""
    found: dict[str, Any] = {}
    for path, variable in VARIABLES.items():
        group, told = path.split(".")[0], nested(path, variable.sample_of(segment))
        found = found | {group: {**found.get(group, {}), **told[group]} if "." in path else told[group]}
    return found
