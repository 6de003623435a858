"""What identity needs to know beside what every service needs. Every number is a product decision with its default."""

from typing import Literal

from pydantic import BaseModel, SecretStr

from common.settings import CipherSettings, Settings


class KeySettings(BaseModel, frozen=True):
    """Rotation of the keys that sign access tokens."""

    rotate_after_days: int = 30
    published_ahead_minutes: int = 10
    """A new key is published so long before it signs, so that every verifier knows it by then."""


class SessionSettings(BaseModel, frozen=True):
    """How long a sign-in lasts and when an account is closed to guessing."""

    access_minutes: int = 15
    refresh_days: int = 14
    service_token_minutes: int = 60
    failures_before_lock: int = 10
    """At one login name from one address; then nothing is looked at for `lock_minutes`."""
    failures_from_address: int = 200
    """At any login names from one address, behind which a whole school may sit."""
    lock_minutes: int = 15
    refresh_grace_seconds: int = 10
    """So long a used refresh token still works on the device that used it: two tabs may refresh at once."""
    liveness_kept_seconds: float = 2.0
    """How long a process trusts that a session it has looked up is still alive."""


class PasswordSettings(BaseModel, frozen=True):
    """Cost of argon2id; the defaults are those of RFC 9106's second recommendation."""

    time_cost: int = 3
    memory_kib: int = 65536
    parallelism: int = 4


class CaptchaSettings(BaseModel, frozen=True):
    """Captchas: when they are asked for and how long they last."""

    staff: Literal["always", "after_failures"] = "always"
    """Guide 003 fig 1 shows one at every sign-in of staff."""
    failures_before: int = 3
    """After so many failures at one login name from one address."""
    failures_at_login: int = 30
    """After so many at one login name from anywhere."""
    failures_from_address: int = 30
    """After so many from one address at any login names."""
    signs: int = 4
    minutes: int = 5
    per_address_and_hour: int = 300


class AuditSettings(BaseModel, frozen=True):
    """How long the record of sign-ins is kept: six months at least (domain 4.3, 等保)."""

    sign_ins_kept_days: int = 190


class SmsCodeSettings(BaseModel, frozen=True):
    """Limits of verification codes by SMS."""

    minutes: int = 5
    tries: int = 5
    seconds_between: int = 60
    per_number_and_day: int = 10
    per_address_and_hour: int = 100


class EmployerSettings(BaseModel, frozen=True):
    """Employers before they are verified."""

    draft_holds_uscc_hours: int = 24
    """So long an employer that was filled in and not submitted keeps others from using its USCC."""
    file_wait_seconds: float = 3.0
    """How long a submission waits for news of a file that was uploaded a moment ago."""
    correction_review_days: int = 7
    """A request for a correction that has waited so long (five working days) is listed as overdue."""
    join_requests_per_day: int = 5
    """So many requests to join a user may make in 24 hours; each one tells the employer's users."""
    join_request_days: int = 14
    """So long a request to join an employer waits for an answer."""
    claim_minutes: int = 30
    """So long a submission that a reviewer has claimed is kept from other reviewers."""


class WarningSettings(BaseModel, frozen=True):
    """Warning employers."""

    national_from: int = 5
    """From so many distinct schools on a warning is shown to all (guides/003 §9)."""


class RosterSettings(BaseModel, frozen=True):
    """The roster and its pulls from the employment system."""

    pull_every_minutes: int = 60
    """So often what has changed is pulled for every school."""
    pull_page: int = 500
    pull_attempts: int = 6
    """So often one page is tried before its pull has failed."""
    pulls_kept_days: int = 30
    removal_percent: int = 20
    """More than this share of a list vanishes in one pull only when the school confirms it."""


class RemittanceSettings(BaseModel, frozen=True):
    """Verification by remittance (decisions, Employer verification)."""

    attempts_per_account_and_month: int = 3
    """Of one employer with one account."""
    attempts_per_employer_and_month: int = 6
    """With whatever accounts: each order that is carried out costs money."""
    attempts_by_all_per_account_and_month: int = 9
    """Of all employers with one account: higher, so that no single stranger uses up the account of somebody else."""
    answers: int = 3
    """So many wrong amounts end an attempt."""
    answer_days: int = 7
    overdue_days: int = 2
    """An order that the bank has not carried out by then is listed for the centre."""
    ask_minutes: float = 30
    """How often the bank is asked whether a payment came back."""
    return_days: int = 14
    """So long after a payment the bank is asked whether it came back."""
    lease_seconds: int = 60
    batch: int = 20
    callback_tolerance_seconds: int = 300


class IdentitySettings(Settings):
    """Identity's settings."""

    cipher: CipherSettings
    service_secrets: dict[str, SecretStr] = {}
    """The client secret of each of our services, by service name."""
    keys: KeySettings = KeySettings()
    sessions: SessionSettings = SessionSettings()
    passwords: PasswordSettings = PasswordSettings()
    sms_codes: SmsCodeSettings = SmsCodeSettings()
    captcha: CaptchaSettings = CaptchaSettings()
    audit: AuditSettings = AuditSettings()
    employers: EmployerSettings = EmployerSettings()
    remittance: RemittanceSettings = RemittanceSettings()
    warnings: WarningSettings = WarningSettings()
    roster: RosterSettings = RosterSettings()
    public_url: str = "http://127.0.0.1:8080/identity"
    """This service as browsers reach it, without a slash at the end; CHSI sends them back to it."""
    portal_url: str = ""
    """The web portal, to which graduates are sent on after 学信网; empty where there is none: a page shows the code."""
    chsi_url: str = "http://127.0.0.1:8090/chsi"
    """学信网. This address and the two values below are the sandbox's; production has its own."""
    chsi_client_id: str = "wangqian"
    chsi_client_secret: SecretStr = SecretStr("chsi-development-secret")
    employment_url: str = "http://127.0.0.1:8090/employment"
    """就业管理系统. This address and the two values below are the sandbox's; production has its own."""
    employment_client_id: str = "wangqian"
    employment_client_secret: SecretStr = SecretStr("employment-development-secret")
    jobplatform_url: str = "http://127.0.0.1:8090/jobplatform"
    """国家大学生就业服务平台, whose employers sign in here too; again the sandbox's, with the two values below."""
    jobplatform_client_id: str = "wangqian"
    jobplatform_client_secret: SecretStr = SecretStr("jobplatform-development-secret")
    bank_url: str = "http://127.0.0.1:8090/bank"
    """The bank that remits verification amounts. This address and the three values below are the sandbox's."""
    bank_client_id: str = "wangqian"
    bank_client_secret: SecretStr = SecretStr("bank-development-secret")
    bank_callback_secret: SecretStr = SecretStr("bank-development-callback-secret")
    bank_callback_url: str = ""
    """Where the bank reports to, `…/identity/v1/bank-callbacks`; empty when it cannot reach us: it is asked anyway."""
