"""Copying a model between accounts: one form, both policies, what they decide together, the commands for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote

from django.forms import BoundField
from django.urls import reverse

from policybuilder.authoring import Composed, Draft
from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.authoring.examples import ExampleScenario
from policybuilder.authoring.questions import CheckAnswer
from policybuilder.authoring.recipes import Source, recipe_fields, recipe_sources
from policybuilder.authoring.recipes_filling import Filled, FilledCompanion, fill
from policybuilder.authoring.recipes_questions import decision_on, result_of
from policybuilder.authoring.scenarios_results import ScenarioResult
from policybuilder.export import Exported, Form, Kind, Placement, export
from policybuilder.iam import Evaluation, Layers, Truth, split_arn
from policybuilder.inventory.records import Pickers
from policybuilder.web.contexts.recipe_made import Written, with_examples, written
from policybuilder.web.contexts.recipes import check_words, form_errors, lists_of
from policybuilder.web.forms.recipe import Part, RecipeForm
from policybuilder.web.forms.recipe_choice import Choice

RECIPE = "copy-target"
GROUPS = (
    ("The model", ("source_account", "source_project", "source_version", "regions")),
    ("Where the copy goes", ("account", "project", "output_bucket", "output_prefix")),
    ("Who copies", ("target_role",)),
)
LABELS = {
    "account": "Account that receives the copy",
    "project": "Project that receives the copy",
    "regions": "Region of both",
}
LONGEST_IN_NAME = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the form, with the words that it has here."""

    field: BoundField
    label: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two policies says to a check: the decision ("" where it is not asked) and its statements."""

    decision: str
    sids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One authorization check, under both policies."""

    words: str
    account: str
    identity: Side
    project: Side
    decision: str


@dataclass(frozen=True, slots=True)
class Together:
    """A question asked under both policies, check by check."""

    name: str
    expect: str
    decision: str
    checks: tuple[CheckRow, ...]

    @property
    def holds(self) -> bool:
        """Whether the answer is the expected one."""
        return self.decision == self.expect


