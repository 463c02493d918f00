"""Phones and WhatsApp ids that change hands: moved with their owner, left behind, joined where it is safe."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Contact, Identity
from sapa.contacts.selectors import members, roots
from sapa.contacts.services.gates import lock
from sapa.contacts.services.merging import merge

Key = tuple[str, str]
FORMER = "former"
KINDS = (Identity.Kind.PHONE, Identity.Kind.BSUID)
OWN_OF_WHATSAPP = ("whatsapp:", "whatsapp-parent:", f"{FORMER}-")

NOTE_USERNAMES = """
UPDATE contacts_identity i SET raw = '@' || told.username
FROM unnest(%s::text[], %s::text[]) AS told (bsuid, username)
WHERE i.workspace_id = %s AND i.kind = 'bsuid' AND i.value = told.bsuid AND i.raw <> '@' || told.username
"""


class Moved(NamedTuple):
    """`contact_id`: who moved, None when nobody is known. `also`: another record that has the new keys."""

    contact_id: int | None
    also: int | None = None


def move_identity(*, old: Sequence[Key], new: Sequence[Key], at: datetime, now: datetime) -> Moved:
    """A person has a new phone or a new id. The old ones stay known as theirs but nothing is sent there.

    Shops go on naming the old phone in orders, so it still leads to this person, until somebody else writes
    from it. Another record with the new keys is joined when it knows nothing beyond them.
    """
    known = _owners([*old, *new])
    mover = next((known[key] for key in old if key in known), None)
    if mover is None:
        return Moved(None)
    others = {known[key] for key in new if key in known} - {mover}
    lock(contact_ids=[mover, *others])
    old = [*old, *_hidden_phone(mover, old, new)]
    joined = {other for other in others if join_if_safe(contact_id=other, into_id=mover)}
    _leave(mover, [key for key in old if key not in new], at)
    _take(mover, [key for key in new if key not in known], now)
    Identity.objects.filter(contact_id__in=members([mover]), value__in=[v for _, v in new]).update(
        ended_at=None
    )
    _send_to(mover, old, new)
    return Moved(mover, next(iter(others - joined), None))


def join_if_safe(*, contact_id: int, into_id: int) -> bool:
    """Joins a record that holds nothing but a talk on WhatsApp; what a shop knows of is a person's decision.

    Both are held by the caller.
    """
    contact = Contact.objects.get(pk=contact_id)
    rows = Identity.objects.filter(contact_id__in=members([contact_id])).values_list("kind", "value")
    plain = all(kind in KINDS or value.startswith(OWN_OF_WHATSAPP) for kind, value in rows)
    if not plain or contact.company or contact.email:
        return False
    merge(contact_id=contact_id, into_id=into_id)
    return True


def join_hidden(*, pairs: Iterable[tuple[Key, Key]]) -> list[tuple[int, int]]:
    """Each pair (phone, user id) is one account of WhatsApp: a record without a phone joins the one with it.

    Returns pairs of contacts that are one account too, but that a person must join.
    """
    wanted = sorted(set(pairs))
    known = _owners([key for pair in wanted for key in pair])
    apart = {
        (known[p], known[u]) for p, u in wanted if known.get(p) and known.get(u) and known[p] != known[u]
    }
    lock(contact_ids={pk for pair in apart for pk in pair})
    return [pair for pair in sorted(apart) if not _joined(*pair)]


def _joined(with_phone: int, hidden: int) -> bool:
    root = roots([with_phone, hidden])
    if root[with_phone] == root[hidden]:
        return True
    if Contact.objects.filter(pk=root[hidden]).exclude(phone="").exists():
        return False
    return join_if_safe(contact_id=root[hidden], into_id=root[with_phone])


def give_up_ended(*, seen: Mapping[Key, datetime], with_id: Mapping[Key, str]) -> None:
    """Somebody writes from a phone that its owner has left: it is theirs no more, unless they came back.

    `seen`: the newest message from each key. `with_id`: the user id that came with it.
    """
    if not seen:
        return
    values = [value for _, value in seen]
    left = Identity.objects.filter(kind__in=KINDS, value__in=values, ended_at__isnull=False)
    for row in left.select_for_update().order_by("pk"):
        key = (row.kind, row.value)
        if key not in seen or seen[key] <= (row.ended_at or seen[key]):
            continue
        if _is_back(row, with_id.get(key, "")):
            Identity.objects.filter(pk=row.pk).update(ended_at=None)
            Contact.objects.filter(pk=roots([row.contact_id])[row.contact_id], phone="").update(
                phone=row.value
            )
        else:
            former = f"{FORMER}-{row.kind}:{row.value}:{row.pk}"
            Identity.objects.filter(pk=row.pk).update(kind=Identity.Kind.EXTERNAL, value=former)


def _is_back(row: Identity, user_id: str) -> bool:
    own = Identity.objects.filter(contact_id__in=members([row.contact_id]), kind=Identity.Kind.BSUID)
    return bool(user_id) and own.filter(value=user_id, ended_at=None).exists()


def note_usernames(*, usernames: Mapping[str, str]) -> None:
    """By user id. A user name recognises nobody: it can be given up and taken by somebody else."""
    if usernames:
        with connection.cursor() as cursor:
            lists = (list(usernames), list(usernames.values()))
            cursor.execute(NOTE_USERNAMES, (*lists, current_workspace_id()))


def _owners(keys: Sequence[Key]) -> dict[Key, int]:
    """Root contacts by key."""
    rows = Identity.objects.filter(value__in=[value for _, value in keys])
    found = rows.values_list("kind", "value", "contact_id", "contact__root_id")
    return {(kind, value): root or own for kind, value, own, root in found if (kind, value) in keys}


def _leave(contact_id: int, keys: Sequence[Key], at: datetime) -> None:
    rows = Identity.objects.filter(contact_id__in=members([contact_id]), ended_at=None)
    for kind, value in keys:
        rows.filter(kind=kind, value=value).update(ended_at=at)


def _take(contact_id: int, keys: Sequence[Key], now: datetime) -> None:
    Identity.objects.bulk_create(
        [Identity(contact_id=contact_id, kind=kind, value=value, created_at=now) for kind, value in keys],
        ignore_conflicts=True,
    )


def _hidden_phone(contact_id: int, old: Sequence[Key], new: Sequence[Key]) -> list[Key]:
    """An id changes with the phone: where none is named, the one we knew may be somebody else's by now."""
    if any(kind == Identity.Kind.PHONE for kind, _ in [*old, *new]):
        return []
    phone = Contact.objects.values_list("phone", flat=True).get(pk=contact_id)
    return [(Identity.Kind.PHONE, phone)] if phone else []


def _send_to(contact_id: int, old: Sequence[Key], new: Sequence[Key]) -> None:
    """To the new phone; when that is hidden, to the id alone and never to the old phone."""
    phone = next((value for kind, value in new if kind == Identity.Kind.PHONE), "")
    contact = Contact.objects.filter(pk=contact_id)
    if phone:
        contact.update(phone=phone)
    else:
        contact.filter(phone__in=[value for _, value in old]).update(phone="")
