"""The live check list of a number: each line green, amber or red, with a sentence and the remedy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from sapa.domain import formats
from sapa.domain.graph_versions import end_of, standing
from sapa.events.models import RefusedDelivery
from sapa.messaging.models import Channel, Errand, Message, Template
from sapa.messaging.services.connecting import SUBSCRIBE, TEST_KIND
from sapa.messaging.services.numbers import address_of
from sapa.messaging.services.restraint import TestMode, current_test_mode
from sapa.web.templatetags.formats import language

State = Literal["green", "amber", "red", "wait"]
INVALID_TOKEN = ("0", "190")
NO_ANSWER = "no_answer"
ARRIVED = ("delivered", "read")


@dataclass(frozen=True, slots=True)
class Check:
    """`remedy` says what to do; `action` names the button that does it: subscribe or test."""

    code: str
    state: State
    sentence: str
    remedy: str = ""
    detail: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the lines are told from, read once."""

    channel: Channel
    look: dict[str, Any]
    looked_at: datetime | None
    subscribing: Errand | None
    refused: int
    test: Message | None
    templates: int
    mode: TestMode
    today: date

    @property
    def read(self) -> bool:
        """Whether the provider told us about the number."""
        return bool(self.look) and not self.look.get("error")


def checklist(channel: Channel, *, now: datetime) -> list[Check]:
    case = _situation(channel, now)
    return [check for line in LINES if (check := line(case))]


def all_green(checks: list[Check]) -> bool:
    return all(one.state == "green" for one in checks)


def is_waiting(channel: Channel) -> bool:
    """An errand is under way."""
    return Errand.objects.filter(channel=channel, done_at=None).exists()


def _situation(channel: Channel, now: datetime) -> Situation:
    looked = channel.health.get("looked_at")
    refusals = RefusedDelivery.objects.filter(endpoint=channel.endpoint_id, day=now.date())
    tested = channel.health.get(TEST_KIND)
    return Situation(
        channel=channel,
        look=channel.health.get("look", {}),
        looked_at=datetime.fromisoformat(looked) if looked else None,
        subscribing=Errand.objects.filter(channel=channel, what=SUBSCRIBE).order_by("-id").first(),
        refused=refusals.aggregate(calls=Sum("count"))["calls"] or 0,
        test=Message.objects.filter(pk=tested).first() if tested else None,
        templates=Template.objects.filter(channel=channel, status="APPROVED").count(),
        mode=current_test_mode(),
        today=now.date(),
    )


def _token(case: Situation) -> Check:
    error = case.look.get("error", "")
    if not case.look:
        return Check("token", "wait", _("The number has not been looked at yet."), _waiting(case))
    if not error:
        return Check("token", "green", _("The access token works."))
    if error in INVALID_TOKEN:
        remedy = _("Make a token of a system user that never expires and put it in under «New token».")
        return Check("token", "red", _("WhatsApp refuses the access token."), remedy, case.look["detail"])
    remedy = _("Check the phone number ID, and that the system user may manage this account.")
    return Check(
        "token",
        "red",
        _("WhatsApp refuses to tell about this number (%(code)s).") % {"code": error},
        remedy,
        case.look["detail"],
    )


def _waiting(case: Situation) -> str:
    if case.channel.health.get("no_answer_at"):
        return _("WhatsApp did not answer. Check that this server may reach the internet; Sapa tries again.")
    return _("Sapa looks within a few seconds while its worker runs.")


def _permissions(case: Situation) -> Check | None:
    if not case.read:
        return None
    if case.look.get("subscribed") is not None:
        return Check("permissions", "green", _("The token may manage the account and send messages."))
    remedy = _(
        "Give the system user the permissions whatsapp_business_management and whatsapp_business_messaging,"
        " check the account ID, and make a new token."
    )
    sentence = _("The account cannot be read with this token (%(code)s).")
    return Check("permissions", "red", sentence % {"code": case.look.get("account_error", "")}, remedy)


