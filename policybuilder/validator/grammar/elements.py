"""Elements that a policy has not, has to have, or cannot have together.

Sources: IAM User Guide, "Grammar of the IAM JSON policy language"; "Access Analyzer policy check reference".
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from policybuilder.catalogue.services import find_action
from policybuilder.iam import Finding as Fault
from policybuilder.iam import JsonArray, JsonObject, JsonString, JsonValue, Node, Severity, node_at, to_plain
from policybuilder.iam.parse import POLICY_MEMBERS
from policybuilder.iam.statements import STATEMENT_MEMBERS
from policybuilder.validator.base import found, weighed
from policybuilder.validator.finding import Edit, EditOp, Finding, Fix, Place, added, fix, removed
from policybuilder.validator.grammar.places import MOST_MENDED, effects_of, near, opening, renamed
from policybuilder.validator.grammar.versions import CURRENT
from policybuilder.validator.kinds import ATTACHED_TO_CALLERS, OF_ORGANIZATIONS
from policybuilder.validator.view import StatementView, Subject

PAIRS = (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal"))
ELSEWHERE = frozenset({*POLICY_MEMBERS, *STATEMENT_MEMBERS})
WITHOUT_ID = ATTACHED_TO_CALLERS | OF_ORGANIZATIONS
NARROWING = frozenset({"Condition", "NotAction", "NotResource", "NotPrincipal", "Principal", "Resource", "Action"})
MOST_LOOKED_AT = 50  # unknown members of one object among which a misspelt one is looked for
DEPTH = 4  # levels down which a policy is looked for in what was pasted


def unknown_elements(subject: Subject) -> Iterator[Finding]:
    """INVALID_POLICY_ELEMENT: a name that is no element's, or stands on the wrong level; Id where none belongs."""
    root = subject.root
    if not isinstance(root, JsonObject):
        return
    faults = [fault for fault in subject.parsed.findings if fault.code == "INVALID_POLICY_ELEMENT"]
    beside = {each.path: {member.key.value for member in each.statement.source.members} for each in subject.statements}
    beside[()] = {member.key.value for member in root.members}
    for number, fault in enumerate(faults):
        yield _unknown(subject, root, fault, beside.get(fault.path[:-1], set()), fixable=number < MOST_MENDED)
    identifier = next((each for each in root.members if each.key.value == "Id"), None)
    if identifier is not None and subject.kind in WITHOUT_ID:
        place = Place(("Id",), identifier.key.span)
        mend = fix("element.remove", removed(("Id",)), name="Id")
        params = {"element": "Id", "variant": "id"}
        finding = found("INVALID_POLICY_ELEMENT", place, params=params, fixes=[mend])
        yield weighed(finding, Severity.WARNING)


def _unknown(subject: Subject, root: JsonObject, fault: Fault, beside: Collection[str], *, fixable: bool) -> Finding:
    """`beside`: the names of the object's members."""
    name = str(fault.path[-1])
    top = len(fault.path) == 1
    known = POLICY_MEMBERS if top else STATEMENT_MEMBERS
    meant = near(name, known) if fixable and name not in ELSEWHERE else ""
    params = {"element": name, "level": "policy" if top else "statement", "near": meant}
    fixes: list[Fix] = []
    if not fixable:
        pass
    elif meant and meant not in beside:
        params["variant"] = "near"
        fixes = [fix("element.rename", *renamed(fault.span, meant), name=name, near=meant)]
    elif top and name in STATEMENT_MEMBERS:
        params["variant"] = "outside"
        fixes = _moved_in(subject, root, name)
    elif not top and name in POLICY_MEMBERS:
        params["variant"] = "inside"
        fixes = [fix("element.remove", removed(fault.path), name=name)]
        value = node_at(root, fault.path)
        if name == "Version" and root.get(name) is None and isinstance(value, JsonString):
            move = (removed(fault.path), added((name,), value.value))
            fixes.insert(0, fix("element.move_out", *move, name=name))
    elif not meant or name not in NARROWING:
        fixes = [fix("element.remove", removed(fault.path), name=name)]
    return found("INVALID_POLICY_ELEMENT", Place(fault.path, fault.span), params=params, fixes=fixes)


def _moved_in(subject: Subject, root: JsonObject, name: str) -> list[Fix]:
    """A statement's element on the top: into a statement of its own, or into the only one there is."""
    if root.get("Statement") is None:
        return _wrapped(root)
    if len(subject.statements) != 1 or name in {
        each.key.value for each in subject.statements[0].statement.source.members
    }:
        return []
    node = root.get(name)
    if node is None or subject.statements[0].place.span is None:
        return []
    edits = (removed((name,)), added((*subject.statements[0].path, name), to_plain(node)))
    return [fix("element.move_in", *edits, name=name)]


