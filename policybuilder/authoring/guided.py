"""One guided rule to planned statements: each operation to the resources that AWS checks it on.

What cannot be written is not written: a note says so and offers what can.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policybuilder.authoring.draft import KINDS_WITH_PRINCIPALS, GuidedRule, Settings
from policybuilder.authoring.keys import (
    doubled_conditions,
    in_regions,
    may_carry,
    takes_request_tags,
)
from policybuilder.authoring.notes import NoteCode, NoteSeverity, Params, RuleNotes, WayOut, WayOutId
from policybuilder.authoring.reach import (
    STAR,
    Aim,
    How,
    aims_at,
    arns,
    child_aims,
    covers_whole_project,
    is_everything,
    is_project,
    parent_aims,
    reaches,
    sibling_target,
    target_pattern,
)
from policybuilder.authoring.targets import AllTarget, ArnTarget
from policybuilder.catalogue import AccessLevel, Action, Catalogue, pair_can_match
from policybuilder.iam import covers

PROBLEM, WARNING, INFO = NoteSeverity.PROBLEM, NoteSeverity.WARNING, NoteSeverity.INFO
READING = frozenset({AccessLevel.READ, AccessLevel.LIST})
PROJECT_POLICY_ACTION = "rekognition:CopyProjectVersion"
PROJECT_POLICY_TYPES = ("projectversion",)

Patterns = tuple[str, ...]
Remarks = dict[tuple[NoteCode, NoteSeverity, tuple[str, ...]], list[str]]
Placed = tuple[Aim, Patterns]


@dataclass(slots=True)
class Planned:
    """A statement to be: actions that are checked on the same resources."""

    patterns: Patterns
    how: How
    actions: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)


class RulePlan:
    """The statements of one guided rule, and what is to be said about it."""

    def __init__(self, rule: GuidedRule, settings: Settings, known: Catalogue) -> None:
        self.rule = rule
        self.settings = settings
        self.known = known
        self.notes = RuleNotes(rule.id)
        self._planned: dict[Patterns, Planned] = {}
        self._used: set[int] = set()
        self._written: dict[tuple[int, str, str], Patterns] = {}
        self._matching: dict[tuple[tuple[str, ...], str], bool] = {}
        self._allows = rule.effect == "Allow"
        self._plan()

    @property
    def statements(self) -> tuple[Planned, ...]:
        """Planned statements: what the targets name first, then parents, children, `*`, further checks."""
        return tuple(sorted(self._planned.values(), key=lambda planned: planned.how))

    def _plan(self) -> None:
        if not self.rule.operations:
            self.notes.add(NoteCode.NO_OPERATIONS, WARNING, {})
        if not self._principals_fit() or not self._conditions_fit():
            return
        actions = self._actions()
        for action in actions:
            self._place(action)
        if self._used:
            self._note_unused_targets()

    def _principals_fit(self) -> bool:
        if self.settings.kind not in KINDS_WITH_PRINCIPALS:
            if self.rule.principals:
                self.notes.add(NoteCode.PRINCIPALS_LEFT_OUT, WARNING, {"kind": self.settings.kind})
            return True
        if any(entry.type == "*" or entry.values for entry in self.rule.principals):
            return True
        self.notes.add(NoteCode.PRINCIPAL_MISSING, PROBLEM, {"kind": self.settings.kind})
        return False

    def _conditions_fit(self) -> bool:
        doubled = doubled_conditions(self.rule.conditions)
        for condition in doubled:
            said = {"key": condition.key, "operator": condition.written_operator}
            ways = (WayOut(WayOutId.MERGE_VALUES, said),)
            self.notes.add(NoteCode.CONDITION_DOUBLED, PROBLEM, said, ways_out=ways)
        return not doubled

    def _actions(self) -> tuple[Action, ...]:
        """The rule's operations as actions of the catalogue, each once, in the rule's order."""
        found: dict[str, Action] = {}
        for operation in self.rule.operations:
            name = operation if ":" in operation else f"rekognition:{operation}"
            action = self.known.find_action(name)
            if action is None:
                self.notes.add_operation(NoteCode.UNKNOWN_OPERATION, PROBLEM, name, {}, ways_out=(WayOutId.REMOVE,))
            else:
                found[action.id] = action
        return tuple(found.values())

    def _place(self, action: Action) -> None:
        if self.settings.kind == "project" and action.id != PROJECT_POLICY_ACTION:
            code = NoteCode.PROJECT_POLICY_OPERATION
            self.notes.add_operation(code, PROBLEM, action.id, {}, ways_out=(WayOutId.REMOVE,))
        elif not self._condition_never_holds(action):
            if action.resources:
                self._place_on_resources(action)
            else:
                self._place_on_star(action)

    def _condition_never_holds(self, action: Action) -> bool:
        """Notes the conditions whose key the action never provides; true if one keeps the statement from matching."""
        never = False
        for condition in self.rule.conditions:
            if may_carry(action, condition.key):
                continue
            said = {"key": condition.key, "operator": condition.written_operator}
            if condition.holds_without_key:
                self.notes.add_operation(NoteCode.CONDITION_ALWAYS_HOLDS, WARNING, action.id, said)
                continue
            never = True
            code = NoteCode.CONDITION_NEVER_ALLOWS if self._allows else NoteCode.CONDITION_NEVER_DENIES
            ways = (WayOutId.WITHOUT_CONDITION, WayOutId.REMOVE)
            self.notes.add_operation(code, PROBLEM, action.id, said, ways_out=ways)
        return never

    def _place_on_star(self, action: Action) -> None:
        if not self._allows:
            self._deny_on_star(action)
            return
        self._write(action, (STAR,), How.STAR, (STAR,))
        everything = not self.rule.targets or any(is_everything(target) for target in self.rule.targets)
        reading = action.access_level in READING or everything
        code, severity = (NoteCode.STAR_ONLY, INFO) if reading else (NoteCode.STAR_ONLY_CHANGES, WARNING)
        ways = [] if reading else [WayOutId.REMOVE]
        if takes_request_tags(action) and not self._tests("aws:requesttag/"):
            ways.insert(0, WayOutId.ALLOW_BY_TAG)
        if self.settings.regions and not self._tests("aws:requestedregion"):
            ways.insert(0, WayOutId.LIMIT_REGION)
        said = {"targets": self._shown_targets()}
        self.notes.add_operation(code, severity, action.id, said, ways_out=ways, about=(STAR,))

    def _deny_on_star(self, action: Action) -> None:
        """AWS checks the action on `*` alone: a Deny of it holds everywhere, or is not written."""
        if not self.rule.targets or any(is_everything(target) for target in self.rule.targets):
            self._write(action, (STAR,), How.STAR, (STAR,))
            self.notes.add_operation(NoteCode.STAR_DENIED, INFO, action.id, {}, about=(STAR,))
            return
        ways = [WayOutId.DENY_EVERYWHERE, WayOutId.REMOVE]
        if takes_request_tags(action):
            ways.insert(1, WayOutId.DENY_BY_TAG)
        said = {"targets": self._shown_targets()}
        self.notes.add_operation(NoteCode.DENY_NOT_LIMITABLE, PROBLEM, action.id, said, ways_out=ways)

    def _place_on_resources(self, action: Action) -> None:
        if self._may_go_without(action):
            self._write(action, (STAR,), How.STAR, (STAR,))
            said = {"types": self._types(action), "resources": (STAR,)}
            self.notes.add_operation(NoteCode.OPTIONAL_RESOURCE, INFO, action.id, said, about=(STAR,))
            return
        types = self._types(action)
        if not self.rule.targets:
            ways = (WayOutId.REMOVE,)
            self.notes.add_operation(NoteCode.NO_TARGET, PROBLEM, action.id, {"types": types}, ways_out=ways)
            return
        if not self._allows and any(isinstance(target, AllTarget) for target in self.rule.targets):
            self._used.update(range(len(self.rule.targets)))
            self._write(action, (STAR,), How.DIRECT, (STAR,))
            self.notes.add_operation(NoteCode.DENIED_EVERYWHERE, INFO, action.id, {}, about=(STAR,))
            return
        aims = self._aims(action, types)
        missing = self._missing_types(action, aims)
        placed, remarks = self._patterns(aims, types)
        placed = [(aim, tuple(text for text in texts if self._can_match(action, text))) for aim, texts in placed]
        patterns = tuple(dict.fromkeys(text for _, texts in placed for text in texts))
        if missing or not patterns:
            self._note_misfit(action, types, missing)
            return
        elsewhere = self._outside_regions(action, patterns)
        if elsewhere:
            choices = (WayOutId.WITHOUT_CONDITION, WayOutId.REMOVE)
            about: Params = {"key": "aws:RequestedRegion", "resources": elsewhere}
            self.notes.add_operation(NoteCode.REGION_CONTRADICTION, PROBLEM, action.id, about, ways_out=choices)
            return
        self._write(action, patterns, min(aim.how for aim in aims), (aim.type for aim in aims))
        for (code, severity, types_inside), texts in remarks.items():
            reach: Params = {"resources": tuple(dict.fromkeys(texts)), "types": types_inside}
            self.notes.add_operation(code, severity, action.id, reach, about=patterns)
        self._note_relations(action, placed, patterns)
        if self._allows and self.settings.kind != "project":
            self._place_always_checked(action, aims)

    def _may_go_without(self, action: Action) -> bool:
        """Whether the rule is about no single resource and the operation is mostly called without one.

        That is so for actions with one resource type that is not required: DetectModerationLabels takes an adapter's
        version or none. The tag actions, with several such types, always take one of them.
        """
        about_all = not self.rule.targets or any(isinstance(target, AllTarget) for target in self.rule.targets)
        return self._allows and about_all and len(action.resources) == 1 and not action.resources[0].required

    def _outside_regions(self, action: Action, patterns: Patterns) -> Patterns:
        """The patterns whose Region a condition rules out, where that leaves an action without a type it needs.

        An Allow of CopyProjectVersion on a project here and a version elsewhere is as dead as one on neither.
        """
        inside = in_regions(self.rule.conditions, patterns)
        if len(inside) == len(patterns):
            return ()
        needs_all = self._allows and self.settings.kind != "project"
        needed = [item.type for item in action.resources if item.required] if needs_all else []
        served = {name for text in inside for name in reaches(text, needed, self.known)}
        return () if inside and served.issuperset(needed) else tuple(text for text in patterns if text not in inside)

    def _can_match(self, action: Action, pattern: str) -> bool:
        asked = (action.resource_type_names, pattern)  # most actions of a rule take the same types
        if asked not in self._matching:
            self._matching[asked] = pair_can_match(action, pattern, self.known)
        return self._matching[asked]

    def _arns(self, aim: Aim, ending: str = STAR) -> Patterns:
        """`reach.arns`, each worked out once: what an aim fixes hangs on its target and type alone."""
        asked = (id(aim.target), aim.type, ending)
        if asked not in self._written:
            self._written[asked] = arns(aim, self.settings, self.known, ending=ending)
        return self._written[asked]

    def _types(self, action: Action) -> tuple[str, ...]:
        if self.settings.kind == "project":
            return PROJECT_POLICY_TYPES
        return tuple(item.type for item in action.resources)

    def _aims(self, action: Action, types: Sequence[str]) -> list[Aim]:
        """What the targets name themselves or by their parents; what lies inside them only where there is none."""
        aims: list[Aim] = []
        for number, target in enumerate(self.rule.targets):
            found = aims_at(target, action, types, self.known)
            aims.extend(found)
            if found:
                self._used.add(number)
        if not aims:
            aims = self._further_aims(types, parents=False)
        if self._allows:
            for missing in self._missing_types(action, aims):
                aims.extend(self._further_aims((missing,), parents=True))
        return aims

    def _further_aims(self, types: Sequence[str], *, parents: bool) -> list[Aim]:
        aims: list[Aim] = []
        for number, target in enumerate(self.rule.targets):
            if isinstance(target, AllTarget | ArnTarget):
                continue
            found = parent_aims(target, types, self.known) if parents else ()
            found = found or child_aims(target, types, self.known)
            aims.extend(found)
            if found:
                self._used.add(number)
        return aims

    def _missing_types(self, action: Action, aims: Sequence[Aim]) -> tuple[str, ...]:
        """Required types that no aim serves. A Deny needs no more than one; a project policy is on versions alone."""
        if not self._allows or self.settings.kind == "project" or not aims:
            return ()
        types = [item.type for item in action.resources if item.required]
        literal = [aim.target.arn for aim in aims if isinstance(aim.target, ArnTarget)]
        served = {aim.type for aim in aims}.union(*(reaches(arn, types, self.known) for arn in literal))
        return tuple(name for name in types if name not in served)

    def _note_misfit(self, action: Action, types: Sequence[str], missing: Sequence[str]) -> None:
        code = NoteCode.TYPE_MISSING if missing else NoteCode.TARGET_DOES_NOT_FIT
        said = {"types": tuple(missing or types), "targets": self._shown_targets()}
        derivable = any(sibling_target(target, (missing or types)[0]) for target in self.rule.targets)
        ways = (WayOutId.ADD_TARGET, WayOutId.REMOVE) if derivable else (WayOutId.REMOVE,)
        self.notes.add_operation(code, PROBLEM, action.id, said, ways_out=ways)

    def _patterns(self, aims: Sequence[Aim], types: Sequence[str]) -> tuple[list[Placed], Remarks]:
        """The patterns of an action's resources, aim by aim, and what is to be said of those that reach further."""
        inner = [name for name in types if self.known.resource_types[name].parent == "project"]
        remarks: Remarks = {}
        placed: list[Placed] = []
        run_on: list[str] = []
        for aim in aims:
            texts = self._arns(aim)
            if is_project(aim) and inner and not aim.stamped:
                texts = self._mixed_project(aim, aims, inner, remarks)
                run_on.extend(text for text in texts if text.endswith("/*"))
            elif is_project(aim) and reaches(texts[0], inner, self.known):
                remarks.setdefault((NoteCode.STAMP_ALSO_MATCHES, WARNING, tuple(inner)), []).extend(texts)
            placed.append((aim, texts))
        return [(aim, _not_covered(texts, run_on)) for aim, texts in placed], remarks

    def _mixed_project(self, aim: Aim, aims: Sequence[Aim], inner: Sequence[str], remarks: Remarks) -> Patterns:
        """A project beside versions or datasets: `1*` where that keeps them out, `/*` with a note where it cannot."""
        wide = self._arns(aim)
        if covers_whole_project(aim, aims, inner):
            return wide
        narrow = self._arns(aim, "1*")
        if not self._allows:
            remark, texts = (NoteCode.PROJECT_WIDENED_DENY, WARNING), wide
        elif any(reaches(text, inner, self.known) for text in narrow):
            remark, texts = (NoteCode.PROJECT_WIDENED, WARNING), wide
        else:
            remark, texts = (NoteCode.PROJECT_UNTIL_2033, INFO), narrow
        remarks.setdefault((*remark, tuple(inner)), []).extend(texts)
        return texts

    def _note_relations(self, action: Action, placed: Sequence[Placed], patterns: Patterns) -> None:
        """Say where an operation was put on what holds the target, or on what lies inside it."""
        reading = action.access_level in READING
        allowed = (NoteCode.PARENT_READ, INFO) if reading else (NoteCode.PARENT_CHANGED, WARNING)
        parent = allowed if self._allows else (NoteCode.PARENT_DENIED, WARNING)
        named = {text for aim, texts in placed if aim.how is How.DIRECT for text in texts}
        for how, (code, severity) in ((How.PARENT, parent), (How.CHILDREN, (NoteCode.CHILDREN, INFO))):
            related = [
                (aim.type, texts) for aim, texts in placed if aim.how is how and not named.issuperset(texts or "?")
            ]
            if related:
                reached = tuple(dict.fromkeys(text for _, texts in related for text in texts))
                types = tuple(dict.fromkeys(name for name, _ in related))
                said: Params = {"types": types, "resources": reached or patterns}
                self.notes.add_operation(code, severity, action.id, said, about=patterns)

    def _place_always_checked(self, action: Action, aims: Sequence[Aim]) -> None:
        """What AWS checks with every call of the operation: CreateProjectVersion on the destination of a copy."""
        for also in action.also_needed:
            checked = self.known.find_action(also.action) if also.when == "always" else None
            if checked is None or self._condition_never_holds(checked):
                continue
            types = [item.type for item in checked.resources]
            reachable = [aim for aim in aims if in_regions(self.rule.conditions, self._arns(aim))]
            places = [aim for aim in _destinations(reachable) if aim.type in types or self._literal_fits(aim, checked)]
            patterns = tuple(dict.fromkeys(text for aim in places for text in self._arns(aim)))
            if patterns:
                self._write(checked, patterns, How.ALSO, (aim.type for aim in places))
                said: Params = {"action": checked.id, "resources": patterns}
                self.notes.add_operation(NoteCode.ALWAYS_CHECKED, INFO, action.id, said, about=patterns)

    def _literal_fits(self, aim: Aim, action: Action) -> bool:
        return isinstance(aim.target, ArnTarget) and bool(
            aims_at(aim.target, action, [item.type for item in action.resources], self.known)
        )

    def _write(self, action: Action, patterns: Patterns, how: How, types: Iterable[str]) -> None:
        planned = self._planned.setdefault(patterns, Planned(patterns, how))
        planned.how = min(planned.how, how)
        if action.id not in planned.actions:
            planned.actions.append(action.id)
        planned.types.update(types)

    def _tests(self, key: str) -> bool:
        return any(condition.key.lower().startswith(key) for condition in self.rule.conditions)

    def _shown_targets(self) -> tuple[str, ...]:
        shown = [text for target in self.rule.targets for text in target_pattern(target, self.settings)]
        return tuple(dict.fromkeys(shown))

    def _note_unused_targets(self) -> None:
        for number, target in enumerate(self.rule.targets):
            if number not in self._used:
                said: Params = {"targets": target_pattern(target, self.settings), "target": str(number)}
                ways = (WayOut(WayOutId.DROP_TARGET, {"target": str(number)}),)
                self.notes.add(NoteCode.TARGET_UNUSED, WARNING, said, ways_out=ways)


def _destinations(aims: Sequence[Aim]) -> list[Aim]:
    """Of a copy's projects those that are not the source's own; all where there is no other."""
    sources = {_place(aim) for aim in aims if aim.type == "projectversion"}
    others = [aim for aim in aims if not is_project(aim) or _place(aim) not in sources]
    return others if any(is_project(aim) for aim in others) else list(aims)


def _place(aim: Aim) -> tuple[object, ...]:
    target = aim.target
    return (aim.fields.get("project", STAR), getattr(target, "region", None), getattr(target, "account", None))


def _not_covered(texts: Patterns, run_on: Sequence[str]) -> Patterns:
    """Without the patterns that one of the project patterns takes in anyway."""
    return tuple(text for text in texts if not any(text != wide and covers(wide, text) for wide in run_on))
