"""Chat as people type it, to standard words."""

import pytest

from sapa.domain.understanding import normalise, stem, words_of
from sapa.domain.understanding.chat_words import chat_words
from sapa.domain.understanding.features import said_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brg2nya blm nyampeee min!!", "barang-barangnya belum sampai admin!!"),
        ("pktnya mana kak", "paketnya mana kakak"),
        ("ga bs dibuka", "tidak bisa dibuka"),
        ("gak papa kok", "tidak apa-apa kok"),
        ("udh tf td pagi", "sudah transfer tadi pagi"),
        ("KAPAN DIKIRIM???", "kapan dikirim???"),
        ("lamaaaa bgttt", "lama banget"),
        ("maaaaf", "maaf"),
        ("kakkk", "kakak"),
        ("iyaaa siaap", "ya siap"),
        ("sangat goood", "sangat good"),
        ("please helppp", "tolong help"),
        ("kira2 kpn ya", "kira-kira kapan ya"),
        ("masing2", "masing-masing"),
        ("5hr blm dtg", "5 hari belum datang"),
        ("no resi brp", "nomor resi berapa"),
        ("500 g aja", "500 g saja"),
        ("ttp ga jadi", "tetap tidak jadi"),
        ("ttp jam brp", "tutup jam berapa"),
        ("gmn cr bayarnya", "bagaimana cara bayarnya"),
        ("wkwkwkwk", "haha"),
        ("matur nuwun nggih", "terima kasih ya"),
        ("hatur nuhun pisan", "terima kasih sekali"),
        ("teu acan dugi", "belum sampai"),
        ("durung teka", "belum datang"),
        ("pinten regane", "berapa harganya"),
        ("piye iki mas", "bagaimana ini mas"),
        ("kumaha ieu teh", "bagaimana ini teh"),
        ("ora iso mbayar", "tidak bisa bayar"),
        ("ﬁlter ＯＬＩ", "filter oli"),
        ("pa\u200bket\u00ad", "paket"),
        ("ga/gak tau", "tidak/tidak tahu"),
        ("  \n\t ", ""),
        ("👍🏽", "👍🏽"),
    ],
)
def test_chat_becomes_standard_words(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    "written",
    [
        "inv/2026/09/1041",
        "sari-1041",
        "230911abc",
        "jp1234567890",
        "1.250.000",
        "250rb",
        "1,5jt",
        "081234567890",
        "dewi@toko.com",
        "https://toko.test/yg?x=brg2",
        "www.toko.test/ga",
        "rt02/rw03",
        "blok2",
        "3x24",
        "9/10",
    ],
)
def test_numbers_references_and_addresses_stay_as_they_are(written: str) -> None:
    assert normalise(f"ini {written}") == f"ini {written}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kapan?min,paket inv/2026/09/1041.", ("kapan", "min", "paket", "inv/2026/09/1041")),
        ("rp 1.250.000, 250rb", ("rp", "1.250.000", "250rb")),
        ("barang-barangnya rusak!!", ("barang-barangnya", "rusak")),
        ("tidak/tidak ...", ("tidak", "tidak")),
        ("😡😡", ()),
        ("", ()),
    ],
)
def test_words_are_whole(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    "forms",
    [
        "kirim mengirim pengiriman dikirim kiriman kirimkan kirimin",
        "pesan memesan pesanan dipesan pemesanan",
        "tukar menukar penukaran ditukar tukarkan",
        "bayar membayar pembayaran dibayar bayarnya",
        "batal membatalkan pembatalan batalkan dibatalkan",
        "ubah mengubah diubah perubahan",
        "ganti mengganti penggantian diganti gantikan",
        "rusak kerusakan merusak",
        "pakai memakai pemakaian dipakai",
        "panjang memperpanjang perpanjangan diperpanjang",
        "lambat terlambat keterlambatan",
        "rawat merawat perawatan dirawat",
        "hubungi menghubungi dihubungi",
        "langganan berlangganan pelanggan",
        "cuci mencuci dicuci cucian",
        "barang-barang barangnya barang",
    ],
)
def test_forms_of_one_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("beli", "belum"), ("pesan", "pakai"), ("kirim", "kurir"), ("bulan", "bukan")]
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["inv/2026", "250rb", "ñandú", "", "s"])
def test_what_is_no_plain_word_stays(word: str) -> None:
    assert stem(word) == word


def test_no_meaning_of_the_dictionary_is_a_chat_word_itself() -> None:
    assert not [short for short, standard in chat_words().items() if standard in chat_words()]
    assert all(short == short.lower().strip() and standard for short, standard in chat_words().items())


@pytest.mark.parametrize("piece", ["a", "brg2 ", "aa ", "1", "@", "a.b", "a-", "ga ", "😡", "\u0301", "ھ"])
def test_twenty_thousand_characters_are_read(piece: str) -> None:
    assert isinstance(normalise(piece * (20_000 // len(piece))), str)


@pytest.mark.parametrize(
    "word",
    [
        "sekolah",
        "kalah",
        "hack",
        "item",
        "hub",
        "asap",
        "krim malam",
        "watt",
        "shopee",
        "bri",
        "stopkontak",
        "rak",
    ],
)
def test_words_that_only_look_like_chat_stay(word: str) -> None:
    assert normalise(word) == word


def test_whoever_knocks_thanks_nobody() -> None:
    assert said_of("kulo nuwun mas") == "permisi mas"
