"""The words of the form's choices."""

KINDS = (
    ("identity", "Identity policy"),
    ("boundary", "Permissions boundary"),
    ("session", "Session policy"),
    ("scp", "Service control policy"),
    ("project", "Project policy"),
)
WHO = (
    ("account", "An AWS account"),
    ("role", "A role"),
    ("user", "A user"),
    ("session", "A session of a role"),
    ("federated-user", "A federated user"),
    ("service", "An AWS service"),
    ("provider", "An identity provider"),
    ("everyone", "Everyone"),
    ("written", "As it is written"),
)
# What is to be typed for each; several stand one to a line.
WHO_HELP = {
    "account": "Its 12 digits. The account's own administrators then decide who in it may copy.",
    "role": "Its ARN, such as arn:aws:iam::444455556666:role/Copier: every session of it.",
    "user": "Its ARN, such as arn:aws:iam::444455556666:user/ana.",
    "session": "Its ARN, such as arn:aws:sts::444455556666:assumed-role/Copier/session-1: this session alone.",
    "federated-user": "Its ARN, such as arn:aws:sts::444455556666:federated-user/ana.",
    "service": "Its name, such as sagemaker.amazonaws.com. A service that works with a role counts as that role.",
    "provider": (
        "Its ARN or its domain. Identity providers belong in the trust policy of a role: in a project policy name the role."
    ),
    "everyone": (
        "Whoever has an AWS account may copy your models, anywhere in the world, unless a condition narrows it down "
        "(aws:PrincipalOrgID for your organization)."
    ),
    "written": "Word for word as it stands under AWS; Service: or Federated: in front puts it there.",
}
EFFECTS = (("Allow", "Allow"), ("Deny", "Deny"))
TARGET_TYPES = (
    ("projectversion", "Model versions"),
    ("project", "A project"),
    ("dataset", "Datasets"),
    ("all", "Everything"),
    ("arn", "An ARN pattern"),
    (
        "Other Rekognition resources",
        (("collection", "Face collection"), ("streamprocessor", "Stream processor")),
    ),
    (
        "Other services",
        (
            ("s3:bucket", "S3 bucket"),
            ("s3:object", "S3 objects"),
            ("kms:key", "KMS key"),
            ("logs:log-group", "Log group"),
            ("iam:role", "IAM role"),
        ),
    ),
)
# A project policy is on a project, and AWS takes the versions of that project as its resources.
IN_PROJECT_POLICIES = (
    ("projectversion", "Model versions"),
    ("all", "Every version of the project"),
    ("arn", "An ARN pattern"),
)
WHICH = (
    ("all", "All versions"),
    ("name", "This name"),
    ("exact", "Exactly this one"),
)
DATASETS = (("", "Training and test"), ("train", "Training only"), ("test", "Test only"))
SET_OPERATORS = (("", "no set operator"), ("ForAllValues", "ForAllValues"), ("ForAnyValue", "ForAnyValue"))
OPERATORS = (
    (
        "Text",
        tuple(
            (name, name)
            for name in (
                "StringEquals",
                "StringNotEquals",
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
                "StringLike",
                "StringNotLike",
            )
        ),
    ),
    ("ARN", tuple((name, name) for name in ("ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals"))),
    ("True or false", (("Bool", "Bool"),)),
    (
        "Date",
        tuple(
            (name, name)
            for name in (
                "DateLessThan",
                "DateLessThanEquals",
                "DateGreaterThan",
                "DateGreaterThanEquals",
                "DateEquals",
                "DateNotEquals",
            )
        ),
    ),
    ("IP address", (("IpAddress", "IpAddress"), ("NotIpAddress", "NotIpAddress"))),
    (
        "Number",
        tuple(
            (name, name)
            for name in (
                "NumericEquals",
                "NumericNotEquals",
                "NumericLessThan",
                "NumericLessThanEquals",
                "NumericGreaterThan",
                "NumericGreaterThanEquals",
            )
        ),
    ),
    ("Presence", (("Null", "Null"),)),
)

# What a field says while it still wants a value.
UNFINISHED = {
    "project": "Pick or type a project. * means every project.",
    "version": "Pick or type a model version, or choose all versions.",
    "timestamp": "Type the creation time that ends the ARN: digits only.",
    "collection": "Type a collection's id. * means every collection.",
    "streamprocessor": "Type a stream processor's name. * means every one.",
    "bucket": "Type a bucket's name. * means every bucket.",
    "key": "Type an object key. * means every object of the bucket.",
    "key_id": "Type a key id. * means every key.",
    "name": "Type a name. * means every one.",
    "arn": "Type an ARN pattern.",
    "values": "Type a value: without one the condition says nothing.",
    "who": "Type who is meant, or remove the row.",
}

# Types whose ARN has a Region or an account of its own to set.
PLACE_OF = {
    "project": ("region", "account"),
    "projectversion": ("region", "account"),
    "dataset": ("region", "account"),
    "collection": ("region", "account"),
    "streamprocessor": ("region", "account"),
    "kms:key": ("region", "account"),
    "logs:log-group": ("region", "account"),
    "iam:role": ("account",),
}

# The fields of each kind of target, in the order of its ARN.
FIELDS_OF = {
    "all": (),
    "project": ("project", "timestamp"),
    "projectversion": ("project", "version", "timestamp"),
    "dataset": ("project", "dataset", "timestamp"),
    "collection": ("collection",),
    "streamprocessor": ("streamprocessor",),
    "s3:bucket": ("bucket",),
    "s3:object": ("bucket", "key"),
    "kms:key": ("key_id",),
    "logs:log-group": ("name",),
    "iam:role": ("name",),
    "arn": ("arn",),
}


def of_project_policies(chosen: str) -> tuple[tuple[str, str], ...]:
    """The types of resources of a project policy, and the one that is chosen already where it is none of them."""
    if chosen in dict(IN_PROJECT_POLICIES):
        return IN_PROJECT_POLICIES
    names: dict[str, str] = {}
    for value, words in TARGET_TYPES:
        names |= {value: words} if isinstance(words, str) else dict(words)
    title = names.get(chosen, chosen)
    # a project there means its versions
    return (*IN_PROJECT_POLICIES, (chosen, title if chosen == "project" else f"{title} (not in a project policy)"))
