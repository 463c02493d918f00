"""Free words on customers, by which a shop finds them again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.contacts.models import Contact, Tag
from sapa.contacts.selectors import members, roots, tag_key
from sapa.contacts.services.gates import lock
from sapa.web.errors import Refused, refusal

MOST_TAGS = 20
LONGEST_TAG = 40
TOO_MANY_TAGS = refusal(
    "too_many_tags",
    _("A customer has at most %(most)s tags."),
    _("Take off those that are needed no more."),
)


@transaction.atomic
def set_tags(*, contact_id: int, names: Iterable[str], now: datetime) -> None:
    """These and no others, as written first; words that differ only in case or spaces are one.

    Raises Refused(too_many_tags).
    """
    wanted = _read(names)
    if len(wanted) > MOST_TAGS:
        raise Refused(TOO_MANY_TAGS, most=MOST_TAGS)
    root = roots([contact_id])[contact_id]
    lock(contact_ids=[root])
    known = Tag.objects.filter(contact_id__in=members([root]))
    gone, _counts = known.exclude(key__in=wanted).delete()
    new = wanted.keys() - set(known.values_list("key", flat=True))
    Tag.objects.bulk_create(
        [Tag(contact_id=root, key=key, name=wanted[key], created_at=now) for key in wanted if key in new]
    )
    if gone or new:
        subject = str(Contact.objects.values_list("public_id", flat=True).get(pk=root))
        audit(action="contact.tagged", subject=subject, now=now, data={"added": len(new), "removed": gone})


def _read(names: Iterable[str]) -> dict[str, str]:
    """By key, in the order given."""
    wanted: dict[str, str] = {}
    for name in names:
        plain = " ".join(name.replace("\0", "").split()).lstrip("#").strip()[:LONGEST_TAG].strip()
        if plain:
            wanted.setdefault(tag_key(plain), plain)
    return wanted
