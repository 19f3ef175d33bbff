"""Patterns that a repository brings along, tried in linear time."""


def search(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Tell whether a pattern is found in a text.

    Raises:
        ValueError: It is no pattern of RE2, which is what GitLab uses.
    """
    import re2  # noqa: PLC0415 - few pipelines have patterns

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    try:
        return re2.compile(pattern, options).search(text) is not None
    except re2.error as error:
        raise ValueError(str(error)) from error
