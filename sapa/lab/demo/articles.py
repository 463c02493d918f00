"""A dozen articles of Toko Sari, so that its assistant has something to answer from."""

from datetime import datetime

from sapa.assistant.services.articles import Draft, add_articles

ARTICLES = (
    Draft(
        "Pengembalian dan penukaran barang",
        "Barang dapat dikembalikan atau ditukar dalam 7 hari setelah diterima. "
        "Kemasan dan labelnya harus masih ada.\n\n"
        "- Biji kopi yang sudah dibuka tidak dapat dikembalikan.\n"
        "- Ongkos kirim balik ditanggung pembeli bila alasannya berubah pikiran.\n"
        "- Bila kesalahan ada pada kami, ongkos kirim balik kami yang bayar.\n\n"
        "Ajukan di obrolan ini dengan nomor pesanan.",
    ),
    Draft(
        "Pengembalian dana",
        "Dana dikembalikan ke cara bayar yang sama setelah barang kami periksa. Pemeriksaan paling lama 2 hari kerja. "
        "Dompet digital dan QRIS kembali dalam 1 hari kerja, rekening bank 3 sampai 5 hari kerja.",
    ),
    Draft(
        "Barang rusak, kurang, atau salah kirim",
        "Beri tahu kami dalam 3 hari setelah paket diterima. Sertakan foto barang dan foto label alamat. "
        "Barang diganti baru atau dana dikembalikan, silakan pilih. "
        "Barang yang kurang kami susulkan dalam 2 hari kerja.",
    ),
    Draft(
        "Cara membayar",
        "Kami menerima QRIS, GoPay, OVO, transfer BCA dan Mandiri, serta kartu kredit. Tagihan berlaku 24 jam. "
        "Pembayaran terbaca otomatis dalam 15 menit. Kami tidak pernah meminta kode OTP.",
    ),
    Draft(
        "Bayar di tempat (COD)",
        "COD tersedia untuk Jabodetabek dengan belanja paling banyak Rp500.000. Biaya layanan COD Rp5.000. "
        "Paket dibayar sebelum dibuka.",
    ),
    Draft(
        "Pengiriman",
        "Pesanan yang dibayar sebelum pukul 15.00 dikirim pada hari yang sama, Senin sampai Sabtu. "
        "Kurir kami JNE, SiCepat, dan AnterAja. Jabodetabek 1 sampai 2 hari, kota lain di Jawa 2 sampai 3 hari, "
        "luar Jawa 3 sampai 7 hari.",
    ),
    Draft(
        "Gratis ongkos kirim",
        "Gratis ongkos kirim sampai Rp15.000 untuk belanja mulai Rp200.000 ke seluruh Jawa. "
        "Potongannya terpasang sendiri saat membayar.",
    ),
    Draft(
        "Mengubah atau membatalkan pesanan",
        "Alamat dan isi pesanan dapat diubah selama paket belum diserahkan ke kurir. "
        "Pesanan yang belum dibayar dapat dibatalkan kapan saja. Pesanan yang sudah dikirim tidak dapat dibatalkan, "
        "tetapi dapat diajukan sebagai pengembalian.",
    ),
    Draft(
        "Menyimpan biji kopi",
        "Simpan biji kopi di kemasan aslinya, di tempat sejuk dan gelap, jangan di kulkas. "
        "Paling enak diminum 7 sampai 30 hari setelah tanggal sangrai. "
        "Kopi yang sudah digiling sebaiknya habis dalam 10 hari.",
    ),
    Draft(
        "Menyeduh dengan saringan V60",
        "Pakai 15 gram kopi untuk 225 gram air bersuhu 92 derajat. Bilas kertas saring lebih dulu. "
        "Tuang 40 gram air, tunggu 30 detik, lalu lanjutkan perlahan. Seluruh seduhan selesai kira-kira 3 menit.",
    ),
    Draft(
        "Garansi",
        "Gilingan kopi bergaransi 12 bulan untuk mesin dan pisau. Saringan keramik dan cangkir tidak bergaransi. "
        "Klaim dengan nomor pesanan dan video gejalanya; pemeriksaan paling lama 5 hari kerja.",
    ),
    Draft(
        "Toko dan jam layanan",
        "Toko kami ada di Tebet, Jakarta Selatan, buka setiap hari pukul 09.00 sampai 20.00 WIB. "
        "Pesanan daring dapat diambil di toko 2 jam setelah dibayar dengan menunjukkan nomor pesanan.",
    ),
    Draft(
        "Batas kelonggaran untuk tim",
        "Retur yang terlambat sampai 3 hari boleh diterima bila pelanggan sudah belanja lebih dari dua kali. "
        "Di atas itu tanyakan kepada Bu Sari.",
        internal=True,
    ),
)


def write_articles(*, now: datetime) -> None:
    add_articles(drafts=ARTICLES, now=now)
