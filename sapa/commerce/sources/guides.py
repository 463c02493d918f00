"""What a person does at the other service so that it calls Sapa, in the words of that service's own pages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANY_TEXT = r".{6,}"


@dataclass(frozen=True, slots=True)
class Guide:
    """`secret`: which of its secrets we need; `shape`: what such a secret looks like. `first`: what we wait for.

    `warning`: what this service cannot do.
    """

    kind: str
    name: str
    icon: str
    steps: Sequence[Promise]
    secret: Promise
    hint: Promise
    first: Promise
    warning: Promise | None = None
    shape: str = ANY_TEXT

    def fits(self, secret: str) -> bool:
        return re.fullmatch(self.shape, secret) is not None


NO_PHONES = _(
    "Marketplaces hide their buyers' phone numbers: these orders count in figures, but nobody can be written to."
)
FIXED_TOKEN = _(
    "This service sends a fixed token, not a signature: whoever knows address and token could claim a payment or"
    " a delivery. Give Sapa the key of its API as well, and it asks the service itself before it acts."
)
ORDER, PAYMENT, PARCEL = (
    _("The first order is here."),
    _("The first payment is here."),
    _("The first parcel is here."),
)

GUIDES: Mapping[str, Guide] = {
    guide.kind: guide
    for guide in (
        Guide(
            "shopify",
            "Shopify",
            "store",
            (
                _("Settings › Notifications › Webhooks › Create webhook, format JSON."),
                _(
                    "Make one for each: order creation, payment, update and cancellation; fulfillment creation"
                    " and update; refund creation; customer creation and update."
                ),
                _("Paste the address above as the URL of each."),
            ),
            _("Signing secret"),
            _("Stands below the list of webhooks; for an app of your own it is the client secret."),
            ORDER,
        ),
        Guide(
            "woocommerce",
            "WooCommerce",
            "store",
            (
                _("WooCommerce › Settings › Advanced › Webhooks › Add webhook, status Active."),
                _(
                    "Make one with the topic Order created and one with Order updated;"
                    " customers and products if you like."
                ),
                _("Paste the address above as the delivery URL, and the same secret into each."),
            ),
            _("Secret"),
            _("Any long text of your own; the same here and in WooCommerce."),
            ORDER,
        ),
        Guide(
            "midtrans",
            "Midtrans",
            "credit-card",
            (
                _("Settings › Payment › Notification URL: paste the address above."),
                _(
                    "Does a plugin of your shop need that field? Then leave it, and have the plugin send"
                    " the address above in X-Append-Notification."
                ),
                _("The order number that your shop gives to Midtrans must be the one it gives to Sapa."),
            ),
            _("Server key"),
            _("Settings › Access keys, of production."),
            PAYMENT,
        ),
        Guide(
            "xendit",
            "Xendit",
            "credit-card",
            (
                _(
                    "Settings › Webhooks: paste the address above at invoices paid, and at payments if you use them."
                ),
                _("Let it tell of expired invoices too."),
                _("The external ID of an invoice must be the number of the order in your shop."),
            ),
            _("Webhook verification token"),
            _("Stands on the same page of Xendit."),
            PAYMENT,
            FIXED_TOKEN,
        ),
        Guide(
            "biteship",
            "Biteship",
            "truck",
            (
                _("Integrations › Webhook › Add: paste the address above."),
                _("Choose the events order.status and order.waybill_id."),
                _("Signature key is the name of a header of your own, signature secret a long random value."),
            ),
            _("Header and value"),
            _("As one line, for example X-Sapa-Token: long random value."),
            PARCEL,
            FIXED_TOKEN,
            r"[A-Za-z0-9-]+:\s*\S.{5,}",
        ),
        Guide(
            "tiktokshop",
            "TikTok Shop & Tokopedia",
            "shopping-bag",
            (
                _("Partner Center › your app › Manage webhooks: paste the address above."),
                _("Switch on order status, package update, and cancellation and return."),
                _("Let your shop authorise the app."),
            ),
            _("App key and app secret"),
            _("As one line with a colon between: app key:app secret."),
            ORDER,
            NO_PHONES,
            r"[^:\s]+:\S{6,}",
        ),
        Guide(
            "shopee",
            "Shopee",
            "shopping-bag",
            (
                _(
                    "Open Platform › your app › Push mechanism › Set push: paste the address above as live push URL."
                ),
                _("Switch on order status, tracking number, and return updates."),
                _("Let your shop authorise the app."),
            ),
            _("Push partner key"),
            _("Stands on the same page of the Open Platform."),
            ORDER,
            NO_PHONES,
        ),
    )
}
