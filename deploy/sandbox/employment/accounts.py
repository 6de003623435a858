"""Who has an account of 就业管理系统."""

import hmac
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from common import clock
from deploy.sandbox.employment.errors import EmploymentRefused
from deploy.sandbox.employment.schemas import Account, AccountPage, AccountView, NewAccount
from deploy.sandbox.store import Collection, Store

PAGE_SIZE = 200


class Accounts:
    """The accounts, by user name."""

    def __init__(self, store: Store) -> None:
        self._accounts: Collection[Account] = store.collection("employment-account", Account)

    def put(self, wanted: list[NewAccount]) -> list[Account]:
        """Add accounts, or replace what is known of them; an account keeps its id."""
        kept = [
            Account(**each.model_dump(), account_id=_id_of(each.username), changed_at=clock.now()) for each in wanted
        ]
        self._accounts.put_many({account.username: account for account in kept})
        return kept

    def get(self, username: str) -> Account | None:
        return self._accounts.get(username.strip().lower())

    def all(self) -> list[Account]:
        return self._accounts.all()

    def clear(self) -> None:
        self._accounts.clear()

    def log_in(self, username: str, password: str) -> Account:
        """Whose account this is.

        Raises EmploymentRefused: 401 no such account or not its password, 423 locked, 403 closed.
        """
        account = self.get(username)
        if account is not None and account.locked:
            raise EmploymentRefused(423, "LOCKED", "账号已锁定")
        if account is None or not hmac.compare_digest(account.password.encode(), password.encode()):
            raise EmploymentRefused(401, "WRONG_CREDENTIALS", "用户名或密码错误")
        if account.closed:
            raise EmploymentRefused(403, "CLOSED", "账号已停用")
        return account

    def set_password(self, username: str, password: str) -> None:
        """A new password; a locked account is unlocked by it. Raises EmploymentRefused: 404 unknown, 403 closed."""
        account = self.get(username)
        if account is None:
            raise EmploymentRefused(404, "NOT_FOUND", "账号不存在")
        if account.closed:
            raise EmploymentRefused(403, "CLOSED", "账号已停用")
        changed = {"password": password, "locked": False, "changed_at": clock.now()}
        self._accounts.put(account.username, account.model_copy(update=changed))

    def page(self, school_code: str | None, changed_after: datetime | None, cursor: str | None) -> AccountPage:
        """Accounts changed after a time, by time of change."""
        found = sorted(
            (
                account
                for account in self._accounts.all()
                if (school_code is None or account.school_code == school_code)
                and (changed_after is None or account.changed_at > changed_after)
                and (cursor is None or _position(account) > cursor)
            ),
            key=_position,
        )
        shown = found[:PAGE_SIZE]
        more = _position(shown[-1]) if len(found) > PAGE_SIZE else None
        return AccountPage(items=[view_of(account) for account in shown], next_cursor=more)


def view_of(account: Account) -> AccountView:
    return AccountView(**account.model_dump(include=set(AccountView.model_fields)))


def _position(account: Account) -> str:
    return f"{account.changed_at.timestamp():020.6f}|{account.username}"


def _id_of(username: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"employment:{username}"))
