"""Where an order goes: read back exactly as written, and only until it leaves."""

import re
from collections.abc import Mapping

from sapa.domain.dialogue.addressing import (
    address_in,
    city_in,
    continued_with,
    corrected,
    is_address,
    is_contact,
    is_hint,
    put_in_place,
)
from sapa.domain.dialogue.choosing import any_order, name_of
from sapa.domain.dialogue.collecting import (
    MOST_TURNS,
    begin,
    forgetting,
    is_unsure,
    knowing,
    known,
    own_words,
    said_in,
)
from sapa.domain.dialogue.flows.changing import CHANGEABLE, CLOSED_STAGES, COMMANDING, ON, TOO_LATE
from sapa.domain.dialogue.handing import hands_over, when_people_answer
from sapa.domain.dialogue.moving import answers, asks, does, proposes
from sapa.domain.dialogue.policies import answers_by, rule_asked
from sapa.domain.dialogue.proposing import (
    NOT_FOUND_NOW,
    choose_first,
    own_order,
    settled,
    unsettled,
    yes_to,
)
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.replies import says_yes
from sapa.domain.dialogue.speaking import Text, day, say
from sapa.domain.dialogue.stages import Stage, is_under_way, is_waiting, stage_of
from sapa.domain.dialogue.ticketing import Report, opens_ticket
from sapa.domain.dialogue.types import Act, Move, Pending, Turn
from sapa.domain.tickets import LONGEST_VALUE

FLOW = "change_address"
ASKS_RULE = re.compile(r"\b(?:biaya|kena|cara(?:nya)?|syarat\w*|batas waktu|sampai kapan|fee|cost|how)\b")
AGREES = frozenset(("tolong", "please", "teruskan", "tanyakan"))
AGREES_TO_IT = frozenset(
    re.findall(r"\w+", "ganti ubah pakai kirim ke situ sana alamat alamatnya change use there")
)
TOLD_BEFORE = "address"  # what an earlier message of this flow gave

WHERE = Text(
    "Pesanan {order} belum dikirim. Alamat barunya di mana? Tulis lengkap dengan kecamatan atau kotanya.",
    "Order {order} has not been shipped yet. What is the new address? Please write it in full, with the city.",
)
WHO = Text(
    "Pesanan {order} belum dikirim. Nama atau nomor penerima yang benar apa?",
    "Order {order} has not been shipped yet. What is the right recipient or phone number?",
)
WHERE_AGAIN = Text(
    "Alamat lengkapnya belum terbaca. Boleh tulis jalan, nomor, dan kotanya dalam satu pesan?",
    "I could not read a full address. Could you write the street, number and city in one message?",
)
ASKED = Text(
    "Alamat kirim pesanan {order} diganti menjadi:\n{address_lines}\nPesanan ini belum dikirim. Sudah benar? "
    "Balas YA atau TIDAK.",
    "The delivery address of order {order} would become:\n{address_lines}\nIt has not been shipped yet. Is that "
    "right? Reply YES or NO.",
)
CORRECTION_ASKED = Text(
    "Untuk pengiriman pesanan {order} saya catat:\n«{note}»\nPesanan ini belum dikirim. Sudah benar? Balas YA atau "
    "TIDAK.",
    "For the delivery of order {order} I would note:\n“{note}”\nIt has not been shipped yet. Is that right? Reply YES "
    "or NO.",
)
RECIPIENT = Text("Penerima: {name}", "Recipient: {name}")
PHONE = Text("Telepon: {phone}", "Phone: {phone}")
NOTED = Text(
    "Perubahan alamat pesanan {order} sudah dicatat dan diteruskan ke tim pengiriman lewat tiket {ticket}:\n{lines}\n"
    "{people}",
    "The address change of order {order} is noted and passed to the shipping team as ticket {ticket}:\n{lines}\n"
    "{people}",
)
LEFT = Text(
    "Pesanan {order} sudah dikirim dan dibawa kurir{when}, jadi alamatnya tidak bisa diubah dari sini. Tidak ada yang "
    "diubah. Mau saya teruskan ke tim kami untuk ditanyakan ke kurir?",
    "Order {order} has already been shipped{when}, so its address cannot be changed from here. Nothing was changed. "
    "Shall I pass it to our team so that they can ask the courier?",
)
PASSED_ON = Text(
    "Permintaan alamat untuk pesanan {order} sudah diteruskan sebagai tiket {ticket}. Paketnya sudah di kurir, jadi "
    "belum pasti masih bisa dialihkan.",
    "Your address request for order {order} is passed on as ticket {ticket}. The parcel is with the courier, so it is "
    "not certain that it can still be redirected.",
)


def change_address(turn: Turn) -> Move:
    turn = _read(begin(turn, FLOW))
    if pending := yes_to(turn, (FLOW,)):
        return _carried_out(turn, pending)
    if rule := rule_asked(turn, ASKS_RULE, CHANGEABLE):
        return answers_by(turn, rule, code="change_rule")
    choice = choose_first(turn, is_waiting, is_under_way, any_order)
    if choice.order is None:
        return unsettled(turn, FLOW, choice)
    return _asked_for(settled(turn, choice.order), choice.order)


def _read(turn: Turn) -> Turn:
    """The address of this message, or parts of it that correct the one told before."""
    before, text = known(turn, TOLD_BEFORE), turn.said.text
    agrees = says_yes(text, also=AGREES_TO_IT)
    new = "" if agrees else address_in(text, bare=turn.talk.asked == "new_address")
    new = (put_in_place(before, text) if before else "") or new
    new = new or (corrected(before, text) if before else "") or _understood(turn)
    new = continued_with(before, new, text) or new or before
    if new:
        new = new[:LONGEST_VALUE]
        return knowing(knowing(turn, "new_address", new), TOLD_BEFORE, new)
    turn = forgetting(turn, "new_address")
    return knowing(turn, "note", own_words(turn)) if _tells_hint(turn) else turn


