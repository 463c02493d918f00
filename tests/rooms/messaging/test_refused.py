"""What a refusal of WhatsApp changes beyond its message, by the one table; answers and failed statuses alike."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.contacts.models import ContactState, LedgerEntry, OptOut
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.channels.whatsapp.errors import treatment_afterwards
from sapa.messaging.models import Channel, Media, Template
from sapa.messaging.services import receive
from tests.rooms.messaging.bodies import body, status, text_message
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post, refused

Customers = tuple[int, int]


def refuse(post: Post, contact_id: int, code: int, now: datetime, key: str = "k", **more: object) -> int:
    """A message that WhatsApp answers with this code."""
    [pk] = post.queue(now, wanted(contact_id, key=key, **more))
    post.wire.answer = refused(code)
    post.deliver(now)
    return pk


def number(post: Post) -> Channel:
    with post.inside():
        return Channel.objects.get()


def opted_out(post: Post) -> list[tuple[str, str, str]]:
    with post.inside():
        return list(OptOut.objects.filter(ended_at=None).values_list("scope", "channel", "source"))


def test_a_number_that_fails_twice_is_left_alone_until_its_owner_writes(
    post: Post, customers: Customers, now: datetime
) -> None:
    refuse(post, customers[0], 131026, now, "a")
    assert opted_out(post) == []
    refuse(post, customers[0], 131026, now + timedelta(hours=1), "b")
    assert opted_out(post) == [("follow_up", "whatsapp", "undeliverable")]
    with post.inside():
        said = body(messages=[text_message("wamid.in", "Halo", now + timedelta(hours=2))])
        receive(channel=Channel.objects.get(), parsed=parse(said), now=now + timedelta(hours=2))
    assert opted_out(post) == []


def test_who_stopped_offers_at_whatsapp_has_stopped_them_here(
    post: Post, customers: Customers, now: datetime
) -> None:
    refuse(post, customers[0], 131050, now)
    with post.inside():
        assert ContactState.objects.get(contact_id=customers[0]).wa_marketing_stopped


@pytest.mark.parametrize(("code", "hours"), [(131048, 4), (131063, 24), (131064, 24)])
def test_a_limit_on_offers_rests_offers_and_nothing_else(
    post: Post, customers: Customers, now: datetime, code: int, hours: int
) -> None:
    pk = refuse(post, customers[0], code, now)
    assert post.message(pk).state == "planned"
    assert number(post).paused_promos_until == now + timedelta(hours=hours)
    assert (number(post).paused_promos_reason, number(post).stopped) == (str(code), "")


@pytest.mark.parametrize(("code", "held"), [(131042, True), (190, True), (133010, True), (131026, False)])
def test_account_and_number_are_held_and_customers_are_not(
    post: Post, customers: Customers, now: datetime, code: int, held: bool
) -> None:
    refuse(post, customers[0], code, now)
    assert (number(post).stopped == str(code)) is held


@pytest.mark.parametrize(
    ("code", "after", "state"),
    [
        (132015, "PAUSED", "planned"),
        (132001, "DRAFT", "planned"),
        (132016, "DISABLED", "planned"),
        (132000, "PAUSED", "failed"),
    ],
)
def test_a_template_rests_by_what_was_said_of_it(
    post: Post, customers: Customers, now: datetime, code: int, after: str, state: str
) -> None:
    post.approve(post.template(now, "Halo {{ panggilan }}, pesanan menunggu."), now)
    given: dict[str, Any] = {"template": "belum_bayar", "parameters": {"panggilan": "Kak"}}
    pk = refuse(post, customers[0], code, now, **given)
    with post.inside():
        assert Template.objects.get().status == after
    assert post.message(pk).state == state


def test_a_failed_status_does_the_same_and_repeats_nothing(
    post: Post, customers: Customers, now: datetime
) -> None:
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    post.hear(now, status(f"wamid.{pk}.1", "failed", now, code=131042))
    assert (number(post).stopped, post.message(pk).delivery) == ("131042", "failed")
    assert len(post.attempts(pk)) == 1
    with post.inside():
        assert LedgerEntry.objects.get(fact="failed").error == "131042"


def test_a_failed_status_with_a_passing_fault_repeats_nothing_either() -> None:
    assert [treatment_afterwards(code).action for code in (131000, 131042, 131026)] == [
        "never",
        "hold",
        "never",
    ]


def test_a_file_that_was_not_taken_is_uploaded_anew_once(
    post: Post, customers: Customers, now: datetime
) -> None:
    times = {"next_at": now, "created_at": now, "provider_until": now + timedelta(days=9)}
    with post.inside():
        file = Media.objects.create(direction="out", state="stored", provider_id="up-1", **times).pk
    content = {"type": "image", "image": {}, "media": file}
    pk = refuse(post, customers[0], 131053, now, content=content)
    with post.inside():
        assert Media.objects.get().provider_id == ""
    assert post.message(pk).state == "planned"
    post.deliver(now + timedelta(minutes=1))
    assert post.message(pk).state == "failed"
