"""Packages for others."""
