"""Outgoing webhooks: the signature is the specification's, the schedule lasts three days, codes only leave."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from sapa.domain.webhooks import Answer, codes, envelope, is_given_up, judge, signatures, written_secret

OLD, NEW = written_secret(b"o" * 32), written_secret(b"n" * 32)
PLACED = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def signed(body: bytes, *secrets: str) -> dict[str, str]:
    now = datetime.now(UTC)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signatures(message_id="msg_1", at=now, body=body, secrets=secrets),
    }


@pytest.mark.parametrize("theirs", [OLD, NEW])
def test_the_reference_library_accepts_each_of_two_secrets(theirs: str) -> None:
    body = envelope(name="order.placed", at=PLACED, data={"order": "a", "tujuan": "Méo"})
    told = Webhook(theirs).verify(body, signed(body, NEW, OLD))
    assert told == {
        "type": "order.placed",
        "timestamp": "2026-09-15T03:00:00Z",
        "data": {"order": "a", "tujuan": "Méo"},
    }


def test_the_reference_library_refuses_another_body_and_another_secret() -> None:
    body = envelope(name="order.placed", at=PLACED, data={})
    for secret, changed in ((NEW, body + b" "), (OLD, body)):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(changed, signed(body, NEW))


def test_we_sign_as_the_reference_library_does() -> None:
    secret = "whsec_" + base64.b64encode(bytes(range(24))).decode()
    at, body = datetime.fromtimestamp(1674087231, UTC), b'{"type":"contact.created"}'
    expected = Webhook(secret).sign("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", at, body.decode())
    assert (
        signatures(message_id="msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", at=at, body=body, secrets=[secret])
        == expected
    )


def test_only_listed_codes_leave_the_house() -> None:
    told = {
        "score": 2,
        "reason": "refund",
        "name": "Dewi",
        "code": "Dewi Lestari",
        "scope": ["all"],
        "type": "text",
    }
    assert codes(told) == {"score": 2, "reason": "refund", "type": "text"}


def test_retries_last_about_three_days_and_then_end() -> None:
    verdicts = [judge(Answer(500), attempt=attempt, seed="a") for attempt in range(1, 11)]
    assert [one.outcome for one in verdicts] == ["again"] * 9 + ["dead"]
    assert 60 * HOUR < sum((one.wait for one in verdicts), timedelta()) < 91 * HOUR
    assert verdicts == [judge(Answer(500), attempt=attempt, seed="a") for attempt in range(1, 11)]
    assert verdicts[0] != judge(Answer(500), attempt=1, seed="b")


@pytest.mark.parametrize(
    ("answer", "outcome", "rest"),
    [
        (Answer(204), "done", 0),
        (Answer(301, "redirect"), "again", 0),
        (Answer(404), "again", 0),
        (Answer(410), "dead", 0),
        (Answer(429, "", timedelta(minutes=10)), "again", 600),
        (Answer(503, "", timedelta(days=40)), "again", 86_400),
        (Answer(502), "again", 30),
        (Answer(None, "timeout"), "again", 30),
    ],
)
def test_what_an_answer_means(answer: Answer, outcome: str, rest: int) -> None:
    verdict = judge(answer, attempt=1, seed="a")
    assert (verdict.outcome, verdict.rest.total_seconds()) == (outcome, rest)
    assert verdict.wait >= verdict.rest or outcome == "dead"
    assert verdict.gone == (answer.status == 410)


def test_five_days_without_success_are_enough() -> None:
    assert not is_given_up(None, PLACED)
    assert not is_given_up(PLACED, PLACED + 119 * HOUR)
    assert is_given_up(PLACED, PLACED + 120 * HOUR)


def test_the_bytes_are_the_same_at_every_attempt() -> None:
    first = envelope(name="feedback.rated", at=PLACED, data={"score": 2, "contact": "c"})
    assert first == envelope(name="feedback.rated", at=PLACED, data={"contact": "c", "score": 2})
    assert json.loads(first)["type"] == "feedback.rated"
