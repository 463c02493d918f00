"""Bad journey files: the line, the code, and a sentence in both languages."""

import pytest

from sapa.domain.journeys.checking import problems_of
from sapa.domain.journeys.definition import SUBJECTS
from sapa.domain.journeys.problems import DefinitionError
from sapa.domain.journeys.reading import from_document, parse_definition, text_of
from sapa.domain.journeys.refusals import REFUSALS, WARNINGS
from sapa.domain.policy import policy_from
from tests.domain.journeys.cast import journey, journey_text

STEP = "- {id: a, due: trigger + 4h, expires: trigger + 2d, text: Halo ya.}"


def refused(text: str, **known: object) -> list[tuple[int, str]]:
    with pytest.raises(DefinitionError) as error:
        parse_definition(text, **known)  # type: ignore[arg-type]
    assert all(
        one.message.id and one.message.en and "{" not in one.message.en for one in error.value.problems
    )
    return [(one.line, one.code) for one in error.value.problems]


# --- the text as a whole

TEXTS = [
    ("", 1, "empty"),
    ("# only a remark\n", 1, "empty"),
    ("id: a\nname: [Halo\nclass: care\n", 3, "yaml"),
    ("id: a\nname: b: c\n", 2, "yaml"),
    ("id: a\n\tname: b\n", 2, "yaml"),
    ("id: a\nname: \x07\n", 1, "yaml"),
    ("id: a\nname: b\nid: c\n", 3, "doubled_key"),
    ("id: &x a\nname: *x\n", 1, "alias"),
    ("id: a\nname: *x\n", 2, "alias"),
    ("id: a\nname: !!python/object:os.system b\n", 2, "tag"),
    ("id: a\n---\nid: b\n", 2, "second_document"),
    ("id: a\n? [b]\n: c\n", 2, "key_not_text"),
    ("id: " + "[" * 30 + "]" * 30 + "\n", 1, "too_deep"),
    ("[" * 60_000, 1, "too_deep"),
    ("id: a\n" + "# aman\n" * 10_000, 1, "too_large"),
    ("- id: a\n", 1, "not_a_mapping"),
    ("halo\n", 1, "not_a_mapping"),
]


@pytest.mark.parametrize(("text", "line", "code"), TEXTS)
def test_what_is_no_plain_yaml_is_refused_with_its_line(text: str, line: int, code: str) -> None:
    assert refused(text)[0] == (line, code)


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    with pytest.raises(DefinitionError) as error:
        text_of(b"id: a\nname: caf\xe9\n")
    assert [(one.line, one.code) for one in error.value.problems] == [(2, "not_utf8")]


@pytest.mark.parametrize(("old", "new"), [("\n", "\r\n"), ("id: halo", "\ufeffid: halo")])
def test_files_from_windows_are_read(old: str, new: str) -> None:
    assert parse_definition(journey_text(STEP).replace(old, new)) == journey(STEP)


def test_a_bomb_of_aliases_never_goes_off() -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert refused("\n".join(rows)) == [(1, "alias")]


@pytest.mark.parametrize(
    ("due", "code"),
    [
        ("trigger + 99999wd", "bad_moment"),
        ("trigger + 999999d", "bad_moment"),
        ("trigger" + " + 1d" * 6, "bad_moment"),
        ("trigger" + " " * 60_000 + "+ 1d", "bad_moment"),
        ("order." + "a" * 60_000, "bad_moment"),
    ],
)
def test_a_time_that_would_take_for_ever_is_refused_at_once(due: str, code: str) -> None:
    assert (9, code) in refused(
        journey_text(f"- id: a\n  due: '{due}'\n  expires: due + 1d\n  text: Halo ya.")
    )


def test_a_condition_or_text_that_would_take_for_ever_is_refused_at_once() -> None:
    items = journey_text(STEP, "conditions:\n  - trigger.name in [" + "a" * 60_000 + "'")
    assert (7, "bad_condition") in refused(items)
    nested = "{% if toko %}" * 4000
    steps = f"- {{id: a, kind: task, do: call, due: trigger, text: '{nested}'}}"
    assert refused(journey_text(steps)) == [(8, "text_syntax")]


