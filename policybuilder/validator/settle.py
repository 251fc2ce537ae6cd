"""One cause, one finding; and what matters first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from policybuilder.iam import Path, Severity
from policybuilder.validator.base import Absorbs, Scope
from policybuilder.validator.codes import codes
from policybuilder.validator.finding import Finding

RANK: Mapping[Severity, int] = {
    Severity.ERROR: 0,
    Severity.SECURITY_WARNING: 1,
    Severity.WARNING: 2,
    Severity.SUGGESTION: 3,
}


def settled(findings: Iterable[Finding], rules: Sequence[Absorbs]) -> tuple[Finding, ...]:
    """The findings without doubles and without those that another's cause explains, in order of weight and place."""
    unique = list({(each.code, each.place, tuple(each.params.items())): each for each in findings}.values())
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for each in unique:
        by_code[each.code].append(each)
    swallowers: dict[str, list[tuple[Scope, set[Path]]]] = defaultdict(list)
    for rule in rules:
        if winners := by_code.get(rule.winner):
            reach = {_scoped(winner.path, rule.scope) for winner in winners}
            for loser in rule.losers:
                swallowers[loser].append((rule.scope, reach))
    kept = [each for each in unique if not any(_within(each, scope, reach) for scope, reach in swallowers[each.code])]
    return tuple(sorted(kept, key=_weight))


def _scoped(path: Path, scope: Scope) -> Path:
    match scope:
        case Scope.PLACE:
            return path
        case Scope.STATEMENT:
            return statement_of(path)
        case _:
            return ()


def _within(finding: Finding, scope: Scope, reach: set[Path]) -> bool:
    match scope:
        case Scope.PLACE:
            return any(finding.path[:length] in reach for length in range(len(finding.path) + 1))
        case Scope.STATEMENT:
            return statement_of(finding.path) in reach
        case _:
            return True


def statement_of(path: Path) -> Path:
    """The path of the statement that an element belongs to; `("Statement",)` where Statement is one object."""
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]


def _weight(finding: Finding) -> tuple[int, bool, int, str]:
    refused = codes()[finding.code].refused
    return (RANK[finding.severity], not refused, finding.start.offset, finding.code)
