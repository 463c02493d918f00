"""Statuses as senders write them, in English and Indonesian."""

from collections.abc import Collection

from sapa.domain import subjects
from sapa.domain.csvorders.cells import plain_word


def words(known: Collection[str], **also: str) -> dict[str, str]:
    """The statuses themselves, and «a, b» for each further name."""
    others = {other: status for status, names in also.items() for other in names.split(", ")}
    return {plain_word(status): status for status in known} | others


SHIPMENT_WORDS = words(
    subjects.SHIPMENT_STATUSES,
    picked_up="diambil kurir, diserahkan ke kurir",
    in_transit="shipped, dikirim, dalam pengiriman, dalam perjalanan",
    out_for_delivery="diantar, sedang diantar, kurir menuju alamat",
    on_hold="delayed, terlambat, tertunda, ditahan",
    failed_attempt="gagal antar, pengantaran gagal",
    delivered="diterima, sampai, tiba, terkirim",
    returning="dalam pengembalian",
    returned="dikembalikan, retur",
    cancelled="canceled, batal, dibatalkan",
    lost="hilang",
)
INVOICE_WORDS = words(
    subjects.INVOICE_STATUSES,
    open="issued, unpaid, terbit, belum dibayar, overdue, jatuh tempo",
    paid="lunas, dibayar, settled",
    disputed="sengketa, dipersoalkan",
    cancelled="canceled, void, batal, dibatalkan",
)
RETURN_WORDS = words(
    subjects.RETURN_STATUSES,
    requested="diajukan, diminta",
    approved="disetujui",
    rejected="ditolak",
    received="diterima",
    refunded="dana dikembalikan, selesai",
    replaced="diganti, ditukar, barang diganti",
)
TICKET_WORDS = words(
    ("opened", "resolved", "reopened"),
    opened="open, new, baru, dibuka",
    resolved="solved, closed, selesai, ditutup",
    reopened="dibuka lagi, dibuka kembali",
)
TALK_WORDS = words(subjects.INTERACTION_KINDS, call="telepon, phone", visit="kunjungan", chat="obrolan")
FEATURE_WORDS = words(("released", "used"), released="dirilis, rilis", used="dipakai")
SURVEY_WORDS = words(("answered", "closed"), answered="dijawab", closed="ditutup")
ANSWERED_WORDS = words(("agent", "assistant"), agent="agen, human, manusia", assistant="bot, asisten")