def test_everything_wrong_is_told_at_once_and_in_order() -> None:
    text = journey_text(
        "- {id: a, due: soon, expires: later, text: 'Halo {{ nama }} ya', wait: 3}", "colour: red"
    )
    assert refused(text) == [
        (6, "unknown_key"),
        (8, "unknown_key"),
        (8, "unknown_anchor"),
        (8, "unknown_anchor"),
        (8, "unknown_variable"),
    ]


# --- fields: more of the head, or steps; the line counts from the first line of the file

HEADS = [
    ("class: urgent", 6, "doubled_key"),
    ("colour: red", 6, "unknown_key"),
    ("goal: profit", 6, "not_a_choice"),
    ("channels: [pigeon]", 6, "not_a_choice"),
    ("priority: often", 6, "not_a_number"),
    ("priority: 5000", 6, "out_of_range"),
    ("exits: [bored]", 6, "unknown_exit"),
    ("exits: {replied: yes}", 6, "not_a_list"),
    ("about: [a, b]", 6, "not_a_mapping"),
    ("about: {fr: bonjour}", 6, "unknown_key"),
    ("icon: [a]", 6, "not_a_text"),
    ("reentry: sometimes", 6, "not_a_choice"),
    ("replaces: {scope: subject, code: my_own}", 6, "unknown_code"),
    ("cap:\n  max: 0", 7, "out_of_range"),
    ("conditions:\n  - customer.segment is b2b", 7, "bad_condition"),
    ("conditions:\n  - customer.segment = b2b\n  - order.colour is red", 8, "bad_condition"),
    ("conditions:\n  - order.is_red is yes", 7, "unknown_fact"),
    ("conditions:\n  - settings.second is yes", 7, "unknown_fact"),
    ("conditions:\n  - order.is_paid > 3", 7, "wrong_type"),
    ("conditions:\n  - trigger.attempt = often", 7, "wrong_type"),
    ("conditions:\n  - trigger.attempt >= 100.000", 7, "wrong_type"),
    ("conditions:\n  - now > 5", 7, "wrong_type"),
    ("conditions:\n  - now > 2026-02-30", 7, "bad_condition"),
    ("conditions:\n  - now > tomorrow + 1d", 7, "unknown_anchor"),
    ("conditions:\n  - {if: now > trigger, code: because}", 7, "unknown_code"),
    ("conditions:\n  - {if: now > trigger, only: mondays}", 7, "not_a_choice"),
    ("conditions:\n  - {code: cod}", 7, "missing_key"),
    ("settings:\n  - {path: a, kind: colour}", 7, "not_a_choice"),
    ("settings:\n  - {kind: text}", 7, "missing_key"),
    ("settings:\n  - {path: a, required: maybe}", 7, "not_yes_or_no"),
    ("settings:\n  - {path: Dua Kata}", 7, "bad_path"),
    ("settings:\n  - {path: promo}\n  - {path: promo.kode}", 8, "path_taken"),
    ("settings:\n  - {path: a.b}\n  - {path: a.b}", 8, "path_taken"),
    ("settings:\n  - {path: a, kind: yes_no, default: kadang}", 7, "bad_default"),
    ("settings:\n  - {path: a, kind: number, default: banyak}", 7, "bad_default"),
    ("settings:\n  - {path: a, kind: numbers, default: [1, dua]}", 7, "bad_default"),
    ("settings:\n  - {path: a, kind: date, default: besok}", 7, "bad_default"),
]


@pytest.mark.parametrize(("head", "line", "code"), HEADS)
def test_a_wrong_field_is_refused_with_its_line(head: str, line: int, code: str) -> None:
    assert refused(journey_text(STEP, head))[0] == (line, code)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("id: halo", "id: halo dunia", (1, "bad_id")),
        ("id: halo", "id: a/b", (1, "bad_id")),
        ("name: Halo", "name:", (2, "missing_key")),
        ("class: care", "class: urgent", (3, "not_a_choice")),
        ("[order.placed, shipment.delivered]", "[order.eaten]", (5, "unknown_trigger")),
        ("subject: order", "subject: moon", (5, "not_a_choice")),
        ("trigger: {on: [order.placed, shipment.delivered], subject: order}", "", (1, "missing_key")),
    ],
)
def test_a_wrong_head_is_refused_with_its_line(old: str, new: str, found: tuple[int, str]) -> None:
    assert refused(journey_text(STEP).replace(old, new, 1))[0] == found