def _understood(turn: Turn) -> str:
    """What was understood, unless it only says «kantor» or «rumah baru»."""
    value = turn.said.understood.slots.get("new_address")
    place = str(value[0] if isinstance(value, list | tuple) else value or "")
    return place if is_address(place) else ""


def _tells_hint(turn: Turn) -> bool:
    """«titip di satpam», «RT-nya 05», a recipient: no address, and still all there is to change."""
    if is_unsure(turn) or COMMANDING.search(said_in(turn)):
        return False
    if any(turn.said.understood.slots.get(name) for name in ("name", "phone")):
        return True
    return turn.talk.asked == "phone" or is_hint(turn.said.text.replace(known(turn, "order_id") or "\n", ""))


def _asked_for(turn: Turn, order: Order) -> Move:
    stage = stage_of(turn, order)
    if stage == "left":
        return _left(turn, order)
    if stage in CLOSED_STAGES:
        return _too_late(turn, order, stage)
    if known(turn, "new_address") or known(turn, "note"):
        return _proposes(turn, order)
    asked = turn.talk.tries.get("new_address", 0)
    if asked > 1 or turn.talk.turns >= MOST_TURNS:
        return hands_over(turn, "asked_by_flow", f"Mau mengubah alamat kirim pesanan {order.number}")
    name = name_of(order, turn.talk.language)
    if is_contact(turn.said.text) and not asked:
        return asks(turn, FLOW, "phone", say(turn, WHO, order=name), order=order.number)
    text = say(turn, WHERE_AGAIN if asked else WHERE, order=name)
    return asks(turn, FLOW, "new_address", text, order=order.number)


def _proposes(turn: Turn, order: Order) -> Move:
    values = _values(turn)
    name = name_of(order, turn.talk.language)
    if "new_address" in values:
        text = say(turn, ASKED, order=name, address_lines=_lines(turn, values))
    else:
        text = say(turn, CORRECTION_ASKED, order=name, note=values["note"])
    return proposes(turn, FLOW, "change_address", order.number, values, text, order=order.number)


def _values(turn: Turn) -> dict[str, str]:
    address = known(turn, "new_address")
    given = {"new_address": address, "city": city_in(address)} if address else {"note": known(turn, "note")}
    given |= {name: known(turn, name) for name in ("name", "phone")}
    return {name: value for name, value in given.items() if value}


def _lines(turn: Turn, values: Mapping[str, str]) -> str:
    more = [say(turn, RECIPIENT, name=values["name"])] if "name" in values else []
    more += [say(turn, PHONE, phone=values["phone"])] if "phone" in values else []
    return "\n".join([values.get("new_address") or f"«{values.get('note', '')}»", *more])


def _carried_out(turn: Turn, pending: Pending) -> Move:
    order = own_order(turn, pending.target)
    if order is None:
        return answers(turn, say(turn, NOT_FOUND_NOW, number=pending.target), code="order_not_found")
    stage = stage_of(turn, order)
    if stage == "left":
        return _left(turn, order)
    if stage in CLOSED_STAGES:
        return _too_late(turn, order, stage)
    text = say(
        turn,
        NOTED,
        order=name_of(order, turn.talk.language),
        lines=_lines(turn, pending.values),
        people=when_people_answer(turn),
    )
    act = Act("change_address", order.id, order.number, pending.values)
    return does(turn, text, act, order=order.number, ticket=_report(order, pending.values).wish())


def _report(order: Order, values: Mapping[str, str]) -> Report:
    place = values.get("new_address") or values.get("note") or ""
    slots = {**values, "order_id": order.number, "wanted_change": "alamat kirim"}
    return Report(
        "change", f"Ubah alamat kirim pesanan {order.number}: {place}"[:300], slots, order, priority=1
    )


def _left(turn: Turn, order: Order) -> Move:
    """Honest that it has gone; people may still ask the courier, if the customer wants that."""
    if (
        turn.talk.asked == "courier_help"
        and turn.talk.pending is None
        and says_yes(turn.said.text, also=AGREES)
    ):
        values = _values(turn)
        slots = {**values, "order_id": order.number, "wanted_change": "tanya kurir: alihkan alamat"}
        report = Report(
            "change", f"Paket {order.number} sudah di kurir, minta dialihkan", slots, order, priority=1
        )
        return opens_ticket(turn, report, say(turn, PASSED_ON, order=name_of(order, turn.talk.language)))
    text = say(turn, LEFT, order=name_of(order, turn.talk.language), when=_when(turn, order, "left"))
    return asks(turn, FLOW, "courier_help", text, order=order.number)


def _too_late(turn: Turn, order: Order, stage: Stage) -> Move:
    text = say(
        turn, TOO_LATE[stage], order=name_of(order, turn.talk.language), when=_when(turn, order, stage)
    )
    return answers(turn, text, code=f"change_refused:{stage}", order=order.number)


def _when(turn: Turn, order: Order, stage: Stage) -> str:
    moments = {"left": order.shipped_at, "arrived": order.delivered_at, "cancelled": order.cancelled_at}
    at = moments.get(stage)
    return say(turn, ON, day=day(at, turn.business.zone, turn.talk.language)) if at else ""
