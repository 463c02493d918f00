import pytest

from sapa.messaging.channels.whatsapp.errors import TREATMENTS, treatment
from sapa.messaging.channels.whatsapp.wire import request_body
from sapa.messaging.delivery.outcomes import wait_before
from sapa.messaging.delivery.tokens import attempt_token
from sapa.messaging.schemas import Letter
from tests.rooms.messaging.bodies import DEWI


def letter(**more: object) -> Letter:
    values = {"message_id": 7, "workspace_id": 1, "channel_id": 1, "n": 1, "token": "T", "text": "Halo"}
    return Letter(**({"to": DEWI, "user_id": ""} | values | more))  # type: ignore[arg-type]


def test_a_number_is_written_with_its_plus_and_our_token_travels_along() -> None:
    body = request_body(letter(reply_to="wamid.0"))
    assert (body["to"], body["biz_opaque_callback_data"]) == (DEWI, "T")
    assert body["text"] == {"body": "Halo", "preview_url": False}
    assert body["context"] == {"message_id": "wamid.0"}


def test_who_hides_the_number_is_reached_by_the_user_id() -> None:
    body = request_body(letter(to="", user_id="ID.1349"))
    assert body["recipient"] == "ID.1349"
    assert "to" not in body


def test_a_template_goes_with_named_parameters() -> None:
    template = request_body(letter(template="belum_bayar", language="id", parameters={"panggilan": "Kak"}))[
        "template"
    ]
    [body] = template["components"]
    assert body["parameters"] == [{"type": "text", "parameter_name": "panggilan", "text": "Kak"}]
    assert "components" not in request_body(letter(template="halo", language="id"))["template"]


def test_a_token_is_unguessable_and_says_nothing_about_the_customer() -> None:
    tokens = {attempt_token(message, n) for message in range(20) for n in (1, 2)}
    assert len(tokens) == 40
    assert {len(token) for token in tokens} == {29}


@pytest.mark.parametrize(
    ("code", "action", "scope"),
    [
        (190, "hold", "account"),
        (131042, "hold", "account"),
        (132015, "hold", "template"),
        (131056, "retry", "recipient"),
        (131047, "never", "message"),
        (250, "hold", "account"),
        (987654, "retry", "message"),
        (None, "retry", "message"),
    ],
)
def test_every_code_has_one_treatment(code: int | None, action: str, scope: str) -> None:
    assert treatment(code)[0] == action
    assert treatment(code).scope == scope


def test_every_treatment_is_explained() -> None:
    assert all(str(one.explanation).endswith(".") for one in TREATMENTS.values())


def test_waits_grow_fourfold_and_end_at_a_quarter_of_an_hour() -> None:
    assert [wait_before(n, 4) for n in (1, 2, 3, 4, 5, 50)] == [4, 16, 64, 256, 900, 900]
    assert wait_before(3, 3600) == 3600
