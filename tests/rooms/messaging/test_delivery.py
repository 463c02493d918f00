from datetime import datetime, timedelta
from functools import partial
from typing import Literal
from unittest.mock import Mock

import pytest
from django.db import OperationalError

from sapa.contacts.models import LedgerEntry
from sapa.contacts.services import lock
from sapa.events.models import Event
from sapa.messaging.delivery import flipping, sweep
from sapa.messaging.delivery.claiming import take
from sapa.messaging.models import Channel, Conversation, Message, Template
from sapa.messaging.schemas import GateVerdict, Letter, Outcome
from sapa.messaging.services import resume_channel, webhook_seen
from tests.rooms.journeys.crowd import at_once
from tests.rooms.messaging import wiring
from tests.rooms.messaging.bodies import DEWI, status
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post, accepted, dies, leases_run_out, refused, server_error

Customers = tuple[int, int]


def facts(post: Post) -> list[str]:
    with post.inside():
        return sorted(LedgerEntry.objects.values_list("fact", flat=True))


def test_a_due_message_leaves_once_and_is_accepted(post: Post, customers: Customers, now: datetime) -> None:
    [pk] = post.queue(now, wanted(customers[0]))
    assert (post.deliver(now), post.deliver(now)) == (1, 0)
    message, [attempt] = post.message(pk), post.attempts(pk)
    assert (message.state, message.wamid) == ("accepted", f"wamid.{pk}.1")
    assert (attempt.outcome, attempt.settled_by, attempt.token) == (
        "accepted",
        "response",
        post.wire.letters[0].token,
    )
    assert post.wire.letters[0].to == DEWI
    assert facts(post) == ["sent"]


def test_what_is_not_due_stays(post: Post, customers: Customers, now: datetime) -> None:
    post.queue(now, wanted(customers[0], not_before=now + timedelta(hours=1)))
    assert post.deliver(now) == 0


@pytest.mark.parametrize("action", ["wait", "drop"])
def test_the_gate_cancels_with_its_reasons(
    post: Post, customers: Customers, action: Literal["wait", "drop"], now: datetime
) -> None:
    wiring.VERDICTS["checkout_belum_bayar"] = GateVerdict(action, ["quiet_hours", "min_gap"])
    [pk] = post.queue(now, wanted(customers[0]))
    assert post.deliver(now) == 0
    message = post.message(pk)
    assert (message.state, message.reasons) == ("cancelled", ["quiet_hours", "min_gap"])
    assert facts(post) == []


def test_a_poison_message_fails_alone(post: Post, customers: Customers, now: datetime) -> None:
    wiring.VERDICTS["poison"] = None  # type: ignore[assignment]
    poison, good = post.queue(now, wanted(customers[0], "a", kind="poison"), wanted(customers[1], "b"))
    assert post.deliver(now) == 1
    assert post.message(good).state == "accepted"
    assert post.message(poison).state == "planned"
    post.deliver(now + timedelta(minutes=2))
    assert (post.message(poison).state, post.message(poison).error) == ("failed", "internal_error")


def test_a_server_error_is_never_repeated_blindly(post: Post, customers: Customers, now: datetime) -> None:
    post.wire.answer = server_error
    [pk] = post.queue(now, wanted(customers[0], delivery_class="must"))
    assert (post.deliver(now), post.deliver(now)) == (1, 0)
    assert post.message(pk).state == "unknown"
    assert facts(post) == ["sent"]


def test_whatever_a_transport_raises_leaves_it_open(post: Post, customers: Customers, now: datetime) -> None:
    def breaks(letter: Letter) -> Outcome:
        raise ConnectionResetError

    post.wire.answer = breaks
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    assert post.message(pk).state == "unknown"


def test_a_kill_between_commit_and_answer_doubles_nothing(
    post: Post, customers: Customers, now: datetime
) -> None:
    post.wire.answer = dies
    [pk] = post.queue(now, wanted(customers[0], delivery_class="must"))
    with pytest.raises(KeyboardInterrupt):
        post.deliver(now)
    leases_run_out()
    assert post.deliver(now) == 0
    assert post.message(pk).state == "unknown"
    post.hear_of(post.wire.letters[0], "delivered", now)
    message, [attempt] = post.message(pk), post.attempts(pk)
    assert (message.state, message.delivery, message.wamid) == ("accepted", "delivered", "wamid.late")
    assert (attempt.outcome, attempt.settled_by) == ("accepted", "webhook")
    assert len(post.wire.letters) == 1


def test_what_one_worker_is_deciding_another_passes_by(
    post: Post, customers: Customers, now: datetime
) -> None:
    held, free = post.queue(now, wanted(customers[0], "a"), wanted(customers[1], "b"))
    with post.inside():
        assert [one.id for one in take([held], now)] == [held]
        assert at_once(partial(post.deliver, now)) == [1]
    assert (post.message(free).state, post.deliver(now)) == ("accepted", 1)


