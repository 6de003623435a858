"""What the rules allow by name. Every entry has its reason; a new one is a decision, not a convenience."""

COMMON_STEMS = ("settings", "database", "resources", "access", "audiences")
"""What a whole service may have beside its features: how it is set up, and who is who in it."""

EXTRA: dict[str, tuple[str, ...]] = {
    "identity": (
        "oauth",  # the login flow of 学信网 and of the job platform
        "passwords",  # Argon2 with its parameters, for accounts and staff alike
        "text_messages",  # codes by SMS, handed to notifications
        "visitors",  # where a request comes from, for sessions, captchas and the audit
        "sessions.liveness",  # the verifier that knows which sessions have ended
        "roles",  # which feature knows the accounts of which role
        "employment.client",  # the client of 就业管理系统
        "graduates.chsi",  # the client of 学信网
        "graduates.pages",  # what a browser is shown on its way back from 学信网
        "job_platform.client",  # the client of 国家大学生就业服务平台
        "remittance.bank",  # the client of the bank, and the signature of its callbacks
        "replay.cli",  # says all present facts again
        "staff.cli",  # creates the first centre user
        "verification.material",  # the third way of verification, a use case of its own
    ),
    "agreements": (
        "etags",  # edits with If-Match, for two features
        "records.cli",  # verifies the chains of the history
    ),
    "destinations": (
        "catalogue.entries",  # the table of destination types, which states and screens read
        "registration.rules",  # the named rules of the transition table
    ),
    "documents": (
        "storage",  # the object store
        "downloads",  # streaming out of it
        "agreement.filling",  # the peer's sheet becomes the printed one
        "agreement.issuing",  # the one use case that draws, stores and says so
        "agreement.rendering",  # the PDF itself
        "uploads.inspection",  # what an upload really is
    ),
    "notifications": (
        "adapters",  # clients of WeChat and of the SMS suppliers
        "metrics",  # its counters
        "templates",  # every text that is sent
    ),
    "stats": (
        "counting.cli",  # the recount
        "school.formulas",  # the rates, each with its source
    ),
}
"""Stems and packages that are no rooms, relative to their service."""

OWN_STORE_USERS = frozenset(
    {"documents.agreement.issuing", "identity.verification.material", "identity.sessions.liveness"}
)
"""Use cases outside `commands`; they save in their own feature's store as a command does."""

KNOWN_ROWS = frozenset(
    {
        # A view that is made `of(row)` names the row's class for that one constructor; it reads no database.
        ("identity.schools.schemas", "identity.schools.tables"),
        ("identity.staff.schemas.accounts", "identity.staff.tables"),
        ("identity.audit.schemas", "identity.audit.tables"),
        ("identity.sessions.schemas", "identity.sessions.tables"),
        ("documents.agreement.schemas.views", "documents.agreement.tables"),
        ("documents.uploads.schemas", "documents.uploads.tables"),
        # The public check shows an issued document, and has no rows of its own.
        ("documents.checks.schemas", "documents.agreement.tables"),
        # The row's class as the type of what a query returns.
        ("identity.accounts.routes", "identity.accounts.tables"),
    }
)
"""Who names another room's rows without being a reader of them."""

KNOWN_UPWARD = frozenset({("identity.sessions.schemas", "identity.sessions.commands")})
"""`Tokens` is a plain dataclass that the answer is made of."""

PURE_MODULES = frozenset(
    {
        "destinations.catalogue.entries",
        "destinations.registration.rules",
        "notifications.adapters.faults",
        "stats.school.formulas",
    }
)
"""Modules beside `states` that decide as purely as `states`, and are held to the same rule."""

PURE_LIBRARY = (
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "math",
    "re",
    "typing",
    "uuid.UUID",
    "uuid.uuid5",
    "common.auth.actors",
    "common.clock",
    "common.contracts",
    "common.errors",
    "common.lifecycle",
    "common.review",
)
PURE_ROOMS = frozenset({"states", "errors"})
IMPURE_NAMES = frozenset({"common.clock.now"})
"""The time is told to a decision, never asked by it."""

KNOWN_IMPURE = frozenset(
    {
        ("agreements.records.states.chain", "hashlib.sha256"),  # a link of the history, the same for ever
        ("agreements.records.states.chain", "json"),  # the canonical text that is hashed
        ("documents.agreement.states", "secrets"),  # the check code must not be guessable
        (
            "identity.roster.states",
            "uuid_utils.compat.uuid7",
        ),  # a new graduate's id is made while the sheet is compared
        ("identity.roster.states", "common.spreadsheet"),  # the checked rows, plain dataclasses
        ("identity.graduates.states", "identity.graduates.schemas"),  # 学信网's answer, a plain model
        ("identity.captcha.states", "identity.settings"),  # when one is asked for, a plain model
        ("identity.sms_codes.states", "identity.settings"),  # the limits, a plain model
    }
)
"""What a `states` takes beside the list above."""


def may_states_import(module: str, name: str, room: str | None) -> bool:
    """Whether a pure module may import a name, which lies in a room of a service or in none."""
    if any(module == known and _within(name, allowed) for known, allowed in KNOWN_IMPURE):
        return True
    if any(_within(name, pure) for pure in PURE_MODULES):
        return True
    if module.partition(".")[0] == name.partition(".")[0]:
        return room in PURE_ROOMS
    return name not in IMPURE_NAMES and any(_within(name, pure) for pure in PURE_LIBRARY)


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")
