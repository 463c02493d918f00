"""Why no row of a file can be used."""


class UnreadableFileError(Exception):
    """The whole file is refused: `code` of FILE_REASONS, `details` such as the missing columns."""

    def __init__(self, code: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(f"{code}: {', '.join(details)}" if details else code)
        self.code = code
        self.details = details
