"""Policies made smaller: what each step saves, and whether it is proved to mean the same.

First over the policies that people have (the guide's, AWS's managed ones, the recipes), then over every policy document
of the repository, which are mostly cases of the tests and short. Each is made as small as it gets, action wildcards for
reading included, with so much time for its proofs; a step that is checked over the finite table alone is counted
as not proved.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from time import process_time

from benchmarks.compare import realistic
from benchmarks.timing import Entry
from policybuilder.analysis.minimise import STEPS, Minimised, Options, minimise
from policybuilder.analysis.proving import prover
from policybuilder.analysis.shrink_actions import HARMLESS
from policybuilder.iam import Policy, minified_size, parse

SECONDS = 2.0  # for the proofs of one policy
PROOF_STEPS = 60_000  # of one comparison
KINDS = frozenset({"identity", "boundary", "session", "scp", "rcp", "project"})


class Tally:
    """What came of many policies."""

    def __init__(self) -> None:
        self.policies = self.before = self.after = 0
        self.saved: Counter[str] = Counter()
        self.helped: Counter[str] = Counter()
        self.proved: Counter[str] = Counter()

    def add(self, found: Minimised) -> None:
        """Count one of them."""
        self.policies += 1
        self.before += minified_size(found.before)
        self.after += minified_size(found.policy)
        for each in found.steps:
            self.saved[each.id] += each.saved
            self.helped[each.id] += 1
            self.proved[each.id] += each.proof.proved

    def entries(self) -> Iterator[Entry]:
        """A line for each step, and one for all."""
        for name in STEPS:
            if self.helped[name]:
                yield told(f"  saved by {name}", self.line(name))
        kept = f"{self.before:,} to {self.after:,} characters, {share(self.before - self.after, self.before)} less"
        yield told("  all together", f"{kept}; {sum(self.proved.values())} of {sum(self.helped.values())} steps proved")

    def line(self, name: str) -> str:
        """What one step saved, in how many policies, and how many of those are proved."""
        count, proved = self.helped[name], self.proved[name]
        surely = "all proved" if proved == count else f"{proved} proved, {count - proved} not"
        saved = f"{self.saved[name]:,} characters ({share(self.saved[name], self.before)})"
        return f"{saved} in {count} of {self.policies} policies, {surely}"


def entries() -> Iterator[Entry]:
    """The two groups of policies, each with a line for every step."""
    from tests.every_policy import every_policy

    people = [(policy, "identity") for policy in realistic().values()]
    yield from of_group("guide, managed policies, recipes", people)
    read = ((parse(text).policy, kind) for text, kind in every_policy() if kind in KINDS)
    yield from of_group("every policy of the repository", [(one, kind) for one, kind in read if one is not None])


def of_group(name: str, policies: list[tuple[Policy, str]]) -> Iterator[Entry]:
    """How long each takes, and what it gives."""
    tally = Tally()
    yield Entry(f"minimise: {name}", lambda _: list(timed(policies, tally)), n=len(policies))
    yield from tally.entries()


def timed(policies: Iterable[tuple[Policy, str]], tally: Tally) -> Iterator[float]:
    """Seconds of each."""
    for policy, kind in policies:
        begun = process_time()
        found = minimise(policy, options(kind, until=begun + SECONDS))
        yield process_time() - begun
        tally.add(found)


def options(kind: str, until: float) -> Options:
    """All steps, those that have to be asked for too."""
    proving = prover(PROOF_STEPS, lambda: process_time() > until)
    return Options(kind=kind, steps=STEPS, levels=HARMLESS, prover=proving)


def told(name: str, note: str) -> Entry:
    """A line without numbers of its own."""
    return Entry(name, lambda _: [], note=note)


def share(part: int, whole: int) -> str:
    """A part in percent."""
    return f"{100 * part / whole:.1f} %" if whole else "0 %"
