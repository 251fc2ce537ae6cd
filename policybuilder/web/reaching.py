"""Everything that a policy allows, within a time; answers are kept for equal texts."""

from dataclasses import dataclass
from logging import getLogger

from policybuilder.analysis import DEFAULT, Difference, DisagreementError, World, reach
from policybuilder.analysis.exposure import Exposure, exposure_of
from policybuilder.iam import Policy, minify
from policybuilder.web.comparing import budget_within, until
from policybuilder.web.kept import Kept
from policybuilder.wording.reaches import TOLD_KINDS

SHORT_SECONDS, LONG_SECONDS = 0.3, 5.0
KEPT = 32
_LOG = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reached:
    """What a policy allows; of a project policy also who of other accounts is let in. `seconds`: the time it had."""

    found: Difference
    exposure: Exposure | None
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether that is all of it."""
        return self.found.complete


def reached(policy: Policy, kind: str, account: str, seconds: float) -> Reached | None:
    """What a policy allows; a better answer that is known is given again. `account` owns what a project policy is on.

    None where the analysis and the decision disagree, which is a fault of this program and is logged.
    """
    key = minify(policy), kind, account
    known = _ANSWERS.get(key)
    if known is not None and (known.complete or known.seconds >= seconds):
        return known
    try:
        found = reach_within(policy, kind, account, DEFAULT, seconds)
    except DisagreementError:
        _LOG.exception("The analysis and the decision disagree")
        return None
    _ANSWERS.put(key, found)
    return found


def reach_within(policy: Policy, kind: str, account: str, world: World, seconds: float) -> Reached:
    """What a policy allows within a time. Raises `DisagreementError` as `analysis.reach` does."""
    found = reach(policy, kind, world, budget_within(seconds, until(seconds)))
    trusted = (account,) if account else ()
    return Reached(found, exposure_of(policy, found, trusted) if kind in TOLD_KINDS else None, seconds)


_ANSWERS: Kept[tuple[str, str, str], Reached] = Kept(KEPT)
