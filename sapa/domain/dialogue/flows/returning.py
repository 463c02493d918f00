"""Returns, exchanges and refunds: the rule when it is asked about, the state of one under way, or a request."""

import re
from dataclasses import replace

from sapa.domain.dialogue.choosing import any_order, choose_order, name_of
from sapa.domain.dialogue.collecting import (
    Question,
    ask_next,
    begin,
    forgetting,
    is_unsure,
    knowing,
    known,
    own_words,
    said_in,
    ticket_slots,
)
from sapa.domain.dialogue.flows.cancelling import cancel_order
from sapa.domain.dialogue.flows.late import delivery_late
from sapa.domain.dialogue.flows.reporting import defective_wrong_item, tells_fault
from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.hints import texts
from sapa.domain.dialogue.items import CALLED, calling, item_named, item_question, with_item
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.parcels import is_lost
from sapa.domain.dialogue.policies import answers_by, cites_of, rule_beside, rule_for, with_rule
from sapa.domain.dialogue.proposing import choose_first, settled
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.refunds import asks_state, refund_state
from sapa.domain.dialogue.replies import asks_something
from sapa.domain.dialogue.reports import WANTED, asks_order, what_is_meant
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.stages import is_arrived, is_sent, is_under_way, is_waiting
from sapa.domain.dialogue.ticketing import Report, known_already, opens_ticket
from sapa.domain.dialogue.types import Move, Turn

FLOW = "return_refund"
KEPT = ("reason", "requested_resolution", "variant", "quantity", "contact_time")
HYPOTHETICAL = re.compile(
    r"\b(?:kalau(?! (?:be)?(?:gitu|gini)\b)|jika|bila|misal\w*|seandainya|if|syarat\w*|kebijakan|aturan|policy|prosedur"
    r"|cara(?:nya)?|carana|how"
    r"|maksimal|batas|berapa (?:hari|lama)|ditanggung|biaya|ongkir\w*|siapa|lama tidak|haven't bought)\b"
)
CAUSE = re.compile(
    r"\b(?:karena|soalnya|sebab|ternyata|kekecilan|kebesaran|kegedean|kagedean|kaleutikan|kesesekan"
    r"|heureut|sempit|sesak"
    r"|longgar|cupet|kegelapan|kepanjangan|kependekan|kelebaran|kebanyakan|kelebihan|salah \w+"
    r"|berubah pikiran"
    r"|(?:tidak|kurang) (?:cocok|muat|jadi|suka|pas|sesuai|nyaman|sreg|terpakai|dipakai)|terlalu \w+"
    r"|because|since|too \w+|does ?n'?t (?:fit|suit)|changed my mind|wrong size|no longer need)\b"
)
STILL_CANCELS = re.compile(
    r"\b(?:di|pem)?batal\w*|\bcancel\w*|\btidak jadi\b|\brefund\w*|\b(?:uang|dana|duit)\w*"
)
OWN = re.compile(rf"\b(?:mau|ingin|hoyong|minta|tolong|ajukan|want|would like|need|please)\b|{CAUSE.pattern}")
WHETHER = re.compile(
    r"\b(?:bisa|boleh|dapat|syarat\w*|kebijakan|aturan|policy|berapa hari|how long|maksimal|batas)\b.{0,60}"
    r"\b(?:retur\w*|\w*kembali\w*|\w*balik\w*|\w*tukar\w*|return\w*|exchange\w*|refund\w*)"
)
RETURNING = re.compile(r"\b(?:retur\w*|\w*kembali\w*|\w*tukar\w*|refund\w*|return\w*|exchange\w*)")

SORRY = Text(
    "Baik {address}, saya bantu ajukan untuk {order}.", "All right, {address}, I will help with {order}."
)
INVITED = Text(
    "Kalau mau mengajukannya, tulis barang dan alasannya di sini.",
    "To request one, write the item and the reason here.",
)
REASON = Question(
    "reason",
    Text("Apa alasan pengembaliannya?", "What is the reason for the return?"),
    Text(
        "Boleh diceritakan singkat alasannya, misalnya ukuran tidak pas?",
        "Could you give a short reason, such as the size?",
    ),
)
WISH = Question(
    "requested_resolution",
    Text("Maunya ditukar atau uang kembali?", "Would you like an exchange or your money back?"),
    Text("Kira-kira pilih ditukar atau uang kembali?", "Would it rather be an exchange or your money back?"),
)
NOTED = Text(
    "Pengajuan untuk {what} sudah dicatat sebagai tiket {ticket}. Tim kami yang memeriksa dan memutuskannya.",
    "Your request for {what} is noted as ticket {ticket}. Our team checks it and decides.",
)
NOT_ARRIVED = Text(
    "Pesanan {order} belum tercatat diterima, jadi pengembaliannya baru bisa diajukan setelah paketnya sampai.",
    "Order {order} is not on record as delivered yet; a return can be requested once it has arrived.",
)
NOT_SENT = Text(
    "Pesanan {order} belum dikirim. Kalau tidak jadi, tulis «batalkan {number}» dan saya bantu.",
    "Order {order} has not been shipped. If you no longer want it, write “cancel {number}” and I will help.",
)


