# METADATA
# title: "A deployment has one replica"
# description: "Every update and every failure of a node is an outage."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0060
#   severity: low
#   remediation: "Set \"replicas\" to two or more, or use an autoscaler."
#   controls: []
#   equivalents:
#     polaris: [deploymentMissingReplicas]
package hullmark.checks.kubernetes.single_replica

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s has one replica", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["spec", "replicas"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind == "Deployment"
	object.get(o.value, ["spec", "replicas"], 1) < 2
}
