"""Why a follow-up was not planned or is no longer wanted, beside the policy's own codes."""

REASONS = {
    "disabled": ("Resep ini tidak diaktifkan", "This recipe is switched off"),
    "settings_missing": ("Isian resep belum lengkap", "The recipe's settings are incomplete"),
    "window_passed": ("Waktunya sudah lewat", "Its time had already passed"),
    "cod": ("Bayar di tempat", "Paid on delivery"),
    "already_paid": ("Pesanan sudah dibayar", "The order is paid"),
    "already_shipped": ("Pesanan sudah dikirim", "The order is already shipped"),
    "order_over": ("Pesanan dibatalkan atau berakhir", "The order was cancelled or has ended"),
    "payment_window_over": ("Batas pembayaran sudah lewat", "The time to pay is over"),
    "deadline_too_close": (
        "Batas pembayaran terlalu dekat untuk pengingat kedua",
        "The deadline is too close for a second reminder",
    ),
    "step_off": ("Langkah ini tidak diaktifkan", "This step is switched off"),
    "step_one_not_sent": ("Pengingat pertama tidak terkirim", "The first reminder was not sent"),
    "step_one_too_recent": ("Pengingat pertama baru saja dikirim", "The first reminder is too recent"),
    "newest_order_wins": (
        "Pengingat untuk pesanan yang lebih baru didahulukan",
        "A reminder for a newer order goes first",
    ),
    "below_minimum": ("Nilai pesanan di bawah batas resep", "The order is below the recipe's minimum"),
    "more_valuable_order": (
        "Pesanan lain yang lebih bernilai ditanyakan lebih dulu",
        "A more valuable order is asked about instead",
    ),
    "already_asked": ("Sudah ditanyakan untuk pesanan ini", "Already asked about this order"),
    "delivery_confirmed": ("Kurir sudah mengabari barang tiba", "The courier has confirmed the delivery"),
    "no_estimate": ("Perkiraan tiba tidak diketahui", "The estimated arrival is not known"),
    "never_paid": ("Belum pernah ada pesanan yang dibayar", "No order was ever paid"),
    "bought_again": ("Pelanggan sudah membeli lagi", "The customer has bought again"),
    "active_subscription": ("Pelanggan masih berlangganan", "The customer has an active subscription"),
    "last_rating_bad": (
        "Nilai terakhirnya rendah; minta maaf oleh orang, bukan promosi",
        "Their last rating was low; a person should apologise, no promotion",
    ),
    "condition_not_met": ("Syarat alur tidak terpenuhi", "A condition of the journey is not met"),
    "time_unknown": ("Waktunya tidak dapat dihitung", "Its time cannot be worked out"),
    "previous_not_sent": ("Pesan sebelumnya tidak terkirim", "The message before was not sent"),
    "previous_too_recent": ("Pesan sebelumnya baru saja dikirim", "The message before is too recent"),
    "not_triggered": (
        "Alur ini tidak dipicu oleh kejadian itu",
        "The journey is not triggered by this event",
    ),
    "subject_unknown": ("Tidak jelas ini tentang apa", "It is not known what this is about"),
    "once_only": (
        "Alur ini hanya sekali untuk setiap pelanggan",
        "This journey is once only for each customer",
    ),
    "too_soon_again": ("Belum waktunya mengulang alur ini", "It is too soon to repeat this journey"),
    "promo_over": ("Promonya sudah berakhir", "The promotion has ended"),
}


def reason_wording(code: str, language: str = "id") -> str:
    return REASONS[code][0 if language.startswith("id") else 1]
