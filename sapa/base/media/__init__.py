"""Files of customers and for customers: what they really are, addresses that expire, answers to parts of them."""

from .links import linked, readable
from .ranges import file_response
from .sniffing import HEAD, INLINE, UNSAFE, sniff

__all__ = ["HEAD", "INLINE", "UNSAFE", "file_response", "linked", "readable", "sniff"]