def _wrapped(root: JsonObject) -> list[Fix]:
    """A bare statement becomes the statement of a policy."""
    members = {each.key.value: to_plain(each.value) for each in root.members}
    if len(members) != len(root.members) or not members.keys() & {"Effect", "Action", "NotAction"}:
        return []
    inside = {name: value for name, value in members.items() if name not in POLICY_MEMBERS}
    policy: dict[str, JsonValue] = {"Version": CURRENT}
    policy |= {name: value for name, value in members.items() if name in POLICY_MEMBERS}
    policy["Statement"] = [inside]
    return [fix("element.wrap", Edit(EditOp.REPLACE, (), policy))]


def missing_statement(subject: Subject) -> Iterator[Finding]:
    """MISSING_STATEMENT: no Statement at all, or an empty list."""
    root = subject.root
    if not isinstance(root, JsonObject):
        return
    node = root.get("Statement")
    if isinstance(node, JsonArray) and not node.items:
        yield found("MISSING_STATEMENT", Place(("Statement",), node.span), params={"variant": "empty"})
    if node is None:
        yield found("MISSING_STATEMENT", opening((), root.span), fixes=_statement_fixes(subject, root))


def _statement_fixes(subject: Subject, root: JsonObject) -> list[Fix]:
    misnamed = _misnamed(root, ("Statement",), POLICY_MEMBERS)
    if misnamed:
        return misnamed
    inner = _inner(root)
    if inner is not None and inner.span is not None:
        start, end, length = inner.span.start.offset, inner.span.end.offset, len(subject.text)
        cuts = (Edit(EditOp.TEXT, value="", end=start), Edit(EditOp.TEXT, value="", start=end, end=length))
        return [fix("element.unwrap", *cuts)]
    return _wrapped(root)


def _inner(root: Node) -> JsonObject | None:
    """The policy inside of what an API or a template wraps around it."""
    level: list[Node] = [root]
    for _ in range(DEPTH):
        inside = [child for node in level for child in _children(node)]
        for child in inside:
            if isinstance(child, JsonObject) and isinstance(child.get("Statement"), JsonArray | JsonObject):
                return child
        level = inside[:1000]
    return None


def _children(node: Node) -> Sequence[Node]:
    if isinstance(node, JsonObject):
        return [each.value for each in node.members]
    return node.items if isinstance(node, JsonArray) else ()


def _misnamed(node: JsonObject, missing: Sequence[str], known: tuple[str, ...]) -> list[Fix]:
    """Renaming the member that was probably meant for the missing one."""
    unknown = (member for member in node.members if member.key.value not in ELSEWHERE)
    for member in islice(unknown, MOST_LOOKED_AT):
        name = member.key.value
        if (meant := near(name, known)) in missing:
            return [fix("element.rename", *renamed(member.key.span, meant), name=name, near=meant)]
    return []


def missing_elements(subject: Subject) -> Iterator[Finding]:
    """MISSING_EFFECT, MISSING_ACTION, MISSING_RESOURCE: what a statement cannot do without."""
    for view in subject.statements:
        if view.place.span is None:  # no object: said elsewhere
            continue
        names = {each.key.value for each in view.statement.source.members}
        effect = {"effect": view.effect.value} if view.effect else {}
        place = opening(view.path, view.place.span)
        if "Effect" not in names:
            yield found("MISSING_EFFECT", place, fixes=_effect_fixes(subject, view))
        for plain, negated in PAIRS[:2]:
            if plain not in names and negated not in names:
                fixes = _misnamed(view.statement.source, (plain, negated), STATEMENT_MEMBERS)
                if plain == "Resource" and not fixes:
                    fixes = _every_resource(view)
                yield found(f"MISSING_{plain.upper()}", place, params=effect, fixes=fixes)


def _effect_fixes(subject: Subject, view: StatementView) -> list[Fix]:
    misnamed = _misnamed(view.statement.source, ("Effect",), STATEMENT_MEMBERS)
    return misnamed or [
        fix("effect.add", added((*view.path, "Effect"), effect), effect=effect) for effect in effects_of(subject.kind)
    ]


def _every_resource(view: StatementView) -> list[Fix]:
    """`*` is all that actions without a resource type take."""
    texts = view.texts("Action")
    known = [find_action(text.value) for text in texts]
    if not known or not all(each is not None and each.takes_no_resource for each in known):
        return []
    return [fix("resource.every", added((*view.path, "Resource"), "*"), operations=[text.value for text in texts])]


def element_pairs(subject: Subject) -> Iterator[Finding]:
    """UNSUPPORTED_ELEMENT_COMBINATION: an element together with its negation."""
    for view in subject.statements:
        keys = {each.key.value: each.key.span for each in view.statement.source.members}
        for first, second in PAIRS:
            if first in keys and second in keys:
                yield found(
                    "UNSUPPORTED_ELEMENT_COMBINATION",
                    Place(view.path, keys[second]),
                    params={"first": first, "second": second},
                    related=[Place((*view.path, first), keys[first]), Place((*view.path, second), keys[second])],
                    fixes=[
                        fix("pair.keep", removed((*view.path, gone)), name=gone, kept=kept)
                        for kept, gone in ((first, second), (second, first))
                    ],
                )
