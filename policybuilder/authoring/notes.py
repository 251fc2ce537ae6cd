"""What composing has to say: notes with their ways out, as ids and parameters; `wording` has the sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from policybuilder.iam import Path

Params = Mapping[str, str | tuple[str, ...]]


class NoteSeverity(StrEnum):
    """How much a note matters."""

    PROBLEM = "problem"  # the intent could not be written
    WARNING = "warning"  # wider than asked, or without effect
    INFO = "info"  # explains


class NoteCode(StrEnum):
    """Everything that composing may have to say."""

    # settings
    ANY_ACCOUNT = "any_account"
    ANY_REGION = "any_region"
    # rules that say too little
    NO_OPERATIONS = "no_operations"
    NO_TARGET = "no_target"
    TARGET_UNUSED = "target_unused"
    UNKNOWN_OPERATION = "unknown_operation"
    # operations that AWS checks on something else than the target
    STAR_ONLY = "star_only"
    STAR_ONLY_CHANGES = "star_only_changes"
    STAR_DENIED = "star_denied"
    OPTIONAL_RESOURCE = "optional_resource"
    DENIED_EVERYWHERE = "denied_everywhere"
    DENY_NOT_LIMITABLE = "deny_not_limitable"
    TARGET_DOES_NOT_FIT = "target_does_not_fit"
    TYPE_MISSING = "type_missing"
    PARENT_READ = "parent_read"
    PARENT_CHANGED = "parent_changed"
    PARENT_DENIED = "parent_denied"
    CHILDREN = "children"
    PROJECT_UNTIL_2033 = "project_until_2033"
    PROJECT_WIDENED = "project_widened"
    PROJECT_WIDENED_DENY = "project_widened_deny"
    STAMP_ALSO_MATCHES = "stamp_also_matches"
    # further checks of the same operation
    ALWAYS_CHECKED = "always_checked"
    ALSO_WITH_TAGS = "also_with_tags"
    ALSO_WITH_TAGS_CERTAIN = "also_with_tags_certain"
    ALSO_WITH_COPY = "also_with_copy"
    ALSO_WITH_ROLE = "also_with_role"
    # conditions
    CONDITION_NEVER_ALLOWS = "condition_never_allows"
    CONDITION_NEVER_DENIES = "condition_never_denies"
    CONDITION_ALWAYS_HOLDS = "condition_always_holds"
    CONDITION_DOUBLED = "condition_doubled"
    REGION_CONTRADICTION = "region_contradiction"
    # kinds of policy
    PRINCIPALS_LEFT_OUT = "principals_left_out"
    PRINCIPAL_MISSING = "principal_missing"
    PROJECT_POLICY_OPERATION = "project_policy_operation"
    PROJECT_POLICY_SEVERAL = "project_policy_several"
    # statements as written
    PAIR_STAR_ONLY_ALLOW = "pair_star_only_allow"
    PAIR_STAR_ONLY_DENY = "pair_star_only_deny"
    PAIR_WRONG_TYPE_ALLOW = "pair_wrong_type_allow"
    PAIR_WRONG_TYPE_DENY = "pair_wrong_type_deny"
    PAIR_NO_RESOURCE = "pair_no_resource"
    PAIR_UNKNOWN_ACTION = "pair_unknown_action"
    PAIRS_LEFT_OUT = "pairs_left_out"


class WayOutId(StrEnum):
    """The edits of a draft that a note may offer."""

    DENY_EVERYWHERE = "deny_everywhere"
    DENY_BY_TAG = "deny_by_tag"
    REMOVE = "remove"
    ALLOW_BY_TAG = "allow_by_tag"
    LIMIT_REGION = "limit_region"
    WITHOUT_CONDITION = "without_condition"
    MERGE_VALUES = "merge_values"
    ADD_TARGET = "add_target"
    ADD_ACTION = "add_action"
    DROP_TARGET = "drop_target"


@dataclass(frozen=True, slots=True)
class WayOut:
    """One edit that answers a note; `authoring.apply_way_out` carries it out."""

    id: WayOutId
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say about a rule, a statement or a place in the policy.

    `params["operations"]` and `params["action"]` are action ids; `path` is a place in the composed document.
    """

    code: NoteCode
    severity: NoteSeverity
    params: Params = field(default_factory=dict)
    rule: str | None = None
    statement: int | None = None
    path: Path | None = None
    ways_out: tuple[WayOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which rule a statement comes from."""

    statement: int
    rule: str


class RuleNotes:
    """Collects the notes of one rule; what is said of several operations alike becomes one note.

    A note may be about a statement that has no index yet: it carries the key under which the statement is planned.
    """

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self._notes: list[tuple[Note, object]] = []

    def add(
        self,
        code: NoteCode,
        severity: NoteSeverity,
        params: Params,
        *,
        ways_out: Iterable[WayOut] = (),
        about: object = None,
    ) -> None:
        """Note something; `about` is the planned statement's key."""
        self._notes.append((Note(code, severity, dict(params), self.rule, ways_out=tuple(ways_out)), about))

    def add_operation(
        self,
        code: NoteCode,
        severity: NoteSeverity,
        operation: str,
        params: Params,
        *,
        ways_out: Iterable[WayOutId] = (),
        about: object = None,
    ) -> None:
        """Note something of an operation, together with others of which the same was said."""
        wanted = tuple(ways_out)
        for number, (note, key) in enumerate(self._notes):
            rest = {name: value for name, value in note.params.items() if name != "operations"}
            same = note.code == code and key == about and rest == params
            if same and tuple(way.id for way in note.ways_out) == wanted:
                operations = (*note.params["operations"], operation)
                self._notes[number] = (self._operations_note(note, operations), key)
                return
        ways = tuple(WayOut(way) for way in wanted)
        note = Note(code, severity, dict(params), self.rule, ways_out=ways)
        self._notes.append((self._operations_note(note, (operation,)), about))

    @property
    def problems(self) -> bool:
        """Whether one of them says that an intent could not be written."""
        return any(note.severity is NoteSeverity.PROBLEM for note, _ in self._notes)

    def notes(self, indexes: Mapping[object, int]) -> tuple[Note, ...]:
        """All notes, with the index of the statement that each is about."""
        return tuple(replace(note, statement=indexes.get(about)) for note, about in self._notes)

    @staticmethod
    def _operations_note(note: Note, operations: tuple[str, ...]) -> Note:
        said = {**note.params, "operations": operations}
        return replace(note, params=said, ways_out=tuple(WayOut(way.id, said) for way in note.ways_out))
