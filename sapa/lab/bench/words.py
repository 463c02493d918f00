"""Words that the rows of benchmarks are made of: names as people have them, and what is said in shops."""

from sapa.lab.bench.rows import dice

FIRST = """Agus Siti Budi Dewi Muhammad Nur Sri Rini Made Wayan Ketut Komang Putu Ahmad Andi Dian Eko Fitri Hendra Indah
Joko Kartika Lestari Maya Nanda Oktavia Putri Ratna Sari Teguh Umi Vina Wahyu Yanti Zainal Arif Bayu Citra Dimas
Endang Fajar Gita Hari Intan Jihan Kiki Lina Mega Novi Oki Prima Rangga Sinta Tri Ujang Vera Winda Yusuf Yosef
Anisa"""
LAST = """Anggraini Wirawan Wanggai Kusuma Rahma Salim Hartono Pratama Wijaya Santoso Lestari Nugroho Saputra Utami
Hidayat Permana Setiawan Kurniawan Maharani Siregar Nasution Simatupang Hutapea Tampubolon Sitorus Harahap Lubis
Wulandari Purnomo Gunawan Halim Tanuwijaya Susanto Firmansyah Ramadhan Maulana Syahputra Handayani Rahayu
Suryani Puspita Andriani Widodo Prasetyo Mahendra Sudirman Suhendra Mandala Papare Rumbiak"""
SAID = """kak min halo mohon tolong pesanan saya belum sampai sudah kapan dikirim barang rusak ukuran warna bisa tukar
retur uang kembali resi nomor cek dong makasih banyak bagus sekali cepat lama kurir alamat salah rumah kantor
diskon ongkir gratis stok habis ready ada lagi beli dua tiga hitam putih merah biru botol kotak paket gelas
piring sepatu kaos jaket celana mukena gamis kerudung panci blender rak lemari kipas lampu charger kabel baterai
minyak sabun sampo parfum serum krim masker vitamin susu popok mainan boneka buku pensil tas dompet jam cincin"""
# Every number of customers is another number of eight digits, and neighbours look nothing alike.
PHONE = "'+62812' || lpad(((i * 48271 + 11) %% 99999989)::text, 8, '0')"


def word(listed: str, number: int) -> str:
    """A word of these, the first ones far more often than the last."""
    words = listed.split()
    array = "ARRAY[" + ",".join(f"'{word}'" for word in words) + "]"
    share = f"({dice(number, 1000)} * {dice(number + 50, 1000)})"
    return f"({array})[1 + {share} * {len(words)} / 1000000]"
