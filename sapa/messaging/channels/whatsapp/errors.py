"""What each error code of the Cloud API means for us (integrations.md 1.6): never by title or HTTP status."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sapa.messaging.schemas import Treatment

MINUTE, HOUR = 60, 3600
UNTIL_DEADLINE = 1000
LOCAL_LIMIT, LOCAL_FILE, NEEDS_PHONE, BAD_FILE = 900_001, 900_002, 131_062, 131_053
ASK_REPORT = _("Please report it with the message's code.")
LOOK_AT_META = _("Open the number in WhatsApp Manager and do what it asks, then let the number go again.")
NOTHING_TO_DO = _("Nothing needs to be done.")


def _hold(scope: str, explanation: Promise, remedy: Promise = LOOK_AT_META, **more: object) -> Treatment:
    return Treatment("hold", explanation, scope, alert=True, remedy=remedy, **more)  # type: ignore[arg-type]


def _retry(scope: str, seconds: int, tries: int, explanation: Promise, **more: object) -> Treatment:
    return Treatment("retry", explanation, scope, seconds, tries, **{"remedy": NOTHING_TO_DO} | more)  # type: ignore[arg-type]


def _never(explanation: Promise, remedy: Promise, **more: object) -> Treatment:
    return Treatment("never", explanation, remedy=remedy, **more)  # type: ignore[arg-type]


def _bug(explanation: Promise, remedy: Promise = ASK_REPORT, **more: object) -> Treatment:
    return Treatment("bug", explanation, alert=True, remedy=remedy, **more)  # type: ignore[arg-type]


PERMISSION = _hold(
    "account",
    _("The access token lacks a permission. Check the app at Meta."),
    _("Give the system user both WhatsApp permissions, make a new token and connect the number again."),
)
REGISTRATION = _hold(
    "number",
    _("This number is not fully registered at WhatsApp."),
    _("Finish the registration of the number in WhatsApp Manager, then let the number go again."),
)
FLOW = _hold(
    "template",
    _("WhatsApp has blocked the form that this message opens."),
    _("Correct the form in WhatsApp Manager."),
)
DIRECT_SEND = _never(
    _("WhatsApp does not make a template of this text by itself."),
    _("Submit a template of your own for it."),
)

BY_CODES: Mapping[tuple[int, ...], Treatment] = {
    (0, 190): _hold(
        "account",
        _("The access token is invalid or has expired. Connect the number again."),
        _("Make a new token at Meta and put it in on the page of the number."),
    ),
    (3, 10, 131005): PERMISSION,
    (1, 2, 131000, 131016, 133004): _retry(
        "message", 1, 28, _("WhatsApp has a passing fault. Sapa tries again."), alert=True
    ),
    (4, 80007): _retry(
        "account",
        5 * MINUTE,
        UNTIL_DEADLINE,
        _("Too many calls to WhatsApp in this hour. Sapa waits."),
        alert=True,
    ),
    (130429,): _retry(
        "number", 5, UNTIL_DEADLINE, _("This number sends too fast. Sapa slows down."), effect="slow_down"
    ),
    (131056,): _retry(
        "recipient",
        4,
        UNTIL_DEADLINE,
        _("Too many messages to this customer in a short time. Sapa waits."),
    ),
    (131048,): _hold(
        "marketing",
        _("Customers reported messages as spam. Sending is slowed down."),
        _("Send fewer offers and look at who gets them; Sapa goes on by itself after some hours."),
        seconds=4 * HOUR,
        effect="rest_promos",
    ),
    (131064,): _hold(
        "portfolio",
        _("Templates were put in the wrong category. WhatsApp limits them."),
        _("Correct the categories of your templates; answers to customers still go out."),
        seconds=24 * HOUR,
        effect="rest_promos",
    ),
    (131057, 2494100): _retry(
        "number", MINUTE, UNTIL_DEADLINE, _("WhatsApp maintains this number for a moment.")
    ),
    (131026,): _never(
        _("This customer cannot be reached on WhatsApp."),
        _("Call, or write by another channel."),
        scope="recipient",
        effect="suspect_number",
    ),
    (131047,): _never(
        _("The 24 hours for free text have passed. A template is needed."),
        _("Choose a template, or wait for the customer to write."),
        effect="use_template",
    ),
    (131049,): _never(
        _("WhatsApp limits offers to this customer for now."),
        _("Sapa lets offers to this customer rest for a day or longer; everything else still goes out."),
        scope="recipient",
        effect="rest_marketing",
    ),
    (131050,): _never(
        _("This customer has stopped offers on WhatsApp."),
        _("Respect it: offers stay off until the customer turns them on again."),
        scope="recipient",
        effect="stop_marketing",
    ),
    (130472,): _never(
        _("WhatsApp withholds offers from this customer for a test of its own."),
        _("Use another channel, or wait until the customer writes."),
        scope="recipient",
    ),
    (131021,): _bug(_("The customer's number is the number of the shop itself.")),
    (131030,): _never(
        _("A test number can only write to the numbers listed at Meta."),
        _("Add the customer's number to the list of the test number, or connect a real number."),
        scope="recipient",
    ),
    (131031, 368): _hold("account", _("WhatsApp has locked or restricted this account.")),
    (130497,): _never(
        _("WhatsApp does not let this account write to people in that country."),
        _("Use another channel for customers abroad."),
        scope="recipient",
        alert=True,
    ),
    (131037, 131045, 133010): REGISTRATION,
    (131042, 131044): _hold(
        "account",
        _("WhatsApp needs a valid payment method for this account."),
        _("Put a payment method in at WhatsApp Manager, then let the number go again."),
    ),
    (131051, 131008, 131009, 100, 33, 135000): _bug(
        _("WhatsApp refused the form of this message. Please report it.")
    ),
    (131052,): _never(
        _("A file of the customer could not be fetched from WhatsApp."),
        _("Ask the customer to send it again."),
    ),
    (BAD_FILE,): _retry(
        "message",
        1,
        2,
        _("WhatsApp did not accept the attached file."),
        remedy=_("Send it in another format."),
        effect="forget_upload",
        alert=True,
    ),
    (NEEDS_PHONE,): _never(
        _("This message needs a phone number, and the customer's is hidden."),
        _("Ask the customer for the number."),
        scope="recipient",
        effect="ask_phone",
    ),
    (131063, 134100, 134102): _hold(
        "marketing",
        _("Offers of this account go out by another way at WhatsApp."),
        seconds=24 * HOUR,
        effect="rest_promos",
    ),
    (134101,): _retry(
        "template", 10 * MINUTE, 10, _("WhatsApp is still getting this template ready for offers.")
    ),
    (132000, 132012): _bug(
        _("The template was filled in wrongly. Check its variables."),
        _("Correct the template and its variables; it rests until then."),
        scope="template",
        effect="pause_template",
    ),
    (132001,): _hold(
        "template",
        _("The template does not exist at WhatsApp in this language."),
        _("Sapa submits it again; look at the page of templates."),
        effect="pause_template",
    ),
    (132005,): _never(_("The filled-in template is too long."), _("Use shorter values, or a shorter text.")),
    (132007,): _hold(
        "template",
        _("The template breaks a rule of WhatsApp."),
        _("Change its text and submit it again."),
        effect="pause_template",
    ),
    (132015,): _hold(
        "template",
        _("WhatsApp has paused this template."),
        _("Wait until WhatsApp lets it go, and look at why customers disliked it."),
        effect="pause_template",
    ),
    (132016,): _hold(
        "template",
        _("WhatsApp has disabled this template for good."),
        _("Write another template."),
        effect="pause_template",
    ),
    (132068,): FLOW,
    (132069,): _retry("template", 10 * MINUTE, 10, _("WhatsApp slows the form of this message down.")),
    tuple(code for code in range(133000, 133017) if code not in (133004, 133010)): REGISTRATION,
    (137000,): _never(
        _("The customer's WhatsApp identity has changed."),
        _("Make sure by another channel that it is still the same person."),
        scope="recipient",
        alert=True,
    ),
    (139200,): DIRECT_SEND,
    (LOCAL_LIMIT,): _never(
        _("This message is not as WhatsApp allows it, so it was not sent."),
        _("Shorten or correct it; the detail says what is wrong."),
    ),
    (LOCAL_FILE,): _never(
        _("The attached file is not there any more or cannot be read."), _("Attach it once more.")
    ),
}
TREATMENTS: Mapping[int, Treatment] = {code: row for codes, row in BY_CODES.items() for code in codes}
UNKNOWN_CODE = Treatment(
    "retry",
    _("WhatsApp answered with an error that Sapa does not know."),
    tries=3,
    alert=True,
    remedy=ASK_REPORT,
)
RANGES: Mapping[range, Treatment] = {range(200, 300): PERMISSION, range(2_388_000, 2_389_000): DIRECT_SEND}


def treatment(code: int | None) -> Treatment:
    """Codes that nobody knows are tried three times and then shown, never dropped silently."""
    if code is None:
        return UNKNOWN_CODE
    if found := TREATMENTS.get(code):
        return found
    return next((row for codes, row in RANGES.items() if code in codes), UNKNOWN_CODE)


def treatment_afterwards(code: int | None) -> Treatment:
    """The same for a `failed` status: the message was accepted once, so nothing repeats it by itself."""
    found = treatment(code)
    return found._replace(action="never") if found.action == "retry" else found
