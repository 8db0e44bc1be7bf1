"""Bytes of each kind → Document."""
