"""What is read of Anchore's Engine, Enterprise and anchorectl."""

import msgspec

from hullmark.scanners.wire import Camel, Wire


class Detail(Wire):
    """One row of a policy evaluation by anchorectl."""

    description: str = ""
    gate: str = ""
    image_id: str = msgspec.field(default="", name="imageId")
    policy_id: str = msgspec.field(default="", name="policyId")
    status: str = ""
    tag: str = ""
    trigger_id: str = msgspec.field(default="", name="triggerId")
    trigger_name: str = msgspec.field(default="", name="triggerName")


class Evaluation(Camel):
    """An evaluation of one image."""

    details: list[Detail] = msgspec.field(default_factory=list)
    detail: list[Detail] = msgspec.field(default_factory=list)
    evaluations: list["Evaluation"] = msgspec.field(default_factory=list)
    digest: str = ""
    image_digest: str = ""
    tag: str = ""
    evaluated_tag: str = ""
