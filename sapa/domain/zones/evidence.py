"""What each thing that is known about a customer says of his clock, one by one, for people to read (§2.3)."""

from dataclasses import dataclass

from sapa.domain.zones.indonesia import landline_zone, postcode_zone, province_name, province_zone
from sapa.domain.zones.resolve import COUNTRIES, REGIONS, THREE, address_country, phone_country, phone_zones

EXPLICIT, PROVINCE, POSTCODE, REGION, COUNTRY = "explicit", "province", "postcode", "region", "country"
LANDLINE, MOBILE, PHONE_COUNTRY = "landline", "mobile", "phone_country"
OF_ADDRESS = (PROVINCE, POSTCODE, REGION, COUNTRY)
OF_PHONE = (LANDLINE, MOBILE, PHONE_COUNTRY)
SHORT_AREA_CODES = ("21", "22", "24", "31", "61")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`kind`, what stands there, and the zones it allows; none when the text is not recognised."""

    kind: str
    value: str
    zones: tuple[str, ...]


def evidence(
    *, timezone: str, country: str, province: str, postcode: str, region: str, phone: str
) -> tuple[Evidence, ...]:
    """Everything that speaks, the explicit zone first; empty strings mean unknown."""
    told = [Evidence(EXPLICIT, timezone, (timezone,))] if timezone else []
    return (*told, *of_address(country, province, postcode, region), *of_phone(phone))


def of_address(country: str, province: str, postcode: str, region: str) -> list[Evidence]:
    code = address_country(country, province, postcode)
    if code != "ID":
        narrowed = REGIONS.get(code, {}).get(region.upper().removeprefix(f"{code}-"))
        if narrowed:
            return [Evidence(REGION, f"{code}-{region.upper().removeprefix(f'{code}-')}", (narrowed,))]
        return [Evidence(COUNTRY, code, tuple(COUNTRIES.get(code, ())))] if code else []
    found = []
    if province:
        found.append(Evidence(PROVINCE, province_name(province) or province, one(province_zone(province))))
    if postcode:
        found.append(Evidence(POSTCODE, postcode, one(postcode_zone(postcode))))
    return found or [Evidence(COUNTRY, code, THREE)]


def of_phone(phone: str) -> list[Evidence]:
    country = phone_country(phone)
    if not country:
        return []
    if country != "ID":
        return [Evidence(PHONE_COUNTRY, country, phone_zones(phone))]
    if phone.startswith("+628"):
        return [Evidence(MOBILE, "+628", THREE)]
    return [Evidence(LANDLINE, area_code(phone[3:]), one(landline_zone(phone[3:])) or THREE)]


def area_code(national: str) -> str:
    """As people write it, with the zero: `021`, `0361`."""
    return "0" + national[: 2 if national.startswith(SHORT_AREA_CODES) else 3]


def one(zone: str | None) -> tuple[str, ...]:
    return (zone,) if zone else ()


def said(told: tuple[Evidence, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The zones that evidence of these kinds allows, each once."""
    return tuple(dict.fromkeys(zone for one_ in told if one_.kind in kinds for zone in one_.zones))
