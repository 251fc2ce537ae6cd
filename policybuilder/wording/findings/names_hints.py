"""What is said of resource patterns that reach further than they look."""

from collections.abc import Mapping
from dataclasses import replace

from policybuilder.wording.findings.words import Words

_SPANS = Words(
    title="The pattern covers the project's models and datasets too.",
    about=(
        "Looks at patterns such as project/NAME/* in Allow statements. The * also runs across slashes, so besides the "
        "project it covers all its model versions and datasets. Told only where that changes what the actions reach, or "
        "where the actions make something in a project of which another statement names a part."
    ),
    what="{pattern} stands for the project {project} and for everything in it, because * also runs across slashes.",
    why="So {operations} {is} allowed on every {types} of {project}.",
    do="Say so plainly, or name single ones.",
)
_OPEN = Words(
    title="Region and account are left open.",
    about=(
        "Looks for * as the Region of a named Rekognition resource, and as the account where an action reaches other "
        "accounts' resources (CopyProjectVersion)."
    ),
    what="{resource} names no Region and no account.",
    why=(
        "Resources of the same name in any Region are included, also ones made later; and of any account, where that "
        "account shares them."
    ),
    do="Write the Region and the account that you use. Leave * where one policy is meant for several.",
)

WORDS: Mapping[str, Words] = {
    "RESOURCE_SPANS_MORE": _SPANS,
    "RESOURCE_SPANS_MORE.parts": replace(
        _SPANS,
        do="If all of them are meant, a pattern that names only that type says so plainly. Otherwise name single ones.",
    ),
    "RESOURCE_SPANS_MORE.mixed": replace(
        _SPANS,
        do="If single ones are meant, put {operations} into a statement of its own that names them.",
    ),
    "RESOURCE_SPANS_MORE.project": replace(
        _SPANS,
        why=(
            "{operations} {is} checked on the project alone: what is made in it may have any name, not only the one that "
            "another statement names. An action on models or datasets, once added to this statement, would be allowed on "
            "all of them."
        ),
        do="Nothing has to change. Keep actions on models and datasets in statements of their own.",
    ),
    "RESOURCE_NAME_OPEN_ENDED": replace(
        _SPANS,
        title="The pattern covers other projects too.",
        about=(
            "Looks at patterns such as project/NAME* in Allow statements, where no slash ends the name. A name that ends "
            "in a hyphen, an underscore or a dot is taken for a prefix that is meant."
        ),
        what="{pattern} stands for {project} and for every project whose name begins so, with all that is in them.",
        why="A project named {project}2, say, is included, also one that is made later.",
        do="Put a slash before the * if only {project} is meant.",
    ),
    "REGION_OR_ACCOUNT_OPEN": _OPEN,
    "REGION_OR_ACCOUNT_OPEN.both": _OPEN,
    "REGION_OR_ACCOUNT_OPEN.region": replace(
        _OPEN,
        title="The Region is left open.",
        what="{resource} names no Region.",
        why="Resources of the same name in any Region are included, also ones made later.",
        do="Write the Region that you use. Leave * where the policy is meant for several.",
    ),
    "REGION_OR_ACCOUNT_OPEN.account": replace(
        _OPEN,
        title="The account is left open.",
        what="{resource} names no account.",
        why="CopyProjectVersion also takes models that other accounts share, so theirs of the same name are included.",
        do="Write the number of the account that the models are in.",
    ),
}
FIXES: Mapping[str, str] = {
    "name_ends": "Only this project: {new}",
    "name_parts": "Say it plainly: {new}",
    "close_places": "Use {region} and account {account}, as elsewhere in the policy",
}
