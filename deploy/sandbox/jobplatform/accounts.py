"""Who has an account at the national job platform."""

import hmac

from deploy.sandbox.jobplatform.schemas import EmployerRecord, JobPlatformAccount
from deploy.sandbox.store import Collection, Store


class JobPlatformAccounts:
    def __init__(self, store: Store) -> None:
        self._accounts: Collection[JobPlatformAccount] = store.collection("jobplatform-account", JobPlatformAccount)

    def put(self, account: JobPlatformAccount) -> None:
        self._accounts.put(account.account_id, account)

    def get(self, account_id: str) -> JobPlatformAccount | None:
        return self._accounts.get(account_id)

    def all(self) -> list[JobPlatformAccount]:
        return self._accounts.all()

    def clear(self) -> None:
        self._accounts.clear()

    def log_in(self, mobile: str, password: str) -> str | None:
        """The account's id; None when mobile and password do not belong together."""
        found = [account for account in self._accounts.all() if account.mobile == mobile.strip()]
        # Two accounts may have been given the same mobile by mistake: then nobody can tell who it is.
        if len(found) != 1 or not hmac.compare_digest(found[0].password.encode(), password.encode()):
            return None
        return found[0].account_id


def record_of(account: JobPlatformAccount) -> EmployerRecord:
    return EmployerRecord(
        account_id=account.account_id, mobile=account.mobile, name=account.name, employer=account.employer
    )
