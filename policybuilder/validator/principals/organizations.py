"""Resource control policies: what may stand in them, and whom a Deny without exceptions would hit as well.

Sources: AWS Organizations User Guide, "RCP syntax", "Resource control policies (RCPs)" (services that support them);
IAM Access Analyzer policy check reference, "RCP syntax error ...", "RCP missing ...".
"""

from collections.abc import Iterable, Iterator

from policybuilder.catalogue.services import service
from policybuilder.iam import RCP_DATE, RCP_SERVICES
from policybuilder.validator.access.amend import with_test
from policybuilder.validator.access.reach import everything
from policybuilder.validator.base import found
from policybuilder.validator.conditions.changes import offered
from policybuilder.validator.finding import Finding, Fix, added, fix, removed, replaced
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.principals.reading import named
from policybuilder.validator.view import StatementView, Subject, Test, Text

BY_SERVICE = "aws:principalisawsservice"
PRINCIPAL_KEYS = (
    *("aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:principaltype"),
    *("aws:userid", "aws:username"),
)
_PRINCIPAL_TAG = "aws:principaltag/"
SOURCE_KEYS = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")
_NULL_CHECKED = ("aws:sourceaccount", "aws:sourcearn")


def syntax(subject: Subject) -> Iterable[Finding]:
    """RCP_SYNTAX_ERROR_PRINCIPAL, _ALLOW, _NOTACTION and _ACTION."""
    if subject.kind is not PolicyKind.RCP:
        return
    for view in subject.statements:
        yield from _principals(view)
        left_out = view.element("NotAction")
        if left_out is not None:
            yield found("RCP_SYNTAX_ERROR_NOTACTION", left_out.key.place)
        if view.allows and not _is_default(view):
            yield found("RCP_SYNTAX_ERROR_ALLOW", view.place, fixes=_to_deny(subject, view))
        elif view.denies:
            unreached = [text for text in view.texts("Action") if not _reached(text.value)]
            others = len(view.texts("Action")) > len(unreached)
            yield from (_action(text, others=others) for text in unreached)


def _principals(view: StatementView) -> Iterator[Finding]:
    code = "RCP_SYNTAX_ERROR_PRINCIPAL"
    if view.not_principal is not None:
        edits = [removed(view.not_principal.place.path)]
        if view.principal is None:
            edits.append(added((*view.path, "Principal"), "*"))
        fixes = (fix("everyone", *edits),)
        yield found(code, view.not_principal.key.place, params={"variant": "negated"}, fixes=fixes)
    elif view.principal is None:
        fixes = (fix("everyone", added((*view.path, "Principal"), "*")),)
        yield found(code, view.place, params={"variant": "missing"}, fixes=fixes)
    if view.principal is not None and not view.principal.everyone:
        names = tuple(each.value for each in named(view.principal))
        fixes = (fix("everyone", replaced(view.principal.place.path, "*")),)
        yield found(code, view.principal.place, params={"principals": names}, fixes=fixes)


def _is_default(view: StatementView) -> bool:
    """Is it the statement of AWS's own policy RCPFullAWSAccess?"""
    actions, resources = view.texts("Action"), view.texts("Resource")
    whole = bool(actions) and bool(resources) and all(everything(text.value) for text in (*actions, *resources))
    return whole and view.condition is None


def _to_deny(subject: Subject, view: StatementView) -> tuple[Fix, ...]:
    """What an RCP does not deny is allowed by AWS's own policy: the statement may go."""
    if len(subject.statements) < 2 or not isinstance(view.path[-1], int):
        return ()
    return (fix("remove_allow", removed(view.path)),)


def _reached(text: str) -> bool:
    """Do RCPs reach the service of an entry? What names no service is told otherwise."""
    prefix, colon, _ = text.lower().partition(":")
    if everything(text) or (colon and everything(prefix)):
        return False
    return not colon or prefix in RCP_SERVICES or service(prefix) is None


def _action(text: Text, *, others: bool) -> Finding:
    prefix, colon, _ = text.value.partition(":")
    return found(
        "RCP_SYNTAX_ERROR_ACTION",
        text.part(0, len(prefix)) if colon else text.place,
        params={"entry": text.value, "service": prefix, "date": RCP_DATE, "variant": "service" if colon else "all"},
        fixes=(fix("remove_foreign_action", removed(text.path), entry=text.value),) if others else (),
    )


# -- whom a Deny hits --------------------------------------------------------------------------------------------------


def exceptions(subject: Subject) -> Iterable[Finding]:
    """RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY, ..._SERVICE_PRINCIPAL_... and ..._NULL_CHECK."""
    if subject.kind is not PolicyKind.RCP:
        return
    for view in subject.statements:
        if view.denies:
            yield from _by_principal(view)
            yield from _by_source(view)


def _by_principal(view: StatementView) -> Iterator[Finding]:
    """A test of who calls, which AWS's services fail that act for the account."""
    test = next((test for test in view.tests if _of_principals(test)), None)
    if test is not None and not _says_service(view, "false"):
        edits = with_test(view, "BoolIfExists", "aws:PrincipalIsAWSService", "false")
        yield _exception("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", test, fix("not_services", *edits))


def _of_principals(test: Test) -> bool:
    return test.folded_key in PRINCIPAL_KEYS or test.folded_key.startswith(_PRINCIPAL_TAG)


def _by_source(view: StatementView) -> Iterator[Finding]:
    """A test of whom a service acts for, which everybody else's requests do not carry."""
    test = next((test for test in view.tests if test.folded_key in SOURCE_KEYS and test.base != "Null"), None)
    if test is None:
        return
    if not _says_service(view, "true"):
        edits = with_test(view, "BoolIfExists", "aws:PrincipalIsAWSService", "true")
        yield _exception("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", test, fix("only_services", *edits))
    if not any(_is_sent(each) for each in view.tests):
        edits = with_test(view, "Null", "aws:SourceAccount", "false")
        yield _exception("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", test, fix("only_with_source", *edits))


def _exception(code: str, test: Test, mend: Fix) -> Finding:
    return found(code, test.key.place, params={"key": test.key.value}, fixes=offered(mend))


def _says_service(view: StatementView, wanted: str) -> bool:
    return any(
        test.folded_key == BY_SERVICE
        and test.base == "Bool"
        and [each.value.lower() for each in test.values] == [wanted]
        for test in view.tests
    )


def _is_sent(test: Test) -> bool:
    """Does a test demand that the request says whom the service acts for?"""
    if test.folded_key not in _NULL_CHECKED:
        return False
    if test.base == "Null":
        return [each.value.lower() for each in test.values] == ["false"]
    return test.name is not None and not test.name.negated and not test.name.if_exists