STEPS = [
    ("", 7, "no_steps"),
    ("- {id: a, kind: dance, due: trigger, text: Halo ya.}", 8, "not_a_choice"),
    ("- {due: trigger, expires: due + 1d, text: Halo ya.}", 8, "missing_key"),
    ("- {id: a b, due: trigger, expires: due + 1d, text: Halo ya.}", 8, "bad_id"),
    ("- {id: a, due: trigger, text: Halo ya.}", 8, "missing_key"),
    ("- {id: a, expires: trigger + 1d, text: Halo ya.}", 8, "missing_key"),
    ("- {id: a, due: trigger, expires: due + 1d}", 8, "missing_key"),
    ('- {id: a, due: trigger, expires: due + 1d, text: " "}', 8, "blank_text"),
    ("- id: a\n  due: 4 hours\n  expires: due + 1d\n  text: Halo ya.", 9, "bad_moment"),
    ("- id: a\n  due: trigger + 4y\n  expires: due + 1d\n  text: Halo ya.", 9, "bad_moment"),
    ("- id: a\n  due: trigger at 24:00\n  expires: due + 1d\n  text: Halo ya.", 9, "bad_moment"),
    ("- id: a\n  due: due + 1h\n  expires: due + 1d\n  text: Halo ya.", 9, "due_in_due"),
    ("- id: a\n  due: moon + 1h\n  expires: due + 1d\n  text: Halo ya.", 9, "unknown_anchor"),
    ("- id: a\n  due: order.is_paid + 1h\n  expires: due + 1d\n  text: Halo ya.", 9, "anchor_not_instant"),
    ("- id: a\n  due: trigger\n  expires:\n    - due + 1d\n    - moon", 12, "unknown_anchor"),
    (
        "- {id: a, due: trigger, expires: due + 1d, text: Halo ya., on: order.cancelled}",
        8,
        "on_not_triggered",
    ),
    ("- {id: a, due: trigger, expires: due + 1d, variants: [Halo satu ya.]}", 8, "variants_count"),
    ("- {id: a, kind: task, do: dance, due: trigger, text: Telepon.}", 8, "not_a_choice"),
    ("- {id: a, kind: branch, due: trigger, cases: []}", 8, "missing_key"),
]


@pytest.mark.parametrize(("steps", "line", "code"), STEPS)
def test_a_wrong_step_is_refused_with_its_line(steps: str, line: int, code: str) -> None:
    assert (line, code) in refused(journey_text(steps))


def test_more_than_fifty_steps_are_refused() -> None:
    steps = "\n".join(STEP.replace("id: a", f"id: a{n}") for n in range(51))
    assert refused(journey_text(steps)) == [(7, "too_many_steps")]


# --- the way through the steps

A = "- {id: a, due: trigger + 4h, expires: trigger + 2d, text: Halo ya., next: %s}"
B = "- {id: b, due: trigger + 5h, expires: trigger + 2d, text: Halo lagi ya., next: %s}"
C = "- {id: c, due: trigger + 6h, expires: trigger + 2d, text: Halo sekali lagi ya.}"
BRANCH = (
    "- {id: b, kind: branch, due: previous + 1d, cases: [{if: reply.given is yes, next: %s}], otherwise: %s}"
)
FLOWS = [
    ((A % "b", B % "a"), (9, "cycle")),
    ((A % "a",), (8, "cycle")),
    ((A % "b", BRANCH % ("a", "end")), (9, "cycle")),
    ((A % "b", BRANCH % ("end", "a")), (9, "cycle")),
    ((A % "nowhere",), (8, "missing_step")),
    ((A % "b", BRANCH % ("nowhere", "end")), (9, "missing_step")),
    ((A % "c", B % "end", C), (9, "unreachable_step")),
    ((A % "end", C), (9, "unreachable_step")),
    ((A % "b", B % "c", B % "c", C), (10, "duplicate_id")),
    ((A % "end", C.replace("id: c", "id: end")), (9, "reserved_id")),
]


@pytest.mark.parametrize(("steps", "found"), FLOWS)
def test_steps_that_lead_nowhere_or_in_circles_are_refused(
    steps: tuple[str, ...], found: tuple[int, str]
) -> None:
    assert found in refused(journey_text("\n".join(steps)))


