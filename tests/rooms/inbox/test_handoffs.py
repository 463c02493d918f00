"""Who has a conversation: handed over with a card, taken, given on, handed back."""

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.commerce.models import Order
from sapa.domain.dialogue.deciding import DISCLOSED
from sapa.domain.understanding.types import SLOTS
from sapa.inbox.models import Clock, Handoff, Notice, Team
from sapa.inbox.selectors.greetings import beyond_greeting
from sapa.inbox.selectors.handoffs import cards_of
from sapa.inbox.selectors.packages import next_of, package_of
from sapa.inbox.services import clocks, desk, handoffs
from sapa.messaging.models import Conversation
from sapa.web.errors import Refused
from tests.rooms.inbox.clocks import MINUTE, conversation, said_back, write


@pytest.fixture
def budi(shop: Workspace) -> User:
    return User.objects.get()


@pytest.fixture
def ani(shop: Workspace) -> User:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT)
    return User.objects.get(email="ani@tokosari.test")


def handed_over(now: datetime, reason: str = "not_understood") -> Conversation:
    dewi = conversation(now)
    asked = write(dewi, now)
    handoffs.open_handoff(conversation_id=dewi.pk, message_id=asked.pk, reason=reason, now=now)
    return dewi


def owner_of(talk: Conversation) -> tuple[str, int | None]:
    talk.refresh_from_db()
    return talk.owner, talk.assignee_id


def test_a_card_keeps_what_was_asked_said_and_known(budi: User, now: datetime) -> None:
    dewi = conversation(now)
    said = said_back(dewi, now - MINUTE, by="assistant")
    Order.objects.create(
        contact=dewi.contact, source="toko", external_id="1", number="SARI-1", status="placed", placed_at=now,
        recorded_at=now, updated_at=now,
    )  # fmt: skip
    asked = write(dewi, now)
    handoffs.open_handoff(conversation_id=dewi.pk, message_id=asked.pk, reason="not_understood", now=now)
    card = Handoff.objects.get().card
    assert (card["asked"], card["said"], card["next"]) == ([asked.pk], [said.pk], "look_at_payment")
    assert card["orders"][0]["status"] == "placed"
    assert card["due_at"] == Clock.objects.get(kind="handoff").due_at.isoformat()  # type: ignore[union-attr]


def test_a_hand_off_is_told_to_whoever_is_there(budi: User, now: datetime) -> None:
    handed_over(now)
    assert Notice.objects.get().kind == "handed_off"


def test_who_takes_it_silences_the_assistant(budi: User, now: datetime) -> None:
    dewi = handed_over(now)
    said = said_back(dewi, now, by="assistant", state="planned")
    handoffs.take(conversation=dewi, person=budi, now=now + MINUTE)
    assert owner_of(dewi) == ("human", budi.pk)
    said.refresh_from_db()
    assert (said.state, said.reasons) == ("cancelled", ["taken_over"])
    assert Handoff.objects.get().taken_by_id == budi.pk


