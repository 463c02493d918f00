"""The parcel arrived, or should have."""

from types import MappingProxyType

from sapa.domain.recipes.types import Recipe, Step

CEK_SETELAH_TIBA = Recipe(
    id="cek_setelah_tiba",
    name="Cek setelah barang diterima",
    triggers=("shipment.delivered", "delivery.presumed"),
    klass="care",
    category="utility",
    priority=40,
    exits=("replied", "ticket_opened", "returned", "rated"),
    recipe_cap=MappingProxyType({"max": 1, "days": 14}),
    settings=MappingProxyType({"min_total": 0}),
    enabled_by_default=True,
    response_hours=48,
    steps=(
        Step(
            id="1",
            name="Setelah diterima",
            b2c="Halo {{ panggilan }}, menurut kurir pesanan {{ pesanan.nomor }} ({{ pesanan.barang }}) "
            "sudah diterima pada {{ kirim.tanggal_tiba }}. Apakah isinya lengkap dan sesuai "
            "harapan? Balas 1 kalau sesuai, atau 2 kalau ada yang kurang supaya tim {{ toko }} "
            "langsung bantu.",
            b2b="Yth. {{ panggilan }}, kiriman untuk pesanan {{ pesanan.nomor }} tercatat diterima pada "
            "{{ kirim.tanggal_tiba }}. Mohon konfirmasi apakah jumlah dan spesifikasinya sesuai "
            "surat jalan. Bila ada selisih atau kerusakan, balas pesan ini dan tim {{ toko }} "
            "menindaklanjuti pada hari kerja yang sama.",
        ),
        Step(
            id="presumed",
            name="Tanpa kabar dari kurir",
            b2c="Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} ({{ pesanan.barang }}) dari {{ toko "
            "}} diperkirakan tiba {{ kirim.perkiraan_tiba }}, tetapi kurir belum mengabari kami. "
            "Apakah paketnya sudah diterima? Balas 1 kalau sudah dan sesuai, atau 2 kalau belum "
            "sampai atau ada yang kurang supaya kami telusuri.",
            b2b="Yth. {{ panggilan }}, kiriman untuk pesanan {{ pesanan.nomor }} dari {{ toko }} "
            "diperkirakan tiba {{ kirim.perkiraan_tiba }}, namun kami belum menerima konfirmasi "
            "dari kurir. Mohon kabari apakah barang sudah diterima lengkap. Bila belum, kami "
            "menelusurinya pada hari kerja yang sama.",
        ),
    ),
)
