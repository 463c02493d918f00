"""Who stands on the business side: portfolios, business accounts (WABA), their numbers, and who may act for them."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from simulator.config import Config
from simulator.errors import GraphError, Json, unknown_object
from simulator.templates import Templates

TIERS = {
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1_000,
    "TIER_2K": 2_000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
    "TIER_UNLIMITED": None,
}
DAY = timedelta(hours=24)
STANDARD_MPS, HIGH_MPS, COEXISTENCE_MPS = 80, 1000, 20
QUALITIES = ("GREEN", "YELLOW", "RED", "UNKNOWN")


@dataclass(slots=True)
class Portfolio:
    """`reached`: when each user was first reached outside a window, for 24 hours."""

    id: str
    tier: str = "TIER_UNLIMITED"
    reached: dict[str, datetime] = field(default_factory=dict)

    def take(self, user: str, at: datetime) -> bool:
        """Whether one more unique user may be reached within 24 hours."""
        while self.reached and at - next(iter(self.reached.values())) >= DAY:
            del self.reached[next(iter(self.reached))]
        most = TIERS[self.tier]
        if user not in self.reached:
            if most is not None and len(self.reached) >= most:
                return False
            self.reached[user] = at
        return True


@dataclass(slots=True)
class Account:
    """A WhatsApp business account. `status`: "" or DISABLED or RESTRICTED; `direct_send`: off, on or blocked."""

    id: str
    name: str
    portfolio: str
    zone: str
    templates: Templates
    currency: str = "IDR"
    payment_method: bool = True
    direct_send: str = "off"
    status: str = ""
    restricted_until: datetime | None = None
    callback_url: str = ""
    created: deque[datetime] = field(default_factory=deque)
    managed: deque[datetime] = field(default_factory=deque)

    def restricted(self, at: datetime) -> bool:
        until = self.restricted_until
        return self.status == "RESTRICTED" and (until is None or at < until)


@dataclass(slots=True)
class Number:
    """A business number. `mps` 0 means no throughput limit; `callback_url` wins over the account's.

    `standby`: Meta's Business Agent answers here until the app writes.
    """

    id: str
    account_id: str
    display_phone: str
    verified_name: str
    mps: int = 0
    coexistence: bool = False
    registered: bool = True
    standby: bool = False
    quality: str = "GREEN"
    name_status: str = "APPROVED"
    throughput: str = "STANDARD"
    callback_url: str = ""
    username: str = ""
    maintenance_until: datetime | None = None
    spam_until: datetime | None = None
    recent: deque[datetime] = field(default_factory=deque)
    blocked: dict[str, datetime] = field(default_factory=dict)
    profile: Json = field(default_factory=dict)

    @property
    def digits(self) -> str:
        return digits_of(self.display_phone)

    @property
    def limit(self) -> int:
        return min(self.mps or COEXISTENCE_MPS, COEXISTENCE_MPS) if self.coexistence else self.mps


@dataclass(frozen=True, slots=True)
class Token:
    """`scopes`, `assets` (ids of numbers and accounts) None: all. Expired tokens are 190 with subcode 463."""

    token: str
    scopes: tuple[str, ...] | None = None
    assets: tuple[str, ...] | None = None
    expires: datetime | None = None


class Business:
    """All of them by id. The first account and number are those of the command line."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.portfolios = {"portfolio": Portfolio("portfolio", config.tier)}
        self.accounts: dict[str, Account] = {}
        self.numbers: dict[str, Number] = {}
        self.tokens = {config.token: Token(config.token)} if config.token else {}
        self.add_account({"id": config.waba_id, "name": config.verified_name})
        self.add_number(
            {
                "id": config.phone_number_id,
                "account": config.waba_id,
                "display_phone": config.display_phone,
                "verified_name": config.verified_name,
            }
        )

    @property
    def primary(self) -> Number:
        return self.numbers[self._config.phone_number_id]

    def number(self, number_id: str, method: str = "post") -> Number:
        """Raises GraphError 100 with subcode 33."""
        found = self.numbers.get(number_id)
        if found is None:
            raise unknown_object(number_id, method)
        return found

    def account(self, account_id: str, method: str = "post") -> Account:
        """Raises GraphError 100 with subcode 33."""
        found = self.accounts.get(account_id)
        if found is None:
            raise unknown_object(account_id, method)
        return found

    def account_of(self, number: Number) -> Account:
        return self.accounts[number.account_id]

    def numbers_of(self, account: Account) -> list[Number]:
        return [number for number in self.numbers.values() if number.account_id == account.id]

    def portfolio_of(self, number: Number) -> Portfolio:
        return self.portfolios[self.account_of(number).portfolio]

    def template_account(self, template_id: str) -> Account | None:
        return next((a for a in self.accounts.values() if a.templates.by_id(template_id)), None)

    # What is told: a new thing or a change of a known one

    def add_portfolio(self, told: Json) -> Portfolio:
        found = self.portfolios.setdefault(name_of(told), Portfolio(name_of(told), self._config.tier))
        if (tier := told.get("tier", found.tier)) not in TIERS:
            raise GraphError(100, f"tier must be one of {', '.join(TIERS)}")
        found.tier = tier
        return found

    def add_account(self, told: Json) -> Account:
        found = self.accounts.get(name_of(told))
        if found is None:
            seed, zone = self._config.seed, self._config.zone
            templates = Templates(seed, "" if not self.accounts else name_of(told))
            found = Account(name_of(told), self._config.verified_name, "portfolio", zone, templates)
            self.accounts[found.id] = found
        self.add_portfolio({"id": told.get("portfolio", found.portfolio)})
        change(found, told, ("name", "portfolio", "zone", "currency", "payment_method", "direct_send"))
        change(found, told, ("status", "callback_url"))
        return found

    def add_number(self, told: Json) -> Number:
        found = self.numbers.get(name_of(told))
        if found is None:
            account = self.account(str(told.get("account", self._config.waba_id)))
            display = str(told.get("display_phone", self._config.display_phone))
            found = Number(name_of(told), account.id, display, account.name, mps=self._config.mps)
            self.numbers[found.id] = found
        change(found, told, ("display_phone", "verified_name", "mps", "coexistence", "registered", "standby"))
        change(found, told, ("quality", "name_status", "throughput", "callback_url", "username"))
        return found

    def add_token(self, told: Json) -> Token:
        """{"token", "scopes"?, "assets"?, "expires"?: ISO time}."""
        if not told.get("token"):
            raise GraphError(100, "token is required")
        scopes, assets, expires = told.get("scopes"), told.get("assets"), told.get("expires")
        made = Token(
            str(told["token"]),
            None if scopes is None else tuple(scopes),
            None if assets is None else tuple(str(one) for one in assets),
            None if expires is None else datetime.fromisoformat(expires),
        )
        self.tokens[made.token] = made
        return made


@lru_cache(maxsize=1000)
def digits_of(display_phone: str) -> str:
    return "".join(c for c in display_phone if c.isdigit())


def name_of(told: Json) -> str:
    if not told.get("id"):
        raise GraphError(100, "id is required")
    return str(told["id"])


def change(found: object, told: Json, names: tuple[str, ...]) -> None:
    """Raises GraphError 100 for a value of another type."""
    for name in names:
        if name not in told:
            continue
        if type(told[name]) is not type(getattr(found, name)):
            raise GraphError(100, f"{name} must be a {type(getattr(found, name)).__name__}")
        setattr(found, name, told[name])
