"""SARIF 2.1.0 that code scanning can keep: one run per image lineage."""
