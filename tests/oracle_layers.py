"""A second opinion on whole questions: which layers count, who is named, what comes of it. Written from AWS's text.

Sources: "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account policy evaluation
logic", "AWS JSON policy elements: Principal", "... NotPrincipal", SCP and RCP pages. It takes plain JSON and imports
nothing of the engine. `context` is complete: every key not in it is absent.
"""

import re
from typing import Any

from tests.oracle import applies, listed

COVERED_BY_RCP = ("s3", "kms", "sqs", "sts")


def decide(asked, layers):
    """The decision and the (layer, level, policy, statement) of what determined it.

    `asked` has action, resource, context, principal, owner (account of the resource), management (bool).
    """
    who = Caller(asked["principal"], asked["context"])
    context = {key.lower(): value for key, value in asked["context"].items() if value != ()}
    groups = [group for group in _groups(layers) if _counts(group[0], who, asked)]
    denies: list[Any] = []
    allows: list[Any] = []
    bounded = any(name == "boundary" for name, _, _ in groups) and who.kind in ("user", "role")
    for layer, level, policies in groups:
        for number, policy in enumerate(policies):
            for place, statement in enumerate(listed(policy["Statement"])):
                variables = policy.get("Version") == "2012-10-17"
                how = _named(statement, who, bounded=bounded) if layer in ("resource", "rcp") else {"anyone"}
                if how and applies(statement, asked["action"], asked["resource"], context, variables, layer):
                    found = ((layer, level, number, place), how)
                    (denies if statement["Effect"] == "Deny" else allows).append(found)
    if denies:
        return "explicitDeny", [place for place, _ in denies]
    return _granted(who, asked, groups, allows)


def _groups(layers):
    groups: list[Any] = [("identity", None, layers.get("identity", []))]
    groups += [(name, None, [layers[name]]) for name in ("boundary", "session") if layers.get(name) is not None]
    for name in ("scp", "rcp"):
        groups += [(name, level, policies) for level, policies in enumerate(layers.get(name) or [])]
    return groups + ([("resource", None, layers["resource"])] if layers.get("resource") else [])


class Caller:
    """The caller taken apart: what kind he is, his account, and by which texts a policy can name him."""

    def __init__(self, principal, context):
        self.text = principal
        found = re.fullmatch(r"arn:(\w[\w-]*):(iam|sts):[^:]*:(\d*):([^/:]+)/?(.*)", principal, re.DOTALL)
        words = {"root": "root", "user": "user", "role": "role", "assumed-role": "role", "federated-user": "federated"}
        self.kind = words.get(found[4], "other") if found else "anonymous" if principal == "anonymous" else "service"
        self.by_task = self.kind == "root" and str(_found(context, "aws:AssumedRoot")).lower() == "true"
        self.account = found[3] if found else None
        self.name = found[5].split("/")[0 if found[4] == "assumed-role" else -1] if found else None
        self.session = self._session(found, {key.lower(): value for key, value in context.items()})
        self.is_linked = re.search(":role/aws-service-role/|:assumed-role/AWSServiceRoleFor", principal) is not None

    def _session(self, found, context):
        if found and found[4] == "assumed-role":
            return found[5].split("/", 1)[1]
        user_id = context.get("aws:userid")
        return user_id.partition(":")[2] or None if isinstance(user_id, str) else None

    def how(self, entry):
        """By which kind of name an entry under AWS names him, or None."""
        if entry == "*":
            return "everyone"
        if entry == self.account or re.fullmatch(rf"arn:[^:]*:iam:[^:]*:{self.account}:root", entry):
            return ("self" if self.kind == "root" else "account") if self.account else None
        if entry == self.text:
            return {"role": "session" if ":assumed-role/" in entry else "entity", "federated": "session"}.get(
                self.kind, "self"
            )
        return self._behind(re.fullmatch(r"arn:aws:(iam|sts)::(\d*):(role|user|assumed-role)/(.*)", entry, re.DOTALL))

    def _behind(self, found):
        """The role or the user behind a session; or a session of the role that asks."""
        if not found or found[2] != self.account:
            return None
        if self.kind == "role" and found[3] == "assumed-role":
            return "session" if self.session and found[4] == f"{self.name}/{self.session}" else None
        if self.kind == "role" and found[3] == "role" and ":assumed-role/" in self.text:
            return "entity" if found[4].split("/")[-1] == self.name else None
        return (
            "entity"
            if self.kind == "federated" and (found[3], found[4].split("/")[-1]) == ("user", self.name)
            else None
        )


