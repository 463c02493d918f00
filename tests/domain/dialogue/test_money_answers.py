from dataclasses import replace

from sapa.domain.dialogue.records import Cited, Invoice, OpenTicket, Payment
from tests.domain.dialogue.cast import (
    ARTICLES,
    CLOTH,
    DAY,
    HOUR,
    KEBAYA,
    NOW,
    PAID_SCARF,
    PARCEL,
    SCARF,
    Shelf,
    dewi,
    made,
    yosef,
)
from tests.domain.dialogue.replying import reply

LINK = "https://toko-sari.example/invoice/1041.pdf"
WAYS = {"bayar": ARTICLES["bayar"]}


def test_an_invoice_with_a_link_is_given_at_once() -> None:
    bill = Invoice(1, "INV/1041", "SARI-1041", 372_000, status="paid", paid_at=NOW - DAY, link=LINK)
    move = reply("minta invoice", "invoice_request", Shelf(orders=[KEBAYA], invoices={"SARI-1041": (bill,)}))
    assert LINK in move.text
    assert "INV/1041" in move.text
    assert move.ticket is None


def test_an_invoice_without_a_link_is_asked_of_people_with_its_number_told() -> None:
    move = reply("minta invoice kebaya", "invoice_request", dewi(), email="kantor@example.com")
    assert "INV/1041" in move.text
    assert "lunas" in move.text
    assert move.ticket
    assert move.ticket.kind == "other"
    assert move.ticket.slots == {"order_id": "SARI-1041", "email": "kantor@example.com"}


def test_an_order_without_invoice_says_so() -> None:
    move = reply("nota selendang", "invoice_request", dewi())
    assert "belum ada invoice" in move.text
    assert move.ticket


def test_an_invoice_asked_for_already_is_not_asked_for_again() -> None:
    shelf = replace(dewi(), tickets=[OpenTicket("T-3", "other", "SARI-1041")])
    move = reply("invoice kebaya", "invoice_request", shelf)
    assert move.ticket is None
    assert "T-3" in move.text


def test_a_question_on_tax_invoices_is_answered_by_the_articles() -> None:
    tax = Cited("Faktur pajak perlu NPWP.", ("KB-PAJAK",), 0.9, "Faktur")
    move = reply("faktur pajaknya perlu apa?", "invoice_request", replace(dewi(), articles={"faktur": tax}))
    assert move.cites == ("KB-PAJAK",)
    assert move.ticket is None


def test_a_tax_number_goes_to_people_with_what_was_written() -> None:
    move = reply("faktur pajak kebaya, NPWP 01.234.567.8-912.000", "invoice_request", dewi())
    assert move.ticket
    assert "01.234.567.8-912.000" in move.ticket.summary


def test_an_invoice_of_somebody_else_is_not_found() -> None:
    move = reply("invoice SARI-1041", "invoice_request", made(), order_id="SARI-1041")
    assert "tidak kami temukan" in move.text
    assert "INV" not in move.text


def test_a_payment_that_came_is_told_with_amount_way_and_time() -> None:
    paid = Payment(1, PAID_SCARF.number, "paid", 255_000, method="QRIS", paid_at=NOW - 4 * HOUR)
    shelf = Shelf(orders=[PAID_SCARF], payments={PAID_SCARF.number: (paid,)})
    move = reply("pembayaran saya udah masuk?", "payment_confirmation", shelf)
    for fact in ("SARI-1051", "Rp255.000", "QRIS", "10.05 WIB"):
        assert fact in move.text


def test_a_payment_that_is_not_seen_is_not_confirmed_and_proof_asked_once() -> None:
    asked = reply("udah tf kain parang", "payment_confirmation", made())
    assert asked.asked == "photo"
    assert "belum tercatat" in asked.text
    assert "sudah kami terima" not in asked.text
    without = reply("ga ada", "payment_confirmation", made(), talk=asked.talk)
    assert without.ticket
    assert without.ticket.slots["issue_type"] == "paid_not_verified"


def test_a_proof_goes_to_people_and_confirms_nothing() -> None:
    asked = reply("udah tf kain parang", "payment_confirmation", made(), amount=390_000, payment_method="BCA")
    move = reply("ini buktinya", "payment_confirmation", made(), talk=asked.talk, attachment="image")
    assert move.ticket
    assert move.ticket.slots == {
        "order_id": "SARI-1050",
        "amount": "390000",
        "payment_method": "BCA",
        "issue_type": "paid_not_verified",
        "photo": "image",
    }
    assert "sudah kami terima" not in move.text


