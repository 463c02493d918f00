"""Phones that change, phones that are hidden, and numbers that belong to somebody else by now."""

from datetime import datetime, timedelta

from sapa.contacts.models import Contact, Identity
from sapa.contacts.selectors import roots
from sapa.contacts.services import Person, find_or_make
from sapa.domain.phones import normalise
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.delivery.asking import asking
from sapa.messaging.models import Channel, Message
from sapa.messaging.services import queue, receive
from tests.rooms.messaging.bodies import DEWI, MADE, body, said, text_message
from tests.rooms.messaging.conftest import wanted

NEW = "+6281333444555"
OLD_ID, NEW_ID = "ID.1349", "ID.8812"
MINUTE = timedelta(minutes=1)


def hear(channel: Channel, now: datetime, *messages: dict[str, object], **parts: object) -> None:
    receive(channel=channel, parsed=parse(body(messages=list(messages), **parts)), now=now)


def moved(at: datetime, **system: str) -> dict[str, object]:
    told = {"type": "user_changed_number", "body": "User Dewi changed", "wa_id": NEW[1:], **system}
    return said("wamid.move", "system", at, system=told)


def hidden(wamid: str, user_id: str, at: datetime) -> dict[str, object]:
    seconds = str(int(at.timestamp()))
    return {
        "id": wamid,
        "from_user_id": user_id,
        "type": "text",
        "text": {"body": "Halo"},
        "timestamp": seconds,
    }


def where(dewi: int, now: datetime) -> tuple[str, str]:
    """The phone, else the user id, to which a message to Dewi would go now."""
    [pk] = queue(outgoing=[wanted(dewi, f"followup:{now}")], now=now)
    [one] = asking([pk])
    return one.phone, one.user_id


def test_a_customer_with_a_new_number_stays_the_same_customer(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, moved(now))
    hear(channel, now, text_message("wamid.2", "Ini nomor baru", now, NEW))
    assert set(Message.objects.values_list("contact_id", flat=True)) == {dewi}
    assert Contact.objects.get().phone == NEW


def test_a_move_told_again_moves_nobody_else(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, moved(now))
    hear(channel, now + MINUTE, text_message("wamid.2", "Nomor bekas siapa ini?", now + MINUTE, DEWI))
    hear(channel, now + 2 * MINUTE, moved(now))
    assert Contact.objects.get(phone=DEWI).pk != dewi
    assert Contact.objects.get(pk=dewi).phone == NEW


def test_the_new_owner_of_an_old_number_is_somebody_else(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("wamid.1", "Pesanan saya?", now - MINUTE))
    hear(channel, now, moved(now))
    hear(channel, now + MINUTE, text_message("wamid.2", "Halo", now + MINUTE, DEWI))
    assert Message.objects.get(wamid="wamid.2").contact_id != dewi


def test_what_was_written_before_the_move_is_still_the_old_owners(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, moved(now))
    hear(channel, now + MINUTE, text_message("wamid.1", "Telat sampai", now - MINUTE, DEWI))
    assert Message.objects.get(wamid="wamid.1").contact_id == dewi


def test_a_shop_that_still_names_the_old_number_means_the_one_who_moved(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, moved(now))
    [found] = find_or_make(people=[Person(phone=normalise(DEWI, ""))], source="shop", now=now)
    assert (found.contact_id, Contact.objects.get(pk=dewi).phone) == (dewi, NEW)


def test_one_batch_with_a_move_in_the_middle_is_one_customer(
    channel: Channel, dewi: int, now: datetime
) -> None:
    before, after = text_message("w1", "Sebelum", now - MINUTE), text_message("w2", "Sesudah", now, NEW)
    hear(channel, now, after, moved(now - timedelta(seconds=30)), before)
    assert set(Message.objects.values_list("contact_id", flat=True)) == {dewi}


