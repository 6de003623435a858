"""What can go wrong with an account of the job platform, and whom to ask."""

from common.errors import Conflict, Forbidden, Unavailable

JOB_PLATFORM = "国家大学生就业服务平台"
USER = "用户本人"


class JobPlatformStateRefused(Forbidden):
    """The answer belongs to no login of this browser: forged, used before, too old, or another browser's."""

    code = "identity.job_platform_state_refused"
    title = "登录请求无效或已过期"
    remedy = "请在同一浏览器中重新点击“就业平台账号登录”，并在10分钟内完成登录。"


class JobPlatformLoginCancelled(Forbidden):
    """The person pressed 取消 there."""

    code = "identity.job_platform_login_cancelled"
    title = "您已取消就业平台登录"
    remedy = "如需登录，请重新点击“就业平台账号登录”，或使用手机号和密码登录。"


class JobPlatformLoginRefused(Forbidden):
    """The job platform did not accept the code: used before, run out, or not from this login."""

    code = "identity.job_platform_login_refused"
    title = "就业平台登录未完成"
    remedy = "请重新点击“就业平台账号登录”。"


class JobPlatformUnavailable(Unavailable):
    """The job platform does not answer, or answers what nobody can read."""

    code = "identity.job_platform_unavailable"
    title = "国家大学生就业服务平台暂时无法访问"
    remedy = "请稍后重试；已设置密码的账号可以使用手机号和密码登录。"


class JobPlatformMobileUnusable(Conflict):
    """The account there has a number that cannot be an account here."""

    code = "identity.job_platform_mobile_unusable"
    title = "就业平台账号的手机号不能在网签平台使用"
    remedy = "请在国家大学生就业服务平台将手机号改为中国大陆手机号，或在网签平台直接注册。"


class JobPlatformMobileTaken(Conflict):
    """The mobile has an account here. The same number is no proof of the same person: numbers are given out again."""

    code = "identity.job_platform_mobile_taken"
    title = "该手机号已在网签平台注册"
    remedy = "请先用手机号和密码登录网签平台，再在“账号管理”中关联就业平台账号；忘记密码请使用“找回密码”。"


class JobPlatformAccountTaken(Conflict):
    """The account there belongs to another account here."""

    code = "identity.job_platform_account_taken"
    title = "该就业平台账号已关联其他网签平台账号"
    remedy = "请改用另一个就业平台账号，或先在原账号中解除关联。"


class AlreadyLinked(Conflict):
    """This account has its link."""

    code = "identity.job_platform_already_linked"
    title = "已关联就业平台账号"
    remedy = "如需更换，请先解除关联。"


class NotLinked(Conflict):
    """There is nothing to take apart."""

    code = "identity.job_platform_not_linked"
    title = "未关联就业平台账号"
    remedy = "如需使用就业平台账号登录，请先关联。"


class PasswordNeeded(Conflict):
    """Without the link nobody could sign in to this account any more."""

    code = "identity.job_platform_password_needed"
    title = "请先设置网签平台密码"
    remedy = "请通过“找回密码”设置密码后再解除关联。"


class VerifiedFieldsLocked(Conflict):
    """单位名称 and 统一社会信用代码 are as the job platform has verified them."""

    code = "identity.job_platform_fields_locked"
    title = "就业平台已核验的单位名称和统一社会信用代码不能修改"
    remedy = "如信息有误，请在国家大学生就业服务平台更正后重新登录；或解除关联后按网签平台的方式认证。"


class NotFromJobPlatform(Conflict):
    """Only an employer that the job platform has verified may leave out the licence."""

    code = "identity.not_from_job_platform"
    title = "本单位不能仅凭网签授权书认证"
    remedy = "请关联在国家大学生就业服务平台已通过核验的单位账号，或选择对公账号汇款认证、上传材料认证。"
