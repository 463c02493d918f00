"""The shops that are written to, who works in them, and what became of each message."""

from collections.abc import Sequence
from itertools import cycle
from random import Random
from typing import NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from sapa.accounts.models import Membership, User
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.base.rows import fetch
from sapa.base.scope import workspace_scope
from sapa.events.models import Endpoint
from sapa.inbox.services.handoffs.owning import take
from sapa.lab.bench.inbox.shop import fill, found_shop
from sapa.lab.bench.inbox.visits import INBOX, LOGIN
from sapa.lab.bench.live.bodies import Letter
from sapa.messaging.models import Conversation

SECRET = "s"  # noqa: S105 (of the shops of `found_shop`)
BESIDE = 4
IN_FIRST = 0.8
OFTEN = 3
OPEN_PAGES = 5  # of one person, who may have several windows and a phone
KEPT = """
SELECT right(m.wamid, 32)::bigint, c.public_id::text, extract(epoch FROM e.recorded_at)::float8
FROM messaging_message m JOIN messaging_conversation c ON c.id = m.conversation_id
JOIN events_event e ON e.workspace_id = m.workspace_id AND e.name = 'message.received'
    AND e.at = m.at AND (e.data ->> 'message_id')::bigint = m.id
WHERE m.workspace_id = %s AND m.wamid LIKE 'wamid.HBgNLIVE%%'
"""

BEHIND = """
SELECT (SELECT count(*) FROM events_rawdelivery WHERE state = 'new')
    + (SELECT count(*) FROM events_eventdelivery WHERE state = 'waiting')
"""


class Kept(NamedTuple):
    """A row of a message: its number, its conversation, when it was written down (Unix seconds)."""

    number: int
    conversation: str
    at: float


class Shop(NamedTuple):
    """`people`: how many customers; at the conversations of the first `watched` ones a page is open. A cookie for
    each page that the staff has open.
    """

    number: int
    workspace_id: int
    path: str
    people: int
    watched: int
    cookies: Sequence[str]
    staff: Sequence[User] = ()

    @property
    def number_id(self) -> str:
        return str(self.number + 1)

    def behind(self) -> int:
        """How much the worker has still to do with what has come."""
        with workspace_scope(self.workspace_id):
            return int(fetch(BEHIND)[0][0])

    def kept(self) -> list[Kept]:
        with workspace_scope(self.workspace_id):
            return [Kept(*row) for row in fetch(KEPT, [self.workspace_id])]


def shops(clients: int, pages: int, people: int, talks: int) -> list[Shop]:
    """Four of five clients, pages and customers are the first shop's; `talks` conversations stood there before."""
    shares = zip(shared(clients), shared(pages), shared(people), strict=True)
    return [shop(number, share, 0 if number else talks) for number, share in enumerate(shares)]


def shop(number: int, share: tuple[int, int, int], talks: int) -> Shop:
    workers, watched, people = share
    workspace_id, _owner = found_shop(f"Toko {number}", str(number + 1))
    if talks:
        fill(workspace_id, first=0, talks=talks, messages=3 * talks, now=business_now())
    with workspace_scope(workspace_id):
        path = f"/hooks/whatsapp/{Endpoint.objects.get().public_id}/"
        staff = [agent(number, place) for place in range(-(-workers // OPEN_PAGES))]
        cookies = [cookie(staff[place // OPEN_PAGES]) for place in range(workers)]
        return Shop(number, workspace_id, path, people, watched, cookies, staff)


def agent(shop: int, place: int) -> User:
    user = User.objects.create_user(f"agen{place}.{shop}@tokosari.test", None, name=f"Agen {place}")
    Membership.objects.create(user=user, role=Role.AGENT)
    return user


def cookie(user: User) -> str:
    """Of a browser in which this person is logged in."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), LOGIN
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}"


def take_all(shop: Shop) -> None:
    """Every customer who wrote has somebody of the staff who answers."""
    with workspace_scope(shop.workspace_id):
        talks = Conversation.objects.filter(contact__phone__startswith="+62813", open=True).order_by("pk")
        for talk, person in zip(talks, cycle(shop.staff), strict=False):
            take(conversation=talk, person=person, now=business_now())


def shared(number: int) -> list[int]:
    """Most are the first shop's, the rest is dealt out; together as many as there are."""
    rest = round(number * (1 - IN_FIRST))
    dealt = [rest // BESIDE + (place < rest % BESIDE) for place in range(BESIDE)]
    return [number - rest, *dealt]


def first_letters(shops: Sequence[Shop], begin: int) -> list[Letter]:
    """One of each customer."""
    people = [(one.number, person) for one in shops for person in range(one.people)]
    return [Letter(*some, begin + place) for place, some in enumerate(people)]


def letters(shops: Sequence[Shop], count: int, begin: int, seed: int = 1) -> list[Letter]:
    """Everybody in turn, in another order each time; customers at whose conversation a page is open write more."""
    dice, found = Random(seed), list[Letter]()
    people = [
        (one.number, person)
        for one in shops
        for person in range(one.people)
        for _time in range(OFTEN if person < one.watched else 1)
    ]
    while people and len(found) < count:
        dice.shuffle(people)
        found += [Letter(*some, begin + len(found) + place) for place, some in enumerate(people)]
    return found[:count]


def pages(shops: Sequence[Shop], conversations: dict[tuple[int, int], str]) -> list[tuple[list[str], int]]:
    """[path, cookie, conversation] and the shop of each page: the first people of a shop have one open."""
    return [
        ([f"{INBOX}{talk}/", one.cookies[person], talk], one.number)
        for one in shops
        for person in range(one.watched)
        for talk in [conversations[one.number, person]]
    ]
