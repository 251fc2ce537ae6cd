"""What is said about project policies, policies of other resources, and resource control policies."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_ABOUT_ACTION = (
    "Looks for actions that have no place in the policy of the chosen type: in a trust policy only the ways to take on "
    "a role (sts:AssumeRole and its kin), in the policy of a bucket, access point or table only those of its service."
)
_ABOUT_RCP_PRINCIPAL = 'Looks for resource control policies whose Principal is something other than "*".'
_ABOUT_RCP_ACTION = (
    "Looks for actions in resource control policies that they do not reach: those of services that are not on AWS's "
    "list, and a * for all services."
)
_ABOUT_NEVER_SENT = (
    "Looks for tests of keys that requests of AWS services never carry, in statements that name a service as principal."
)
_ABOUT_IRRELEVANT = "Looks for tests of who owns the resource, in the policy of that very resource."

WORDS: Mapping[str, Words] = {
    "PROJECT_POLICY_UNSUPPORTED_ACTION": Words(
        title="A project policy is about copying only.",
        about="Looks for actions other than rekognition:CopyProjectVersion in project policies.",
        what="{entry} stands in a project policy.",
        why="Rekognition takes no other action than rekognition:CopyProjectVersion there, and does not store the policy.",
        do="Keep rekognition:CopyProjectVersion only. Other rights belong in policies of users and roles.",
    ),
    "PROJECT_POLICY_UNSUPPORTED_ELEMENT": Words(
        title="This element has no place in a project policy.",
        about="Looks for NotAction, NotResource and NotPrincipal in project policies.",
        what="{element} stands in a project policy.",
        why="Rekognition does not store it.",
        do="Say what is meant with {instead}.",
    ),
    "UNSUPPORTED_ACTION_IN_POLICY": Words(
        title="The action has no place in this policy.",
        about=_ABOUT_ACTION,
        what="{entry} stands in the policy of a resource of type {resource_type}.",
        why="A resource's policy can only be about the actions of its own service; it is not stored.",
        do="Remove the action, or put it in a policy of a user or role.",
    ),
    "UNSUPPORTED_ACTION_IN_POLICY.trust": Words(
        title="The action has no place in a trust policy.",
        about=_ABOUT_ACTION,
        what="{entry} stands in a trust policy.",
        why="A trust policy says who may take on the role, and IAM stores it with the actions for that only.",
        do="Put what the role may do in a permissions policy, and leave sts:AssumeRole here.",
    ),
    "UNSUPPORTED_RESOURCE_ARN_IN_POLICY": Words(
        title="The resource has no place in this policy.",
        about="Looks for ARNs of other services in the policy of a bucket, access point or table.",
        what="{resource} stands in the policy of a resource of type {resource_type}.",
        why="A resource's policy can only be about the resource itself; it is not stored.",
        do="Name the resource that the policy is attached to.",
    ),
    "IRRELEVANT_CONDITION_KEY_IN_POLICY": Words(
        title="This test says nothing here.",
        about=_ABOUT_IRRELEVANT,
        what="{key} is tested in the policy of a resource, whose owner is always the same.",
        why="The test is always true or always false.",
        do="Leave it out here, and use it in policies of users and roles.",
    ),
    "IRRELEVANT_CONDITION_KEY_IN_POLICY.project": Words(
        title="This test says nothing here.",
        about=_ABOUT_IRRELEVANT,
        what="{key} is tested in the policy of a project, whose owner is always the same.",
        why="The test is always true or always false.",
        do="Leave it out here, and use it in policies of users and roles.",
    ),
    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL": Words(
        title="The service may act for anybody.",
        about=(
            "Looks for Allow statements that name an AWS service in a resource's policy, without a test of whom it acts "
            "for (aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, aws:SourceOrgPaths)."
        ),
        what="The statement lets {services} in, and no Condition says on whose behalf.",
        why="A customer of another account could have the service use this resource.",
        do="Test aws:SourceAccount with your account, or aws:SourceArn with the resource that the service acts for.",
    ),
    "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL": Words(
        title="There are better keys for this.",
        about="Looks for services that are held back by keys which do not say whom they act for.",
        what="What holds {services} back is a test of {key}, which does not say on whose behalf a call is made.",
        why="A customer of another account may get past this test and have the service use this resource.",
        do="Test aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths instead.",
    ),
    "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL": Words(
        title="The service's requests do not carry this key.",
        about=_ABOUT_NEVER_SENT,
        what="{key} is tested, and requests of {services} never carry it.",
        why="The statement never allows the service anything.",
        why_deny="The statement never denies the service anything.",
        do="Test aws:SourceArn, aws:SourceAccount or aws:SourceOrgID instead, or put the service in a statement of its own.",
    ),
    "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL.passes": Words(
        title="The service's requests do not carry this key.",
        about=_ABOUT_NEVER_SENT,
        what="{key} is tested, and requests of {services} never carry it.",
        why="The test comes out the same for every request of the service, so it holds nobody back.",
        do="Test aws:SourceArn, aws:SourceAccount or aws:SourceOrgID instead, or put the service in a statement of its own.",
    ),
    "RCP_SYNTAX_ERROR_PRINCIPAL": Words(
        title="A resource control policy is about everyone.",
        about=_ABOUT_RCP_PRINCIPAL,
        what="Principal names {principals}.",
        why='Only "Principal": "*" is stored.',
        do='Write "Principal": "*", and test aws:PrincipalArn or the like in the Condition.',
    ),
    "RCP_SYNTAX_ERROR_PRINCIPAL.negated": Words(
        title="A resource control policy is about everyone.",
        about=_ABOUT_RCP_PRINCIPAL,
        what="NotPrincipal stands in a resource control policy.",
        why='Only "Principal": "*" is stored.',
        do='Write "Principal": "*", and leave somebody out with a test of aws:PrincipalArn.',
    ),
    "RCP_SYNTAX_ERROR_PRINCIPAL.missing": Words(
        title="A resource control policy is about everyone.",
        about=_ABOUT_RCP_PRINCIPAL,
        what="The statement has no Principal.",
        why='A resource control policy is only stored with "Principal": "*".',
        do='Add "Principal": "*".',
    ),
    "RCP_SYNTAX_ERROR_ALLOW": Words(
        title="A resource control policy only denies.",
        about=(
            "Looks for Allow statements in resource control policies. AWS's own policy, which allows everything, is the "
            "only one that may have one."
        ),
        what="The statement allows something in particular.",
        why="It is not stored. What no resource control policy denies stays allowed, as far as other policies allow it.",
        do="Remove it, or write the opposite as a Deny.",
    ),
    "RCP_SYNTAX_ERROR_NOTACTION": Words(
        title="NotAction has no place in a resource control policy.",
        about="Looks for NotAction in resource control policies.",
        what="NotAction stands in a resource control policy.",
        why="It is not stored.",
        do="List what is denied in Action.",
    ),
    "RCP_SYNTAX_ERROR_ACTION": Words(
        title="Resource control policies do not reach this service.",
        about=_ABOUT_RCP_ACTION,
        what="{entry} is of a service ({service}) that was not on AWS's list of {date}.",
        why="The policy is not stored with it, and nothing is denied.",
        do="Remove the action. For this service, use a service control policy instead.",
    ),
    "RCP_SYNTAX_ERROR_ACTION.all": Words(
        title="A resource control policy names services.",
        about=_ABOUT_RCP_ACTION,
        what="{entry} stands for every action of every service.",
        why="Only AWS's own policy has that; a policy that denies is not stored with it.",
        do="Name the services, as in s3:* and sqs:*.",
    ),
    "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY": Words(
        title="AWS's own services are denied too.",
        about=(
            "Looks for Deny statements of resource control policies that test who calls, without leaving out AWS's "
            "services."
        ),
        what="{key} is tested, which says nothing about AWS services that act for your accounts.",
        why="Services that work on your behalf, such as log delivery, may be refused.",
        do='Add "BoolIfExists": {{"aws:PrincipalIsAWSService": "false"}} to the Condition.',
    ),
    "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY": Words(
        title="Your own users are denied too.",
        about=(
            "Looks for Deny statements of resource control policies that test whom a service acts for, without limiting "
            "them to AWS's services."
        ),
        what="{key} is tested, which only requests of AWS services carry.",
        why="Requests of your users and roles do not carry it and may be refused.",
        do='Add "BoolIfExists": {{"aws:PrincipalIsAWSService": "true"}} to the Condition.',
    ),
    "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK": Words(
        title="Services that do not send this key are denied too.",
        about=(
            "Looks for Deny statements of resource control policies that test whom a service acts for, without a test "
            "that the request says so at all."
        ),
        what="{key} is tested, and some requests of AWS services do not carry it.",
        why="Services that work on your behalf without the key may be refused.",
        do='Add "Null": {{"aws:SourceAccount": "false"}} or "Null": {{"aws:SourceArn": "false"}} to the Condition.',
    ),
}
FIXES: Mapping[str, str] = {
    "only_copying": "Allow only copying of model versions",
    "remove_foreign_action": "Remove {entry}",
    "remove_foreign_resource": "Remove {resource}",
    "source_account": "Let it act for account {account} only",
    "everyone": "Name everyone (*)",
    "remove_allow": "Remove the statement",
    "not_services": "Leave AWS's services out of this Deny (denies less)",
    "only_services": "Deny AWS's services only (denies less)",
    "only_with_source": "Deny only requests that say whom they are for (denies less)",
}
