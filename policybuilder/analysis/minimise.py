"""A policy made smaller without another meaning: step by step, the least harm to the reader first, each step checked.

The order is: what others cover, statements that can be one, statements that the rest implies, what can never match (if
asked for), lists of one, Sids, action wildcards (if asked for). It stops as soon as the quota is met.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from policybuilder.analysis.proof import Proof, Prover, Verdict, proof_of
from policybuilder.analysis.sheet import Change, editable, understood, with_statements
from policybuilder.analysis.shrink import covered, implied, merged, scalars, sids
from policybuilder.analysis.shrink_actions import dead, expanded, wildcards
from policybuilder.catalogue import AccessLevel
from policybuilder.iam import Policy, minified_size

STEPS = ("covered", "merged", "implied", "dead", "scalars", "sids", "wildcards")
ALWAYS = ("covered", "merged", "implied", "scalars", "sids")
MOST_TRIED = 200  # statements of a policy that are tried one by one
_Candidates = Callable[[Policy], Iterator[Change]]


@dataclass(frozen=True, slots=True)
class Options:
    """What may be done.

    `quota` is the number of characters without white space to stop at; None makes the policy as small as it gets.
    `steps` are the ids allowed, `levels` the access levels whose actions may become wildcards. `prover` is the exact
    comparison; without it steps are checked over the finite table, and statements are left out only where one other
    statement plainly covers them. `most_tried` is the number of changes that are checked one by one.
    """

    kind: str = "identity"
    quota: int | None = None
    steps: tuple[str, ...] = ALWAYS
    levels: frozenset[AccessLevel] = frozenset()
    in_deny: bool = False
    prover: Prover | None = None
    most_tried: int = MOST_TRIED


@dataclass(frozen=True, slots=True)
class Step:
    """Changes of one sort, the policy before and after all of them, and why both mean the same."""

    id: str
    changes: tuple[Change, ...]
    before: Policy
    after: Policy
    proof: Proof

    @property
    def saved(self) -> int:
        """Characters saved, white space aside."""
        return minified_size(self.before) - minified_size(self.after)


@dataclass(frozen=True, slots=True)
class Minimised:
    """What came of it. `rejected` are changes that could not be shown to mean the same, and were not made."""

    before: Policy
    policy: Policy
    steps: tuple[Step, ...]
    rejected: tuple[Change, ...]

    @property
    def saved(self) -> int:
        """Characters saved, white space aside."""
        return minified_size(self.before) - minified_size(self.policy)


def minimise(policy: Policy, options: Options) -> Minimised:
    """Make a policy smaller. The same input gives the same bytes; a result made smaller again stays as it is.

    A policy with unknown or doubled members of its own is left as it is, and so is each such statement. Any policy
    returns, never a longer one.
    """
    current, steps, rejected = policy, list[Step](), list[Change]()
    changed = understood(policy)
    while changed:
        changed = False
        for name in STEPS:
            if options.quota is not None and minified_size(current) <= options.quota:
                return Minimised(policy, current, tuple(steps), tuple(rejected))
            found, refused = step(current, name, options)
            rejected += [each for each in refused if each not in rejected]
            if found is not None:
                steps.append(found)
                current, changed = found.after, True
    return Minimised(policy, current, tuple(steps), tuple(rejected))


def step(policy: Policy, name: str, options: Options) -> tuple[Step | None, tuple[Change, ...]]:
    """All changes of one sort that shorten a policy, checked; and those that were rejected."""
    candidates = _candidates(name, options)
    if candidates is None or not understood(policy):
        return None, ()
    if name == "implied":
        return _one_by_one(policy, name, candidates, options)
    current, changes = policy, list[Change]()
    while (change := _shorter(current, candidates(current))) is not None:
        changes.append(change)
        current = change.policy
    if not changes:
        return None, ()
    proof = _proof(policy, current, changes, options)
    if proof is not None:
        return Step(name, tuple(changes), policy, current, proof), ()
    return _one_by_one(policy, name, candidates, options)


def _candidates(name: str, options: Options) -> _Candidates | None:
    if name not in options.steps:
        return None
    by_proof = options.prover is not None
    makers: dict[str, _Candidates] = {
        "covered": covered,
        "merged": merged,
        "implied": lambda policy: implied(policy, by_proof=by_proof),
        "dead": dead,
        "scalars": scalars,
        "sids": sids,
        "wildcards": lambda policy: wildcards(policy, options.levels, in_deny=options.in_deny),
    }
    return makers[name]


def _shorter(policy: Policy, candidates: Iterator[Change]) -> Change | None:
    size = minified_size(policy)
    return next((change for change in candidates if change.size < size), None)


def _one_by_one(
    policy: Policy, name: str, candidates: _Candidates, options: Options
) -> tuple[Step | None, tuple[Change, ...]]:
    """Each change checked alone, and left out where the check fails."""
    current, changes, refused = policy, list[Change](), list[Change]()
    proofs: list[Proof] = []
    tried = set[object]()
    while len(tried) < options.most_tried:
        fresh = (each for each in candidates(current) if _key(each) not in tried)
        change = _shorter(current, fresh)
        if change is None:
            break
        tried.add(_key(change))
        proof = _proof(current, change.policy, [change], options)
        if proof is None:
            # that most statements say something of their own is nothing to tell
            refused += [change] if change.id != "implied" or change.params["by"] else []
            continue
        proofs.append(proof)
        changes.append(change)
        current = change.policy
    if not changes:
        return None, tuple(refused)
    least = next((each for each in proofs if not each.proved), proofs[0])
    whole = replace(least, cells=sum(each.cells for each in proofs))
    return Step(name, tuple(changes), policy, current, whole), tuple(refused)


def _key(change: Change) -> object:
    return (change.id, *sorted((name, value) for name, value in change.params.items()))


def _proof(before: Policy, after: Policy, changes: list[Change], options: Options) -> Proof | None:
    """What stands for a change, by its sort.

    A wildcard is compared as the actions that it stands for in today's catalogue. What a statement adds is judged by the
    others that are understood wholly, for who knows what else AWS makes of the rest, whatever AWS adds, and over the
    table too. What can match nothing rests on the catalogue's tables, of which the exact comparison takes those of
    Rekognition alone.
    """
    prover = options.prover
    match changes[0].id:
        case "wildcards":
            after = expanded(after, changes)
        case "implied":
            return _implied(changes[0], _understood_part(before), _understood_part(after), options)
        case "dead":
            return proof_of(before, after, options.kind, prover) or proof_of(before, after, options.kind, None)
    return proof_of(before, after, options.kind, prover)


def _implied(change: Change, before: Policy, after: Policy, options: Options) -> Proof | None:
    """Where no other statement plainly covers it, a statement goes only by a proof."""
    proved = options.prover is not None and options.prover(before, after, options.kind, False) is Verdict.EQUAL
    if not proved and not change.params["by"]:
        return None
    found = proof_of(before, after, options.kind, None)
    return Proof(proved=True) if found and proved else found


def _understood_part(policy: Policy) -> Policy:
    return with_statements(policy, [each for each in policy.statements if editable(each)])
