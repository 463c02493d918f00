import pytest

from sapa.domain.understanding.model import Model
from sapa.domain.understanding.shipping import MODEL_FILE, shipped
from sapa.domain.understanding.types import HANDLINGS, INTENTS, REASONS, Understood
from sapa.domain.understanding.understand import understand


@pytest.fixture(scope="module")
def model() -> Model:
    return shipped()


def reading(model: Model, text: str, context: str | None = None) -> Understood:
    return understand(text, context, model=model)


@pytest.mark.parametrize(
    ("text", "intent", "handling"),
    [
        ("ka pesenan sy udh nyampe mana", "order_status", "answer"),
        ("vasnya pecah pas dibuka kak", "defective_wrong_item", "ticket"),
        ("mau batalin pesanan dong", "cancel_order", "action_confirm"),
        ("alamat saya salah, tolong ganti ke jalan melati 5", "change_address", "action_confirm"),
        ("assalamualaikum min", "greeting", "record"),
        ("nuhun pisan kang", "thanks_closing", "record"),
        ("jangan kirim promo lagi", "opt_out", "record"),
        ("ada lowongan kerja ga kak", "other", "refuse"),
        ("mau ngomong sama orang", "talk_to_human", "escalate"),
    ],
)
def test_each_kind_of_message_is_handled_its_way(model: Model, text: str, intent: str, handling: str) -> None:
    found = reading(model, text)
    assert (found.intent, found.handling) == (intent, handling)


def test_what_is_broken_comes_before_what_is_asked(model: Model) -> None:
    found = reading(model, "harganya berapa ya yang baru? soalnya yang kemarin datang pecah")
    assert found.intent == "defective_wrong_item"


def test_a_hello_before_a_question_is_not_an_intent_of_its_own(model: Model) -> None:
    found = reading(model, "halo kak, bisa cod ga?")
    assert found.intents == ("how_to_pay",)


def test_a_person_asked_for_leads_whatever_else_is_said(model: Model) -> None:
    found = reading(model, "udah 4x tanya ga dijawab, sambungin ke orangnya langsung aja")
    assert (found.intent, found.escalation_reason) == ("talk_to_human", "human_request")
    assert found.should_escalate


def test_what_we_wrote_last_decides_about_short_answers(model: Model) -> None:
    assert reading(model, "5", "csat_survey").intent == "feedback_csat"
    assert reading(model, "sudah kak", "payment_reminder").intent == "payment_confirmation"
    assert reading(model, "boleh kak kirim lagi", "replenishment_reminder").intent == "place_order"
    assert reading(model, "stop", "promo_broadcast").intent == "opt_out"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😂🔥",
        "你好，我的包裹在哪里",
        "где моя посылка",
        "zxcvq wrtpl mnbgh",
        "\u200b\u202e",
        "?!?!",
    ],
)
def test_what_cannot_be_read_is_other_and_unsure(model: Model, text: str) -> None:
    found = reading(model, text)
    assert found.intent == "other"
    assert found.confidence < 0.4


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "kak mau tanya dong " * 1_000, "😀" * 20_000, "<b>" * 5_000, "9" * 20_000]
)
def test_very_long_messages_are_read_without_trouble(model: Model, text: str) -> None:
    found = reading(model, text)
    assert found.intent in INTENTS
    assert found.handling in HANDLINGS
    assert 0 <= found.confidence <= 1


def test_displeasure_alone_keeps_the_assistant(model: Model) -> None:
    found = reading(model, "agak kecewa sih pengirimannya lama")
    assert not found.should_escalate
    assert found.escalation_reason is None


def test_a_reason_always_goes_with_the_wish_to_escalate(model: Model) -> None:
    for text in ("muka saya melepuh", "halo", "saya lapor polisi", "makasih", "telpon saya"):
        found = reading(model, text)
        assert found.should_escalate == (found.escalation_reason in REASONS) == (found.handling == "escalate")


def test_it_tells_why(model: Model) -> None:
    assert any(code.startswith("rule:how_to_pay") for code in reading(model, "bisa cod ga?").trace)


def test_the_shipped_model_is_small() -> None:
    assert MODEL_FILE.stat().st_size < 1_500_000
