"""What is wrong with a scenario, in words."""

from collections.abc import Mapping

from policybuilder.authoring.scenarios_fields import ScenarioCode

SCENARIO_SENTENCES: Mapping[ScenarioCode, str] = {
    ScenarioCode.NOT_UTF8: "The text is not UTF-8: byte {byte} begins no character.",
    ScenarioCode.NOT_JSON: "This is not JSON. {fault}",
    ScenarioCode.NOT_A_NUMBER: "{value} is no number of JSON.",
    ScenarioCode.DOUBLED_MEMBER: "The member {value} stands twice, and only one of the two could count.",
    ScenarioCode.TOO_DEEP: "Objects and lists are nested too deep, or a number has too many digits.",
    ScenarioCode.NOT_AN_OBJECT: "{place} has to be an object.",
    ScenarioCode.NOT_A_LIST: "{place} has to be a list.",
    ScenarioCode.NOT_TEXT: "{place} has to be text.",
    ScenarioCode.NOT_TRUE_OR_FALSE: "{place} has to be true or false.",
    ScenarioCode.NOT_AN_ID: "The id has to be text or a whole number.",
    ScenarioCode.MISSING_MEMBER: "{place} is missing.",
    ScenarioCode.UNKNOWN_MEMBER: "There is no {place}.",
    ScenarioCode.ACTION_OR_OPERATION: "A request asks either for an action on a resource or for an operation.",
    ScenarioCode.MEMBER_OF_THE_OTHER: "{place} does not go with {asked}.",
    ScenarioCode.NOT_AN_ACTION: "{value} is no action: write it as service:Name, without wildcards.",
    ScenarioCode.NOT_AN_ARN: '{value} is neither an ARN nor "*".',
    ScenarioCode.NOT_A_PRINCIPAL: (
        "{value} is no caller: give the ARN of a user, a role, a session, a federated user or an account's root, the "
        "name of a service, or anonymous."
    ),
    ScenarioCode.NOT_AN_ACCOUNT: "{place} has to be an account number of twelve digits.",
    ScenarioCode.NOT_A_KEY: "{value} is no condition key: write it as service:name.",
    ScenarioCode.DOUBLED_KEY: "{value} stands twice, in other capital letters.",
    ScenarioCode.NOT_A_CONTEXT_VALUE: "{place} has to be text, a number, true, false or a list of texts.",
    ScenarioCode.NOT_OPEN_KEYS: '{place} has to be a list of condition keys, or "*".',
    ScenarioCode.TAKES_NO_TAGS: "{operation} takes no tags.",
    ScenarioCode.NOT_A_DOCUMENT: "{place} has to be a policy document: an object, or its text.",
    ScenarioCode.UNREADABLE_DOCUMENT: "{place} cannot be read. {fault}",
    ScenarioCode.NOT_A_DECISION: "The expected decision has to be allowed, explicitDeny, implicitDeny or unknown.",
    ScenarioCode.CANNOT_BE_ASKED: "{fault}",
}
MEANT = "Is {near} meant?"
WHOLE = "The scenario"