def _registered(case: Situation) -> Check | None:
    if not case.read:
        return None
    told = case.look
    if told.get("platform") in ("", "CLOUD_API") and told.get("code_status") in ("", "VERIFIED"):
        return Check("registered", "green", _("The number is registered at the Cloud API."))
    if told.get("platform") not in ("", "CLOUD_API"):
        remedy = _("Finish the registration of the number in WhatsApp Manager.")
        return Check("registered", "red", _("The number is not registered at the Cloud API."), remedy)
    # A number that is registered goes on sending when its code has expired.
    remedy = _("Verify the number once more in WhatsApp Manager when there is time.")
    return Check("registered", "amber", _("The number's verification has expired."), remedy)


def _name(case: Situation) -> Check | None:
    if not case.read:
        return None
    status, name = case.look.get("name_status", ""), case.channel.verified_name
    if status in ("", "APPROVED", "AVAILABLE_WITHOUT_REVIEW"):
        return Check("name", "green", _("Customers see the name «%(name)s».") % {"name": name})
    if status == "PENDING_REVIEW":
        return Check(
            "name", "amber", _("WhatsApp still reviews the displayed name."), _("This takes a day or two.")
        )
    remedy = _("Choose another name in WhatsApp Manager that shows the shop's own name.")
    return Check("name", "red", _("The displayed name was not approved."), remedy)


def _secret(case: Situation) -> Check:
    endpoint = case.channel.endpoint
    if endpoint is None or not endpoint.secrets:
        remedy = _("Copy the app secret from the app's settings at Meta and put it in below.")
        return Check("secret", "red", _("The app secret is missing: the number does not start."), remedy)
    if len(endpoint.secrets) > 1:
        remedy = _("Retire the old one as soon as signed webhooks arrive.")
        return Check("secret", "amber", _("Two app secrets are accepted for now."), remedy)
    return Check("secret", "green", _("The app secret is kept sealed; unsigned webhooks are refused."))


def _webhook(case: Situation) -> Check | None:
    endpoint = case.channel.endpoint
    if endpoint is None or not case.read:
        return None
    if case.look.get("webhook", "").rstrip("/") == address_of(endpoint).rstrip("/"):
        return Check(
            "webhook", "green", _("WhatsApp delivers to this address, and it answered the challenge.")
        )
    errand = case.subscribing
    if errand and errand.done_at is None:
        return Check("webhook", "wait", _("Connecting the webhook…"))
    if errand and errand.code:
        remedy = _(
            "The address must be reachable from the internet with https. Then try again, or do it by hand."
        )
        sentence = _("WhatsApp could not connect the webhook (%(code)s).") % {"code": errand.code}
        return Check("webhook", "red", sentence, remedy, errand.detail, SUBSCRIBE)
    remedy = _("Press «Connect by itself», or copy the address and the verify token into the app at Meta.")
    return Check("webhook", "amber", _("WhatsApp delivers to another address."), remedy, "", SUBSCRIBE)


def _subscribed(case: Situation) -> Check | None:
    if not case.read or case.look.get("subscribed") is None:
        return None
    if case.look["subscribed"]:
        return Check("subscribed", "green", _("The app receives the account's webhooks."))
    remedy = _("Press «Connect by itself»: it subscribes the app.")
    return Check("subscribed", "red", _("No app receives the account's webhooks."), remedy, "", SUBSCRIBE)


def _signed(case: Situation) -> Check:
    if case.channel.last_inbound_at:
        return Check("signed", "green", _("Signed webhooks arrive."))
    if case.refused:
        remedy = _("The app secret is probably of another app. Copy it once more and put it in below.")
        sentence = _("Webhooks arrive, but their signature is wrong.")
        return Check("signed", "red", sentence, remedy)
    remedy = _("Write any word from your own phone to this number.")
    return Check("signed", "amber", _("No signed webhook has arrived yet."), remedy)