def test_a_circle_is_told_step_by_step() -> None:
    with pytest.raises(DefinitionError) as error:
        journey("\n".join((A % "b", B % "c", C.replace("}", ", next: a}"))))
    (found,) = error.value.problems
    assert found.message.en == "The steps go round in a circle: a → b → c → a."


def test_a_branch_cannot_hear_a_reply_that_ends_the_journey() -> None:
    text = journey_text("\n".join((A % "b", BRANCH % ("c", "end"), C)), "exits: [replied]")
    assert refused(text) == [(9, "reply_exits")]


# --- windows

WINDOWS = [
    ("trigger + 4h", "trigger + 4h", "expires_before_due"),
    ("trigger + 4h", "trigger + 30m", "expires_before_due"),
    ("trigger + 2d", "trigger + 24h", "expires_before_due"),
    ("trigger + 4h", "due - 1h", "expires_before_due"),
    ("trigger", "trigger", "expires_before_due"),
    ("order.payment_deadline - 30m", "order.payment_deadline - 3h", "expires_before_due"),
    ("trigger + 1d", "trigger at 00:00", "expires_before_due"),
    ("trigger + 3wd", "trigger + 2d", "expires_before_due"),
    ("trigger + 1d at 02:00", "due + 2h", "window_never_opens"),
    ("trigger + 1d at 21:30", "due + 10h", "window_never_opens"),
    ("trigger + 1d at 23:00", "due until 07:30", "window_never_opens"),
]


@pytest.mark.parametrize(("due", "expires", "code"), WINDOWS)
def test_a_window_that_can_never_open_is_refused(due: str, expires: str, code: str) -> None:
    text = journey_text(f"- id: a\n  due: {due}\n  expires: {expires}\n  text: Halo ya.")
    assert set(refused(text)) == {(10, code)}


def test_a_window_that_opens_for_people_may_never_open_for_companies() -> None:
    text = journey_text("- {id: a, due: trigger + 1d at 18:00, expires: due + 2h, text: Halo ya.}")
    with pytest.raises(DefinitionError) as error:
        parse_definition(text)
    (found,) = error.value.problems
    assert (found.code, "companies" in found.message.en) == ("window_never_opens", True)


def test_companies_with_a_window_of_their_own_are_looked_at_by_that() -> None:
    steps = (
        "- {id: a, due: trigger + 1d at 18:00, expires: due + 2h, b2b: {expires: due + 5d}, text: Halo ya.}"
    )
    assert journey(steps).steps


def test_the_workspaces_own_hours_decide_whether_a_window_opens() -> None:
    text = journey_text(
        "- {id: a, due: trigger + 1d at 19:00, expires: due + 1h, b2b: {expires: due + 5d}, text: Halo ya.}"
    )
    assert parse_definition(text)
    early = policy_from({"quiet": {"start": "18:00", "end": "08:00"}})
    assert refused(text, policy=early) == [(8, "window_never_opens")]


def test_an_end_that_counts_from_the_trigger_is_too_soon_for_a_later_step() -> None:
    steps = [A % "b", "- {id: b, due: previous + 2d, expires: trigger + 2d, text: Halo lagi ya.}"]
    assert refused(journey_text("\n".join(steps))) == [(9, "expires_before_due")]


@pytest.mark.parametrize(
    ("due", "expires"),
    [
        ("trigger + 1d at 07:00", "due + 2h"),
        ("trigger + 4h", "order.payment_deadline - 30m"),
        ("order.payment_deadline - 3h", "trigger + 1h"),
        ("trigger", "trigger + 1wd"),
        ("trigger + 1d", "trigger + 1d until 10:00"),
    ],
)
def test_a_window_that_sometimes_opens_or_cannot_be_known_is_accepted(due: str, expires: str) -> None:
    assert journey(f"- {{id: a, due: {due}, expires: {expires}, b2b: {{expires: due + 5d}}, text: Halo ya.}}")


# --- texts

TEXT_CODES = [
    ("Halo {{ nama_ibu }}, apa kabar?", "unknown_variable"),
    ("Halo {{ panggilan, apa kabar?", "text_syntax"),
    ("Halo {% if panggilan %}{{ panggilan }}{% endif %} ya.", "text_logic"),
    ("Halo {{ panggilan | upcase }} ya.", "text_logic"),
    ("{{ panggilan }}, apa kabar?", "leading_variable"),
    ("Apa kabar {{ panggilan }}", "trailing_variable"),
    ("Halo {{ panggilan }} {{ toko }} ya.", "touching_variables"),
    ("Pesanan {{ pesanan.nomor }} atau {{ pesanan_nomor }} ya.", "name_clash"),
]


