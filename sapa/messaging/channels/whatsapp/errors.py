"""What each error code of the Cloud API means for us (integrations.md 1.6): never by title or HTTP status."""

from django.utils.translation import gettext_lazy as _

from sapa.messaging.schemas import Treatment

HOUR = 3600
LOGIN = Treatment(
    "hold", _("The access token is invalid or has expired. Connect the number again."), "account", alert=True
)
PERMISSION = Treatment(
    "hold", _("The access token lacks a permission. Check the app at Meta."), "account", alert=True
)
HICCUP = Treatment("retry", _("WhatsApp has a passing fault. Sapa tries again."), seconds=1, tries=8)
RATE = Treatment("retry", _("This number sends too fast. Sapa slows down."), "number", 5, 12)
CALLS = Treatment("retry", _("Too many calls to WhatsApp in this hour. Sapa waits."), "account", 300, 6, True)
LOCKED = Treatment("hold", _("WhatsApp has locked or restricted this account."), "account", alert=True)
NUMBER = Treatment("hold", _("This number is not fully registered at WhatsApp."), "number", alert=True)
PAYMENT = Treatment(
    "hold", _("WhatsApp needs a valid payment method for this account."), "account", alert=True
)
OUR_MISTAKE = Treatment(
    "never", _("WhatsApp refused the form of this message. Please report it."), alert=True
)
FILLING = Treatment(
    "never", _("The template was filled in wrongly. Check its variables."), "template", alert=True
)

TREATMENTS: dict[int, Treatment] = {
    0: LOGIN,
    190: LOGIN,
    3: PERMISSION,
    10: PERMISSION,
    131005: PERMISSION,
    1: HICCUP,
    2: HICCUP,
    131000: HICCUP,
    131016: HICCUP,
    133004: HICCUP,
    4: CALLS,
    80007: CALLS,
    130429: RATE,
    131056: Treatment(
        "retry", _("Too many messages to this customer in a short time. Sapa waits."), "recipient", 4, 8
    ),
    131048: Treatment(
        "retry", _("Customers reported messages as spam. Sending is slowed down."), "marketing", HOUR, 3, True
    ),
    131064: Treatment(
        "retry",
        _("Templates were put in the wrong category. WhatsApp limits them."),
        "marketing",
        HOUR,
        3,
        True,
    ),
    131057: Treatment("retry", _("WhatsApp maintains this number for a moment."), "number", 60, 5),
    2494100: Treatment("retry", _("WhatsApp maintains this number for a moment."), "number", 60, 5),
    131026: Treatment("never", _("This customer cannot be reached on WhatsApp.")),
    131047: Treatment("never", _("The 24 hours for free text have passed. A template is needed.")),
    131049: Treatment("never", _("WhatsApp limits offers to this customer for now.")),
    131050: Treatment("never", _("This customer has stopped offers on WhatsApp.")),
    130472: Treatment("never", _("WhatsApp withholds offers from this customer for a test of its own.")),
    131021: Treatment("never", _("The customer's number is the number of the shop itself.")),
    131030: Treatment("never", _("A test number can only write to the numbers listed at Meta.")),
    131031: LOCKED,
    368: LOCKED,
    130497: LOCKED,
    131037: NUMBER,
    131045: NUMBER,
    133010: NUMBER,
    131042: PAYMENT,
    131044: PAYMENT,
    131051: OUR_MISTAKE,
    131008: OUR_MISTAKE,
    131009: OUR_MISTAKE,
    100: OUR_MISTAKE,
    33: OUR_MISTAKE,
    135000: OUR_MISTAKE,
    131053: Treatment("never", _("WhatsApp did not accept the attached file.")),
    131062: Treatment("never", _("This message needs a phone number, and the customer's is hidden.")),
    132000: FILLING,
    132012: FILLING,
    132001: Treatment(
        "hold", _("The template does not exist at WhatsApp in this language."), "template", alert=True
    ),
    132005: Treatment("never", _("The filled-in template is too long.")),
    132007: Treatment("hold", _("The template breaks a rule of WhatsApp."), "template", alert=True),
    132015: Treatment("hold", _("WhatsApp has paused this template."), "template", alert=True),
    132016: Treatment("hold", _("WhatsApp has disabled this template for good."), "template", alert=True),
    137000: Treatment("never", _("The customer's WhatsApp identity has changed.")),
}
UNKNOWN_CODE = Treatment(
    "retry", _("WhatsApp answered with an error that Sapa does not know."), tries=3, alert=True
)


def treatment(code: int | None) -> Treatment:
    """Codes that nobody knows are tried three times and then shown, never dropped silently."""
    if code is not None and 200 <= code <= 299:
        return PERMISSION
    return TREATMENTS.get(code, UNKNOWN_CODE) if code is not None else UNKNOWN_CODE
