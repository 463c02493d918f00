"""The shop of a fixture as rows of an empty database, through the services that real shops use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sapa.accounts.models import User
from sapa.accounts.services import change_settings, create_workspace
from sapa.base.scope import workspace_scope
from sapa.contacts import services as contacts
from sapa.contacts.models import Contact
from sapa.domain.phones import normalise
from sapa.domain.service_promise import DEFAULT
from sapa.events.models import EventDelivery
from sapa.lab.converse.articles import keep_articles
from sapa.lab.converse.fixture import Fixture, Part, amount_of, text_of, zone_of
from sapa.lab.converse.goods import keep_goods
from sapa.lab.converse.opening import week_of
from sapa.messaging.models import Channel
from sapa.messaging.services import create_channel

SOURCE = "api"
OWNER = "pemilik@contoh.test"
NUMBER_ID, ACCOUNT_ID, OWN_PHONE = "1000001", "1000002", "+6281110001000"
LONGEST_PLACE = 300
NO_SECRET = "stub"  # noqa: S105 (nothing leaves this house)


@dataclass(frozen=True, slots=True)
class Shop:
    """`customers`: the file's ids to ours; `channels` by kind; `loaded`: status of orders and plans as they are kept
    first, by the file's id; `cited`: ids of articles by their codes."""

    workspace_id: int
    fixture: Fixture
    customers: Mapping[str, int]
    channels: Mapping[str, Channel]
    loaded: Mapping[str, str] = field(default_factory=dict)
    cited: Mapping[str, str] = field(default_factory=dict)


def found(fixture: Fixture) -> Shop:
    """Raises FixtureError."""
    name = text_of(fixture.business, "name") or "Toko"
    owner = User.objects.create_user(OWNER, name="Pemilik")
    workspace = create_workspace(name=name, owner=owner, timezone=fixture.zone)
    with workspace_scope(workspace.pk):
        change_settings(changes=_settings(fixture), now=fixture.now)
        channels = {kind: _channel(kind, name, fixture) for kind in ("whatsapp", "webchat", "email")}
        customers = {one["id"]: _customer(one, fixture) for one in fixture.customers}
        loaded = keep_goods(fixture, customers, SOURCE)
        cited = keep_articles(fixture.articles, fixture.now)
        EventDelivery.objects.all().delete()  # what was before is over: nobody reacts to it now
    return Shop(workspace.pk, fixture, customers, channels, loaded, cited)


def _settings(fixture: Fixture) -> dict[str, Any]:
    told = fixture.business
    promise: dict[str, Any] = {"zone": fixture.zone}
    if told.get("hours"):
        promise["hours"] = {"b2c": week_of(told["hours"]), "b2b": None}
    if minutes := amount_of(told.get("first_reply_sla_minutes")):
        promised = dict.fromkeys(("first", "turn", "handoff"), [minutes] * 3)
        promise["targets"] = {"b2c": {**DEFAULT["targets"]["b2c"], **promised}, "b2b": None}
    high = amount_of(told.get("high_value_threshold_idr"))
    links = told.get("links") if isinstance(told.get("links"), dict) else {}
    chosen = {
        "phone": text_of(told, "store_phone", "phone"),
        "place": text_of(told, "address", "place")[:LONGEST_PLACE],
        "links": {str(name): str(link) for name, link in (links or {}).items()},
        **({"high_value": high} if high else {}),
    }
    return {"service_promise": promise, "assistant": chosen}


def _channel(kind: str, name: str, fixture: Fixture) -> Channel:
    return create_channel(
        name=f"{name} {kind}",
        kind=kind,
        external_id=NUMBER_ID if kind == "whatsapp" else kind,
        account_id=ACCOUNT_ID,
        display_phone=OWN_PHONE if kind == "whatsapp" else "",
        token=NO_SECRET,
        app_secret=NO_SECRET,
        now=fixture.now,
    )


def _customer(one: Part, fixture: Fixture) -> int:
    tags = [str(tag) for tag in one.get("tags") or ()]
    digits = number_of(one)
    phone = normalise(f"+{digits}", "") if digits else None
    person = contacts.Person(
        phone=phone if phone and phone.e164 else None,
        handles=(("whatsapp", digits),) if phone and not phone.e164 else (),
        name=text_of(one, "name"),
        company=text_of(one, "company"),
        email=text_of(one, "email"),
        external=(SOURCE, one["id"]),
        segment="b2b" if "b2b" in (text_of(one, "segment").casefold(), *map(str.casefold, tags)) else "",
        city=text_of(one, "city"),
        province=text_of(one, "province"),
        as_of=fixture.now,
    )
    [kept] = contacts.find_or_make(people=[person], source=SOURCE, now=fixture.now)
    if zone := zone_of(one.get("timezone")):
        Contact.objects.filter(pk=kept.contact_id).update(timezone=zone)
    if tags:
        contacts.set_tags(contact_id=kept.contact_id, names=tags, now=fixture.now)
    _obey(one, kept.contact_id, fixture)
    return kept.contact_id


def number_of(one: Part) -> str:
    """Digits as WhatsApp writes them; blank where the file names none."""
    digits = "".join(sign for sign in text_of(one, "wa", "whatsapp", "phone") if sign.isdecimal())
    return f"62{digits[1:]}" if digits.startswith("0") else digits


def _obey(one: Part, contact_id: int, fixture: Fixture) -> None:
    """`{"marketing": false, "transactional": true}`, where the file tells."""
    told = one.get("consent")
    if not isinstance(told, Mapping):
        return
    if told.get("transactional") is False:
        contacts.opt_out(contact_id=contact_id, scope="all", source=SOURCE, at=fixture.now)
    elif told.get("marketing") is False:
        for scope in ("promo", "follow_up"):
            contacts.opt_out(contact_id=contact_id, scope=scope, source=SOURCE, at=fixture.now)
