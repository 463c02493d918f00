"""The shop that hears: one number, messages that were accepted, and what WhatsApp says about them."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.db import connections

from sapa.accounts.models import User
from sapa.accounts.services import create_workspace
from sapa.base.clock import business_now
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.contacts.models import Contact, ContactGate
from sapa.events.models import Endpoint
from sapa.lab.bench.ingest.bodies import NUMBER_ID, WORDS, Said, body
from sapa.lab.bench.rows import count_on, insert
from sapa.lab.bench.settle.due import tidy
from sapa.messaging.models import Attempt, Conversation, Message, Wamid
from sapa.messaging.services import create_channel

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 (of a shop that lives for a minute)
AT_ONCE = 5000
EVERY = "generate_series(1, %(messages)s) i"
STORE = """
INSERT INTO events_rawdelivery
    (workspace_id, endpoint_id, kind, received_at, headers, body, state, attempts, next_at, error)
SELECT %(workspace)b::bigint, %(endpoint)b::bigint, 'whatsapp', %(now)b, '{}', body, 'new', 0, %(now)b, ''
FROM unnest(%(bodies)b::bytea[]) AS s (body)
"""
STORED = "SELECT count(*), count(DISTINCT md5(body)) FROM events_rawdelivery"
APPLIED = """
SELECT count(*), count(*) FILTER (WHERE delivery = 'read' AND sent_at IS NOT NULL AND delivered_at IS NOT NULL
    AND read_at IS NOT NULL) FROM messaging_message
"""


class Shop:
    def __init__(self, messages: int) -> None:
        self.messages = messages
        owner = User.objects.create_user("budi@tokosari.test", None, name="Budi")
        self.workspace_id = int(create_workspace(name="Toko Sari", owner=owner).pk)
        with workspace_scope(self.workspace_id, user_id=owner.pk):
            channel = create_channel(
                name="Toko Sari",
                external_id=NUMBER_ID,
                token="t",  # noqa: S106
                app_secret=SECRET,
                now=business_now(),
            )
            self.channel_id = int(channel.pk)
            endpoint = Endpoint.objects.get()
        self.endpoint_id, self.path = int(endpoint.pk), f"/hooks/whatsapp/{endpoint.public_id}/"

    def stored(self) -> tuple[int, int]:
        """(rows, different bodies) that the door has stored."""
        with workspace_scope(self.workspace_id):
            rows, different = fetch(STORED)[0]
        return int(rows), int(different)

    def applied(self) -> tuple[int, int]:
        """(messages, those of which everything is known)."""
        with workspace_scope(self.workspace_id):
            known, read = fetch(APPLIED)[0]
        return int(known), int(read)

    def empty(self) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "TRUNCATE events_rawdelivery, events_event, messaging_conversation, contacts_contact CASCADE"
            )

    def send(self) -> None:
        """As many messages as are wanted, each accepted a moment ago."""
        given = {"messages": self.messages, "now": business_now(), "channel": self.channel_id}
        same = {"id": "i", "contact_id": "i", "channel_id": "%(channel)s"}
        with workspace_scope(self.workspace_id):
            insert(Contact, EVERY, {"id": "i", "created_at": "%(now)s", "phone": "'+62812' || i"}, **given)
            insert(ContactGate, EVERY, {"contact_id": "i"}, **given)
            insert(Conversation, EVERY, same | {"last_message_at": "%(now)s"}, **given)
            sent = {"conversation_id": "i", "direction": "'out'", "klass": "'notice'", "kind": "'kabar_pengiriman'",
                    "by": "'system'", "state": "'accepted'", "at": "%(now)s", "not_before": "%(now)s", "attempts": "1",
                    "accepted_at": "%(now)s", "wamid": "'wamid.HBgNBENCH' || lpad(i::text, 32, '0')"}  # fmt: skip
            insert(Message, EVERY, same | sent, **given)
            known = {"message_id": "i", "wamid": sent["wamid"]}
            insert(Wamid, EVERY, known | {"channel_id": "%(channel)s"}, **given)
            tried = {"n": "1", "token": "'BENCHTOKEN' || lpad(i::text, 18, '0')", "started_at": "%(now)s",
                     "finished_at": "%(now)s", "outcome": "'accepted'", "settled_by": "'response'"}  # fmt: skip
            insert(Attempt, EVERY, known | tried, **given)
        for model in (Contact, Conversation, Message):
            count_on(model, self.messages)

    def hear(self, batch: int) -> int:
        """Bodies of `batch` statuses about all messages: sent, then delivered, then read; returns how many statuses."""
        said = list(self._said())
        bodies = [body(said[first : first + batch]) for first in range(0, len(said), batch)]
        for first in range(0, len(bodies), AT_ONCE):
            with workspace_scope(self.workspace_id):
                self._store(bodies[first : first + AT_ONCE])
        tidy()
        return len(said)

    def _said(self) -> Iterator[Said]:
        """Each word in another order, as customers' phones answer."""
        dice, at = random.Random(1), int(datetime.now(UTC).timestamp())
        numbers = list(range(1, self.messages + 1))
        for word in WORDS:
            yield from (Said(number, word, at) for number in numbers)
            dice.shuffle(numbers)

    def _store(self, bodies: Sequence[bytes]) -> None:
        given = {"workspace": current_workspace_id(), "endpoint": self.endpoint_id, "now": business_now()}
        fetch(STORE, given | {"bodies": list(bodies)})
