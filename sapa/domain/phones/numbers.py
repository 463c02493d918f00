"""From digits to a number: Indonesian rules first, then the library."""

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType, ValidationResult

Kind = Literal["mobile", "landline", "foreign", "invalid"]
Reason = Literal[
    "",
    "too_short",
    "too_long",
    "letters",
    "spreadsheet_damage",
    "masked",
    "service_code",
    "several_numbers",
    "empty_input",
    "unknown_country",
    "unassigned",
]

SERVICE_CODE = re.compile(r"1\d{2}|14\d{3}|1500\d{3}|15\d{4}|80[0479]\d{4,}")
DOUBLED_CODE = re.compile(r"628\d{8,}")
COUNTRY_NAMES = {
    "IDN": "ID",
    "INDONESIA": "ID",
    "SINGAPURA": "SG",
    "SINGAPORE": "SG",
    "MALAYSIA": "MY",
    "BRUNEI": "BN",
    "TIMOR LESTE": "TL",
    "AUSTRALIA": "AU",
    "FILIPINA": "PH",
    "THAILAND": "TH",
    "HONG KONG": "HK",
    "TAIWAN": "TW",
}
MOBILE_LENGTHS = (9, 12)
LANDLINE_LENGTHS = (8, 11)


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164` is empty exactly when `kind` is invalid; `reason` is empty exactly when it is not."""

    e164: str
    kind: Kind
    reason: Reason = ""

    @property
    def can_receive_chat(self) -> bool:
        return self.kind in ("mobile", "foreign")


def refused(reason: Reason) -> Phone:
    return Phone("", "invalid", reason)


def region_of(country: str) -> str | None:
    """ISO 3166 code of a country column: a code, a few names, or a calling code; blank means Indonesia."""
    name = country.strip().strip("+").upper()
    if not name:
        return "ID"
    if name.isdecimal():
        region = phonenumbers.region_code_for_country_code(int(name[:3]))
        return None if region in ("ZZ", "001") else region
    code = COUNTRY_NAMES.get(name, name)
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


def international(digits: str) -> Phone:
    """Digits that start with a country code, without plus."""
    if digits.startswith("62"):
        return indonesian(digits[2:])
    return _parsed("+" + digits, None)


def indonesian(national: str) -> Phone:
    """Digits after the country code; a leading zero and a second country code are forgiven."""
    national = national.lstrip("0")
    if DOUBLED_CODE.fullmatch(national):
        national = national[2:].lstrip("0")
    if SERVICE_CODE.fullmatch(national):
        return refused("service_code")
    number = _valid("+62" + national, None)
    return _typed(number) if number else refused(_indonesian_reason(national))


def of_region(digits: str, region: str) -> Phone:
    """Digits as people of a foreign country write them at home."""
    return _parsed(digits, region)


def _indonesian_reason(national: str) -> Reason:
    shortest, longest = MOBILE_LENGTHS if national.startswith("8") else LANDLINE_LENGTHS
    if len(national) < shortest:
        return "too_short"
    return "too_long" if len(national) > longest else "unassigned"


def _typed(number: phonenumbers.PhoneNumber) -> Phone:
    kind = phonenumbers.number_type(number)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if number.country_code != 62:
        return Phone(e164, "foreign")
    if kind == PhoneNumberType.MOBILE:
        return Phone(e164, "mobile")
    return Phone(e164, "landline") if kind == PhoneNumberType.FIXED_LINE else refused("service_code")


def _valid(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _parsed(text: str, region: str | None) -> Phone:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as error:
        return refused(_parse_reason(error))
    return _typed(number) if phonenumbers.is_valid_number(number) else refused(_length_reason(number))


def _parse_reason(error: NumberParseException) -> Reason:
    if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
        return "unknown_country"
    return "too_long" if error.error_type == NumberParseException.TOO_LONG else "too_short"


def _length_reason(number: phonenumbers.PhoneNumber) -> Reason:
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.TOO_LONG:
            return "too_long"
        case ValidationResult.INVALID_COUNTRY_CODE:
            return "unknown_country"
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return "too_short"
        case _:
            return "unassigned"
