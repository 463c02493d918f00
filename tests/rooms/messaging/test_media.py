"""Files: fetched in time, stored as what they are, shown only to whom they belong, uploaded once."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.media import linked
from sapa.base.scope import workspace_scope
from sapa.messaging.channels.whatsapp import composing
from sapa.messaging.channels.whatsapp.client import client
from sapa.messaging.channels.whatsapp.media import may_fetch
from sapa.messaging.models import Channel, Media, Message
from sapa.messaging.schemas import InboundMessage, Letter, Outcome, Parsed
from sapa.messaging.selectors import sender
from sapa.messaging.selectors.media import link_of
from sapa.messaging.services import receive
from sapa.messaging.services.media import fetch_due, store_upload
from tests.conftest import found_shop
from tests.rooms.messaging.bodies import DEWI, NUMBER
from tests.rooms.messaging.delivery import Post
from tests.rooms.messaging.graph import TOKEN, Graph, serving

JPEG = b"\xff\xd8\xff\xe0" + b"kebaya" * 500
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def kept_apart(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def graph() -> Iterator[Graph]:
    with serving(Graph()) as running:
        yield running


def hear_file(post: Post, now: datetime, **more: str) -> None:
    said = {"id": "wamid.f", "number_id": NUMBER, "phone": DEWI[1:], "type": "image", "media_id": "m1"} | more
    with post.inside():
        parsed = Parsed(messages=(InboundMessage(at=now, **said),))  # type: ignore[arg-type]
        receive(channel=Channel.objects.get(), parsed=parsed, now=now)


def row(post: Post) -> Media:
    with post.inside():
        return Media.objects.get()


def test_a_file_is_fetched_with_the_token_and_kept_under_a_name_that_tells_nothing(
    post: Post, graph: Graph, now: datetime, tmp_path: Path
) -> None:
    graph.files["m1"] = JPEG
    hear_file(post, now)
    assert fetch_due(now=now) == 1
    kept = row(post)
    assert (kept.state, kept.type, kept.size, kept.error) == ("stored", "image/jpeg", len(JPEG), "")
    assert (tmp_path / kept.name).read_bytes() == JPEG
    assert "m1" not in kept.name
    assert graph.tokens == {TOKEN}
    assert fetch_due(now=now) == 0


def test_a_file_is_what_its_bytes_are_and_not_what_it_is_called(
    post: Post, graph: Graph, now: datetime
) -> None:
    graph.files["m1"] = HTML
    hear_file(post, now, type="document", filename="foto.jpg", media_type="image/jpeg")
    fetch_due(now=now)
    assert row(post).type == "text/html"


def test_a_file_that_came_broken_is_asked_for_again_later(post: Post, graph: Graph, now: datetime) -> None:
    graph.files["m1"], graph.digests["m1"] = JPEG, "0" * 64
    hear_file(post, now)
    fetch_due(now=now)
    assert (row(post).state, row(post).error) == ("wanted", "wrong_digest")
    assert fetch_due(now=now) == 0
    del graph.digests["m1"]
    assert fetch_due(now=now + timedelta(seconds=11)) == 1
    assert row(post).state == "stored"


def test_a_file_that_whatsapp_no_longer_has_is_lost_and_says_so(
    post: Post, graph: Graph, now: datetime
) -> None:
    hear_file(post, now)
    fetch_due(now=now)
    assert (row(post).state, row(post).error) == ("lost", "100")


def test_after_seven_days_nobody_asks_any_more(post: Post, graph: Graph, now: datetime) -> None:
    graph.files["m1"], graph.digests["m1"] = JPEG, "0" * 64
    hear_file(post, now)
    fetch_due(now=now + timedelta(days=7))
    assert row(post).state == "lost"


def test_what_is_too_large_is_refused_while_it_comes(
    post: Post, graph: Graph, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sapa.messaging.channels.whatsapp.media.LARGEST", 100)
    graph.files["m1"] = JPEG
    hear_file(post, now)
    fetch_due(now=now)
    assert (row(post).state, row(post).error, row(post).name) == ("refused", "too_large", "")


def test_the_token_goes_to_meta_alone(post: Post, graph: Graph, now: datetime) -> None:
    graph.files["m1"], graph.addresses["m1"] = JPEG, f"http://localhost:{graph.port}/file/m1"
    hear_file(post, now)
    fetch_due(now=now)
    assert (row(post).state, row(post).error) == ("refused", "foreign_address")


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", True),
        ("https://graph.facebook.com/v26.0/1", True),
        ("http://lookaside.fbsbx.com/a", False),
        ("https://lookaside.fbsbx.com.evil.test/a", False),
        ("https://evilfbsbx.com/a", False),
        ("https://lookaside.fbsbx.com:8443/a", False),
        ("https://user@169.254.169.254/fbsbx.com", False),
        ("file:///etc/passwd", False),
    ],
)
def test_files_come_from_meta_alone(url: str, may: bool) -> None:
    assert may_fetch(url, "https://graph.facebook.com/v26.0") is may


def test_a_file_that_the_customer_takes_back_is_deleted(
    post: Post, graph: Graph, now: datetime, tmp_path: Path
) -> None:
    graph.files["m1"] = JPEG
    hear_file(post, now)
    fetch_due(now=now)
    hear_file(post, now + timedelta(minutes=1), id="wamid.r", type="revoke", media_id="", reply_to="wamid.f")
    assert (row(post).state, row(post).error, row(post).name) == ("lost", "revoked", "")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_dead_worker_leaves_the_file_to_the_next(post: Post, graph: Graph, now: datetime) -> None:
    graph.files["m1"] = JPEG
    hear_file(post, now)
    with post.inside():
        Media.objects.update(attempts=1, next_at=now + timedelta(seconds=10))
    assert fetch_due(now=now) == 0
    assert fetch_due(now=now + timedelta(seconds=10)) == 1


def stored(channel: Channel, now: datetime, content: bytes, name: str = "foto.jpg") -> Media:
    return store_upload(channel_id=channel.pk, file=SimpleUploadedFile(name, content), now=now)


@pytest.fixture
def budi(shop: Workspace) -> Client:
    reader = Client()
    reader.force_login(User.objects.get(email="budi@tokosari.test"))
    return reader


def test_a_picture_is_shown_and_cannot_run_anything(budi: Client, channel: Channel, now: datetime) -> None:
    answer = budi.get(link_of(stored(channel, now, JPEG)))
    assert answer.getvalue() == JPEG
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("content", [HTML, b"<svg onload=alert(1)>", b"MZ\x90\x00", b"%PDF-1.7 x", b"halo"])
def test_anything_but_pictures_sound_and_film_is_a_download(
    budi: Client, channel: Channel, now: datetime, content: bytes
) -> None:
    answer = budi.get(link_of(stored(channel, now, content, 'a"; x=\r\nfoto.jpg')))
    assert answer.getvalue() == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["Content-Disposition"]


def test_a_player_gets_the_part_that_it_asks_for(budi: Client, channel: Channel, now: datetime) -> None:
    link = link_of(stored(channel, now, JPEG))
    part = budi.get(link, headers={"Range": "bytes=4-9", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.getvalue()) == (206, b"kebaya")
    assert part.headers["Content-Range"] == f"bytes 4-9/{len(JPEG)}"
    assert part.headers["Content-Length"] == "6"
    tail = budi.get(link, headers={"Range": "bytes=-6"})
    assert tail.getvalue() == b"kebaya"
    assert budi.get(link, headers={"Range": f"bytes={len(JPEG)}-"}).status_code == 416


def test_a_link_cannot_be_guessed_changed_or_used_for_ever(
    budi: Client, shop: Workspace, channel: Channel, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_of(stored(channel, now, JPEG))
    path = link.partition("?")[0]
    assert budi.get(path).status_code == 404
    assert budi.get(link.replace("tanda=", "tanda=x")).status_code == 404
    assert budi.get(linked(path, workspace_id=shop.pk + 1)).status_code == 404
    monkeypatch.setattr("sapa.base.media.links.time.time", lambda: 0.0)
    old = linked(path, workspace_id=shop.pk)
    monkeypatch.undo()
    assert budi.get(old).status_code == 404


def test_another_shop_finds_no_file_of_this_one(shop: Workspace, channel: Channel, now: datetime) -> None:
    kept = stored(channel, now, JPEG)
    other = found_shop("Toko Lain", "citra@lain.test")
    stranger = Client()
    stranger.force_login(User.objects.get(email="citra@lain.test"))
    assert stranger.get(link_of(kept)).status_code == 404
    path = link_of(kept).partition("?")[0]
    assert stranger.get(linked(path, workspace_id=other.pk)).status_code == 404


def sent(post: Post, content: dict[str, object]) -> Outcome:
    async def send() -> Outcome:
        async with client() as whatsapp:
            letter = Letter(1, post.workspace_id, post.channel.pk, 1, "T", DEWI, "", "", content=content)
            return await whatsapp.send(channel, letter, "T")

    with post.inside():
        channel = sender(post.channel)
    return asyncio.run(send())


def upload(post: Post, now: datetime, content: bytes = JPEG) -> int:
    with post.inside():
        return stored(post.channel, now, content).pk


def test_a_file_is_uploaded_once_and_then_named(post: Post, graph: Graph, now: datetime) -> None:
    content = composing.media("image", media=upload(post, now), caption="Kebaya")
    assert [sent(post, content).kind for _ in range(2)] == ["accepted", "accepted"]
    assert graph.uploads == [("image/jpeg", JPEG)]
    assert [one["image"] for one in graph.said] == [{"caption": "Kebaya", "id": "up-1"}] * 2


def test_an_upload_that_whatsapp_forgot_is_made_again(post: Post, graph: Graph, now: datetime) -> None:
    content = composing.media("image", media=upload(post, now))
    sent(post, content)
    with post.inside():
        Media.objects.update(provider_until=now - timedelta(days=60))
    sent(post, content)
    assert [one["image"] for one in graph.said] == [{"id": "up-1"}, {"id": "up-2"}]


def test_a_header_of_buttons_may_be_a_file(post: Post, graph: Graph, now: datetime) -> None:
    asked = composing.buttons("Yang ini?", {"ya": "Ya"}, header={"type": "image", "image": {}})
    sent(post, asked | {"media": upload(post, now)})
    [said] = graph.said
    assert said["interactive"]["header"] == {"type": "image", "image": {"id": "up-1"}}  # type: ignore[index]


def test_what_is_against_the_limits_is_never_sent(post: Post, graph: Graph, now: datetime) -> None:
    page = sent(post, composing.media("image", media=upload(post, now, HTML)))
    words = sent(post, composing.buttons("x", {"a": "y" * 21}))
    gone = sent(post, composing.media("image", media=999))
    assert [one.code for one in (page, words, gone)] == [900_001, 900_001, 900_002]
    assert (graph.said, graph.uploads) == ([], [])


def test_nothing_was_sent_when_the_upload_broke(post: Post, now: datetime) -> None:
    outcome = sent(post, composing.media("image", media=upload(post, now)))
    assert (outcome.kind, outcome.detail.partition(":")[0]) == ("not_sent", "upload")


def test_a_message_about_a_file_leads_open_pages_to_look_again(
    post: Post, graph: Graph, now: datetime
) -> None:
    graph.files["m1"] = JPEG
    hear_file(post, now)
    with workspace_scope(post.workspace_id):
        before = Message.objects.select_related("conversation").get().conversation.version
    fetch_due(now=now)
    with workspace_scope(post.workspace_id):
        assert Message.objects.select_related("conversation").get().conversation.version > before
