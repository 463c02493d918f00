"""A customer has not bought for a long time."""

from types import MappingProxyType

from sapa.domain.recipes.types import Recipe, Step

KANGEN_PELANGGAN = Recipe(
    id="kangen_pelanggan",
    name="Pelanggan tidak aktif 3 bulan (win-back)",
    triggers=("customer.dormant",),
    klass="promo",
    category="marketing",
    priority=80,
    exits=("order_placed", "replied"),
    recipe_cap=MappingProxyType({"max": 1, "days": 30}),
    settings=MappingProxyType({"days": (90, 120, 180)}),
    required=("promo.isi", "promo.kode", "promo.berlaku_sampai"),
    steps=(
        Step(
            id="1",
            name="Setelah tiga bulan",
            b2c="Halo {{ panggilan }}, sudah sekitar tiga bulan sejak {{ produk.nama }} dipesan di {{ "
            "toko }}. Kalau waktu itu ada yang kurang pas, kami ingin mendengarnya. Bila ingin "
            "mampir lagi, ada {{ promo.isi }} dengan kode {{ promo.kode }} yang berlaku sampai {{ "
            "promo.berlaku_sampai }}. Balas BERHENTI bila tidak ingin menerima info promo.",
            b2b="Yth. {{ panggilan }}, pesanan terakhir {{ perusahaan }} di {{ toko }} tercatat pada {{ "
            "pesanan.tanggal }}. Kami ingin menanyakan apakah kebutuhan {{ produk.nama }} masih ada "
            "atau sudah berubah. Bila relevan, tersedia {{ promo.isi }} sampai {{ "
            "promo.berlaku_sampai }}. Balas BERHENTI bila tidak ingin menerima informasi serupa.",
        ),
        Step(
            id="2",
            name="Setelah empat bulan",
            b2c="Halo {{ panggilan }}, kami dari {{ toko }}. Pesanan terakhir yang kami catat adalah {{ "
            "produk.nama }} pada {{ pesanan.tanggal }}, semoga semuanya cocok. Kalau sedang mencari "
            "sesuatu, ada {{ promo.isi }} dengan kode {{ promo.kode }} yang berlaku sampai {{ "
            "promo.berlaku_sampai }}. Balas BERHENTI bila tidak ingin menerima info promo.",
            b2b="Yth. {{ panggilan }}, {{ toko }} menyapa kembali setelah pesanan {{ perusahaan }} pada "
            "{{ pesanan.tanggal }}. Bila ada kebutuhan baru atau spesifikasi {{ produk.nama }} yang "
            "berubah, kami siap menyiapkan penawarannya, termasuk {{ promo.isi }} sampai {{ "
            "promo.berlaku_sampai }}. Balas BERHENTI bila tidak ingin menerima informasi serupa.",
        ),
        Step(
            id="3",
            name="Setelah enam bulan",
            b2c="Halo {{ panggilan }}, sudah setengah tahun sejak {{ produk.nama }} dipesan di {{ toko "
            "}}, jadi ini sapaan terakhir kami untuk sementara. Kalau suatu hari perlu lagi, ada {{ "
            "promo.isi }} dengan kode {{ promo.kode }} sampai {{ promo.berlaku_sampai }}, dan chat "
            "ini selalu terbuka. Balas BERHENTI bila tidak ingin menerima info promo.",
            b2b="Yth. {{ panggilan }}, karena pesanan terakhir {{ perusahaan }} di {{ toko }} sudah "
            "sejak {{ pesanan.tanggal }}, untuk sementara kami tidak akan mengingatkan lagi. Bila "
            "kebutuhan {{ produk.nama }} muncul kembali, tersedia {{ promo.isi }} sampai {{ "
            "promo.berlaku_sampai }}. Balas BERHENTI bila tidak ingin menerima informasi serupa.",
        ),
    ),
)
