"""File name endings of Java archives."""

SUFFIXES = (
    ".jar",
    ".war",
    ".ear",
    ".sar",
    ".par",
    ".rar",
    ".nar",
    ".kar",
    ".jpi",
    ".hpi",
    ".lpkg",
    ".aar",
    ".zap",
)
