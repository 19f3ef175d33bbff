# Objects, pods and containers of Kubernetes manifests, each with its path and its name in words.
# The input is one object, a List, or {"documents": [...]} for what relates objects to each other.
package hullmark.checks.lib.kubernetes

import rego.v1

# objects: every object of a plain input, a list's items one by one.
objects contains {"value": input, "path": []} if {
	is_object(input)
	not is_list(input)
	not input.documents
}

objects contains {"value": item, "path": ["items", i]} if {
	is_list(input)
	some i, item in input.items
	is_object(item)
}

# together: the objects of a combined input.
together contains {"value": document, "path": ["documents", i]} if {
	some i, document in input.documents
	is_object(document)
	not is_list(document)
}

together contains {"value": item, "path": ["documents", i, "items", j]} if {
	some i, document in input.documents
	is_list(document)
	some j, item in document.items
	is_object(item)
}

# documents: the values of a combined input alone.
documents contains document if {
	some document in input.documents
	not is_list(document)
}

documents contains item if {
	some document in input.documents
	is_list(document)
	some item in document.items
}

is_list(value) if {
	is_array(value.items)
	endswith(value.kind, "List")
}

# pods: what runs, with the pod's own spec wherever it stands in the object.
pods contains pod_of(o) if {
	some o in objects
	pod_path(o.value)
}

pods_together contains pod_of(o) if {
	some o in together
	pod_path(o.value)
}

pod_of(o) := {
	"path": array.concat(o.path, path),
	"spec": spec,
	"metadata": as_object(object.get(o.value, array.concat(array.slice(path, 0, count(path) - 1), ["metadata"]), {})),
	"metadata_path": array.concat(o.path, array.concat(array.slice(path, 0, count(path) - 1), ["metadata"])),
	"kind": object.get(o.value, "kind", ""),
	"name": name_of(o.value),
	"namespace": namespace_of(o.value),
	"object_path": o.path,
	"anchor": anchor_of(o.value),
} if {
	path := pod_path(o.value)
	spec := object.get(o.value, path, {})
}

default pod_path(_) := false

pod_path(value) := ["spec"] if {
	value.kind == "Pod"
	is_object(value.spec)
} else := ["template", "spec"] if {
	value.kind == "PodTemplate"
	is_object(value.template.spec)
} else := ["spec", "jobTemplate", "spec", "template", "spec"] if {
	is_object(value.spec.jobTemplate.spec.template.spec)
} else := ["spec", "template", "spec"] if {
	# Deployments and their like, and kinds of others built the same way (Rollout, Knative Service).
	is_array(value.spec.template.spec.containers)
} else := ["spec", "template", "spec"] if {
	value.kind in {"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController"}
	is_object(value.spec.template.spec)
}

container_kinds := {"containers": "container", "initContainers": "init container", "ephemeralContainers": "ephemeral container"}

# containers: of all three kinds.
containers contains {
	"field": field,
	"container": container,
	"security": as_object(object.get(container, "securityContext", {})),
	"path": array.concat(pod.path, [field, i]),
	"anchor": sprintf("%s %s %s", [pod.anchor, word, text(object.get(container, "name", i))]),
	"name": sprintf("%s '%s' of %s", [word, text(object.get(container, "name", i)), pod.anchor]),
	"pod": pod,
} if {
	some pod in pods
	some field, word in container_kinds
	some i, container in pod.spec[field]
	is_object(container)
}

security_of(pod) := as_object(object.get(pod.spec, "securityContext", {}))

windows(pod) if pod.spec.os.name == "windows"

# long_running: containers that serve, for rules about probes.
long_running contains entry if {
	some entry in containers
	entry.field == "containers"
	not entry.pod.kind in {"Job", "CronJob"}
}

as_object(value) := value if {
	is_object(value)
} else := {}

as_array(value) := value if {
	is_array(value)
} else := []

# text: anything as text; some engines put quotes around a text that is printed with %v.
text(value) := value if {
	is_string(value)
} else := sprintf("%v", [value])

name_of(value) := text(name) if {
	name := value.metadata.name
	name != null
} else := text(name) if {
	name := value.metadata.generateName
	name != null
} else := "unnamed"

namespace_of(value) := text(namespace) if {
	namespace := value.metadata.namespace
	namespace != null
} else := ""

anchor_of(value) := sprintf("%s/%s/%s", [text(object.get(value, "kind", "")), namespace_of(value), name_of(value)]) if {
	namespace_of(value) != ""
} else := sprintf("%s/%s", [text(object.get(value, "kind", "")), name_of(value)])

# selects: a label selector matches labels. An empty selector matches everything.
selects(selector, labels) if {
	every key, value in as_object(object.get(selector, "matchLabels", {})) {
		object.get(labels, key, null) == value
	}
	every expression in as_array(object.get(selector, "matchExpressions", [])) {
		expression_holds(expression, labels)
	}
}

expression_holds(expression, labels) if {
	expression.operator == "In"
	object.get(labels, expression.key, null) in expression.values
}

expression_holds(expression, labels) if {
	expression.operator == "NotIn"
	not object.get(labels, expression.key, null) in expression.values
}

expression_holds(expression, labels) if {
	expression.operator == "Exists"
	is_string(object.get(labels, expression.key, null))
}

expression_holds(expression, labels) if {
	expression.operator == "DoesNotExist"
	object.get(labels, expression.key, null) == null
}

# roles: objects that grant rights, and their rules.
rules contains {"rule": rule, "path": array.concat(o.path, ["rules", i]), "anchor": anchor_of(o.value), "kind": o.value.kind, "name": name_of(o.value)} if {
	some o in objects
	o.value.kind in {"Role", "ClusterRole"}
	not built_in(name_of(o.value))
	some i, rule in o.value.rules
	is_object(rule)
}

built_in(name) if startswith(name, "system:")

# grants: a rule gives one of the verbs on one of the resources, wildcards included.
grants(rule, groups, resources, verbs) if {
	some group in rule.apiGroups
	group in (groups | {"*"})
	some resource in rule.resources
	resource in (resources | {"*"})
	some verb in rule.verbs
	verb in (verbs | {"*"})
}
