# METADATA
# title: "A probe or hook is sent to another host"
# description: "The kubelet makes the request, past every network policy: a pod can reach what it must not. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0014
#   severity: medium
#   remediation: "Remove \"host\"; probes go to the pod itself."
#   controls: ["nist-800-190:4.4.2"]
#   needs: ["host"]
package hullmark.checks.kubernetes.probe_host

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.host_probes
