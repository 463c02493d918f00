from datetime import datetime

from sapa.contacts.models import ContactState
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Template
from sapa.messaging.services import receive, register_template, template_pushed
from tests.rooms.messaging.bodies import DEWI, body


def told(field: str, value: dict[str, object]) -> dict[str, object]:
    return {"entry": [{"id": "1", "changes": [{"field": field, "value": value}]}]}


def template(channel: Channel, now: datetime) -> None:
    words = "Halo {{ panggilan }}, pesanan menunggu."
    made = register_template(channel_id=channel.pk, name="a", category="utility", source=words, now=now)
    template_pushed(template_id=made.pk, external_id="12", status="APPROVED", now=now)


def hear(channel: Channel, now: datetime, said: dict[str, object]) -> None:
    receive(channel=channel, parsed=parse(said), now=now)


def test_whatsapps_own_stop_is_the_last_word_on_offers(channel: Channel, dewi: int, now: datetime) -> None:
    switch = {"wa_id": DEWI[1:], "category": "marketing_messages", "value": "stop"}
    hear(channel, now, body(user_preferences=[switch]))
    assert ContactState.objects.get(contact_id=dewi).wa_marketing_stopped
    hear(channel, now, body(user_preferences=[switch | {"value": "resume"}]))
    assert not ContactState.objects.get(contact_id=dewi).wa_marketing_stopped


def test_a_template_is_compiled_to_named_parameters(channel: Channel, now: datetime) -> None:
    template(channel, now)
    made = Template.objects.get()
    assert (made.body, made.binding) == ("Halo {{panggilan}}, pesanan menunggu.", {"panggilan": "panggilan"})


def test_the_same_text_is_registered_once_and_a_new_text_is_a_draft(channel: Channel, now: datetime) -> None:
    template(channel, now)
    again = {"channel_id": channel.pk, "name": "a", "category": "utility", "now": now}
    register_template(**again, source="Halo {{ panggilan }}, pesanan menunggu.")  # type: ignore[arg-type]
    assert Template.objects.get().status == "APPROVED"
    register_template(**again, source="Halo, pesanan menunggu.")  # type: ignore[arg-type]
    assert Template.objects.get().status == "DRAFT"


def test_pauses_and_new_categories_are_taken_from_whatsapp(channel: Channel, now: datetime) -> None:
    template(channel, now)
    hear(channel, now, told("message_template_status_update", {"message_template_id": 12, "event": "PAUSED"}))
    announced = {"message_template_id": 12, "new_category": "UTILITY", "correct_category": "MARKETING"}
    hear(channel, now, told("template_category_update", announced))
    assert (Template.objects.get().status, Template.objects.get().category) == ("PAUSED", "utility")
    done = {"message_template_id": 12, "previous_category": "UTILITY", "new_category": "MARKETING"}
    hear(channel, now, told("template_category_update", done))
    assert Template.objects.get().category == "marketing"


def test_a_restricted_account_holds_the_number(channel: Channel, now: datetime) -> None:
    hear(channel, now, told("account_update", {"event": "ACCOUNT_RESTRICTION"}))
    assert Channel.objects.get().stopped == "account_restriction"
