"""The options of the commands that ask about all requests: which of them exist, and for how long to look."""

import math
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping

from policybuilder.analysis import DEFAULT, REKOGNITION, World
from policybuilder.validator.kinds import PolicyKind

KINDS = tuple(kind.value for kind in PolicyKind)
WORLDS: Mapping[str, World] = {"all": DEFAULT, "rekognition": REKOGNITION}
SECONDS = 30.0


def add_asking(parser: ArgumentParser, one: str) -> None:
    """`--world` and `--budget`; `one` is what the budget is for, a comparison or a policy."""
    parser.add_argument(
        "--world",
        choices=tuple(WORLDS),
        default="all",
        help="which requests exist: those of all services, or of Rekognition alone",
    )
    parser.add_argument(
        "--budget", type=seconds, default=SECONDS, metavar="SECONDS", help=f"the time for one {one} (default: 30)"
    )


def world_of(options: Mapping[str, object]) -> World:
    """The world that the options name."""
    return WORLDS[str(options["world"])]


def budget_of(options: Mapping[str, object]) -> float:
    """The budget that the options give, in seconds."""
    budget = options["budget"]
    return float(budget) if isinstance(budget, int | float) else SECONDS


def seconds(text: str) -> float:
    """A time to stop after. Raises ArgumentTypeError for anything else than a number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise ArgumentTypeError("a number of seconds above 0")
    return number
