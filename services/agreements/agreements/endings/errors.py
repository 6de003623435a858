"""What can go wrong with endings."""

from common.errors import Conflict


class DisputeDecided(Conflict):
    """The school has found already that the graduate did sign."""

    code = "agreements.dispute_decided"
    title = "学校已处理该签约的异议"
    remedy = "如有新的证明材料，请上传后再次提出；否则请联系学校就业部门。"