@dataclass(frozen=True, slots=True)
class Command:
    """Commands for one account."""

    id: str
    title: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two policies: what it is, where it belongs, its name in the library, its text with reasons."""

    id: str
    title: str
    place: str
    name: str
    draft: Draft
    composed: Composed
    policy: Written
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """What the answers make; `alone` are the decisions on the copy with each policy by itself, in words."""

    filled: Filled
    companion: FilledCompanion
    halves: tuple[Half, Half]
    together: tuple[Together, ...]
    alone: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    one_account: bool

    @property
    def all_hold(self) -> bool:
        """Whether every question is answered as it should be."""
        return all(each.holds for each in self.together)


@dataclass(frozen=True, slots=True)
class CopyPage:
    """The page."""

    choice: Choice
    form: RecipeForm
    groups: tuple[tuple[str, tuple[Asked, ...]], ...]
    parts: tuple[Part, ...]
    made: Copied | None
    errors: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    address: str

    @property
    def status(self) -> str:
        """One sentence for the live region."""
        if self.made is None:
            return "These answers make no policies."
        state = "as they should be" if self.made.all_hold else "not all as they should be"
        return f"Both policies updated. {len(self.made.together)} questions are answered {state}."


def copy_page(form: RecipeForm, pickers: Pickers) -> CopyPage:
    """The page for what the form says."""
    recipe, query = form.choice.recipe, form.choice.query
    return CopyPage(
        choice=form.choice,
        form=form,
        groups=tuple(
            (title, tuple(Asked(form[name], _label(form[name])) for name in names)) for title, names in GROUPS
        ),
        parts=form.parts,
        made=copied(form.choice),
        errors=() if form.quiet else form_errors(form, "copy-form"),
        sources=recipe_sources(recipe),
        lists=lists_of(pickers, form),
        address=reverse("copying") + (f"?{query}" if query else ""),
    )


def _label(field: BoundField) -> str:
    return LABELS.get(field.name, str(field.label))


def copied(choice: Choice) -> Copied | None:
    """Both policies; None where the answers make none."""
    answers, replaced = with_examples(choice)
    filled = fill(choice.recipes, answers, choice.switches)
    if not isinstance(filled, Filled) or filled.companion is None:
        return None
    fields = recipe_fields()
    return Copied(
        filled=filled,
        companion=filled.companion,
        halves=_halves(filled, filled.companion, answers),
        together=tuple(_together(each, filled) for each in filled.scenarios),
        alone=_alone(filled, filled.companion),
        examples=tuple(LABELS.get(name, fields[name].label) for name in fields if name in replaced),
        one_account=answers["account"] == answers["source_account"],
    )


# -- the two policies --------------------------------------------------------------------------------------------------


def _halves(filled: Filled, other: FilledCompanion, answers: dict[str, str]) -> tuple[Half, Half]:
    role, source = answers["target_role"], answers["source_project"]
    copying = f"Copy {_short(source)} {_short(answers['source_version'])} to {_short(answers['project'])}"
    own = Half(
        id="identity",
        title="Identity policy",
        place=f"For the role {role} in account {answers['account']}, which receives the copy",
        name=f"{copying}: who copies",
        draft=filled.draft,
        composed=filled.composed,
        policy=written(filled.draft, filled.composed, prefix="I"),
        commands=_identity_commands(filled.composed, f"{copying}: who copies", role),
    )
    project = Half(
        id="project",
        title="Project policy",
        place=f"On the project {source} in account {answers['source_account']}, which owns the model",
        name=f"{copying}: project policy",
        draft=other.draft,
        composed=other.composed,
        policy=written(other.draft, other.composed, prefix="P"),
        commands=(_project_command(other.composed, f"{copying}: project policy", source),),
    )
    return own, project


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_IN_NAME else f"{name[: LONGEST_IN_NAME - 1]}…"


def _identity_commands(composed: Composed, name: str, role: str) -> tuple[Command, ...]:
    """Written into the role, or a policy of its own."""
    inline = _cli(composed, Placement(Kind.IDENTITY, name, inline=True))
    named = inline.replace("ROLE_NAME", quote(role.rpartition("/")[2]), 1)
    return (
        Command("identity-role", "write it into the role", named, ""),
        Command(
            "identity-own",
            "make it a policy of its own",
            _cli(composed, Placement(Kind.IDENTITY, name)),
            "Then attach it to the role with aws iam attach-role-policy and the ARN that the command prints.",
        ),
    )


def _project_command(composed: Composed, name: str, project: str) -> Command:
    hint = (
        f"PROJECT_ARN is the ARN of {project}: aws rekognition describe-projects prints it. "
        "Whoever runs this needs rekognition:PutProjectPolicy on the project."
    )
    return Command("project-put", "put it on the project", _cli(composed, Placement(Kind.PROJECT, name)), hint)


def _cli(composed: Composed, placement: Placement) -> str:
    found = export(composed.policy, Form.CLI, placement)
    return found.text if isinstance(found, Exported) else ""


# -- asked together ----------------------------------------------------------------------------------------------------


def _together(question: ExampleScenario, filled: Filled) -> Together:
    found = result_of(question, filled.policies)
    decision = found.decision.value if found else ""
    return Together(question.name, question.expect, decision, _rows(question, found) if found else ())


def _rows(question: ExampleScenario, found: ScenarioResult) -> tuple[CheckRow, ...]:
    if found.evaluation is None:
        return tuple(_row_of(item) for item in found.checks)
    action, resource = str(question.request["action"]), str(question.request["resource"])
    return (_row(action, resource, found.evaluation),)


def _row_of(item: CheckAnswer) -> CheckRow:
    return _row(item.check.action, item.check.resource, item.evaluation)


def _row(action: str, resource: str, evaluation: Evaluation) -> CheckRow:
    arn = split_arn(resource)
    return CheckRow(
        words=check_words(action, resource),
        account=arn.account if arn else "",
        identity=_side("identity", evaluation),
        project=_side("resource", evaluation),
        decision=evaluation.decision.value,
    )


def _side(layer: str, evaluation: Evaluation) -> Side:
    verdict = next((each.decision.value for each in evaluation.layers if each.layer == layer), "")
    applies = (each.sid for each in evaluation.traces if each.layer == layer and each.applies is Truth.YES)
    return Side(verdict, tuple(dict.fromkeys(sid for sid in applies if sid)))


def _alone(filled: Filled, other: FilledCompanion) -> tuple[tuple[str, str], ...]:
    """What becomes of the copy with both policies and with each by itself."""
    asked = filled.scenarios[0]
    identity, project = filled.composed.policy, {other.resource: (other.composed.policy,)}
    cases: Sequence[tuple[str, CallPolicies]] = (
        ("With both policies", filled.policies),
        ("With the identity policy alone", CallPolicies(Layers(identity=(identity,)))),
        ("With the project policy alone", CallPolicies(Layers(), project)),
    )
    return tuple((words, decision_on(asked, policies)) for words, policies in cases)
