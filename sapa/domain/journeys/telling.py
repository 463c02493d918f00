"""Times, conditions and triggers of a journey in plain words, as an owner reads them."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from sapa.domain.formats import long_day, number
from sapa.domain.journeys.asking import fact_named
from sapa.domain.journeys.definition import Condition, Moment, Setting, Window, Words

Pair = tuple[str, str]

TRIGGER_WORDS: Mapping[str, Pair] = MappingProxyType(
    {
        "contact.created": ("pelanggan baru dikenal", "a new customer is known"),
        "contact.opted_out": ("pelanggan minta berhenti", "the customer opts out"),
        "consent.changed": ("persetujuan berubah", "a consent changes"),
        "interaction.first": ("pembicaraan pertama", "the first talk"),
        "checkout.abandoned": ("keranjang ditinggalkan", "a checkout is abandoned"),
        "order.placed": ("pesanan dibuat", "an order is placed"),
        "order.cancelled": ("pesanan dibatalkan", "an order is cancelled"),
        "payment.received": ("pembayaran diterima", "a payment comes in"),
        "shipment.shipped": ("paket dikirim", "a parcel is shipped"),
        "shipment.out_for_delivery": ("paket diantar kurir", "a parcel is out for delivery"),
        "shipment.delayed": ("paket terlambat", "a parcel is delayed"),
        "shipment.failed_attempt": ("paket gagal diantar", "a delivery attempt fails"),
        "shipment.delivered": ("paket tiba", "a parcel is delivered"),
        "shipment.returned": ("paket kembali", "a parcel comes back"),
        "return.requested": ("retur diminta", "a return is requested"),
        "return.approved": ("retur disetujui", "a return is approved"),
        "return.rejected": ("retur ditolak", "a return is rejected"),
        "return.received": ("barang retur diterima", "returned goods arrive"),
        "return.refunded": ("dana retur dikembalikan", "a return is refunded"),
        "return.replaced": ("barang retur diganti", "returned goods are replaced"),
        "subscription.noted": ("langganan dicatat", "a subscription is noted"),
        "subscription.renewed": ("langganan diperpanjang", "a subscription is renewed"),
        "subscription.changed": ("langganan diubah", "a subscription changes"),
        "subscription.cancelled": ("langganan dihentikan", "a subscription is cancelled"),
        "invoice.issued": ("tagihan terbit", "an invoice is issued"),
        "invoice.paid": ("tagihan dibayar", "an invoice is paid"),
        "invoice.disputed": ("tagihan disanggah", "an invoice is disputed"),
        "ticket.opened": ("tiket dibuka", "a ticket is opened"),
        "ticket.resolved": ("tiket selesai", "a ticket is resolved"),
        "ticket.reopened": ("tiket dibuka kembali", "a ticket is reopened"),
        "feedback.rated": ("nilai diberikan", "a rating is given"),
        "nps.answered": ("NPS dijawab", "the NPS question is answered"),
        "survey.answered": ("survei dijawab", "a survey is answered"),
        "survey.closed": ("survei ditutup", "a survey closes"),
        "review.given": ("ulasan ditulis", "a review is written"),
        "feature.released": ("fitur baru dirilis", "a feature is released"),
        "feature.used": ("fitur dipakai", "a feature is used"),
        "agent.followed_up": ("agen menghubungi pelanggan", "an agent gets in touch"),
        "message.received": ("pelanggan menulis", "the customer writes"),
        "message.sent": ("pesan terkirim", "a message is sent"),
        "message.delivered": ("pesan sampai", "a message is delivered"),
        "message.read": ("pesan dibaca", "a message is read"),
        "message.failed": ("pesan gagal", "a message fails"),
        "message.unsent": ("jawaban tim tidak jadi dikirim", "an answer of the team does not leave"),
        "followup.dropped": ("pesan yang dijadwalkan batal", "a message composed for later is given up"),
        "followup.left": ("pesan yang dijadwalkan dikirim", "a message composed for later leaves"),
        "template.recategorised": ("kategori template berubah", "the category of a template changes"),
        "assistant.turn_finished": ("asisten selesai menjawab", "the assistant has answered"),
        "assistant.handed_off": ("asisten menyerahkan ke orang", "the assistant hands over"),
        "delivery.presumed": ("paket diperkirakan tiba", "a parcel has presumably arrived"),
        "customer.dormant": ("pelanggan lama tidak membeli", "the customer has been dormant"),
        "subscription.ending": ("langganan akan berakhir", "a subscription is about to end"),
        "refill.due": ("barang diperkirakan habis", "a product is about to run out"),
        "customer.quarterly": ("awal triwulan", "a quarter begins"),
        "campaign.started": ("hari kampanye", "the day of the campaign"),
    }
)
EXIT_WORDS: Mapping[str, Pair] = MappingProxyType(
    {
        "replied": ("pelanggan membalas", "the customer replies"),
        "paid": ("pembayaran diterima", "the payment comes in"),
        "cancelled": ("pesanan atau langganan dibatalkan", "the order or plan is cancelled"),
        "order_placed": ("pelanggan memesan lagi", "the customer orders again"),
        "returned": ("barang dikembalikan", "the goods come back"),
        "renewed": ("langganan diperpanjang", "the plan is renewed"),
        "plan_changed": ("langganan diubah", "the plan changes"),
        "disputed": ("tagihan disanggah", "the invoice is disputed"),
        "ticket_opened": ("ada keluhan baru", "a ticket is opened"),
        "ticket_reopened": ("keluhan dibuka kembali", "a ticket is reopened"),
        "rated": ("pelanggan memberi nilai", "the customer gives a rating"),
        "nps_answered": ("pelanggan menjawab NPS", "the NPS question is answered"),
        "survey_answered": ("pelanggan mengisi survei", "the survey is answered"),
        "survey_closed": ("survei ditutup", "the survey closes"),
        "review_given": ("pelanggan menulis ulasan", "the review is written"),
        "feature_used": ("fiturnya sudah dipakai", "the feature is used"),
        "agent_followed_up": ("agen menghubungi sendiri", "an agent gets in touch"),
    }
)
ANCHORS: Mapping[str, Pair] = MappingProxyType(
    {
        "trigger": ("pemicu", "the trigger"),
        "previous": ("langkah sebelumnya", "the step before"),
        "due": ("jadwal pesan ini", "this message is due"),
        "now": ("sekarang", "now"),
    }
)
UNITS: Mapping[str, tuple[Pair, Pair]] = MappingProxyType(
    {
        "m": (("menit", "minute"), ("menit", "minutes")),
        "h": (("jam", "hour"), ("jam", "hours")),
        "d": (("hari", "day"), ("hari", "days")),
        "wd": (("hari kerja", "working day"), ("hari kerja", "working days")),
    }
)
OPS: Mapping[str, Pair] = MappingProxyType(
    {
        "=": ("sama dengan", "is"),
        "!=": ("bukan", "is not"),
        ">": ("lebih dari", "is more than"),
        ">=": ("paling sedikit", "is at least"),
        "<": ("kurang dari", "is less than"),
        "<=": ("paling banyak", "is at most"),
        "in": ("salah satu dari", "is one of"),
        "contains": ("memuat", "contains"),
        "known": ("diketahui", "is known"),
        "unknown": ("tidak diketahui", "is not known"),
    }
)
IN_TIME: Mapping[str, Pair] = MappingProxyType(
    {
        ">": ("setelah", "is after"),
        ">=": ("pada atau setelah", "is at or after"),
        "<": ("sebelum", "is before"),
        "<=": ("pada atau sebelum", "is at or before"),
    }
)
ONLY: Mapping[str, Pair] = MappingProxyType(
    {
        "planning": ("saat direncanakan", "when planned"),
        "sending": ("sebelum dikirim", "before sending"),
    }
)


def said(pair: Pair, language: str) -> str:
    return pair[1] if language.startswith("en") else pair[0]


def trigger_words(names: Iterable[str], language: str) -> str:
    """`paket tiba, atau paket diperkirakan tiba`."""
    return joined([said(TRIGGER_WORDS.get(name, (name, name)), language) for name in names], language)


def exit_words(name: str, language: str) -> str:
    return said(EXIT_WORDS.get(name, (name, name)), language)


def joined(parts: list[str], language: str, word: Pair = ("atau", "or")) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {said(word, language)} {parts[-1]}"


def anchor_words(name: str, language: str, settings: tuple[Setting, ...] = ()) -> str:
    if name in ANCHORS:
        return said(ANCHORS[name], language)
    fact = fact_named(name, settings)
    return fact.label.in_language(language) if fact else name


def moment_words(found: Moment, language: str, settings: tuple[Setting, ...] = ()) -> str:
    """`4 jam setelah pemicu`, `2 hari setelah langkah sebelumnya, pukul 09.00`."""
    anchor = anchor_words(found.anchor, language, settings)
    told = said((f"saat {anchor}", f"at {anchor}"), language)
    parts = [(shift.amount, shift.unit) for shift in found.shifts if shift.amount]
    if parts:
        amounts = [amount_words(abs(amount), unit, language) for amount, unit in parts]
        way = ("sebelum", "before") if parts[0][0] < 0 else ("setelah", "after")
        told = f"{joined(amounts, language, ('dan', 'and'))} {said(way, language)} {anchor}"
    return told + clock_words(found, language)


def amount_words(amount: int, unit: str, language: str) -> str:
    return f"{number(amount, language)} {said(UNITS[unit][amount != 1], language)}"


def clock_words(found: Moment, language: str) -> str:
    if not found.clock:
        return ""
    clock = "{:02}.{:02}".format(*divmod(found.minute, 60))
    if found.clock == "at":
        return said((f", pukul {clock}", f", at {clock.replace('.', ':')}"), language)
    english = f", and wait for the next {clock.replace('.', ':')}"
    return said((f", lalu tunggu pukul {clock} berikutnya", english), language)


def window_words(found: Window, language: str, settings: tuple[Setting, ...] = ()) -> tuple[str, str]:
    """When it is due, and until when it is useful: the earliest end that is known."""
    ends = [moment_words(end, language, settings) for end in found.expires]
    return moment_words(found.due, language, settings), joined(ends, language)


def condition_words(asked: Condition, language: str, settings: tuple[Setting, ...] = ()) -> str:
    """`pesanan sudah dibayar: tidak`, `nilai pesanan paling sedikit 100.000`."""
    fact = fact_named(asked.fact, settings)
    label = fact.label.in_language(language) if fact else asked.fact
    if asked.op == "is":
        told = f"{label}: {said(('ya', 'yes') if asked.value else ('tidak', 'no'), language)}"
    else:
        told = f"{label} {operation(asked, language, settings)}"
    return told + (f" ({said(ONLY[asked.only], language)})" if asked.only else "")


def operation(asked: Condition, language: str, settings: tuple[Setting, ...]) -> str:
    words = IN_TIME if isinstance(asked.value, Moment | date) and asked.op in IN_TIME else OPS
    told = said(words.get(asked.op, (asked.op, asked.op)), language)
    return f"{told} {value_words(asked.value, language, settings)}".strip()


def value_words(value: object, language: str, settings: tuple[Setting, ...]) -> str:
    if value is None:
        return ""
    if isinstance(value, Moment):
        return moment_words(value, language, settings).removeprefix(said(("saat ", "at "), language))
    if isinstance(value, date):
        return long_day(value, language).split(", ", 1)[1]
    if isinstance(value, tuple):
        return joined([value_words(one, language, settings) for one in value], language)
    return number(value, language) if isinstance(value, int | float) else f"«{value}»"


def kind_words(kind: str) -> Words:
    """What a task asks of a person."""
    return {
        "call": Words("menelepon", "a call"),
        "visit": Words("berkunjung", "a visit"),
        "message": Words("menulis sendiri", "a message of one's own"),
        "check": Words("memeriksa", "a look"),
    }[kind]


__all__ = [
    "EXIT_WORDS",
    "OPS",
    "TRIGGER_WORDS",
    "UNITS",
    "amount_words",
    "anchor_words",
    "condition_words",
    "exit_words",
    "joined",
    "kind_words",
    "moment_words",
    "trigger_words",
    "window_words",
]
