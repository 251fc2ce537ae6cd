"""From an API operation and its resources to the authorization checks that AWS makes: pairs of action and resource.

Sources: Service Authorization Reference, operations table and resource types of Amazon Rekognition; which resource each
check of CopyProjectVersion is about, and that tags are checked on the new resource, is our reading (assumption 10.14).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from policybuilder.catalogue.casting import ANY, CREATED, NAMES_NEW, STAR, Casting, CheckProblem, cast, types_of
from policybuilder.catalogue.grammar import arn_fields, looks_like, narrowed
from policybuilder.catalogue.load import catalogue
from policybuilder.catalogue.schema import Action, Operation, OperationCheck, ResourceType, Why
from policybuilder.catalogue.whole import SERVICE, Catalogue
from policybuilder.iam.request import ContextValue

NEW_RESOURCE = "10.14"
_NOTHING: Mapping[str, ContextValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Check:
    """One authorization check of a call.

    `resource` is an ARN, or `*` for an action without a resource. Where the resource is still to be made it is a
    pattern (its creation time is open, perhaps its name), and `among` is the type narrowed to what it can be:
    `coverage(pattern, check.among)` then says whether a policy's pattern takes all, some or none of it. `context` holds
    the request keys that this check carries because of the call (tags, the service a role is handed to).
    """

    action: str
    resource: str
    why: Why
    role: str
    assumption: str | None = None
    context: Mapping[str, ContextValue] = field(default_factory=lambda: _NOTHING)
    among: ResourceType | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """Every check of a call, what keeps it from being asked, and the resources given that play no part in it."""

    checks: tuple[Check, ...]
    problems: tuple[CheckProblem, ...] = ()
    left_over: tuple[str, ...] = ()


def authorization_checks(
    operation: str, resources: Sequence[str] | Mapping[str, str] = (), tags: Mapping[str, str] | None = None
) -> Checks:
    """The checks of a call of `operation` (`CopyProjectVersion`, `s3:GetObject`; any case) on these resources.

    `resources` is a list of ARNs, told apart by type, or an object by part (`source_version`, `destination_project`,
    ...); a new resource's part (`version` for a training) may be given as a name. With `tags` the call carries tags.
    An action without a resource type is checked on `*`, whatever is given. Never raises: see `CheckProblem`.
    """
    known = catalogue()
    action = known.find_action(operation if ":" in operation else f"{SERVICE}:{operation}")
    if action is None:
        return Checks((), (CheckProblem("unknown_operation", {"operation": operation}),))
    spec = _spec(action, known)
    call = _Call(spec, action, cast(spec, action, resources, known), tags or {}, known)
    checks = tuple(call.checks())
    return Checks(checks, tuple(call.casting.problems), tuple(call.casting.left_over))


def _spec(action: Action, known: Catalogue) -> Operation:
    """The operation's checks; for other services' actions the action itself, on each type it requires or on any."""
    if action.service == SERVICE and action.name in known.operations:
        return known.operations[action.name]
    required = [item.type for item in action.resources if item.required]
    parts = required if len(required) > 1 else [ANY] if action.resources else [STAR]
    return Operation(name=action.name, checks=tuple(OperationCheck(action=action.id, on=part) for part in parts))


@dataclass(frozen=True, slots=True)
class _Call:
    spec: Operation
    action: Action
    casting: Casting
    tags: Mapping[str, str]
    known: Catalogue

    def checks(self) -> Iterator[Check]:
        for check in self.spec.checks:
            if check.on == STAR:
                yield self._made(check, STAR)
            elif check.on == CREATED:
                if self.tags:
                    yield from self._on_new(check)
            elif (resource := self.casting.parts.get(check.on)) is not None:
                yield self._made(check, resource)
            else:
                yield from self._without(check)

    def _without(self, check: OperationCheck) -> Iterator[Check]:
        """What a part that nothing plays comes to: a problem, `*` where the type is optional, or no check at all."""
        if check.required:
            self._report_missing(check)
        elif check.when == "always" and check.action == self.action.id and self._first_of(check):
            yield self._made(check, STAR)

    def _first_of(self, check: OperationCheck) -> bool:
        """Whether the operation's own action has no other check that is made anyway."""
        return not any(other.required and other.action == check.action for other in self.spec.checks)

    def _report_missing(self, check: OperationCheck) -> None:
        """A missing resource, or the wrong one, where something else was given instead."""
        types = types_of(check.on, self.action)
        if any(problem.params.get("role") in {check.on, ANY} for problem in self.casting.problems):
            return
        wanted = " ".join(types)
        if self.casting.left_over and not self.casting.parts:
            given = self.casting.left_over[0]
            kind = looks_like(given, self.known)
            found = kind.id if kind else ""
            self.casting.report("wrong_resource", role=check.on, resource=given, type=wanted, found=found)
        else:
            self.casting.report("missing_resource", role=check.on, type=wanted)

    def _made(self, check: OperationCheck, resource: str, among: ResourceType | None = None) -> Check:
        own = check.action == self.action.id
        why: Why = "itself" if own else check.when
        assumption = check.assumption or (NEW_RESOURCE if check.on == CREATED else None)
        return Check(check.action, resource, why, check.on, assumption, self._context(check), among)

    def _context(self, check: OperationCheck) -> Mapping[str, ContextValue]:
        """The check's own keys, and those of the tags where the action provides them."""
        found: dict[str, ContextValue] = dict(check.context)
        keys = self.known.actions[check.action].condition_keys if self.tags else ()
        if "aws:RequestTag/${TagKey}" in keys:
            found |= {f"aws:RequestTag/{key}": value for key, value in self.tags.items()}
        if "aws:TagKeys" in keys:
            found["aws:TagKeys"] = tuple(self.tags)
        return MappingProxyType(found)

    # -- a resource still to be made -----------------------------------------------------------------------------------

    def _on_new(self, check: OperationCheck) -> Iterator[Check]:
        kind = self.known.resource_types[self.spec.creates or ""]
        values = self._values(kind)
        named = narrowed(kind, values)
        text = kind.arn_template
        for each in (*kind.head, *kind.fields):
            text = text.replace("${" + each.placeholder + "}", values.get(each.name, STAR))
        yield self._made(check, text, named)

    def _values(self, kind: ResourceType) -> dict[str, str]:
        """What is known of the new ARN: the place of the project it is made in, and its name if it is given."""
        naming = NAMES_NEW.get(kind.id, "")
        name = self.casting.parts.get(naming, "")
        home = self.casting.parts.get("destination_project") or self.casting.parts.get("project", "")
        values: dict[str, str] = {}
        for given in (name, home):
            if (found := looks_like(given, self.known)) is not None:
                values |= arn_fields(given, found)
        values.pop("timestamp", None)
        if name and not name.startswith("arn:"):
            values[naming] = name
        return values
