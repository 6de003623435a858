"""How the employment system refuses."""


class EmploymentRefused(Exception):
    """Answered as `{code, message}`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
