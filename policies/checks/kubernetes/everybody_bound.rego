# METADATA
# title: "Rights are given to everybody"
# description: "system:anonymous and system:unauthenticated are all who reach the API server; system:masters cannot be taken back."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0055
#   severity: critical
#   remediation: "Bind named groups or accounts."
#   controls: ["nist-800-190:4.3.1", "pci-dss-4.0.1:7.2.2"]
#   equivalents:
#     checkov: [CKV_K8S_68]
#     trivy: [KSV-0123]
#   needs: ["system:"]
package hullmark.checks.kubernetes.everybody_bound

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s gives rights to %s", [kubernetes.anchor_of(o.value), subject.name]), "path": array.concat(o.path, ["subjects", i, "name"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind in {"ClusterRoleBinding", "RoleBinding"}
	some i, subject in o.value.subjects
	subject.name in {"system:anonymous", "system:unauthenticated", "system:masters"}
	not startswith(kubernetes.name_of(o.value), "system:")
	kubernetes.name_of(o.value) != "cluster-admin"
}