def test_who_hides_the_new_number_is_written_to_by_the_id_alone(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, text_message("w1", "Halo", now - MINUTE) | {"from_user_id": OLD_ID})
    hear(channel, now, moved(now, wa_id="", user_id=NEW_ID, previous_user_id=OLD_ID))
    assert where(dewi, now) == ("", NEW_ID)


def test_a_new_id_without_a_number_leaves_the_number_too(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("w1", "Halo", now - MINUTE) | {"from_user_id": OLD_ID})
    told = {"type": "user_changed_user_id", "user_id": NEW_ID, "previous_user_id": OLD_ID}
    hear(channel, now, {"id": "w2", "type": "system", "system": told, "timestamp": str(int(now.timestamp()))})
    assert where(dewi, now) == ("", NEW_ID)
    hear(channel, now + MINUTE, text_message("w3", "Tetap", now + MINUTE) | {"from_user_id": NEW_ID})
    assert where(dewi, now + MINUTE) == (DEWI, "")


def test_a_hidden_customer_who_shows_the_number_is_joined_with_it(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, hidden("w1", OLD_ID, now))
    stranger = Message.objects.get().contact_id
    hear(channel, now, text_message("w2", "Ini saya", now) | {"from_user_id": OLD_ID})
    assert Message.objects.get(wamid="w2").contact_id == dewi
    assert roots([stranger])[stranger] == dewi


def test_what_a_shop_knows_of_is_not_joined_by_itself(channel: Channel, dewi: int, now: datetime) -> None:
    known = Person(bsuid=OLD_ID, external=("shop", "C-7"), name="Ibu Dewi")
    [other] = find_or_make(people=[known], source="shop", now=now)
    hear(channel, now, text_message("w2", "Ini saya", now) | {"from_user_id": OLD_ID})
    assert roots([other.contact_id])[other.contact_id] == other.contact_id
    assert Message.objects.get().payload["same_person"] == other.contact_id


def test_two_known_customers_of_one_move_are_left_to_a_person(
    channel: Channel, dewi: int, now: datetime
) -> None:
    known = Person(phone=normalise(NEW, ""), external=("shop", "C-7"), name="Ibu Dewi")
    [other] = find_or_make(people=[known], source="shop", now=now)
    hear(channel, now, moved(now))
    assert Message.objects.get(type="system").payload == {"same_person": other.contact_id}
    assert roots([other.contact_id])[other.contact_id] == other.contact_id


def test_the_old_keys_stay_as_history(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("w1", "Halo", now - MINUTE) | {"from_user_id": OLD_ID})
    hear(channel, now, moved(now, user_id=NEW_ID, previous_user_id=OLD_ID))
    left = Identity.objects.filter(contact=dewi, ended_at=now).values_list("value", flat=True)
    assert set(left) == {DEWI, OLD_ID}


def test_a_user_name_is_shown_but_recognises_nobody(channel: Channel, now: datetime) -> None:
    who = {"user_id": OLD_ID, "profile": {"name": "Dewi", "username": "dewi.s"}}
    hear(channel, now, hidden("w1", OLD_ID, now), contacts=[who])
    taken = {"user_id": NEW_ID, "profile": {"name": "Rini", "username": "dewi.s"}}
    hear(channel, now, hidden("w2", NEW_ID, now), contacts=[taken])
    assert Identity.objects.get(value=OLD_ID).raw == "@dewi.s"
    assert Contact.objects.count() == 2


def test_a_parent_id_recognises_who_writes_to_another_number_of_the_group(
    channel: Channel, now: datetime
) -> None:
    hear(channel, now, hidden("w1", OLD_ID, now) | {"from_parent_user_id": "ID.ENT.1"})
    hear(channel, now, hidden("w2", NEW_ID, now) | {"from_parent_user_id": "ID.ENT.1"})
    assert Contact.objects.count() == 1


def test_a_number_change_of_nobody_we_know_changes_nothing(channel: Channel, now: datetime) -> None:
    hear(channel, now, moved(now) | {"from": MADE[1:]})
    assert not Contact.objects.exists()
