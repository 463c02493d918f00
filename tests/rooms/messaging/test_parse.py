import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.channels.whatsapp.json import loaded
from tests.rooms.messaging.bodies import DEWI, NUMBER, body, change

KEYS = [
    "entry",
    "changes",
    "value",
    "field",
    "messages",
    "statuses",
    "metadata",
    "contacts",
    "errors",
    "code",
]
PARTS = ["id", "from", "type", "text", "body", "interactive", "button_reply", "timestamp", "status", "button"]
WORDS = st.sampled_from(
    [*KEYS, *PARTS, "message_template_id", "user_preferences", "pricing", "template_update"]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(), inner, max_size=6),
    max_leaves=40,
)
CHANGE = st.fixed_dictionaries({"field": WORDS | JUNK, "value": JUNK})


@given(JUNK | st.lists(CHANGE).map(lambda changes: {"entry": [{"changes": changes}]}))
def test_the_parser_never_raises(junk: object) -> None:
    assert parse(junk) == parse(junk)


@given(st.lists(JUNK, max_size=3), st.lists(JUNK, max_size=3))
def test_junk_never_takes_its_siblings_away(before: list[object], after: list[object]) -> None:
    good = {"id": "wamid.good", "from": DEWI[1:], "type": "text", "text": {"body": "Halo"}}
    assert "wamid.good" in [m.id for m in parse(body(messages=[*before, good, *after])).messages]


def test_every_element_of_a_mixed_batch_is_read() -> None:
    messages = [{"id": f"m{n}", "from": DEWI[1:], "type": "text", "text": {"body": str(n)}} for n in range(3)]
    statuses = [{"id": f"s{n}", "status": "read"} for n in range(2)]
    two = body(messages=messages, statuses=statuses)
    two["entry"] = [*two["entry"], *body(messages=[messages[0] | {"id": "m9"}])["entry"]]  # type: ignore[misc]
    parsed = parse(two)
    assert [m.id for m in parsed.messages] == ["m0", "m1", "m2", "m9"]
    assert [s.id for s in parsed.statuses] == ["s0", "s1"]
    assert {m.number_id for m in parsed.messages} == {NUMBER}


def test_taps_carry_what_we_gave_them() -> None:
    button = {
        "id": "1",
        "from": "62811",
        "type": "button",
        "button": {"payload": "cek", "text": "Cek pesanan"},
    }
    listed = {"type": "list_reply", "list_reply": {"id": "ukuran-l", "title": "Ukuran L"}}
    row = {"id": "2", "from": "62811", "type": "interactive", "interactive": listed}
    form = {"type": "nfm_reply", "nfm_reply": {"response_json": '{"a": 1}', "body": "Sent"}}
    filled = {"id": "3", "from": "62811", "type": "interactive", "interactive": form}
    found = parse(body(messages=[button, row, filled])).messages
    taps = [("Cek pesanan", "cek"), ("Ukuran L", "ukuran-l"), ("Sent", '{"a": 1}')]
    assert [(m.text, m.payload) for m in found] == taps


def test_media_keep_their_id_and_caption() -> None:
    photo = {"id": "1", "from": "62811", "type": "image", "image": {"id": "77", "caption": "Rusak"}}
    [message] = parse(body(messages=[photo | {"context": {"id": "wamid.0"}}])).messages
    assert (message.media_id, message.text, message.reply_to) == ("77", "Rusak", "wamid.0")


def test_a_status_carries_our_token_its_error_and_its_price() -> None:
    said = {
        "id": "wamid.1",
        "status": "failed",
        "recipient_id": "62811",
        "biz_opaque_callback_data": "T1",
        "pricing": {"category": "utility", "type": "regular"},
        "errors": [{"code": 131049, "error_data": {"details": "not now"}}],
    }
    [status] = parse(body(statuses=[said])).statuses
    found = (status.token, status.code, status.detail, status.pricing_category)
    assert found == ("T1", 131049, "not now", "utility")


