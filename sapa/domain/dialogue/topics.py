"""What an intent is called when it is offered to a customer, and told to people."""

from collections.abc import Mapping

from sapa.domain.dialogue.speaking import Text
from sapa.domain.dialogue.talking import slot
from sapa.domain.dialogue.types import Turn

NAMES: Mapping[str, Text] = {
    "order_status": Text("Status pesanan", "Order status"),
    "tracking_number": Text("Nomor resi", "Tracking number"),
    "delivery_late": Text("Paket terlambat atau belum sampai", "A late or missing delivery"),
    "invoice_request": Text("Invoice atau nota", "Invoice or receipt"),
    "payment_confirmation": Text("Cek pembayaran", "Check a payment"),
    "how_to_pay": Text("Cara pembayaran", "How to pay"),
    "product_info": Text("Info produk", "Product information"),
    "usage_guide": Text("Cara pakai atau perawatan", "How to use or care"),
    "stock_price": Text("Stok dan harga", "Stock and price"),
    "place_order": Text("Mau pesan", "Place an order"),
    "return_refund": Text("Retur, tukar, atau pengembalian dana", "Return, exchange or refund"),
    "defective_wrong_item": Text("Barang rusak, kurang, atau salah", "A broken, missing or wrong item"),
    "cancel_order": Text("Batalkan pesanan", "Cancel an order"),
    "change_order": Text("Ubah pesanan", "Change an order"),
    "change_address": Text("Ubah alamat kirim", "Change the delivery address"),
    "warranty": Text("Garansi", "Warranty"),
    "complaint": Text("Keluhan", "A complaint"),
    "talk_to_human": Text("Bicara dengan petugas", "Talk to a person"),
    "opt_out": Text("Berhenti menerima promosi", "Stop receiving promotions"),
    "greeting": Text("Salam", "Greeting"),
    "thanks_closing": Text("Terima kasih", "Thanks"),
    "feedback_csat": Text("Beri nilai", "Give a rating"),
    "subscription_renewal": Text("Langganan", "Subscription"),
    "promo_question": Text("Promo dan voucher", "Promotions and vouchers"),
    "store_info": Text("Jam buka dan alamat toko", "Opening hours and address"),
    "other": Text("Hal lain", "Something else"),
}
LONGEST_QUOTE = 160


def wants_of(turn: Turn) -> str:
    """One line for people, in Indonesian: what is asked for, of which order, in the customer's own words."""
    said = turn.said
    names = [NAMES[intent].id for intent in said.understood.intents if intent in NAMES]
    order = slot(turn.talk, "order_id") or turn.talk.order
    words = " ".join(said.text.split())
    quote = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"
    parts = (
        " + ".join(names),
        f"pesanan {order}" if order else "",
        f"“{quote}”" if quote else said.attachment,
    )
    return " · ".join(part for part in parts if part)
