"""What keeps a text from being a draft: message ids with place and parameters; `wording` has the sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]


class DraftCode(StrEnum):
    """Everything that may be wrong with a draft."""

    # the text
    NOT_JSON = "not_json"
    NOT_A_NUMBER = "not_a_number"
    DOUBLED_MEMBER = "doubled_member"
    DRAFT_TOO_LONG = "draft_too_long"
    DRAFT_TOO_DEEP = "draft_too_deep"
    HALF_CHARACTER = "half_character"
    # its shape
    SCHEMA_VERSION = "schema_version"
    UNKNOWN_MEMBER = "unknown_member"
    MISSING_MEMBER = "missing_member"
    UNKNOWN_TYPE = "unknown_type"
    MISSING_TYPE = "missing_type"
    UNKNOWN_TARGET = "unknown_target"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_TEXT = "not_text"
    NOT_A_LIST = "not_a_list"
    NOT_AN_OBJECT = "not_an_object"
    NOT_TRUE_OR_FALSE = "not_true_or_false"
    NOT_WHOLE_NUMBER = "not_whole_number"
    EMPTY_TEXT = "empty_text"
    EMPTY_LIST = "empty_list"
    TEXT_TOO_LONG = "text_too_long"
    DOES_NOT_FIT = "does_not_fit"
    # its fields
    NAME_CHARACTERS = "name_characters"
    OBJECT_KEY = "object_key"
    DATASET_TYPE = "dataset_type"
    TIMESTAMP_FORMAT = "timestamp_format"
    REGION_FORMAT = "region_format"
    ACCOUNT_FORMAT = "account_format"
    PARTITION_FORMAT = "partition_format"
    ARN_FORMAT = "arn_format"
    TITLE_TEXT = "title_text"
    RULE_ID_FORMAT = "rule_id_format"
    DOUBLED_RULE_ID = "doubled_rule_id"
    OPERATION_FORMAT = "operation_format"
    DOCUMENT_HAS_STATEMENT = "document_has_statement"
    TEXT_DIFFERS = "text_differs"
    # principals
    PRINCIPAL_TEXT = "principal_text"
    PRINCIPAL_ACCOUNT = "principal_account"
    PRINCIPAL_ROLE = "principal_role"
    PRINCIPAL_USER = "principal_user"
    PRINCIPAL_SESSION = "principal_session"
    PRINCIPAL_FEDERATED_USER = "principal_federated_user"
    PRINCIPAL_SERVICE = "principal_service"
    PRINCIPAL_PROVIDER = "principal_provider"
    # conditions
    UNKNOWN_OPERATOR = "unknown_operator"
    CONDITION_KEY_FORMAT = "condition_key_format"
    NULL_STANDS_ALONE = "null_stands_alone"
    UNKNOWN_GLOBAL_KEY = "unknown_global_key"
    TAG_KEY_MISSING = "tag_key_missing"
    OPERATOR_OF_OTHER_TYPE = "operator_of_other_type"
    SET_OPERATOR_MISSING = "set_operator_missing"
    CONDITION_REGION = "condition_region"
    CONDITION_BOOL = "condition_bool"
    CONDITION_NUMBER = "condition_number"
    CONDITION_DATE = "condition_date"
    CONDITION_NETWORK = "condition_network"
    CONDITION_ARN = "condition_arn"
    CONDITION_BINARY = "condition_binary"
    # policies that a draft cannot hold
    POLICY_UNREADABLE = "policy_unreadable"
    STATEMENT_NOT_OBJECT = "statement_not_object"


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """One thing that keeps a text from being a draft: message id, place, parameters."""

    code: DraftCode
    path: Path = ()
    params: Mapping[str, str] = field(default_factory=dict)
