"""What is wrong with the content of a file."""


class ContentError(Exception):
    """Why a file cannot be read, in the user's language."""
