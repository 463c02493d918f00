"""A client of Sapa's API, in the standard library alone: copy this file into your program.

    sapa = Sapa(key="…", url="https://sapa.example.com")
    for customer in sapa.all_contacts(tag="grosir"):
        print(customer["name"])

What Sapa refuses is raised as SapaProblem; what a network loses is tried again, with the same Idempotency-Key.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NotRequired, TypedDict, cast

WORTH_ANOTHER_TRY = frozenset({429, 502, 503, 504})
LONGEST_WAIT = 60.0


class FieldProblem(TypedDict):
    """`field`: where it stands, such as `body.phone`."""

    field: str
    code: str
    message: str


class SapaProblem(Exception):
    """An answer of 400 and above: programs look at `code`, people read `detail` and `remedy`."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        super().__init__(told.get("detail") or told.get("title") or f"HTTP {status}")
        self.status = status
        self.code = str(told.get("code", ""))
        self.detail = str(told.get("detail", ""))
        self.remedy = str(told.get("remedy", ""))
        self.errors = cast(list[FieldProblem], told.get("errors", []))


class _Staying(urllib.request.HTTPRedirectHandler):
    """Whoever is named in a redirect does not get the key: it is a SapaProblem like every other refusal."""

    def redirect_request(self, *_told: object) -> None:
        return None


class Transport:
    """Asks and reads. `retries`: how often a call that got lost, or came too early, is made again."""

    def __init__(
        self,
        key: str,
        url: str = "http://127.0.0.1:8000",
        *,
        language: str = "id",
        timeout: float = 30.0,
        retries: int = 3,
    ) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("the address begins with https:// or http://")
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        self._open = urllib.request.build_opener(_Staying).open
        self._timeout = timeout
        self._retries = retries

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's JSON, or None where it is empty."""
        request = self._request(method, path, query or {}, body, headers or {})
        repeatable = method != "POST" or "Idempotency-Key" in (headers or {})
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            try:
                with self._open(request, timeout=self._timeout) as answer:
                    content = answer.read()
                    return json.loads(content) if content else None
            except urllib.error.HTTPError as error:
                problem, wait = _problem(error), _wait(error, attempt)
                if last or not (error.code == 429 or (repeatable and error.code in WORTH_ANOTHER_TRY)):
                    raise problem from None
            except (urllib.error.URLError, http.client.IncompleteRead, TimeoutError, ConnectionError):
                wait = 2.0**attempt
                if last or not repeatable:
                    raise
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, object],
        body: object,
        headers: Mapping[str, str],
    ) -> urllib.request.Request:
        asked = {name: _written(value) for name, value in query.items() if value is not None}
        address = f"{self._url}{path}" + (f"?{urllib.parse.urlencode(asked, doseq=True)}" if asked else "")
        every = {**self._headers, **headers}
        made = urllib.request.Request(address, method=method, headers=every)  # noqa: S310
        if body is not None:
            made.data = json.dumps(body).encode()
            made.add_header("Content-Type", "application/json")
        return made


