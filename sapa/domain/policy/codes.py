"""Every reason code with its wording in both languages (`domain.md` §2.10, `decisions.md` 24 and 32).

Codes never change; wordings may. `docs/reasons.md` lists the same table and a test compares them.
"""

from dataclasses import dataclass

from sapa.domain.journeys.reasons import REASONS as JOURNEY_REASONS


@dataclass(frozen=True, slots=True)
class Reason:
    """`kind` wait | drop | info | hold; `indonesian` and `english` are what a screen shows."""

    code: str
    kind: str
    indonesian: str
    english: str

    def wording(self, language: str) -> str:
        return self.indonesian if language.startswith("id") else self.english


TIME_RULES = (
    Reason("not_due", "wait", "Belum waktunya", "Not due yet"),
    Reason(
        "yield_higher",
        "wait",
        "Memberi jalan pesan yang lebih penting",
        "Yielding to a more important message",
    ),
    Reason("open_ticket", "wait", "Masih ada keluhan/tiket terbuka", "An open ticket or complaint"),
    Reason("ticket_cooldown", "wait", "Jeda setelah keluhan selesai", "Cooling down after a complaint"),
    Reason("min_gap", "wait", "Terlalu dekat dengan kontak terakhir", "Too soon after the last contact"),
    Reason("recent_inbound", "wait", "Pelanggan baru saja menulis", "The customer wrote recently"),
    Reason(
        "backoff",
        "wait",
        "Pesan sebelumnya belum dibalas, diberi jeda",
        "Previous message unanswered, spacing out",
    ),
    Reason("cap_nudge_day", "wait", "Batas pesan harian tercapai", "Daily message limit reached"),
    Reason("cap_nudge_week", "wait", "Batas pesan 7 hari tercapai", "7-day message limit reached"),
    Reason("cap_nudge_month", "wait", "Batas pesan 30 hari tercapai", "30-day message limit reached"),
    Reason("cap_promo_week", "wait", "Batas promo 7 hari tercapai", "7-day promo limit reached"),
    Reason("cap_promo_month", "wait", "Batas promo 30 hari tercapai", "30-day promo limit reached"),
    Reason(
        "wa_user_limit",
        "wait",
        "WhatsApp membatasi pesan promosi ke nomor ini",
        "WhatsApp is limiting marketing to this number",
    ),
    Reason("quiet_hours", "wait", "Jam istirahat pelanggan", "Customer's quiet hours"),
    Reason("b2b_hours", "wait", "Di luar jam kerja", "Outside business hours"),
    Reason("busy_hours", "wait", "Jam sibuk pelanggan", "Customer's busy hours"),
    Reason("collection_hours", "wait", "Di luar jam penagihan", "Outside the hours for collecting payments"),
    Reason("ramadan_iftar", "wait", "Waktu berbuka puasa", "Iftar pause"),
    Reason("friday_prayer", "wait", "Waktu salat Jumat", "Friday prayer pause"),
    Reason("weekend", "wait", "Akhir pekan", "Weekend"),
    Reason("holiday_national", "wait", "Libur nasional", "Public holiday"),
    Reason("holiday_cuti_bersama", "wait", "Cuti bersama", "Collective leave day"),
    Reason("lebaran_pause", "wait", "Jeda Lebaran", "Lebaran pause"),
)

FINAL_CHECKS = (
    Reason("cancelled", "drop", "Dibatalkan", "Cancelled"),
    Reason("superseded", "drop", "Diganti kabar yang lebih baru", "Replaced by a newer status"),
    Reason("opted_out_all", "drop", "Tidak mau dihubungi", "Opted out of everything"),
    Reason("opted_out_follow_up", "drop", "Tidak mau tindak lanjut", "Opted out of follow-ups"),
    Reason("opted_out_promo", "drop", "Tidak mau promo", "Opted out of promos"),
    Reason("no_consent", "drop", "Belum ada izin promosi", "No recorded consent for promotions"),
    Reason("exit_replied", "drop", "Pelanggan sudah membalas", "The customer already replied"),
    Reason("exit_order_placed", "drop", "Pelanggan sudah memesan", "The customer already ordered"),
    Reason("exit_paid", "drop", "Pelanggan sudah membayar", "The customer already paid"),
    Reason("exit_cancelled", "drop", "Pesanan atau langganan dibatalkan", "The order or plan was cancelled"),
    Reason("exit_returned", "drop", "Barang diretur", "The goods are being returned"),
    Reason("exit_renewed", "drop", "Pelanggan sudah memperpanjang", "The customer already renewed"),
    Reason("exit_plan_changed", "drop", "Paket langganan sudah diubah", "The plan was already changed"),
    Reason("exit_disputed", "drop", "Tagihan sedang disanggah", "The invoice is disputed"),
    Reason("exit_ticket_opened", "drop", "Pelanggan membuka tiket", "The customer opened a ticket"),
    Reason("exit_ticket_reopened", "drop", "Tiket dibuka kembali", "The ticket was reopened"),
    Reason("exit_rated", "drop", "Pelanggan sudah memberi nilai", "The customer already rated"),
    Reason("exit_nps_answered", "drop", "Pelanggan sudah menjawab NPS", "The customer already answered NPS"),
    Reason(
        "exit_survey_answered",
        "drop",
        "Pelanggan sudah mengisi survei",
        "The customer already answered the survey",
    ),
    Reason("exit_survey_closed", "drop", "Survei sudah ditutup", "The survey is closed"),
    Reason("exit_review_given", "drop", "Pelanggan sudah memberi ulasan", "The customer already reviewed"),
    Reason("exit_feature_used", "drop", "Pelanggan sudah memakai fiturnya", "The customer already uses it"),
    Reason(
        "exit_agent_followed_up",
        "drop",
        "Agen sudah menindaklanjuti",
        "An agent already followed up",
    ),
    Reason("unresponsive", "drop", "Berkali-kali tidak dibalas", "Repeatedly unanswered"),
    Reason("recipe_cap", "drop", "Resep ini sudah pernah dikirim", "This recipe was sent recently"),
    Reason("no_channel", "drop", "Tidak ada saluran yang bisa dipakai", "No usable channel"),
    Reason("expired", "drop", "Sudah tidak berguna", "No longer useful"),
    Reason(
        "expires_before_slot",
        "drop",
        "Waktu kirim berikutnya sudah terlambat",
        "The next slot would be too late",
    ),
)