def test_an_answer_of_the_assistant_that_never_left_is_none(budi: User, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    said_back(dewi, now, by="assistant", state="planned")
    clocks.answered(conversation_id=dewi.pk, by="assistant", at=now, now=now)
    handoffs.take(conversation=dewi, person=budi, now=now + MINUTE)
    assert Clock.objects.get(kind="turn").state == "running"


def test_a_colleague_who_answers_leaves_it_with_whom_it_is(budi: User, ani: User, now: datetime) -> None:
    dewi = handed_over(now)
    handoffs.take_to_answer(conversation=dewi, person=budi, now=now)
    handoffs.take_to_answer(conversation=dewi, person=ani, now=now)
    assert owner_of(dewi) == ("human", budi.pk)
    handoffs.take(conversation=dewi, person=ani, now=now)
    assert owner_of(dewi) == ("human", ani.pk)


def test_the_end_of_the_peoples_stretch_is_kept(budi: User, now: datetime) -> None:
    dewi, later = handed_over(now), now + 5 * MINUTE
    handoffs.take(conversation=dewi, person=budi, now=now)
    Conversation.objects.update(waiting_since=None)
    handoffs.hand_back(conversation=dewi, person=budi, now=later)
    assert (owner_of(dewi), Handoff.objects.get().ended_at) == (("assistant", None), later)


def test_who_takes_it_unasked_begins_a_stretch_too(budi: User, now: datetime) -> None:
    handoffs.take(conversation=conversation(now), person=budi, now=now)
    assert (Handoff.objects.get().reason, Handoff.objects.get().taken_at) == ("taken", now)


def test_a_customer_who_waits_is_not_handed_back(budi: User, now: datetime) -> None:
    dewi = handed_over(now)
    with pytest.raises(Refused, match="still_waiting"):
        handoffs.hand_back(conversation=dewi, person=budi, now=now)


def test_a_colleague_gets_it_and_is_told(budi: User, ani: User, now: datetime) -> None:
    dewi = conversation(now)
    handoffs.give_to_person(conversation=dewi, to=ani.pk, by=budi, now=now)
    assert owner_of(dewi) == ("human", ani.pk)
    assert Notice.objects.get(user_id=ani.pk).kind == "assigned"


def test_nobody_gets_it_who_may_not_answer(budi: User, now: datetime) -> None:
    add_member(email="rudi@tokosari.test", name="Rudi", role=Role.ANALYST)
    rudi = User.objects.get(email="rudi@tokosari.test")
    with pytest.raises(Refused, match="no_such_colleague"):
        handoffs.give_to_person(conversation=conversation(now), to=rudi.pk, by=budi, now=now)


def test_a_team_gets_it_as_a_hand_off_of_its_own(budi: User, now: datetime) -> None:
    dewi, gudang = handed_over(now), Team.objects.create(name="Gudang")
    handoffs.take(conversation=dewi, person=budi, now=now)
    handoffs.give_to_team(conversation=dewi, team=gudang, by=budi, now=now + MINUTE)
    first, second = Handoff.objects.order_by("pk")
    assert (first.ended_at, second.reason, second.taken_at) == (now + MINUTE, "given", None)
    assert (owner_of(dewi), dewi.team_id) == (("nobody", None), gudang.pk)


@pytest.mark.parametrize("state", [{"open": False}, {"owner": "human"}])
def test_a_hand_off_that_is_told_late_changes_nothing(
    budi: User, now: datetime, state: dict[str, str]
) -> None:
    dewi = conversation(now)
    asked = write(dewi, now)
    Conversation.objects.update(**state)
    handoffs.open_handoff(conversation_id=dewi.pk, message_id=asked.pk, reason="late", now=now)
    assert not Handoff.objects.exists()


def test_a_closed_conversation_is_not_given_away(budi: User, now: datetime) -> None:
    dewi = conversation(now)
    Conversation.objects.update(open=False)
    with pytest.raises(Refused, match="talk_closed"):
        handoffs.hand_back(conversation=dewi, person=budi, now=now)


def test_what_is_closed_waits_for_nobody_any_more(budi: User, now: datetime) -> None:
    dewi = handed_over(now)
    desk.close(conversation_ids=[dewi.pk], now=now + MINUTE)
    [card] = cards_of(Handoff.objects.all())
    assert (card.waits, card.handoff.taken_at, card.handoff.ended_at) == (False, None, now + MINUTE)


@pytest.mark.parametrize("taken", [False, True])
def test_an_end_that_is_taken_back_leaves_clocks_and_stretch_as_they_were(
    budi: User, now: datetime, taken: bool
) -> None:
    dewi, rows = handed_over(now), Clock.objects.order_by("pk")
    if taken:
        handoffs.take(conversation=dewi, person=budi, now=now)
    before = list(rows.values())
    done = desk.close(conversation_ids=[dewi.pk], now=now + timedelta(hours=30))
    kept = desk.Done.from_json(done.as_json())
    desk.take_back(done=kept, now=now + timedelta(hours=31))
    assert {row.kind for row in rows} == {"first", "turn", "handoff"}
    assert [row | {"breached_at": None} for row in rows.values()] == before
    assert Handoff.objects.get().ended_at is None


def test_a_card_shows_what_the_customer_told_in_words_and_no_note_of_the_assistant() -> None:
    slots = {
        "subscription_action": {"value": "check_expiry", "message": None},
        "wanted_intent": {"value": "invoice_request", "message": None},
        "issue_type": {"value": ["damaged", "wrong_item"], "message": None},
    }
    with override("en"):
        package = package_of({"assistant": {"slots": slots}}, {})
        assert package is not None
        told = {str(one.label): str(one.value) for one in package.given}
    assert told == {
        "Plan": "Asks how long it lasts",
        "What is wrong": "Damaged on the way, Wrong goods",
    }


def test_where_the_records_answer_the_next_step_is_their_draft_and_no_question() -> None:
    with override("en"):
        assert "draft" in str(next_of({"assistant": {"draft": "Setahun."}, "next": "ask_order"}))
        assert "Say sorry" in str(next_of({"assistant": {"draft": "Setahun.", "next": "calm_first"}}))
        assert next_of({"assistant": {}, "next": "ask_order"}) == ""


def test_what_was_tried_is_told_without_the_greeting() -> None:
    said = say_disclosed("Kak Dewi", "Toko Sari")
    assert beyond_greeting(f"{said}\n\nBarang boleh ditukar.\n\nAda fotonya?") == (
        "Barang boleh ditukar.\n\nAda fotonya?"
    )
    assert beyond_greeting("Barang boleh ditukar.\n\nAda fotonya?").startswith("Barang")


def say_disclosed(address: str, shop: str) -> str:
    return DISCLOSED.id.format(address=address, shop=shop)


def test_every_detail_that_is_understood_has_words_for_the_card() -> None:
    slots = {name: {"value": "x", "message": None} for name in SLOTS}
    package = package_of({"assistant": {"slots": slots}}, {})
    assert package is not None
    assert len(package.given) == len(SLOTS)
