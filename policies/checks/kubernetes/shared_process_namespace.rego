# METADATA
# title: "The containers of a pod share their processes"
# description: "Each sees the environment and files of the others and can stop them."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0058
#   severity: low
#   remediation: "Remove \"shareProcessNamespace\"."
#   controls: ["nist-800-190:4.4.3"]
#   needs: ["shareprocessnamespace"]
package hullmark.checks.kubernetes.shared_process_namespace

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s shares processes between its containers", [pod.anchor]), "path": array.concat(pod.path, ["shareProcessNamespace"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods
	pod.spec.shareProcessNamespace == true
}
