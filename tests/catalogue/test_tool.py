"""`make catalogue`: the same packages give the same files, and a change is shown before it is written."""

import json
import shutil

import pytest

from policybuilder.catalogue.load import DATA
from tools import build_catalogue, services_data
from tools.build_catalogue import main
from tools.reference_data import counted_class


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    monkeypatch.setattr(build_catalogue, "FOLDER", copy)
    monkeypatch.setattr(services_data, "PACKAGE_FILE", tmp_path / "not-there.tgz")
    monkeypatch.setattr(services_data, "fetch", lambda: None)
    return copy


def test_the_shipped_files_are_what_the_packages_say(capsys):
    assert main(["--check"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[:3] == ["companions.json: as shipped", "regions.json: as shipped", "rekognition.json: as shipped"]
    compared = "as shipped" if services_data.PACKAGE_FILE.exists() else "not compared"
    assert told[3].startswith(f"services.json: {compared}")


def test_a_difference_is_shown_and_only_written_when_asked(folder, capsys):
    path = folder / "rekognition.json"
    good = path.read_text("utf-8")
    wrong = good.replace('"name": "CreateProject", "level": "Write"', '"name": "CreateProject", "level": "Read"')
    path.write_text(wrong, "utf-8")
    assert main(["--check"]) == 1
    assert 'actions CreateProject: level "Read" -> "Write"' in capsys.readouterr().out
    assert path.read_text("utf-8") == wrong
    assert main(["--date", json.loads(good)["meta"]["date"]]) == 0
    assert path.read_text("utf-8") == good
    assert (folder / "guidance.json").read_text("utf-8") == (DATA / "guidance.json").read_text("utf-8")


def test_lost_facts_and_new_facts_are_named(folder, capsys):
    path = folder / "companions.json"
    lines = path.read_text("utf-8").splitlines()
    lost = next(line for line in lines if '"name": "GetObject"' in line)
    lines[lines.index(lost)] = lost.replace("GetObject", "GetObjekt")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert main(["--check"]) == 1
    told = capsys.readouterr().out
    assert "added    actions s3:GetObject: " in told
    assert "removed  actions s3:GetObjekt: " in told


def test_a_missing_file_is_built_anew(folder):
    (folder / "companions.json").unlink()
    assert main(["--check"]) == 1
    assert main(["--date", "2026-09-26"]) == 0
    assert (folder / "companions.json").read_bytes() == (DATA / "companions.json").read_bytes()


@pytest.mark.parametrize("form", ["[a-z", ".+", "(?=x)", "[a-z]?"])
def test_forms_of_fields_that_are_not_understood_are_no_format(form):
    assert counted_class(form) is None


def test_forms_of_fields():
    assert counted_class(r"\d{12}") == {"min": 12, "max": 12, "characters": "0-9"}
    assert counted_class(r"[a-z\d-]+") == {"min": 1, "max": None, "characters": "a-z0-9-"}
    assert counted_class("(train|test)") == {"values": ["train", "test"]}
