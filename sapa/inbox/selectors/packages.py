"""What the assistant knew when it handed over, in the words of the screen (assistant.md 4.5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sapa.inbox.selectors.tickets.words import CHOICES, KINDS, SLOTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from sapa.messaging.models import Message

REASONS: Mapping[str, "StrOrPromise"] = {
    "human_request": _("The customer wants a person."),
    "safety": _("Somebody may be hurt: this goes first."),
    "fraud_privacy": _("It is about an account, a charge nobody made, or personal data."),
    "threat": _("The customer speaks of the police, a lawyer or the public."),
    "anger": _("The customer is angry."),
    "repeat_failure": _("The customer had to ask again and again."),
    "high_value": _("Much money, or an important customer, and a problem."),
    "low_confidence": _("The assistant was not sure what is meant."),
    "not_grounded": _("Neither records nor articles answer this."),
    "attachment": _("The customer sent what the assistant cannot read."),
    "unproven": _("It could not be made sure who writes."),
    "guard_blocked": _("The guard stopped the assistant's answer."),
    "asked_by_flow": _("This needs somebody of the team."),
    "switched_off": _("The assistant is switched off."),
    "failed": _("The assistant failed and says so."),
}
NEXT: Mapping[str, "StrOrPromise"] = {
    "urgent_safety": _("Call now: ask how they are, have them stop using it, keep the goods for inspection."),
    "urgent_fraud_privacy": _("Look at it at once. Never ask for a code or a password."),
    "calm_first": _("Say sorry first, then tell what will happen and by when."),
    "answer_yourself": _("Answer from the records yourself; the assistant's words were not safe."),
    "use_draft": _("Look at the draft below: send it as it is or in your own words."),
    "write_article": _("Answer, and add an article so that the assistant knows it next time."),
}
MORE_SLOTS: Mapping[str, "StrOrPromise"] = {
    "order_id": _("Order"),
    "product": _("Goods"),
    "variant": _("Variant"),
    "courier": _("Courier"),
    "rating": _("Score"),
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "city": _("City"),
    "promo_code": _("Voucher"),
    "duration": _("How long"),
    "subscription_action": _("Plan"),
    "photo": _("Photo"),
}
PLAN_WISHES: Mapping[str, "StrOrPromise"] = {
    "renew": _("Renew it"),
    "cancel": _("Cancel it"),
    "upgrade": _("Another plan"),
    "change": _("Change it"),
    "check_expiry": _("Asks how long it lasts"),
    "disable_autorenew": _("No automatic renewal"),
}
TOLD: Mapping[str, "StrOrPromise"] = {
    "status": _("told how the order stands"),
    "tracking": _("gave the tracking number"),
    "paid": _("told that the payment is here"),
    "payment": _("told what is known of the payment"),
    "invoice": _("gave the invoice"),
    "how_to_pay": _("told how to pay"),
    "product_info": _("told of the goods"),
    "stock_price": _("told price and stock"),
    "usage_guide": _("told how to use it"),
    "store_info": _("told of the shop"),
    "promo": _("told of offers"),
    "return_rule": _("told the rules of returns"),
    "refund_state": _("told where the money is"),
    "order_not_found": _("did not find the order"),
    "not_known": _("had no answer and offered a person"),
    "clarified": _("asked what was meant"),
    "cancel_refused": _("told that it cannot be cancelled"),
    "change_refused": _("told that it cannot be changed"),
    "known_ticket": _("told that a ticket is open"),
}
ACTS: Mapping[str, "StrOrPromise"] = {
    "cancel_order": _("cancelling the order"),
    "change_address": _("another address"),
    "change_order": _("a change of the order"),
    "subscription_change": _("a change of the plan"),
}
LANGUAGES: Mapping[str, "StrOrPromise"] = {"en": _("Writes in English")}
SAD = 2
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that the customer told, and where."""

    label: "StrOrPromise"
    value: "StrOrPromise"
    message: "Message | None"


@dataclass(frozen=True, slots=True)
class Package:
    given: Sequence[Given] = ()
    told: Sequence["StrOrPromise"] = ()
    language: "StrOrPromise" = ""
    is_sad: bool = False
    draft: str = ""


def package_of(card: Mapping[str, Any], messages: Mapping[int, "Message"]) -> Package | None:
    """None: a person gave it, or it was handed over before the assistant knew anything."""
    kept = card.get("assistant")
    if not kept:
        return None
    return Package(
        given=list(_given(kept.get("slots", {}), messages)),
        told=list(_told(kept.get("told", ())))[-MOST_TOLD:],
        language=LANGUAGES.get(kept.get("language", ""), ""),
        is_sad=kept.get("mood", 0) >= SAD,
        draft=kept.get("draft", ""),
    )


def messages_of(card: Mapping[str, Any]) -> list[int | None]:
    return [one.get("message") for one in card.get("assistant", {}).get("slots", {}).values()]


def next_of(card: Mapping[str, Any]) -> "StrOrPromise":
    """What the assistant says comes first; blank: the records decide."""
    kept = card.get("assistant", {})
    return NEXT.get(kept.get("next") or ("use_draft" if kept.get("draft") else ""), "")


def _given(slots: Mapping[str, Any], messages: Mapping[int, "Message"]) -> Iterator[Given]:
    """What has no words is the assistant's own note and says nothing to people."""
    for name, one in slots.items():
        label = SLOTS.get(name) or MORE_SLOTS.get(name)
        if not label or not one["value"]:
            continue
        words = PLAN_WISHES if name == "subscription_action" else CHOICES
        values = one["value"] if isinstance(one["value"], list) else [one["value"]]
        said = ", ".join(str(words.get(str(value), value)) for value in values)
        yield Given(label, said, messages.get(one["message"] or 0))


def _told(codes: Sequence[str]) -> Iterator["StrOrPromise"]:
    """Each once; codes without words of their own say nothing to people."""
    seen = set()
    for code in codes:
        kind, _colon, about = code.partition(":")
        words = _words(kind, about)
        if words and words not in seen:
            seen.add(words)
            yield words


def _words(kind: str, about: str) -> "StrOrPromise":
    if kind in ("done", "proposed") and about in ACTS:
        lead = _("done: %(act)s") if kind == "done" else _("proposed: %(act)s")
        return str(lead) % {"act": ACTS[about]}
    if kind == "ticket" and about in KINDS:
        return str(_("opened a ticket: %(kind)s")) % {"kind": KINDS[about]}
    words = TOLD.get(kind, "")
    return f"{words} ({about})" if words and any(map(str.isdecimal, about)) else words
