"""The words of the form's choices."""

KINDS = (
    ("identity", "Identity policy"),
    ("boundary", "Permissions boundary"),
    ("session", "Session policy"),
    ("scp", "Service control policy"),
    ("project", "Project policy"),
)
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
