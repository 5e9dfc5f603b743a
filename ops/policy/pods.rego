# What every pod of ours keeps to, for conftest (ops/manifests/conform.sh). ops/manifests/policy.ts says the same, and more, where
# nothing can be fetched.
package main

import rego.v1

pod := input.spec.template.spec

whose := sprintf("%s %s", [input.kind, input.metadata.name])

deny contains sprintf("%s may be root", [whose]) if {
	pod
	not pod.securityContext.runAsNonRoot
}

deny contains sprintf("%s calls the kernel unfiltered", [whose]) if {
	pod
	not pod.securityContext.seccompProfile.type == "RuntimeDefault"
}

deny contains sprintf("%s has a token of the cluster", [whose]) if {
	pod
	not pod.automountServiceAccountToken == false
}

deny contains sprintf("%s shares the node's %s", [whose, what]) if {
	some what in ["hostNetwork", "hostPID", "hostIPC"]
	pod[what]
}

deny contains sprintf("%s: %s writes to its root", [whose, container.name]) if {
	some container in pod.containers
	not container.securityContext.readOnlyRootFilesystem
}

deny contains sprintf("%s: %s may gain privileges", [whose, container.name]) if {
	some container in pod.containers
	not container.securityContext.allowPrivilegeEscalation == false
}

deny contains sprintf("%s: %s keeps capabilities", [whose, container.name]) if {
	some container in pod.containers
	not "ALL" in container.securityContext.capabilities.drop
}

deny contains sprintf("%s: %s takes memory without end", [whose, container.name]) if {
	some container in pod.containers
	not container.resources.limits.memory
}