def test_what_is_not_understood_is_listed() -> None:
    odd = {"id": "1", "from": "62811", "type": "hologram", "hologram": {}}
    assert parse(body(messages=[odd], calls=[{}])).unknown == ("messages.type.hologram", "messages.calls")
    assert parse(change("flows", {})).unknown == ("flows",)
    assert parse([]).unknown == ("body",)


def test_templates_are_told_by_their_keys_not_by_the_field() -> None:
    scored = {"message_template_id": 12, "new_quality_score": "RED", "previous_quality_score": "GREEN"}
    paused = {"message_template_id": 12, "event": "PAUSED", "message_template_language": "id"}
    moved = {"message_template_id": 12, "previous_category": "UTILITY", "new_category": "MARKETING"}
    [quality] = parse(change("message_template_status_update", scored)).templates
    [status] = parse(change("message_template_status_update", paused)).templates
    [category] = parse(change("template_category_update", moved)).templates
    assert (quality.event, status.event) == ("RED", "PAUSED")
    assert (category.id, category.event, category.category) == ("12", "category_update", "MARKETING")


def test_preferences_echoes_and_account_news_have_their_place() -> None:
    stop = {"wa_id": "62811", "category": "marketing_messages", "value": "stop", "timestamp": "1700000000"}
    assert parse(body(user_preferences=[stop])).preferences[0].value == "stop"
    assert parse(change("smb_message_echoes", {"message_echoes": [{"id": "e1"}]})).echoes[0].id == "e1"
    assert parse(change("account_update", {"event": "DISABLED_UPDATE"})).account[0].event == "DISABLED_UPDATE"
    assert parse(body(errors=[{"code": 130429}])).errors == (130429,)


def test_broken_letters_and_huge_numbers_are_survived() -> None:
    said = json.loads('{"id": "1", "from": "62811", "type": "text", "text": {"body": "a\\u0000\\ud800b"}}')
    said["timestamp"] = "9" * 5000
    [message] = parse(body(messages=[said])).messages
    assert (message.text, message.at) == ("a?b", None)


def test_a_person_is_completed_by_what_the_change_says_of_the_same_person_alone() -> None:
    known = {"wa_id": "62811", "user_id": "ID.1", "profile": {"name": "Dewi", "username": "dewi.s"}}
    told = [
        {"id": "1", "from": "62811", "type": "text"},
        {"id": "2", "from_user_id": "ID.1", "type": "text"},
        {"id": "3", "from": "62812", "type": "text"},
        {"id": "4", "from": "62811", "from_user_id": "ID.9", "type": "text"},
    ]
    found = parse(body(contacts=[known], messages=told)).messages
    assert [(m.phone, m.user_id, m.username) for m in found] == [
        ("62811", "ID.1", "dewi.s"),
        ("62811", "ID.1", "dewi.s"),
        ("62812", "", ""),
        ("62811", "ID.9", ""),
    ]


def test_a_moved_number_tells_what_was_and_what_is() -> None:
    now = {"type": "user_changed_number", "wa_id": "62899", "user_id": "ID.2", "previous_user_id": "ID.1"}
    told = {"id": "1", "from": "62811", "type": "system", "system": now, "timestamp": "1700000000"}
    [change_] = parse(body(messages=[told])).identities
    assert (change_.old_phone, change_.new_phone) == ("62811", "62899")
    assert (change_.old_user_id, change_.new_user_id) == ("ID.1", "ID.2")


def test_a_changed_id_of_the_same_phone_keeps_the_phone() -> None:
    now = {"type": "user_changed_user_id", "user_id": "ID.2", "previous_user_id": "ID.1"}
    told = {"id": "1", "from": "62811", "type": "system", "system": now}
    [change_] = parse(body(messages=[told])).identities
    assert (change_.old_phone, change_.new_phone) == ("62811", "62811")


