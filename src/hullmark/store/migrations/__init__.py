"""How a store of one version becomes one of the next; run by ``store.migrate``."""