def _found(context, key):
    return next((value for name, value in context.items() if name.lower() == key.lower()), None)


def _counts(layer, who, asked):
    if who.kind == "anonymous":
        signed_only = _service(asked) == "rekognition"
        return (layer == "resource" and not signed_only) or (layer == "rcp" and _service(asked) in COVERED_BY_RCP)
    if who.kind == "service":
        return layer == "resource" or (layer == "rcp" and _service(asked) in COVERED_BY_RCP)
    if who.kind == "root" and layer in ("identity", "boundary"):
        return False
    if layer == "scp":
        return not (who.is_linked or asked["management"])
    if layer == "rcp":
        managed = asked["management"] and asked["owner"] == who.account
        return _service(asked) in COVERED_BY_RCP and not who.is_linked and not managed
    return True


def _service(asked):
    return asked["action"].split(":")[0].lower()


def _named(statement, who, *, bounded):
    """The kinds of names by which a statement of a resource policy means the caller."""
    if "NotPrincipal" in statement:
        if statement["Effect"] == "Allow":
            return set()
        listed_as = _kinds(statement["NotPrincipal"], who)
        own = {
            "role": {"session", "entity", "account"},
            "federated": {"session", "account"},
            "user": {"self", "account"},
        }
        exempt = "everyone" in listed_as or own.get(who.kind, {"self"}) <= listed_as
        return set() if exempt and not bounded else {"anyone"}
    return _kinds(statement.get("Principal", {}), who)


def _kinds(principal, who):
    if principal == "*":
        return {"everyone"}
    kinds = {who.how(entry) for entry in listed(principal.get("AWS", []))} if who.account else set()
    kinds |= {"everyone"} if "*" in listed(principal.get("AWS", [])) else set()
    kinds |= {"self"} if who.kind == "service" and who.text in listed(principal.get("Service", [])) else set()
    return kinds - {None}


def _granted(who, asked, groups, allows):
    """Allowed if what has to allow does; the Allows of every way in which it is granted determine."""

    def by(layer):
        levels = [group[:2] for group in groups if group[0] == layer]
        return all(any(place[:2] == level for place, _ in allows) for level in levels)

    own = (who.kind == "root" and not (who.by_task and not _is_set(groups, "session"))) or (
        who.kind not in ("service", "anonymous") and any(place[0] == "identity" for place, _ in allows)
    )
    limited = by("boundary") and by("session") and not (who.kind == "federated" and not _is_set(groups, "session"))
    names = {kind for place, how in allows if place[0] == "resource" for kind in how}
    ways = []
    if who.kind not in ("service", "anonymous") and asked["owner"] not in (None, who.account):
        if own and limited and names:
            ways.append(({"identity", "boundary", "session"}, names))
    else:
        if own and limited:
            ways.append(({"identity", "boundary", "session"}, set()))
        if names & {"self", "session", "everyone"}:
            ways.append((set(), {"self", "session", "everyone"}))
        if "entity" in names and limited:
            ways.append(({"boundary", "session"}, {"entity"}))
    if not ways or not by("scp"):
        return "implicitDeny", []
    layers = {"scp"}.union(*(needed for needed, _ in ways))
    kinds = set().union(*(counted for _, counted in ways))
    return "allowed", [place for place, how in allows if place[0] in layers or (place[0] == "resource" and how & kinds)]


def _is_set(groups, layer):
    return any(name == layer for name, _, _ in groups)
