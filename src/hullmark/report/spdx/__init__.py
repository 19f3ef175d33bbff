"""SPDX 2.3: images and the packages they contain."""
