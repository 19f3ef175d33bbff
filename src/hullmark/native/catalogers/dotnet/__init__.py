""".NET: what applications bring along, and what projects declare to NuGet and Paket."""
