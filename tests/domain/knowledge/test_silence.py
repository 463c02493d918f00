"""What the articles do not say of the thing that is asked about is not answered; what they say of its kind is."""

import pytest

from sapa.domain.knowledge.answering import answer
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.types import Article

INDEX = Index.of(
    [
        Article(
            "sewa",
            "Sewa",
            "Ayunan dan sepeda dapat disewa. Sewa sepeda Rp80.000 per hari, wajib menunjukkan KTP.",
        ),
        Article("hewan", "Hewan", "Hewan peliharaan tidak diperbolehkan di kamar."),
        Article("garansi", "Garansi", "Earbud bergaransi 12 bulan. Kabel bergaransi 3 bulan."),
        Article(
            "ongkir",
            "Ongkir",
            "Ongkos kirim ke Jakarta Rp12.000. Kota lain di Jawa mendapat potongan Rp5.000.",
        ),
        Article(
            "kirim", "Pengiriman", "Lampu dikirim dengan JNE setiap hari. Lampu Ratri memakai bohlam 40 watt."
        ),
        Article("ukuran", "Ukuran kaos", "Kaos ukuran S panjang 65 cm, ukuran M panjang 68 cm."),
        Article("bayar", "Pembayaran", "Bayar dengan transfer BCA atau OVO. Dana kembali dalam 3 hari."),
        Article(
            "skuter",
            "Skuter Laju",
            "Skuter Laju X menempuh 40 km per jam. Jok setinggi 60 cm. Garansi rangka 2 tahun.",
        ),
        Article("helm", "Helm Arka", "Helm Arka tersedia dalam warna hitam dan putih."),
        Article(
            "voucher", "Voucher", "Voucher RIMBA memberi potongan 10 persen untuk belanja minimal Rp300.000."
        ),
        Article("kaktus", "Kaktus", "Kaktus disiram 10 hari sekali pada pagi hari."),
    ]
)


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("sewa sepeda sehari berapa", "sewa"),
        ("boleh bawa anjing ke kamar ga", "hewan"),
        ("garansi earbud pirang sasi", "garansi"),
        ("ongkir ke jakarta brp", "ongkir"),
        ("how often should I water a cactus", "kaktus"),
        ("kaktus disirem isuk atawa sonten?", "kaktus"),
        ("skuter laju joknya tingginya berapa", "skuter"),
        ("helm arka warnanya apa aja", "helm"),
        ("voucher rimba minimal belanja berapa", "voucher"),
        ("kaos ukuran M panjangnya brp cm", "ukuran"),
    ],
)
def test_what_is_told_of_the_thing_is_answered(question: str, cited: str) -> None:
    assert answer(question, INDEX).cites == (cited,)


OF_SOMETHING_ELSE = (
    "garansi lampu berapa bulan",
    "ongkir ke ambon berapa",
    "kaos ukuran XL panjangnya berapa",
    "bisa bayar pake dana?",
    "nomor telepon kurirnya berapa",
    "ada kolam renang ga",
    "garansi helm berapa tahun",
    "skuter laju bisa dilipat?",
    "skuter laju lebarnya berapa",
    "skuter laju ngecasnya berapa jam",
    "skuter laju warnanya apa",
    "helm arka harganya berapa",
    "siapa yang menjahit helmnya",
    "helm arka buatan mana",
    "bisa kirim instan ga",
    "siapa nama pemilik tokonya",
)
LET_PASS = 3


def test_what_is_told_of_something_else_is_mostly_not_told() -> None:
    """A chance that was learnt keeps no single question out for certain."""
    told = [question for question in OF_SOMETHING_ELSE if not answer(question, INDEX).refused]
    assert len(told) <= LET_PASS, told
