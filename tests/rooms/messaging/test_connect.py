"""A number from its first secrets to green, by services and against a small Cloud API."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from aiohttp import web

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base import signatures
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.base.sealed import SealError
from sapa.events.models import Endpoint
from sapa.events.services import open_secrets
from sapa.messaging.channels.whatsapp import challenge, verify, verify_token
from sapa.messaging.models import Channel, ChannelHistory, Errand, Message
from sapa.messaging.selectors import sender
from sapa.messaging.selectors.checklist import checklist
from sapa.messaging.services import connecting, create_channel, hold_channel, queue
from sapa.messaging.services.channels import HELD, opened_token, stop_without_secret
from sapa.messaging.services.health import measure
from sapa.messaging.services.numbers import look_at_numbers
from sapa.web.errors import Refused
from tests.rooms.messaging.bodies import DEWI, NUMBER
from tests.rooms.messaging.conftest import customer, wanted
from tests.rooms.messaging.delivery import Post
from tests.rooms.messaging.graph import Graph, serving

ACCOUNT = "102290129340398"


@dataclass
class Meta(Graph):
    """What the provider tells of the number; `refuses` the code for every call, 0 for none."""

    phone: dict[str, object] = field(default_factory=dict)
    wired: list[dict[str, object]] = field(default_factory=list)
    refuses: int = 0

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{version}/{node}/subscribed_apps", self._apps)
        app.router.add_post("/{version}/{node}/subscribed_apps", self._wire)
        app.router.add_get("/{version}/{node}", self._node)
        app.router.add_post("/{version}/{node}", self._wire)
        return app

    def _answer(self, told: dict[str, object]) -> web.Response:
        if self.refuses:
            error = {
                "code": self.refuses,
                "message": "no",
                "error_data": {"details": "The session has ended"},
            }
            return web.json_response({"error": error}, status=401)
        return web.json_response(told)

    async def _apps(self, _request: web.Request) -> web.Response:
        return self._answer({"data": [{"name": "Sapa"}]})

    async def _wire(self, request: web.Request) -> web.Response:
        self.wired.append(await request.json())
        return self._answer({"success": True})

    async def _node(self, request: web.Request) -> web.Response:
        if request.match_info["node"] == ACCOUNT:
            return self._answer({"name": "Sari", "owner_business_info": {"id": "77"}})
        return self._answer(self.phone)


@pytest.fixture
def meta() -> Iterator[Meta]:
    whole: dict[str, object] = {
        "verified_name": "Toko Sari",
        "display_phone_number": "+62 811-1000-1000",
        "quality_rating": "YELLOW",
        "throughput": {"level": "HIGH"},
        "name_status": "APPROVED",
        "code_verification_status": "VERIFIED",
        "platform_type": "CLOUD_API",
        "whatsapp_business_manager_messaging_limit": "TIER_1K",
        "health_status": {"can_send_message": "AVAILABLE"},
    }
    with serving(Meta(phone=whole)) as graph:
        assert isinstance(graph, Meta)
        yield graph


def looked(post: Post, now: datetime) -> Channel:
    look_at_numbers(now=now)
    with post.inside():
        return Channel.objects.get(pk=post.channel.pk)


def line(post: Post, code: str, now: datetime) -> str:
    with post.inside():
        chosen = Channel.objects.select_related("endpoint").get(pk=post.channel.pk)
        return next(one.state for one in checklist(chosen, now=now) if one.code == code)


@pytest.mark.parametrize("given", ["", "   "])
def test_a_number_without_app_secret_does_not_start(shop: Workspace, now: datetime, given: str) -> None:
    with pytest.raises(Refused, match="no_app_secret"):
        create_channel(name="Sari", external_id="1", token="t", app_secret=given, now=now)


def test_an_empty_secret_never_opens_the_door(now: datetime) -> None:
    forged = {"x-hub-signature-256": signatures.sign(b"{}", "")}
    for secrets in ([], [""]):
        assert verify(b"{}", forged, "", secrets, now).code == "wrong_signature"  # type: ignore[union-attr]
    query = {"hub.mode": "subscribe", "hub.challenge": "7", "hub.verify_token": verify_token("")}
    assert challenge(query, [""]) is None


def test_a_number_that_lost_its_secret_is_stopped_and_not_claimed(channel: Channel, now: datetime) -> None:
    Endpoint.objects.update(secrets=[])
    with pytest.raises(SealError):
        sender(Channel.objects.get())
    assert stop_without_secret(now=now) == 1
    assert Channel.objects.get().stopped == "no_app_secret"
    with pytest.raises(Refused, match="no_app_secret"):
        connecting.resume(channel=Channel.objects.get(), now=now)


def test_the_worker_stops_such_a_number_before_anything_leaves(post: Post, now: datetime) -> None:
    with post.inside():
        dewi = customer(DEWI, "Dewi", now)
        Endpoint.objects.update(secrets=[])
    [message_id] = post.queue(now, wanted(dewi))
    post.deliver(now)
    assert post.wire.letters == []
    assert HELD in post.message(message_id).reasons
    measure(now=now)
    with post.inside():
        assert Channel.objects.get().stopped == "no_app_secret"


def test_secrets_lie_sealed_in_the_database(channel: Channel, now: datetime) -> None:
    kept = bytes(Channel.objects.get().token) + json.dumps(Endpoint.objects.get().secrets).encode()
    assert b"token-of-sari" not in kept
    assert b"rahasia" not in kept
    assert opened_token(Channel.objects.get()) == "token-of-sari"


def test_a_new_token_lets_what_waited_go_again(channel: Channel, dewi: int, now: datetime) -> None:
    [message_id] = queue(outgoing=[wanted(dewi)], now=now)
    hold_channel(channel_id=channel.pk, code="190", now=now)
    Message.objects.update(reasons=[HELD], not_before=now + timedelta(minutes=10))
    assert connecting.replace_token(channel=Channel.objects.get(), token="fresh", now=now) == 1
    message = Message.objects.get(pk=message_id)
    assert (Channel.objects.get().stopped, message.reasons, message.not_before) == ("", [], now)
    assert opened_token(Channel.objects.get()) == "fresh"
    assert AuditEntry.objects.filter(action="channel.token_replaced").count() == 1


def test_a_new_token_does_not_end_a_stop_by_hand(channel: Channel, now: datetime) -> None:
    connecting.stop(channel=channel, now=now)
    assert connecting.replace_token(channel=Channel.objects.get(), token="fresh", now=now) == 0
    assert Channel.objects.get().stopped == "by_hand"


def test_two_app_secrets_are_accepted_until_the_old_one_is_retired(channel: Channel, now: datetime) -> None:
    connecting.replace_app_secret(channel=channel, app_secret=" baru ", now=now)
    assert secrets_of(channel) == ["baru", "rahasia"]
    connecting.retire_app_secret(channel=channel, now=now)
    assert secrets_of(channel) == ["baru"]


def secrets_of(channel: Channel) -> list[str]:
    endpoint = Endpoint.objects.get()
    assert channel.endpoint_id == endpoint.pk
    return open_secrets(sealed=endpoint.secrets, workspace_id=current_workspace_id(), endpoint_id=endpoint.pk)


def test_a_disconnected_number_keeps_no_token_and_can_come_back(channel: Channel, now: datetime) -> None:
    connecting.disconnect(channel=channel, now=now)
    gone = Channel.objects.get()
    assert (opened_token(gone), gone.stopped, Endpoint.objects.get().active) == ("", "disconnected", False)
    told = {"name": "Sari", "external_id": NUMBER, "account_id": ACCOUNT, "token": "t2", "app_secret": "s2"}
    back = connecting.connect(**told, now=now)
    back.refresh_from_db()
    assert (back.pk, back.stopped, opened_token(back), secrets_of(back)) == (channel.pk, "", "t2", ["s2"])


def test_a_number_is_connected_once(channel: Channel, now: datetime) -> None:
    told = {"name": "Sari", "external_id": NUMBER, "account_id": ACCOUNT, "token": "t2", "app_secret": "s2"}
    with pytest.raises(Refused, match="number_connected"):
        connecting.connect(**told, now=now)


def test_a_test_answer_needs_a_word_first(channel: Channel, dewi: int, now: datetime) -> None:
    with pytest.raises(Refused, match="write_first"):
        connecting.send_test(channel=channel, phone=DEWI, text="Uji", now=now)


def test_stops_and_resumes_stand_in_the_history(channel: Channel, now: datetime) -> None:
    connecting.stop(channel=channel, now=now)
    connecting.resume(channel=Channel.objects.get(), now=now)
    history = ChannelHistory.objects.order_by("id").values_list("what", "after", "source")
    assert list(history) == [("stopped", "by_hand", "user"), ("resumed", "", "user")]


def test_a_look_takes_over_what_the_provider_tells(post: Post, meta: Meta, now: datetime) -> None:
    channel = looked(post, now)
    told = (channel.quality, channel.limit_tier, channel.rate_per_second, channel.portfolio_id)
    assert told == ("YELLOW", "TIER_1K", 1000, "77")
    assert (channel.verified_name, channel.display_phone) == ("Toko Sari", "+6281110001000")
    with post.inside():
        assert set(ChannelHistory.objects.values_list("what", "source")) == {
            ("quality", "poll"),
            ("limit", "poll"),
            ("throughput", "poll"),
            ("name", "poll"),
        }


def test_beside_the_phone_app_a_number_sends_twenty_a_second(post: Post, meta: Meta, now: datetime) -> None:
    meta.phone["is_on_biz_app"] = True
    channel = looked(post, now)
    assert (channel.coexistence, channel.rate_per_second) == (True, 20)


def test_an_expired_token_is_found_by_the_look_and_stops_the_number(
    post: Post, meta: Meta, now: datetime
) -> None:
    meta.refuses = 190
    channel = looked(post, now)
    assert (channel.stopped, channel.stopped_detail) == ("190", "The session has ended")
    assert line(post, "token", now) == "red"


def test_numbers_are_looked_at_every_quarter_of_an_hour(post: Post, meta: Meta, now: datetime) -> None:
    assert [look_at_numbers(now=now + timedelta(minutes=m)) for m in (0, 14, 15)] == [1, 0, 1]


def test_a_provider_that_does_not_answer_changes_nothing(post: Post, now: datetime) -> None:
    channel = looked(post, now)
    assert (channel.stopped, channel.quality) == ("", "")
    assert line(post, "token", now) == "wait"


def test_webhooks_are_wired_by_one_press(post: Post, meta: Meta, now: datetime) -> None:
    with post.inside():
        connecting.ask(channel=post.channel, what=connecting.SUBSCRIBE, now=now)
    looked(post, now)
    override = meta.wired[0]
    assert str(override["override_callback_uri"]).endswith(f"/hooks/whatsapp/{endpoint(post).public_id}/")
    assert override["verify_token"] == verify_token("rahasia")
    assert meta.wired[1] == {"webhook_configuration": override}
    with post.inside():
        assert Errand.objects.get().code == ""


def endpoint(post: Post) -> Endpoint:
    with post.inside():
        return Endpoint.objects.get()


def test_the_check_list_turns_green_as_things_become_true(post: Post, meta: Meta, now: datetime) -> None:
    assert line(post, "token", now) == "wait"
    looked(post, now)
    assert line(post, "webhook", now) == "amber"
    meta.phone["webhook_configuration"] = {
        "application": "https://elsewhere.test/",
        "phone_number": f"http://127.0.0.1:8000/hooks/whatsapp/{endpoint(post).public_id}/",
    }
    looked(post, now + timedelta(minutes=15))
    states = {
        code: line(post, code, now) for code in ("token", "permissions", "registered", "name", "webhook")
    }
    assert set(states.values()) == {"green"}
    with workspace_scope(post.workspace_id):
        Channel.objects.update(last_inbound_at=now)
    assert line(post, "signed", now) == "green"
