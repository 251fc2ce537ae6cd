"""What `make catalogue` runs: rebuild the catalogue's reference data and show what changed against the shipped files.

`rekognition.json` and `companions.json` are built by `tools.reference_data`, `services.json` by `tools.services_data`,
`regions.json` by `tools.regions_data`. Only pinned packages are read, and no clock unless something changed: the same
packages give the same bytes. `--check` only shows, and exits 1 on a difference; `services.json` is then compared only
where its package has been fetched before, else just the version that it names.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tools import reference_data, regions_data, services_data
from tools.reference_data import Facts

FOLDER = Path(__file__).resolve().parent.parent / "policybuilder" / "catalogue" / "data"
BUILDERS: Mapping[str, Callable[[str], Facts]] = {
    "companions.json": reference_data.build_companions,
    "regions.json": regions_data.build_regions,
    "rekognition.json": reference_data.build_rekognition,
}
SERVICES = "services.json"


def written(facts: Facts) -> str:
    """The file's text: one fact a line."""
    sections = []
    for name, section in facts.items():
        if isinstance(section, list):
            rows = ",\n".join("  " + shown(row) for row in section)
            sections.append(f" {json.dumps(name)}: [\n{rows}\n ]")
        else:
            rows = ",\n".join(f"  {json.dumps(key)}: {shown(row)}" for key, row in section.items())
            sections.append(f" {json.dumps(name)}: {{\n{rows}\n }}")
    return "{\n" + ",\n".join(sections) + "\n}\n"


def built_texts(folder: Path, date: str | None = None) -> dict[str, str]:
    """Each file's name with what it should hold. The shipped date stays as long as nothing else changed."""
    texts = {}
    for name, build in BUILDERS.items():
        shipped = (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""
        old_date = json.loads(shipped)["meta"]["date"] if shipped else ""
        text = written(build(date or old_date))
        if text != shipped and date is None:
            text = written(build(time.strftime("%Y-%m-%d", time.gmtime())))
        texts[name] = text
    if services_data.PACKAGE_FILE.exists():
        texts[SERVICES] = services_data.written(services_data.build_services(services_data.PACKAGE_FILE))
    return texts


def changes(shipped: Facts, built: Facts) -> Iterator[str]:
    """One line per fact that was added, removed or changed."""
    for section in sorted({*shipped, *built}):
        old, new = (named_rows(facts.get(section, {})) for facts in (shipped, built))
        for name in sorted({*old, *new}):
            if name not in old:
                yield f"added    {section} {name}: {shown(new[name])}"
            elif name not in new:
                yield f"removed  {section} {name}: {shown(old[name])}"
            elif old[name] != new[name]:
                yield from changed_members(f"changed  {section} {name}", old[name], new[name])


def changed_members(prefix: str, old: object, new: object) -> Iterator[str]:
    """The members in which two versions of a fact differ."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield f"{prefix}: {shown(old)} -> {shown(new)}"
        return
    for member in sorted({*old, *new}):
        if old.get(member) != new.get(member):
            yield f"{prefix}: {member} {shown(old.get(member))} -> {shown(new.get(member))}"


def named_rows(section: list[Facts] | Facts) -> Facts:
    """The rows of a section by what names them."""
    if isinstance(section, dict):
        return section
    return {row_name(row): row for row in section}


def row_name(row: Facts) -> str:
    """`s3:GetObject`, `project`, `aws:TagKeys`."""
    name = str(row.get("id") or row.get("key") or row["name"])
    return f"{row['service']}:{name}" if "service" in row else name


def shown(fact: object) -> str:
    """A fact on one line."""
    return json.dumps(fact, ensure_ascii=False)


def facts_of(name: str, text: str) -> Facts:
    """A file's facts in the sections that are compared."""
    facts: Facts = json.loads(text)
    return services_data.single_facts(facts) if name == SERVICES else facts


def renew(folder: Path, date: str | None, *, check: bool) -> bool:
    """Show what differs from the packages and write it, or only show it; whether anything did."""
    different = False
    for name, text in built_texts(folder, date).items():
        path = folder / name
        shipped = path.read_text(encoding="utf-8") if path.exists() else "{}"
        if text == shipped:
            print(f"{name}: as shipped")
            continue
        different = True
        print(f"{name}: differs from what is shipped")
        for line in changes(facts_of(name, shipped), facts_of(name, text)):
            print(f"  {line}")
        if not check:
            path.write_text(text, encoding="utf-8")
    return different


def checked_version(folder: Path) -> bool:
    """Where the package is not there: does the shipped table name the pinned version? Prints the answer."""
    path = folder / SERVICES
    sources = json.loads(path.read_text(encoding="utf-8"))["meta"]["sources"] if path.exists() else []
    same = any(source.get("version") == services_data.VERSION for source in sources)
    kept = f"not compared, {services_data.PACKAGE} is not here (make catalogue fetches it)"
    print(f"{SERVICES}: {kept if same else f'is not of version {services_data.VERSION}'}")
    return same


def main(arguments: Sequence[str] | None = None) -> int:
    """Show what changed; write it unless `--check`. 1 if something changed and was not written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only show what would change; 1 if anything does")
    parser.add_argument("--date", help="the date to write, YYYY-MM-DD (today's if anything changed)")
    options = parser.parse_args(arguments)
    if not options.check:
        services_data.fetch()
    different = renew(FOLDER, options.date, check=options.check)
    if not services_data.PACKAGE_FILE.exists():
        different = not checked_version(FOLDER) or different
    if different:
        print("Not written." if options.check else "Written: policybuilder/catalogue/README.md says what to check now.")
    return int(different and options.check)


if __name__ == "__main__":
    sys.exit(main())
