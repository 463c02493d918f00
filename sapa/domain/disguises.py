"""Signs that make a text look like what it is not: turned directions, what has no width, letters under heaps of marks.

Unicode Technical Report 36 (visual spoofing); what emoji and scripts truly need stays.
"""

import re
import unicodedata

MARKS_ON_A_LETTER = 4
BLACK_FLAG = "\U0001f3f4"
# Directions: embeddings, overrides, isolates and their marks. Nothing to see: zero width, soft hyphen, fillers,
# separators of other systems, and control signs except tab and new line.
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
# Spelled out of sight, they also carry the flags of England, Scotland and Wales.
TAGS = re.compile(f"({BLACK_FLAG}[\U000e0061-\U000e007a]+\U000e007f)|[\U000e0000-\U000e007f]")
# They join what stands on both sides: letters of some scripts, people of an emoji.
JOINER = re.compile(r"(?<![^\s\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\s\x00-\x7f])")
MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
HEAP = re.compile(f"({MARK}{{{MARKS_ON_A_LETTER}}}){MARK}+")
NEW_LINES = re.compile(r"\r\n?|[\x85\u2028\u2029]")


def plain(text: str) -> str:
    """Of a message: lines stay. The same text again when nothing is hidden in it."""
    if text.isascii() and text.isprintable():
        return text
    text = INVISIBLE.sub("", NEW_LINES.sub("\n", text))
    text = JOINER.sub("", TAGS.sub(r"\1", text))
    return HEAP.sub(r"\1", text)


def plain_name(text: str) -> str:
    """Of a name or a file: one line that reads as it is stored; blank when there was nothing to see."""
    name = " ".join(plain(text).split())
    return name if any(unicodedata.category(one)[0] in "LNSP" for one in name) else ""
