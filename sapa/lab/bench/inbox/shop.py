"""The benchmark's inbox: conversations of a year, the newest of them open, some of those waiting.

Message `i` is the newest of its conversation when it is among the last ones, as many as there are conversations.
"""

from datetime import UTC, datetime, timedelta
from math import gcd

from sapa.accounts.models import User
from sapa.accounts.services import add_member, create_workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.contacts.models import Contact, Identity
from sapa.inbox.models import Label, Labelled, Team
from sapa.lab.bench.rows import count_on, dice, insert
from sapa.lab.bench.words import FIRST, LAST, PHONE, SAID, word
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.services import create_channel

YEAR = timedelta(days=365)
AGENTS, TEAMS, LABELS = 5, 3, 8
OPEN, WAITING, SNOOZED = 30, 3, 1  # of a hundred conversations, the newest ones
SPREAD = 7919


def found_shop(name: str, number: str) -> tuple[int, User]:
    owner = User.objects.create_user(f"budi{number}@tokosari.test", None, name="Budi")
    shop = create_workspace(name=name, owner=owner)
    with workspace_scope(shop.pk, user_id=owner.pk):
        for place in range(AGENTS):
            add_member(email=f"ani{place}.{number}@tokosari.test", name=f"Ani {place}", role=Role.AGENT)
        create_channel(
            name=name,
            external_id=number,
            token="t",  # noqa: S106
            app_secret="s",  # noqa: S106
            now=datetime.now(UTC),
        )
        Team.objects.bulk_create([Team(name=f"Tim {place}") for place in range(TEAMS)])
        Label.objects.bulk_create([Label(name=f"Label {place}") for place in range(LABELS)])
    return shop.pk, owner


def fill(workspace_id: int, *, first: int, talks: int, messages: int, now: datetime) -> None:
    """Customers and conversations `first` + 1 to `first` + `talks`, and as many messages as are given in all."""
    with workspace_scope(workspace_id):
        given = {
            "first": first,
            "talks": talks,
            "messages": messages,
            "said": first * 100,
            "spread": spread(talks),
            "now": now,
            "step": YEAR / max(messages, talks),
            "channel": Channel.objects.values_list("pk", flat=True)[0],
            "people": list(_agents()),
            "teams": list(Team.objects.values_list("pk", flat=True)),
            "labels": list(Label.objects.values_list("pk", flat=True)),
        }
        _people(given)
        _talks(given)
        _messages(given)


def spread(talks: int) -> int:
    """A step by which every conversation is reached before one comes again."""
    return next(step for step in range(SPREAD, SPREAD + talks + 2) if gcd(step, talks) == 1)


def _agents() -> list[int]:
    from sapa.accounts.models import Membership

    return list(Membership.objects.order_by("user_id").values_list("user_id", flat=True))


def _people(given: dict[str, object]) -> None:
    everybody = "generate_series(%(first)s::bigint + 1, %(first)s::bigint + %(talks)s) i"
    insert(
        Contact,
        everybody,
        {
            "id": "i",
            "name": f"{word(FIRST, 1)} || ' ' || {word(LAST, 2)}",
            "segment": f"CASE WHEN {dice(3)} < 5 THEN 'b2b' ELSE 'b2c' END",
            "phone": PHONE,
            "created_at": "%(now)s - make_interval(mins => 600000)",
        },
        **given,
    )
    known = {"contact_id": "i", "created_at": "%(now)s", "kind": "'phone'", "value": PHONE}
    insert(Identity, everybody, known, **given)
    times = dict.fromkeys(("placed_at", "recorded_at", "updated_at"), "%(now)s - make_interval(days => 3)")
    insert(
        Order,
        f"{everybody} WHERE i %% 2 = 0",
        {
            "contact_id": "i",
            "source": "'toko'",
            "external_id": "'n' || i",
            "number": "'SARI-' || i",
            "status": f"(ARRAY['paid','shipped','delivered','completed'])[1 + {dice(9, 4)}]",
            **times,
        },
        **given,
    )
    count_on(Contact, _last(given))


# The place of a conversation from the newest: 0 wrote last.
RANKED = """(SELECT i, ((i * %(spread)s::bigint) %% %(talks)s::bigint) AS place
    FROM generate_series(1, %(talks)s::bigint) i) n"""
