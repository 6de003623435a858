"""What can go wrong when a service asks for a token."""

from common.errors import Unauthenticated


class ServiceSecretWrong(Unauthenticated):
    """No such service, or not its secret."""

    code = "identity.service_secret_wrong"
    title = "服务名称或密钥错误"
    remedy = "请检查 WANGQIAN_TOKENS__CLIENT_SECRET 与身份服务的 WANGQIAN_SERVICE_SECRETS 是否一致。"
