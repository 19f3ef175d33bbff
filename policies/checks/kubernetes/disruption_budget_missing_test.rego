package hullmark.checks.kubernetes.disruption_budget_missing_test

import data.hullmark.checks.kubernetes.disruption_budget_missing
import rego.v1

test_bad_1 if count(disruption_budget_missing.deny) > 0 with input as {"documents": [{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"template": {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": []}}}}]}

test_good_1 if count(disruption_budget_missing.deny) == 0 with input as {"documents": [{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"template": {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": []}}}}, {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "a"}, "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "a"}}}}]}