def return_refund(turn: Turn) -> Move:
    going = turn.talk.flow == FLOW and turn.talk.turns > 0
    if not going and (tells_fault(turn) or turn.talk.told[-1:] == ("report_rule",)):
        return defective_wrong_item(turn)
    turn = calling(begin(turn, FLOW))
    if not going and (lost := lost_order(turn)):
        return delivery_late(settled(turn, lost))
    told = None if going else (asks_state(turn) and refund_state(turn, FLOW)) or _rule(turn)
    return told or _request(turn)


def lost_order(turn: Turn) -> Order | None:
    """The one that a courier has lost, where none is named that is not."""
    if not turn.customer.proven:
        return None
    order = choose_order(turn, lambda one: any(map(is_lost, turn.tools.get_shipment(one)))).order
    return order if order and any(map(is_lost, turn.tools.get_shipment(order))) else None


def _rule(turn: Turn) -> Move | None:
    """The rule, when it is asked about; None when something of their own shall go back."""
    said = said_in(turn)
    hypothetical = HYPOTHETICAL.search(said) is not None
    if turn.said.understood.slots.get("order_id") or (OWN.search(said) and not hypothetical):
        return None
    if not hypothetical and not _is_question(turn):
        return None
    supposed = hypothetical and WHETHER.search(said) is not None
    if OWN.search(said) and _names_own(turn) and not (supposed and rule_for(turn)):
        return None
    rule = rule_for(turn) or (rule_for(turn, own_rule(turn)) if WHETHER.search(said) else None)
    if rule:
        return answers_by(turn, rule, say(turn, INVITED), code="return_rule", product=known(turn, CALLED))
    return knows_not(turn) if hypothetical or not any(map(is_arrived, turn.tools.get_orders())) else None


def _is_question(turn: Turn) -> bool:
    return (
        "?" in turn.said.text or turn.said.understood.handling == "answer" or asks_something(turn.said.text)
    )


def _names_own(turn: Turn) -> bool:
    choice = choose_order(turn, is_arrived)
    return choice.named and choice.order is not None


def _request(turn: Turn) -> Move:
    turn = _with_reason(_with_wish(turn))
    choice = choose_first(turn, is_arrived, is_sent, any_order)
    if choice.order is None and (asked := asks_order(turn, FLOW, choice)):
        return asked
    order = choice.order
    if order and is_waiting(order) and STILL_CANCELS.search(said_in(turn)):
        return cancel_order(settled(turn, order))
    if order and any(map(is_lost, turn.tools.get_shipment(order))):
        return delivery_late(settled(turn, order))
    if order and not is_arrived(order):
        return _not_yet(turn, order)
    turn = with_item(settled(turn, order) if order else turn, order)
    return known_already(turn, "return", order) or _asks(turn, order) or _opens(turn, order)


def _with_wish(turn: Turn) -> Turn:
    """«dibalikin» alone says neither exchange nor money; asked once, it stands."""
    told = texts(turn.said.understood.slots.get("requested_resolution"))
    plainer = next((one for one in told if one != "return"), "")
    if len(told) > 1 and plainer:
        turn = knowing(turn, "requested_resolution", plainer)
    wish = known(turn, "requested_resolution")
    if wish == "return" and not turn.talk.tries.get("requested_resolution"):
        return forgetting(turn, "requested_resolution")
    return turn


def _with_reason(turn: Turn) -> Turn:
    """What was answered, or what a first message tells of why."""
    if is_unsure(turn) or not own_words(turn):
        return turn
    tells = turn.talk.asked == "reason" or (not known(turn, "reason") and CAUSE.search(said_in(turn)))
    return knowing(turn, "reason", own_words(turn)) if tells else turn


def _not_yet(turn: Turn, order: Order) -> Move:
    text = NOT_SENT if is_waiting(order) and not is_under_way(order) else NOT_ARRIVED
    said = say(turn, text, order=name_of(order, turn.talk.language), number=order.number)
    return answers(turn, said, code="return_too_early", order=order.number)


def _asks(turn: Turn, order: Order | None) -> Move | None:
    """The shop's rule stands before the first question."""
    number = order.number if order else ""
    first = turn.talk.asked in ("", "order_id")
    is_new = first and "return_rule" not in turn.talk.told
    rule = rule_beside(turn, own_rule(turn), RETURNING) if is_new else None
    lead = say(turn, SORRY, order=what_is_meant(turn, order, item_named(turn, order))) if first else ""
    questions = [item_question(order, turn.talk.language), REASON, WISH]
    move = ask_next(turn, FLOW, [one for one in questions if one], lead=lead, order=number)
    if move is None:
        return None
    text = with_rule(rule, move.text)
    return replace(move, text=text, cites=cites_of(rule, text))


def own_rule(turn: Turn) -> str:
    wish = known(turn, "requested_resolution")
    return {"refund": "syarat pengembalian dana", "replace": "syarat tukar barang"}.get(
        wish, "syarat pengembalian barang"
    )


def _opens(turn: Turn, order: Order | None) -> Move:
    item = item_named(turn, order)
    wish = WANTED.get(known(turn, "requested_resolution"), "minta retur")
    slots = ticket_slots(turn, KEPT, order=order, item=item)
    report = Report("return", f"{item or 'Barang'}: {wish}", slots, order, item)
    return opens_ticket(turn, report, say(turn, NOTED, what=what_is_meant(turn, order, item)))
