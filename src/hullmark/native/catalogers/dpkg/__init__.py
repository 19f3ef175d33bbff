"""Packages of Debian, its descendants, distroless images and OpenWrt."""
