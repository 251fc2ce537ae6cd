"""`manage.py minimise FILE...`: policies made smaller, for scripts and CI. No database, secret key or server needed."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper

from django.core.management.base import BaseCommand

from policybuilder.analysis.minimise import STEPS, Minimised, Options, Step, minimise
from policybuilder.analysis.proving import prover
from policybuilder.analysis.sheet import Change
from policybuilder.analysis.split import Split, split
from policybuilder.catalogue import AccessLevel
from policybuilder.iam import Parsed, Policy, minified_size, minify, parse, render, to_plain
from policybuilder.validator.grammar.sizes import QUOTAS
from policybuilder.validator.kinds import PolicyKind, guessed_kind
from policybuilder.web.management.terminal import (
    UNUSABLE,
    UnusableInputError,
    exit_status,
    named_files,
    read_bytes,
    shown,
)
from policybuilder.wording import finding_sentence
from policybuilder.wording.sizes import change_sentence, characters, proof_sentence, step_proof

GOOD, TOO_LONG = 0, 1
KINDS = tuple(kind.value for kind in PolicyKind)
LEVELS: Mapping[str, AccessLevel] = {
    "read": AccessLevel.READ,
    "list": AccessLevel.LIST,
    "write": AccessLevel.WRITE,
    "tagging": AccessLevel.TAGGING,
    "permissions": AccessLevel.PERMISSIONS,
}


def levels_of(text: str) -> frozenset[AccessLevel]:
    """The access levels of `read,list`. Raises ArgumentTypeError for any other word."""
    names = [name.strip() for name in text.split(",")]
    if any(name not in LEVELS for name in names):
        raise ArgumentTypeError(f"one or more of {','.join(LEVELS)}")
    return frozenset(LEVELS[name] for name in names)


def whole(text: str) -> int:
    """A number of characters. Raises ArgumentTypeError for anything else."""
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError("a number of characters, from 0 on")
    return int(text[:12])


class Command(BaseCommand):
    """Reads policy documents, writes smaller ones that mean the same."""

    help = (
        "Print a policy in fewer characters without another meaning, until it fits. Exit status: 0 it fits, 1 it does not, "
        "2 unusable input."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, what has to fit, and what may be done."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="policy documents, or - for standard input")
        parser.add_argument(
            "--quota",
            type=whole,
            metavar="N",
            help="stop at N characters (default: what the kind may have; 0: the least)",
        )
        parser.add_argument("--kind", choices=KINDS, help="the kind of policy; guessed when left out")
        parser.add_argument(
            "--wildcards",
            type=levels_of,
            default=frozenset(),
            metavar="LEVELS",
            help=f"write actions of these access levels with wildcards that are exact today: {','.join(LEVELS)}",
        )
        parser.add_argument("--in-deny", action="store_true", help="with --wildcards: in Deny statements too")
        parser.add_argument("--dead", action="store_true", help="leave out what can match nothing today")
        parser.add_argument("--keep-sids", action="store_true", help="leave Sid and Id where they are")
        parser.add_argument("--split", action="store_true", help="several policies if one does not fit")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="json: one object a document")

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        if isinstance(sys.stdout, TextIOWrapper):  # what is written are files, and files are UTF-8
            sys.stdout.reconfigure(encoding="utf-8")
        settings = Settings.of(options)

        def run() -> int:
            return max((self._one(name, settings) for name in named_files(options)), default=GOOD)

        sys.exit(exit_status(run, self.stderr.write))

    def _one(self, name: str, settings: "Settings") -> int:
        try:
            parsed, policy = _read(name)
        except UnusableInputError as error:
            self.stderr.write(shown(str(error)))
            return UNUSABLE
        answer = answered(policy, settings)
        if settings.json:
            self.stdout.write(json.dumps({"file": name, **as_json(answer)}))
        else:
            self.stdout.write("\n\n".join(texts(parsed, answer)))
            for line in said(answer):
                self.stderr.write(shown(line))
        return GOOD if answer.fits else TOO_LONG


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for on the command line."""

    quota: int | None
    kind: PolicyKind | None
    levels: frozenset[AccessLevel]
    in_deny: bool
    left_out: frozenset[str]
    split: bool
    json: bool

    @classmethod
    def of(cls, options: Mapping[str, object]) -> "Settings":
        """The settings of Django's options."""
        kind, quota, levels = options["kind"], options["quota"], options["wildcards"]
        unwanted = {
            "dead": not options["dead"],
            "sids": bool(options["keep_sids"]),
            "wildcards": not levels,
        }
        return cls(
            quota=quota if isinstance(quota, int) else None,
            kind=PolicyKind(kind) if kind else None,
            levels=levels if isinstance(levels, frozenset) else frozenset(),
            in_deny=bool(options["in_deny"]),
            left_out=frozenset(name for name, unasked in unwanted.items() if unasked),
            split=bool(options["split"]),
            json=options["format"] == "json",
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """One document made smaller; `quota` is 0 where it was to be the least. `split` if one policy does not fit."""

    kind: PolicyKind
    quota: int
    spaces: bool
    made: Minimised
    split: Split | None

    @property
    def size(self) -> int:
        """Characters of the one policy without white space."""
        return minified_size(self.made.policy)

    @property
    def fits(self) -> bool:
        """Is it short enough, as one policy or as several?"""
        return not self.quota or self.size <= self.quota or self.split is not None


def _read(name: str) -> tuple[Parsed, Policy]:
    """The document of a file. Raises UnusableInputError for what cannot be read."""
    try:
        parsed = parse(read_bytes(name).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnusableInputError(f"{name}: not UTF-8 text (byte {error.start})") from None
    if parsed.policy is None:
        reason = finding_sentence(parsed.findings[0]) if parsed.findings else "not a JSON object"
        raise UnusableInputError(f"{name}: {reason}")
    return parsed, parsed.policy


def answered(policy: Policy, settings: Settings) -> Answer:
    """The policy made smaller as asked for."""
    kind = settings.kind or guessed_kind(policy)
    limit = QUOTAS.get(kind)
    quota = settings.quota if settings.quota is not None else limit.limit if limit else 0
    options = Options(
        kind=kind.value,
        quota=quota or None,
        steps=tuple(name for name in STEPS if name not in settings.left_out),
        levels=settings.levels,
        in_deny=settings.in_deny,
        prover=prover(),
    )
    made = minimise(policy, options)
    too_long = bool(quota) and minified_size(made.policy) > quota
    parts = split(made.policy, quota, kind.value, options.prover) if settings.split and too_long else None
    return Answer(kind, quota, bool(limit and limit.spaces), made, parts)


# -- text --------------------------------------------------------------------------------------------------------------


def texts(parsed: Parsed, answer: Answer) -> Iterator[str]:
    """The policies as text: in one line where white space counts, to the letter where nothing changed."""
    if answer.split is not None:
        yield from (minify(part) if answer.spaces else render(part) for part in answer.split.parts)
    elif answer.spaces and answer.quota and len(parsed.text) > answer.quota:
        yield minify(answer.made.policy)
    else:
        yield render(answer.made.policy) if answer.made.steps else parsed.text.rstrip("\n")


def said(answer: Answer) -> Iterator[str]:
    """What was done, a line each, and where it stands now."""
    for step in answer.made.steps:
        yield f"{step.id}: {characters(step.saved)} less. {step_proof(step)}"
        yield from (f"  {change_sentence(change)}" for change in step.changes)
    yield from (f"not done, it would change the meaning: {change_sentence(each)}" for each in answer.made.rejected)
    if answer.split is not None:
        sizes = ", ".join(str(minified_size(part)) for part in answer.split.parts)
        yield f"split: {len(answer.split.parts)} policies of {sizes} characters. {proof_sentence(answer.split.proof)}"
    limit = f" of {answer.quota:,}" if answer.quota else ""
    yield f"{minified_size(answer.made.before):,} -> {answer.size:,}{limit} characters without white space"


# -- JSON --------------------------------------------------------------------------------------------------------------


def as_json(answer: Answer) -> dict[str, object]:
    """The answer as one JSON object. `text` is the policy in one line, doubled members included."""
    made = answer.made
    given: dict[str, object] = {
        "kind": answer.kind.value,
        "quota": answer.quota,
        "before": minified_size(made.before),
        "after": answer.size,
        "fits": answer.fits,
        "policy": to_plain(made.policy.source),
        "text": minify(made.policy),
        "steps": [_step_json(step) for step in made.steps],
        "rejected": _changes_json(made.rejected),
    }
    if answer.split is not None:
        given["parts"] = [to_plain(part.source) for part in answer.split.parts]
    return given


def _step_json(step: Step) -> dict[str, object]:
    proof = {"proved": step.proof.proved, "requests": step.proof.cells, "left_out": list(step.proof.left_out)}
    return {"id": step.id, "saved": step.saved, "proof": proof, "changes": _changes_json(step.changes)}


def _changes_json(changes: Sequence[Change]) -> list[dict[str, object]]:
    return [{"id": each.id, "params": dict(each.params), "text": change_sentence(each)} for each in changes]
