from collections.abc import Mapping
from datetime import datetime, timedelta

from sapa.contacts.models import ContactState
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, ChannelHistory, Conversation, Template
from sapa.messaging.services import receive, register_template, template_pushed
from tests.rooms.messaging.bodies import DEWI, body, text_message


def told(field: str, value: Mapping[str, object]) -> dict[str, object]:
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


def test_an_older_use_of_the_switch_that_comes_late_says_nothing(
    channel: Channel, dewi: int, now: datetime
) -> None:
    def use(value: str, at: datetime) -> dict[str, object]:
        seconds = str(int(at.timestamp()))
        return {"wa_id": DEWI[1:], "category": "marketing_messages", "value": value, "timestamp": seconds}

    hear(channel, now, body(user_preferences=[use("resume", now)]))
    hear(channel, now, body(user_preferences=[use("stop", now - timedelta(hours=1))]))
    assert not ContactState.objects.get(contact_id=dewi).wa_marketing_stopped


def history() -> list[tuple[str, str, str, str]]:
    rows = ChannelHistory.objects.order_by("id")
    return list(rows.values_list("what", "before", "after", "source"))


def test_limits_come_as_words_or_numbers(channel: Channel, now: datetime) -> None:
    hear(channel, now, told("business_capability_update", {"max_daily_conversations_per_business": 2000}))
    upgrade = {"event": "UPGRADE", "current_limit": "TIER_10K", "old_limit": "TIER_2K"}
    hear(channel, now, told("phone_number_quality_update", upgrade))
    hear(channel, now, told("business_capability_update", {"max_daily_conversations_per_business": -1}))
    limits = [("", "TIER_2K"), ("TIER_2K", "TIER_10K"), ("TIER_10K", "TIER_UNLIMITED")]
    assert history() == [("limit", before, after, "webhook") for before, after in limits]
    assert Channel.objects.get().limit_tier == "TIER_UNLIMITED"


def test_a_flagged_number_is_red_until_more_is_known(channel: Channel, now: datetime) -> None:
    hear(channel, now, told("phone_number_quality_update", {"event": "FLAGGED", "current_limit": "TIER_1K"}))
    assert (Channel.objects.get().quality, Channel.objects.get().limit_tier) == ("RED", "TIER_1K")


def test_an_approved_name_is_taken_and_a_refused_one_noted(channel: Channel, now: datetime) -> None:
    name = {"requested_verified_name": "Toko Sari Jaya"}
    refused = name | {"decision": "REJECTED", "rejection_reason": "NAME_FORMAT_UNACCEPTABLE"}
    hear(channel, now, told("phone_number_name_update", refused))
    assert Channel.objects.get().verified_name == ""
    hear(channel, now, told("phone_number_name_update", name | {"decision": "APPROVED"}))
    assert Channel.objects.get().verified_name == "Toko Sari Jaya"
    assert [what for what, *_ in history()] == ["name", "name"]


def test_a_ban_says_its_date_and_a_lifted_one_stops_nothing(channel: Channel, now: datetime) -> None:
    lifted = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}}
    hear(channel, now, told("account_update", lifted))
    assert Channel.objects.get().stopped == ""
    planned = {"waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "October 1, 2026"}
    hear(channel, now, told("account_update", {"event": "DISABLED_UPDATE", "ban_info": planned}))
    held = Channel.objects.get()
    assert (held.stopped, held.stopped_detail) == (
        "disabled_update",
        "SCHEDULE_FOR_DISABLE · October 1, 2026",
    )


def test_alerts_security_and_errors_are_kept_for_a_person(channel: Channel, now: datetime) -> None:
    alert = {"alert_info": {"alert_type": "OBA_REJECTED", "alert_severity": "CRITICAL"}}
    hear(channel, now, told("account_alerts", alert))
    hear(channel, now, told("security", {"event": "PIN_RESET_REQUEST"}))
    hear(channel, now, body(errors=[{"code": 131035}, {"code": 131035}]))
    assert [after for _, _, after, _ in history()] == ["OBA_REJECTED", "PIN_RESET_REQUEST", "error_131035"]


def test_the_phone_app_joins_and_leaves_the_number(channel: Channel, now: datetime) -> None:
    hear(channel, now, told("account_update", {"event": "ACCOUNT_RECONNECTED"}))
    assert Channel.objects.get().coexistence
    hear(channel, now, told("account_update", {"event": "ACCOUNT_OFFBOARDED"}))
    assert not Channel.objects.get().coexistence


def answered(channel: Channel, now: datetime, at: datetime, **more: object) -> None:
    """Dewi came by an advertisement, and our answer, known by an echo, was sent free of charge."""
    came = text_message("wamid.1", "Dari iklan", now) | {"referral": {"source_type": "ad", "ctwa_clid": "c"}}
    hear(channel, now, body(messages=[came]))
    ours = {"id": "wamid.2", "to": DEWI[1:], "type": "text", "text": {"body": "Ya kak"}}
    hear(channel, now, told("smb_message_echoes", {"message_echoes": [ours]}))
    free = {"pricing": {"type": "free_entry_point", "category": "service", "pricing_model": "PMP"}}
    seconds = str(int(at.timestamp()))
    sent = {"id": "wamid.2", "status": "sent", "timestamp": seconds, **free, **more}
    hear(channel, at, body(statuses=[sent]))


def test_a_free_entry_lasts_three_days_from_our_answer(channel: Channel, dewi: int, now: datetime) -> None:
    answered(channel, now, now)
    answered(channel, now, now + timedelta(hours=10))
    assert Conversation.objects.get().free_until == now + timedelta(hours=72)


def test_the_provider_knows_best_when_a_free_entry_ends(channel: Channel, dewi: int, now: datetime) -> None:
    end = now + timedelta(hours=70)
    told_end = {"origin": {"type": "referral_conversion"}, "expiration_timestamp": str(int(end.timestamp()))}
    answered(channel, now, now, conversation=told_end)
    assert Conversation.objects.get().free_until == end
