"""A statement as written, as the guided rule that composes back to it; nothing where there is none.

A guided rule is taken only if composing it alone gives one statement that says the same: effect, actions, resources,
conditions, principals, Sid where there was one. Anything that a rule cannot hold (NotAction, wildcards in actions,
unknown members, doubled keys, pairs that never match) keeps the statement as it is.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from pydantic import ValidationError

from policybuilder.authoring.compose import compose
from policybuilder.authoring.draft import Draft, ExactRule, GuidedRule, Settings, statement_of
from policybuilder.authoring.sids import sid_from_title
from policybuilder.authoring.targets import AllTarget, ArnTarget, Target, target_from
from policybuilder.authoring.trying import lone_statement
from policybuilder.iam import (
    JsonObject,
    JsonString,
    JsonValue,
    Statement,
    Values,
    operator_named,
    to_plain,
)

MEMBERS = frozenset({"Sid", "Effect", "Action", "Resource", "Condition", "Principal"})
STAR = "*"
ROUNDS = 4  # of taking back rules whose Sid another statement has
_WORDS = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
# the types of each service whose ARNs a target names, by the first words of the last field
_FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "rekognition": (
        ("projectversion", r"project/(?P<project>[^/]+)/version/(?P<version>[^/]+)/(?P<timestamp>[^/]+)"),
        ("dataset", r"project/(?P<project>[^/]+)/dataset/(?P<dataset>[^/]+)/(?P<timestamp>[^/]+)"),
        ("project", r"project/(?P<project>[^/]+)/(?P<timestamp>[^/]+)"),
        ("collection", r"collection/(?P<collection>[^/]+)"),
        ("streamprocessor", r"streamprocessor/(?P<streamprocessor>[^/]+)"),
    ),
    "s3": (("s3:object", r"(?P<bucket>[^/]+)/(?P<key>.+)"), ("s3:bucket", r"(?P<bucket>[^/]+)")),
    "kms": (("kms:key", r"key/(?P<key_id>.+)"),),
    "iam": (("iam:role", r"role/(?P<name>.+)"),),
    "logs": (("logs:log-group", r"log-group:(?P<name>[^:]+)"),),
}


def guided_draft(draft: Draft, only: Collection[str] | None = None) -> Draft:
    """The draft with every exact rule that a guided one can stand for as that one; the policy says the same.

    `only`: the ids of those that may become guided. Without it the account and the Region that most Rekognition ARNs
    name become settings, if the draft names none.
    """
    exact = [rule for rule in draft.rules if isinstance(rule, ExactRule) and (only is None or rule.id in only)]
    settings = draft.settings if only is not None else _shared_places(draft.settings, exact)
    made = {rule.id: guided for rule in exact if (guided := _guided(rule, settings, statement_of(rule)))}
    found = {name: rule for name, (rule, _) in made.items()}
    base = Draft(schema_version=draft.schema_version, settings=settings, rules=draft.rules, **_mutes(draft))
    if _names_differ(draft, {name: sid for name, (_, sid) in made.items()}):
        return base.with_rules([found.get(rule.id) or rule for rule in draft.rules])
    wanted = [_said(statement) for statement in compose(draft).policy.statements]
    for _ in range(ROUNDS):
        better = base.with_rules([found.get(rule.id) or rule for rule in draft.rules])
        composed = compose(better)
        written = [_said(statement) for statement in composed.policy.statements]
        if len(wanted) != len(written):
            break
        pairs = zip(wanted, written, composed.provenance, strict=True)
        others = {each.rule for said, again, each in pairs if not _says_the_same(said, again)}
        if not others:
            return better
        found = {name: rule for name, rule in found.items() if name not in others}
        if not found:
            break
    return draft


def _names_differ(draft: Draft, sids: Mapping[str, str]) -> bool:
    """Whether no statement of the new rules meets another of its Sid: together they then say what each says alone."""
    if not all(isinstance(rule, ExactRule) for rule in draft.rules):
        return False
    left = [rule for rule in draft.rules if isinstance(rule, ExactRule) and rule.id not in sids]
    others = {str(rule.statement.get("Sid")) for rule in left}
    return len(set(sids.values())) == len(sids) and others.isdisjoint(sids.values())


def _mutes(draft: Draft) -> dict[str, object]:
    return {"mutes": draft.mutes} if draft.mutes else {}


def guided_rule(rule: ExactRule, settings: Settings) -> GuidedRule | None:
    """The guided rule of the same id that composes to the same statement, if there is one."""
    found = _guided(rule, settings, statement_of(rule))
    return found[0] if found else None


def _guided(rule: ExactRule, settings: Settings, statement: Statement) -> tuple[GuidedRule, str] | None:
    """The rule, and the Sid that its statement gets alone."""
    fields = _fields(rule, statement)
    if fields is None:
        return None
    wanted, resources = _said(statement), _set(statement.resources)
    for targets in _ways_to_name(statement, settings):
        try:
            made = GuidedRule.model_validate({"type": "guided", **fields, "targets": targets})
        except ValidationError:
            continue
        written = lone_statement(made, settings, resources)
        if written is not None and _says_the_same(wanted, _said(written)):
            return made, written.sid or ""
    return None


def _ways_to_name(statement: Statement, settings: Settings) -> Iterable[tuple[Target, ...]]:
    """The targets of a statement's resources: by their names where the ARNs allow it, then as the ARNs."""
    resources = statement.resources.items if statement.resources else ()
    named, literal = _named_targets(resources, settings), _literal_targets(resources)
    return (named,) if named == literal else (named, literal)


