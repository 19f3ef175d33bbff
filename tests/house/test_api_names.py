"""The supported interface is what its list says, and the list changes only on purpose."""

from hullmark import api


def test_the_supported_names_are_these() -> None:
    """Taking a name away breaks someone's program; adding one is a promise."""
    assert api.__all__ == [
        "Configured",
        "HullmarkError",
        "ImageGraph",
        "Judgement",
        "PipelineAudit",
        "PullRequest",
        "ScanResult",
        "Settings",
        "Verdict",
        "VerdictStatus",
        "aggregate",
        "check",
        "compare_pull_request",
        "exit_status",
        "find_gaps",
        "find_images",
        "find_previous",
        "gate",
        "import_reports",
        "load_settings",
        "lock",
        "notify",
        "read_scan_result",
        "remember",
        "scan",
        "tools",
    ]


def test_every_supported_name_is_there_and_documented() -> None:
    """Each can be imported and says what it is."""
    for name in api.__all__:
        assert getattr(api, name).__doc__
