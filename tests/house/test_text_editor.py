"""The vendored text editor is the one that its list of packages describes."""

import json
import re

from tests.house.source import ROOT, read

PACKAGES = json.loads(read("tools/text_editor/package.json"))
NAME = f"codemirror-{PACKAGES['dependencies']['@codemirror/view']}"


def test_the_page_asks_for_the_file_that_was_built():
    assert f"vendor/{NAME}.min.js" in read("templates/components/text_editor.html")
    built = [path.name for path in (ROOT / "static/vendor").iterdir() if path.name.startswith("codemirror")]
    assert sorted(built) == [f"{NAME}.LICENSE.txt", f"{NAME}.min.js"]


def test_every_package_in_it_has_its_exact_version_and_its_licence():
    versions = PACKAGES["dependencies"] | PACKAGES["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values()), versions
    text = (ROOT / f"static/vendor/{NAME}.LICENSE.txt").read_text()
    bundled = re.findall(r"^(\S+) (\d+\.\d+\.\d+)$", text, re.MULTILINE)
    assert dict(bundled) == PACKAGES["dependencies"]
    assert text.count("Permission is hereby granted, free of charge") == len(bundled)
