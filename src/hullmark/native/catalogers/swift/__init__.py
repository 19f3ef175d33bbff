"""Packages of Swift and CocoaPods."""
