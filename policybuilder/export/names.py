"""Names for what an export makes, from the name a policy was saved under."""

import re

OTHERS_OF_IAM = re.compile(r"[^A-Za-z0-9_+=,.@-]+")
OTHERS_OF_PROJECT = re.compile(r"[^A-Za-z0-9_.-]+")
WORD = re.compile(r"[A-Za-z0-9]+")


def policy_name(name: str) -> str:
    """A name of IAM (`[\\w+=,.@-]+`, at most 128 characters: "CreatePolicy"); Organizations takes it too."""
    return _named(OTHERS_OF_IAM, name, 128, "policy")


def role_name(name: str) -> str:
    """A name for a role: at most 64 characters ("CreateRole")."""
    return _named(OTHERS_OF_IAM, name, 64, "role")


def project_policy_name(name: str) -> str:
    """A name for a project policy (`[a-zA-Z0-9_.\\-]+`: "PutProjectPolicy")."""
    return _named(OTHERS_OF_PROJECT, name, 128, "policy")


def session_name(name: str) -> str:
    """A name for a role's session: 2 to 64 characters ("AssumeRole")."""
    found = _named(OTHERS_OF_IAM, name, 64, "session")
    return found if len(found) > 1 else f"session-{found}"


def label(name: str) -> str:
    """A name within a Terraform file: small letters, digits and underscores, a letter first."""
    words = "_".join(WORD.findall(name)).lower()[:64].rstrip("_")
    return words if words[:1].isalpha() else f"policy_{words}".rstrip("_")


def logical_id(name: str) -> str:
    """A name within a template, and of a class: letters and digits, a letter first ("Resources")."""
    words = "".join(word[0].upper() + word[1:] for word in WORD.findall(name))[:64]
    return words if words[:1].isalpha() else f"Policy{words}"


def _named(others: re.Pattern[str], name: str, longest: int, otherwise: str) -> str:
    return others.sub("-", name).strip("-")[:longest].rstrip("-") or otherwise