def rule_draft(rule: ExactRule, settings: Settings, statement: Statement, *, named: bool = True) -> dict[str, object]:
    """A draft of one guided rule in the words of the statement, as plain JSON; it may say something else, or be none.

    `named`: its targets name projects, models and buckets where the ARNs allow it; else they are the ARNs.
    """
    resources = statement.resources.items if statement.resources else ()
    targets = _named_targets(resources, settings) if named else _literal_targets(resources)
    plain = {"type": "guided", **(_fields(rule, statement) or {"id": rule.id, "effect": "Allow"})}
    plain["targets"] = [target.model_dump(exclude_unset=True) for target in targets]
    return {"schema_version": 1, "settings": _plain(settings), "rules": [plain]}


def _plain(settings: Settings) -> dict[str, JsonValue]:
    return settings.model_dump(mode="json", exclude_unset=True)


def _fields(rule: ExactRule, statement: Statement) -> dict[str, object] | None:
    """What the rule says beside its targets; None for a statement with more than a rule can hold."""
    names = [member.key.value for member in statement.source.members]
    readable = statement.readable and statement.effect is not None and statement.actions and statement.resources
    if not readable or len(set(names)) < len(names) or not set(names) <= MEMBERS:
        return None
    conditions = rule_conditions(statement.source.get("Condition"))
    return (
        None
        if conditions is None
        else {
            "id": rule.id,
            "title": rule.title or title_from_sid(statement.sid or ""),
            **({"reason": rule.reason} if rule.reason else {}),
            "effect": statement.effect.value if statement.effect else "",
            "operations": list(statement.actions.items) if statement.actions else [],
            "conditions": conditions,
            "principals": _principals(statement),
        }
    )


