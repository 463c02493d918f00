"""The client for Python: one file for other programs, written from docs/openapi.json by `sapa api client`."""

from sapa.config.client.writing import written_client

__all__ = ["written_client"]
