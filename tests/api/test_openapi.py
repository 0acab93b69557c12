"""Schemathesis reads the OpenAPI document and asks whatever it allows, and what it does not."""

from __future__ import annotations

import schemathesis
from httpx2 import Client
from hypothesis import HealthCheck, settings

from api.app import create_app
from api.settings import ServiceSettings
from tests.api.conftest import OPEN

schema = schemathesis.openapi.from_dict(create_app(ServiceSettings(**OPEN)).openapi())


@schema.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_operation_does_what_the_document_says(
    case: schemathesis.Case, service: Client
) -> None:
    case.call_and_validate(base_url=str(service.base_url))
