"""What can go wrong with relocation data."""

from common.errors import NotFound


class NoRelocationProfile(NotFound):
    """Nobody of the employer has filled it in."""

    code = "agreements.no_relocation_profile"
    title = "尚未填写户档信息"
    remedy = "请在“户档信息管理”中填写；首次填写在签约邀请函中的户档信息也会自动同步到这里。"