def test_paid_twice_goes_to_people_with_the_order_that_was_paid() -> None:
    move = reply("saya bayar dua kali kak", "payment_confirmation", made(), issue_type="double_payment")
    assert move.ticket
    assert move.ticket.slots["order_id"] == "SARI-1051"
    assert move.ticket.slots["issue_type"] == "double_payment"


def test_paid_after_it_expired_is_looked_at_by_people() -> None:
    order = replace(CLOTH, status="expired")
    asked = reply("kain parang udah saya bayar", "payment_confirmation", Shelf(orders=[order]))
    assert "kedaluwarsa" in asked.text
    assert asked.asked == "photo"


def test_cash_on_delivery_is_not_asked_for_a_proof() -> None:
    order = replace(KEBAYA, payment_method="COD", paid_at=None)
    move = reply("pembayarannya gimana", "payment_confirmation", Shelf(orders=[order]))
    assert "COD" in move.text
    assert "Rp372.000" in move.text
    assert move.asked == ""


def test_how_to_pay_tells_amount_deadline_link_and_the_ways_of_the_article() -> None:
    move = reply("bayarnya lewat apa aja?", "how_to_pay", made())
    for fact in ("Rp390.000", "16 September 2026 pukul 10.05", "https://toko-sari.example/pay/1050", "QRIS"):
        assert fact in move.text
    assert move.cites == ("KB-BAYAR",)


def test_how_much_and_until_when_is_about_the_order_alone() -> None:
    move = reply("totalnya brp, batas bayarnya jam brp", "how_to_pay", made())
    assert "Rp390.000" in move.text
    assert move.cites == ()


def test_names_of_goods_do_not_lead_to_articles_on_the_goods() -> None:
    parang = Cited("Kain parang dicelup dua kali.", ("KB-KAIN",), 0.9, "Kain")
    shelf = replace(made(), articles={"parang": parang, **WAYS})
    assert reply("kain parangnya mau bayar lewat apa", "how_to_pay", shelf).cites == ("KB-BAYAR",)


def test_a_number_to_pay_to_is_told_while_it_is_open() -> None:
    account = Payment(
        1, "SARI-1050", "pending", 390_000, method="VA BCA", reference="39010812", expires_at=NOW + DAY
    )
    shelf = replace(made(), payments={"SARI-1050": (account,)})
    assert "VA BCA 39010812" in reply("nomor va nya?", "how_to_pay", shelf).text
    gone = replace(account, expires_at=NOW - DAY)
    assert (
        "39010812"
        not in reply("nomor va nya?", "how_to_pay", replace(made(), payments={"SARI-1050": (gone,)})).text
    )


def test_the_cash_a_courier_asks_for_is_told() -> None:
    order = replace(KEBAYA, payment_method="COD", paid_at=None)
    shelf = Shelf(orders=[order, SCARF], parcels={order.number: (PARCEL,)})
    move = reply("siapin uang berapa?", "how_to_pay", shelf)
    assert "Rp372.000" in move.text


def test_without_order_and_article_nothing_is_guessed() -> None:
    move = reply("bisa bayar pakai apa", "how_to_pay", replace(yosef(), articles={}))
    assert "CS" in move.text
    assert "QRIS" not in move.text
    assert move.talk.unanswered == 1


def test_what_came_in_part_is_not_called_paid() -> None:
    part = Payment(1, CLOTH.number, "paid", 100_000, method="QRIS", paid_at=NOW - HOUR)
    move = reply(
        "udah masuk?", "payment_confirmation", Shelf(orders=[CLOTH], payments={CLOTH.number: (part,)})
    )
    assert "Rp100.000 dari total Rp390.000" in move.text
    assert "(lunas)" not in move.text


def test_a_way_that_no_article_names_is_said_to_be_unknown_beside_those_that_are() -> None:
    ways = Cited("Pembayaran lewat QRIS.", ("KB-BAYAR",), 0.9, "Bayar")
    shelf = replace(yosef(), articles={"cara membayar": ways})
    move = reply("bisa paypal?", "how_to_pay", shelf, payment_method="PayPal")
    assert "PayPal belum ada" in move.text
    assert move.cites == ("KB-BAYAR",)


def test_invoices_of_several_orders_are_one_request() -> None:
    move = reply("invoice SARI-1041 dan SARI-1030", "invoice_request", dewi())
    assert "INV/1041" in move.text
    assert move.ticket
    assert move.ticket.slots["order_id"] == "SARI-1041, SARI-1030"
