"""Documents must not lie: what they name exists, and what exists is named."""

import os
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import policybuilder
from tests.house import documents
from tests.house.source import ROOT, read

WHERE_TARGETS_ARE = "README.md or docs/development.md"


def named_somewhere(find) -> set[str]:
    return set().union(*(find(text) for text in documents.documents().values()))


def test_every_make_target_that_a_document_names_exists():
    known = documents.make_targets(read("Makefile")) | {
        "check-" + part
        for part in ("lint", "format", "templates", "types", "floors", "migrations", "deploy", "catalogue")
    }
    missing = named_somewhere(documents.targets_named) - known
    assert not missing, f"No such target in the Makefile: {sorted(missing)}. Correct the document or add the target."


def test_every_make_target_is_named():
    missing = documents.make_targets(read("Makefile")) - (
        documents.targets_named(read("README.md")) | documents.targets_named(read("docs/development.md"))
    )
    assert not missing, f"Say in {WHERE_TARGETS_ARE} what these do: {sorted('make ' + name for name in missing)}"


def test_the_changelog_begins_with_the_version():
    assert documents.newest_version(read("CHANGELOG.md")) == policybuilder.__version__, (
        "CHANGELOG.md's newest heading is `## X.Y.Z - date` with policybuilder.__version__: change both together."
    )


def test_settings_are_documented_as_they_are():
    said, true = documents.variables_documented(read("docs/settings.md")), documents.all_variables_read()
    assert said == true, (
        f"docs/settings.md: add a row for {sorted(true - said)}, take out {sorted(said - true)} (nothing reads them)."
    )


def test_every_command_is_documented():
    text = "\n".join(documents.documents().values())
    missing = [name for name in sorted(documents.commands()) if f"manage.py {name}" not in text]
    assert not missing, f"Say in README.md or docs/ what `manage.py` does with {missing}, with an example."


def test_links_lead_somewhere():
    broken = {
        path: targets for path, text in documents.documents().items() if (targets := documents.broken_links(path, text))
    }
    assert not broken, f"These links of documents lead nowhere: {broken}"


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt", "requirements-postgres.txt"])
def test_every_requirement_is_pinned(path):
    loose = [name for name, rest in documents.requirement_names(path).items() if not rest.startswith("==")]
    assert not loose, f"{path}: write name==version for {loose}"


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt", "requirements-postgres.txt"])
def test_the_children_of_every_requirement_are_pinned_too(path):
    pinned = documents.requirement_names("requirements.txt") | documents.requirement_names(path)
    missing = {f"{child} (of {name})" for name in pinned for child in children(name) if child not in pinned}
    assert not missing, f"{path}: add with their versions {sorted(missing)}"


OLDEST_PYTHON = "3.11.2"  # Debian 12's


def test_every_requirement_runs_on_the_oldest_python():
    files = ("requirements.txt", "requirements-dev.txt", "requirements-postgres.txt")
    names = set().union(*(documents.requirement_names(file) for file in files))
    newer = [name for name in names if not SpecifierSet(needed_python(name)).contains(OLDEST_PYTHON)]
    assert not newer, f"These need more than Python {OLDEST_PYTHON}, pin an older release: {newer}"


def needed_python(name) -> str:
    """An installed package's Requires-Python."""
    try:
        return str(distribution(name).metadata["Requires-Python"] or "")
    except PackageNotFoundError:
        return ""


def children(name) -> set[str]:
    """What an installed package needs here, extras left out."""
    try:
        needs = [Requirement(line) for line in distribution(name).requires or []]
    except PackageNotFoundError:
        return set()
    here = [need for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    return {documents.normal(need.name) for need in here}


def test_vendored_files_have_their_licence():
    folders = [path for name in ("static/vendor", "static/fonts", "tests/vendor") if (path := ROOT / name).is_dir()]
    bare = [
        f"{folder.relative_to(ROOT)}/{file.name}"
        for folder in folders
        for file in folder.iterdir()
        if ".LICENSE" not in file.name and not any(is_licence_of(other.name, file.name) for other in folder.iterdir())
    ]
    assert not bare, f"Put NAME.LICENSE.txt beside {bare}"


def is_licence_of(licence, file) -> bool:
    """`inter.LICENSE.txt` belongs to `inter-latin.woff2`, `axe-core.LICENSE.txt` to `axe.min.js`."""
    name, found, _ = licence.partition(".LICENSE")
    return bool(found) and (file.startswith(name) or name.startswith(file.partition(".")[0]))


def test_ci_runs_the_tests_and_then_the_checks():
    text = read(".ci/run")
    assert 0 < text.index("\nmake test\n") < text.index("\nmake test-postgres\n") < text.index("\nmake check\n")
    assert "set -euo pipefail" in text
    assert os.access(ROOT / ".ci/run", os.X_OK), "chmod +x .ci/run"


def test_what_documents_say_is_found():
    """The comparisons above see a difference when there is one."""
    assert documents.make_targets("run: x ## serve\nhidden: y\n") == {"run"}
    assert documents.targets_named("`make rum` and make sure\n```\nmake test-all\n```") == {"rum", "test-all"}
    assert documents.newest_version("# Changes\n\n## 1.2.3 - 2026\n\n## 1.2.2") == "1.2.3"
    assert documents.variables_read("import os\nA = env_text('A')\nB = os.environ['B']\nos.environ.get('C')") == {
        *"ABC"
    }
    assert documents.variables_documented("| `A_B` | x |\n`C`") == {"A_B"}
    assert documents.broken_links("README.md", "[a](no.md) [b](Makefile#x) [c](https://x.y/)") == ["no.md"]
    assert is_licence_of("htmx-4.0.1.LICENSE.txt", "htmx-4.0.1.min.js")
    assert not is_licence_of("inter.LICENSE.txt", "ibm-plex-mono-400.woff2")