AGE = "place * 100 / %(talks)s::bigint"


def _talks(given: dict[str, object]) -> None:
    is_open, by_people = f"{AGE} < {OPEN}", f"{dice(21)} >= 70"
    waits = f"{AGE} < {WAITING} AND {by_people}"
    at = "%(now)s - place * %(step)s"
    insert(
        Conversation,
        RANKED,
        {
            "id": "%(first)s::bigint + i",
            "contact_id": "%(first)s::bigint + i",
            "channel_id": "%(channel)s",
            "open": is_open,
            "owner": f"CASE WHEN NOT {by_people} THEN 'assistant' WHEN {dice(22, 3)} = 0 THEN 'nobody'"
            " ELSE 'human' END",
            "assignee_id": f"CASE WHEN {by_people} AND {dice(22, 3)} > 0"
            f" THEN (%(people)s::bigint[])[1 + {dice(23, AGENTS)}] END",
            "waiting_since": f"CASE WHEN {waits} THEN {at} END",
            "due_at": f"CASE WHEN {waits} AND {dice(24)} < 90 THEN {at} + make_interval(mins => {dice(25, 400)}) END",
            "snoozed_until": f"CASE WHEN {is_open} AND {dice(26)} < {SNOOZED}"
            f" THEN %(now)s + make_interval(mins => 10 + {dice(27, 5000)}) END",
            "team_id": f"CASE WHEN {dice(28, 10)} < {TEAMS} THEN (%(teams)s::bigint[])[1 + {dice(28, 10)}] END",
            "last_message_at": at,
            "last_inbound_at": f"CASE WHEN {dice(29)} < 90 THEN {at} END",
            "preview": f"{word(SAID, 20)} || ' ' || {word(SAID, 21)}",
            "preview_direction": f"CASE WHEN {waits} OR {dice(30, 2)} = 0 THEN 'in' ELSE 'out' END",
            "unread": f"CASE WHEN {waits} THEN 1 + {dice(31, 3)} ELSE 0 END",
        },
        **given,
    )
    count_on(Conversation, _last(given))
    labelled = {
        "conversation_id": "%(first)s::bigint + i",
        "label_id": f"(%(labels)s::bigint[])[1 + {dice(32, LABELS)}]",
    }
    insert(Labelled, f"generate_series(1, %(talks)s::bigint) i WHERE {dice(33, 10)} = 0", labelled, **given)


# The n-th message from the newest belongs to the conversation whose place is n, and so round.
SAYING = """(SELECT %(messages)s::bigint - n AS i, n, n %% %(talks)s::bigint AS place
    FROM generate_series(0, %(messages)s::bigint - 1) n) m"""


def _messages(given: dict[str, object]) -> None:
    """Two of three are written by people."""
    inverse = pow(int(str(given["spread"])), -1, int(str(given["talks"])))
    talk = f"(%(first)s::bigint + coalesce(nullif((place * {inverse}) %% %(talks)s::bigint, 0), %(talks)s::bigint))"
    inbound = f"{dice(11, 3)} = 0"
    insert(
        Message,
        SAYING,
        {
            "id": "%(said)s::bigint + i",
            "conversation_id": talk,
            "contact_id": talk,
            "channel_id": "%(channel)s",
            "direction": f"CASE WHEN {inbound} THEN 'in' ELSE 'out' END",
            "by": f"CASE {dice(11, 3)} WHEN 0 THEN 'customer' WHEN 1 THEN 'agent' ELSE 'system' END",
            "author_id": f"CASE WHEN {dice(11, 3)} = 1 THEN (%(people)s::bigint[])[1 + {dice(23, AGENTS)}] END",
            "text": " || ' ' || ".join(word(SAID, number) for number in range(20, 28)) + " || ' ' || i",
            "state": f"CASE WHEN {inbound} THEN 'received' ELSE 'accepted' END",
            "at": "%(now)s - n * %(step)s",
            "accepted_at": f"CASE WHEN {inbound} THEN NULL ELSE %(now)s - n * %(step)s END",
            "not_before": "%(now)s",
        },
        **given,
    )
    count_on(Message, int(str(given["said"])) + int(str(given["messages"])))


def _last(given: dict[str, object]) -> int:
    return int(str(given["first"])) + int(str(given["talks"]))
