"""Why a message did not go out."""


class NotSent(Exception):
    """It could not be sent; `permanent` says whether trying again is of no use."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class NobodyThere(Exception):
    """There is no address or device to send it to any more."""
