"""VEX documents: OpenVEX, CSAF VEX and CycloneDX, told apart by what is in them."""
