"""An order was placed and waits for its payment."""

from types import MappingProxyType

from sapa.domain.recipes.types import Recipe, Step

CHECKOUT_BELUM_BAYAR = Recipe(
    id="checkout_belum_bayar",
    name="Checkout belum dibayar",
    triggers=("order.placed",),
    klass="reminder",
    category="utility",
    priority=20,
    exits=("paid", "cancelled", "replied"),
    settings=MappingProxyType({"second_step": False}),
    enabled_by_default=True,
    response_hours=24,
    steps=(
        Step(
            id="1",
            name="Pengingat pertama",
            b2c="Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} di {{ toko }} ({{ pesanan.barang }}) "
            "sudah kami simpan dan menunggu pembayaran {{ pesanan.total }} sampai {{ "
            "pesanan.batas_bayar }}. Bayar lewat {{ pesanan.tautan_bayar }} kapan saja sebelum itu. "
            "Ada kendala atau ingin mengubah isi pesanan? Balas saja pesan ini.",
            b2b="Yth. {{ panggilan }}, pesanan {{ pesanan.nomor }} atas nama {{ perusahaan }} di {{ "
            "toko }} telah kami catat dan menunggu pembayaran {{ pesanan.total }} hingga {{ "
            "pesanan.batas_bayar }}. Bila diperlukan invoice resmi, faktur pajak, atau perubahan "
            "jumlah sebelum pembayaran, silakan balas pesan ini.",
        ),
        Step(
            id="2",
            name="Sebelum ditutup",
            b2c="Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} di {{ toko }} akan ditutup otomatis "
            "pada {{ pesanan.batas_bayar }} bila belum dibayar. Kalau memang tidak jadi, tidak "
            "apa-apa dan tidak perlu melakukan apa pun. Kalau masih ingin lanjut tetapi terkendala, "
            "ceritakan lewat chat ini.",
            b2b="Yth. {{ panggilan }}, pesanan {{ pesanan.nomor }} untuk {{ perusahaan }} akan kami "
            "tutup pada {{ pesanan.batas_bayar }} bila pembayaran belum tercatat. Bila proses "
            "internal memerlukan waktu tambahan, mohon balas pesan ini agar {{ toko }} dapat "
            "memperpanjang pencadangan barangnya.",
        ),
    ),
)
