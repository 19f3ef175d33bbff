"""Releases by codename: what a derived distribution or a testing image is built from."""

DEBIAN = {
    "squeeze": "6.0",
    "wheezy": "7",
    "jessie": "8",
    "stretch": "9",
    "buster": "10",
    "bullseye": "11",
    "bookworm": "12",
    "trixie": "13",
    "forky": "14",
    "duke": "15",
}

UBUNTU = {
    "trusty": "14.04",
    "utopic": "14.10",
    "vivid": "15.04",
    "wily": "15.10",
    "xenial": "16.04",
    "yakkety": "16.10",
    "zesty": "17.04",
    "artful": "17.10",
    "bionic": "18.04",
    "cosmic": "18.10",
    "disco": "19.04",
    "eoan": "19.10",
    "focal": "20.04",
    "groovy": "20.10",
    "hirsute": "21.04",
    "impish": "21.10",
    "jammy": "22.04",
    "kinetic": "22.10",
    "lunar": "23.04",
    "mantic": "23.10",
    "noble": "24.04",
    "oracular": "24.10",
    "plucky": "25.04",
    "questing": "25.10",
    "resolute": "26.04",
}

PARENT_RELEASES = {
    "devuan": {"1": "8", "2": "9", "3": "10", "4": "11", "5": "12", "6": "13"},
    "parrot": {"5": "11", "6": "12"},
    "postmarketos": {
        "22.06": "3.16",
        "22.12": "3.17",
        "23.06": "3.18",
        "23.12": "3.19",
        "24.06": "3.20",
        "24.12": "3.21",
        "25.06": "3.22",
        "edge": "edge",
    },
}
"""Distribution → its release → the parent's, where they count for themselves."""