def test_prices_and_free_entries_of_a_status() -> None:
    price = {"billable": False, "pricing_model": "PMP", "type": "free_entry_point", "category": "service"}
    talk = {"origin": {"type": "referral_conversion"}, "expiration_timestamp": "1700000000"}
    [status] = parse(
        body(statuses=[{"id": "1", "status": "sent", "pricing": price, "conversation": talk}])
    ).statuses
    assert (status.pricing_model, status.billable, status.entry_point) == ("PMP", False, "free_entry_point")
    assert status.expires_at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_what_a_message_holds_beyond_words_fits_the_database() -> None:
    place = {"latitude": float("nan"), "longitude": 106.8, "name": "Toko\x00", "deep": [[[[[[[[[[1]]]]]]]]]]}
    told = {"id": "1", "from": "62811", "type": "location", "location": place}
    [message] = parse(body(messages=[told])).messages
    assert (message.data["latitude"], message.data["longitude"], message.data["name"]) == (
        None,
        106.8,
        "Toko",
    )
    assert "1" not in str(message.data["deep"])


def test_templates_say_why_when_and_what_was_before() -> None:
    refused = {"message_template_id": 1, "event": "REJECTED", "reason": "INVALID_FORMAT"}
    paused = {"message_template_id": 2, "event": "PAUSED", "other_info": {"title": "FIRST_PAUSE"}}
    coming = {
        "correct_category": "MARKETING",
        "new_category": "UTILITY",
        "category_update_timestamp": 1_700_000_000,
    }
    one = parse(change("message_template_status_update", refused)).templates[0]
    two = parse(change("message_template_status_update", paused)).templates[0]
    three = parse(change("template_category_update", {"message_template_id": 3, **coming})).templates[0]
    assert (one.reason, two.title) == ("INVALID_FORMAT", "FIRST_PAUSE")
    assert (three.what, three.before, three.category) == ("announced", "UTILITY", "MARKETING")
    assert three.at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_old_chats_are_never_live_messages() -> None:
    past = {"id": "w1", "from": "62811", "type": "text", "text": {"body": "Dulu"}, "timestamp": "1"}
    ours = past | {"id": "w2", "from": "62800", "to": "62811"}
    thread = {"id": "62811", "messages": [past, ours]}
    found = parse(change("history", {"history": [{"threads": [thread]}]}))
    assert [(one.direction, one.phone) for one in found.history] == [("in", "62811"), ("out", "62811")]
    assert not found.messages


def test_a_thousand_mixed_updates_are_all_there() -> None:
    texts = [
        {"id": f"m{n}", "from": f"62811{n:04}", "type": "text", "text": {"body": "x"}} for n in range(300)
    ]
    statuses = [{"id": f"s{n}", "status": "read", "recipient_id": f"62812{n:04}"} for n in range(700)]
    found = parse(body(messages=texts, statuses=statuses))
    assert (len(found.messages), len(found.statuses), found.unknown) == (300, 700, ())


@given(st.binary(max_size=400))
def test_any_bytes_are_a_value_or_no_json(raw: bytes) -> None:
    try:
        assert parse(loaded(raw)) == parse(loaded(raw))
    except ValueError:
        assert not raw.strip().startswith(b"{}")


def test_one_bad_byte_number_or_nest_costs_nothing_else() -> None:
    good = json.dumps(body(messages=[{"id": "1", "from": "62811", "type": "text", "text": {"body": "halo"}}]))
    for odd in (b'"\xff\xfe"', b"9" * 6000, b"[" * 3000 + b"]" * 3000, b'"\\"}]{["', b'"\t"'):
        raw = good.encode().replace(b'"text": {', b'"odd": ' + odd + b', "text": {')
        assert parse(loaded(raw)).messages[0].text == "halo"


def test_a_user_id_where_a_phone_belongs_is_never_dialled() -> None:
    value = {
        "contacts": [{"wa_id": "ID.1234", "user_id": "ID.1234"}],
        "messages": [{"id": "w1", "from": "ID.1234", "type": "text", "text": {"body": "halo"}}],
        "statuses": [{"id": "w2", "status": "read", "recipient_id": "ID.1234"}],
    }
    found = parse(change("messages", value))
    assert [(one.phone, one.user_id) for one in found.messages] == [("", "ID.1234")]
    assert [(one.recipient, one.user_id) for one in found.statuses] == [("", "ID.1234")]
