"""What becomes of a request of each person of the stories (`test_stories`), in one table."""

POLICY = '{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": "*", "Resource": "*"}}]}}'

# What is asked for besides.
QUERIES = {"policies_zip": "?id={policy_id}"}

# What is posted: something that changes something, by who may.
BODIES = {
    "switch_workspace": {"to": "{team_id}"},
    "teams": {"name": "Another"},
    "team": {"do": "role:{viewer}", "role-{viewer}": "editor"},
    "team_delete": {"name": "Vision"},
    "build": {"do": "rule-add:Allow"},
    "policy": {"do": "rule-add:Allow"},
    "simulate": {"do": "attach", "layer": "boundary", "text": POLICY},
    "policy_simulate": {"do": "attach", "layer": "boundary", "text": POLICY},
    "validate": {"text": POLICY},
    "compare": {"a": "work", "b": "work"},
    "start": {"do": "empty"},
    "copying": {"do": "save"},
    "recipe": {"do": "open"},
    "inventory": {"do": "forget"},
    "library": {"do": "delete:{policy_id}"},
    "policy_copy": {"to": "{own}"},
    "policy_shares": {"do": "make"},
    "policy_revision": {"do": "restore"},
    "account": {"address": "ana@example.org"},
    "account_delete": {"password": "x"},
    "tokens": {"do": "make", "name": "CI", "scope": "read"},
    "sign_in": {"name": "owner", "password": "y"},
    "forgotten": {"address": "ana@example.org"},
}

# The status of each one's answer, and the addresses for which it is so; an address may go on on the next line.
TABLE = """
verb  owner editor viewer stranger browser reads writes addresses
GET   200   200    200    200      200     200   200    audit_lines policies_json
GET   200   200    200    200      200     403   403    account forgotten mail_sent data_zip invitation build
                                                        build_pane completions build_json build_file simulate access
                                                        scenarios scenarios_file start copying recipe recipe_proven
                                                        validate compare inventory audit reference checks check
                                                        assumptions library shared shared_copy shared_file patterns
GET   200   200    200    200      302     403   403    password tokens account_delete teams
GET   200   200    200    404      302     403   403    team
GET   200   200    200    404      404     200   200    policies_zip policy_scenarios_file policy_audit_lines
                                                        policy_json policy_file revisions_json
GET   200   200    200    404      404     403   403    policy policy_simulate policy_access policy_scenarios
                                                        policy_audit policy_copy policy_revisions
                                                        policy_revision policy_revision_file policy_pane policy_shares
GET   200   403    403    404      302     403   403    team_delete
GET   302   302    302    302      200     403   403    sign_in sign_up
GET   410   410    410    410      410     403   403    confirm_address reset_password
POST  200   200    200    200      200     403   403    validate
POST  200   200    200    200      302     403   403    password tokens
POST  302   302    302    302      302     403   403    account sign_out sign_out_everywhere forgotten teams
                                                        invitation compare shared_copy
POST  302   302    302    302      422     403   403    sign_in sign_up
POST  302   302    302    404      302     403   403    switch_workspace
POST  302   302    302    404      404     403   403    policy_copy
POST  302   302    403    302      302     403   403    build build_preview simulate scenarios start inventory
POST  302   302    403    404      404     403   403    library policy policy_simulate policy_scenarios
                                                        policy_revision policy_preview policy_shares
POST  302   403    403    404      302     403   403    team team_delete
POST  422   302    302    302      302     403   403    account_delete
POST  422   422    403    422      422     403   403    copying recipe
PUT   403   403    403    404      404     403   200    policy_json
"""


def stories() -> dict[tuple[str, str], tuple[int, ...]]:
    """(name of an address, verb) -> the status for each person, in the order of the table's head."""
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    verb: str = ""
    statuses: tuple[int, ...] = ()
    for line in TABLE.strip().splitlines()[1:]:
        words = line.split()
        if not line.startswith(" "):
            verb, statuses, words = words[0], tuple(map(int, words[1:8])), words[8:]
        for name in words:
            assert (name, verb) not in found, f"{name} has two stories"
            found[name, verb] = statuses
    return found


STORIES = stories()
