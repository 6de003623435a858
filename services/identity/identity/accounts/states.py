"""Rules of passwords. Pure."""

from common.errors import FieldFault

SHORTEST, LONGEST = 8, 64
# With letters and digits and yet the first ones that are tried.
WORST = frozenset({
    "a1234567", "a12345678", "a123456789", "aa123456", "aa12345678", "abc12345", "abc123456", "abcd1234", "abcd12345",
    "admin123", "admin1234", "admin888", "asd12345", "asdf1234", "iloveyou1", "letmein1", "p@ssw0rd", "pass1234",
    "passw0rd", "password1", "password12", "password123", "q1w2e3r4", "q1w2e3r4t5", "qaz12345", "qq123456",
    "qwe12345", "qwer1234", "qwerty12", "qwerty123", "welcome1", "woaini1314", "woaini520", "wang1234", "wangqian1",
    "wangqian123", "zxc12345", "zxcvbnm1", "zxcv1234", "123456aa", "1234567a", "12345678a", "123456abc", "123qweasd",
    "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "1qaz2wsx3edc", "111111aa", "1234qwer", "12345qwert", "123456qq",
})  # fmt: skip


def password_faults(password: str, confirmation: str, mobile: str) -> list[FieldFault]:
    """What is wrong with a new password; empty when it can be taken."""
    faults = []
    if password != confirmation:
        faults.append(
            FieldFault(field="password_confirmation", reason="两次输入的密码不一致", remedy="请重新确认密码。")
        )
    weakness = _weakness(password, mobile)
    if weakness:
        faults.append(FieldFault(field="password", reason=weakness[0], remedy=weakness[1]))
    return faults


def _weakness(password: str, mobile: str) -> tuple[str, str] | None:
    if not SHORTEST <= len(password) <= LONGEST:
        return f"密码应为{SHORTEST}至{LONGEST}个字符", "请修改密码长度。"
    if not password.isprintable():
        return "密码中有不可见字符", "请使用键盘可直接输入的字符。"
    if mobile in password:
        return "密码不能包含手机号", "请更换密码。"
    if not any(c.isascii() and c.isalpha() for c in password) or not any(c.isascii() and c.isdigit() for c in password):
        return "密码至少应包含一个字母和一个数字", "请补充字母或数字。"
    if password.casefold() in WORST:
        return "密码过于常见，容易被猜中", "请更换一个不常见的密码。"
    return None
