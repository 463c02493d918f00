"""The one phone normaliser: what people type, paste and export becomes one E.164 number or a reason why not.

Own rules for Indonesian spellings come before the `phonenumbers` library, which reads "62812345678" as a
landline of its own making. Contract: `sapa phones normalise`.
"""

from sapa.domain.phones.chat import can_receive_chat
from sapa.domain.phones.numbers import Kind, Phone, Reason, region_of
from sapa.domain.phones.reading import normalise

__all__ = ["Kind", "Phone", "Reason", "can_receive_chat", "normalise", "region_of"]
