"""Identity, put together."""

from pathlib import Path

from common.service import Service
from identity.accounts.routes import router as accounts_router
from identity.audit.routes import router as audit_router
from identity.authorisations.routes import router as authorisations_router
from identity.captcha.routes import router as captcha_router
from identity.codes.routes import router as codes_router
from identity.corrections.routes import routers as correction_routers
from identity.credentials.routes import router as credentials_router
from identity.database import Base
from identity.directory.routes import router as directory_router
from identity.eligibility.routes import router as eligibility_router
from identity.employers.routes import router as employers_router
from identity.graduates.routes import router as graduates_router
from identity.job_platform.routes import router as job_platform_router
from identity.jobs import jobs
from identity.joining.routes import routers as joining_routers
from identity.keys.routes import router as keys_router
from identity.membership.routes import routers as membership_routers
from identity.reactions import reactions
from identity.remittance.routes import router as remittance_router
from identity.replay.cli import replay
from identity.resources import identity_resources
from identity.roster.routes import routers as roster_routers
from identity.roster_imports.routes import router as roster_imports_router
from identity.roster_pulls.routes import router as roster_pulls_router
from identity.schools.routes import router as schools_router
from identity.service_tokens.routes import router as service_tokens_router
from identity.sessions.routes import router as sessions_router
from identity.settings import IdentitySettings
from identity.sms_codes.routes import router as sms_codes_router
from identity.staff.cli import create_centre_user
from identity.staff.routes import router as staff_router
from identity.verification.routes import router as verification_router
from identity.warnings.routes import router as warnings_router

service = Service(
    name="identity",
    title="账号与身份",
    settings=IdentitySettings,
    metadata=Base.metadata,
    migrations=Path(__file__).parents[1] / "migrations",
    routers=[
        keys_router,
        sessions_router,
        service_tokens_router,
        sms_codes_router,
        accounts_router,
        credentials_router,
        captcha_router,
        audit_router,
        authorisations_router,
        employers_router,
        *membership_routers,
        *joining_routers,
        *correction_routers,
        directory_router,
        verification_router,
        remittance_router,
        schools_router,
        staff_router,
        *roster_routers,
        roster_imports_router,
        roster_pulls_router,
        graduates_router,
        warnings_router,
        codes_router,
        job_platform_router,
        eligibility_router,
    ],
    reactions=reactions,
    jobs=jobs,
    resources=identity_resources,
    commands=(create_centre_user, replay),
    public_paths=frozenset(
        {
            "/.well-known/jwks.json",
            "/v1/sessions/employer",
            "/v1/sessions/staff",
            "/v1/sessions/refresh",
            "/v1/staff-password-changes",
            "/v1/staff-password-resets",
            "/v1/staff-password-resets/codes",
            "/v1/service-tokens",
            "/v1/sms-codes",
            "/v1/captchas",
            "/v1/password-resets",
            "/v1/employer-users",
            "/v1/chsi-logins",
            "/v1/chsi/callback",
            "/v1/chsi/exchanges",
            "/v1/bank-callbacks",
            "/v1/job-platform-logins",
            "/v1/job-platform/callback",
            "/v1/codes",
            "/v1/codes/{name}",
            "/v1/regions",
            "/v1/regions/{code}",
        }
    ),
)