def _test(case: Situation) -> Check | None:
    if not case.channel.last_inbound_at:
        return None
    message = case.test
    if message is None:
        remedy = _("Write to the number from your own phone, then send the test answer.")
        return Check("test", "amber", _("No test message has gone there and back yet."), remedy, "", "test")
    if message.delivery in ARRIVED:
        return Check("test", "green", _("The test message arrived on your phone."))
    if message.state == Message.State.FAILED or message.delivery == "failed":
        remedy = _("See the error, then try once more.")
        return Check("test", "red", _("The test message failed."), remedy, message.error, "test")
    remedy = _("It turns green when WhatsApp says that it arrived.")
    return Check("test", "wait", _("The test message is on its way."), remedy, "", "test")


def _templates(case: Situation) -> Check:
    if case.templates:
        sentence = _("%(number)d templates are approved.") % {"number": case.templates}
        return Check("templates", "green", sentence)
    remedy = _("Without one, nobody can be written to after 24 hours of silence. Submit one under Templates.")
    return Check("templates", "amber", _("No template is approved yet."), remedy)


def _allowed(case: Situation) -> Check | None:
    """What the provider says about sending: payment method, policy, limits."""
    if not case.read or not case.look.get("can_send"):
        return None
    issues = " ".join(f"{code}: {words}" for _entity, code, words, _way in case.look.get("issues", ()))
    ways = " ".join(way for _entity, _code, _words, way in case.look.get("issues", ()))
    match case.look["can_send"]:
        case "AVAILABLE":
            return Check(
                "allowed", "green", _("WhatsApp lets this number send; the payment method is in order.")
            )
        case "LIMITED":
            sentence = _("WhatsApp lets this number send, with limits.")
            return Check("allowed", "amber", sentence, ways, issues)
        case _blocked:
            remedy = ways or _("Open the account at Meta: often the payment method is missing.")
            return Check("allowed", "red", _("WhatsApp does not let this number send."), remedy, issues)


def _version(case: Situation) -> Check:
    version = settings.SAPA.graph_version
    found, remedy = end_of(version), _("Update Sapa, or set SAPA_GRAPH_VERSION to a newer version.")
    values = {"version": version, "day": formats.day(found.ends, language()) if found else ""}
    match standing(version, case.today):
        case "dead":
            sentence = _("Version %(version)s of WhatsApp's interface ended on %(day)s.")
            return Check("version", "red", sentence % values, remedy)
        case "ending":
            sentence = _("Version %(version)s of WhatsApp's interface ends on %(day)s.")
            return Check("version", "amber", sentence % values, remedy)
        case "good":
            sentence = _("Version %(version)s of WhatsApp's interface lasts until about %(day)s.")
            return Check("version", "green", sentence % values)
        case _unknown:
            sentence = _("Version %(version)s of WhatsApp's interface is newer than this table.")
            return Check("version", "green", sentence % values)


def _who_answers(case: Situation) -> Check:
    if case.channel.standby:
        remedy = _("Switch Meta's agent off in the Business Suite, or leave the answers to it.")
        sentence = _("Meta's own agent answers; Sapa only watches.")
        return Check("who", "amber", sentence, remedy)
    if case.channel.coexistence:
        sentence = _("The phone app is used too: what is written there stops the assistant and follow-ups.")
        return Check("who", "green", sentence)
    return Check("who", "green", _("Only Sapa answers on this number."))


def _test_mode(case: Situation) -> Check | None:
    if not case.mode.on:
        return None
    sentence = _("Test mode is on: only %(number)d listed numbers receive anything.")
    remedy = _("Switch it off when everything is as it should be.")
    return Check("test_mode", "amber", sentence % {"number": len(case.mode.phones)}, remedy)


LINES: tuple[Callable[[Situation], Check | None], ...] = (
    *(_token, _permissions, _registered, _name, _secret, _webhook, _subscribed, _signed, _test, _templates),
    *(_allowed, _version, _who_answers, _test_mode),
)
