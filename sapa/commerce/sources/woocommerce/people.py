"""Who bought: WooCommerce asks for a billing address and, where it differs, one for the parcel."""

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import (
    NOTED_PHONE,
    Who,
    country_of,
    cut,
    full_name,
    listed,
    mail,
    noted,
    phone_among,
)
from sapa.commerce.sources.woocommerce.calls import SOURCE, Call

GUEST = "0"
PROVINCES = {  # WooCommerce writes provinces of Indonesia by the letters of ISO 3166-2
    **{"AC": "Aceh", "SU": "Sumatera Utara", "SB": "Sumatera Barat", "RI": "Riau", "KR": "Kepulauan Riau"},
    **{"JA": "Jambi", "SS": "Sumatera Selatan", "BB": "Bangka Belitung", "BE": "Bengkulu", "LA": "Lampung"},
    **{"JK": "DKI Jakarta", "JB": "Jawa Barat", "BT": "Banten", "JT": "Jawa Tengah", "JI": "Jawa Timur"},
    **{"YO": "DI Yogyakarta", "BA": "Bali", "NB": "Nusa Tenggara Barat", "NT": "Nusa Tenggara Timur"},
    **{"KB": "Kalimantan Barat", "KT": "Kalimantan Tengah", "KI": "Kalimantan Timur"},
    **{"KS": "Kalimantan Selatan", "KU": "Kalimantan Utara", "SA": "Sulawesi Utara", "GO": "Gorontalo"},
    **{"ST": "Sulawesi Tengah", "SR": "Sulawesi Barat", "SN": "Sulawesi Selatan", "SG": "Sulawesi Tenggara"},
    **{"MA": "Maluku", "MU": "Maluku Utara", "PA": "Papua", "PB": "Papua Barat", "PD": "Papua Barat Daya"},
    **{"PE": "Papua Pegunungan", "PS": "Papua Selatan", "PT": "Papua Tengah"},
}


def heard(call: Call) -> Heard:
    """customer.created, updated and restored. Raises Unreadable: missing_id."""
    number, at = call.fields.needed("id"), call.said_at()
    known_at = at or call.moment.received_at
    person = who(call.fields, number).person(SOURCE, known_at)
    return Heard(subjects=[("customer", Told(number, known_at, at is not None, person=person))])


def who(fields: Fields, customer_id: str) -> Who:
    """The customer of an order or an account; a guest has no number."""
    billing, shipping = fields.inner("billing"), fields.inner("shipping")
    place = shipping if cut(shipping, "city", "postcode", "state") else billing
    home = country_of(billing, "country")
    written = [
        (noted(listed(fields, "meta_data"), "key", NOTED_PHONE), home),
        (cut(billing, "phone"), home),
        (cut(shipping, "phone"), country_of(shipping, "country") or home),
    ]
    raw, phone = phone_among(written)
    return Who(
        customer_id="" if customer_id == GUEST else customer_id,
        name=full_name(billing) or full_name(fields) or full_name(shipping),
        company=cut(billing, "company") or cut(shipping, "company"),
        email=mail(billing, "email") or mail(fields, "email"),
        phone_raw=raw,
        phone=phone,
        country=country_of(place, "country") or home,
        province=_province(place),
        city=cut(place, "city"),
        postcode=cut(place, "postcode"),
    )


def _province(place: Fields) -> str:
    state = cut(place, "state")
    is_indonesian = country_of(place, "country") in ("ID", "")
    return PROVINCES.get(state.upper().removeprefix("ID-"), state) if is_indonesian else state