def _written(value: object) -> object:
    if isinstance(value, list):
        return [_written(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else value


def _problem(error: urllib.error.HTTPError) -> SapaProblem:
    """What stands between may answer with something else than JSON."""
    try:
        told = json.loads(error.read())
    except ValueError:
        told = None
    return SapaProblem(error.code, told if isinstance(told, dict) else {})


def _wait(error: urllib.error.HTTPError, attempt: int) -> float:
    asked = error.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT) if asked.isdigit() else 2.0**attempt


def _part(value: str) -> str:
    """One part of an address."""
    return urllib.parse.quote(value, safe="")


def _fresh() -> str:
    """An Idempotency-Key, so that a call that is made again happens once."""
    return str(uuid.uuid4())


ListOrdersStatus = Literal[
    "",
    "placed",
    "awaiting_payment",
    "paid",
    "processing",
    "shipped",
    "delivered",
    "completed",
    "cancelled",
    "refunded",
    "expired",
    "failed",
    "on_hold",
]


ListTicketsKind = Literal[
    "",
    "delivery",
    "defective",
    "return",
    "payment",
    "warranty",
    "change",
    "complaint",
    "other",
]


ConsentGivenSource = Literal[
    "whatsapp",
    "phone",
    "in_person",
    "form",
    "email",
    "marketplace",
]


TicketToldKind = Literal[
    "delivery",
    "defective",
    "return",
    "payment",
    "warranty",
    "change",
    "complaint",
    "other",
]


ReturnGivenStatus = Literal[
    "requested",
    "approved",
    "rejected",
    "received",
    "refunded",
    "replaced",
]


ShipmentGivenStatus = Literal[
    "",
    "confirmed",
    "picking_up",
    "picked_up",
    "in_transit",
    "out_for_delivery",
    "on_hold",
    "failed_attempt",
    "delivered",
    "returning",
    "returned",
    "cancelled",
    "lost",
]


PaymentGivenStatus = Literal[
    "pending",
    "challenged",
    "failed",
    "expired",
    "cancelled",
    "paid",
    "refunded",
]


class AnswerGiven(TypedDict):
    """Free text; WhatsApp takes it within 24 hours after the customer wrote."""

    text: str


class ComplementGiven(TypedDict):
    """What goes with it, and why, in words that a customer reads."""

    name: NotRequired[str]
    reason: NotRequired[str]
    sku: str


class ConsentGiven(TypedDict):
    """What the customer said, how and when; the newest for a channel holds. Blank: for every channel."""

    at: str
    channel: NotRequired[Literal["", "whatsapp", "email", "telegram"]]
    proof: str
    purpose: NotRequired[Literal["promo", "anytime"]]
    source: ConsentGivenSource
    state: Literal["granted", "denied"]


class ConsentTold(TypedDict):
    at: str
    channel: str
    proof: str
    purpose: str
    source: str
    state: str


class ContactChanged(TypedDict):
    """Only what is sent is changed; a blank takes away what was known."""

    city: NotRequired[str]
    company: NotRequired[str]
    country: NotRequired[str]
    language: NotRequired[str]
    name: NotRequired[str]
    postcode: NotRequired[str]
    preferred_address: NotRequired[str]
    province: NotRequired[str]
    segment: NotRequired[Literal["b2c", "b2b"]]
    timezone: NotRequired[str]


class ContactGiven(TypedDict):
    """At least one of phone, e-mail and external_id says who it is; the phone is the strongest."""

    city: NotRequired[str]
    company: NotRequired[str]
    country: NotRequired[str]
    email: NotRequired[str]
    external_id: NotRequired[str]
    name: NotRequired[str]
    phone: NotRequired[str]
    postcode: NotRequired[str]
    province: NotRequired[str]
    segment: NotRequired[Literal["", "b2c", "b2b"]]


class ContactTold(TypedDict):
    """A customer as lists have it. `timezone` is blank unless it was set by hand."""

    city: str
    company: str
    country: str
    created_at: str
    email: str
    id: str
    language: str
    name: str
    phone: str
    postcode: str
    preferred_address: str
    province: str
    segment: str
    timezone: str


class ContactWhole(TypedDict):
    """A customer with the words and the shop's own fields. Blank but for `id` and `created_at` to a key that
    writes and may not read customers.
    """

    city: str
    company: str
    country: str
    created_at: str
    email: str
    fields: list[FieldTold]
    id: str
    language: str
    name: str
    phone: str
    postcode: str
    preferred_address: str
    province: str
    segment: str
    tags: list[str]
    timezone: str


class ConversationTold(TypedDict):
    """The talk with one customer on one channel. `owner`: assistant, human or nobody."""

    channel: str
    contact_id: str
    id: str
    last_message_at: str
    open: bool
    owner: str
    preview: str
    unread: int
    waiting_since: str | None
    window: WindowTold


class CountTold(TypedDict):
    count: int


class CustomerGiven(TypedDict):
    """Recognised by the phone, else by e-mail or `id`, your own number."""

    city: NotRequired[str]
    company: NotRequired[str]
    country: NotRequired[str]
    email: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    phone: NotRequired[str]
    postcode: NotRequired[str]
    promo_consent: NotRequired[bool | None]
    province: NotRequired[str]
    segment: NotRequired[Literal["", "b2c", "b2b"]]


class DeliveryTold(TypedDict):
    """`id` is the webhook-id that the receiver sees."""

    attempts: int
    created_at: str
    id: str
    next_at: str
    state: str
    type: str


class EntryTold(TypedDict):
    """One moment of a customer's story, in words. `kind`: shop, pay, in, out, going, talk, wish, unsent and
    more.
    """

    at: str
    kind: str
    text: str
    title: str
    who: str


class EventTold(TypedDict):
    """`data`: public ids of what it is about, and codes; the same as webhooks tell."""

    at: str
    data: dict[str, Any]
    recorded_at: str
    type: str


class FieldGiven(TypedDict):
    """By its name; a blank value takes away what was known."""

    name: str
    value: str


class FieldTold(TypedDict):
    """One of the shop's own fields; `value` is blank when nothing is known."""

    kind: str
    name: str
    value: str


class FieldsGiven(TypedDict):
    """Those that are named; the others stay as they are."""

    fields: list[FieldGiven]


class FollowUpTold(TypedDict):
    """One planned message to one customer for one reason. `next_at`: when it is decided again."""

    contact_id: str
    dry: bool
    due_at: str
    expires_at: str | None
    finished_at: str | None
    id: str
    klass: str
    next_at: str | None
    order_id: str | None
    planned_at: str
    reasons: list[ReasonTold]
    recipe: str
    state: str
    step: str


class GoodsGiven(TypedDict):
    """`product_id` of the order's item; null where the order names its goods only in words."""

    product_id: NotRequired[str | None]
    quantity: NotRequired[int]


class GoodsTold(TypedDict):
    name: str
    quantity: int


class ImportTold(TypedDict):
    """`rows` so far, and what became of them."""

    created: int
    filename: str
    finished_at: str | None
    id: str
    position: int
    refused: int
    rows: int
    size: int
    started_at: str
    state: str
    unchanged: int
    updated: int


class InvoiceGiven(TypedDict):
    amount: NotRequired[Money | None]
    customer: NotRequired[CustomerGiven | None]
    due_at: NotRequired[str | None]
    id: str
    issued_at: NotRequired[str | None]
    link: NotRequired[str]
    number: NotRequired[str]
    order: NotRequired[str]
    promised_at: NotRequired[str | None]
    status: NotRequired[Literal["", "open", "paid", "disputed", "cancelled"]]
    status_at: NotRequired[str | None]
    updated_at: NotRequired[str | None]


class InvoiceTold(TypedDict):
    amount: Paid
    contact_id: str
    due_at: str | None
    external_id: str
    id: str
    issued_at: str | None
    link: str
    number: str
    order_id: str | None
    paid_at: str | None
    promised_at: str | None
    source: str
    status: str
    status_at: str


class ItemGiven(TypedDict):
    name: str
    quantity: NotRequired[int]
    sku: NotRequired[str]


class ItemTold(TypedDict):
    name: str
    product_id: str
    quantity: int
    sku: str


class LinksGiven(TypedDict):
    order: NotRequired[str]
    pay: NotRequired[str]
    track: NotRequired[str]


class MessageTold(TypedDict):
    """`state` is how far it got here, `delivery` what the provider said of it."""

    at: str
    by: str
    contact_id: str
    conversation_id: str
    delivered_at: str | None
    delivery: str
    direction: str
    error: str
    failed_at: str | None
    id: str
    kind: str
    klass: str
    read_at: str | None
    reasons: list[str]
    sent_at: str | None
    state: str
    text: str
    type: str


class Money(TypedDict):
    """`amount` in the smallest unit of the currency: whole rupiah, cents of a dollar."""

    amount: int
    currency: NotRequired[str]


class OptOutGiven(TypedDict):
    """A wish not to be written to; without a channel it holds on all of them."""

    at: str
    channel: NotRequired[Literal["", "whatsapp", "email", "telegram"]]
    proof: str
    scope: Literal["promo", "follow_up", "all"]
    source: ConsentGivenSource


class OptOutTold(TypedDict):
    """`ended_at`: since when it holds no more."""

    at: str
    channel: str
    ended_at: str | None
    proof: str
    scope: str
    source: str


class OrderGiven(TypedDict):
    """One order under your number `id`. Of a known one, `id` and what is new are enough. `updated_at`: since
    when it is so; a statement older than what is known only fills blanks.
    """

    cancelled_at: NotRequired[str | None]
    customer: NotRequired[CustomerGiven | None]
    delivered_at: NotRequired[str | None]
    eta: NotRequired[str | None]
    goods: NotRequired[str]
    id: str
    items: NotRequired[list[ItemGiven]]
    links: NotRequired[LinksGiven | None]
    paid_at: NotRequired[str | None]
    payment_deadline: NotRequired[str | None]
    payment_type: NotRequired[str]
    payments: NotRequired[list[PaymentGiven]]
    placed_at: NotRequired[str | None]
    quantity: NotRequired[int | None]
    shipments: NotRequired[list[ShipmentSaid]]
    shipped_at: NotRequired[str | None]
    shipping: NotRequired[Money | None]
    status: NotRequired[ListOrdersStatus]
    total: NotRequired[Money | None]
    updated_at: NotRequired[str | None]


class OrderTold(TypedDict):
    """An order as lists have it. `source` and `external_id`: under which number which shop tells of it."""

    cancelled_at: str | None
    contact_id: str
    delivered_at: str | None
    eta: str | None
    external_id: str
    goods: str
    id: str
    links: dict[str, str]
    number: str
    paid_at: str | None
    payment_deadline: str | None
    payment_type: str
    placed_at: str
    quantity: int
    shipped_at: str | None
    shipping: Paid
    source: str
    status: str
    total: Paid
    updated_at: str


class OrderWhole(TypedDict):
    """`paid`: what was paid less what went back; less than `total` is partly paid, more is too much."""

    cancelled_at: str | None
    contact_id: str
    delivered_at: str | None
    eta: str | None
    external_id: str
    goods: str
    id: str
    items: list[ItemTold]
    links: dict[str, str]
    number: str
    paid: Paid
    paid_at: str | None
    payment_deadline: str | None
    payment_type: str
    payments: list[PaymentTold]
    placed_at: str
    quantity: int
    shipments: list[ShipmentTold]
    shipped_at: str | None
    shipping: Paid
    source: str
    status: str
    total: Paid
    updated_at: str


class PageConsentTold(TypedDict):
    items: list[ConsentTold]
    next: NotRequired[str | None]


class PageContactTold(TypedDict):
    items: list[ContactTold]
    next: NotRequired[str | None]


class PageConversationTold(TypedDict):
    items: list[ConversationTold]
    next: NotRequired[str | None]


class PageDeliveryTold(TypedDict):
    items: list[DeliveryTold]
    next: NotRequired[str | None]


class PageEntryTold(TypedDict):
    items: list[EntryTold]
    next: NotRequired[str | None]


class PageEventTold(TypedDict):
    items: list[EventTold]
    next: NotRequired[str | None]


class PageFollowUpTold(TypedDict):
    items: list[FollowUpTold]
    next: NotRequired[str | None]


class PageImportTold(TypedDict):
    items: list[ImportTold]
    next: NotRequired[str | None]


class PageInvoiceTold(TypedDict):
    items: list[InvoiceTold]
    next: NotRequired[str | None]


class PageMessageTold(TypedDict):
    items: list[MessageTold]
    next: NotRequired[str | None]


class PageOptOutTold(TypedDict):
    items: list[OptOutTold]
    next: NotRequired[str | None]


class PageOrderTold(TypedDict):
    items: list[OrderTold]
    next: NotRequired[str | None]


class PageProductTold(TypedDict):
    items: list[ProductTold]
    next: NotRequired[str | None]


class PageReturnTold(TypedDict):
    items: list[ReturnTold]
    next: NotRequired[str | None]


class PageShipmentTold(TypedDict):
    items: list[ShipmentTold]
    next: NotRequired[str | None]


class PageSubscriptionTold(TypedDict):
    items: list[SubscriptionTold]
    next: NotRequired[str | None]


class PageTemplateTold(TypedDict):
    items: list[TemplateTold]
    next: NotRequired[str | None]


class PageTicketTold(TypedDict):
    items: list[TicketTold]
    next: NotRequired[str | None]


class PageWebhookTold(TypedDict):
    items: list[WebhookTold]
    next: NotRequired[str | None]


class Paid(TypedDict):
    """Money as it is told."""

    amount: int
    currency: str


class PaymentGiven(TypedDict):
    """One attempt to pay, under the gateway's number."""

    amount: NotRequired[Money | None]
    channel: NotRequired[str]
    expires_at: NotRequired[str | None]
    id: str
    method: NotRequired[str]
    reference: NotRequired[str]
    status: PaymentGivenStatus
    status_at: NotRequired[str | None]


class PaymentTold(TypedDict):
    amount: Paid
    channel: str
    expires_at: str | None
    external_id: str
    method: str
    paid_at: str | None
    reference: str
    refunded: Paid
    source: str
    status: str
    status_at: str


class ProductGiven(TypedDict):
    """Under your number `sku`; what is left out says nothing."""

    complement: NotRequired[ComplementGiven | None]
    digital: NotRequired[bool | None]
    guide: NotRequired[str]
    lifetime_days: NotRequired[int | None]
    link: NotRequired[str]
    name: NotRequired[str]
    needs_care: NotRequired[bool | None]
    price: NotRequired[Money | None]
    sku: str
    stock: NotRequired[int | None]
    updated_at: NotRequired[str | None]


class ProductTold(TypedDict):
    """`stock` is null when the shop never said; it was so at `stock_said_at`."""

    digital: bool
    guide: str
    id: str
    lifetime_days: int | None
    link: str
    name: str
    needs_care: bool
    price: Paid
    sku: str
    source: str
    stock: int | None
    stock_said_at: str | None
    updated_at: str
    warranty_days: int | None


class QuestionGiven(TypedDict):
    """May one message of this class go to this customer, now or `at` some other time within a year?"""

    at: NotRequired[str | None]
    contact_id: str
    klass: Literal["reply", "notice", "reminder", "care", "promo"]
    recipe: NotRequired[str]


class ReasonTold(TypedDict):
    """A rule of the contact policy and what it means."""

    code: str
    text: str


class ReturnAsked(TypedDict):
    """What comes back of an order, and why, as the customer says. `expected_at`: when it will be done."""

    expected_at: NotRequired[str | None]
    items: list[GoodsGiven]
    reason: str


class ReturnGiven(TypedDict):
    """`step`: what comes next, in your words."""

    customer: NotRequired[CustomerGiven | None]
    expected_at: NotRequired[str | None]
    id: str
    number: NotRequired[str]
    order: NotRequired[str]
    status: ReturnGivenStatus
    status_at: NotRequired[str | None]
    step: NotRequired[str]
    updated_at: NotRequired[str | None]


class ReturnTold(TypedDict):
    answer: str
    contact_id: str
    expected_at: str | None
    external_id: str
    goods: list[GoodsTold]
    id: str
    number: str
    order_id: str | None
    reason: str
    source: str
    status: str
    status_at: str
    step: str


class ShipmentGiven(TypedDict):
    address_short: NotRequired[str]
    courier: NotRequired[str]
    customer: NotRequired[CustomerGiven | None]
    eta: NotRequired[str | None]
    id: str
    link: NotRequired[str]
    order: NotRequired[str]
    reason: NotRequired[str]
    status: NotRequired[ShipmentGivenStatus]
    status_at: NotRequired[str | None]
    tracking_number: NotRequired[str]
    updated_at: NotRequired[str | None]


class ShipmentSaid(TypedDict):
    """One parcel, under your number of it."""

    address_short: NotRequired[str]
    courier: NotRequired[str]
    eta: NotRequired[str | None]
    id: str
    link: NotRequired[str]
    reason: NotRequired[str]
    status: NotRequired[ShipmentGivenStatus]
    status_at: NotRequired[str | None]
    tracking_number: NotRequired[str]


class ShipmentTold(TypedDict):
    address_short: str
    contact_id: str
    courier: str
    delivered_at: str | None
    eta: str | None
    external_id: str
    id: str
    link: str
    order_id: str | None
    reason: str
    shipped_at: str | None
    source: str
    status: str
    status_at: str
    tracking_number: str


class SpanGiven(TypedDict):
    """Events that happened from `since` until just before `until`, 31 days at most."""

    since: str
    until: str


class StepGiven(TypedDict):
    """`words`: to a refusal why, else what comes next, both for the customer. `amount`, of `refunded`: what
    you gave back yourselves, in the smallest unit; by default all that is left of an order of which
    everything came back, else nothing. 0: the gateway tells of it.
    """

    amount: NotRequired[int | None]
    expected_at: NotRequired[str | None]
    status: Literal["approved", "rejected", "received", "refunded", "replaced"]
    words: NotRequired[str]


class SubscriptionGiven(TypedDict):
    auto_renew: NotRequired[bool | None]
    customer: NotRequired[CustomerGiven | None]
    grace_end: NotRequired[str | None]
    id: str
    link: NotRequired[str]
    order: NotRequired[str]
    period_end: NotRequired[str | None]
    period_start: NotRequired[str | None]
    plan: NotRequired[str]
    status: NotRequired[Literal["", "active", "grace", "cancelled", "ended"]]
    status_at: NotRequired[str | None]
    updated_at: NotRequired[str | None]


class SubscriptionTold(TypedDict):
    auto_renew: bool
    contact_id: str
    external_id: str
    grace_end: str | None
    id: str
    link: str
    order_id: str | None
    period_end: str | None
    period_start: str | None
    plan: str
    source: str
    started_at: str | None
    status: str
    status_at: str


class SwitchGiven(TypedDict):
    active: bool


class TagsGiven(TypedDict):
    """These and no others."""

    tags: list[str]


class TemplateGiven(TypedDict):
    """A template of `GET /templates` with a value for each of its parameters. `klass`: what the contact
    policy takes it for; a marketing template is a promo.
    """

    channel_id: NotRequired[str | None]
    klass: Literal["notice", "reminder", "care", "promo"]
    language: NotRequired[str]
    template: str
    values: NotRequired[list[ValueGiven]]


class TemplateTold(TypedDict):
    """A template of one number in one language. `parameters`: names that `POST /contacts/{id}/templates`
    fills. `usable`: it can be sent now. `status` is the provider's word, `text` holds each parameter as
    {{name}}.
    """

    category: str
    channel: str
    channel_id: str
    language: str
    name: str
    parameters: list[str]
    status: str
    text: str
    usable: bool


class TicketGiven(TypedDict):
    """`details`: what this kind asks for, such as `issue_type` and `requested_resolution`."""

    details: NotRequired[dict[str, str]]
    kind: TicketToldKind
    order_id: NotRequired[str | None]
    priority: NotRequired[Literal[0, 1, 2]]
    product_id: NotRequired[str | None]
    summary: str


class TicketTold(TypedDict):
    """A problem of one customer. `due_at`: the promise that runs; `repeats_id`: the ticket before, of the
    same problem. `merged_into_id`: where it goes on. `priority`: 0 normal, 1 important, 2 urgent.
    """

    contact_id: str
    courier: str
    details: dict[str, str]
    due_at: str | None
    id: str
    kind: TicketToldKind
    merged_into_id: str | None
    number: int
    opened_at: str
    opened_by: str
    order_id: str | None
    priority: int
    product_id: str | None
    reopened: int
    repeats_id: str | None
    solved_at: str | None
    state: Literal["open", "waiting", "solved", "merged"]
    summary: str


class ValueGiven(TypedDict):
    """What stands for one parameter of a template."""

    name: str
    value: str


class VerdictTold(TypedDict):
    """`action`: send, wait or drop; `at`: when it would go."""

    action: str
    at: str | None
    reasons: list[ReasonTold]
    zones: list[str]


class WebhookGiven(TypedDict):
    """`events`: names of docs/events.md."""

    events: list[str]
    label: NotRequired[str]
    url: str


class WebhookMade(TypedDict):
    """`secret` is told only here."""

    active: bool
    created_at: str
    events: list[str]
    failing_since: str | None
    id: str
    label: str
    off_reason: str
    secret: str
    url: str


class WebhookTold(TypedDict):
    """`off_reason` says why Sapa itself switched it off."""

    active: bool
    created_at: str
    events: list[str]
    failing_since: str | None
    id: str
    label: str
    off_reason: str
    url: str


class WindowTold(TypedDict):
    """Free text may be sent until then; `until` is null when the customer has not written yet."""

    open: bool
    until: str | None


class WorkspaceTold(TypedDict):
    """Whose key this is, and what it may do."""

    name: str
    scopes: list[str]
    timezone: str


class Sapa(Transport):
    """Every operation of Sapa's API, by its name."""

    def list_contacts(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        q: str | None = None,
        tag: str | None = None,
    ) -> PageContactTold:
        """Customers, newest first"""
        answer: PageContactTold = self._call(
            "GET",
            "/api/v1/contacts",
            query={"cursor": cursor, "limit": limit, "q": q, "tag": tag},
        )
        return answer

    def all_contacts(self, *, q: str | None = None, tag: str | None = None) -> Iterator[ContactTold]:
        """Customers, newest first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_contacts(q=q, tag=tag, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def tell_contact(self, body: ContactGiven, *, idempotency_key: str | None = None) -> ContactWhole:
        """Tell of a customer: made when nobody has told of them yet"""
        answer: ContactWhole = self._call(
            "POST",
            "/api/v1/contacts",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def get_contact(self, contact_id: str) -> ContactWhole:
        """One customer"""
        answer: ContactWhole = self._call("GET", f"/api/v1/contacts/{_part(contact_id)}")
        return answer

    def change_contact(self, contact_id: str, body: ContactChanged) -> ContactWhole:
        """Correct a customer"""
        answer: ContactWhole = self._call("PATCH", f"/api/v1/contacts/{_part(contact_id)}", body=body)
        return answer

    def list_consents(self, contact_id: str) -> PageConsentTold:
        """What a customer agreed to, newest first"""
        answer: PageConsentTold = self._call("GET", f"/api/v1/contacts/{_part(contact_id)}/consents")
        return answer

    def write_consent(
        self,
        contact_id: str,
        body: ConsentGiven,
        *,
        idempotency_key: str | None = None,
    ) -> PageConsentTold:
        """Write a consent or a refusal down"""
        answer: PageConsentTold = self._call(
            "POST",
            f"/api/v1/contacts/{_part(contact_id)}/consents",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def set_contact_fields(self, contact_id: str, body: FieldsGiven) -> ContactWhole:
        """Fill the shop's own fields"""
        answer: ContactWhole = self._call("PUT", f"/api/v1/contacts/{_part(contact_id)}/fields", body=body)
        return answer

    def list_opt_outs(self, contact_id: str) -> PageOptOutTold:
        """What a customer does not want, newest first"""
        answer: PageOptOutTold = self._call("GET", f"/api/v1/contacts/{_part(contact_id)}/opt-outs")
        return answer

    def write_opt_out(
        self,
        contact_id: str,
        body: OptOutGiven,
        *,
        idempotency_key: str | None = None,
    ) -> PageOptOutTold:
        """Write a wish not to be written to down"""
        answer: PageOptOutTold = self._call(
            "POST",
            f"/api/v1/contacts/{_part(contact_id)}/opt-outs",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def end_opt_outs(
        self,
        contact_id: str,
        body: OptOutGiven,
        *,
        idempotency_key: str | None = None,
    ) -> PageOptOutTold:
        """A customer took such a wish back"""
        answer: PageOptOutTold = self._call(
            "POST",
            f"/api/v1/contacts/{_part(contact_id)}/opt-outs/end",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def set_contact_tags(self, contact_id: str, body: TagsGiven) -> ContactWhole:
        """Set the tags"""
        answer: ContactWhole = self._call("PUT", f"/api/v1/contacts/{_part(contact_id)}/tags", body=body)
        return answer

    def send_template(
        self,
        contact_id: str,
        body: TemplateGiven,
        *,
        idempotency_key: str | None = None,
    ) -> MessageTold:
        """Send a template to a customer, if the contact policy lets it go now"""
        answer: MessageTold = self._call(
            "POST",
            f"/api/v1/contacts/{_part(contact_id)}/templates",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def open_ticket(
        self,
        contact_id: str,
        body: TicketGiven,
        *,
        idempotency_key: str | None = None,
    ) -> TicketTold:
        """Open a ticket for a customer"""
        answer: TicketTold = self._call(
            "POST",
            f"/api/v1/contacts/{_part(contact_id)}/tickets",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def list_timeline(
        self,
        contact_id: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        only: Literal["", "talk", "shop", "unsent"] | None = None,
    ) -> PageEntryTold:
        """A customer's whole story, newest first"""
        answer: PageEntryTold = self._call(
            "GET",
            f"/api/v1/contacts/{_part(contact_id)}/timeline",
            query={"cursor": cursor, "limit": limit, "only": only},
        )
        return answer

    def all_timeline(
        self,
        contact_id: str,
        *,
        only: Literal["", "talk", "shop", "unsent"] | None = None,
    ) -> Iterator[EntryTold]:
        """A customer's whole story, newest first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_timeline(contact_id, only=only, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def list_conversations(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        contact_id: str | None | None = None,
        waiting: bool | None = None,
    ) -> PageConversationTold:
        """Conversations, newest message first"""
        answer: PageConversationTold = self._call(
            "GET",
            "/api/v1/conversations",
            query={"cursor": cursor, "limit": limit, "contact_id": contact_id, "waiting": waiting},
        )
        return answer

    def all_conversations(
        self,
        *,
        contact_id: str | None | None = None,
        waiting: bool | None = None,
    ) -> Iterator[ConversationTold]:
        """Conversations, newest message first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_conversations(contact_id=contact_id, waiting=waiting, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def get_conversation(self, conversation_id: str) -> ConversationTold:
        """One conversation"""
        answer: ConversationTold = self._call("GET", f"/api/v1/conversations/{_part(conversation_id)}")
        return answer

    def answer_conversation(
        self,
        conversation_id: str,
        body: AnswerGiven,
        *,
        idempotency_key: str | None = None,
    ) -> MessageTold:
        """Answer a customer, as the person who made the key"""
        answer: MessageTold = self._call(
            "POST",
            f"/api/v1/conversations/{_part(conversation_id)}/answers",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def list_messages(
        self,
        conversation_id: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> PageMessageTold:
        """Messages of a conversation, newest first"""
        answer: PageMessageTold = self._call(
            "GET",
            f"/api/v1/conversations/{_part(conversation_id)}/messages",
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def all_messages(self, conversation_id: str) -> Iterator[MessageTold]:
        """Messages of a conversation, newest first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_messages(conversation_id, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def list_events(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        type: str | None = None,
        contact_id: str | None | None = None,
    ) -> PageEventTold:
        """What happened, last recorded first"""
        answer: PageEventTold = self._call(
            "GET",
            "/api/v1/events",
            query={"cursor": cursor, "limit": limit, "type": type, "contact_id": contact_id},
        )
        return answer

    def all_events(
        self,
        *,
        type: str | None = None,
        contact_id: str | None | None = None,
    ) -> Iterator[EventTold]:
        """What happened, last recorded first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_events(type=type, contact_id=contact_id, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def list_follow_ups(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        contact_id: str | None | None = None,
        state: Literal["", "waiting", "queued", "sent", "dropped", "rehearsed"] | None = None,
    ) -> PageFollowUpTold:
        """Follow-ups, last planned first"""
        answer: PageFollowUpTold = self._call(
            "GET",
            "/api/v1/follow-ups",
            query={"cursor": cursor, "limit": limit, "contact_id": contact_id, "state": state},
        )
        return answer

    def all_follow_ups(
        self,
        *,
        contact_id: str | None | None = None,
        state: Literal["", "waiting", "queued", "sent", "dropped", "rehearsed"] | None = None,
    ) -> Iterator[FollowUpTold]:
        """Follow-ups, last planned first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_follow_ups(contact_id=contact_id, state=state, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def get_follow_up(self, follow_up_id: str) -> FollowUpTold:
        """One follow-up"""
        answer: FollowUpTold = self._call("GET", f"/api/v1/follow-ups/{_part(follow_up_id)}")
        return answer

    def cancel_follow_up(self, follow_up_id: str, *, idempotency_key: str | None = None) -> FollowUpTold:
        """Call a follow-up off: it will not be sent"""
        answer: FollowUpTold = self._call(
            "POST",
            f"/api/v1/follow-ups/{_part(follow_up_id)}/cancel",
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def list_imports(self, *, cursor: str | None = None, limit: int | None = None) -> PageImportTold:
        """Imports, newest first"""
        answer: PageImportTold = self._call(
            "GET",
            "/api/v1/imports",
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def all_imports(self) -> Iterator[ImportTold]:
        """Imports, newest first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_imports(cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def get_import(self, import_id: str) -> ImportTold:
        """One import"""
        answer: ImportTold = self._call("GET", f"/api/v1/imports/{_part(import_id)}")
        return answer

    def list_invoices(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        contact_id: str | None | None = None,
        order_id: str | None | None = None,
    ) -> PageInvoiceTold:
        """Invoices, last told first"""
        answer: PageInvoiceTold = self._call(
            "GET",
            "/api/v1/invoices",
            query={"cursor": cursor, "limit": limit, "contact_id": contact_id, "order_id": order_id},
        )
        return answer

    def all_invoices(
        self,
        *,
        contact_id: str | None | None = None,
        order_id: str | None | None = None,
    ) -> Iterator[InvoiceTold]:
        """Invoices, last told first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_invoices(contact_id=contact_id, order_id=order_id, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def tell_invoice(self, body: InvoiceGiven, *, idempotency_key: str | None = None) -> InvoiceTold:
        """Tell of an invoice"""
        answer: InvoiceTold = self._call(
            "POST",
            "/api/v1/invoices",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def get_invoice(self, invoice_id: str) -> InvoiceTold:
        """One invoice"""
        answer: InvoiceTold = self._call("GET", f"/api/v1/invoices/{_part(invoice_id)}")
        return answer

    def get_message(self, message_id: str) -> MessageTold:
        """One message"""
        answer: MessageTold = self._call("GET", f"/api/v1/messages/{_part(message_id)}")
        return answer

    def list_orders(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        q: str | None = None,
        status: ListOrdersStatus | None = None,
        contact_id: str | None | None = None,
    ) -> PageOrderTold:
        """Orders, newest first"""
        answer: PageOrderTold = self._call(
            "GET",
            "/api/v1/orders",
            query={"cursor": cursor, "limit": limit, "q": q, "status": status, "contact_id": contact_id},
        )
        return answer

    def all_orders(
        self,
        *,
        q: str | None = None,
        status: ListOrdersStatus | None = None,
        contact_id: str | None | None = None,
    ) -> Iterator[OrderTold]:
        """Orders, newest first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_orders(q=q, status=status, contact_id=contact_id, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def tell_order(self, body: OrderGiven, *, idempotency_key: str | None = None) -> OrderWhole:
        """Tell of an order, with its goods, payments and parcels"""
        answer: OrderWhole = self._call(
            "POST",
            "/api/v1/orders",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def get_order(self, order_id: str) -> OrderWhole:
        """One order"""
        answer: OrderWhole = self._call("GET", f"/api/v1/orders/{_part(order_id)}")
        return answer

    def request_return(
        self,
        order_id: str,
        body: ReturnAsked,
        *,
        idempotency_key: str | None = None,
    ) -> ReturnTold:
        """Ask for a return of goods of an order"""
        answer: ReturnTold = self._call(
            "POST",
            f"/api/v1/orders/{_part(order_id)}/returns",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def decide(self, body: QuestionGiven, *, idempotency_key: str | None = None) -> VerdictTold:
        """Ask the contact policy without sending anything"""
        answer: VerdictTold = self._call(
            "POST",
            "/api/v1/policy/decide",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def list_products(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        sku: str | None = None,
    ) -> PageProductTold:
        """Products, last told first"""
        answer: PageProductTold = self._call(
            "GET",
            "/api/v1/products",
            query={"cursor": cursor, "limit": limit, "sku": sku},
        )
        return answer

    def all_products(self, *, sku: str | None = None) -> Iterator[ProductTold]:
        """Products, last told first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_products(sku=sku, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def tell_product(self, body: ProductGiven, *, idempotency_key: str | None = None) -> ProductTold:
        """Tell of a product"""
        answer: ProductTold = self._call(
            "POST",
            "/api/v1/products",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def get_product(self, product_id: str) -> ProductTold:
        """One product"""
        answer: ProductTold = self._call("GET", f"/api/v1/products/{_part(product_id)}")
        return answer

    def list_returns(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        contact_id: str | None | None = None,
        order_id: str | None | None = None,
    ) -> PageReturnTold:
        """Returns, last told first"""
        answer: PageReturnTold = self._call(
            "GET",
            "/api/v1/returns",
            query={"cursor": cursor, "limit": limit, "contact_id": contact_id, "order_id": order_id},
        )
        return answer

    def all_returns(
        self,
        *,
        contact_id: str | None | None = None,
        order_id: str | None | None = None,
    ) -> Iterator[ReturnTold]:
        """Returns, last told first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_returns(contact_id=contact_id, order_id=order_id, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def tell_return(self, body: ReturnGiven, *, idempotency_key: str | None = None) -> ReturnTold:
        """Tell of a return and its step"""
        answer: ReturnTold = self._call(
            "POST",
            "/api/v1/returns",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def get_return(self, return_id: str) -> ReturnTold:
        """One return"""
        answer: ReturnTold = self._call("GET", f"/api/v1/returns/{_part(return_id)}")
        return answer

    def move_return(
        self,
        return_id: str,
        body: StepGiven,
        *,
        idempotency_key: str | None = None,
    ) -> ReturnTold:
        """Take a return one step further"""
        answer: ReturnTold = self._call(
            "POST",
            f"/api/v1/returns/{_part(return_id)}/steps",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def list_shipments(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        contact_id: str | None | None = None,
        order_id: str | None | None = None,
    ) -> PageShipmentTold:
        """Parcels, last told first"""
        answer: PageShipmentTold = self._call(
            "GET",
            "/api/v1/shipments",
            query={"cursor": cursor, "limit": limit, "contact_id": contact_id, "order_id": order_id},
        )
        return answer

    def all_shipments(
        self,
        *,
        contact_id: str | None | None = None,
        order_id: str | None | None = None,
    ) -> Iterator[ShipmentTold]:
        """Parcels, last told first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_shipments(contact_id=contact_id, order_id=order_id, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def tell_shipment(self, body: ShipmentGiven, *, idempotency_key: str | None = None) -> ShipmentTold:
        """Tell of a parcel"""
        answer: ShipmentTold = self._call(
            "POST",
            "/api/v1/shipments",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def get_shipment(self, shipment_id: str) -> ShipmentTold:
        """One parcel"""
        answer: ShipmentTold = self._call("GET", f"/api/v1/shipments/{_part(shipment_id)}")
        return answer

    def list_subscriptions(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        contact_id: str | None | None = None,
        order_id: str | None | None = None,
    ) -> PageSubscriptionTold:
        """Subscriptions, last told first"""
        answer: PageSubscriptionTold = self._call(
            "GET",
            "/api/v1/subscriptions",
            query={"cursor": cursor, "limit": limit, "contact_id": contact_id, "order_id": order_id},
        )
        return answer

    def all_subscriptions(
        self,
        *,
        contact_id: str | None | None = None,
        order_id: str | None | None = None,
    ) -> Iterator[SubscriptionTold]:
        """Subscriptions, last told first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_subscriptions(contact_id=contact_id, order_id=order_id, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def tell_subscription(
        self,
        body: SubscriptionGiven,
        *,
        idempotency_key: str | None = None,
    ) -> SubscriptionTold:
        """Tell of a subscription"""
        answer: SubscriptionTold = self._call(
            "POST",
            "/api/v1/subscriptions",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def get_subscription(self, subscription_id: str) -> SubscriptionTold:
        """One subscription"""
        answer: SubscriptionTold = self._call("GET", f"/api/v1/subscriptions/{_part(subscription_id)}")
        return answer

    def list_templates(self, *, cursor: str | None = None, limit: int | None = None) -> PageTemplateTold:
        """Templates, last made first"""
        answer: PageTemplateTold = self._call(
            "GET",
            "/api/v1/templates",
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def all_templates(self) -> Iterator[TemplateTold]:
        """Templates, last made first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_templates(cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def list_tickets(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        contact_id: str | None | None = None,
        state: Literal["", "open", "waiting", "solved", "merged"] | None = None,
        kind: ListTicketsKind | None = None,
    ) -> PageTicketTold:
        """Tickets, last opened first"""
        answer: PageTicketTold = self._call(
            "GET",
            "/api/v1/tickets",
            query={"cursor": cursor, "limit": limit, "contact_id": contact_id, "state": state, "kind": kind},
        )
        return answer

    def all_tickets(
        self,
        *,
        contact_id: str | None | None = None,
        state: Literal["", "open", "waiting", "solved", "merged"] | None = None,
        kind: ListTicketsKind | None = None,
    ) -> Iterator[TicketTold]:
        """Tickets, last opened first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_tickets(contact_id=contact_id, state=state, kind=kind, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def get_ticket(self, ticket_id: str) -> TicketTold:
        """One ticket"""
        answer: TicketTold = self._call("GET", f"/api/v1/tickets/{_part(ticket_id)}")
        return answer

    def reopen_ticket(self, ticket_id: str, *, idempotency_key: str | None = None) -> TicketTold:
        """Open a solved ticket again"""
        answer: TicketTold = self._call(
            "POST",
            f"/api/v1/tickets/{_part(ticket_id)}/reopen",
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def solve_ticket(self, ticket_id: str, *, idempotency_key: str | None = None) -> TicketTold:
        """Solve a ticket"""
        answer: TicketTold = self._call(
            "POST",
            f"/api/v1/tickets/{_part(ticket_id)}/solve",
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def list_webhooks(self) -> PageWebhookTold:
        """Outgoing webhooks"""
        answer: PageWebhookTold = self._call("GET", "/api/v1/webhooks")
        return answer

    def create_webhook(self, body: WebhookGiven, *, idempotency_key: str | None = None) -> WebhookMade:
        """Make a webhook"""
        answer: WebhookMade = self._call(
            "POST",
            "/api/v1/webhooks",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def remove_webhook(self, webhook_id: str) -> None:
        """Remove a webhook"""
        self._call("DELETE", f"/api/v1/webhooks/{_part(webhook_id)}")

    def get_webhook(self, webhook_id: str) -> WebhookTold:
        """One webhook"""
        answer: WebhookTold = self._call("GET", f"/api/v1/webhooks/{_part(webhook_id)}")
        return answer

    def change_webhook(self, webhook_id: str, body: WebhookGiven) -> WebhookTold:
        """Change a webhook"""
        answer: WebhookTold = self._call("PUT", f"/api/v1/webhooks/{_part(webhook_id)}", body=body)
        return answer

    def switch_webhook(self, webhook_id: str, body: SwitchGiven) -> WebhookTold:
        """Switch a webhook on or off"""
        answer: WebhookTold = self._call("PUT", f"/api/v1/webhooks/{_part(webhook_id)}/active", body=body)
        return answer

    def list_webhook_deliveries(
        self,
        webhook_id: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> PageDeliveryTold:
        """What a webhook was told, newest first"""
        answer: PageDeliveryTold = self._call(
            "GET",
            f"/api/v1/webhooks/{_part(webhook_id)}/deliveries",
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def all_webhook_deliveries(self, webhook_id: str) -> Iterator[DeliveryTold]:
        """What a webhook was told, newest first: all of them, page by page."""
        cursor: str | None = None
        while True:
            page = self.list_webhook_deliveries(webhook_id, cursor=cursor, limit=200)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def replay_webhook(
        self,
        webhook_id: str,
        body: SpanGiven,
        *,
        idempotency_key: str | None = None,
    ) -> CountTold:
        """Tell everything of a span again"""
        answer: CountTold = self._call(
            "POST",
            f"/api/v1/webhooks/{_part(webhook_id)}/replay",
            body=body,
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def rotate_webhook_secret(self, webhook_id: str, *, idempotency_key: str | None = None) -> WebhookMade:
        """A new secret"""
        answer: WebhookMade = self._call(
            "POST",
            f"/api/v1/webhooks/{_part(webhook_id)}/secret",
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def try_webhook(self, webhook_id: str, *, idempotency_key: str | None = None) -> DeliveryTold:
        """Send a test"""
        answer: DeliveryTold = self._call(
            "POST",
            f"/api/v1/webhooks/{_part(webhook_id)}/test",
            headers={"Idempotency-Key": idempotency_key or _fresh()},
        )
        return answer

    def workspace(self) -> WorkspaceTold:
        """The workspace of this key"""
        answer: WorkspaceTold = self._call("GET", "/api/v1/workspace")
        return answer
