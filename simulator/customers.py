"""How simulated customers answer: a pure function of the seed, the phone and the nth message to it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from simulator import ids

MEDIAN_SECONDS = 25 * 60
SIGMA = 1.2
SOONEST, LATEST = 120.0, 20 * 3600.0
STOP_RATE = 0.01
CONVERSATION_FACTOR = 0.2
CHOICE = re.compile(r"\bbalas\b[^.\n]{0,20}\b1\b", re.IGNORECASE)
PAYMENT = re.compile(r"\b(bayar|pembayaran|tagihan|transfer|invoice|faktur)", re.IGNORECASE)

THANKS = ("Terima kasih", "terima kasih kak", "Makasih ya", "ok makasih", "Siap, terima kasih")
OK = ("ok", "Ok kak", "Baik", "oke siap", "iya kak")
QUESTIONS = (
    "Kapan sampai ya Kak?",
    "Ini bisa tukar ukuran tidak?",
    "Ongkirnya berapa ya?",
    "Masih ada stok warna lain?",
    "Garansinya berapa lama Kak?",
)
PAID = ("sudah bayar", "Sudah saya transfer ya", "sudah bayar kak, tolong dicek")
LATER = ("nanti sore saya bayar ya", "Sebentar ya, belum sempat", "bisa COD kak?")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that reached a phone. `nth` counts from 1 per phone; a chat reply is no template."""

    phone: str
    wamid: str
    nth: int
    text: str
    at: datetime
    template: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    at: datetime
    text: str


def answer(message: Outgoing, *, seed: int, reply_rate: float) -> Reply | None:
    """Whether, when and what this customer answers, whatever the order of arrival of other messages.

    A chat reply (no template) is answered a fifth as often, so that two robots do not talk for ever.
    """
    random = ids.rng(seed, "customer", message.phone, message.nth)
    rate = reply_rate if message.template else reply_rate * CONVERSATION_FACTOR
    if random.random() >= rate:
        return None
    return Reply(at=message.at + delay(random), text=words(random, message.text))


def delay(random: Random) -> timedelta:
    seconds = MEDIAN_SECONDS * random.lognormvariate(0, SIGMA)
    return timedelta(seconds=round(min(max(seconds, SOONEST), LATEST)))


def words(random: Random, text: str) -> str:
    if random.random() < STOP_RATE:
        return "BERHENTI"
    if CHOICE.search(text):
        return random.choices(("1", "2", random.choice(QUESTIONS)), (75, 15, 10))[0]
    if PAYMENT.search(text):
        return random.choice(random.choices((PAID, LATER, OK, QUESTIONS), (45, 20, 20, 15))[0])
    return random.choice(random.choices((THANKS, OK, QUESTIONS), (40, 30, 30))[0])
