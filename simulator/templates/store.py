"""The templates of one business account by name and language."""

from datetime import datetime, timedelta

from simulator import ids
from simulator.errors import GraphError, Json
from simulator.limits import required
from simulator.rules import Rules
from simulator.templates import checks
from simulator.templates.model import Rendered, Template
from simulator.templates.render import rendered

SENDABLE = ("APPROVED", "PAUSED", "DISABLED")
EDITABLE = ("APPROVED", "REJECTED", "PAUSED")
NAME_TAKEN, DUPLICATE_TEXT, TOO_MANY, NOT_EDITABLE, NOT_FOUND = 2388024, 2388025, 2388019, 2388085, 2593002
MONTH, DAY = timedelta(days=30), timedelta(days=1)


class Templates:
    def __init__(self, seed: int, account: str = "") -> None:
        self._seed = seed
        self._account = (account,) if account else ()
        self._by_key: dict[tuple[str, str], Template] = {}
        self._by_id: dict[str, Template] = {}
        self._made = 0
        self.handles: set[str] = set()

    def all(self) -> list[Template]:
        return list(self._by_key.values())

    def by_id(self, template_id: str) -> Template | None:
        return self._by_id.get(template_id)

    def find(self, name: str, language: str) -> Template | None:
        return self._by_key.get((name, language))

    def register(self, body: Json, rules: Rules | None = None) -> Template:
        """Approved as far as this goes. Raises GraphError 100 (subcode 2388024 when name and language are taken)."""
        rules = rules or Rules()
        name, language = required(body, "name", 512), required(body, "language", 12)
        if (name, language) in self._by_key:
            raise GraphError(100, "Content in this language already exists", subcode=NAME_TAKEN)
        check_name(name, language)
        if len(self._by_key) >= rules.most_templates:
            raise GraphError(100, "The account has as many templates as it may", subcode=TOO_MANY)
        template = Template(
            id=self._new_id(name, language),
            name=name,
            language=language,
            category=category_of(body.get("category", "")),
            parameter_format=str(body.get("parameter_format", "POSITIONAL")).upper(),
            components=[],
            allow_category_change=bool(body.get("allow_category_change", True)),
            ttl=ttl_of(body),
        )
        template.components = self._checked(template, body.get("components"), rules)
        self.keep(template)
        return template

    def keep(self, template: Template) -> None:
        self._by_key[template.name, template.language] = template
        self._by_id[template.id] = template

    def _new_id(self, name: str, language: str) -> str:
        """The same name has another id when it is created again."""
        template_id = ids.digits(16, self._seed, "template", *self._account, name, language)
        while template_id in self._by_id:
            self._made += 1
            template_id = ids.digits(16, self._seed, "template", *self._account, name, language, self._made)
        return template_id

    def _checked(self, template: Template, components: object, rules: Rules) -> list[Json]:
        found = checks.check(
            components, template.parameter_format, examples=rules.require_examples, handles=self.handles
        )
        if rules.unique_bodies and any(said(found) == said(t.components) for t in self._others(template)):
            raise GraphError(
                100, "There is a template with the same body and footer already", subcode=DUPLICATE_TEXT
            )
        return found

    def _others(self, template: Template) -> list[Template]:
        return [t for t in self.all() if t.language == template.language and t.name != template.name]

    def edit(
        self, template: Template, body: Json, rules: Rules | None = None, at: datetime | None = None
    ) -> None:
        """Raises GraphError 100, with subcode 2388085 where the status or the number of edits forbids it."""
        rules = rules or Rules()
        if template.status not in EDITABLE:
            raise GraphError(
                100, f"A template that is {template.status} cannot be edited", subcode=NOT_EDITABLE
            )
        category = category_of(body.get("category", template.category))
        if rules.limited_edits:
            self._limit_edits(template, category, at)
        if "components" in body:
            template.components = self._checked(template, body["components"], rules)
        template.category, template.ttl = category, ttl_of(body) or template.ttl

    def _limit_edits(self, template: Template, category: str, at: datetime | None) -> None:
        if template.status != "APPROVED" or at is None:
            return
        if category != template.category:
            raise GraphError(100, "The category of an approved template stays", subcode=NOT_EDITABLE)
        recent = [one for one in template.edits if at - one < MONTH]
        if len(recent) >= 10 or any(at - one < DAY for one in recent):
            raise GraphError(
                100, "An approved template is edited once a day and ten times a month", subcode=NOT_EDITABLE
            )
        template.edits.append(at)

    def delete(self, name: str, template_id: str = "") -> int:
        """All languages of the name, or the one template of this id."""
        doomed = [
            key
            for key, one in self._by_key.items()
            if key[0] == name and (not template_id or one.id == template_id)
        ]
        for key in doomed:
            del self._by_id[self._by_key.pop(key).id]
        return len(doomed)

    def render(self, sent: Json) -> tuple[Template, Rendered]:
        """Raises GraphError 131008, 132000, 132001, 132005, 132012, 132015 or 132016."""
        name, language = sent["name"], sent["language"]["code"]
        template = self.find(name, language)
        if template is None or template.status not in SENDABLE:
            raise GraphError(132001, f"template name ({name}) does not exist in {language}")
        if template.status == "PAUSED":
            raise GraphError(132015, f"template {name} is paused")
        if template.status == "DISABLED":
            raise GraphError(132016, f"template {name} is disabled")
        return template, rendered(template, sent.get("components") or [])


def check_name(name: str, language: str) -> None:
    if not checks.NAME.fullmatch(name):
        raise GraphError(100, "Template name may only have lowercase letters, digits and underscores")
    if not checks.LANGUAGE.fullmatch(language):
        raise GraphError(100, f"Language {language!r} is not supported")


def category_of(value: object) -> str:
    category = str(value).upper()
    if category not in checks.CATEGORIES:
        raise GraphError(100, f"Param category must be one of {{{', '.join(checks.CATEGORIES)}}}")
    return category


def ttl_of(body: Json) -> int | None:
    """Utility 30 s to 12 h, authentication 30 s to 15 min, marketing 12 h to 30 d."""
    ttl = body.get("message_send_ttl_seconds")
    if ttl is None:
        return None
    shortest, longest = {
        "MARKETING": (43200, 2592000),
        "AUTHENTICATION": (30, 900),
    }.get(str(body.get("category", "")).upper(), (30, 43200))
    if not isinstance(ttl, int) or not shortest <= ttl <= longest:
        raise GraphError(100, f"message_send_ttl_seconds must be between {shortest} and {longest}")
    return ttl


def said(components: list[Json]) -> tuple[str, str]:
    texts = {str(one.get("type", "")).upper(): str(one.get("text", "")) for one in components}
    return texts.get("BODY", ""), texts.get("FOOTER", "")
