# METADATA
# title: "Somebody is given cluster-admin"
# description: "cluster-admin may do everything everywhere."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0054
#   severity: high
#   remediation: "Bind a role with what is needed."
#   controls: ["nist-800-190:4.3.1", "pci-dss-4.0.1:7.2.2"]
#   equivalents:
#     kics: [249328b8-5f0f-409f-b1dd-029f07882e11]
#     kubescape: [cluster-admin-role]
#     polaris: [clusterrolebindingClusterAdmin, rolebindingClusterAdminClusterRole, rolebindingClusterAdminRole]
#     trivy: [KSV-0111]
#   needs: ["roleref"]
package hullmark.checks.kubernetes.cluster_admin

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s grants cluster-admin", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["roleRef", "name"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind in {"ClusterRoleBinding", "RoleBinding"}
	o.value.roleRef.name == "cluster-admin"
	not startswith(kubernetes.name_of(o.value), "system:")
	kubernetes.name_of(o.value) != "cluster-admin"
}

# A role of one's own with nothing but wildcards is the same.
deny contains {"msg": sprintf("%s grants everything by %s", [kubernetes.anchor_of(o.value), kubernetes.anchor_of(role.value)]), "path": array.concat(o.path, ["roleRef", "name"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.together
	o.value.kind in {"ClusterRoleBinding", "RoleBinding"}
	not startswith(kubernetes.name_of(o.value), "system:")
	some role in kubernetes.together
	role.value.kind == o.value.roleRef.kind
	bindable(o.value.kind, role.value.kind)
	kubernetes.name_of(role.value) == o.value.roleRef.name
	some rule in role.value.rules
	"*" in rule.apiGroups
	"*" in rule.resources
	all_verbs(rule)
}

# A role of one namespace cannot be bound for the whole cluster.
bindable("RoleBinding", _)

bindable("ClusterRoleBinding", "ClusterRole")

all_verbs(rule) if "*" in rule.verbs

all_verbs(rule) if {
	every verb in ["get", "list", "watch", "create", "update", "patch", "delete"] {
		verb in rule.verbs
	}
}