@pytest.mark.parametrize(("words", "code"), TEXT_CODES)
def test_a_text_that_could_not_be_sent_is_refused(words: str, code: str) -> None:
    text = journey_text(f"- id: a\n  due: trigger\n  expires: due + 5d\n  text: '{words}'")
    assert (11, code) in refused(text)


def test_a_setting_is_a_variable_of_its_journey() -> None:
    steps = "- {id: a, due: trigger, expires: due + 5d, text: 'Halo, kode {{ promo.warna }} ya.'}"
    assert (8, "unknown_variable") in refused(journey_text(steps))
    assert journey(steps, "settings: [{path: promo.warna}]")


def test_both_wordings_are_looked_at() -> None:
    text = journey_text(
        "- id: a\n  due: trigger\n  expires: due + 5d\n  text:\n    b2c: Halo ya.\n    b2b: '{{ toko }} ya.'"
    )
    assert [code for _, code in refused(text)] == ["leading_variable"]


def test_a_task_may_use_logic_but_no_unknown_variable() -> None:
    steps = "- {id: a, kind: task, do: call, due: trigger, text: '{%% if toko %%}{{ %s }}{%% endif %%}'}"
    assert journey(steps % "toko")
    assert refused(journey_text(steps % "rumah")) == [(8, "unknown_variable")]


@pytest.mark.parametrize(
    ("end", "is_fine"),
    [("", False), (" Balas BERHENTI bila tidak ingin info promo.", True), (" Ketik stop ya.", True)],
)
def test_a_promotion_needs_a_way_out(end: str, is_fine: bool) -> None:
    text = journey_text(
        f"- {{id: a, class: promo, due: trigger, expires: due + 5d, text: Ada potongan harga.{end}}}"
    )
    if is_fine:
        assert parse_definition(text)
    else:
        assert refused(text) == [(8, "no_way_out")]


# --- warnings


def warned(steps: str, head: str = "") -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in problems_of(journey(steps, head), None)]


def test_a_window_that_often_has_no_hour_is_told_for_companies_and_refuses_nothing() -> None:
    assert warned("- {id: a, due: trigger, expires: due + 20h, text: Halo ya.}") == [(8, "narrow_window")]


def test_a_wide_window_is_told_nothing() -> None:
    assert warned("- {id: a, due: trigger, expires: due + 5d, text: Halo ya.}") == []


def test_promotions_in_a_row_are_told() -> None:
    promo = (
        "- {id: %s, class: promo, due: trigger + %s, expires: due + 5d, text: Ada promo. Balas BERHENTI ya.}"
    )
    assert warned("\n".join((promo % ("a", "1d"), promo % ("b", "3d")))) == [(9, "promos_in_a_row")]
    assert warned("\n".join((promo % ("a", "1d"), promo % ("b", "9d")))) == []


# --- the table of codes


def test_every_refusal_and_warning_is_worded_in_both_languages() -> None:
    assert all(words[0] and words[1] and words[0] != words[1] for words in (REFUSALS | WARNINGS).values())


def test_every_refusal_is_shown_by_one_of_these_tests() -> None:
    shown = {code for *_, code in (*TEXTS, *HEADS, *STEPS, *WINDOWS, *TEXT_CODES)} | {f[1] for _, f in FLOWS}
    named = {
        "no_way_out",
        "reply_exits",
        "too_many_steps",
        "bad_id",
        "unknown_trigger",
        "name_clash",
        "not_utf8",
    }
    assert set(REFUSALS) - shown - named == set()


def test_plain_json_that_does_not_fit_is_refused_by_its_field() -> None:
    with pytest.raises(DefinitionError) as error:
        from_document(
            {"id": "a", "name": "b", "class": "care", "category": "utility", "steps": [{"id": "1"}]}
        )
    places = [one.where for one in error.value.problems]
    assert {"trigger", "steps.1.due", "steps.1.expires", "steps.1.text"} <= set(places)


def test_every_subject_has_a_key() -> None:
    from sapa.domain.journeys.enrolling import KEYS

    assert set(KEYS) == set(SUBJECTS)
