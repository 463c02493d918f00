"""What a person gives so that Sapa may ask a service itself, where it is found, and what may go wrong then."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sapa.base.endpoint import Endpoint
from sapa.base.instance import instance
from sapa.commerce.sources.asking import shop_name

KEY = r"\S{8,}"


@dataclass(frozen=True, slots=True)
class AccessField:
    label: Promise
    hint: Promise
    shape: str = KEY
    secret: bool = True
    needed: bool = True

    def fits(self, given: str) -> bool:
        return re.fullmatch(self.shape, given) is not None


@dataclass(frozen=True, slots=True)
class AccessGuide:
    """`where`: the page of the service that shows them. `binds`: the field that names the shop itself.

    `confirms`: what would be believed without them, since nobody signs it.
    """

    fields: Mapping[str, AccessField]
    where: Promise
    binds: str = ""
    confirms: bool = False

    def shop(self, given: Mapping[str, str]) -> str:
        return shop_name(given.get(self.binds, ""))


def is_safe_site(address: str) -> bool:
    """Keys travel in the request: only over TLS, or to what this installation lists itself."""
    parts = urlsplit(address)
    try:
        near = Endpoint((parts.hostname or "").lower(), parts.port or 80) in instance().egress_allow
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc and (parts.scheme == "https" or near)


ACCESSES: Mapping[str, AccessGuide] = {
    "shopify": AccessGuide(
        {
            "shop": AccessField(
                _("Address of the shop"),
                _("As Shopify gave it, for example toko-sari.myshopify.com."),
                r"[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com",
                secret=False,
            ),
            "token": AccessField(_("Admin API access token"), _("Begins with shpat_ and is shown once.")),
        },
        _(
            "Settings › Apps and sales channels › Develop apps: make an app that may read orders (read_orders),"
            " install it, and copy its token."
        ),
        binds="shop",
    ),
    "woocommerce": AccessGuide(
        {
            "site": AccessField(
                _("Address of the site"),
                _("With https, for example https://toko-sari.com."),
                r"https?://[^\s?#]{3,100}",
                secret=False,
            ),
            "key": AccessField(_("Consumer key"), _("Begins with ck_.")),
            "secret": AccessField(_("Consumer secret"), _("Begins with cs_.")),
        },
        _("WooCommerce › Settings › Advanced › REST API › Add key, with permission Read."),
        binds="site",
    ),
    "midtrans": AccessGuide(
        {
            "server_key": AccessField(
                _("Server key"), _("The same as above; with it Midtrans can be asked too.")
            )
        },
        _("Settings › Access keys, of production."),
    ),
    "xendit": AccessGuide(
        {"secret_key": AccessField(_("Secret API key"), _("Begins with xnd_; reading is enough."))},
        _(
            "Settings › API keys › Generate secret key, with the permission Read for money-in products"
            " and transactions."
        ),
        confirms=True,
    ),
    "biteship": AccessGuide(
        {"api_key": AccessField(_("API key"), _("Begins with biteship_live."))},
        _("Integrations › API: make a key for orders."),
        confirms=True,
    ),
    "tiktokshop": AccessGuide(
        {
            "refresh_token": AccessField(_("Refresh token"), _("From the authorisation of your shop.")),
            "shop_id": AccessField(
                _("Shop ID"),
                _("Only where the app serves several shops."),
                r"\d{5,30}",
                secret=False,
                needed=False,
            ),
        },
        _("Partner Center › your app › authorise the shop; app key and app secret are those given above."),
        binds="shop_id",
    ),
    "shopee": AccessGuide(
        {
            "partner_id": AccessField(_("Partner ID"), _("Of the live app."), r"\d{4,20}", secret=False),
            "partner_key": AccessField(_("Live API partner key"), _("Another one than that of the push.")),
            "shop_id": AccessField(_("Shop ID"), _("Only digits."), r"\d{3,20}", secret=False),
            "refresh_token": AccessField(_("Refresh token"), _("From the authorisation of your shop.")),
        },
        _("Open Platform › your app: partner ID and key; authorise the shop to get a refresh token."),
        binds="shop_id",
    ),
}

FAILURES: Mapping[str, Promise] = {
    "refused_key": _("The service refuses these credentials. Make new ones and put them in."),
    "not_there": _("The service knows nothing at this address. Compare the address and the permissions."),
    "busy": _("The service asks for patience; Sapa waits as long as it says."),
    "broken_there": _("The service itself is out of order; Sapa tries again."),
    "odd_answer": _("The service answered with something that is no answer; Sapa tries again."),
    "odd_address": _("The address cannot be called. Correct it."),
    "private_address": _("The address leads into a private network, which Sapa never calls."),
    "moved": _("The address leads on to another one. Put in the last one."),
    "unreachable": _("The service could not be reached; Sapa tries again."),
    "which_shop": _("This access serves several shops. Put in the shop ID."),
    "too_much": _("More has changed than one look can take."),
    "no_key": _("The kept credentials cannot be read with the key of this server. Put them in again."),
    "broken_here": _("What the service told could not be kept. The log of this server says why."),
}
