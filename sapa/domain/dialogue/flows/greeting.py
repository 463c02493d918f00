"""A greeting: who speaks, and what can be asked."""

from dataclasses import replace

from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import closed
from sapa.domain.dialogue.types import Move, Turn

FIRST = Text(
    "Halo {address}, saya asisten otomatis {shop} (balas CS untuk petugas). Saya bisa bantu cek pesanan, "
    "resi, invoice, pembayaran, produk, atau laporan masalah. Ada yang bisa dibantu?",
    "Hello {address}, I am the automated assistant of {shop} (reply CS for a person). I can help with "
    "orders, tracking, invoices, payments, products or reporting a problem. How can I help?",
)
AGAIN = Text(
    "Halo {address}, saya di sini. Silakan tulis yang bisa saya bantu, misalnya soal pesanan atau produk.",
    "Hello {address}, I am here. Please write what I can help with, such as an order or a product.",
)


def greeting(turn: Turn) -> Move:
    talk = closed(turn.talk)
    text = say(turn, AGAIN if talk.disclosed else FIRST)
    return Move(text, replace(talk, disclosed=True), "recorded")
