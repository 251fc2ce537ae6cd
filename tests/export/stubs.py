"""Exported programs run with stubs in the place of the packages that they import."""

import json
import subprocess
import sys
from types import ModuleType
from typing import Any
from unittest.mock import patch


class Recorder:
    """A construct or a client: remembers what it was made or called with."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *args, **kwargs: self.calls.append((name, args, kwargs))


def run_boto3(text: str):
    """Service, method and parameters of the one call that a script makes."""
    client, services = Recorder(), []

    def made(service):
        services.append(service)
        return client

    module: Any = ModuleType("boto3")
    module.client = made
    with patch.dict(sys.modules, {"boto3": module}):
        exec(compile(text, "export.py", "exec", dont_inherit=True), {})  # noqa: S102 - the export under test
    ((method, args, kwargs),) = client.calls
    assert not args
    return services[0], method, kwargs


def run_cdk(text: str):
    """Class and properties of the one construct of a stack in Python."""
    recorder = Recorder()
    cdk: Any = ModuleType("aws_cdk")
    constructs: Any = ModuleType("constructs")
    cdk.Stack = type("Stack", (), {"__init__": lambda self, scope, construct_id: None})
    cdk.aws_iam = cdk.aws_organizations = recorder
    constructs.Construct = object
    names: dict[str, Any] = {}
    with patch.dict(sys.modules, {"aws_cdk": cdk, "constructs": constructs}):
        exec(compile(text, "stack.py", "exec", dont_inherit=True), names)  # noqa: S102 - the export under test
        (stack,) = [value for name, value in names.items() if name.endswith("Stack") and name != "Stack"]
        stack(None, "x")
    ((name, args, kwargs),) = recorder.calls
    assert len(args) == 2
    return name, kwargs


def run_shell(text: str):
    """The words that the command `aws` gets from a POSIX shell, the environment empty but for the path."""
    (words,) = run_shells([text])
    return words


def run_shells(texts):
    """The same for many commands in one shell."""
    script = "aws() { printf '%s\\0' $# \"$@\"; }\n" + "".join(texts)
    done = subprocess.run(
        ["/bin/sh", "-eu"], input=script.encode(), capture_output=True, check=True, env={"PATH": "/bin"}
    )
    assert not done.stderr
    words = iter(done.stdout.decode().split("\0")[:-1])
    return [[next(words) for _ in range(int(count))] for count in words]


def options_of(words):
    """Options of a command of the AWS CLI: `--name value`."""
    names, values = words[2::2], words[3::2]
    assert all(name.startswith("--") for name in names)
    assert len(names) == len(values)
    return dict(zip(names, values, strict=True))


TYPESCRIPT_READER = """
const ts = require(process.argv[1]);
const vm = require("node:vm");
const made = [];
const construct = (name) => class { constructor(scope, id, props) { made.push([name, id, props]); } };
const library = new Proxy({}, { get: (_, name) => construct(name) });
const stubs = {
  "aws-cdk-lib": { Stack: class {} }, "constructs": {},
  "aws-cdk-lib/aws-iam": library, "aws-cdk-lib/aws-organizations": library,
};
const answer = JSON.parse(require("node:fs").readFileSync(0, "utf8")).map((text) => {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    reportDiagnostics: true, compilerOptions: { module: "commonjs", target: "es2022" },
  });
  if (diagnostics.length) return { fault: ts.flattenDiagnosticMessageText(diagnostics[0].messageText, " ") };
  made.length = 0;
  const exports = {};
  vm.runInNewContext(outputText, { exports, require: (name) => stubs[name] });
  for (const stack of Object.values(exports)) new stack({}, "x");
  return { made: structuredClone(made) };
});
process.stdout.write(JSON.stringify(answer));
"""


def run_typescript(compiler, texts):
    """Class, id and properties of the construct of each stack, by TypeScript's own compiler and Node."""
    done = subprocess.run(
        ["node", "-e", TYPESCRIPT_READER, compiler], input=json.dumps(texts), capture_output=True, check=True, text=True
    )
    answers = json.loads(done.stdout)
    assert not [answer["fault"] for answer in answers if "fault" in answer]
    return [made for answer in answers for made in answer["made"]]