NOTES = (
    Reason("exempt_reply", "info", "Balasan langsung", "Immediate reply"),
    Reason("exempt_notice", "info", "Kabar transaksi langsung", "Transactional notice"),
    Reason("urgent_override", "info", "Dikirim karena mendesak", "Sent as urgent"),
    Reason(
        "consent_override",
        "info",
        "Dikirim karena pelanggan setuju",
        "Sent by the customer's agreement",
    ),
)

DELIVERY_HOLDS = (
    Reason("guard_blocked", "hold", "Isi pesan ditahan penjaga", "The message guard holds the text"),
    Reason("variable_missing", "hold", "Ada isian yang kosong", "A variable has no value"),
    Reason("not_decided", "hold", "Belum bisa diputuskan, dicoba lagi", "Could not be decided, tried again"),
    Reason("budget_stop", "hold", "Anggaran pesan habis", "The message budget is used up"),
    Reason(
        "replies_first",
        "hold",
        "Balasan pelanggan didahulukan",
        "Replies to customers go first",
    ),
    Reason("number_resting", "hold", "Nomor beristirahat dari penawaran", "The number rests from offers"),
    Reason("channel_stopped", "hold", "Saluran sedang dihentikan", "The channel is stopped"),
    Reason("talk_elsewhere", "hold", "Agen Meta sedang menjawab pelanggan", "Meta's agent is answering"),
    Reason(
        "portfolio_full",
        "hold",
        "Batas penerima 24 jam dari WhatsApp tercapai",
        "WhatsApp's limit of customers in 24 hours is reached",
    ),
    Reason(
        "not_delivered", "hold", "Pesan tidak sampai ke pelanggan", "The message did not reach the customer"
    ),
    Reason("template_paused", "hold", "Template sedang dijeda WhatsApp", "WhatsApp has paused the template"),
    Reason(
        "category_changed",
        "hold",
        "Kategori template berubah, menunggu keputusan Anda",
        "The template's category changed; waits for your decision",
    ),
    Reason("test_mode", "hold", "Mode uji: tidak dikirim ke pelanggan", "Test mode: not sent to customers"),
    Reason(
        "held_after_restore",
        "hold",
        "Ditahan setelah pemulihan cadangan",
        "Held after restoring a backup",
    ),
    Reason(
        "taken_over",
        "drop",
        "Tim sudah mengambil alih percakapan",
        "A person has taken the conversation over",
    ),
    Reason(
        "holdout", "hold", "Kelompok pembanding, sengaja tidak dikirim", "Control group, not sent on purpose"
    ),
)

REASONS = {reason.code: reason for reason in (*TIME_RULES, *FINAL_CHECKS, *NOTES, *DELIVERY_HOLDS)}
RULE_CODES = tuple(reason.code for reason in TIME_RULES)


def reason_of(code: str) -> Reason:
    """The reason of a code; an exit that a recipe of the workspace invented gets a general wording."""
    if code in JOURNEY_REASONS:
        return Reason(code, "drop", *JOURNEY_REASONS[code])
    known = REASONS.get(code)
    if known is None and code.startswith("exit_"):
        event = code.removeprefix("exit_").replace("_", " ")
        return Reason(code, "drop", f"Sudah terjadi: {event}", f"Already happened: {event}")
    return known if known is not None else REASONS[code]
