"""The supported Python interface: what is named here is kept, everything else may change.

>>> from hullmark import api
>>> result = api.scan(["oci:build/image"], settings=api.Settings())  # doctest: +SKIP
>>> result.verdict.status  # doctest: +SKIP
<VerdictStatus.PASS: 'pass'>
"""

from hullmark.config.load import load_settings
from hullmark.config.settings import Configured, Settings
from hullmark.gate.judge import exit_status
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import PipelineAudit
from hullmark.model.graph import ImageGraph
from hullmark.model.pull_request import PullRequest
from hullmark.model.scan import ScanResult, Verdict, VerdictStatus
from hullmark.pipeline.aggregate import aggregate
from hullmark.pipeline.check import check
from hullmark.pipeline.gaps import find_gaps
from hullmark.pipeline.gate import Judgement, gate
from hullmark.pipeline.images import find_images
from hullmark.pipeline.import_reports import import_reports
from hullmark.pipeline.notify import notify
from hullmark.pipeline.pull_request import compare_pull_request
from hullmark.pipeline.remembering.memory import find_previous, remember
from hullmark.pipeline.running.lock import write_lock as lock
from hullmark.pipeline.running.overview import overview as tools
from hullmark.pipeline.scan import scan
from hullmark.pipeline.stored_result import read_scan_result

__all__ = [
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