def test_what_is_marked_leaves_although_the_next_gate_cannot_be_made(
    post: Post, customers: Customers, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = post.queue(now, wanted(customers[0], "a"), wanted(customers[1], "b"))
    with post.inside():
        lock(contact_ids=[customers[0]])
    with monkeypatch.context() as patch:
        patch.setattr(flipping, "make_gates", Mock(side_effect=OperationalError))
        assert (post.deliver(now), post.message(first).state) == (1, "accepted")
    assert (post.deliver(now), post.message(second).state) == (1, "accepted")


def test_a_status_that_overtakes_the_answer_wins(post: Post, customers: Customers, now: datetime) -> None:
    def overtaken(letter: Letter) -> Outcome:
        post.hear_of(letter, "read", now, f"wamid.{letter.message_id}.1")
        return accepted(letter)

    post.wire.answer = overtaken
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    message, [attempt] = post.message(pk), post.attempts(pk)
    assert (message.state, message.delivery, attempt.settled_by) == ("accepted", "read", "webhook")


def test_after_the_grace_only_must_is_sent_once_more(post: Post, customers: Customers, now: datetime) -> None:
    post.wire.answer = server_error
    must, once = post.queue(now, wanted(customers[0], "a", delivery_class="must"), wanted(customers[1], "b"))
    post.deliver(now)
    with post.inside():
        webhook_seen(channel_ids=[post.channel.pk], at=now + timedelta(minutes=1))
    leases_run_out()
    later = now + timedelta(minutes=16)
    assert post.deliver(later) == 1
    assert post.message(once).state == "quarantined"
    leases_run_out()
    assert post.deliver(later) == 0
    assert post.message(must).state == "quarantined"


def test_nothing_is_repeated_while_the_way_in_is_silent(
    post: Post, customers: Customers, now: datetime
) -> None:
    post.wire.answer = server_error
    [pk] = post.queue(now, wanted(customers[0], delivery_class="must"))
    post.deliver(now)
    leases_run_out()
    assert post.deliver(now + timedelta(minutes=16)) == 0
    assert post.message(pk).state == "quarantined"


def test_a_quarantined_message_is_freed_by_its_status(
    post: Post, customers: Customers, now: datetime
) -> None:
    post.wire.answer = server_error
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    leases_run_out()
    sweep(now)
    post.hear_of(post.wire.letters[0], "sent", now)
    assert (post.message(pk).state, post.message(pk).delivery) == ("accepted", "sent")


def test_one_customer_gets_one_message_in_six_seconds(
    post: Post, customers: Customers, now: datetime
) -> None:
    post.queue(now, wanted(customers[0], "a"), wanted(customers[0], "b"), wanted(customers[1], "c"))
    assert post.deliver(now) == 2
    assert post.deliver(now + timedelta(seconds=5)) == 0
    assert post.deliver(now + timedelta(seconds=6)) == 1


def test_the_pair_limit_of_whatsapp_postpones(post: Post, customers: Customers, now: datetime) -> None:
    post.wire.answer = refused(131056)
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    message = post.message(pk)
    assert (message.state, message.not_before) == ("planned", now + timedelta(seconds=4))
    assert facts(post) == ["sent", "withdrawn"]
    post.wire.answer = accepted
    post.deliver(now + timedelta(seconds=6))
    assert post.message(pk).state == "accepted"


def test_a_definite_no_is_a_fact_and_an_event(post: Post, customers: Customers, now: datetime) -> None:
    post.wire.answer = refused(131026)
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    assert (post.message(pk).state, post.message(pk).error) == ("failed", "131026")
    assert facts(post) == ["failed", "sent"]
    with post.inside():
        assert Event.objects.get(name="message.failed").data["code"] == "131026"


def test_an_unknown_code_is_tried_three_times_and_shown(
    post: Post, customers: Customers, now: datetime
) -> None:
    post.wire.answer = refused(987654)
    [pk] = post.queue(now, wanted(customers[0]))
    for minutes in range(0, 60, 10):
        post.deliver(now + timedelta(minutes=minutes))
    assert (len(post.wire.letters), post.message(pk).state) == (3, "failed")


def test_an_invalid_token_holds_the_number_until_a_person_looks(
    post: Post, customers: Customers, now: datetime
) -> None:
    post.wire.answer = refused(190, 401)
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    post.wire.answer = accepted
    later = now + timedelta(hours=1)
    assert post.deliver(later) == 0
    assert post.message(pk).reasons == ["channel_stopped"]
    with post.inside():
        assert Channel.objects.get().stopped == "190"
        resume_channel(channel_id=post.channel.pk, now=later)
    assert post.deliver(later) == 1


def test_a_template_leaves_with_its_parameters_once_it_is_approved(
    post: Post, customers: Customers, now: datetime
) -> None:
    template_id = post.template(now, "Halo {{ panggilan }}, pesanan menunggu.")
    post.queue(now, wanted(customers[0], template="belum_bayar", parameters={"panggilan": "Kak Dewi"}))
    assert post.deliver(now) == 0
    post.approve(template_id, now)
    assert post.deliver(now) == 1
    assert post.wire.letters[0].parameters == {"panggilan": "Kak Dewi"}


def test_a_paused_template_waits(post: Post, customers: Customers, now: datetime) -> None:
    post.approve(post.template(now, "Halo, pesanan menunggu."), now)
    post.wire.answer = refused(132015)
    [pk] = post.queue(now, wanted(customers[0], template="belum_bayar"))
    post.deliver(now)
    assert (post.message(pk).state, post.message(pk).reasons) == ("planned", ["template_paused"])
    with post.inside():
        assert Template.objects.get().status == "PAUSED"


def test_what_is_past_its_deadline_expires(post: Post, customers: Customers, now: datetime) -> None:
    late, in_hours = now - timedelta(minutes=1), now + timedelta(hours=9)
    [pk] = post.queue(now, wanted(customers[0], deadline=late, not_before=in_hours))
    assert post.deliver(now) == 0
    assert post.message(pk).state == "expired"


def test_statuses_move_forward_in_every_order(post: Post, customers: Customers, now: datetime) -> None:
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    seen = []
    for word in ("read", "delivered", "sent", "failed", "read"):
        post.hear(now, status(f"wamid.{pk}.1", word, now))
        seen.append(post.message(pk).delivery)
    assert seen == ["read"] * 5
    with post.inside():
        assert Event.objects.filter(name="message.read").count() == 1
        assert not Event.objects.filter(name="message.failed").exists()


def test_a_failed_status_counts_until_a_later_one_denies_it(
    post: Post, customers: Customers, now: datetime
) -> None:
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    post.hear(now, status(f"wamid.{pk}.1", "sent", now), status(f"wamid.{pk}.1", "failed", now, code=131049))
    assert (post.message(pk).delivery, post.message(pk).error) == ("failed", "131049")
    assert facts(post) == ["failed", "sent"]
    post.hear(now, status(f"wamid.{pk}.1", "delivered", now))
    assert (post.message(pk).delivery, post.message(pk).error) == ("delivered", "")


def test_a_status_without_token_waits_for_the_answer(post: Post, customers: Customers, now: datetime) -> None:
    def failed_early(letter: Letter) -> Outcome:
        post.hear(now, status(f"wamid.{letter.message_id}.1", "failed", now, code=131049))
        return accepted(letter)

    post.wire.answer = failed_early
    [pk] = post.queue(now, wanted(customers[0]))
    post.deliver(now)
    assert (post.message(pk).delivery, post.message(pk).error) == ("failed", "131049")


def test_a_template_that_whatsapp_lost_is_handed_over_again(
    post: Post, customers: Customers, now: datetime
) -> None:
    template_id = post.template(now, "Halo, pesanan menunggu.")
    post.approve(template_id, now)
    post.wire.answer = refused(132001, 404)
    post.queue(now, wanted(customers[0], template="belum_bayar"))
    post.deliver(now)
    with post.inside():
        assert Template.objects.get().status == "DRAFT"
    post.wire.answer = accepted
    post.approve(template_id, now)
    assert post.deliver(now + timedelta(seconds=6)) == 1


def test_what_must_go_as_a_template_does_so_in_an_open_window_too(
    post: Post, customers: Customers, now: datetime
) -> None:
    wiring.VERDICTS["checkout_belum_bayar"] = GateVerdict("send", form="freeform")
    post.approve(post.template(now, "Halo, pesanan menunggu."), now)
    free, named = post.queue(now, *[wanted(pk, f"to:{pk}", template="belum_bayar") for pk in customers])
    with post.inside():
        Message.objects.filter(id=named).update(payload={"template": "belum_bayar", "form": "template"})
    post.deliver(now)
    sent = {letter.message_id: letter.template for letter in post.wire.letters}
    assert sent == {free: "", named: "belum_bayar"}


def test_an_agent_may_write_three_times_at_once_and_then_pauses(
    post: Post, customers: Customers, now: datetime
) -> None:
    post.queue(now, *[wanted(customers[0], f"{n}", klass="reply", kind="agent_reply") for n in range(5)])
    assert [post.deliver(now + timedelta(seconds=s)) for s in (0, 6, 17, 18, 36)] == [3, 0, 0, 2, 0]


def test_what_a_stopped_number_held_comes_back_at_its_rate(
    post: Post, customers: Customers, now: datetime
) -> None:
    with post.inside():
        Channel.objects.update(stopped="190", rate_per_second=2)
    keys = post.queue(now, wanted(customers[0], "a"), wanted(customers[1], "b"))
    post.deliver(now)
    times = sorted(post.message(pk).not_before for pk in keys)
    assert times[1] - times[0] == timedelta(seconds=0.5)


def test_nothing_unasked_leaves_while_the_providers_agent_answers(
    post: Post, customers: Customers, now: datetime
) -> None:
    reminder = post.queue(now, wanted(customers[0], "r"))[0]
    answer = post.queue(now, wanted(customers[1], "a", klass="reply", kind="agent_reply"))[0]
    with post.inside():
        Conversation.objects.update(elsewhere_at=now)
    assert post.deliver(now) == 1
    assert post.message(answer).state == "accepted"
    assert list(post.message(reminder).reasons) == ["talk_elsewhere"]