def rule_conditions(node: object) -> list[dict[str, object]] | None:
    """The rows of a rule for a Condition: a row for each key; None where a value is no text or an operator unknown."""
    if node is None:
        return []
    block = to_plain(node) if isinstance(node, JsonObject) else None
    rows: list[dict[str, object]] = []
    for written, keys in block.items() if isinstance(block, Mapping) else ():
        name = operator_named(written)
        for key, value in keys.items() if isinstance(keys, Mapping) else ():
            values = [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []
            if name is None or not values or not all(isinstance(each, str) for each in values):
                return None
            rows.append(
                {
                    "operator": name.row.name if name.row else "Null",
                    "set_operator": name.set_operator,
                    "if_exists": name.if_exists,
                    "key": key,
                    "values": values,
                }
            )
    return rows


def _principals(statement: Statement) -> list[dict[str, object]]:
    principal = statement.principal
    if principal is None:
        return []
    if principal.everyone:
        return [{"type": STAR, "values": []}]
    return [{"type": kind, "values": list(values.items)} for kind, values in principal.entries]


def title_from_sid(sid: str) -> str:
    """`UseTheCatsModel` as `Use the cats model`, where that title gives the same Sid again; else the Sid."""
    words = _WORDS.findall(sid)
    title = " ".join([*words[:1], *(word if word.isupper() else word.lower() for word in words[1:])])
    return title if sid_from_title(title) == sid else sid


# -- targets -----------------------------------------------------------------------------------------------------------


def _named_targets(resources: Sequence[str], settings: Settings) -> tuple[Target, ...]:
    found = (_named_target(text, settings) or _literal(text) for text in resources)
    return tuple(dict.fromkeys(target for target in found if target is not None))


def _literal_targets(resources: Sequence[str]) -> tuple[Target, ...]:
    return tuple(target for text in resources if (target := _literal(text)) is not None)


def _literal(text: str) -> Target | None:
    if text == STAR:
        return AllTarget(type="all")
    try:
        return ArnTarget(type="arn", arn=text)
    except ValidationError:
        return None


@lru_cache(maxsize=2048)
def _form(service: str, rest: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The type of a last field and what it names."""
    for type_id, form in _FORMS.get(service, ()):
        if found := re.fullmatch(form, rest):
            return type_id, tuple(found.groupdict().items())
    return None


def _named_target(text: str, settings: Settings) -> Target | None:
    """The target of an ARN pattern, with the Region and the account that the settings do not say."""
    parts = text.split(":", 5)
    if len(parts) < 6 or parts[1] != settings.partition or (found := _form(parts[2], parts[5])) is None:
        return None
    type_id, named = found
    fields = {name: value for name, value in named if not (name == "timestamp" and value == STAR)}
    if parts[3] and [parts[3]] != list(settings.regions or (STAR,)):
        fields["region"] = parts[3]
    if parts[4] and parts[4] != (settings.account or STAR):
        fields["account"] = parts[4]
    try:
        return target_from(type_id, **fields)
    except ValidationError:
        return None


def _shared_places(settings: Settings, rules: Iterable[ExactRule]) -> Settings:
    """The settings with the account and the Region that most Rekognition ARNs name, where they name none."""
    texts = [
        text for rule in rules for text in _resources(rule) if text.startswith(f"arn:{settings.partition}:rekognition:")
    ]
    places = Counter(
        tuple(text.split(":", 5)[3:5]) for text in texts if text.count(":") >= 5 and STAR not in text.rpartition(":")[0]
    )
    if settings.account or settings.regions or not places:
        return settings
    ((region, account), _), *_ = places.most_common(1)
    try:
        return Settings.model_validate({**_plain(settings), "account": account, "regions": [region]})
    except ValidationError:
        return settings


def _resources(rule: ExactRule) -> tuple[str, ...]:
    value = rule.statement.get("Resource")
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


# -- the same statement ------------------------------------------------------------------------------------------------


def same_statement(wanted: Statement, written: Statement) -> bool:
    """Whether both say the same, Sid included; order, and one or a list of one, do not count."""
    return _said(wanted) == _said(written)


Said = tuple[str | None, object]


def _says_the_same(wanted: Said, written: Said) -> bool:
    """A Sid may come where there was none, and none may go."""
    return wanted[1] == written[1] and wanted[0] in (None, written[0])


def _said(statement: Statement) -> Said:
    """The Sid, and everything else a statement says, without regard to order and to one or a list of one."""
    conditions = frozenset(
        (each.operator, each.key.lower(), frozenset(each.values.items)) for each in statement.conditions
    )
    principal = statement.principal
    named = principal and (principal.everyone, frozenset((kind, _set(values)) for kind, values in principal.entries))
    others = tuple(
        member for member in statement.source.members if member.key.value not in MEMBERS or member.key.value == "Sid"
    )
    return statement.sid, (
        statement.effect,
        frozenset(action.lower() for action in _set(statement.actions)),
        _set(statement.resources),
        conditions,
        named,
        tuple(member for member in others if member.key != JsonString("Sid")),
    )


def _set(values: Values | None) -> frozenset[str]:
    return frozenset(values.items) if values else frozenset()
